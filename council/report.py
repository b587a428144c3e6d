"""A report of two to four pages for the Health and Wellbeing Board: a page that a browser prints on A4."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any, Final

from aiohttp import web

from council.audit import Event
from council.desk import Visit
from council.figures import about, area_of, closed
from council.gaps import gaps
from council.history import history
from council.pages import show
from council.policy import POLICIES
from council.reading import HEADLINES, SHARE, cell_in, table_of
from council.report_findings import findings
from council.tableview import is_empty
from council.trends import trends
from council.ward_map import ward_map
from council.words import day_words
from indicators.publication import Cell, Publication

NEEDS_IN_A_REPORT: Final = 10
WARDS_IN_A_REPORT: Final = 80
"""With more, their map alone would take a page: it stands on the overview."""
NOTES_IN_A_REPORT: Final = ("Who is counted", "How people were asked", "Not comparable", "No cut-off", "Rounding",
                            "Withheld", "Percentages")  # fmt: skip


async def page(visit: Visit) -> web.Response:
    """Show the report on a closed quarter. Not found where it is not closed."""
    wanted, publication = await closed(visit)
    past = await asyncio.to_thread(history, visit.desk, wanted.council, wanted.quarter)
    await asyncio.to_thread(visit.note, Event.VIEWED, visit.user.name, wanted.code, f"report {wanted.quarter}")
    area = area_of(visit)
    services = await asyncio.to_thread(area.services, wanted.council) if wanted.council else None
    drawn_wards = ward_map(publication, area.wards)
    return show(
        visit,
        "report.html",
        **await about(visit, wanted),
        made_on=day_words(publication.made_on or publication.quarter.closes_on),
        empty=is_empty(publication),
        findings=[] if is_empty(publication) else findings(past, services),
        drawn=[each for each in trends(past) if each.chart],
        stages=_stages(publication),
        ward_map=drawn_wards if drawn_wards and len(drawn_wards.rows) <= WARDS_IN_A_REPORT else None,
        gaps=gaps(publication, services)[:NEEDS_IN_A_REPORT],
        notes=[(heading, text) for heading, text in publication.about if heading in NOTES_IN_A_REPORT],
        policies=POLICIES,
    )


def _stages(publication: Publication) -> Sequence[dict[str, Any]]:
    """Return the headline shares of everyone, each life stage and each role: one short table for each."""
    found = []
    for headline in HEADLINES:
        table = table_of(publication, headline.table)
        rows: list[tuple[str, Cell]] = []
        if table:
            rows = [(row.label, cell_in(table, row, headline.column, SHARE)) for row in table.rows]
        if any(cell.value is not None for _, cell in rows):
            found.append({"title": headline.title, "rows": rows})
    return found
