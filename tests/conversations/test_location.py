"""Where a device says it is: the page's location button through the whole service, and Telegram's."""

from __future__ import annotations

import pytest

from tests.conversations.conftest import Person, Stack
from tests.conversations.test_services import look
from tests.integration.bot.telegram_api import TelegramApi

PATIENCE = 60.0
"""Seconds that a busy machine may take."""
ASKED_AGAIN = "could not find that place"
DAMAGE = {
    "not a number": ("nan", "-1.89"),
    "endless": ("1e999", "-1.89"),
    "words": ("here", "there"),
    "beyond the pole": ("91", "0"),
    "round the world": ("52.4", "361"),
    "half of it": ("52.4", ""),
    "other digits": ("52,448", "-1,89"),
    "a script": ("<script>", "0"),
}


async def tells(person: Person, latitude: str, longitude: str) -> tuple[int, str]:
    """Press the page's location button: the position goes to the page, as the script sends it."""
    fields = {"latitude": latitude, "longitude": longitude, "session": person.session or ""}
    headers = {"Accept": "application/json"}
    async with person.stack.client.post(f"{person.stack.url}/", data=fields, headers=headers) as answer:
        return answer.status, (await answer.json()).get("html", "")


@pytest.mark.parametrize(
    ("latitude", "longitude", "around"),
    [
        ("52.448", "-1.890", ("Birmingham",)),
        ("53.801", "-1.549", ("Leeds",)),
        ("51.5236", "-0.0806", ("Hackney", "Tower Hamlets", "Islington", "City of London")),  # where four boroughs meet
        ("55.7708", "-2.0054", ("Northumberland",)),  # Berwick, north of much of Scotland
        ("51.641", "-2.666", ("Forest of Dean",)),  # beside the Wye, which is the border
        ("50.702", "-1.291", ("Isle of Wight",)),
        ("49.914", "-6.315", ("Isles of Scilly",)),
    ],
)
async def test_in_england_services_are_shown_by_distance(
    person: Person, latitude: str, longitude: str, around: tuple[str, ...]
) -> None:
    await look(person)
    status, page = await tells(person, latitude, longitude)
    assert status == 200
    assert any(f"look around {council}" in page for council in around), page
    assert latitude not in page
    await person.says("someone to talk to")
    assert person.cards
    far = [card["distance_km"] for card in person.cards if card["distance_km"] is not None]
    assert far == sorted(far)


async def test_near_a_council_that_has_services_the_nearest_come_first(person: Person) -> None:
    await look(person)
    await tells(person, "52.448", "-1.890")
    await person.says("someone to talk to")
    assert any(card["scope"] == "local" and card["distance_km"] < 8 for card in person.cards)


@pytest.mark.parametrize(
    ("latitude", "longitude", "country"),
    [("55.953", "-3.188", "Scotland"), ("51.481", "-3.179", "Wales"), ("54.597", "-5.930", "Northern Ireland"),
     ("54.150", "-4.482", "the Isle of Man"), ("49.186", "-2.107", "the Channel Islands")],
)  # fmt: skip
async def test_elsewhere_on_the_islands_the_country_is_named(
    person: Person, latitude: str, longitude: str, country: str
) -> None:
    await look(person)
    _, page = await tells(person, latitude, longitude)
    assert f"That place is in {country}" in page
    await person.says("someone to talk to")
    assert {card["scope"] for card in person.cards} == {"national"}


@pytest.mark.parametrize(
    ("latitude", "longitude"),
    [("54.5", "2.5"), ("48.857", "2.352"), ("-33.87", "151.21"), ("-1.890", "52.448"), ("0", "0")],
    ids=["the North Sea", "Paris", "Sydney", "the two numbers swapped", "no fix"],
)
async def test_at_sea_and_abroad_the_place_is_asked_for_again(person: Person, latitude: str, longitude: str) -> None:
    await look(person)
    status, page = await tells(person, latitude, longitude)
    assert status == 200
    assert ASKED_AGAIN in page
    await person.says("Leeds")
    assert person.asked == "need"


@pytest.mark.parametrize("damage", DAMAGE)
async def test_what_is_no_position_is_refused_and_the_question_stays_open(person: Person, damage: str) -> None:
    await look(person)
    status, _ = await tells(person, *DAMAGE[damage])
    assert status == 400
    await person.says("Leeds")
    assert person.asked == "need"


async def test_a_typed_command_with_a_place_in_it_is_only_words(person: Person) -> None:
    await look(person)
    await person.says('/place{"place": "p:E08000025:1630:1135"}')
    assert person.asked == "place"


async def test_on_telegram_the_button_is_offered_and_goes_when_the_place_is_told(
    stack: Stack, telegram_api: TelegramApi
) -> None:
    chat = 4711

    async def until_said(words: str) -> None:
        await telegram_api.until(lambda: any(words in text for text in telegram_api.texts(chat)), PATIENCE)

    await telegram_api.says("find something near me", chat=chat)
    await until_said("closest to you now")
    await telegram_api.says("I am retired", chat=chat)
    await until_said("I do not keep where you are.")
    offer = next(sent for sent in telegram_api.sent if sent.chat == chat and sent.location_button)
    assert offer.location_button == "Use my location"
    await telegram_api.sends(chat=chat, location={"latitude": 53.80112345, "longitude": -1.54912345})
    await until_said("look around Leeds")
    assert any(sent.takes_keyboard_away for sent in telegram_api.sent if sent.chat == chat)
