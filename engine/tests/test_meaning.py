"""What the trained component makes of messages, with and without an open question."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path
from typing import Any

import pytest
from rasa.core.agent import Agent
from rasa.core.channels import UserMessage
from rasa.shared.core.events import ActiveLoop, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker


@pytest.fixture(scope="module")
def agent(model: Path) -> Agent:
    return Agent.load(str(model))


def understand(agent: Agent, text: str, question: str | None = None) -> dict[str, Any]:
    events = [ActiveLoop("check_form"), SlotSet("requested_slot", question)] if question else []
    tracker = DialogueStateTracker.from_events("ann", events, agent.processor.domain.slots)
    parsed: dict[str, Any] = asyncio.run(agent.processor.parse_message(UserMessage(text), tracker))
    return parsed


def meaning(parsed: dict[str, Any]) -> str:
    return "/".join([parsed["intent"]["name"], *(entity["value"] for entity in parsed["entities"])])


@pytest.mark.parametrize(
    ("text", "expected"),
    [("hello", "greet"), ("I like growing vegetables", "need/gardening"), ("some lunch club", "need/lunch_social")],
)
def test_a_message_has_an_intent_and_where_there_is_one_a_value(agent: Agent, text: str, expected: str) -> None:
    assert meaning(understand(agent, text)) == expected


def test_the_value_is_an_entity_without_any_words_of_the_message(agent: Agent) -> None:
    [entity] = understand(agent, "an allotment")["entities"]
    assert set(entity) == {"entity", "value", "confidence_entity", "extractor"}
    assert (entity["entity"], entity["value"], entity["extractor"]) == ("need", "gardening", "MeaningClassifier")


def test_what_is_unlike_everything_known_is_out_of_scope(agent: Agent) -> None:
    for text in ("qwx vbnm", "", "   ", "🙂"):
        assert meaning(understand(agent, text)) == "out_of_scope"


def test_an_open_question_makes_its_answers_likelier(agent: Agent) -> None:
    def likelihood_of_an_answer(question: str | None) -> float:
        ranking = understand(agent, "most days I go out to see you", question)["intent_ranking"]
        return float(sum(each["confidence"] for each in ranking if each["name"].startswith("answer/")))

    assert likelihood_of_an_answer("companionship") > likelihood_of_an_answer(None) + 0.1


def test_an_open_question_does_not_hide_a_clear_command(agent: Agent) -> None:
    assert meaning(understand(agent, "the question before", "companionship")) == "go_back"


def test_a_place_in_the_list_answers_only_the_question_that_has_one(agent: Agent) -> None:
    assert meaning(understand(agent, "2", "companionship")) == "answer/some_of_the_time"
    assert meaning(understand(agent, "the last one", "left_out")) == "answer/often"
    assert meaning(understand(agent, "never", "isolated")) == "answer/hardly_ever"
    assert meaning(understand(agent, "2")) == "out_of_scope"


def test_the_payload_of_a_button_is_left_to_rasa(agent: Agent) -> None:
    parsed = understand(agent, '/answer{"answer": "often"}', "companionship")
    assert meaning(parsed) == "answer/often"
    assert parsed["entities"][0]["extractor"] == "RegexMessageHandler"
    assert "intent_ranking" not in parsed or parsed["intent_ranking"] == [parsed["intent"]]


def test_the_ranking_holds_at_most_ten_labels_most_likely_first(agent: Agent) -> None:
    confidences = [each["confidence"] for each in understand(agent, "good morning")["intent_ranking"]]
    assert len(confidences) == 10
    assert confidences == sorted(confidences, reverse=True)


def test_a_message_is_understood_within_a_few_milliseconds_of_processor_time(agent: Agent) -> None:
    texts = [f"I would like to meet people for a walk or some lunch on day {number}" for number in range(30)]
    start = time.process_time()
    for text in texts:
        understand(agent, text, "companionship")
    assert (time.process_time() - start) / len(texts) < 0.06  # 3 to 6 ms alone; ten times that when cores are shared
