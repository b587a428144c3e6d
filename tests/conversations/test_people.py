"""People as they talk: they change their mind, refuse, tell a wish first, leave a question aside, need other help."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.conversations.conftest import Person
from tests.conversations.test_meanings import to_consent, to_life_stage, to_need, to_place, to_results
from tests.conversations.test_screening import answer, begin


@pytest.mark.parametrize("said", ["yes but don't count my answers", "ok, without counting me"])
async def test_who_says_in_words_not_to_be_counted_is_not(
    person: Person, counted: Callable[[], int], said: str
) -> None:
    before = counted()
    await to_consent(person)
    await person.says(said)
    await person.presses("No")
    await person.says("47")
    await answer(person, "Often", "Often", "Often", "Never")
    assert person.score == {"total": 9, "band": "most"}
    assert counted() == before


async def test_a_correction_changes_the_answer_before_and_not_the_open_question(person: Person) -> None:
    await begin(person)
    await person.says("often")
    await person.says("no wait, hardly ever")
    assert "changed" in person.read
    assert person.asked == "left_out"
    await answer(person, "Often", "Often", "Never")
    assert person.score == {"total": 1 + 3 + 3, "band": "some"}


@pytest.mark.parametrize("said", ["not a church thing", "I hate singing", "anything but walking"])
async def test_what_is_not_wanted_is_no_wish(person: Person, said: str) -> None:
    await to_need(person)
    await person.says(said)
    assert "I won't look for that" in person.read
    assert person.asked == "need"


async def test_what_was_looked_for_and_is_not_wanted_any_more_is_asked_anew(person: Person) -> None:
    await to_need(person)
    await person.presses("Walks and keeping active")
    await person.says("no exercise please")
    assert person.asked == "need"


async def test_a_no_to_what_was_noted_offers_to_change_it_and_a_second_one_goes_on(person: Person) -> None:
    await to_life_stage(person)
    await person.says("a choir")
    await person.says("no")
    assert person.asked == "change"
    assert "What I would enjoy" in [button["title"] for button in person.messages[-1]["buttons"]]
    await person.says("no")
    assert person.asked == "place"


async def test_a_no_to_what_was_found_asks_what_to_change(person: Person) -> None:
    await to_results(person)
    await person.says("no thanks")
    assert "What shall we change?" in person.read


async def test_conditions_that_were_noted_can_be_taken_back(person: Person) -> None:
    await to_results(person)
    await person.says("free and in the evenings")
    await person.says("change my answer")
    await person.presses("How or when it should be")
    assert person.cards
    await person.says("change my answer")
    assert "How or when it should be" not in [button["title"] for button in person.messages[-1]["buttons"]]


async def test_the_stage_of_life_is_not_asked_for_ever(person: Person) -> None:
    await to_life_stage(person)
    await person.says("a choir")
    assert person.asked == "life_stage"
    await person.says("B13 8AB")
    assert person.asked == "results"
    assert person.cards


async def test_a_place_that_is_not_chosen_is_left_out_and_something_is_shown(person: Person) -> None:
    await to_place(person)
    await person.says("Newport")
    await person.says("a lunch club")
    assert person.asked == "place"
    await person.says("in the mornings")
    assert "Tell me a place" in person.read
    assert person.cards


async def test_a_wish_told_before_the_place_is_searched_for_in_its_words(person: Person) -> None:
    await person.says("I am blind and use a screen reader, I would like company")
    await person.says("Norwich")
    assert person.cards[0]["name"] == "RNIB helpline"


async def test_hello_with_a_wish_and_a_place_leads_on(person: Person) -> None:
    await person.arrives()
    await person.says("hello i am new in uk no friend")
    assert person.asked == "consent"


async def test_who_asked_for_another_person_can_ask_for_themselves(person: Person) -> None:
    await person.says("worried about my dad, he is 81, in Leicester")
    assert person.asked == "need"
    await person.says("no, it's for me")
    assert person.asked == "life_stage"
    assert "closest to you" in person.read


async def test_a_widow_who_tells_of_her_husband_asks_for_herself(person: Person) -> None:
    await person.says(
        "My husband Bill passed away in February and I am 88 and live in Erdington, "
        "I do miss having someone to have a natter with over dinner"
    )
    assert "It is kind of you" not in person.read
    assert "Age 88" in person.read


async def test_only_the_one_that_is_named_is_told_about(person: Person) -> None:
    await to_results(person)
    second = person.cards[1]["name"]
    await person.says("tell me more about the second one")
    assert [card["name"] for card in person.cards] == [second]


@pytest.mark.parametrize("said", ["i need a food bank", "im being evicted on friday", "how do i claim pip"])
async def test_who_needs_other_help_hears_who_gives_it(person: Person, said: str) -> None:
    await to_place(person)
    await person.says(said)
    assert "0800 144 8848" in person.read
    assert person.asked == "place"


async def test_a_child_who_needs_other_help_hears_of_a_grown_up_and_of_childline_only(person: Person) -> None:
    await person.says("I'm 14")
    await person.says("i need a food bank")
    assert "0800 1111" in person.read
    assert "0800 144 8848" not in person.read


async def test_a_child_whose_age_is_told_first_hears_of_childline_at_the_first_question(person: Person) -> None:
    await person.says("I'm 14")
    await person.presses("Check how connected I feel")
    await person.says("purple monkey dishwasher")
    await person.says("flim flam flum")
    assert "0800 1111" in person.read
    assert "116 123" not in person.read


async def test_a_child_under_ten_hears_whom_to_ask_at_once(person: Person) -> None:
    await person.says("hello i am lily and i am 8")
    assert "0800 1111" in person.read


async def test_where_nothing_is_given_as_wanted_something_for_everyone_is_shown(person: Person) -> None:
    await to_place(person)
    await person.says("Oldham")
    await person.says("women only please")
    await person.presses("Anything near me")
    assert "all over England" in person.read
    assert person.cards


async def test_the_month_of_march_is_no_place(person: Person) -> None:
    await to_place(person)
    await person.says("my wife died in March")
    assert "Cambridgeshire" not in person.read
    await person.says("March")
    assert "Cambridgeshire" in person.read


async def test_a_place_beside_a_refusal_is_the_place(person: Person) -> None:
    await to_place(person)
    await person.says("no I meant a local one. Torquay")
    assert "Torquay" in person.read


async def test_thanks_and_goodbye_is_goodbye(person: Person) -> None:
    await to_results(person)
    await person.says("thank you, goodbye")
    assert "take care" in person.read


async def test_english_can_be_asked_for_in_two_words(person: Person) -> None:
    await person.says("je cherche un groupe pour chanter avec des gens")
    await person.says("English please")
    assert {message["language"] for message in person.messages} == {"en"}


async def test_which_of_several_places_is_meant_is_not_lost_over_other_words(person: Person) -> None:
    await to_place(person)
    await person.says("Newport")
    offered = {button["title"] for button in person.messages[-1]["buttons"]}
    await person.says("ex army, something for veterans")
    assert offered <= {button["title"] for message in person.messages for button in message["buttons"]}


async def test_a_question_about_nothing_shown_yet_leads_on(person: Person) -> None:
    await person.arrives()
    await person.says("how much does it cost to use this")
    assert person.messages[-1]["buttons"]


async def test_a_stage_of_life_told_at_consent_does_not_end_the_questions(person: Person) -> None:
    await to_consent(person)
    await person.says("I'm retired")
    assert "aged 10 and over" not in person.read
    await person.says("yes")
    assert person.asked == "role"


async def test_a_place_of_two_names_is_not_cut_in_half(person: Person) -> None:
    await person.says("my mate's mum is lonely, she's 76, lives in Sutton Coldfield")
    assert "Sutton Coldfield" in person.read
    assert person.asked == "need"


async def test_the_postcode_of_somebody_else_is_not_their_age(person: Person) -> None:
    await person.arrives()
    await person.presses("I want to help someone else")
    await person.says("B72")
    assert "Age 72" not in person.read
