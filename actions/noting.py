"""Keeping what was told along with something else, and saying so."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, Final

from actions.conditions import wanted_of
from actions.offers import NEED_TITLES, under_18
from actions.path import filled, under_way, youngest
from actions.recording import note_changes
from actions.services import Services
from actions.told import told
from actions.turn import Event, Turn, set_slot
from directory.model import Filter, Need, When
from directory.offering import OFFERED
from directory.reasons import GIVEN, in_languages
from directory.schedule_words import TODAY, TOMORROW
from language.catalogues import said_in
from language.elsewhere import in_want
from language.phrases import Phrase, phrase
from screening.instruments import CHILD
from screening.people import LifeStage, Role

_STAGES: Final = {
    LifeStage.EARLY_YEARS: phrase("Pregnant, or with a child under 5"),
    LifeStage.YOUNG: phrase("Child or young person"),
    LifeStage.WORKING_AGE: phrase("Working age"),
    LifeStage.LATER_LIFE: phrase("Retired or later life"),
}
"""As on the buttons."""
_FILTERS: Final = {Filter.FREE: phrase("Free only"), Filter.STEP_FREE: phrase("Step-free only")}
"""As on the buttons; the others as on the cards."""
_FAR: Final = frozenset({Filter.ONLINE, Filter.PHONE})
_DAYS: Final = {
    When.MONDAY: phrase("Mondays"),
    When.TUESDAY: phrase("Tuesdays"),
    When.WEDNESDAY: phrase("Wednesdays"),
    When.THURSDAY: phrase("Thursdays"),
    When.FRIDAY: phrase("Fridays"),
    When.SATURDAY: phrase("Saturdays"),
    When.SUNDAY: phrase("Sundays"),
}
_OTHER_DAYS: Final = {
    Filter.WEEKEND: phrase("At the weekend"),
    When.NOW: phrase("Open now"),
    When.TODAY: TODAY,
    When.TOMORROW: TOMORROW,
}
_PARTS_OF_THE_DAY: Final = {
    When.MORNING: phrase("In the morning"),
    When.AFTERNOON: phrase("In the afternoon"),
    Filter.EVENING: phrase("In the evening"),
}


def note_told(turn: Turn, services: Services) -> dict[str, Any]:
    """Note what a message tells that leads elsewhere. Returns the slots to set; {} where it tells nothing."""
    facts = told(turn, services)
    if not facts:
        return {}
    changes = filled(turn.slots, facts) | confirm(turn, facts)
    note_changes(turn, changes, services)
    return changes


def confirm(turn: Turn, facts: Mapping[str, Any], unsaid: Collection[str] = ()) -> dict[str, Any]:
    """Say briefly what was noted, without the slots `unsaid`, so that a wrong reading can be put right.

    Outside the questions, carers hear of their rights at once. Returns the slots that remember what was said.
    """
    if in_want(turn.text or ""):
        turn.say("utter_elsewhere")
    slots = {**turn.slots, **facts}
    named = {name: value for name, value in facts.items() if name not in unsaid}
    rights = facts.get("role") == Role.CARER and not under_way(slots) and not slots.get("told_carer")
    if rights:
        turn.say("utter_young_carer" if under_18(slots) else "utter_carer")
        del named["role"]
    if _under_ten(slots, facts) and not turn.language and not turn.slots.get("screening_key"):
        turn.say("utter_too_young")
    if parts := [said_in(turn.language, part) for part in _in_words(named)]:
        turn.say("utter_noted", noted="; ".join(parts))
    return {"told_carer": True} if rights else {}


def _under_ten(slots: Mapping[str, Any], facts: Mapping[str, Any]) -> bool:
    age = youngest(slots) if isinstance(facts.get("age"), dict) and slots.get("role") != Role.FOR_SOMEONE_ELSE else None
    return age is not None and age < CHILD.minimum_age


def unread_age(turn: Turn) -> list[Event]:
    """An age that was told in a way that cannot be read is asked for again; anything else is not an answer."""
    if turn.requested != "age" or turn.intent != "tell_age":
        return []
    turn.say("utter_age_not_read")
    return [set_slot("age", None)]


def _in_words(facts: Mapping[str, Any]) -> list[Phrase]:
    parts: list[Phrase] = []
    if isinstance(age := facts.get("age"), dict):
        parts.append(_age_in_words(age["minimum"], age["maximum"]))
    elif facts.get("life_stage") in _STAGES:
        parts.append(_STAGES[facts["life_stage"]])
    if facts.get("role") == Role.CARER:
        parts.append(phrase("You look after someone"))
    parts += [NEED_TITLES[Need(need)] for need in facts.get("need") or () if need in set(Need)]
    times = {*(facts.get("filters") or ()), *(facts.get("times") or ())}
    return parts + _conditions_in_words(facts) + _times_in_words(times)


def _conditions_in_words(facts: Mapping[str, Any]) -> list[Phrase]:
    wanted = wanted_of(facts)
    far = [phrase("Online or by phone")] if wanted.filters >= _FAR else []
    singly = [one for one in OFFERED if one in wanted.filters and not (far and one in _FAR)]
    tongues = in_languages(sorted(wanted.languages))
    return [
        *(_FILTERS.get(one, GIVEN[one]) for one in singly),
        *far,
        *([tongues] if tongues else []),
    ]


def _times_in_words(times: Collection[str]) -> list[Phrase]:
    """Days in the order of the week; Monday to Friday are "weekdays"."""
    days = [when for when in _DAYS if when in times]
    week = [phrase("Weekdays")] if days == list(_DAYS)[:5] else [_DAYS[when] for when in days]
    week += [words for when, words in _OTHER_DAYS.items() if when in times]
    return week + [words for when, words in _PARTS_OF_THE_DAY.items() if when in times]


def _age_in_words(youngest_age: int, oldest: int | None) -> Phrase:
    if oldest is None:
        return phrase("Age {age} or over", age=youngest_age)
    if oldest == youngest_age:
        return phrase("Age {age}", age=youngest_age)
    return phrase("Age {youngest} to {oldest}", youngest=youngest_age, oldest=oldest)
