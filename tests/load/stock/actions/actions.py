"""The custom action of the stock project, as rasa-sdk has it written; runs in the stock environment only."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

POINTS = {"hardly_ever": 1, "some_of_the_time": 2, "often": 3}


class ActionTellResult(Action):
    def name(self) -> str:
        return "action_tell_result"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        total = sum(POINTS[tracker.get_slot(name)] for name in ("companionship", "left_out", "isolated"))
        dispatcher.utter_message(text=f"Your total is {total}.")
        return []
