"""Events without the person's words: what may be written, and what may stay in memory when a turn is over.

Of a message remain its intent, confidence and the values that our own components set; its text, the places of words in
it and the channel's metadata go. A slot's raw words go when a later event of the same turn replaced them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from rasa.shared.core.events import BotUttered, Event, SlotSet, UserUttered

NOT_KEPT = "[not kept]"
# Who may set values: our classifier, and Rasa's reader of the payloads of buttons.
_OWN_EXTRACTORS = frozenset({"MeaningClassifier", "RegexMessageHandler"})
_ENTITY_KEYS = frozenset({"entity", "value", "role", "group", "confidence_entity", "extractor"})


def _entity_without_words(entity: Mapping[str, Any]) -> dict[str, Any]:
    kept = {key: value for key, value in entity.items() if key in _ENTITY_KEYS}
    if entity.get("extractor") not in _OWN_EXTRACTORS:
        kept["value"] = NOT_KEPT
    return kept


def _message_without_words(event: UserUttered) -> UserUttered:
    return UserUttered(
        text=NOT_KEPT if event.text else None,
        intent={key: event.intent.get(key) for key in ("name", "confidence")},
        entities=[_entity_without_words(entity) for entity in event.entities],
        timestamp=event.timestamp,
        input_channel=event.input_channel,
    )


def _is_replaced_wording(event: Event, text: str, set_later: set[str]) -> bool:
    return (
        isinstance(event, SlotSet)
        and event.key in set_later
        and isinstance(event.value, str)
        and bool(event.value)
        and event.value in text
    )


def without_words(events: Iterable[Event]) -> list[Event]:
    """The events of one turn or more, oldest first, as they may be kept. The events given are not changed."""
    newest_first: list[Event] = []
    set_later: set[str] = set()
    ordered = list(events)
    texts = _texts_in_force(ordered)
    for event, text in zip(reversed(ordered), reversed(texts), strict=True):
        if isinstance(event, BotUttered) or _is_replaced_wording(event, text, set_later):
            continue  # what the bot said is on the person's screen, and nothing here reads it again
        if isinstance(event, SlotSet):
            set_later.add(event.key)
        if isinstance(event, UserUttered):
            set_later.clear()
            newest_first.append(_message_without_words(event))
        else:
            newest_first.append(_without_metadata(event))
    return newest_first[::-1]


def _without_metadata(event: Event) -> Event:
    if not event.metadata:
        return event
    plain = event.__class__.__new__(event.__class__)
    vars(plain).update(vars(event), metadata={})
    return plain


def _texts_in_force(events: list[Event]) -> list[str]:
    """For each event, the text of the message that it answers."""
    texts, current = [], ""
    for event in events:
        if isinstance(event, UserUttered):
            current = event.text or ""
        texts.append(current)
    return texts
