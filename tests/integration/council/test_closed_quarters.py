"""Figures are made when a quarter is closed, once; before, and by no route, is anything of it shown."""

from __future__ import annotations

import csv
import io
import re
from datetime import UTC, date, datetime

from sqlalchemy import delete

from council.settings_store import CouncilSettings
from indicators.publish import publish_due
from indicators.quarters import Quarter
from indicators.tables import metadata, screening_cell
from tests.integration.council.office import BIRMINGHAM, LEEDS, Office
from tests.integration.council.visitor import Visitor

SAM, OPAL = "sam@birmingham.example", "opal@kith.example"
FILES = (
    *("/council/figures.csv", "/council/figures.notes.csv", "/council/figures.json"),
    *("/council/figures.csv-metadata.json", "/council/figures.xlsx", "/council/report"),
    *(f"/figures/{BIRMINGHAM}", f"/figures/{BIRMINGHAM}/chart", f"/figures/{BIRMINGHAM}/chart.svg"),
    *(f"/figures/{BIRMINGHAM}/figures.{ending}" for ending in ("csv", "json", "xlsx", "notes.csv")),
)
"""Everything that is only of closed quarters."""
PAGES = ("/council", "/council/figures")
Q4 = "quarter=2026-Q4"


def shown(page: str) -> str:
    """A page without the token of its form, which differs each time."""
    return re.sub(r'name="form_token" value="\w+"', "", page)


async def read(visitor: Visitor) -> list[str]:
    """Everything that the routes of figures answer about the open quarter."""
    answers = [await visitor.get(f"{path}?{Q4}") for path in (*PAGES, *FILES)]
    return [f"{answer.status} {shown(answer.text)}" for answer in answers]


async def test_nothing_that_is_shown_of_an_open_quarter_changes_when_people_take_part(
    office: Office, visitor: Visitor
) -> None:
    office.add(SAM)
    await visitor.sign_in(SAM)
    office.desk.settings.change(BIRMINGHAM, CouncilSettings(public_figures=True))
    before = await read(visitor)
    for people in (1, 40, 300):
        office.fill(people, seed=people)
        office.desk.safety_counts.add(BIRMINGHAM, ["suicide"])
        assert await read(visitor) == before


async def test_an_open_quarter_says_when_its_figures_come_and_has_no_files(office: Office, visitor: Visitor) -> None:
    office.add(SAM)
    office.fill(300)
    office.desk.settings.change(BIRMINGHAM, CouncilSettings(public_figures=True))
    await visitor.sign_in(SAM)
    for page in PAGES:
        text = (await visitor.get(page)).text
        assert "made on 11 January 2027" in text
        assert "Not closed yet" in text
    for path in (*FILES, "/council/figures.xlsx", f"/figures/{BIRMINGHAM}/figures.xlsx"):
        assert (await visitor.get(f"{path}?{Q4}")).status == 404, path


async def test_a_quarter_that_is_over_is_closed_a_week_after_its_last_week(office: Office, visitor: Visitor) -> None:
    office.add(SAM)
    office.fill(300)
    await visitor.sign_in(SAM)
    for moment, status in ((datetime(2027, 1, 10, 23, tzinfo=UTC), 404), (datetime(2027, 1, 11, tzinfo=UTC), 200)):
        office.clock.now = moment
        await visitor.sign_in(SAM)
        assert (await visitor.get(f"{FILES[0]}?{Q4}")).status == status


async def test_what_was_published_stays_as_it_was_whatever_the_counts_become(office: Office, visitor: Visitor) -> None:
    office.add(SAM)
    office.fill(200, week=date(2026, 8, 3))
    office.desk.settings.change(BIRMINGHAM, CouncilSettings(public_figures=True))
    await visitor.sign_in(SAM)

    async def answers() -> list[str]:
        return [shown((await visitor.get(f"{path}?quarter=2026-Q3")).text) for path in FILES]

    first = await answers()
    office.fill(500, week=date(2026, 8, 10), seed=2)
    assert await answers() == first
    with office.engine.begin() as connection:
        connection.execute(delete(screening_cell))
    assert await answers() == first


async def test_all_of_england_is_added_up_from_what_councils_show(office: Office, visitor: Visitor) -> None:
    office.add(OPAL, role="operator")
    office.fill(300, BIRMINGHAM, date(2026, 8, 3), seed=1)
    office.fill(250, LEEDS, date(2026, 8, 3), seed=2)
    await visitor.sign_in(OPAL)

    async def everyone(council: str) -> list[int]:
        sheet = (await visitor.get(f"/council/figures.csv?quarter=2026-Q3&council={council}")).text
        rows = csv.DictReader(io.StringIO(sheet))
        return [
            int(row["value"])
            for row in rows
            if (row["table"], row["row"], row["unit"]) == ("adult_ucla", "Everyone", "people")
        ]

    parts = zip(await everyone(BIRMINGHAM), await everyone(LEEDS), strict=True)
    assert await everyone("all") == [sum(pair) for pair in parts]


def test_the_database_holds_no_more_of_a_release_than_is_shown() -> None:
    assert {column.name for column in metadata.tables["indicator_release"].columns} == {
        *("council", "quarter", "edition", "made_on", "content")
    }


async def test_figures_are_made_on_their_day_and_not_when_somebody_looks(office: Office, visitor: Visitor) -> None:
    office.add(SAM)
    office.fill(300)
    office.fill(60, council=LEEDS)
    publish_due(office.desk.screenings, office.desk.safety_counts, date(2027, 1, 10))
    assert office.desk.screenings.releases.find(BIRMINGHAM, Quarter(2026, 4)) is None
    assert publish_due(office.desk.screenings, office.desk.safety_counts, date(2027, 1, 11)) == 2
    assert publish_due(office.desk.screenings, office.desk.safety_counts, date(2027, 1, 12)) == 0
    office.clock.now = datetime(2027, 2, 3, tzinfo=UTC)
    await visitor.sign_in(SAM)
    assert "Figures made on 11 January 2027" in (await visitor.get(f"/council/report?{Q4}")).text
