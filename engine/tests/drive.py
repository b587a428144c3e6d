"""Hold conversations with one kind of engine, in this process, and write down everything that can be observed.

    python -m engine.tests.drive stock|patched|kept MODEL ACTIONS_URL DATABASE_URL < dialogues.json > observed.json

`stock` is Rasa without patches on its own in-memory store, `patched` adds the patches, `kept` adds our tracker store,
which drops words and shortens long conversations.
"""

from __future__ import annotations

import asyncio
import json
import logging
import sys
from typing import Any

from engine import launcher, standin

MAX_EVENTS, KEEP_EVENTS = 40, 24  # short, so that conversations are shortened often


def _prepare(kind: str) -> None:
    if kind == "stock":
        standin.install()
    else:
        launcher.prepare()
    from rasa.utils.log_utils import configure_structlog

    configure_structlog(logging.CRITICAL)
    logging.disable(logging.CRITICAL)  # standard output is for the observations


def _store(kind: str, url: str) -> Any:
    if kind != "kept":
        return None
    from engine.tracker_store import CachedSQLTrackerStore

    return CachedSQLTrackerStore(host=url, max_events=MAX_EVENTS, keep_events=KEEP_EVENTS, max_cached=2)


def _plain(event: dict[str, Any]) -> dict[str, Any]:
    plain = {key: value for key, value in event.items() if key not in ("timestamp", "metadata", "message_id")}
    if plain["event"] == "user":
        plain["parse_data"] = {key: plain["parse_data"].get(key) for key in ("intent", "entities", "intent_ranking")}
    return plain


async def _observe(agent: Any, sender_id: str) -> dict[str, Any]:
    tracker = await agent.tracker_store.retrieve(sender_id)
    return {
        "slots": tracker.current_slot_values(),
        "loop": tracker.active_loop_name,
        "latest_action": tracker.latest_action_name,
        "events": [_plain(event.as_dict()) for event in tracker.events],
    }


async def _converse(agent: Any, dialogues: list[list[str]]) -> list[list[dict[str, Any]]]:
    observed = []
    for number, messages in enumerate(dialogues):
        turns = []
        for message in messages:
            replies = await agent.handle_text(message, sender_id=f"person-{number}")
            turns.append({"message": message, "replies": replies, **await _observe(agent, f"person-{number}")})
        observed.append(turns)
    return observed


def main(kind: str, model: str, actions_url: str, database_url: str) -> None:
    _prepare(kind)
    from rasa.core.agent import Agent
    from rasa.utils.endpoints import EndpointConfig

    agent = Agent.load(model, tracker_store=_store(kind, database_url), action_endpoint=EndpointConfig(actions_url))
    json.dump(asyncio.run(_converse(agent, json.load(sys.stdin))), sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])
