"""Commands of the menu, as people type them: `/help`, `/help@KithBot`, `/start from_library`."""

from __future__ import annotations

import re

from bot.telegram_wording import PAYLOADS

HELP = "help"
_COMMAND = re.compile(r"/([a-z_]+)(?:@(\w+))?(?:\s+(from_[\w-]{1,60}))?\s*", re.IGNORECASE)


def command_payload(text: str, username: str) -> str | None:
    """Return the payload of a menu command that stands alone, else None: then it is text like any other.

    A link to the bot may carry `?start=from_<where>`; only such a word may follow, and only `/start`. It is dropped.
    """
    match = _COMMAND.fullmatch(text)
    if match is None:
        return None
    name, addressee, source = match[1].lower(), match[2], match[3]
    if (addressee and addressee.lower() != username.lower()) or (source and name != "start"):
        return None
    return PAYLOADS.get(name)


def asks_for_help(text: str) -> bool:
    """Tell whether `text` is the command for help, to whichever bot."""
    match = _COMMAND.fullmatch(text)
    return match is not None and match[1].lower() == HELP
