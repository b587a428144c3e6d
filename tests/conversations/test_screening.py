"""A screening, from hello to what is near, over the public API and through the real Rasa."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select

from indicators.tables import screening
from screening.instruments import ADULT, CARER_CONTACT, CHILD, Instrument
from tests.conversations.conftest import Person, Stack


async def begin(person: Person, age: str = "47", carer: str = "No") -> None:
    """Come as far as the first of the four questions."""
    await person.arrives()
    await person.presses("Check how connected I feel")
    await person.presses("Yes, ask me")
    await person.presses(carer)
    await person.says(age)


async def answer(person: Person, *answers: str) -> None:
    """Press these answers, one after the other."""
    for title in answers:
        await person.presses(title)


async def test_the_first_message_says_who_is_talking_and_what_is_kept(person: Person) -> None:
    await person.arrives()
    for told in ("I am a computer program (a bot), not a person", "Testbury Council", "not an emergency", "deleted"):
        assert told in person.read
    titles = [button["title"] for message in person.messages for button in message["buttons"]]
    assert "Help now" in titles
    assert len(titles) == 6


@pytest.mark.parametrize(("age", "instrument"), [("47", ADULT), ("14", CHILD), ("16", ADULT), ("10", CHILD)])
async def test_the_four_questions_are_asked_in_order_and_word_for_word(
    person: Person, age: str, instrument: Instrument
) -> None:
    await begin(person, age)
    assert instrument.introduction in person.read
    for item in instrument.items:
        question = person.messages[-1]
        assert question["item"] == item.name
        assert question["text"] == item.question
        titles = [button["title"] for button in question["buttons"]]
        assert titles == [*(option.label for option in item.options), "Prefer not to say"]
        await person.presses(item.options[0].label)
    assert person.asked == "life_stage"


async def test_a_whole_conversation_ends_with_services_near_and_one_count(
    person: Person, counted: Callable[[], int]
) -> None:
    before = counted()
    await begin(person, "I'm 82")
    await answer(person, "Often", "Some of the time", "Often", "Occasionally")
    assert person.score == {"total": 3 + 2 + 3, "band": "most"}
    assert "not a test" in person.read
    await person.presses("Retired or later life")
    await person.says("B13 8AB")
    await person.says("a lunch club")
    assert len(person.cards) == 3
    nearest = person.cards[0]
    assert nearest["distance_km"] < 8
    assert nearest["reasons"]
    assert nearest["phones"]
    assert "Example only: this is not a real service." in nearest["notes"]
    assert counted() == before + 1


async def test_more_never_repeats_a_service(person: Person) -> None:
    await person.arrives()
    await person.presses("Find something near me")
    await person.presses("Working age")
    await person.says("Moseley")
    await person.presses("Anything near me")
    seen = [card["id"] for card in person.cards]
    for _ in range(4):
        await person.presses("Show me more")
        seen += [card["id"] for card in person.cards]
    assert len(seen) == len(set(seen)) == 15


@pytest.mark.parametrize(
    ("titles", "total", "band"),
    [
        (("Hardly ever or never",) * 3, 3, "least"),
        (("Hardly ever or never", "Hardly ever or never", "Some of the time"), 4, "least"),
        (("Some of the time",) * 3, 6, "some"),
        (("Often", "Often", "Hardly ever or never"), 7, "some"),
        (("Often",) * 3, 9, "most"),
    ],
)
async def test_the_total_is_of_three_and_the_direct_question_never_counts(
    person: Person, titles: tuple[str, ...], total: int, band: str
) -> None:
    await begin(person)
    await answer(person, *titles, "Often or always")
    assert person.score == {"total": total, "band": band}


async def test_one_question_kept_back_gives_no_score(person: Person) -> None:
    await begin(person)
    await answer(person, "Often", "Prefer not to say", "Often", "Never")
    assert person.score is None
    assert person.asked == "life_stage"


async def test_everything_skipped_still_leads_to_services(person: Person) -> None:
    await person.arrives()
    await person.presses("Check how connected I feel")
    await person.presses("Yes, ask me")
    for _ in range(20):
        if person.cards:
            break
        await person.says("skip")
        assert person.score is None
    assert person.cards


async def test_skipped_questions_are_left_out_one_by_one(person: Person) -> None:
    await begin(person)
    for item in ADULT.items:
        assert person.asked == item.name
        await person.says("skip this one")
    assert person.score is None
    assert person.asked == "life_stage"


async def test_refusing_consent_leads_to_services_and_counts_nothing(
    person: Person, counted: Callable[[], int]
) -> None:
    before = counted()
    await person.arrives()
    await person.presses("Check how connected I feel")
    await person.says("no thanks")
    assert person.asked == "life_stage"
    await person.presses("Working age")
    await person.says("Leeds")
    await person.presses("Anything near me")
    assert person.cards
    assert counted() == before


async def test_answers_that_may_not_be_counted_are_not(person: Person, counted: Callable[[], int]) -> None:
    before = counted()
    await person.arrives()
    await person.presses("Check how connected I feel")
    await person.presses("Yes, but don't count my answers")
    await person.presses("No")
    await person.says("30")
    await answer(person, "Often", "Often", "Often", "Never")
    assert person.score == {"total": 9, "band": "most"}
    assert counted() == before


async def test_a_screening_left_after_one_answer_is_counted_as_unfinished(stack: Stack, person: Person) -> None:
    await begin(person)
    await person.presses("Often")
    with stack.services.engine.connect() as connection:
        rows = connection.execute(select(screening.c.finished, screening.c.companionship)).all()
    assert (False, "often") in [tuple(row) for row in rows]


async def test_changing_an_answer_changes_the_total_and_not_the_count(
    person: Person, counted: Callable[[], int]
) -> None:
    await begin(person)
    await answer(person, "Often", "Often", "Often", "Never")
    before = counted()
    assert person.score == {"total": 9, "band": "most"}
    await person.says("I want to change my answer")
    await person.presses("Feeling left out")
    assert person.asked == "left_out"
    await person.presses("Hardly ever or never")
    assert person.score == {"total": 7, "band": "some"}
    assert counted() == before


async def test_going_back_asks_the_last_question_again(person: Person) -> None:
    await begin(person)
    await answer(person, "Often", "Often")
    assert person.asked == "isolated"
    await person.says("go back")
    assert person.asked == "left_out"
    await person.says("back please")
    assert person.asked == "companionship"
    await answer(person, *["Hardly ever or never"] * 3, "Never")
    assert person.score == {"total": 3, "band": "least"}


async def test_an_old_button_changes_its_own_answer_and_no_other(person: Person) -> None:
    await begin(person)
    old = {button["title"]: button["payload"] for button in person.messages[-1]["buttons"]}
    await person.presses("Often")
    assert person.asked == "left_out"
    await person.sends(payload=old["Often"])
    assert person.asked == "left_out"
    await answer(person, "Hardly ever or never", "Hardly ever or never", "Never")
    assert person.score == {"total": 3 + 1 + 1, "band": "some"}


async def test_a_question_about_the_question_comes_back_to_it(person: Person) -> None:
    await begin(person)
    for aside in ("why do you ask?", "who are you?", "is this private?", "say that again", "what's the weather like"):
        await person.says(aside)
        assert person.asked == "companionship", aside
        assert person.score is None


async def test_nonsense_twice_offers_a_person_to_talk_to(person: Person) -> None:
    await begin(person)
    await person.says("purple monkey dishwasher")
    await person.says("wibble wobble")
    assert "116 123" in person.read
    assert person.asked == "companionship"


async def test_a_carer_gets_the_carers_question_and_rights(person: Person) -> None:
    await person.arrives()
    await person.presses("I look after someone")
    assert "carer's assessment" in person.read
    await person.presses("Check how connected I feel")
    await person.presses("Yes, ask me")
    await person.says("52")
    await answer(person, "Often", "Often", "Often", "Never")
    item = CARER_CONTACT.items[0]
    assert person.messages[-1]["text"] == item.question
    assert [b["title"] for b in person.messages[-1]["buttons"]][:3] == [option.label for option in item.options]
    await person.presses(item.options[2].label)
    assert person.score == {"total": 9, "band": "most"}


async def test_nobody_is_screened_for_someone_else(person: Person) -> None:
    await person.arrives()
    await person.says("I'm worried about my mum")
    assert person.asked == "life_stage"
    assert "only they can answer" in person.read


async def test_a_child_under_ten_is_not_screened(person: Person) -> None:
    await begin(person, "8")
    assert "0800 1111" in person.read
    assert person.asked == "life_stage"
    assert person.score is None


async def test_a_fourteen_year_old_gets_no_adult_score_and_hears_of_childline(person: Person) -> None:
    await begin(person, "14")
    await answer(person, "Often", "Often", "Often", "Often or always")
    assert person.score is None
    assert "0800 1111" in person.read


async def test_words_answer_as_buttons_do(person: Person) -> None:
    await begin(person, "seventy three")
    for words in ("hardly ever", "some of the time", "all the time", "never"):
        await person.says(words)
    assert person.score == {"total": 1 + 2 + 3, "band": "some"}


async def test_deleting_takes_the_count_back_and_begins_afresh(person: Person, counted: Callable[[], int]) -> None:
    before = counted()
    await begin(person)
    await answer(person, "Often", "Often", "Often", "Never")
    assert counted() == before + 1
    await person.says("delete my data")
    assert counted() == before
    await person.says("hello")
    assert person.asked == "start"
    assert "computer program" in person.read


async def test_deleting_takes_every_screening_of_the_conversation_back(
    person: Person, counted: Callable[[], int]
) -> None:
    before = counted()
    await begin(person)
    await answer(person, "Often", "Often", "Often", "Never")
    await person.says("start again")
    await person.presses("Check how connected I feel")
    await person.presses("Yes, ask me")
    await person.presses("No")
    await person.says("47")
    await answer(person, "Often", "Often", "Often", "Never")
    assert counted() == before + 2
    await person.says("delete my data")
    assert counted() == before
