"""Counts people into the cells that are published, and writes down which cells add up to which others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from indicators.definitions import (
    ADULTS,
    CARER,
    LIFE_STAGES,
    NON_RESPONSE,
    POPULATIONS,
    ROLES,
    SAFETY_CATEGORIES,
    Measure,
)
from indicators.disclosure import Block, Sum

TALLIED = ("instrument", "role", "life_stage", "channel", "finished")
NOT_TOLD, NO_CATEGORY = "not_told", "no_category"
CONVERSATIONS = "conversations"


@dataclass(frozen=True)
class Tally:
    """How many people share one combination of everything that is counted. An item never reached has no answer."""

    instrument: str
    role: str
    life_stage: str | None
    channel: str
    finished: bool
    answers: Mapping[str, str | None]
    people: int


class Group(NamedTuple):
    """One row of a measure: everyone, or the people of one life stage or role."""

    kind: str
    code: str
    label: str


class Key(NamedTuple):
    """One cell: `table` and `column` by name, `row` as "kind/code"."""

    table: str
    row: str
    column: str


EVERYONE = Group("Everyone", "everyone", "Everyone")
STAGE_GROUPS = (
    *(Group("Life stage", code, label) for code, label in LIFE_STAGES.items()),
    Group("Life stage", NOT_TOLD, "Life stage not told"),
)
ROLE_GROUPS = tuple(Group("Role", code, label) for code, label in ROLES.items())


@dataclass
class Counted:
    """Everything that disclosure control needs to know of one publication."""

    counts: Counter[Key]
    blocks: list[Block[Key]]
    sums: list[Sum[Key]]
    channels: dict[str, list[str]]
    """The channels that were used, by population."""


def partitions(measure: Measure) -> list[tuple[Group, ...]]:
    """Return the ways in which `measure` is broken down. The groups of each way add up to everyone."""
    stages = [STAGE_GROUPS] if measure.by_life_stage else []
    return stages + ([ROLE_GROUPS] if len(measure.roles) > 1 else [])


def groups(measure: Measure) -> tuple[Group, ...]:
    """Return the rows of `measure`, everyone first."""
    return (EVERYONE, *(group for partition in partitions(measure) for group in partition))


def cell(table: str, group: Group, column: str) -> Key:
    """Return the key of one cell of a table of groups."""
    return Key(table, f"{group.kind}/{group.code}", column)


def took_part(population: str, kind: str, code: str) -> Key:
    """Return the key of a count of participants: `kind` is "finished" or "channel"."""
    return Key("took_part", f"{kind}/{code}", population)


def not_answered(measure: Measure, item: str, reason: str) -> Key:
    """Return the key of the number of people asked by `measure` who gave no answer to `item` for `reason`."""
    return Key("not_answered", f"{measure.population}/{item}", reason)


def safety_replies(category: str) -> Key:
    """Return the key of the number of conversations that met the safety reply of `category`."""
    return Key("safety_replies", f"category/{category}", CONVERSATIONS)


def count_safety(counted: Counted, safety: Mapping[str, int]) -> None:
    """Add the safety replies to what is published. No total is: conversations stand in several categories."""
    keys = [safety_replies(category) for category in SAFETY_CATEGORIES]
    counted.counts.update({safety_replies(category): number for category, number in safety.items()})
    counted.blocks += [Block((key,), is_row=False) for key in keys]


def count(tallies: Iterable[Tally], measures: Sequence[Measure]) -> Counted:
    """Count `tallies` into the cells of `measures`, with the blocks and sums that disclosure control works on."""
    counted = Counted(Counter(), [], [], {population: [] for population in POPULATIONS})
    people = [tally for tally in tallies if tally.role in ROLES]
    for population, instruments in POPULATIONS.items():
        members = [tally for tally in people if tally.instrument in instruments]
        _count_participants(counted, population, members)
        for measure in measures:
            if measure.population == population:
                _count_measure(counted, measure, [tally for tally in members if tally.role in measure.roles])
    return counted


def _count_participants(counted: Counted, population: str, members: Sequence[Tally]) -> None:
    channels = sorted({tally.channel for tally in members})
    counted.channels[population] = channels
    ends = [took_part(population, "finished", code) for code in ("yes", "no")]
    ways = [took_part(population, "channel", channel) for channel in channels]
    for tally in members:
        counted.counts[ends[0] if tally.finished else ends[1]] += tally.people
        counted.counts[took_part(population, "channel", tally.channel)] += tally.people
    counted.blocks += [Block((key,), is_row=False) for key in (*ends, *ways)]
    everybody = Key("people", population, EVERYONE.code)
    counted.sums += [Sum((everybody,), tuple(ends)), Sum((everybody,), tuple(ways))]


def _count_measure(counted: Counted, measure: Measure, members: Sequence[Tally]) -> None:
    names = [category.name for category in measure.categories]
    for tally in members:
        category = measure.category_of(tally.answers) or NO_CATEGORY
        for group in groups(measure):
            if _is_in(group, tally):
                counted.counts[cell(measure.name, group, category)] += tally.people
        for item in measure.items:
            reason = tally.answers.get(item) or "not_reached"
            if reason in NON_RESPONSE:
                counted.counts[not_answered(measure, item, reason)] += tally.people
    rows = [tuple(cell(measure.name, group, name) for name in names) for group in groups(measure)]
    counted.blocks += [Block(row, is_row=True) for row in rows]
    counted.blocks += [Block((key,), is_row=False) for item in measure.items for key in _reasons(measure, item)]
    counted.sums += [*_sums_of_groups(measure, names), *_sums_of_rows(measure, names), *_sums_of_reasons(measure)]


def _is_in(group: Group, tally: Tally) -> bool:
    own_code = {"Life stage": tally.life_stage or NOT_TOLD, "Role": tally.role}
    return group is EVERYONE or own_code[group.kind] == group.code


def _reasons(measure: Measure, item: str) -> tuple[Key, ...]:
    return tuple(not_answered(measure, item, reason) for reason in NON_RESPONSE)


def _sums_of_groups(measure: Measure, names: Sequence[str]) -> Iterator[Sum[Key]]:
    """Each column: the life stages add up to everyone, and so do the roles."""
    for name in (*names, NO_CATEGORY):
        for partition in partitions(measure):
            parts = tuple(cell(measure.name, group, name) for group in partition)
            yield Sum((cell(measure.name, EVERYONE, name),), parts)


def _sums_of_rows(measure: Measure, names: Sequence[str]) -> Iterator[Sum[Key]]:
    """Each row: the categories and those in none add up to the people, who are the same in every measure."""
    for group in groups(measure):
        parts = tuple(cell(measure.name, group, name) for name in (*names, NO_CATEGORY))
        yield Sum((_people(measure, group),), parts)


def _people(measure: Measure, group: Group) -> Key:
    if measure.roles == tuple(ROLES):
        return Key("people", measure.population, group.code)
    return Key("people", ADULTS, CARER) if group is EVERYONE else Key("people", measure.name, group.code)


def _sums_of_reasons(measure: Measure) -> Iterator[Sum[Key]]:
    """Whoever is in no category gave no answer to at least one item, so each item's reasons are part of them."""
    nobody = cell(measure.name, EVERYONE, NO_CATEGORY)
    reasons = [_reasons(measure, item) for item in measure.items]
    if len(reasons) == 1:
        yield Sum((nobody,), reasons[0])
        return
    for item, keys in zip(measure.items, reasons, strict=True):
        yield Sum((nobody,), (*keys, Key("answered", measure.name, item)))
    yield Sum(tuple(key for keys in reasons for key in keys), (nobody, Key("more_than_one", measure.name, "")))
