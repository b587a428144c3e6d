"""Every custom action by its name in `domain.yml`, and the one function that runs them for Rasa."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import Any, Final

from rasa_sdk.executor import ActionExecutor, CollectingDispatcher

from actions import anytime, languages, reporting, results, screening_steps, service_steps, shortlist
from actions.services import Services
from actions.told import hears_conditions
from actions.turn import Event, Turn, read_turn
from language.refusals import refuses_questions

Step = Callable[[Turn, Services], list[Event]]
_MISHEARD_AS: Final = frozenset(
    {"action_aside", "action_languages", "action_late_answer", "action_not_understood", "action_other", "action_repeat"}
    | {"action_greet", "action_show_details", "action_start_services", "action_volunteered"}
)
"""Where "in Polish", "do they sign" or "anything tonight" may lead, which the engine does not know."""
_QUESTIONED: Final = frozenset(
    {"action_change_answer", "action_late_answer", "action_not_understood", "action_skip", "action_start_screening"}
    | {"action_start_services", "action_volunteered"}
)
"""Where "no, I don't want questions" may lead, outside of one."""

ACTIONS: Final[Mapping[str, Step]] = {
    "action_ask_need": service_steps.ask_need,
    "action_ask_place": service_steps.ask_place,
    "action_aside": anytime.aside,
    "action_carer": anytime.carer,
    "action_carry_on": anytime.carry_on,
    "action_change": screening_steps.change_answer,
    "action_change_answer": screening_steps.choose_answer,
    "action_delete_my_data": anytime.delete_my_data,
    "action_filter": results.only_some,
    "action_find_services": results.find_services,
    "action_for_someone_else": service_steps.for_someone_else,
    "action_go_back": anytime.go_back,
    "action_greet": anytime.greet,
    "action_help_now": anytime.help_now,
    "action_languages": languages.offer_languages,
    "action_keep": shortlist.keep,
    "action_late_answer": screening_steps.late_answer,
    "action_more_results": results.more_results,
    "action_not_understood": anytime.not_understood,
    "action_other": service_steps.other,
    "action_pause": anytime.pause,
    "action_repeat": anytime.repeat,
    "action_report": reporting.report,
    "action_report_wrong": reporting.ask_what_is_wrong,
    "action_restart": anytime.restart,
    "action_show_details": results.show_details,
    "action_shortlist": shortlist.show_kept,
    "action_skip": anytime.skip,
    "action_speak": languages.speak,
    "action_start_screening": screening_steps.start_screening,
    "action_start_services": service_steps.start_services,
    "action_stop": anytime.stop,
    "action_tell_result": screening_steps.tell_result,
    "action_unkeep": shortlist.take_off,
    "action_volunteered": service_steps.volunteered,
    "action_wider": results.wider,
    "validate_screening_form": screening_steps.validate_screening,
    "validate_services_form": service_steps.validate_services,
}


_LISTED: Final = frozenset(
    {"action_aside", "action_more_results", "action_not_understood", "action_show_details", "action_wider"}
)
"""Where "anything nearer" may lead."""


class Actions:
    """Runs the actions that Rasa calls, each in a thread of its own because they read and write the database."""

    def __init__(self, services: Services) -> None:
        self._executor = ActionExecutor()
        for name, step in ACTIONS.items():
            self._executor.register_function(name, _runner(_heard(name, step), services))

    async def run(self, call: dict[str, Any]) -> dict[str, Any]:
        """Answer one action call in the action server's JSON: `events` and `responses`.

        No action reads Rasa's domain, so the engine may leave it out; the executor wants one, however empty.
        """
        result = await self._executor.run({**call, "domain": {}})
        return result.model_dump() if result else {"events": [], "responses": []}


def _heard(name: str, step: Step) -> Step:
    """`step`, or outside a question what the words plainly ask for and the engine does not know."""

    def run(turn: Turn, services: Services) -> list[Event]:
        if turn.slots.get("paused") or turn.form or not turn.text:
            return step(turn, services)
        if name in _QUESTIONED and refuses_questions(turn.text):
            return service_steps.no_questions(turn, services)
        if name in _MISHEARD_AS and turn.slots.get("greeted") and hears_conditions(turn):
            return results.only_some(turn, services)
        if name in _LISTED and results.asks_for_nearest(turn):
            return results.nearest(turn, services)
        return step(turn, services)

    return run


def _runner(step: Step, services: Services) -> Callable[..., Any]:
    async def run(dispatcher: CollectingDispatcher, tracker: Any, domain: dict[str, Any]) -> list[Event]:
        turn = read_turn(tracker.current_state())
        events = await asyncio.to_thread(step, turn, services)
        for said in turn.said:
            dispatcher.utter_message(**said)
        return events

    return run
