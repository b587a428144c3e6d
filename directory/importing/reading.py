"""Reads a source into the staging file: page after page, checked as it comes, never more than one page in memory."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator, Callable, Iterable, Mapping, Sequence
from contextlib import AsyncExitStack, aclosing
from dataclasses import asdict, dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import Any, Final, Protocol

from directory.importing.addresses import web_url
from directory.importing.batches import Batch, PageState
from directory.importing.checking import Checker, Seen
from directory.importing.csv_mapping import HeaderMapping
from directory.importing.errors import BrokenFeedError, FeedChangedError
from directory.importing.fetching import StatusError, Validators, open_fetcher
from directory.importing.file_source import FileSource
from directory.importing.limits import Limits
from directory.importing.portions import Portion, Portions
from directory.importing.report import Problem, Remedy
from directory.importing.second_process import SecondProcess
from directory.importing.source_store import Source
from directory.importing.staging import SAME, Staged, Staging
from directory.importing.web_source import Start, WebSource

AT_ONCE: Final = 500
WHOLE: Final = "whole"
"""Stands in the place of the next page when there is none."""

Say = Callable[[str], None]


class Known(Protocol):
    """What is asked of the records that the directory has of this source."""

    def hashes(self, ids: Sequence[str]) -> dict[str, str]:
        """Return the hashes of those records that there are."""
        ...

    def on_page(self, page: int) -> dict[str, str]:
        """Return the hashes of the records that stood on this page at the last run."""
        ...


@dataclass(slots=True)
class Reading:
    """One reading of one source."""

    source: Source
    checker: Checker
    known: Known
    staging: Staging
    second: SecondProcess
    limits: Limits
    say: Say
    read: int = 0
    pages: int = 0
    format: str = ""
    total: int | None = None
    _portions: Portions = field(init=False)

    async def whole(self, begin: str) -> None:
        """Read everything from a page on; a feed that changes meanwhile is read again. Raises ImportFailedError."""
        if begin == WHOLE:
            self._recall()
            return
        page = int(begin)
        for turn in range(self.limits.restarts + 1):
            try:
                await self._once(page)
                return
            except FeedChangedError:
                if turn == self.limits.restarts:
                    raise
                self.say("The feed changed while it was read: reading it again")
            page, self.read, self.pages, self.total = 1, 0, 0, None
            self.staging.clear(keep=("key", "began"))

    @property
    def is_whole(self) -> bool:
        """Whether as many records came as the source says it has."""
        return self.total is None or self.read >= self.total

    async def _once(self, begin: int) -> None:
        self._recall()
        self._portions = Portions(self.staging)
        async with AsyncExitStack() as stack:
            stack.callback(self._portions.finish)
            batches = await stack.enter_async_context(aclosing(await self._batches(begin, stack)))
            async for batch in batches:
                self.format = batch.format or self.format
                self.total = batch.total if batch.total is not None else self.total
                self.pages += 1
                await self._take(batch)
                of = f" of {self.total}" if self.total else ""
                self.say(f"{batch.place or 'records'}: {self.read}{of} read")
        self.staging.remember(next_page=WHOLE, read=self.read, total=self.total or "")

    def _recall(self) -> None:
        """Go on from what a run that broke off had read."""
        self.total = int(total) if (total := self.staging.fact("total")) else None
        self.read = int(self.staging.fact("read") or 0)
        self.format = self.staging.fact("format") or ""

    async def _batches(self, begin: int, stack: AsyncExitStack) -> AsyncGenerator[Batch]:
        source = self.source
        mapping = HeaderMapping.parse(source.header_mapping) if source.header_mapping else None
        files = FileSource(self.limits, mapping)
        if not is_web(source.address):
            return _as_they_come(files.batches(Path(source.address)))
        fetcher = await stack.enter_async_context(open_fetcher(self.limits))
        web = WebSource(fetcher, web_url(source.address), self.limits, files.package)
        pages = _remembered(source) if source.read_with == self.checker.read_with else {}
        return web.batches(Start(begin, self.total, pages))

    async def _take(self, batch: Batch) -> None:
        if batch.unchanged and batch.page is not None:
            seen = self.known.on_page(batch.page)
            self.read += len(seen)
            self._end(batch, tuple(Staged(key, value, batch.page, SAME) for key, value in seen.items()))
            return
        fresh, came = 0, 0
        remaining = batch.records
        while some := list(islice(remaining, AT_ONCE)):
            fresh, came = fresh + await self._add(some, batch), came + len(some)
            self.read += len(some)
            if len(some) == AT_ONCE:
                self.say(f"{self.read} records read")
        if came and not fresh and batch.page is not None and batch.page > 1:
            raise BrokenFeedError(f"Page {batch.page} repeats records of the pages before it: the paging does not end.")
        self._end(batch)

    async def _add(self, some: Sequence[tuple[str, Any]], batch: Batch) -> int:
        """Begin to check some records. Returns how many were not read before."""
        seen, problems = self._once_each([self.checker.see(place, raw) for place, raw in some])
        known = self.known.hashes([one.id for one in seen if one.id])
        if batch.detail is not None:
            seen, missing = await self._with_details(seen, known, batch.detail)
            problems += missing
        same = [one for one in seen if one.id and known.get(one.id) == one.raw_hash]
        other = [one for one in seen if not one.id or known.get(one.id) != one.raw_hash]
        portion = Portion(
            batch.place,
            frozenset(one.id for one in seen if one.id),
            tuple(Staged(one.id, one.raw_hash, batch.page, SAME) for one in same if one.id),
            tuple(problems),
        )
        if other:
            portion = replace(portion, checked=self.second.check(other, known.keys() & portion.ids, batch.page))
        self._portions.add(portion)
        return len(seen)

    def _end(self, batch: Batch, same: tuple[Staged, ...] = ()) -> None:
        """The whole page is on its way: a run that breaks off after this goes on at the next."""
        facts = {"read": self.read, "next_page": batch.next_page or WHOLE, "total": self.total or "",
                 "format": self.format}  # fmt: skip
        asked = batch.state and batch.page is not None
        remembered = {f"page:{batch.page}": json.dumps(asdict(batch.state))} if asked and batch.state else {}
        self._portions.add(Portion(batch.place, same=same, facts=facts, when_clean=remembered))

    def _once_each(self, seen: Sequence[Seen]) -> tuple[list[Seen], list[Problem]]:
        """Leave out records whose id came before, here or on another page."""
        met = self._portions.met(one.id for one in seen if one.id)
        kept: list[Seen] = []
        problems: list[Problem] = []
        for one in seen:
            if one.id is not None and one.id in met:
                problems.append(Problem(one.place, one.id, "id", "stands twice in this source", Remedy.LEFT_OUT))
                continue
            met |= {one.id} if one.id is not None else set()
            kept.append(one)
        return kept, problems

    async def _with_details(
        self, seen: Sequence[Seen], known: Mapping[str, str], detail: Callable[[str], Any]
    ) -> tuple[list[Seen], list[Problem]]:
        """The list holds only a part of each record: fetch the whole of those that changed since."""
        turns = asyncio.Semaphore(self.limits.at_once)

        async def whole(one: Seen) -> Seen | Problem:
            dated = isinstance(one.raw, dict) and one.raw.get("last_modified")
            if one.id is None or (dated and known.get(one.id) == one.raw_hash):
                return one
            async with turns:
                try:
                    raw = await detail(one.id)
                except StatusError as error:
                    reason = f"its own page answers {error.status}"
                    return Problem(one.place, one.id, "record", reason, Remedy.LEFT_OUT)
            if not isinstance(raw, dict) or str(raw.get("id", "")).strip() != one.id:
                return Problem(one.place, one.id, "record", "its own page gives another record", Remedy.LEFT_OUT)
            return Seen(one.place, raw, one.id, one.raw_hash if dated else self.checker.see(one.place, raw).raw_hash)

        found = await asyncio.gather(*map(whole, seen))
        return [one for one in found if isinstance(one, Seen)], [one for one in found if isinstance(one, Problem)]


def is_web(address: str) -> bool:
    """Whether a source is an address on the web rather than a file."""
    return "://" in address


async def _as_they_come(batches: Iterable[Batch]) -> AsyncGenerator[Batch]:
    for batch in batches:
        yield batch


def _remembered(source: Source) -> dict[int, PageState]:
    pages: Mapping[str, Any] = json.loads(source.pages or "{}")
    return {int(page): _page_state(said) for page, said in pages.items()}


def _page_state(said: Mapping[str, Any]) -> PageState:
    return PageState(Validators(**said["validators"]), said["pages"], said["total"])
