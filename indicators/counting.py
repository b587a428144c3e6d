"""Which cells a person stands in, and which cells add up to which others.

The tables are fixed: everyone, and one more dimension at a time. What is not told by a published cell is told by none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from indicators.definitions import (
    ADULTS,
    ANOTHER,
    CARER,
    CHANNEL,
    LANGUAGE,
    LIFE_STAGES,
    NON_RESPONSE,
    NOT_REACHED,
    POPULATIONS,
    ROLES,
    WAYS,
    Measure,
    Screening,
)
from indicators.disclosure import MINIMUM_BASE, MINIMUM_BASE_OF_WARDS, Block, Sum

TOOK_PART: Final = "took_part"
NOT_TOLD, NO_CATEGORY, SCORES_ADDED = "not_told", "no_category", "scores_added"


class Group(NamedTuple):
    """One row of a measure: everyone, or the people of one life stage, role or ward."""

    kind: str
    code: str
    label: str


class Key(NamedTuple):
    """One cell: `table` and `column` by name, `row` as "kind/code"."""

    table: str
    row: str
    column: str


EVERYONE: Final = Group("Everyone", "everyone", "Everyone")
STAGE_GROUPS: Final = (
    *(Group("Life stage", code, label) for code, label in LIFE_STAGES.items()),
    Group("Life stage", NOT_TOLD, "Life stage not told"),
)
ROLE_GROUPS: Final = tuple(Group("Role", code, label) for code, label in ROLES.items())
WARD: Final = "Ward"
NO_WARD: Final = Group(WARD, NOT_TOLD, "Ward not told")


@dataclass
class Counted:
    """Everything that disclosure control needs to know of one publication.

    `counts` holds unpublished numbers, too, that follow from the others: readers can work with them.
    """

    counts: Counter[Key]
    blocks: list[Block[Key]] = field(default_factory=list)
    sums: list[Sum[Key]] = field(default_factory=list)


def partitions(measure: Measure, wards: Sequence[str] = ()) -> list[tuple[Group, ...]]:
    """Return the ways in which `measure` is broken down. The groups of each way add up to everyone."""
    stages = [STAGE_GROUPS] if measure.by_life_stage else []
    roles = [ROLE_GROUPS] if len(measure.roles) > 1 else []
    in_wards = [(*(ward_group(ward) for ward in wards), NO_WARD)] if wards and measure.by_ward else []
    return stages + roles + in_wards


def groups(measure: Measure, wards: Sequence[str] = ()) -> tuple[Group, ...]:
    """Return the rows of `measure`, everyone first."""
    return (EVERYONE, *(group for partition in partitions(measure, wards) for group in partition))


def ward_group(code: str) -> Group:
    """Return the row of a ward; whoever shows it knows its name."""
    return Group(WARD, code, code)


def cell(table: str, group: Group, column: str) -> Key:
    """Return the key of one cell of a table of groups."""
    return Key(table, f"{group.kind}/{group.code}", column)


def took_part(population: str, kind: str, code: str) -> Key:
    """Return the key of a count of participants: `kind` is "finished", or one of `WAYS`."""
    return Key(TOOK_PART, f"{kind}/{code}", population)


def not_answered(measure: Measure, item: str, reason: str) -> Key:
    """Return the key of the number of people asked by `measure` who gave no answer to `item` for `reason`."""
    return Key("not_answered", f"{measure.population}/{item}", reason)


def cells_of(person: Screening, measures: Sequence[Measure]) -> Counter[Key]:
    """Return the cells in which one person stands, each with what the person adds to it."""
    cells: Counter[Key] = Counter()
    population = next(name for name, instruments in POPULATIONS.items() if person.instrument in instruments)
    if person.role not in ROLES:
        return cells
    ways = (("finished", "yes" if person.finished else "no"), (CHANNEL, person.channel), (LANGUAGE, person.language))
    cells.update(took_part(population, kind, code) for kind, code in ways)
    for measure in measures:
        if measure.population == population and person.role in measure.roles:
            cells += _answers(person, measure)
    return cells


def _answers(person: Screening, measure: Measure) -> Counter[Key]:
    category = measure.category_of(person.answers) or NO_CATEGORY
    cells = Counter(cell(measure.name, group, category) for group in _own_groups(person, measure))
    reasons = [(item, person.answers.get(item, NOT_REACHED)) for item in measure.items]
    cells.update(not_answered(measure, item, reason) for item, reason in reasons if reason in NON_RESPONSE)
    total = measure.total_of(person.answers)
    if total is not None:
        cells[cell(measure.name, EVERYONE, SCORES_ADDED)] = total
    return cells


def _own_groups(person: Screening, measure: Measure) -> Iterator[Group]:
    own = {EVERYONE.code, person.life_stage or NOT_TOLD, person.role}
    yield from (group for group in groups(measure) if group.code in own)
    if person.ward and measure.by_ward:
        yield ward_group(person.ward)


def wards_in(counts: Mapping[Key, int]) -> list[str]:
    """Return the codes of the wards that somebody was counted in."""
    codes = {key.row.partition("/")[2] for key, people in counts.items() if people and key.row.startswith(f"{WARD}/")}
    return sorted(codes - {NOT_TOLD})


def laid_out(cells: Mapping[Key, int], measures: Sequence[Measure], wards: Sequence[str] = ()) -> Counted:
    """Return `cells` with all that follows from them: the blocks and sums that disclosure control works on.

    `wards` are laid out besides those that somebody was counted in.
    """
    counted = Counted(Counter())
    for key, people in sorted(cells.items()):  # a database may give them in any order
        if key.column != SCORES_ADDED:
            counted.counts[_in_a_fixed_row(key)] += people
    for population in POPULATIONS:
        _lay_out_participants(counted, population)
    all_wards = sorted({*wards_in(cells), *wards})
    for measure in measures:
        _lay_out_measure(counted, measure, all_wards)
    return counted


def _in_a_fixed_row(key: Key) -> Key:
    """Return where a cell is shown: ways of taking part that have no row of their own are counted together."""
    kind, _, code = key.row.partition("/")
    other = key.table == TOOK_PART and kind in WAYS and code not in WAYS[kind]
    return key._replace(row=f"{kind}/{ANOTHER}") if other else key


def _lay_out_participants(counted: Counted, population: str) -> None:
    ends = tuple(took_part(population, "finished", code) for code in ("yes", "no"))
    counted.blocks += [Block((key,)) for key in ends]
    everybody = Key("people", population, _row(EVERYONE))
    _add_sum(counted, everybody, ends)
    for kind, known in WAYS.items():
        ways = tuple(took_part(population, kind, code) for code in known)
        counted.blocks.append(Block(ways, minimum_base=MINIMUM_BASE, hides_none=True))
        counted.sums.append(Sum((everybody,), ways))


def _lay_out_measure(counted: Counted, measure: Measure, wards: Sequence[str]) -> None:
    counts, names = counted.counts, [category.name for category in measure.categories]
    if wards and measure.by_ward:
        for name in (*names, NO_CATEGORY):
            told = sum(counts[cell(measure.name, ward_group(ward), name)] for ward in wards)
            counts[cell(measure.name, NO_WARD, name)] = counts[cell(measure.name, EVERYONE, name)] - told
    for group in groups(measure, wards):
        row = tuple(cell(measure.name, group, name) for name in names)
        least = MINIMUM_BASE_OF_WARDS if group.kind == WARD else MINIMUM_BASE
        counted.blocks.append(Block(row, is_row=True, minimum_base=least))
        _add_sum(counted, _people(measure, group), (*row, cell(measure.name, group, NO_CATEGORY)))
    counted.blocks += [Block((key,)) for item in measure.items for key in _reasons(measure, item)]
    counted.sums += _sums_of_groups(measure, names, wards)
    _add_sums_of_reasons(counted, measure)
    if measure.roles == (CARER,):
        _add_others(counted, measure)


def _add_sum(counted: Counted, whole: Key, parts: tuple[Key, ...]) -> None:
    """Write down that `whole`, which is published nowhere, is what `parts` add up to."""
    counted.counts[whole] = sum(counted.counts[key] for key in parts)
    counted.sums.append(Sum((whole,), parts))


def _reasons(measure: Measure, item: str) -> tuple[Key, ...]:
    return tuple(not_answered(measure, item, reason) for reason in NON_RESPONSE)


def _row(group: Group) -> str:
    return f"{group.kind}/{group.code}"


def _people(measure: Measure, group: Group) -> Key:
    """The people of a group are the same in every measure that is asked of them."""
    if measure.roles == tuple(ROLES):
        return Key("people", measure.population, _row(group))
    return Key("people", ADULTS, f"Role/{CARER}") if group is EVERYONE else Key("people", measure.name, _row(group))


def _sums_of_groups(measure: Measure, names: Sequence[str], wards: Sequence[str]) -> Iterator[Sum[Key]]:
    """Each column: the life stages add up to everyone, and so do the roles, and the wards."""
    for name in (*names, NO_CATEGORY):
        for partition in partitions(measure, wards):
            parts = tuple(cell(measure.name, group, name) for group in partition)
            yield Sum((cell(measure.name, EVERYONE, name),), parts)


def _add_sums_of_reasons(counted: Counted, measure: Measure) -> None:
    """Whoever is in no category gave no answer to at least one item, so each item's reasons are part of them."""
    counts, nobody = counted.counts, cell(measure.name, EVERYONE, NO_CATEGORY)
    reasons = [_reasons(measure, item) for item in measure.items]
    if len(reasons) == 1:
        counted.sums.append(Sum((nobody,), reasons[0]))
        return
    for item, keys in zip(measure.items, reasons, strict=True):
        answered = Key("answered", measure.name, item)
        counts[answered] = counts[nobody] - sum(counts[key] for key in keys)
        counted.sums.append(Sum((nobody,), (*keys, answered)))
    twice = Key("more_than_one", measure.name, "")
    every = tuple(key for keys in reasons for key in keys if key.column != NOT_REACHED or key in reasons[-1])
    counts[twice] = sum(counts[key] for key in every) - counts[nobody]
    counted.sums.append(Sum(every, (nobody, twice)))


def _add_others(counted: Counted, measure: Measure) -> None:
    """Carers of a life stage or ward are some of its people; the others are residents."""
    for people in [key for key in counted.counts if key.table == "people" and key.column != _row(EVERYONE)]:
        carers = Key("people", measure.name, people.column)
        if people.row == ADULTS and carers in counted.counts:
            others = Key("others", ADULTS, people.column)
            counted.counts[others] = counted.counts[people] - counted.counts[carers]
            counted.sums.append(Sum((people,), (carers, others)))
