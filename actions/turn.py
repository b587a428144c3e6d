"""One turn of the dialogue as an action sees it: what is known, what was just said, and what to say back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.messages import Button, Card, Kind
from language.catalogues import said_in

Event = dict[str, Any]
Slots = dict[str, Any]

LISTEN = "action_listen"


def set_slot(name: str, value: Any) -> Event:
    """Rasa's event that sets a slot; None empties it."""
    return {"event": "slot", "name": name, "value": value, "timestamp": None}


def set_slots(values: Mapping[str, Any]) -> list[Event]:
    """One such event for each of `values`."""
    return [set_slot(name, value) for name, value in values.items()]


def closed_form() -> list[Event]:
    """Rasa's events that close the open form: no question is open then."""
    return [{"event": "active_loop", "name": None, "timestamp": None}, set_slot("requested_slot", None)]


def follow_with(action: str) -> Event:
    """Rasa's event that says which action or form runs next, without asking a policy."""
    return {"event": "followup", "name": action, "timestamp": None}


@dataclass
class Turn:
    """What Rasa hands to an action, read once; `said` collects the replies as Rasa's response dictionaries."""

    sender: str
    channel: str
    slots: Slots
    intent: str
    entities: Mapping[str, str]
    text: str | None
    """The person's own words; None when a button was pressed. Never kept."""
    requested: str | None
    form: str | None
    also: tuple[str, ...] = ()
    """What else the message means, as labels of the training data ("why_ask", "life_stage/later_life")."""
    said: list[dict[str, Any]] = field(default_factory=list)

    @property
    def meanings(self) -> frozenset[str]:
        """The intents of the whole message; `intent` is the one that the dialogue follows."""
        return frozenset({self.intent, *(label.partition("/")[0] for label in self.also)})

    @property
    def language(self) -> str | None:
        """The language of the conversation (ISO 639-1); None for English."""
        return self.slots.get("language")

    def say(self, response: str, **values: Any) -> None:
        """Say the fixed response `response` of `domain.yml`, its braces filled from `values`."""
        translated = {name: said_in(self.language, each) for name, each in values.items() if isinstance(each, str)}
        spoken = {"language": self.language} if self.language else {}
        self.said.append({"response": response, **values, **translated, **spoken})

    def ask(self, response: str, buttons: Sequence[Button], **values: Any) -> None:
        """Say a fixed response with buttons that depend on the conversation."""
        titled = [button.model_copy(update={"title": said_in(self.language, button.title)}) for button in buttons]
        self.say(response, buttons=[button.model_dump() for button in titled], **values)

    def show(
        self,
        response: str,
        cards: Sequence[Card],
        buttons: Sequence[Button],
        item: str = "results",
        **values: Any,
    ) -> None:
        """Say a fixed response with service cards."""
        shown = {"kind": Kind.RESULTS, "item": item, "cards": [card.model_dump(mode="json") for card in cards]}
        shown |= {"language": self.language} if self.language else {}
        self.ask(response, buttons, json_message=shown, **values)


def read_turn(tracker: Mapping[str, Any]) -> Turn:
    """Read Rasa's tracker state (the JSON of an action call) into a `Turn`."""
    message = tracker.get("latest_message") or {}
    text = message.get("text") or ""
    slots = dict(tracker.get("slots", {}))
    return Turn(
        sender=tracker["sender_id"],
        channel=tracker.get("latest_input_channel") or "web",
        slots=slots,
        intent=(message.get("intent") or {}).get("name") or "",
        entities={found["entity"]: found["value"] for found in message.get("entities", ())},
        text=None if text.startswith("/") else text,
        requested=slots.get("requested_slot"),
        form=(tracker.get("active_loop") or {}).get("name"),
        also=tuple(message.get("also") or ()),
    )
