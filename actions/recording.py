"""Counting: one anonymous row of a screening, and bare numbers of what was looked for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from actions.path import NOT_ASKED, SCALE, complete, keys, youngest
from actions.reading import ANY
from actions.services import Services
from actions.turn import Event, Slots, Turn, set_slots
from actions.unwanted import Unwanted
from indicators.definitions import Screening
from indicators.quarters import monday_of
from language.refusals import refused
from screening.people import LifeStage, Role

UNCOUNTED: Final = "uncounted"
"""The answer to the question for consent after which nothing is counted."""
_UNASKED: Final = "no"
"""The answer of who wants no questions, and only something near them."""


def count_screening(turn: Turn, slots: Slots, services: Services) -> None:
    """Record what `slots` say, once for each screening however often this is called.

    Only with consent to be counted, and only after at least one of the questions was answered.
    """
    answers = {item: slots[item] for item in (*SCALE, "social_contact") if slots.get(item) not in (None, NOT_ASKED)}
    if slots.get("consent") != "yes" or not slots.get("screening_key") or not answers:
        return
    services.counts.record(
        slots["screening_key"],
        Screening(
            week=monday_of(services.clock().date()),
            council=_authority(slots, services),
            ward=place.ward if (place := services.places.by_code(slots.get("place") or "")) else None,
            life_stage=_stage(slots),
            role=slots["role"] if slots.get("role") in set(Role) else Role.RESIDENT,
            channel=turn.channel,
            language="en",
            instrument=f"{slots['instrument']}/1",
            answers=answers,
            finished=complete(slots),
        ),
    )


def searches_count(slots: Slots, services: Services) -> bool:
    """Whether a search with these slots is one that is counted: for something, near a place, and not refused."""
    wished = any(need != ANY for need in slots.get("need") or ())
    return wished and _authority(slots, services) is not None and slots.get("consent") != UNCOUNTED


def count_search(slots: Slots, services: Services, *, found: bool) -> list[Event]:
    """Count a search for something near a place that was told, of whoever did not ask not to be counted."""
    needs = [need for need in slots.get("need") or () if need != ANY]
    council = _authority(slots, services)
    if council is None or not searches_count(slots, services):
        return []
    before = slots.get("needs_counted") or {}
    counted = services.needs.count(needs, council, _stage(slots), found, before)
    return [] if counted == before else set_slots({"needs_counted": counted})


def note_changes(turn: Turn, changes: Slots, services: Services) -> None:
    """After an answer: count the screening as it stands, and tell the front what a safety reply needs to know."""
    slots = {**turn.slots, **changes}
    count_screening(turn, slots, services)
    if "need" in changes:
        _remember_wish(turn, changes["need"] or [], services)
    if "place" in changes:
        services.conversations.note_council(turn.sender, _authority(slots, services))
    if "age" in changes:
        services.conversations.note_age(turn.sender, youngest(slots))


def remember_refused(turn: Turn, services: Services) -> None:
    """Keep what somebody does not want beside the words of their wish, for as long as those."""
    before = services.wishes.of(turn.sender, services.clock())
    services.wishes.note(turn.sender, ", ".join(words for words in (before, turn.text) if words), services.clock())


def _remember_wish(turn: Turn, needs: Sequence[str], services: Services) -> None:
    """Keep the words of a wish, with what was refused before them, unless that is now wished for."""
    before = refused(services.wishes.of(turn.sender, services.clock()) or "")
    stays = [words for words in before if Unwanted(words).needs.isdisjoint(needs)]
    said = turn.text if turn.text and "need" in turn.meanings else ""
    told = [said] if needs not in ([], [ANY]) else refused(said)
    services.wishes.note(turn.sender, ", ".join(filter(None, (*told, *stays))) or None, services.clock())


def take_back_if_refused(turn: Turn, changes: Slots, services: Services) -> Slots:
    """Take whoever now asks not to be counted out of the counts, and the answers of who wants no questions any more.

    Returns the slots to set.
    """
    consent = changes.get("consent")
    if consent in (UNCOUNTED, _UNASKED):
        services.counts.forget(turn.slots.get("screening_key") or "")
    if consent != UNCOUNTED:
        return {}
    services.needs.take_back(turn.slots.get("needs_counted") or {})
    return {"needs_counted": None}


def take_back(turn: Turn, services: Services) -> None:
    """Take all that was counted of this conversation back."""
    for key in keys(turn.slots):
        services.counts.forget(key)
    services.needs.take_back(turn.slots.get("needs_counted") or {})


def left_behind(slots: Slots) -> dict[str, Any]:
    """What "start again" and "for someone else" leave of a conversation: what can be taken back, and a refusal.

    The conversation is still one: another search for the same need moves its count, whomever it is for.
    """
    return {
        "past_keys": keys(slots),
        "needs_counted": slots.get("needs_counted"),
        "consent": UNCOUNTED if slots.get("consent") == UNCOUNTED else None,
    }


def _stage(slots: Slots) -> str | None:
    return slots["life_stage"] if slots.get("life_stage") in set(LifeStage) else None


def _authority(slots: Slots, services: Services) -> str | None:
    place = services.places.by_code(slots.get("place") or "")
    return place.authority if place else None
