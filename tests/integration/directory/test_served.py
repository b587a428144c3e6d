"""Services are counted for each need in a council's area: real ones that run now."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from sqlalchemy import Engine

from directory.model import Need, Spot, Status
from directory.served import Served
from tests.integration.council.keeping import open_keeping
from tests.integration.council.office import BIRMINGHAM, LEEDS, open_office
from tests.unit.directory.builders import a_service, at_km


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


def test_a_service_of_several_places_is_one_for_each_council_in_which_it_is_met(
    database: Engine, tmp_path: Path
) -> None:
    keeping = open_keeping(open_office(database), database, tmp_path)
    looking = keeping.upkeep.looking
    here, there = at_km(0), replace(at_km(0), name="There", easting=430_000, northing=433_500)
    again = Spot(replace(here, name="The Other Hall"))
    keeping.tell(a_service(id="both", name="Both", areas=(), elsewhere=(Spot(there), again), location=here))
    for council in (BIRMINGHAM, LEEDS):
        found = [service for service in looking.services(council) if service.id == "both"]
        assert [service.postcode for service in found] == [here.postal_code]
        assert looking.one(council, "both") == found[0]
    assert [service.id for service in looking.named("Both", 5)] == ["both"]
