"""What people wish for in their own words, in memory alone: what is wished before the place is told is searched for."""

from __future__ import annotations

import threading
from collections import OrderedDict
from datetime import datetime, timedelta
from typing import Final

KEPT_FOR: Final = timedelta(minutes=30)
MOST: Final = 10_000


class Wishes:
    """The words of the last wish of each conversation, for half an hour. Never written anywhere; safe between threads.

    Another process does not know them: there the search goes by the kind of the wish alone.
    """

    def __init__(self) -> None:
        self._words: OrderedDict[str, tuple[datetime, str]] = OrderedDict()
        self._lock = threading.Lock()

    def note(self, session: str, words: str | None, now: datetime) -> None:
        """Keep `words` in place of those before; None forgets them."""
        with self._lock:
            self._words.pop(session, None)
            if words:
                self._words[session] = (now, words)
            while self._words and (len(self._words) > MOST or self._is_over(next(iter(self._words.values()))[0], now)):
                self._words.popitem(last=False)

    def of(self, session: str, now: datetime) -> str | None:
        """The words of the wish of this conversation; None where it has none, or half an hour has passed."""
        with self._lock:
            noted = self._words.get(session)
        return noted[1] if noted and not self._is_over(noted[0], now) else None

    @staticmethod
    def _is_over(noted: datetime, now: datetime) -> bool:
        return now - noted > KEPT_FOR
