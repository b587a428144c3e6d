"""The path through a conversation: where it stands follows from the slots alone, so any step can be undone or resumed.

A slot that is None is still to be asked. `NOT_ASKED` marks a question that does not apply to this person (no consent,
under ten, not a carer), so that the next question is always the first empty slot of the form.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from actions.turn import LISTEN, Slots
from screening.instruments import instrument_for
from screening.people import LifeStage, Role

SCREENING_FORM: Final = "screening_form"
SERVICES_FORM: Final = "services_form"
FIND: Final = "action_find_services"
NOT_ASKED: Final = "not_asked"

SCALE: Final = ("companionship", "left_out", "isolated", "lonely")
SCREENING: Final = ("consent", "role", "age", *SCALE, "social_contact")
SERVICES: Final = ("life_stage", "age", "place", "need")
FORMS: Final = {SCREENING_FORM: SCREENING, SERVICES_FORM: SERVICES}
FOUND: Final = ("shown", "found")
"""What a search left behind: emptied when another begins."""
ADULT_AGE: Final = 18


def next_step(slots: Slots) -> str:
    """The form or action that continues the conversation: the screening, then services, then what was found."""
    if under_way(slots):
        return SCREENING_FORM
    if any(slots.get(name) is None for name in SERVICES):
        return SERVICES_FORM
    return FIND


def under_way(slots: Slots) -> bool:
    """True while a screening has begun and has a question left."""
    return bool(slots.get("screening_key")) and any(slots.get(name) is None for name in SCREENING)


def unasked(slots: Slots) -> dict[str, str]:
    """What ends a screening that is under way: its open questions are passed over."""
    return {name: NOT_ASKED for name in SCREENING if under_way(slots) and slots.get(name) is None}


def complete(slots: Slots) -> bool:
    """True when every question of the scale that applies was answered or passed over by the person."""
    return all(slots.get(name) not in (None, NOT_ASKED) for name in SCALE) and slots.get("social_contact") is not None


def next_question(slots: Slots) -> str | None:
    """The first question of the screening that is still to be asked."""
    return next((name for name in SCREENING if slots.get(name) is None), None)


def youngest(slots: Mapping[str, Any]) -> int | None:
    """The least age that this person can have, in years; None when not told."""
    age = slots.get("age")
    return int(age["minimum"]) if isinstance(age, dict) else None


def instrument_of(slots: Mapping[str, Any]) -> str | None:
    """The wording of the questions for this person, "adult" or "child"; None below ten and for an age not told."""
    age = None if slots.get("role") == Role.FOR_SOMEONE_ELSE else youngest(slots)
    instrument = None if age is None else instrument_for(age)
    return instrument.version.split("/")[0] if instrument else None


def keys(slots: Slots) -> list[str]:
    """The keys of every screening of this conversation: what must be taken back when it is deleted."""
    newest = slots.get("screening_key")
    return [*(slots.get("past_keys") or ()), *([newest] if newest else ())]


def open_step(form: str | None) -> str:
    """What an aside returns to: the open form, or waiting for the person."""
    return form if form in FORMS else LISTEN


def filled(slots: Slots, changes: Mapping[str, Any]) -> dict[str, Any]:
    """`changes` together with what follows from them: questions that no longer apply, and the wording to use.

    Nobody who refuses consent, is under ten or keeps their age to themselves is asked the scale; the carers' question
    is for adults who look after someone. Who goes to services without a screening is asked for their age only when
    young: groups for children and for adults must not be mixed up.
    """
    known = {**slots, **changes}
    result = dict(changes)
    if known.get("consent") == "no":
        return result | {name: NOT_ASKED for name in SCREENING[1:] if known.get(name) is None}
    if "life_stage" in changes and not known.get("age") and not under_way(known):
        result["age"] = None if changes["life_stage"] == LifeStage.YOUNG else NOT_ASKED
    if {"age", "consent"} & changes.keys() and known.get("age"):
        result |= _from_age(known)
        known |= result
    if {"age", "role", "consent"} & changes.keys() and known.get("age") and known.get("role"):
        result |= _from_role(known)
    return result


def _from_age(known: Mapping[str, Any]) -> dict[str, Any]:
    instrument = instrument_of(known)
    if instrument is None:
        asked_after = ("role",) if known.get("screening_key") and known.get("role") is None else ()
        return {"instrument": None, **dict.fromkeys((*asked_after, *SCALE), NOT_ASKED)}
    again = {name: None for name in ("role", *SCALE) if known.get(name) == NOT_ASKED}
    return {"instrument": instrument, **again}


def _from_role(known: Mapping[str, Any]) -> dict[str, Any]:
    if known["role"] != Role.CARER or (youngest(known) or 0) < ADULT_AGE:
        return {"social_contact": NOT_ASKED}
    return {"social_contact": None} if known.get("social_contact") == NOT_ASKED else {}


def answered(slots: Slots) -> tuple[str, ...]:
    """The questions that this person has been asked and has answered, in order."""
    return tuple(name for name in path_of(slots) if slots.get(name) not in (None, NOT_ASKED))


def path_of(slots: Slots) -> tuple[str, ...]:
    """All questions in the order in which this conversation comes to them; the age is asked in one form only."""
    services = tuple(name for name in SERVICES if name != "age") if slots.get("screening_key") else SERVICES
    return (*SCREENING, *services) if slots.get("screening_key") else services


def reopened(slots: Slots, name: str) -> dict[str, Any]:
    """The slots to empty so that `name` is asked again, with the questions that depended on its answer."""
    depending: dict[str, tuple[str, ...]] = {
        "consent": SCREENING[1:],
        "age": ("role", *SCALE, "social_contact"),
        "role": ("social_contact",),
        "life_stage": () if slots.get("screening_key") else ("age",),
    }
    dependent = [other for other in depending.get(name, ()) if slots.get(other) == NOT_ASKED]
    return dict.fromkeys((name, *dependent))


def form_of(name: str, slots: Slots) -> str:
    """The form that asks question `name` in this conversation."""
    return SCREENING_FORM if name in SCREENING and slots.get("screening_key") else SERVICES_FORM
