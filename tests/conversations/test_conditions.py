"""How and when something should be, said in plain words before, between and after the questions about services."""

from __future__ import annotations

import pytest

from tests.conversations.conftest import Person


async def found(person: Person, need: str = "Anything near me") -> None:
    """Come as far as services near Moseley."""
    await person.arrives()
    await person.presses("Find something near me")
    await person.presses("Retired or later life")
    await person.says("Moseley")
    await person.presses(need)
    assert person.cards


@pytest.mark.parametrize(
    ("said", "noted"),
    [
        ("is there a hearing loop", "has a hearing loop"),
        ("somewhere with BSL", "uses British Sign Language"),
        ("is there a toilet", "has a toilet for disabled people"),
        ("women only", "for women"),
        ("over the phone", "by phone"),
        ("can someone come to my house", "home visits"),
        ("in Polish", "speaks Polish"),
        ("do they speak Urdu", "speaks Urdu"),
        ("without a referral", "you can refer yourself"),
        ("is anything on today", "Today"),
        ("what's on now", "Open now"),
        ("what's on this evening", "Today; In the evening"),
    ],
)
async def test_after_results_a_condition_is_noted_and_searched_for(person: Person, said: str, noted: str) -> None:
    await found(person)
    await person.says(said)
    assert noted in person.read
    assert person.cards or "not found anything" in person.read


async def test_what_was_asked_for_stands_on_the_cards_or_is_to_be_asked(person: Person) -> None:
    await found(person)
    await person.says("is there a hearing loop")
    for card in person.cards:
        told = " ".join((*card["reasons"], *card["notes"]))
        assert "hearing loop" in told or not card["address"]


async def test_a_condition_stays_for_the_next_wish(person: Person) -> None:
    await found(person)
    await person.says("women only")
    assert all("for women" in card["reasons"] for card in person.cards)
    await person.says("I'd like a walking group")
    assert all("for women" in card["reasons"] for card in person.cards)


@pytest.mark.parametrize("said", ["with a hearing loop please", "in Polish", "without a referral"])
async def test_a_condition_said_instead_of_a_place_is_no_place(person: Person, said: str) -> None:
    await person.arrives()
    await person.presses("Find something near me")
    await person.presses("Retired or later life")
    await person.says(said)
    assert person.asked == "place"
    assert "could not find" not in person.read
    await person.says("Moseley")
    assert person.asked == "need"


async def test_a_condition_at_the_start_begins_the_way_to_services(person: Person) -> None:
    await person.arrives()
    await person.says("is anything on today with a hearing loop")
    assert "has a hearing loop; Today" in person.read
    assert person.asked == "life_stage"


async def test_when_somebody_feels_so_is_no_wish_for_a_time(person: Person) -> None:
    await person.arrives()
    await person.presses("Check how connected I feel")
    await person.presses("Yes, ask me")
    await person.presses("No")
    await person.says("45")
    for said in ("on Sundays", "at night"):
        await person.says(said)
        assert person.asked == "companionship"
        assert "I have noted" not in person.read


async def test_who_says_good_night_is_said_goodbye_to(person: Person) -> None:
    await found(person)
    await person.says("night night")
    assert "take care" in person.read
