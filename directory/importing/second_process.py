"""What of an import is done record by record, checking and making rows, done in two processes where that is worth it.

A country's feed is a minute of such work. The second process is started once there is much to do, and not before. Where
it cannot be started, or dies, everything is done here: an import never fails for it.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from concurrent.futures import Future
from typing import Final, TypeVar

from directory.importing.checking import Checked, Checker, Seen
from directory.importing.helper_process import HelperEndedError, HelperProcess
from directory.importing.record_rows import Prepared, prepare
from directory.importing.sameness import Keys
from directory.importing.staging import Staged
from directory.rows import ServiceRows

log = logging.getLogger(__name__)

WORTH_IT: Final = 3_000
"""Records after which it is started: it takes about a second, and 130 MB."""
AHEAD: Final = 3
"""Batches that wait for it or for us: enough that neither does, few enough to stay small."""
T = TypeVar("T")
Made = list[tuple[Keys, ServiceRows]]


class SecondProcess:
    """Belongs to one run and is closed at its end. `worth_it` None keeps everything in this process."""

    def __init__(self, checker: Checker, worth_it: int | None = WORTH_IT) -> None:
        self._checker = checker
        self._worth_it = worth_it
        self._met = 0
        self._helper: HelperProcess | None = None
        self._underway: deque[Future[Checked]] = deque()

    def check(self, seen: Sequence[Seen], known: Collection[str], page: int | None) -> Callable[[], Checked]:
        """Begin to check records, there or here, wherever there is less to do. What it returns waits for the end."""
        there = self._begun(len(seen), _check, seen, known, page) if self._is_free() else None
        if there is None:
            found = self._checker.check_all(seen, known, page)
            return lambda: found
        self._underway.append(there)
        return lambda: _ended(there) or self._checker.check_all(seen, known, page)

    def prepared(self, batches: Iterable[list[Staged]]) -> Iterator[list[Prepared]]:
        """Prepare batches, some ahead of the one that is asked for, in their order."""
        ahead: deque[tuple[list[Staged], Future[Made] | None]] = deque()
        for batch in batches:
            ahead.append((batch, self._begun(len(batch), prepare, _bodies(batch))))
            if len(ahead) >= AHEAD:
                yield _first(ahead)
        while ahead:
            yield _first(ahead)

    def close(self) -> None:
        """End the process."""
        if self._helper is not None:
            self._helper.close()

    def _is_free(self) -> bool:
        while self._underway and self._underway[0].done():
            self._underway.popleft()
        return len(self._underway) < AHEAD

    def _begun(self, records: int, work: Callable[..., T], *what: object) -> Future[T] | None:
        """Hand work over; None where it is too little, or nobody is there."""
        self._met += records
        if self._worth_it is None or self._met < self._worth_it:
            return None
        try:
            if self._helper is None:
                self._helper = HelperProcess()
                self._helper.ask(_begin, self._checker)
            return self._helper.ask(work, *what)
        except (HelperEndedError, OSError) as error:
            log.warning("an import goes on in one process: %s", type(error).__name__)
            self._worth_it = None
            return None


def _first(ahead: deque[tuple[list[Staged], Future[Made] | None]]) -> list[Prepared]:
    batch, there = ahead.popleft()
    made = (_ended(there) if there else None) or prepare(_bodies(batch))
    return [Prepared(staged, *each) for staged, each in zip(batch, made, strict=True)]


def _bodies(batch: Sequence[Staged]) -> list[str]:
    return [one.body or "" for one in batch]


def _ended(there: Future[T]) -> T | None:
    """What the second process made of it; None where it could not."""
    try:
        return there.result()
    except HelperEndedError:
        return None


_checkers: list[Checker] = []
"""In the second process alone: what it checks with."""


def _begin(checker: Checker) -> None:
    _checkers[:] = [checker]


def _check(seen: Sequence[Seen], known: Collection[str], page: int | None) -> Checked:
    return _checkers[0].check_all(seen, known, page)
