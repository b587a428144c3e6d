"""An importer on each database, and a feed on a real server for it to read."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from aiohttp.test_utils import TestServer
from sqlalchemy import Engine

from directory import tables
from directory.importing.geography import Geography
from directory.importing.importer import Importer, Wishes
from directory.importing.limits import Limits
from directory.importing.report import Report
from directory.repository import DirectoryRepository
from tests.integration.directory.importing.feeds import Feed, FewPlaces

NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)
SMALL = Limits(
    private_host="127.0.0.1",
    tries=2,
    first_wait_s=0.01,
    longest_wait_s=0.05,
    page_bytes=200_000,
    total_bytes=3_000_000,
    record_bytes=100_000,
    pages=40,
)
"""Sizes for a test, soon tried again, and as patient as in service: a busy machine is no silent feed."""

HASTY = replace(SMALL, silence_s=0.3, answer_s=1.0)
"""For feeds that never end."""

PLAIN = Wishes()
Import = Callable[..., Awaitable[Report]]


@pytest.fixture
def limits() -> Limits:
    return SMALL


@pytest.fixture
def importer(database: Engine, tmp_path: Path, limits: Limits) -> Importer:
    tables.metadata.create_all(database)
    repository = DirectoryRepository(database, lambda: NOW)
    return Importer(database, repository, Geography(FewPlaces()), tmp_path / "imports", lambda: NOW, limits)


@pytest.fixture
async def feed() -> AsyncIterator[Feed]:
    found = Feed()
    server = TestServer(found.app())
    await server.start_server()
    found.address = str(server.make_url("/services"))
    yield found
    await server.close()


@pytest.fixture
def bring(importer: Importer, feed: Feed, limits: Limits) -> Import:
    """Import the feed, or another address, and return the report."""

    async def run(
        address: str = "", name: str = "a feed", *, wishes: Wishes = PLAIN, limits: Limits = limits, **settings: Any
    ) -> Report:
        make = importer.store.preview if wishes.dry_run else importer.store.ensure
        source = make(name, address or feed.address, **settings)
        return await replace(importer, limits=limits).run(source, wishes)

    return run


@pytest.fixture
def shown(database: Engine) -> Callable[[], list[str]]:
    """The names of the services that are in the directory now."""

    def names() -> list[str]:
        with database.connect() as connection:
            return list(connection.execute(sa.select(tables.services.c.name).order_by("name")).scalars())

    return names
