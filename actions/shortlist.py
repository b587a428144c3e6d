"""The services that a person keeps: a list for the length of the conversation, and no longer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from actions.anytime import back
from actions.choosing import choices, meant
from actions.offers import after_results
from actions.path import open_step
from actions.results import MORE, cards_of, these, to_be_shown
from actions.services import Services
from actions.turn import LISTEN, Event, Turn, follow_with, set_slot
from bot.messages import Button
from directory.spots import service_meant

MOST_KEPT: Final = 20


def keep(turn: Turn, services: Services) -> list[Event]:
    """Put on the list what the button, or the message, names; ask where it names none of what was shown."""
    if turn.slots.get("paused"):
        return [follow_with("action_not_understood")]
    matches = meant(turn, services)
    if not matches:
        return _ask_which(turn, services)
    wanted = _with(_kept(turn), [match.id for match in matches])
    if len(wanted) > MOST_KEPT:
        turn.say("utter_list_full")
        return _go_on(turn)
    events = _note(turn, wanted, services)
    turn.say("utter_kept", names=", ".join(match.service.name for match in matches))
    return [*events, *_go_on(turn)]


def take_off(turn: Turn, services: Services) -> list[Event]:
    """Take one off the list, and show what is left."""
    if turn.slots.get("paused"):
        return [follow_with("action_not_understood")]
    taken_off = service_meant(turn.entities.get("service") or "")
    left = [each for each in _kept(turn) if service_meant(each) != taken_off]
    events = _note(turn, left, services)
    turn.say("utter_taken_off")
    return [*events, *(_show(turn, services) if left else _go_on(turn))]


def show_kept(turn: Turn, services: Services) -> list[Event]:
    """Show the list."""
    if turn.slots.get("paused"):
        return [follow_with("action_not_understood")]
    if not _kept(turn):
        turn.say("utter_nothing_kept")
        return _go_on(turn)
    return _show(turn, services)


def _show(turn: Turn, services: Services) -> list[Event]:
    cards = cards_of(these(_kept(turn), turn, services), turn, services)
    buttons = [] if turn.form else [button for button in _next(turn) if button.payload != "/shortlist"]
    turn.show("utter_shortlist", cards, buttons, item="shortlist")
    return [follow_with(open_step(turn.form))]


def _ask_which(turn: Turn, services: Services) -> list[Event]:
    buttons = choices("keep", turn, services)
    if not buttons:
        turn.say("utter_nothing_shown")
        return back(turn)
    turn.ask("utter_keep_which", buttons)
    return [follow_with(LISTEN)]


def _note(turn: Turn, kept: Sequence[str], services: Services) -> list[Event]:
    """Remember the list: in the conversation, and with the front, whose page prints it."""
    turn.slots["kept"] = list(kept) or None
    services.conversations.note_kept(turn.sender, kept)
    return [set_slot("kept", turn.slots["kept"])]


def _go_on(turn: Turn) -> list[Event]:
    """Come back to the open question, or offer what can be done with results."""
    if turn.form or not turn.slots.get("shown"):
        return back(turn)
    turn.ask("utter_what_next", _next(turn))
    return [follow_with(LISTEN)]


def _next(turn: Turn) -> list[Button]:
    return [*([MORE] if to_be_shown(turn.slots) else []), *after_results(turn.slots)]


def _with(kept: Sequence[str], new: Sequence[str]) -> list[str]:
    """A service is on the list once: at the place that was chosen last."""
    services = {service_meant(each): each for each in (*kept, *new)}
    return list(services.values())


def _kept(turn: Turn) -> list[str]:
    return list(turn.slots.get("kept") or ())
