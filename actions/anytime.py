"""What a person can say at any time, in or out of a question, and come back to where they were."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from actions.asides import say_aside
from actions.noting import confirm, note_told
from actions.offers import after_results, for_someone_else
from actions.path import (
    answered,
    filled,
    form_of,
    next_step,
    open_step,
    path_of,
    reopened,
    under_way,
)
from actions.recording import left_behind, note_changes, take_back
from actions.results import last_shown, show_again
from actions.services import Services
from actions.told import told
from actions.turn import LISTEN, Event, Turn, closed_form, follow_with, set_slot, set_slots
from language.elsewhere import elsewhere
from language.for_a_person import calls_for_a_person
from language.ordinals import named

PAUSED: Final = [set_slot("paused", True), follow_with(LISTEN)]
BESIDE_HELLO: Final = {"start_screening": "action_start_screening", "skip_to_services": "action_start_services"}
"""What somebody says in the same breath as hello, and the action that answers it: "hello, I'm lonely"."""
ENDS: Final = frozenset({"goodbye"})
ASKS_ITSELF: Final = frozenset({"none_suit"})


def greet(turn: Turn, services: Services) -> list[Event]:
    """Say who is talking and what can be done; in the middle of a question, come back to it."""
    if not turn.slots.get("greeted"):
        turn.say("utter_greet", operator=services.operator)
    if beside := next((action for name, action in BESIDE_HELLO.items() if name in turn.also), None):
        return [set_slot("greeted", True), follow_with(beside)]
    noted = note_told(turn, services)
    looks = not turn.form and {"need", "place", "place_problem"} & noted.keys()
    step = [follow_with(next_step({**turn.slots, **noted}))] if looks else back(turn)
    return [*set_slots({**noted, "greeted": True}), *step]


def aside(turn: Turn, services: Services) -> list[Event]:
    """Answer a question about the service itself with its fixed words, then come back to the open question."""
    name = "goodbye" if turn.intent == "thanks" and "goodbye" in turn.also else turn.intent
    say_aside(turn, services, name)
    noted = {**note_told(turn, services), "misses": None}
    return [*set_slots(noted), *([follow_with(LISTEN)] if name in ENDS | ASKS_ITSELF else back(turn))]


def carer(turn: Turn, services: Services) -> list[Event]:
    """Someone says that they look after another person: their rights first, then what they would like to do."""
    if turn.slots.get("paused"):
        return [follow_with("action_not_understood")]
    if for_someone_else(turn.slots):
        turn.say("utter_carer")
        return [set_slot("told_carer", True), *back(turn)]
    facts = told(turn, services)
    known = filled(turn.slots, facts) | confirm(replace(turn, slots={**turn.slots, "told_carer": None}), facts)
    note_changes(turn, known, services)
    if under_way(turn.slots):
        return [*set_slots(known), *back(turn)]
    turn.say("utter_carer_choices")
    return [*set_slots(known), follow_with(LISTEN)]


def help_now(turn: Turn, services: Services) -> list[Event]:
    """The fixed numbers. The front says them first; this answers when the dialogue runs without it."""
    turn.say("utter_help_now")
    return PAUSED


def pause(turn: Turn, services: Services) -> list[Event]:
    """After a safety reply nothing is taken for an answer until the person carries on."""
    turn.say("utter_paused")
    return PAUSED


def carry_on(turn: Turn, services: Services) -> list[Event]:
    """Go on exactly where the conversation was."""
    turn.say("utter_carry_on")
    going_on = set_slots({"paused": None, "misses": None})
    if turn.slots.get("shown") and not turn.form:
        show_again(turn, services)
        return [*going_on, follow_with(LISTEN)]
    return [*going_on, *back(turn)]


def repeat(turn: Turn, services: Services) -> list[Event]:
    """Say the open question, or what was found, again; all about one of them where it is named."""
    if turn.slots.get("paused"):
        turn.say("utter_paused")
        return [follow_with(LISTEN)]
    page = last_shown(turn.slots)
    if not turn.form and 0 < len(named(turn.text or "", page)) < len(page):
        return [follow_with("action_show_details")]
    return [follow_with(next_step(turn.slots))] if turn.slots.get("shown") and not turn.form else back(turn)


def go_back(turn: Turn, services: Services) -> list[Event]:
    """Ask the last answered question again."""
    path = path_of(turn.slots)
    before = path[: path.index(turn.requested)] if turn.form and turn.requested in path else path
    given = [name for name in answered(turn.slots) if name in before]
    if not given:
        turn.say("utter_back_at_start_of_questions")
        return back(turn)
    turn.say("utter_went_back")
    return [
        *set_slots({**reopened(turn.slots, given[-1]), "paused": None}),
        follow_with(form_of(given[-1], turn.slots)),
    ]


def skip(turn: Turn, services: Services) -> list[Event]:
    """Nothing is open that could be left out: the forms themselves read a skip."""
    turn.say("utter_nothing_to_skip")
    return back(turn)


def stop(turn: Turn, services: Services) -> list[Event]:
    """Stop asking. What was said stays for a day, so that the person can carry on."""
    turn.say("utter_stopped")
    return [*closed_form(), *set_slots({"paused": None, "misses": None}), follow_with(LISTEN)]


def restart(turn: Turn, services: Services) -> list[Event]:
    """Begin again with nothing known. What was counted before stays counted."""
    services.conversations.note_kept(turn.sender, ())
    services.wishes.note(turn.sender, None, services.clock())
    turn.say("utter_greet", operator=services.operator)
    restarted, listening = _forgotten()
    kept = set_slots({**left_behind(turn.slots), "greeted": True, "language": turn.language})
    if turn.language:
        return [restarted, *kept, follow_with("action_start_services")]
    turn.say("utter_start")
    return [restarted, *kept, listening]


def delete_my_data(turn: Turn, services: Services) -> list[Event]:
    """Forget this conversation at once, and take it out of the counts while it can still be told apart."""
    take_back(turn, services)
    services.conversations.forget(turn.sender)
    services.wishes.note(turn.sender, None, services.clock())
    turn.say("utter_deleted")
    return _forgotten()


def not_understood(turn: Turn, services: Services) -> list[Event]:
    """One kind sentence and the open question again; the second time, or where words call for it, a person."""
    if turn.slots.get("paused"):
        turn.say("utter_paused")
        return [follow_with(LISTEN)]
    if elsewhere(turn.text or ""):
        turn.say("utter_elsewhere")
        return [set_slot("misses", None), *back(turn)]
    if calls_for_a_person(turn.text or ""):
        say_aside(turn, services, "talk_to_human")
        return [set_slot("misses", None), *back(turn)]
    misses = int(turn.slots.get("misses") or 0) + 1
    turn.say("utter_not_understood" if misses == 1 else "utter_not_understood_again")
    return [set_slot("misses", misses), *back(turn)]


def back(turn: Turn) -> list[Event]:
    """Return to the open question; with none open, to what the conversation can go on with.

    In a language without validated questions that is services, from the first word on.
    """
    if turn.form:
        return [follow_with(open_step(turn.form))]
    if turn.slots.get("shown"):
        turn.ask("utter_what_next", after_results(turn.slots))
        return [follow_with(LISTEN)]
    if answered(turn.slots) or turn.language:
        return [follow_with(next_step(turn.slots))]
    turn.say("utter_start")
    return [follow_with(LISTEN)]


def _forgotten() -> list[Event]:
    return [{"event": "restart", "timestamp": None}, follow_with(LISTEN)]
