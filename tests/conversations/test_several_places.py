"""A service that is met at several places, in a conversation: on the card, on the list and on its page."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from directory.model import Location, Need, Spot
from directory.places import One
from tests.conversations.conftest import Person
from tests.conversations.test_shortlist import KEEP, presses_on_card
from tests.unit.directory.builders import a_service, spot_at_km


async def test_the_place_near_by_is_shown_kept_and_printed(person: Person) -> None:
    services = person.stack.services
    found = services.places.look_up("Carlisle")
    assert isinstance(found, One)
    near = Location("Carlisle Hall", "1 Castle Street", "Carlisle", None, None, None, found.place.easting,
                    found.place.northing)  # fmt: skip
    far = replace(near, name="Penrith Hall", northing=near.northing - 28_000 if near.northing else None)
    club = a_service(
        needs=(Need.BEFRIENDING,),
        areas=(),
        location=far,
        schedules=spot_at_km(0, "FR").schedules,
        elsewhere=(Spot(near, spot_at_km(0, "TU").schedules),),
    )
    services.directory.replace("test", [(club, np.zeros(512, np.float32))], ())
    try:
        await person.arrives()
        await person.presses("Find something near me")
        await person.presses("Retired or later life")
        await person.says("Carlisle")
        await person.presses("Someone to talk to")
        [card] = [card for card in person.cards if card["name"] == club.name]
        assert (card["id"], card["elsewhere"]) == (f"{club.id}~1", True)
        assert "Carlisle Hall" in card["address"]
        assert card["next_session"].startswith("T")
        for said in ("have you got one nearer", "nothing with bingo please"):
            await person.says(said)
            assert card["id"] in [each["id"] for each in person.cards], said
        await presses_on_card(person, card, KEEP)
        await person.presses("Show what I kept")
        assert [kept["id"] for kept in person.cards] == [card["id"]]
        async with person.stack.client.get(f"{person.stack.url}/services/{card['id']}") as answer:
            page = await answer.text()
        assert page.index("Carlisle Hall") < page.index("Also held at other places") < page.rindex("Penrith Hall")
    finally:
        services.directory.replace("test", [], [club.id])
