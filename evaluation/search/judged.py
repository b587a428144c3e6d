"""The judged queries: what a person asks, and which services should come first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import yaml

from directory.model import AgeRange, Filter, Need, Place, When
from directory.search import Wish
from language.conditions import read_conditions
from language.times import read_times
from screening.people import LifeStage, Role

QUERIES = Path(__file__).parent / "queries"
SHARED = "shared.yml"
GRADES = {"best": 3, "good": 2, "fair": 1}
KNOWN = {"in", "text", "need", "place", "stage", "age", "role", "filters", "never", *GRADES}


@dataclass(frozen=True, slots=True)
class Query:
    """One judged wish. `part` is "dev" or "test"; `graded` pairs a grade with patterns of service names."""

    writer: str
    part: str
    wish: Wish
    graded: tuple[tuple[int, tuple[str, ...]], ...]
    never: tuple[str, ...]

    def grade(self, name: str) -> int:
        """Return how well the service with this name fits: 3 best, 2 good, 1 fair, 0 not."""
        return max((grade for grade, patterns in self.graded if _any(name, patterns)), default=0)

    def wrong(self, name: str) -> bool:
        """Whether it would be wrong to show the service with this name."""
        return not self.grade(name) and _any(name, self.never)


def read_queries(find_place: Callable[[str], Place], folder: Path = QUERIES) -> list[Query]:
    """Read every writer's judged queries. Raises ValueError for a field or a value that is not known."""
    shared = _yaml(folder / SHARED)
    places = {name: find_place(typed) if typed else None for name, typed in shared["places"].items()}
    return [
        _query(path.stem, record, places, tuple(shared["unasked"]))
        for path in sorted(folder.glob("*.yml"))
        if path.name != SHARED
        for record in _yaml(path)["queries"]
    ]


def _yaml(path: Path) -> Any:
    return yaml.safe_load(path.read_text("utf-8"))


def _query(writer: str, record: dict[str, Any], places: dict[str, Place | None], unasked: tuple[str, ...]) -> Query:
    if unknown := record.keys() - KNOWN:
        raise ValueError(f"{record}: {unknown} is not known")
    age, text = record.get("age"), record.get("text")
    told, times = read_conditions(text or ""), read_times(text or "").names
    whens = times & set(When)
    wish = Wish(
        place=places[record["place"]],
        age=AgeRange(age, age) if age else None,
        life_stages=(LifeStage(record["stage"]),) if "stage" in record else (),
        role=Role(record.get("role", "resident")),
        needs=tuple(map(Need, record.get("need", ()))),
        text=None if told.alone else text,
        filters=frozenset(map(Filter, {*record.get("filters", ()), *told.names, *(times - whens)})),
        languages=told.languages,
        times=frozenset(map(When, whens)),
    )
    graded = tuple((grade, tuple(record.get(name, ()))) for name, grade in GRADES.items())
    return Query(writer, record["in"], wish, graded, (*record.get("never", ()), *unasked))


def _any(name: str, patterns: tuple[str, ...]) -> bool:
    return any(fnmatchcase(name, pattern) for pattern in patterns)
