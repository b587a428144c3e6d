"""Counting a screening: from the slots of a conversation to one anonymous row."""

from __future__ import annotations

from datetime import timedelta

from actions.path import NOT_ASKED, SCALE, complete, youngest
from actions.reading import ANY
from actions.services import Services
from actions.turn import Slots, Turn
from indicators.definitions import Screening
from screening.people import LifeStage, Role


def count_screening(turn: Turn, slots: Slots, services: Services, found: bool | None = None) -> None:
    """Record what `slots` say, once for each screening however often this is called.

    Only with consent to be counted, and only after at least one of the questions was answered.
    """
    answers = {item: slots[item] for item in (*SCALE, "social_contact") if slots.get(item) not in (None, NOT_ASKED)}
    if slots.get("consent") != "yes" or not slots.get("screening_key") or not answers:
        return
    today = services.clock().date()
    services.counts.record(
        slots["screening_key"],
        Screening(
            week=today - timedelta(days=today.weekday()),
            council=_authority(slots, services),
            ward=place.ward if (place := services.places.by_code(slots.get("place") or "")) else None,
            life_stage=slots.get("life_stage") if slots.get("life_stage") in set(LifeStage) else None,
            role=slots["role"] if slots.get("role") in set(Role) else Role.RESIDENT,
            channel=turn.channel,
            language="en",
            instrument=f"{slots['instrument']}/1",
            answers=answers,
            needs=tuple(need for need in slots.get("need") or () if need != ANY),
            found=found,
            finished=complete(slots),
        ),
    )


def note_changes(turn: Turn, changes: Slots, services: Services) -> None:
    """After an answer: count the screening as it stands, and tell the front what a safety reply needs to know."""
    slots = {**turn.slots, **changes}
    count_screening(turn, slots, services)
    if "place" in changes:
        services.conversations.note_council(turn.sender, _authority(slots, services))
    if "age" in changes:
        services.conversations.note_age(turn.sender, youngest(slots))


def _authority(slots: Slots, services: Services) -> str | None:
    place = services.places.by_code(slots.get("place") or "")
    return place.authority if place else None
