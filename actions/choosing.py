"""Which of the services shown last a person means: the one of the button, or the one named by its place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from actions.results import last_shown, these
from actions.services import Services
from actions.turn import Turn
from bot.messages import Button
from directory.search import Match

_PLACES: Final = (
    (re.compile(r"\b(first|1st|number one|1)\b", re.IGNORECASE), 0),
    (re.compile(r"\b(second|2nd|number two|2)\b", re.IGNORECASE), 1),
    (re.compile(r"\b(third|3rd|number three|3)\b", re.IGNORECASE), 2),
    (re.compile(r"\b(last|bottom)\b", re.IGNORECASE), -1),
)
_ALL: Final = re.compile(r"\b(all|both|every one|them|these|those)\b", re.IGNORECASE)


def meant(turn: Turn, services: Services) -> tuple[Match, ...]:
    """The services that the message is about; () where that is not plain, or they are gone."""
    if service_id := turn.entities.get("service"):
        return these([service_id], turn, services)
    return these(named(turn.text or "", last_shown(turn.slots)), turn, services)


def named(text: str, shown: Sequence[str]) -> list[str]:
    """Those of `shown` that `text` names by their places ("the first and the last", "all"); the only one there is."""
    if len(shown) == 1:
        return list(shown)
    places = [place for pattern, place in _PLACES if pattern.search(text) and place < len(shown)]
    if not places and _ALL.search(text):
        return list(shown)
    return list(dict.fromkeys(shown[place] for place in places)) if shown else []


def choices(command: str, turn: Turn, services: Services) -> list[Button]:
    """A button for each of the services shown last, which says `command` of it."""
    matches = these(last_shown(turn.slots), turn, services)
    return [
        Button(title=match.service.name, payload=f'/{command}{{"service":"{match.service.id}"}}') for match in matches
    ]
