"""A directory to be looked after in Birmingham, beside a choir in Leeds, with real pages in front of it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path

import numpy as np
from aiohttp import ClientSession, CookieJar, web
from aiohttp.test_utils import TestServer
from sqlalchemy import Engine

from bot.web_view import View, read_assets
from council.upkeep import add_upkeep_pages
from council.upkeep_desk import Upkeep
from council.web import add_council_routes
from directory import tables
from directory.doubts import Doubts
from directory.edits import Edits
from directory.held import HeldLists
from directory.importing.geography import Geography
from directory.importing.importer import Importer
from directory.importing.source_store import SourceStore
from directory.looked_after import Looking
from directory.model import Phone, Service
from directory.reports import Reports
from directory.repository import DirectoryRepository
from directory.territory import Box
from kith.card_preview import CardPreview
from language.encoder import Vectors
from tests.integration.council.office import BIRMINGHAM, LEEDS, Office
from tests.integration.council.visitor import Visitor
from tests.integration.directory.importing.conftest import SMALL
from tests.integration.directory.importing.feeds import FewPlaces
from tests.unit.directory.builders import HOME, a_service, at_km, national

FAR_KM = 10
"""So far east of home another council begins."""
SERVICES = (
    a_service(id="lunch", name="Tuesday <b>Table</b>", phones=(Phone("0121 496 0100"),)),
    a_service(id="nearby", name="Met Here", areas=(), location=at_km(3)),
    a_service(id="outside", name="Met Elsewhere", areas=(), location=at_km(FAR_KM + 1)),
    a_service(id="choir", name="Choir", areas=(LEEDS,), location=None),
    national(id="line", name="A Phone Line"),
)


class EastAndWest:
    """Birmingham lies west of a line, and Leeds east of it."""

    def codes_of(self, authority: str) -> tuple[str, ...]:
        return (authority,)

    def box_of(self, _authority: str) -> Box | None:
        return HOME.easting - 40_000, HOME.northing - 40_000, HOME.easting + 40_000, HOME.northing + 40_000

    def authority_at(self, easting: int, _northing: int) -> str | None:
        return BIRMINGHAM if easting < HOME.easting + FAR_KM * 1000 else LEEDS


class NoEncoder:
    """Every text means the same."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        return np.full((len(texts), 4), 0.5, np.float32)


@dataclass
class Keeping:
    """What tests of the upkeep need at hand."""

    office: Office
    upkeep: Upkeep
    importer: Importer
    app: web.Application

    def lunch(self) -> Service:
        found = self.upkeep.directory.get("lunch")
        assert found
        return found

    def tell(self, *services: Service) -> None:
        """Let a source say so."""
        told = [(each, np.zeros(4, np.float32)) for each in services]
        self.upkeep.directory.replace("source/theirs", told, [])

    @asynccontextmanager
    async def browser(self, role: str = "editor", name: str = "ed@birmingham.example") -> AsyncIterator[Visitor]:
        """Somebody of Birmingham who has signed in."""
        async with TestServer(self.app) as server, ClientSession(cookie_jar=CookieJar(unsafe=True)) as browser:
            visitor = Visitor(browser, str(server.make_url("")).rstrip("/"))
            await visitor.sign_in(self.office.add(name, role=role))
            yield visitor


def open_keeping(office: Office, engine: Engine, folder: Path) -> Keeping:
    """Fill the directory and put the pages together."""
    tables.metadata.create_all(engine)
    directory, clock, ids = DirectoryRepository(engine, office.clock), office.clock, count(1)
    geography = Geography(FewPlaces())
    upkeep = Upkeep(
        directory=directory,
        looking=Looking(engine, EastAndWest()),
        edits=Edits(engine, directory, clock, NoEncoder()),
        reports=Reports(engine, clock),
        sources=SourceStore(engine, clock),
        held=HeldLists(engine, directory, folder, clock),
        doubts=Doubts(engine),
        find_place=geography.spot,
        card=CardPreview(View(read_assets(), "Kith Test House", ""), clock),
        new_id=lambda: f"00000000-0000-4000-8000-{next(ids):012}",
    )
    app = web.Application()
    add_upkeep_pages(app, office.desk, upkeep)
    add_council_routes(app, office.desk)
    keeping = Keeping(office, upkeep, Importer(engine, directory, geography, folder, clock, SMALL), app)
    keeping.tell(*(replace(each, source="their list") for each in SERVICES))
    return keeping
