"""Two councils of which the same was published look the same to the last byte, whoever really took part.

So nothing that a reader gets (widths of bars, order of rows, data for machines, lengths, headers) is made of anything
but published figures.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from aiohttp import ClientSession, CookieJar, web
from aiohttp.test_utils import TestServer

from council.downloads import KINDS
from council.settings_store import CouncilSettings
from council.web import add_council_routes
from indicators import cells
from indicators.counting import Key, cells_of
from indicators.definitions import Screening
from indicators.measures import MEASURES
from indicators.need_counts import NeedCounts
from indicators.publish import publish, publish_due, to_csv
from indicators.quarters import Quarter
from indicators.safety_counts import SafetyCounts
from kith.database import make_engine
from tests.integration.council.office import BIRMINGHAM, Clock, Office, open_office
from tests.integration.council.town import AREA, WARDS
from tests.integration.council.visitor import Visitor

SAM, OPAL, QUARTER = "sam@birmingham.example", "opal@kith.example", Quarter(2026, 3)
CODES = ("hardly_ever", "some_of_the_time", "often")
PUBLIC = f"/figures/{BIRMINGHAM}"
ADDRESSES = (
    *("/council", f"/council/figures?quarter={QUARTER}", "/council/report"),
    *(f"{way}.{ending}" for way in ("/council/figures", f"{PUBLIC}/figures") for ending in KINDS),
    *(PUBLIC, f"{PUBLIC}/chart", f"{PUBLIC}/chart.svg", f"{PUBLIC}/chart?table=adult_ucla_wards"),
)
OF_ENGLAND = tuple(
    f"/council{path}council=all" for path in ("?", f"/figures?quarter={QUARTER}&", f"/figures.csv?quarter={QUARTER}&")
)
FROM_THE_CLOCK = ("docProps/core.xml",)


def town_of(folder: Path, *numbers: int) -> Office:
    """A council in which so many people gave each kind of answer, three kinds in each of two wards and two stages."""
    folder.mkdir()
    office = open_office(make_engine(f"sqlite:///{folder / 'kith.db'}"))
    counts: Counter[Key] = Counter()
    for place, number in enumerate(numbers):
        code = CODES[place % 3]
        person = Screening(
            week=date(2026, 7, 6),
            council=BIRMINGHAM,
            ward=sorted(WARDS)[place // 3],
            life_stage=("later_life", "working_age")[place // 3],
            role="resident",
            channel="web",
            language="en",
            instrument="adult/1",
            answers={**dict.fromkeys(("companionship", "left_out", "isolated"), code), "lonely": code}
            if code != "hardly_ever"
            else {**dict.fromkeys(("companionship", "left_out", "isolated"), code), "lonely": "never"},
            finished=True,
        )
        counts.update({key: number * added for key, added in cells_of(person, MEASURES).items()})
    with office.engine.begin() as connection:
        cells.change(connection, BIRMINGHAM, QUARTER, counts)
    office.add(SAM)
    office.desk.settings.change(BIRMINGHAM, CouncilSettings(public_figures=True))
    return office


async def everything(
    office: Office, who: str = SAM, addresses: Sequence[str] = ADDRESSES
) -> dict[str, tuple[list[tuple[str, str]], bytes]]:
    """Return headers and bytes of all that a council and the public can read, or of some of it."""
    app = web.Application()
    add_council_routes(app, office.desk, AREA)
    async with TestServer(app) as server, ClientSession(cookie_jar=CookieJar(unsafe=True)) as browser:
        visitor = Visitor(browser, str(server.make_url("")).rstrip("/"), office.clock)
        await visitor.sign_in(who)
        read = {}
        for address in addresses:
            async with browser.get(visitor.home + address) as answer:
                assert answer.status == 200, address
                headers = [pair for pair in answer.headers.items() if pair[0] not in skipped(address)]
                read[address] = (headers, plain(await answer.read(), address))
    office.engine.dispose()
    return read


def skipped(address: str) -> set[str]:
    """Return the headers that differ by themselves: a page with a form is packed with its token in it."""
    packed = address.endswith("xlsx") or not address.startswith(PUBLIC)
    return {"Date", "Set-Cookie", *(["Content-Length"] if packed else [])}


def plain(body: bytes, address: str) -> bytes:
    """Return what an answer says, without tokens and without the moment at which a spreadsheet was written."""
    if not address.endswith("xlsx"):
        return re.sub(rb'name="form_token" value="\w+"', b"", body)
    with zipfile.ZipFile(io.BytesIO(body)) as book:
        return b"".join(book.read(name) for name in book.namelist() if name not in FROM_THE_CLOCK)


async def test_what_is_read_is_made_of_published_figures_and_of_nothing_else(tmp_path: Path) -> None:
    one = town_of(tmp_path / "one", 61, 60, 59, 100, 40, 31)
    other = town_of(tmp_path / "other", 59, 61, 60, 99, 41, 30)
    sheets = [
        to_csv(publish(each.desk.screenings, each.desk.safety_counts, BIRMINGHAM, QUARTER, each.desk.today()))
        for each in (one, other)
    ]
    assert sheets[0] == sheets[1], "the example is of two councils that are published alike"
    read, read_of_the_other = await everything(one), await everything(other)
    for address in ADDRESSES:
        assert read[address] == read_of_the_other[address], address


async def test_where_one_person_looked_and_met_a_safety_reply_looks_like_where_nobody_came(tmp_path: Path) -> None:
    """Of both, 0 to 7 are one figure: neither a date, a list of quarters nor the sums of England may tell more."""
    read = []
    for name in ("nobody", "somebody"):
        office = town_of(tmp_path / name)
        office.add(OPAL, role="operator")
        for day in (datetime(2025, 2, 3, tzinfo=UTC), datetime(2026, 8, 3, tzinfo=UTC)) if name == "somebody" else ():
            NeedCounts(office.engine, Clock(day)).count(["lgbt"], BIRMINGHAM, None, False, before={})
            SafetyCounts(office.engine, Clock(day)).add(BIRMINGHAM, ["suicide"])
        publish_due(office.desk.screenings, office.desk.safety_counts, QUARTER.closes_on)
        read.append(await everything(office, SAM, ADDRESSES[:-1]) | await everything(office, OPAL, OF_ENGLAND))
    for address in read[0]:
        assert read[0][address] == read[1][address], address
