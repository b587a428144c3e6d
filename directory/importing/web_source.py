"""A feed on the web: finds its list of services and follows the pages, and notices when they do not fit together."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import IO, Any, Final
from urllib.parse import quote

from yarl import URL

from directory.importing.ahead import Ahead
from directory.importing.batches import Batch, PageState, numbered
from directory.importing.documents import Document, Envelope, decoded, read_page, read_stream
from directory.importing.errors import BrokenFeedError, FeedChangedError, TooMuchError
from directory.importing.fetching import Fetched, Fetcher, StatusError, Validators
from directory.importing.limits import Limits

DETAILS: Final = frozenset(
    {
        *("schedules", "service_at_locations", "attributes", "service_areas", "cost_options", "contacts", "phones"),
        *("languages", "regular_schedules", "service_taxonomys", "eligibilitys", "accessibility"),
    }
)
"""What a record has when it is whole; lists often give only its own fields."""
FORMATS: Final = {1: "Open Referral UK 1", 3: "Open Referral 3"}
Package = Callable[[IO[bytes], str], Iterator[Batch]]
"""Reads a file that is no JSON page: a zipped data package or a table."""


@dataclass(frozen=True, slots=True)
class Start:
    """Where to begin: page 1, or where a run broke off; `pages` is what is remembered of the last whole run."""

    page: int = 1
    total: int | None = None
    pages: Mapping[int, PageState] | None = None

    def known(self, page: int) -> PageState | None:
        """Return what is remembered of a page."""
        return (self.pages or {}).get(page)


@dataclass(slots=True)
class WebSource:
    """One reading of a feed. Raises kinds of ImportFailedError while it is read."""

    fetcher: Fetcher
    address: URL
    limits: Limits
    package: Package
    base: URL | None = None
    offset: int = 0
    with_size: bool = True
    _asks_again: bool = False

    async def batches(self, start: Start) -> AsyncGenerator[Batch]:
        """Read page after page; while one is read the next is on its way."""
        page, total = start.page, start.total
        if page > 1:
            await self._find_base()
        async with Ahead() as ahead:
            while page <= self.limits.pages:
                known = start.known(page)
                fetched = await ahead.take() or await self._page(page, start)
                with fetched.body or contextlib.nullcontext():
                    if fetched.body is None and known:
                        total = _same(total, known.total)
                        found: Document | Iterator[Batch] = iter([_unchanged(page, known, total)])
                    else:
                        found = await asyncio.to_thread(_read, fetched, self.limits, self.package)
                    more = False
                    for batch in self._as_batches(found, page, fetched, total):
                        total, more = batch.total, batch.next_page is not None
                        if more:
                            ahead.ask(self._page(page + 1, start))
                        yield batch
                if self._asks_again:
                    self._asks_again = False
                    continue
                if not more:
                    return
                page += 1
        raise TooMuchError(f"The feed has more than {self.limits.pages:,} pages.")

    def _as_batches(
        self, found: Document | Iterator[Batch], page: int, fetched: Fetched, total: int | None
    ) -> Iterable[Batch]:
        """What an answer holds. Where it says how to ask instead, nothing, and the same page is asked for again."""
        if not isinstance(found, Document):
            return found
        if found.about is not None:
            self._go_to_services(found.about, page)
            return ()
        envelope = found.envelope or Envelope(pages=1)
        if page == 1 and self.offset == 0 and envelope.first is False and envelope.number == 1:
            self.offset, self._asks_again = -1, True
            return ()
        return [self._batch(page, fetched, found, envelope, total)]

    async def _find_base(self) -> None:
        """A run that goes on asks the first address once more, to know where the list is."""
        if self.base is None:
            fetched = await self._page(1, Start())
            with fetched.body or contextlib.nullcontext():
                found = await asyncio.to_thread(_read, fetched, self.limits, self.package)
            if isinstance(found, Document) and found.about is not None:
                self._go_to_services(found.about, 1)
            self._asks_again = False

    async def _page(self, page: int, start: Start) -> Fetched:
        known = start.known(page)
        asked = {"page": str(page + self.offset)} | ({"per_page": str(self.limits.per_page)} if self.with_size else {})
        base = self.base or self.address
        given = {name: value for name, value in asked.items() if name not in base.query or name == "page"}
        try:
            return await self.fetcher.get(
                base.update_query(given) if self.base else _first(base, given),
                known.validators if known else Validators(),
            )
        except StatusError as error:
            if error.status in (400, 422) and self.with_size:
                self.with_size = False
                return await self._page(page, start)
            if error.status in (400, 404, 422) and self.base is None and not base.path.endswith("/services"):
                self.base = _services(base)
                return await self._page(page, start)
            raise

    def _go_to_services(self, about: Mapping[str, Any], page: int) -> None:
        """The address gave something that is no list: the first page of an API, most likely."""
        if self.base is not None or page != 1:
            raise BrokenFeedError("The answer is JSON, but not a page of services.")
        if "error" in about and not {"version", "profile", "openapi_url"} & set(about):
            raise BrokenFeedError("The answer is an error, not a page of services.")
        self.base, self._asks_again = _services(self.address), True

    def _batch(self, page: int, fetched: Fetched, document: Document, envelope: Envelope, total: int | None) -> Batch:
        self.base = self.base or self.address
        records = list(document.records) if fetched.size <= self.limits.page_bytes else document.records
        more = _more(page, envelope, empty=isinstance(records, list) and not records)
        total = _same(total, envelope.total)
        partial = isinstance(records, list) and bool(records) and all(_is_partial(record) for record in records)
        return Batch(
            f"page {page}",
            numbered(iter(records), f"page {page}"),
            page,
            state=PageState(fetched.validators, envelope.pages, envelope.total),
            total=total,
            next_page=page + 1 if more else None,
            detail=self._detail() if partial else None,
            format=FORMATS[envelope.version],
        )

    def _detail(self) -> Callable[[str], Awaitable[Any]]:
        base = self.base or self.address

        async def detail(record_id: str) -> Any:
            fetched = await self.fetcher.get(base.joinpath(quote(record_id, safe=""), encoded=True).with_query(None))
            if fetched.body is None:
                return None
            with fetched.body as body:
                document = read_page(decoded(body.read()))
            return document.about if document.about is not None else next(document.records, None)

        return detail


def _read(fetched: Fetched, limits: Limits, package: Package) -> Document | Iterator[Batch]:
    """A JSON document, or the batches of a file of another kind."""
    body = fetched.body
    if body is None:
        raise BrokenFeedError("The server says that nothing has changed, but nothing is known of it here.")
    head = body.read(4)
    body.seek(0)
    if head.startswith(b"PK") or "csv" in fetched.content_type:
        return package(body, fetched.url.name)
    if fetched.size > limits.page_bytes:
        return read_stream(body, limits.record_bytes)
    return read_page(decoded(body.read()))


def _unchanged(page: int, known: PageState, total: int | None) -> Batch:
    more = known.pages is not None and page < known.pages
    return Batch(f"page {page}", iter(()), page, True, known, total, page + 1 if more else None)


def _first(address: URL, asked: Mapping[str, str]) -> URL:
    """The first question: a file has no pages, and an address that ends like one is asked as it is."""
    return address if address.path.lower().endswith((".json", ".zip", ".csv")) else address.update_query(asked)


def _services(address: URL) -> URL:
    return address.with_path(address.path.rstrip("/") + "/services")


def _same(before: int | None, now: int | None) -> int | None:
    if before is not None and now is not None and before != now:
        raise FeedChangedError(f"The feed changed while it was read: it had {before} records, now {now}.")
    return now if before is None else before


def _more(page: int, envelope: Envelope, *, empty: bool) -> bool:
    """Whether a page follows. Raises FeedChangedError for a list that ends before it should."""
    if envelope.pages is not None:
        if empty and page < envelope.pages:
            raise FeedChangedError(f"Page {page} of {envelope.pages} is empty.")
        return page < envelope.pages
    if envelope.last is not None:
        return not envelope.last and not empty
    return not empty


def _is_partial(record: Any) -> bool:
    return isinstance(record, dict) and not DETAILS & record.keys()
