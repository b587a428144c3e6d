"""One service out of what several sources say of it: field by field, what was assured last wins. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from directory.importing.sameness import Member
from directory.model import Cost, CostOption, Service

TOGETHER: Final = (
    *(("name",), ("organisation",), ("summary", "description"), ("url",), ("email",), ("status",), ("phones",)),
    *(("needs",), ("life_stages",), ("for_carers",), ("keywords",), ("minimum_age", "maximum_age"), ("gender",)),
    *(("cost",), ("attending",), ("access", "self_referral"), ("languages",), ("accessibility",), ("schedules",)),
    *(("location", "elsewhere"), ("areas", "scope"), ("assured_date", "verified_on"), ("source",), ("example",)),
)
"""Fields that only make sense together are taken from one source."""
WHERE: Final = ("location", "elsewhere")
WHEN_THERE: Final = ("schedules", "accessibility")
SEVERAL_PLACES: Final = (
    *(group for group in TOGETHER if not {*group} & {*WHERE, *WHEN_THERE}),
    (*WHERE, *WHEN_THERE),
)
"""With several places, what holds at each goes with it."""
SILENT: Final[dict[str, Any]] = {"cost": Cost(CostOption.UNKNOWN), "languages": ("en",)}
"""Values that say nothing: somebody who says more is heard."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Which source gave a group of fields, and what the others say instead."""

    fields: tuple[str, ...]
    winner: Member
    others: tuple[Member, ...]


def merged(members: Sequence[Member], service_id: str) -> Service:
    """Return the service that these records are together, under this id."""
    chosen = {name: getattr(choice.winner.service, name) for choice in choices(members) for name in choice.fields}
    return replace(members[0].service, **chosen, id=service_id)


def choices(members: Sequence[Member]) -> list[Choice]:
    """Return for every group of fields who is heard: the source assured last of those that say something.

    Where one of them has several places, a source that says where and when is heard before one that says where alone.
    """
    ranked = sorted(members, key=lambda member: member.rank)
    if not any(member.service.elsewhere for member in members):
        return [_choice(group, ranked) for group in TOGETHER]
    first = sorted(ranked, key=lambda member: -_says_where_and_when(member.service))
    return [_choice(group, first if WHERE[0] in group else ranked) for group in SEVERAL_PLACES]


def _choice(group: tuple[str, ...], ranked: Sequence[Member]) -> Choice:
    winner = next((member for member in ranked if _says_something(member.service, group)), ranked[0])
    said = _values(winner.service, group)
    return Choice(group, winner, tuple(m for m in ranked if m is not winner and _values(m.service, group) != said))


def _says_where_and_when(service: Service) -> int:
    return (service.location is not None) + any(place.schedules for place in service.places)


def _says_something(service: Service, group: tuple[str, ...]) -> bool:
    return any(
        value not in (None, "", (), False) and value != SILENT.get(name)
        for name, value in zip(group, _values(service, group), strict=True)
    )


def _values(service: Service, group: tuple[str, ...]) -> tuple[Any, ...]:
    return tuple(getattr(service, name) for name in group)
