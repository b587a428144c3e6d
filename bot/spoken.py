"""The languages that people can choose, the commands that change them, and the one that a conversation is in."""

from __future__ import annotations

from typing import Final

from bot.messages import Kind, Reply
from language.catalogues import ENGLISH, LANGUAGES, SPOKEN

OFFERED: Final = (ENGLISH, *SPOKEN)
SPEAK: Final = {code: f'/speak{{"language":"{code}"}}' for code in LANGUAGES}
"""The command that changes the language."""
SPOKE: Final = {code: f'/speak{{"language":"{code}","item":"words"}}' for code in LANGUAGES}
"""The same where a person's words changed it: they follow, and say what is wanted."""
_FIXED: Final = frozenset({Kind.SAFETY, Kind.FALLBACK})
"""Kinds of messages that may be English in a conversation that is not."""


def language_of(reply: Reply) -> str | None:
    """The language that the conversation is in, as far as `reply` tells."""
    said = [message.language for message in reply if message.kind not in _FIXED]
    if not said:
        return None
    return next((code for code in said if code in SPOKEN), ENGLISH)
