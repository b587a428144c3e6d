"""What a council publishes can be read without signing in, shown in a frame where it may be, and kept by browsers."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from csvw import CSVW

from council.settings_store import CouncilSettings
from tests.integration.council.office import BIRMINGHAM, LEEDS, Office
from tests.integration.council.visitor import Visitor

HOME = f"/figures/{BIRMINGHAM}"
Q3 = "quarter=2026-Q3"
READABLE = (HOME, f"{HOME}/chart", f"{HOME}/chart.svg")
FILES = tuple(f"{HOME}/figures.{ending}" for ending in ("csv", "notes.csv", "csv-metadata.json", "json"))
FRAMED = READABLE[1:]
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
async def silent(town: Office) -> AsyncIterator[None]:
    """The council keeps its figures to itself for the length of a test."""
    town.desk.settings.change(BIRMINGHAM, CouncilSettings(public_figures=False))
    yield
    town.desk.settings.change(BIRMINGHAM, CouncilSettings(public_figures=True))


async def test_where_the_council_publishes_everyone_reads_without_signing_in(stranger: Visitor) -> None:
    for path in (*READABLE, *FILES):
        answer = await stranger.get(path)
        assert answer.status == 200, path
        assert "2026" in answer.text


@pytest.mark.usefixtures("silent")
async def test_where_it_does_not_there_is_no_such_page_not_even_for_its_own_users(sam: Visitor) -> None:
    for path in (*READABLE, *FILES, f"{HOME}/figures.xlsx"):
        assert (await sam.get(path)).status == 404, path


async def test_its_users_are_told_where_everyone_can_read(sam: Visitor) -> None:
    assert f"/figures/{BIRMINGHAM}" in (await sam.get(f"/council/figures?{Q3}")).text


async def test_a_council_that_publishes_opens_no_other(stranger: Visitor) -> None:
    for code in (LEEDS, "all", "E07000111", "e08000025", "..", "%00", "E08000025x"):
        assert (await stranger.get(f"/figures/{code}")).status == 404, code
    assert (await stranger.get(f"{HOME}?council={LEEDS}")).text == (await stranger.get(HOME)).text


async def test_an_open_quarter_is_public_by_no_address(stranger: Visitor) -> None:
    for path in (*READABLE, *FILES, f"{HOME}/figures.xlsx"):
        for quarter in ("2026-Q4", "2027-Q1", "nonsense"):
            assert (await stranger.get(f"{path}?quarter={quarter}")).status == 404, (path, quarter)


async def test_what_is_public_is_what_the_council_reads(sam: Visitor) -> None:
    for ending in ("csv", "json", "notes.csv"):
        own = (await sam.get(f"/council/figures.{ending}?{Q3}")).text
        assert (await sam.get(f"{HOME}/figures.{ending}?{Q3}")).text == own
    cell = re.compile(r'class="number" data-column="[^"]*"><span>(.*?)</span>\s*</td>', re.DOTALL)
    own_cells = cell.findall((await sam.get(f"/council/figures?{Q3}")).text)
    assert cell.findall((await sam.get(f"{HOME}?{Q3}")).text) == own_cells
    assert len(own_cells) > 100


async def test_no_cookie_is_set_none_is_looked_at_and_copies_may_be_kept(sam: Visitor, town: Office) -> None:
    for path in (*READABLE, *FILES):
        answer = await sam.get(path)
        assert answer.cookies == []
        assert answer.headers["Cache-Control"] == "public, max-age=600"
        assert "sam@" not in answer.text
        assert "form_token" not in answer.text


async def test_only_the_chart_may_be_framed(stranger: Visitor) -> None:
    for path in (*READABLE, *FILES):
        headers = (await stranger.get(path)).headers
        if path in FRAMED:
            assert "frame-ancestors *" in headers["Content-Security-Policy"]
            assert "X-Frame-Options" not in headers
        else:
            assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
            assert headers["X-Frame-Options"] == "DENY"
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"


async def test_the_picture_says_by_itself_whom_it_shows_and_what_it_cannot_say(stranger: Visitor) -> None:
    answer = await stranger.get(f"{HOME}/chart.svg")
    assert answer.headers["Content-Type"].startswith("image/svg+xml")
    svg = ElementTree.fromstring(answer.text)
    words = " ".join(text.text or "" for text in svg.iter(f"{SVG}text"))
    for part in ("Birmingham, July to September 2026", "not a sample of everyone", "%"):
        assert part in words
    assert (await stranger.get(f"{HOME}/chart.svg?table=adult_ucla")).text != answer.text
    assert (await stranger.get(f"{HOME}/chart.svg?table=nothing")).status == 404


async def test_a_public_csv_is_read_by_programs_through_its_metadata(stranger: Visitor, tmp_path: Path) -> None:
    sheet = await stranger.get(f"{HOME}/figures.csv?{Q3}")
    address = re.findall("<([^>]+)>", sheet.headers["Link"])[0]
    metadata = await stranger.get(address)
    (tmp_path / "m.json").write_text(metadata.text)
    (tmp_path / json.loads(metadata.text)["url"]).write_text(sheet.text, newline="")
    assert CSVW(str(tmp_path / "m.json"), validate=True).is_valid


async def test_looking_at_public_figures_leaves_no_trace(town: Office, stranger: Visitor) -> None:
    before = town.desk.audit.latest(None)
    for path in (*READABLE, *FILES):
        await stranger.get(path)
    assert town.desk.audit.latest(None) == before
