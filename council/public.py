"""Figures that anyone may read, where a council chose so: a page, its files, and a chart for other web sites.

No cookie is set and none is looked at: everyone gets the same bytes. Only closed quarters are here.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import textwrap
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from aiohttp import web

from council.charts import Chart, draw
from council.context import NATIONAL
from council.desk import Visit
from council.downloads import KINDS, written
from council.figures import COUNCIL_CODE, Asked, area_of, closed_quarter, published, shown
from council.history import history
from council.pages import PAGES, show
from council.protection import HEADERS
from council.reading import HEADLINES
from council.tableview import chart_of
from council.words import quarter_words
from indicators.publication import Publication, Table
from indicators.quarters import Quarter

_POLICY: Final = "Content-Security-Policy"
_OPEN: Final = {"Cache-Control": "public, max-age=600", "X-Robots-Tag": "all"}
_FRAMED: Final = {
    "Cache-Control": "public, max-age=600",
    _POLICY: HEADERS[_POLICY].replace("frame-ancestors 'none'", "frame-ancestors *"),
    "Cross-Origin-Resource-Policy": "cross-origin",
}
_LINE_LENGTH: Final = 48


async def page(visit: Visit) -> web.Response:
    """Show the figures of a closed quarter, the last one unless told."""
    wanted, publication = await _opened(visit)
    last = Quarter.last_closed(visit.desk.today())
    past = await asyncio.to_thread(history, visit.desk, wanted.council, last)
    return _answer(
        visit,
        "public.html",
        _OPEN,
        wanted,
        **shown(publication, area_of(visit)),
        quarters=[(each.quarter, quarter_words(each.quarter)) for each in reversed(past)],
        national=NATIONAL,
        chart=next((table.name for table in _with_charts(publication)), None),
        site=visit.desk.site,
    )


async def framed(visit: Visit) -> web.Response:
    """Show one chart with its table: the one page that other web sites may show in a frame."""
    wanted, publication = await _opened(visit)
    table = _wanted_table(visit, publication)
    views = shown(replace(publication, tables=(table,) if table else ()), area_of(visit))
    return _answer(visit, "public_chart.html", _FRAMED, wanted, **views)


async def chart(visit: Visit) -> web.Response:
    """Send one chart as a picture that says by itself what it shows and of whom."""
    wanted, publication = await _opened(visit)
    table = _wanted_table(visit, publication)
    style = visit.request.app[PAGES].assets["chart.css"].decode()
    picture = draw(_standing_alone(chart_of(table) if table else None, _about(visit, wanted), style))
    allowed = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    headers = _FRAMED | {_POLICY: f"default-src 'none'; style-src 'sha256-{allowed}'; frame-ancestors *"}
    return web.Response(text=picture, content_type="image/svg+xml", charset="utf-8", headers=headers)


async def download(visit: Visit) -> web.Response:
    """Send the file that the end of the address names."""
    wanted, publication = await _opened(visit)
    response = await written(visit, KINDS[visit.request.path.partition("figures.")[2]], wanted, publication)
    response.headers.update(_OPEN)
    return response


async def _opened(visit: Visit) -> tuple[Asked, Publication]:
    """Return what the address asks for. HTTPNotFound where the council publishes nothing, as for no such council."""
    code = visit.request.match_info["council"]
    if not COUNCIL_CODE.fullmatch(code) or not visit.desk.settings.of(code).public_figures:
        raise web.HTTPNotFound
    wanted = Asked(code, closed_quarter(visit))
    return wanted, await published(visit, wanted)


def _answer(visit: Visit, template: str, headers: dict[str, str], wanted: Asked, **values: Any) -> web.Response:
    council_name = visit.desk.council_name(wanted.code)
    response = show(
        visit, template, council=wanted.code, council_name=council_name, quarter=wanted.quarter,
        quarter_words=quarter_words(wanted.quarter), **values,
    )  # fmt: skip
    response.headers.update(headers)
    return response


def _about(visit: Visit, wanted: Asked) -> str:
    return f"{visit.desk.council_name(wanted.code)}, {quarter_words(wanted.quarter)}"


def _with_charts(publication: Publication) -> Sequence[Table]:
    """Return the tables that have a chart, the headlines first."""
    order = [headline.table for headline in HEADLINES]
    drawn = [table for table in publication.tables if chart_of(table)]
    return sorted(drawn, key=lambda table: order.index(table.name) if table.name in order else len(order))


def _wanted_table(visit: Visit, publication: Publication) -> Table | None:
    """Return the table whose chart is asked for by name, else the first; HTTPNotFound for a name without a chart."""
    name = visit.request.query.get("table")
    found = [table for table in _with_charts(publication) if name in (None, table.name)]
    if name is not None and not found:
        raise web.HTTPNotFound
    return found[0] if found else None


def _standing_alone(drawn: Chart | None, about: str, style: str) -> Chart:
    """Return a chart with its title, whom it is about and its caveat written into the picture."""
    nothing = Chart("chart-none", "Loneliness", "Too few people answered for a share to be shown.", ("",), ())
    chart = drawn or nothing
    said = f"{about}. People who chose to chat with Kith; not a sample of everyone. Not comparable with ASCOF or PHOF."
    above = (*textwrap.wrap(f"{chart.title}. {about}", _LINE_LENGTH), *(() if drawn else ("Too few answers to show.",)))
    return replace(chart, above=above, below=tuple(textwrap.wrap(said, _LINE_LENGTH)), style=style)
