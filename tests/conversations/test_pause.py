"""After a safety reply the conversation pauses, and carries on exactly where it was: in every state."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from indicators.quarters import Quarter
from kith.training import ROOT
from tests.conftest import HANGING_S
from tests.conversations.conftest import Person, Stack, serving, settings_in
from tests.conversations.test_screening import answer, begin
from tests.conversations.test_services import look

DANGER = "I want to kill myself"
BIRMINGHAM = "E08000025"
EXAMPLE = (ROOT / "deploy" / "contacts" / "example.yml.txt").read_text()
COME = Callable[[Person], Awaitable[object]]


async def carer(person: Person) -> None:
    await begin(person, carer="Yes")
    await answer(person, "Often", "Often", "Often", "Never")


async def need(person: Person) -> None:
    await look(person)
    await person.says("Moseley")


async def results(person: Person) -> None:
    await need(person)
    await person.presses("Anything near me")


async def screened(person: Person, *answers: str) -> None:
    await begin(person)
    await answer(person, *answers)


async def consent(person: Person) -> None:
    await person.arrives()
    await person.presses("Check how connected I feel")


async def role(person: Person) -> None:
    await consent(person)
    await person.presses("Yes, ask me")


async def age(person: Person) -> None:
    await role(person)
    await person.presses("No")


STATES: dict[str, COME] = {
    "consent": consent,
    "role": role,
    "age": age,
    "companionship": begin,
    "left_out": lambda person: screened(person, "Often"),
    "isolated": lambda person: screened(person, "Often", "Often"),
    "lonely": lambda person: screened(person, "Often", "Often", "Often"),
    "life_stage": lambda person: screened(person, "Often", "Often", "Often", "Never"),
    "place": look,
    "need": need,
    "results": results,
}


def questions(person: Person) -> list[str]:
    """The questions that the last replies ask, with their choices."""
    asked = [message for message in person.messages if message["kind"] in ("ask", "results")]
    return [f"{message['item']}: {[button['title'] for button in message['buttons']]}" for message in asked]


@pytest.mark.parametrize("state", STATES)
async def test_it_carries_on_exactly_where_it_was(person: Person, state: str) -> None:
    await STATES[state](person)
    before, shown = questions(person)[-1:], person.cards
    assert before
    await person.says(DANGER)
    assert [message["category"] for message in person.messages] == ["suicide"]
    await person.says("often")
    assert person.asked == "paused"
    assert person.score is None
    await person.presses("Carry on")
    assert questions(person)[-1:] == before
    assert [card["id"] for card in person.cards] == [card["id"] for card in shown]


async def test_the_question_of_carers_comes_back_too(person: Person) -> None:
    await carer(person)
    before = questions(person)[-1:]
    await person.says(DANGER)
    await person.presses("Carry on")
    assert questions(person)[-1:] == before


async def test_before_the_first_word_it_carries_on_with_the_beginning(person: Person) -> None:
    await person.says(DANGER)
    await person.presses("Carry on")
    titles = [button["title"] for message in person.messages for button in message["buttons"]]
    assert "Check how connected I feel" in titles


async def test_it_can_be_stopped_instead(person: Person) -> None:
    await begin(person)
    await person.says(DANGER)
    await person.presses("Stop")
    assert person.asked == "stopped"


@pytest.fixture(scope="module")
async def with_numbers(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stack]:
    """The whole service with the contacts of one council, whose numbers ring nowhere."""
    var: Path = tmp_path_factory.mktemp("var")
    contacts = tmp_path_factory.mktemp("contacts")
    own = EXAMPLE.replace("01632 960", "00 0000 0").replace("E06000000", BIRMINGHAM).replace("estbury", "estingham")
    (contacts / "testingham.yml").write_text(own)
    settings = await asyncio.to_thread(lambda: settings_in(var, KITH_CONTACTS=str(contacts)))
    async with serving(settings) as stack:
        yield stack


async def test_the_reply_names_the_persons_own_council_and_no_other(with_numbers: Stack) -> None:
    near, far, unknown = (Person(with_numbers) for _ in range(3))
    for person, place in ((near, "B13 8AB"), (far, "LS1 1UR")):
        await look(person)
        await person.says(place)
    for person in (near, far, unknown):
        await person.says("my carer steals my money")
        assert person.messages[0]["category"] == "abuse_adult"
    assert "Testingham adult safeguarding: call 00 0000 0103" in near.read
    assert "Testingham" not in far.read + unknown.read


async def test_a_conversation_is_counted_once_for_a_category_and_for_its_council(with_numbers: Stack) -> None:
    counts, quarter = with_numbers.services.safety_counts, Quarter.of(datetime.now(UTC).date())
    before = counts.totals(BIRMINGHAM, quarter).get("suicide", 0)
    person = Person(with_numbers)
    await look(person)
    await person.says("B13 8AB")
    for words in (DANGER, DANGER, "I want to die", "help now"):
        await person.says(words)
    await person.presses("Carry on")
    async with asyncio.timeout(HANGING_S):
        while counts.totals(BIRMINGHAM, quarter).get("suicide", 0) == before:  # noqa: ASYNC110 (it is told to nobody)
            await asyncio.sleep(0.05)
    await asyncio.sleep(1)
    assert counts.totals(BIRMINGHAM, quarter)["suicide"] == before + 1
