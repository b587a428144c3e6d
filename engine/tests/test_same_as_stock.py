"""The patched engine does what stock Rasa does: same replies, slots, forms and events in random conversations."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest

from engine.tests.conftest import Observed
from engine.tests.drive import MAX_EVENTS

Converse = Callable[[str, list[list[str]]], Observed]

MESSAGES = (
    *("start the check", "/start", "often", "3", "the last one", "hardly ever", "some of the time", "never"),
    *('/answer{"answer": "often"}', '/answer{"answer": "hardly_ever"}', '/answer{"answer": "nonsense"}'),
    *("hello", "go back", "stop", "bye", "yes", "no", "tell me a joke", "/unruled", "/not_an_intent", "/"),
    *("Leeds please", "leeds", "nowhere", "gardening", "a lunch club", '/need{"need": "gardening"}'),
    *("xq zzk", "?!", "what is the capital of France", "/restart", "/session_start", "/go_back", "/stop", "🙂"),
)
USUAL = ("start the check", "often", "2", '/answer{"answer": "often"}', "leeds", "gardening", "go back", "hardly ever")


def random_dialogues(messages: int, seed: int = 1) -> list[list[str]]:
    """Dialogues of 5 to 40 messages, half of them on the usual way through the forms, rarely a restart."""
    chance = random.Random(seed)
    dialogues: list[list[str]] = []
    while sum(map(len, dialogues)) < messages:
        length = chance.choice((5, 15, 40))
        dialogues.append([chance.choice(USUAL if chance.random() < 0.6 else MESSAGES) for _ in range(length)])
    return dialogues


def turns(observed: Observed) -> list[dict[str, Any]]:
    return [turn for dialogue in observed for turn in dialogue]


def without(turn: dict[str, Any], *keys: str) -> dict[str, Any]:
    return {key: value for key, value in turn.items() if key not in keys}


@pytest.fixture
def dialogues(request: pytest.FixtureRequest) -> list[list[str]]:
    return random_dialogues(request.config.getoption("--messages"))


def test_patched_rasa_does_exactly_what_stock_rasa_does(converse: Converse, dialogues: list[list[str]]) -> None:
    for stock, patched in zip(turns(converse("stock", dialogues)), turns(converse("patched", dialogues)), strict=True):
        assert patched == stock


def test_forgetting_words_and_shortening_conversations_change_nothing_that_people_see(
    converse: Converse, dialogues: list[list[str]]
) -> None:
    patched, kept = turns(converse("patched", dialogues)), turns(converse("kept", dialogues))
    for before, after in zip(patched, kept, strict=True):
        assert without(after, "events") == without(before, "events")
    assert max(len(turn["events"]) for turn in patched) > 3 * MAX_EVENTS
    assert max(len(turn["events"]) for turn in kept) <= MAX_EVENTS + 12  # no turn of the project has more events
