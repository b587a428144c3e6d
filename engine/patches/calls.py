"""Calls of the action server: one connection that is kept, and only what our actions read.

Replaces `EndpointConfig.session`, which opened a new connection for each call, and `RemoteAction._action_call_format`,
which sent the whole domain and the whole conversation each time (27 KB and growing). Our actions read the slots, the
loop and the newest message; `tests/contract/test_dialogue.py` and the conversation tests hold them to that. The
connection is let go after `KEPT_SECONDS` of rest, long before our action server would close it, so that a call never
meets a connection that is just being closed.
"""

from __future__ import annotations

from typing import Any

import aiohttp
import rasa
from rasa.core.actions.action import RemoteAction
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import UserUttered
from rasa.shared.core.trackers import DialogueStateTracker, EventVerbosity
from rasa.utils.endpoints import EndpointConfig

KEPT_SECONDS = 10.0


class _KeptSession(aiohttp.ClientSession):
    """A session that outlives the `async with` of one request."""

    async def __aexit__(self, *_: object) -> None:
        """Stay open: the next call uses the same connections."""


def _session(self: EndpointConfig) -> aiohttp.ClientSession:
    kept = self.__dict__.get("_kept_session")
    if kept is None or kept.closed:
        auth = None
        if self.basic_auth:
            auth = aiohttp.BasicAuth(self.basic_auth["username"], self.basic_auth["password"])
        kept = self.__dict__["_kept_session"] = _KeptSession(
            headers=self.headers,
            auth=auth,
            timeout=aiohttp.ClientTimeout(total=60),
            connector=aiohttp.TCPConnector(keepalive_timeout=KEPT_SECONDS),
        )
    return kept


def _call_format(self: RemoteAction, tracker: DialogueStateTracker, _domain: Domain) -> dict[str, Any]:
    state = tracker.current_state(EventVerbosity.NONE)
    newest = next((event for event in reversed(tracker.events) if isinstance(event, UserUttered)), None)
    state["events"] = [newest.as_dict()] if newest else []
    return {
        "next_action": self.name(),
        "sender_id": tracker.sender_id,
        "tracker": state,
        "version": rasa.__version__,
    }


def apply() -> None:
    EndpointConfig.session = _session
    RemoteAction._action_call_format = _call_format
