"""The languages that people can choose, and the one that a conversation is in."""

from __future__ import annotations

from typing import Final

from bot.messages import Kind, Reply
from language.catalogues import ENGLISH, SPOKEN

OFFERED: Final = (ENGLISH, *SPOKEN)
_FIXED: Final = frozenset({Kind.SAFETY, Kind.FALLBACK})
"""Kinds of messages that may be English in a conversation that is not."""


def language_of(reply: Reply) -> str | None:
    """The language that the conversation is in, as far as `reply` tells."""
    said = [message.language for message in reply if message.kind not in _FIXED]
    if not said:
        return None
    return next((code for code in said if code in SPOKEN), ENGLISH)
