"""Keeps the index of the published directory in step with the database."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import Final

from sqlalchemy import Engine

from directory.editions import edition
from directory.openreferral.index import Index
from directory.openreferral.indexing import read_index

log = logging.getLogger(__name__)

PROMPT: Final = 2_000
"""Up to so many services are read anew while a reader waits: some tens of milliseconds."""
PAUSE_S: Final = 60.0
"""Between two readings of a larger directory, which take seconds: an import changes it again and again."""


class IndexKeeper:
    """One index for a process. `clock` gives seconds that never run backwards, such as `time.monotonic`."""

    def __init__(self, engine: Engine, clock: Callable[[], float], prompt: int = PROMPT) -> None:
        self._engine = engine
        self._clock = clock
        self._prompt = prompt
        self._index: Index | None = None
        self._read_at = clock() - PAUSE_S
        self._lock = threading.Lock()
        self._behind: threading.Thread | None = None

    def current(self) -> Index:
        """Return the index of the present edition; of a large directory that of up to some minutes before."""
        known = self._index
        if known is None:
            return self._read(None)
        with self._engine.connect() as connection:
            if edition(connection) == known.edition:
                return known
        if len(known) <= self._prompt:
            return self._read(known)
        self._read_behind(known)
        return known

    def _read(self, known: Index | None) -> Index:
        """Read it, unless another thread has done so since `known` was looked at."""
        with self._lock:
            if self._index is None or self._index is known:
                self._read_at = self._clock()
                with self._engine.connect() as connection:
                    self._index = read_index(connection)
            return self._index

    def prepare(self) -> None:
        """Begin to read the index behind everybody's back."""
        self._read_behind(self._index)

    def _read_behind(self, known: Index | None) -> None:
        busy = self._behind is not None and self._behind.is_alive()
        if not busy and self._clock() - self._read_at >= PAUSE_S:
            self._behind = threading.Thread(target=self._quietly, args=(known,), name="published", daemon=True)
            self._behind.start()

    def _quietly(self, known: Index | None) -> None:
        try:
            self._read(known)
        except Exception as error:  # the next reader tries again
            log.error("the published directory could not be read anew: %s", type(error).__name__)
