"""One run: reads a source whole, holds it where it looks wrong, and takes it over."""

from __future__ import annotations

import contextlib
import logging
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError, SQLAlchemyError

from directory.importing.checking import Checker
from directory.importing.errors import ImportFailedError
from directory.importing.geography import Geography
from directory.importing.known_records import KnownRecords
from directory.importing.limits import Limits
from directory.importing.mapping import EDITION, Mapper
from directory.importing.reading import WHOLE, Reading, Say
from directory.importing.report import Outcome, Report
from directory.importing.second_process import WORTH_IT, SecondProcess
from directory.importing.source_store import Source, SourceStore
from directory.importing.staging import CHANGED, NEW, SAME, Staging
from directory.importing.takeover import Takeover
from directory.importing.vocabulary import Vocabulary
from directory.repository import DirectoryRepository

log = logging.getLogger(__name__)

GOES_ON_FOR_S: Final = 6 * 3600.0
"""A run that broke off is taken up within this time."""
LOCK: Final = timedelta(seconds=90)
"""It is taken anew while the run goes on; a run that was killed frees it after this."""
BEAT_S: Final = 15.0
BUSY: Final = (
    "Somebody else is reading this source just now. After a run that was killed it is free again in two minutes."
)
EXAMPLES: Final = 5
LONGEST_REASON: Final = 120


@dataclass(frozen=True, slots=True)
class Wishes:
    """How a run is to be done. `confirm` lets a feed lose as many services as it likes."""

    dry_run: bool = False
    confirm: bool = False


@dataclass(frozen=True, slots=True)
class Importer:
    """Reads sources into `repository`. One instance serves all threads; each run has connections and a file of its own.

    `folder` is where staging files lie. After `worth_a_process` new or changed records a second process helps; None
    means never.
    """

    engine: Engine
    repository: DirectoryRepository
    geography: Geography
    folder: Path
    clock: Callable[[], datetime]
    limits: Limits
    worth_a_process: int | None = WORTH_IT

    @property
    def store(self) -> SourceStore:
        """Where sources and their runs are kept."""
        return SourceStore(self.engine, self.clock)

    async def run(self, source: Source, wishes: Wishes = Wishes(), say: Say = lambda _line: None) -> Report:
        """Read a source and take it over. Never raises for what a feed does: the report says how it ended."""
        started_at, began = self.clock(), time.monotonic()
        report = Report(source.name, source.address, started_at=started_at.isoformat())
        if not wishes.dry_run and not self.store.lock(source, LOCK):
            report.outcome, report.message = Outcome.BUSY, BUSY
            return report
        try:
            with contextlib.nullcontext() if wishes.dry_run else self._held(source):
                await self._run(source, wishes, report, say)
        except ImportFailedError as error:
            report.outcome, report.message = Outcome.FAILED, f"{error} What was there before stays."
        except (OSError, sqlite3.OperationalError, OperationalError) as error:
            report.outcome = Outcome.FAILED
            report.message = f"The disk or the database failed: {_in_words(error)}. The next run goes on."
        except Exception as error:  # a fault of ours must not end the refreshing of other sources
            log.exception("the import of %s failed", source.name)
            report.outcome, report.message = Outcome.FAILED, f"A fault in Kith: {type(error).__name__}."
        finally:
            report.seconds = round(time.monotonic() - began, 2)
            if not wishes.dry_run:
                self.store.unlock(source)
                self.store.record(source, report, started_at)
        return report

    async def _run(self, source: Source, wishes: Wishes, report: Report, say: Say) -> None:
        vocabulary = Vocabulary.open().corrected(self.store.corrections(source.council))
        read_with = f"{vocabulary.version}/{EDITION}/{source.council or ''}"
        checker = Checker(
            Mapper(vocabulary, self.geography, source.name, source.council, today=self.clock().date()),
            source.id,
            read_with,
        )
        known = KnownRecords(self.engine, source.id)
        staging = Staging(self.folder / f"{source.id}{'-dry' if wishes.dry_run else ''}.db")
        second = SecondProcess(checker, self.worth_a_process)
        done = False
        try:
            reading = Reading(source, checker, known, staging, second, self.limits, say)
            await self._read(reading, wishes, report)
            done = self._decide(reading, known.count(), wishes, report)
        finally:
            second.close()
            staging.close(keep=not (done or wishes.dry_run))

    @contextlib.contextmanager
    def _held(self, source: Source) -> Iterator[None]:
        """Keep the source for us for as long as this process lives and works, and not much longer."""
        done = threading.Event()

        def beat() -> None:
            while not done.wait(BEAT_S):
                with contextlib.suppress(SQLAlchemyError):
                    self.store.keep(source, LOCK)

        beating = threading.Thread(target=beat, daemon=True)
        beating.start()
        try:
            yield
        finally:
            done.set()
            beating.join()

    async def _read(self, reading: Reading, wishes: Wishes, report: Report) -> None:
        """Read what is not staged yet. A list that was read whole and held is read anew, unless it is confirmed now."""
        staging = reading.staging
        try:
            begin = staging.begin(f"{reading.source.address} {reading.checker.read_with}", self.clock(), GOES_ON_FOR_S)
            if begin == WHOLE and staging.fact("held") and not wishes.confirm:
                staging.clear()
                begin = staging.begin(
                    f"{reading.source.address} {reading.checker.read_with}", self.clock(), GOES_ON_FOR_S
                )
            await reading.whole(begin)
        finally:
            counts = staging.counts()
            report.added, report.changed, report.unchanged = (counts.get(state, 0) for state in (NEW, CHANGED, SAME))
            report.refused = staging.refused()
            report.read, report.pages, report.format = reading.read, reading.pages, reading.format
            for problem in staging.problems():
                report.note(problem)

    def _decide(self, reading: Reading, before: int, wishes: Wishes, report: Report) -> bool:
        """Take the list over, or hold it. Returns whether the staging file has done its work."""
        source, staging = reading.source, reading.staging
        takeover = Takeover(self.engine, self.repository, source, self.clock())
        lost = sum(map(len, takeover.lost(staging))) if reading.is_whole else 0
        report.removed = lost
        if lost > source.largest_loss * before and not wishes.confirm:
            staging.remember(held="yes")
            report.outcome, report.message = Outcome.HELD, _held(source, lost, before)
            return False
        if wishes.dry_run:
            report.outcome, report.message = Outcome.DRY_RUN, "Nothing was written."
            report.examples = {f"would be {word}": names for word, state in (("added", NEW), ("changed", CHANGED))
                               if (names := staging.names(state, EXAMPLES))}  # fmt: skip
            return True
        changes = report.added + report.changed + lost
        if changes:
            takeover.take(
                staging,
                reading.second,
                withdraw=reading.is_whole,
                progress=lambda done: reading.say(f"{done} services written"),
            )
        report.merged = takeover.merged
        self.store.remember_pages(
            source, reading.checker.read_with, staging.page_states() if reading.is_whole else None
        )
        report.outcome = Outcome.DONE if changes else Outcome.UNCHANGED
        report.message = "" if reading.is_whole else _SHORT
        return True


_SHORT: Final = "The source gave fewer records than it said it has: nothing was withdrawn."


def _held(source: Source, lost: int, before: int) -> str:
    return (
        f"The source has lost {lost} of its {before} services, more than {source.largest_loss:.0%}. Nothing was "
        "written; what was there before stays. If this is right, import it again with --confirm."
    )


def _in_words(error: OSError | sqlite3.OperationalError | OperationalError) -> str:
    """What the system says, in one line and without an address."""
    cause = error.orig if isinstance(error, OperationalError) else error
    known = cause.strerror if isinstance(cause, OSError) else None
    said = known or str(cause).strip().partition("\n")[0]
    return (said or type(cause).__name__)[:LONGEST_REASON].rstrip(".")
