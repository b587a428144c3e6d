"""What people look for is counted as bare numbers: each conversation once for each need, unless the person refused."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from indicators.counting import Key
from indicators.quarters import Quarter
from indicators.unmet import FOUND, NOT_FOUND, need_cell, stage_cell
from tests.conversations.conftest import Person, Stack
from tests.conversations.test_screening import begin

BIRMINGHAM, CORNWALL = "E08000025", "E06000052"
GARDENING = need_cell("gardening", NOT_FOUND)
IN_VAIN = Counter({GARDENING: 1, stage_cell("later_life"): 1})
Since = Callable[[str], Counter[Key]]


@pytest.fixture
def since(stack: Stack) -> Since:
    """What this test has added to the needs of a council."""

    def now(council: str) -> Counter[Key]:
        quarter = Quarter.of(datetime.now(UTC).date())
        counts = stack.services.screenings.counts(council, quarter)
        return Counter({key: people for key, people in counts.items() if key.table == "needs"})

    before = {council: now(council) for council in (BIRMINGHAM, CORNWALL)}
    return lambda council: now(council) - before[council]


async def look_for_a_garden(person: Person, place: str) -> None:
    """Skip the questions and look for gardening."""
    await person.arrives()
    await person.presses("Find something near me")
    await person.presses("Retired or later life")
    await person.says(place)
    await person.presses("Gardening")


async def test_a_search_in_vain_is_counted_once_however_often_it_is_made(person: Person, since: Since) -> None:
    await look_for_a_garden(person, "Truro")
    assert since(CORNWALL) == IN_VAIN
    for words in ("gardening please", "show me those again", "is anything free"):
        await person.says(words)
        assert since(CORNWALL) == IN_VAIN, words


async def test_what_is_found_afterwards_moves_the_count(person: Person, since: Since) -> None:
    await look_for_a_garden(person, "Truro")
    await person.says("what about Moseley")
    assert any(card["scope"] == "local" for card in person.cards)
    assert not since(CORNWALL)
    assert since(BIRMINGHAM) == {need_cell("gardening", FOUND): 1}


async def test_a_search_without_a_place_is_not_counted(person: Person, since: Since, stack: Stack) -> None:
    before = stack.services.screenings.counts("", Quarter.of(datetime.now(UTC).date()))
    await look_for_a_garden(person, "skip")
    assert person.cards
    assert stack.services.screenings.counts("", Quarter.of(datetime.now(UTC).date())) == before


async def test_deleting_takes_it_back(person: Person, since: Since) -> None:
    await look_for_a_garden(person, "Truro")
    await person.says("delete my data")
    assert not since(CORNWALL)
    await person.says("delete my data")
    assert not since(CORNWALL)


async def test_after_starting_again_the_conversation_still_counts_once_and_can_be_taken_back(
    person: Person, since: Since
) -> None:
    await look_for_a_garden(person, "Truro")
    await person.says("start again")
    await person.presses("I want to help someone else")
    await person.presses("Retired or later life")
    await person.says("Truro")
    await person.presses("Gardening")
    assert since(CORNWALL) == IN_VAIN
    await person.says("delete my data")
    assert not since(CORNWALL)


async def test_whoever_asks_not_to_be_counted_is_not_and_stays_so_after_starting_again(
    person: Person, since: Since
) -> None:
    await answer_the_question_for_consent(person, "Yes, but don't count my answers")
    assert not since(CORNWALL)
    await person.says("start again")
    await look_for_a_garden_again(person)
    assert not since(CORNWALL)


async def test_whoever_wants_no_questions_is_counted_by_what_they_look_for(person: Person, since: Since) -> None:
    await answer_the_question_for_consent(person, "No, just find something near me")
    assert since(CORNWALL) == IN_VAIN


async def answer_the_question_for_consent(person: Person, answer: str) -> None:
    """Come for the questions, say whether they may be asked, and look for a garden."""
    await person.arrives()
    await person.presses("Check how connected I feel")
    await person.presses(answer)
    await person.says("show me what is near me")
    await person.says("later life")
    await person.says("Truro")
    await person.says("gardening")
    assert person.cards


async def look_for_a_garden_again(person: Person) -> None:
    """The same once more, after "start again"."""
    await person.presses("Find something near me")
    await person.presses("Retired or later life")
    await person.says("Truro")
    await person.presses("Gardening")
    assert person.cards


async def test_whoever_was_counted_and_then_asks_not_to_be_is_taken_out(person: Person, since: Since) -> None:
    await look_for_a_garden(person, "Truro")
    assert since(CORNWALL) == IN_VAIN
    await person.says("I want to check how connected I feel")
    await person.presses("Yes, but don't count my answers")
    assert not since(CORNWALL)
    await person.says("delete my data")
    assert not since(CORNWALL)


async def test_an_answer_that_may_no_longer_be_counted_is_taken_out(person: Person, counted: Callable[[], int]) -> None:
    before = counted()
    await begin(person)
    await person.presses("Often")
    assert counted() == before + 1
    await person.says("I want to change my answer")
    await person.presses("Whether to ask the questions")
    await person.presses("Yes, but don't count my answers")
    assert counted() == before
    await person.presses("Often")
    assert counted() == before
