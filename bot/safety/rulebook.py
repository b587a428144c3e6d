"""Reads the pattern files into rules: what to look for, of which category, and what takes a match back."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bot.safety.categories import CATEGORIES
from bot.safety.normalise import Normaliser
from bot.safety.patterns import GAPS, BadPhraseError, Compiler, Phrase, PhraseBook

PATTERNS = Path(__file__).parent / "patterns"
_OTHER_FILES = {"words.yml", "idioms.yml", "everyday.yml", "foreign.yml"}
_UNSPACED = re.compile("[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_NON_LATIN = re.compile("[^\u0000-\u024f\u1e00-\u1eff]")


@dataclass(frozen=True)
class Rule:
    """One expression and how to judge a match.

    `own`: it counts only when the writer is meant. `negatable`: "not" just before takes it back. `present`: it counts
    only when the sentence is not plainly about long ago. `certain`: no classifier takes it back.
    """

    category: str
    phrase: Phrase
    own: bool
    negatable: bool
    present: bool
    certain: bool


@dataclass(frozen=True)
class Rulebook:
    """Everything that the pattern files say."""

    normaliser: Normaliser
    idioms: PhraseBook[Phrase]
    rules: PhraseBook[Rule]
    foreign: tuple[tuple[str, re.Pattern[str]], ...]
    everyday: tuple[Phrase, ...]
    """What is harmless where it is a whole message."""


def load_rulebook(folder: Path = PATTERNS) -> Rulebook:
    """Read and compile the pattern files. Raises `BadPhraseError`, `KeyError` or `yaml.YAMLError` on a broken file."""
    words = _read(folder / "words.yml")
    compiler = Compiler(words["lists"], words["rewrites"])
    idioms = [compiler.phrase(source) for source in _read(folder / "idioms.yml")]
    rules = [rule for path in _category_files(folder) for rule in _rules(_read(path), compiler)]
    vocabulary = {word for phrase in [*idioms, *(rule.phrase for rule in rules)] for word in phrase.words}
    normaliser = Normaliser(words["rewrites"], vocabulary, words["telling"])
    return Rulebook(
        normaliser,
        PhraseBook((phrase, phrase) for phrase in idioms),
        PhraseBook((rule.phrase, rule) for rule in rules),
        tuple(_foreign(_read(folder / "foreign.yml"), normaliser)),
        tuple(_without_gaps(compiler, source) for source in _read(folder / "everyday.yml")),
    )


def _read(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def _category_files(folder: Path) -> Iterable[Path]:
    return (path for path in sorted(folder.glob("*.yml")) if path.name not in _OTHER_FILES)


def _rules(content: Mapping[str, Any], compiler: Compiler) -> Iterator[Rule]:
    category = content["category"]
    if category not in CATEGORIES:
        raise ValueError(f"{category!r} is not a safety category")
    for group in content["groups"]:
        for source in group["phrases"]:
            yield Rule(
                category,
                compiler.phrase(source),
                own=group["person"] == "self",
                negatable=group.get("negation") != "ignored",
                present=group.get("past") != "counts",
                certain=group.get("classifier") == "ignored",
            )


def _without_gaps(compiler: Compiler, source: str) -> Phrase:
    """Something else could be said in a gap of what is taken for harmless."""
    if not GAPS.keys().isdisjoint(source.split()):
        raise BadPhraseError(f"{source!r} must not have a gap")
    return compiler.phrase(source)


def _foreign(content: Mapping[str, Any], normaliser: Normaliser) -> Iterator[tuple[str, re.Pattern[str]]]:
    """One pattern per category: whole words in Latin letters, word beginnings elsewhere, anything where none part."""
    for category, languages in content.items():
        phrases = {normaliser.plain(phrase).strip(" |") for entries in languages.values() for phrase in entries}
        yield category, re.compile("|".join(_foreign_phrase(phrase) for phrase in sorted(phrases)))


def _foreign_phrase(phrase: str) -> str:
    if _UNSPACED.search(phrase):
        return re.escape(phrase)
    end = "" if _NON_LATIN.search(phrase) else " "
    return re.escape(f" {phrase}{end}")
