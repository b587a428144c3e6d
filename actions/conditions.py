"""How and when something should be, as the conversation keeps it: the slots `filters` and `times`, lists of names."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, Final

from actions.turn import Slots, Turn
from directory.model import Filter, Wanted, When
from directory.offering import WAYS
from language.conditions import NOTHING, Told, read_conditions
from language.elsewhere import in_want
from language.times import DAYS, OF_NOW, PARTS, WEEKEND, read_times

SPEAKS: Final = "speaks:"
"""Before the code of a language, among the filters."""
_KINDS: Final[Mapping[str, str]] = {
    **dict.fromkeys((*DAYS, *OF_NOW, WEEKEND), "day"),
    **dict.fromkeys(PARTS, "part of the day"),
    **dict.fromkeys((Filter.WOMEN, Filter.MEN), "gender"),
    **dict.fromkeys(WAYS, "way"),
}
"""What takes the place of others of its kind that were told before, as a language does."""
_WISHES: Final = frozenset({"filter", "need", "no_preference", "skip_to_services"})
_ONLINE_OR_PHONE: Final = frozenset({Filter.ONLINE, Filter.PHONE})
_MISHEARD: Final = (
    (frozenset({Filter.ACCESSIBLE_TOILET}), Filter.STEP_FREE),
    (frozenset({Filter.PHONE, Filter.ONLINE, Filter.HOME_VISIT, Filter.IN_PERSON}), Filter.ONLINE),
)
"""What the words say, and what the engine may have heard for it."""


def only_conditions(turn: Turn) -> bool:
    """Whether the message tells how or when something should be, and nothing else."""
    return bool(turn.text) and read_conditions(turn.text or "").alone


def wanted_of(slots: Mapping[str, Any]) -> Wanted:
    """How a service should be given, as far as it was told."""
    names = slots.get("filters") or ()
    return Wanted(
        frozenset(Filter(name) for name in names if name in set(Filter)),
        frozenset(name.removeprefix(SPEAKS) for name in names if name.startswith(SPEAKS)),
    )


def conditions_told(turn: Turn) -> dict[str, Any]:
    """The conditions and the times, where the message tells any, together with those that still hold.

    Days take the place of days told before, and times of day that of times of day.
    """
    heard = {value for value in (turn.entities.get("filter") or "").split(",") if value in set(Filter)}
    if in_want(turn.text or ""):
        heard = set()  # who has no money for food does not ask for what is free
    told, times = read_beside(turn.text or "", turn.meanings)
    now = _as_heard(heard, told, times) | told.names | times | {f"{SPEAKS}{code}" for code in told.languages}
    if not now | told.refused:
        return {}
    before = {*(turn.slots.get("filters") or ()), *(turn.slots.get("times") or ())}
    renewed = {_kind(name) for name in now} - {None}
    stay = {name for name in before - told.refused if _kind(name) not in renewed}
    return _slots(sorted(stay | now), turn.slots)


def read_beside(text: str, meanings: Collection[str]) -> tuple[Told, frozenset[str]]:
    """The conditions and the times that the words of `text` tell beside a wish, or alone; `meanings` are intents.

    Beside a place only conditions are read: there is a village of Friday Bridge.
    """
    told = read_conditions(text)
    wishes = not _WISHES.isdisjoint(meanings) or told.alone
    return told if wishes or "place" in meanings else NOTHING, read_times(text).names if wishes else frozenset()


def _as_heard(heard: set[str], told: Told, times: Collection[str]) -> set[str]:
    """What the engine heard, where the words do not say better: "weekday" is easily heard as "weekend"."""
    gone = {Filter.WEEKEND, Filter.EVENING} if times else set()
    gone |= {mistaken for said, mistaken in _MISHEARD if said & (told.names | told.refused)}
    kept = heard - gone
    return kept | _ONLINE_OR_PHONE if Filter.ONLINE in kept else kept


def _kind(name: str) -> str | None:
    return SPEAKS if name.startswith(SPEAKS) else _KINDS.get(name)


def _slots(hold: list[str], before: Slots) -> dict[str, Any]:
    times = [name for name in hold if name in set(When)]
    changes: dict[str, Any] = {"filters": [name for name in hold if name not in set(When)]}
    return changes | ({"times": times} if times or before.get("times") else {})
