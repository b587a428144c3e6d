"""Somebody who knows the rule and has read everything that was ever published, and computes.

The unknowns are people: how many there are of each sort, where a sort is everything that the tables tell apart at
once. Every published number is a bound on some of them. What is asked of the solver (integer programming, HiGHS) is
whether any population at all fits when a count is supposed to be 1, or 2, and so on. A value that no population fits
has been found out.

This is more than the rule itself reckons with: it knows sums, the attacker knows people, and how they are asked.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import NamedTuple

import highspy
import numpy as np

from indicators.counting import NO_CATEGORY, NOT_TOLD
from indicators.definitions import LIFE_STAGES, NEEDS, NON_RESPONSE, NOT_REACHED, ROLES, Measure
from indicators.measures import ADULT_DIRECT, ADULT_UCLA, BANDS, CARERS_CONTACT, CHILD_DIRECT, CHILD_UCLA, MEASURES

STAGES = (*LIFE_STAGES, NOT_TOLD)
ANSWERED = "answered"
SUMS_OF_STARS = frozenset(range(len(NON_RESPONSE), 8))
"""What a hidden total of 7 at most can be at least, where each of its parts may be shown as a star."""
LARGEST = 100_000.0
LINEAR_ATTEMPTS = 4
SECONDS = 20.0
"""How long one question may take. What is then undecided is reported as not fitting."""


class Place(NamedTuple):
    """Where a number stands in what was published."""

    table: str
    group: str
    row: str
    column: str


class Sort(NamedTuple):
    """People who are alike in all that the tables of answers tell apart."""

    population: str
    ward: str
    stage: str
    role: str
    band: str
    direct: str


Terms = Mapping[int, int]
"""Unknowns, by number, with how often each counts."""


def published(text: str) -> dict[Place, str]:
    """Read a published CSV: the counts and the means. Shares are worked out from the counts that are shown."""
    rows = csv.DictReader(io.StringIO(text, newline=""))
    return {
        Place(row["table"], row["group"], row["row"], row["column"]): row["text"]
        for row in rows
        if row["unit"] != "per cent"
    }


def bounds(text: str) -> tuple[float, float] | None:
    """What a reader knows of a count shown as `text`: the rule as it is printed."""
    if text == ":":
        return None
    if text in ("*", "<8"):
        return (1.0 if text == "*" else 0.0), 7.0
    number = int(text)
    return (0.0, 0.0) if number == 0 else (max(8.0, number - 2.0), number + 2.0)


@dataclass
class Attacker:
    """One release, taken apart. `wards` are the wards that it names."""

    figures: Mapping[Place, str]
    wards: Sequence[str]
    unknowns: dict[object, int] = field(default_factory=dict)
    sorts: dict[Sort, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._solver = highspy.Highs()
        self._solver.setOptionValue("output_flag", False)
        self._solver.setOptionValue("threads", 1)
        for sort in self._all_sorts():
            self.sorts[sort] = self._unknown(sort)
        self._counts: dict[Place, Terms] = {}
        for place, terms in self._all_counts():
            self._counts[place] = terms
        for place, text in self.figures.items():
            known = bounds(text) if place in self._counts else None
            if known is not None:
                self._row(self._counts[place], *known)
        self._add_means()
        self._add_order()
        self._target = self._row({0: 0}, -LARGEST, LARGEST)
        self._last: Terms = {}
        self._chance = np.random.default_rng(0)
        self.undecided = 0

    @property
    def places(self) -> dict[Place, Terms]:
        """Every count that the tables could hold, published or not."""
        return self._counts

    def fits(self, terms: Terms, value: int) -> np.ndarray | None:
        """Return a population in which `terms` are `value` and all that was published is as it is; None if none is.

        Fractions of people are tried first: that is quick, and most often comes out whole.
        """
        for number in self._last:
            self._solver.changeCoeff(self._target, number, 0.0)
        for number, weight in terms.items():
            self._solver.changeCoeff(self._target, number, float(weight))
        self._last = terms
        self._solver.changeRowBounds(self._target, float(value), float(value))
        for attempt in range(LINEAR_ATTEMPTS):
            columns = self._solver.getNumCol()
            costs = self._chance.integers(0, 100, columns) * float(attempt > 0)
            self._solver.changeColsCost(columns, np.arange(columns, dtype=np.int32), costs)
            found = self._solved()
            if found is None or np.abs(found - np.rint(found)).max() < 1e-6:
                return found if found is None else np.rint(found)
        return self._solved_in_whole_people()

    def _solved(self) -> np.ndarray | None:
        self._solver.setOptionValue("time_limit", self._solver.getRunTime() + SECONDS)  # its clock never goes back
        self._solver.run()
        status = self._solver.getModelStatus()
        if status == highspy.HighsModelStatus.kTimeLimit:
            self.undecided += 1
            return None
        return np.array(self._solver.getSolution().col_value) if status == highspy.HighsModelStatus.kOptimal else None

    def _solved_in_whole_people(self) -> np.ndarray | None:
        columns = self._solver.getNumCol()
        every = np.arange(columns, dtype=np.int32)
        self._solver.changeColsCost(columns, every, np.zeros(columns))
        self._solver.changeColsIntegrality(columns, every, np.full(columns, highspy.HighsVarType.kInteger))
        found = self._solved()
        self._solver.changeColsIntegrality(columns, every, np.full(columns, highspy.HighsVarType.kContinuous))
        return None if found is None else np.rint(found)

    def _all_sorts(self) -> Iterator[Sort]:
        bands, direct = (
            [*(category.name for category in measure.categories), NO_CATEGORY] for measure in (ADULT_UCLA, ADULT_DIRECT)
        )
        for ward, stage, role, band, often in product((*self.wards, NOT_TOLD), STAGES, ROLES, bands, direct):
            yield Sort("adults", ward, stage, role, band, often)
        for role, band, often in product(ROLES, bands, direct):
            yield Sort("children", "", "", role, band, often)

    def _unknown(self, name: object) -> int:
        number = self.unknowns.setdefault(name, len(self.unknowns))
        if number == self._solver.getNumCol():
            self._solver.addCol(0.0, 0.0, LARGEST, 0, np.array([], dtype=np.int32), np.array([]))
        return number

    def _row(self, terms: Terms, low: float, high: float) -> int:
        numbers = np.array(list(terms), dtype=np.int32)
        weights = np.array(list(terms.values()), dtype=np.float64)
        self._solver.addRow(low, high, len(numbers), numbers, weights)
        return self._solver.getNumRow() - 1

    def _equal(self, terms: Iterable[int], others: Terms) -> None:
        self._row({**dict.fromkeys(terms, 1), **{number: -weight for number, weight in others.items()}}, 0.0, 0.0)

    def of(self, choose: Callable[[Sort], bool]) -> dict[int, int]:
        """Return everybody whose sort is chosen."""
        return {number: 1 for sort, number in self.sorts.items() if choose(sort)}

    def _all_counts(self) -> Iterator[tuple[Place, Terms]]:
        yield from self._answers()
        yield from self._contact()
        yield from self._participants()
        yield from self._reasons()
        yield from self._needs()

    def _answers(self) -> Iterator[tuple[Place, Terms]]:
        """The tables of answers, with the row of those in no category, which nobody publishes."""
        measured = (
            (ADULT_UCLA, "band", "adults"),
            (ADULT_DIRECT, "direct", "adults"),
            (CHILD_UCLA, "band", "children"),
            (CHILD_DIRECT, "direct", "children"),
        )
        for measure, part, population in measured:
            labels = {category.name: category.label for category in measure.categories} | {NO_CATEGORY: NO_CATEGORY}
            for (name, label), (group, row, choose) in product(labels.items(), self._groups(measure.by_life_stage)):
                terms = self.of(
                    lambda sort, whose=population, part=part, name=name, choose=choose: (  # type: ignore[misc]
                        sort.population == whose and getattr(sort, part) == name and choose(sort)
                    )
                )
                table = f"{measure.name}_wards" if group == "Ward" else measure.name
                if measure.by_ward or group != "Ward":
                    yield Place(table, group, row, label), terms

    def _contact(self) -> Iterator[tuple[Place, Terms]]:
        """Carers of each life stage by their contact: nothing else that is published depends on it."""
        labels = {category.name: category.label for category in CARERS_CONTACT.categories} | {NO_CATEGORY: NO_CATEGORY}
        numbers = {
            (stage, name): self._unknown((CARERS_CONTACT.name, stage, name)) for stage in STAGES for name in labels
        }
        for stage in STAGES:
            carers = self.of(lambda sort, stage=stage: (sort.stage, sort.role) == (stage, "carer"))  # type: ignore[misc]
            self._equal([numbers[stage, name] for name in labels], carers)
        for name, label in labels.items():
            everyone = {numbers[stage, name]: 1 for stage in STAGES}
            yield Place(CARERS_CONTACT.name, "Everyone", "Everyone", label), everyone
            for stage, text in {**LIFE_STAGES, NOT_TOLD: "Life stage not told"}.items():
                yield Place(CARERS_CONTACT.name, "Life stage", text, label), {numbers[stage, name]: 1}

    def _groups(self, by_life_stage: bool) -> list[tuple[str, str, Callable[[Sort], bool]]]:
        groups: list[tuple[str, str, Callable[[Sort], bool]]] = [("Everyone", "Everyone", lambda _: True)]
        if by_life_stage:
            stages = {**LIFE_STAGES, NOT_TOLD: "Life stage not told"}
            groups += [("Life stage", text, lambda s, code=code: s.stage == code) for code, text in stages.items()]  # type: ignore[misc]
        groups += [("Role", text, lambda s, code=code: s.role == code) for code, text in ROLES.items()]  # type: ignore[misc]
        wards = (*self.wards, NOT_TOLD) if self.wards else ()
        return groups + [("Ward", ward, lambda s, ward=ward: s.ward == ward) for ward in wards]  # type: ignore[misc]

    def _participants(self) -> Iterator[tuple[Place, Terms]]:
        ways: dict[str, list[str]] = {"Answers": ["Finished", "Left before the end"]}
        for place in self.figures:
            if place.table == "took_part" and place.group in ("Channel", "Language of the questions"):
                ways.setdefault(place.group, []).append(place.row)
        for population, column in (("adults", "Adults (16 and over)"), ("children", "Children (10 to 15)")):
            everybody = self.of(lambda sort, population=population: sort.population == population)  # type: ignore[misc]
            for group, rows in ways.items():
                places = [Place("took_part", group, row, column) for row in dict.fromkeys(rows)]
                numbers = [self._unknown(place) for place in places]
                self._equal(numbers, everybody)
                yield from ((place, {number: 1}) for place, number in zip(places, numbers, strict=True))

    def _reasons(self) -> Iterator[tuple[Place, Terms]]:
        """Whoever is in no category left some of the questions out: one unknown for each way to do so."""
        counts = self._counts
        for measure in MEASURES:
            nobody = counts[Place(measure.name, "Everyone", "Everyone", NO_CATEGORY)]
            every = product((ANSWERED, *NON_RESPONSE), repeat=len(measure.items))
            ways = [way for way in every if {*way} != {ANSWERED} and _in_order(way)]
            numbers = {way: self._unknown((measure.name, way)) for way in ways}
            self._equal(numbers.values(), nobody)
            for place, question in enumerate(measure.wording):
                for reason, label in NON_RESPONSE.items():
                    terms = {number: 1 for way, number in numbers.items() if way[place] == reason}
                    yield Place("not_answered", measure.title, question, label), terms

    def _needs(self) -> Iterator[tuple[Place, Terms]]:
        stages = [*LIFE_STAGES.values(), "Life stage not told"]
        by_need = [Place("needs", "Need", need, "Nothing near was found") for need in NEEDS.values()]
        by_stage = [
            Place("unmet_needs", "Life stage", stage, "Needs for which nothing near was found") for stage in stages
        ]
        numbers = {place: self._unknown(place) for place in (*by_need, *by_stage)}
        self._equal([numbers[place] for place in by_need], {numbers[place]: 1 for place in by_stage})
        yield from ((place, {number: 1}) for place, number in numbers.items())
        for need in NEEDS.values():
            found = Place("needs", "Need", need, "Something near was found")
            yield found, {self._unknown(found): 1}

    def _add_order(self) -> None:
        """Who left before the end did not reach the last question, nor what comes after the one at which they left."""
        for population, column, scale in (
            ("adults", "Adults (16 and over)", (ADULT_UCLA, ADULT_DIRECT)),
            ("children", "Children (10 to 15)", (CHILD_UCLA, CHILD_DIRECT)),
        ):
            left = self._counts[Place("took_part", "Answers", "Left before the end", column)]
            third, fourth = self._unreached(scale[0]), self._unreached(scale[1])
            neither = self.of(
                lambda sort, whose=population: (
                    (sort.population, sort.band, sort.direct)  # type: ignore[misc]
                    == (whose, NO_CATEGORY, NO_CATEGORY)
                )
            )
            self._at_least(fourth, third)
            self._at_least(neither, third)
            self._at_least(left, fourth)
            after = self._unreached(CARERS_CONTACT) if population == "adults" else {}
            self._at_least(Counter(fourth) + Counter(after), left)

    def _unreached(self, measure: Measure) -> Terms:
        """Those who did not reach the last question of a measure."""
        return self._counts[Place("not_answered", measure.title, measure.wording[-1], NON_RESPONSE[NOT_REACHED])]

    def _at_least(self, more: Terms, fewer: Terms) -> None:
        self._row({number: more.get(number, 0) - fewer.get(number, 0) for number in {**more, **fewer}}, 0.0, np.inf)

    def _add_means(self) -> None:
        """A mean bounds the sum of the scores, whatever the people in each band scored."""
        for measure in (ADULT_UCLA, CHILD_UCLA):
            text = self.figures.get(Place("mean_score", "Everyone", measure.title, "Mean score"), ":")
            if text == ":":
                continue
            tenths = round(10 * float(text))
            scores = {score: self._unknown((measure.name, score)) for score in range(3, 10)}
            for band in BANDS:
                numbers = [number for score, number in scores.items() if score in band.outcomes]
                self._equal(numbers, self._counts[Place(measure.name, "Everyone", "Everyone", band.label)])
            self._row({number: 20 * score - 2 * tenths + 1 for score, number in scores.items()}, 0.0, np.inf)
            self._row({number: 20 * score - 2 * tenths - 1 for score, number in scores.items()}, -np.inf, 0.0)


def _in_order(way: Sequence[str]) -> bool:
    """Whether nothing was reached after a question that was not."""
    unreached = [reason == NOT_REACHED for reason in way]
    return unreached == sorted(unreached)


def values_that_fit(attacker: Attacker, targets: Mapping[Place, Terms], values: Iterable[int]) -> dict[Place, set[int]]:
    """Return which of `values` each of `targets` can have. Each population that is found tells of all of them."""
    wanted = set(values)
    found: dict[Place, set[int]] = {place: set() for place in targets}
    for place, value in product(targets, sorted(wanted)):
        if value in found[place]:
            continue
        world = attacker.fits(targets[place], value)
        if world is not None:
            for other, terms in targets.items():
                found[other].add(int(sum(weight * world[number] for number, weight in terms.items())))
    return {place: seen & wanted for place, seen in found.items()}
