"""Which of the services shown last a person means: the one of the button, or the one named by its place."""

from __future__ import annotations

from actions.results import last_shown, these
from actions.services import Services
from actions.turn import Turn
from bot.messages import Button
from directory.search import Match
from language.ordinals import named


def meant(turn: Turn, services: Services) -> tuple[Match, ...]:
    """The services that the message is about; () where that is not plain, or they are gone."""
    if service_id := turn.entities.get("service"):
        return these([service_id], turn, services)
    return these(named(turn.text or "", last_shown(turn.slots)), turn, services)


def choices(command: str, turn: Turn, services: Services) -> list[Button]:
    """A button for each of the services shown last, which says `command` of it."""
    matches = these(last_shown(turn.slots), turn, services)
    return [Button(title=match.service.name, payload=f'/{command}{{"service":"{match.id}"}}') for match in matches]
