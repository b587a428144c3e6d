"""The seed in a database, published: as plain answers, and on the web."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from numpy.typing import NDArray
from sqlalchemy import Engine

from directory import tables
from directory.model import Service
from directory.openreferral.feed import Feed
from directory.openreferral.reading import OpenReferralReader
from directory.openreferral.web import add_openreferral_routes
from directory.places import Places
from directory.repository import DirectoryRepository
from directory.seed_loader import SEED_FOLDER, load_seed, read_services
from kith.database import make_engine

NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)


class NoMeaning:
    """Stands for the encoder: nothing is searched by meaning here."""

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return np.zeros((len(texts), 4), np.float32)


def filled(engine: Engine) -> DirectoryRepository:
    tables.metadata.create_all(engine)
    repository = DirectoryRepository(engine, lambda: NOW)
    load_seed(repository, NoMeaning())
    return repository


def published(engine: Engine, places: Places, repository: DirectoryRepository, *, examples: bool = True) -> Feed:
    return Feed(OpenReferralReader(engine, repository.read, examples=examples), places)


@pytest.fixture(scope="session")
def seed() -> list[Service]:
    return [service for path in sorted(SEED_FOLDER.glob("*.yml")) for service in read_services(path)]


@pytest.fixture(scope="session")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    return make_engine(f"sqlite:///{tmp_path_factory.mktemp('published') / 'kith.db'}")


@pytest.fixture(scope="session")
def repository(engine: Engine) -> DirectoryRepository:
    return filled(engine)


@pytest.fixture(scope="session")
def feed(engine: Engine, repository: DirectoryRepository, places: Places) -> Feed:
    return published(engine, places, repository)


@pytest.fixture
async def client(feed: Feed) -> AsyncIterator[TestClient[Any, Any]]:
    app = web.Application()
    add_openreferral_routes(app, feed.reader, feed.places)
    async with TestClient(TestServer(app)) as visitor:
        yield visitor


@pytest.fixture(scope="session")
def standard() -> Path:
    """The published schemas, where they are at hand."""
    folder = Path(__file__).parents[4].parent / "shared" / "openreferral" / "schema"
    if not folder.is_dir():
        pytest.skip("the published schemas of Open Referral UK 3.0 are not here")
    return folder
