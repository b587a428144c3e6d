"""Services are counted for each need in a council's area: real ones that run now."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from sqlalchemy import Engine

from directory.model import Need, Status
from directory.served import Served
from tests.integration.council.keeping import open_keeping
from tests.integration.council.office import BIRMINGHAM, LEEDS, open_office
from tests.unit.directory.builders import a_service


def test_only_real_local_services_that_run_are_counted_once_for_each_need(database: Engine, tmp_path: Path) -> None:
    keeping = open_keeping(open_office(database), database, tmp_path)
    served = Served(database, keeping.upkeep.looking)
    before = served.by_need(BIRMINGHAM)
    plot = a_service(id="plot", name="Plot", needs=(Need.GARDENING, Need.MENS_SHED), areas=(BIRMINGHAM,))
    keeping.tell(
        plot,
        replace(plot, id="closed", status=Status.TEMPORARILY_CLOSED),
        replace(plot, id="made-up", example=True),
        replace(plot, id="theirs", areas=(LEEDS,), location=None),
    )
    after = served.by_need(BIRMINGHAM)
    after.subtract(before)
    assert {need: more for need, more in after.items() if more} == {"gardening": 1, "mens_shed": 1}
    assert served.by_need(LEEDS)["gardening"] == 1
    assert served.by_need("E10000001") == {}
