"""Actions as Rasa calls them, without Rasa."""

from __future__ import annotations

from typing import Any, cast

import pytest
from rasa_sdk.interfaces import ActionNotFoundException

from actions.registry import Actions
from actions.services import Services


def call(action: str, **more: Any) -> dict[str, Any]:
    """What Rasa posts to run `action` at the beginning of a conversation."""
    tracker = {"sender_id": "somebody", "slots": {}, "latest_message": {}, "events": [], "active_loop": {}}
    return {"next_action": action, "sender_id": "somebody", "tracker": tracker, **more}


@pytest.fixture
def actions() -> Actions:
    """Actions that reach nothing: pausing needs no service."""
    return Actions(cast("Services", None))


@pytest.mark.parametrize("domain", [{}, {"domain": None}, {"domain": {"intents": ["greet"]}}])
async def test_an_action_runs_with_the_domain_and_without_it(actions: Actions, domain: dict[str, Any]) -> None:
    answer = await actions.run(call("action_pause", **domain))
    assert {"event": "slot", "name": "paused", "value": True, "timestamp": None} in answer["events"]


async def test_an_action_that_does_not_exist_is_refused(actions: Actions) -> None:
    with pytest.raises(ActionNotFoundException):
        await actions.run(call("action_unheard_of"))
