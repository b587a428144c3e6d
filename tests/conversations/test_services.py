"""Finding what is near: places of every kind, and wishes in a person's own words."""

from __future__ import annotations

import pytest

from tests.conversations.conftest import Person


async def look(person: Person) -> None:
    """Come as far as the question for the place."""
    await person.arrives()
    await person.presses("Find something near me")
    await person.presses("Retired or later life")
    assert person.asked == "place"


@pytest.mark.parametrize("place", ["B13 8AB", "b138ab", "TR19 7AA", "EC1A 1BB", "Moseley", "B13", "I live in Truro"])
async def test_a_place_that_is_known_leads_on(person: Person, place: str) -> None:
    await look(person)
    await person.says(place)
    assert person.asked == "need"
    await person.presses("Someone to talk to")
    assert person.cards


async def test_a_name_that_several_places_share_is_asked_about(person: Person) -> None:
    await look(person)
    await person.says("Newport")
    assert person.asked == "place"
    choices = [button["title"] for message in person.messages for button in message["buttons"]]
    assert len(choices) >= 3
    await person.presses(choices[0])
    assert person.asked == "need"


async def test_a_place_that_is_not_known_is_asked_for_again(person: Person) -> None:
    await look(person)
    await person.says("Zzyzxville")
    assert person.asked == "place"
    assert "could not find" in person.read


async def test_a_place_outside_england_is_told_why_and_gets_national_services(person: Person) -> None:
    await look(person)
    await person.says("EH1 1AA")
    assert "Scotland" in person.read
    await person.presses("Someone to talk to")
    assert person.cards
    assert {card["scope"] for card in person.cards} == {"national"}


async def test_no_place_gets_national_services(person: Person) -> None:
    await look(person)
    await person.presses("I'd rather not say")
    await person.presses("Someone to talk to")
    assert {card["scope"] for card in person.cards} == {"national"}


async def test_a_question_in_the_middle_comes_back_to_the_place(person: Person) -> None:
    await look(person)
    await person.says("why do you need to know that?")
    assert "never a postcode" in person.read
    assert person.asked == "place"


async def test_what_was_found_can_be_changed(person: Person) -> None:
    await look(person)
    await person.says("Moseley")
    await person.says("a choir")
    first = [card["id"] for card in person.cards]
    await person.presses("None of these suit me")
    await person.presses("Free only")
    assert person.cards
    assert all("free" in " ".join(card["reasons"]).lower() for card in person.cards if card["scope"] == "local")
    await person.presses("Something else to do")
    assert person.asked == "need"
    await person.presses("Gardening")
    assert [card["id"] for card in person.cards] != first


async def test_a_wish_said_at_once_is_not_asked_for_again(person: Person) -> None:
    await person.says("I'd like to do some gardening with other folk")
    assert person.asked == "life_stage"
    await person.presses("Working age")
    await person.says("B13 8AB")
    assert person.cards
    assert person.cards[0]["distance_km"] is not None


async def test_a_young_person_is_asked_their_age_so_that_groups_fit(person: Person) -> None:
    await person.arrives()
    await person.presses("Find something near me")
    await person.presses("Child or young person")
    assert person.asked == "age"
    await person.says("14")
    await person.says("B13 8AB")
    await person.presses("Anything near me")
    for card in person.cards:
        assert (card["minimum_age"] or 0) <= 14 <= (card["maximum_age"] or 120)
    await person.says("go back")
    await person.says("go back")
    assert person.asked == "place"


async def test_an_age_answers_the_question_for_the_stage_of_life(person: Person) -> None:
    await person.arrives()
    await person.presses("Find something near me")
    await person.says("I'm 82")
    assert person.asked == "place"
