"""The council's list of services that people say are wrong or closed."""

from __future__ import annotations

import numpy as np
import pytest
from aiohttp import ClientSession, CookieJar, web
from aiohttp.test_utils import TestServer
from sqlalchemy import Engine

from council.reports import KINDS, add_reports_page
from council.web import add_council_routes
from directory import tables
from directory.reports import Reports, Wrong
from directory.repository import DirectoryRepository
from tests.integration.council.office import LEEDS, Office
from tests.integration.council.visitor import Visitor
from tests.unit.directory.builders import a_service


@pytest.fixture
def reports(database: Engine, office: Office) -> Reports:
    tables.metadata.create_all(database)
    services = [a_service(id="lunch", name="<b>Lunch</b>", example=True), a_service(id="choir", areas=(LEEDS,))]
    vector = np.zeros(512, np.float32)
    DirectoryRepository(database, office.clock).replace("test", [(each, vector) for each in services], [])
    return Reports(database, office.clock)


async def seen(office: Office, reports: Reports, *, signed_in: bool = True, **user: str) -> tuple[int, str]:
    """What a user sees on the page."""
    app = web.Application()
    add_reports_page(app, office.desk, reports)
    add_council_routes(app, office.desk)
    async with TestServer(app) as server, ClientSession(cookie_jar=CookieJar(unsafe=True)) as browser:
        visitor = Visitor(browser, str(server.make_url("")).rstrip("/"))
        if signed_in:
            await visitor.sign_in(office.add(**user))
        answer = await visitor.get("/council/reports")
        return answer.status, answer.text


async def test_a_council_reads_what_is_wrong_with_its_own_services(office: Office, reports: Reports) -> None:
    reports.add("lunch", Wrong.CLOSED)
    reports.add("lunch", Wrong.CLOSED)
    reports.add("lunch", Wrong.TIME)
    reports.add("choir", Wrong.OTHER)
    status, page = await seen(office, reports)
    assert status == 200
    assert "It has closed: 2; The day or time is wrong: 1" in page
    assert "&lt;b&gt;Lunch&lt;/b&gt;" in page
    assert "18 Nov 2026" in page
    assert 'href="/services/lunch"' in page
    assert "Something else is wrong" not in page


async def test_an_operator_reads_all_of_them(office: Office, reports: Reports) -> None:
    reports.add("choir", Wrong.OTHER)
    _, page = await seen(office, reports, role="operator")
    assert "Something else is wrong: 1" in page


async def test_nothing_said_is_said_to_be_nothing(office: Office, reports: Reports) -> None:
    assert "Nothing has been reported" in (await seen(office, reports))[1]


async def test_nobody_reads_it_without_signing_in(office: Office, reports: Reports) -> None:
    reports.add("lunch", Wrong.CLOSED)
    status, page = await seen(office, reports, signed_in=False)
    assert status == 303
    assert "Lunch" not in page


def test_every_kind_has_words() -> None:
    assert set(KINDS) == set(Wrong)
