"""`kith understand`: the engine says what each line means; ages and places are read here, as the chat reads them."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from actions.conditions import read_beside
from actions.told import NOT_CONDITIONS, UNHEARD
from kith.training import ENGINE_PYTHON, ROOT
from language.place_mentions import PlaceMentions
from language.values import read_age, their_age, told_age
from screening.people import LifeStage, stage_of

TELL_AGE: Final = "tell_age"
PLACE: Final = "place"
_STAGE: Final = "life_stage:"
_NEED: Final = "need:"
_FILTER: Final = "filter:"
_ANSWER: Final = "answer:"
_NAME_LENGTH: Final = 4
_PUBLISHED_FILTERS: Final = {
    **{name: name for name in ("free", "step_free", "online", "weekend", "evening")},
    **dict.fromkeys(("saturday", "sunday"), "weekend"),
}
_NO_AGE_BESIDE: Final = UNHEARD | {"for_someone_else"}
"""Meanings beside which the chat reads no age of the writer."""
Mentions = Callable[[str], Sequence[str]]


class EngineStoppedError(Exception):
    """The engine's command ended early; it has said why on standard error. The argument is its exit code."""


def understood(model: Path, lines: Iterable[str], this_year: int, mentions: Mentions | None = None) -> Iterator[str]:
    """One JSON line for each line that is not empty, as soon as it is there. Raises `EngineStoppedError`."""
    mentions = mentions or PlaceMentions().find
    command = [str(ENGINE_PYTHON), "-m", "engine.understand", str(model)]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as engine:
        assert engine.stdin is not None  # noqa: S101 - both are pipes
        assert engine.stdout is not None  # noqa: S101
        for line in lines:
            engine.stdin.write(line.rstrip("\n") + "\n")
            engine.stdin.flush()
            if not line.strip():
                continue
            reply = engine.stdout.readline()
            if not reply:
                raise EngineStoppedError(engine.wait())
            row = with_values(json.loads(reply), json.loads(line)["text"], this_year, mentions)
            yield json.dumps(row, ensure_ascii=False)


def with_age(row: dict[str, Any], text: str, this_year: int) -> dict[str, Any]:
    """`row`, where it means an age with the stage of life that the age belongs to."""
    said = _all(row["meaning"])
    return {**row, "meaning": _one_or_all(_with_stage(said, _age(said, text, this_year)))}


def with_values(row: dict[str, Any], text: str, this_year: int, mentions: Mentions) -> dict[str, Any]:
    """`row` as `with_age` has it, and as its value what its meanings tell: ages, a place, several needs."""
    row = {**row, "meaning": _one_or_all(_with_words(_all(row["meaning"]), text, this_year))}
    age = _age(_all(row["meaning"]), text, this_year)
    aged = with_age(row, text, this_year)
    meanings = _all(aged["meaning"])
    several = sum(each.startswith(_NEED) for each in meanings) > 1
    values = [value for each in meanings if (value := _value(each, age, text, mentions, several=several)) is not None]
    return {**aged, "value": _one_or_all(values)}


def _with_words(meanings: Sequence[str], text: str, this_year: int) -> list[str]:
    """`meanings`, and what the chat reads from the words alone: the writer's age, and how a service should be given."""
    found = list(meanings)
    if _NO_AGE_BESIDE.isdisjoint(found) and not any(each.startswith((_STAGE, TELL_AGE)) for each in found):
        found += [TELL_AGE] if told_age(text, this_year) else []
    if UNHEARD.isdisjoint(meanings):
        told, times = read_beside(text, {each.partition(":")[0] for each in meanings})
        names = set() if told.alone and _is_no_wish(meanings) else told.names | times
        found += [_FILTER + _PUBLISHED_FILTERS[name] for name in sorted(names) if name in _PUBLISHED_FILTERS]
    return list(dict.fromkeys(found))


def _is_no_wish(meanings: Sequence[str]) -> bool:
    return any(each in NOT_CONDITIONS or each.startswith(_ANSWER) for each in meanings)


def _age(meanings: Sequence[str], text: str, this_year: int) -> tuple[int, int | None] | None:
    if TELL_AGE in meanings:
        return read_age(text, this_year) or their_age(text, this_year)
    return told_age(text, this_year) if any(each.startswith(_STAGE) for each in meanings) else None


def _with_stage(meanings: Sequence[str], age: tuple[int, int | None] | None) -> list[str]:
    """An age says which stage of life it is, unless small children do. One that cannot be read stands only alone."""
    if age is None:
        return [each for each in meanings if each != TELL_AGE] or list(meanings)
    if f"{_STAGE}{LifeStage.EARLY_YEARS}" in meanings:
        return [each for each in meanings if each != TELL_AGE]
    stage = f"{_STAGE}{stage_of(age[0])}"
    return list(dict.fromkeys(stage if each == TELL_AGE or each.startswith(_STAGE) else each for each in meanings))


def _value(meaning: str, age: tuple[int, int | None] | None, text: str, mentions: Mentions, *, several: bool) -> Any:
    if meaning.startswith(_STAGE) and age is not None:
        return age[0] if age[0] == age[1] else list(age)
    if meaning == PLACE:
        return text.strip() if len(text.split()) <= _NAME_LENGTH and age is None else next(iter(mentions(text)), None)
    return meaning.removeprefix(_NEED) if several and meaning.startswith(_NEED) else None


def _all(meaning: str | list[str]) -> list[str]:
    return meaning if isinstance(meaning, list) else [meaning]


def _one_or_all(values: Sequence[Any]) -> Any:
    return (values[0] if values else None) if len(values) < 2 else list(values)
