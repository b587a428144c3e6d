"""Search as councils chose it: where one switched the made-up services off, nobody of its area is shown any."""

from __future__ import annotations

from collections.abc import Callable, Container
from datetime import datetime

from directory.search import Directory, Encodes, Results, Search, Wish


class LocalSearch(Search):
    """A search with examples, except for the authorities (GSS codes) that `without_examples` names at the time."""

    def __init__(
        self,
        directory: Directory,
        encoder: Encodes,
        clock: Callable[[], datetime],
        *,
        include_examples: bool,
        without_examples: Callable[[], Container[str]],
    ) -> None:
        super().__init__(directory, encoder, clock, include_examples=include_examples)
        self._real = Search(directory, encoder, clock, include_examples=False)
        self._without_examples = without_examples

    def find(self, wish: Wish, skip: int = 0, limit: int = 3) -> Results:
        """Return one page of what suits the wish, without examples where the place's council wants none."""
        if wish.place and wish.place.authority in self._without_examples():
            return self._real.find(wish, skip, limit)
        return super().find(wish, skip, limit)
