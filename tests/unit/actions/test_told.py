"""What a message tells besides its answer is noted; what it does not tell is not."""

from __future__ import annotations

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any, cast

import pytest

from actions.services import Services
from actions.told import told
from actions.turn import Turn, read_turn
from directory.places import Unknown


class NoMentions:
    """A sentence without names."""

    def find(self, text: str) -> tuple[str, ...]:
        return ()


class NoPlaces:
    """A gazetteer of nowhere."""

    def look_up(self, text: str) -> Unknown:
        return Unknown()


SERVICES = cast(
    "Services",
    SimpleNamespace(mentions=NoMentions(), places=NoPlaces(), clock=lambda: datetime(2026, 11, 22, tzinfo=UTC)),
)


def heard(intent: str, text: str, *also: str, slots: dict[str, Any] | None = None, **entities: str) -> dict[str, Any]:
    """The facts of a message that was understood like this."""
    return told(Turn("s", "web", slots or {}, intent, entities, text, None, None, also), SERVICES)


def test_further_meanings_come_from_the_engine() -> None:
    message = {
        "text": "often, and why?",
        "intent": {"name": "answer"},
        "entities": [],
        "also": ["why_ask", "need/lgbt"],
    }
    turn = read_turn({"sender_id": "s", "latest_message": message})
    assert turn.also == ("why_ask", "need/lgbt")
    assert turn.meanings == {"answer", "why_ask", "need"}


@pytest.mark.parametrize(("age", "stage"), [(82, "later_life"), (17, "young"), (65, "later_life")])
def test_an_age_tells_the_stage_of_life_where_there_is_no_doubt(age: int, stage: str) -> None:
    assert heard("need", f"I'm {age} and like tea")["life_stage"] == stage


@pytest.mark.parametrize("text", ["I'm 47 and like tea", "I like tea"])
def test_the_stage_of_life_is_not_guessed(text: str) -> None:
    assert "life_stage" not in heard("need", text)


def test_figures_are_plainer_than_a_stage_that_was_heard_in_words() -> None:
    assert heard("life_stage", "I'm 82, and up for work", life_stage="working_age")["life_stage"] == "later_life"
    assert heard("life_stage", "I'm 69 with two little ones", life_stage="early_years")["life_stage"] == "early_years"


def test_the_age_of_another_is_noted_only_where_they_are_asked_for() -> None:
    assert "age" not in heard("need", "my mum is 84 and we like tea")
    other = heard("need", "my mum is 84 and likes tea", slots={"role": "for_someone_else"})
    assert other["age"] == {"minimum": 84, "maximum": 84}


def test_looking_after_someone_does_not_change_for_whom_a_person_asks() -> None:
    assert heard("answer", "sometimes, I look after my mum", "i_am_a_carer")["role"] == "carer"
    assert "role" not in heard("i_am_a_carer", "I look after her", slots={"role": "for_someone_else"})


def test_nobody_who_answers_the_questions_is_turned_into_someone_who_asks_for_another() -> None:
    assert heard("need", "tea for my dad", "for_someone_else")["role"] == "for_someone_else"
    assert "role" not in heard("answer", "often, and my dad too", "for_someone_else", slots={"screening_key": "k"})


@pytest.mark.parametrize("intent", ["out_of_scope", "crisis", "delete_my_data", "stop"])
def test_nothing_is_noted_of_what_was_not_understood_or_is_a_command(intent: str) -> None:
    assert heard(intent, "I'm 82 and love you", life_stage="later_life", need="gardening") == {}


def test_nothing_is_noted_while_the_conversation_is_paused() -> None:
    assert heard("need", "I'm 82", slots={"paused": True}, need="gardening") == {}


def test_days_take_the_place_of_days_and_conditions_are_added() -> None:
    before = {"times": ["morning", "tuesday"], "filters": ["free"]}
    assert heard("filter", "Thursdays please", slots=before, filter="weekend") == {
        "times": ["morning", "thursday"],
        "filters": ["free"],
    }
    assert heard("filter", "evenings only", slots=before, filter="evening") == {
        "times": ["tuesday"],
        "filters": ["evening", "free"],
    }
