"""The catalogue: what search looks at of every active service, in memory, as it was at one edition of the directory.

A service that is met at several places has a row for each, so that distance, times and access go together.

It has two parts: most services, arranged once, and those that changed since. What changed is arranged anew at each
change, which is quick as long as it is little; when it is no longer little, everything is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from directory.candidates import Edition, Entry
from directory.facts import ROW, SESSION, facts_of, marks_of, sessions_of
from directory.meanings import rounded
from directory.model import Service
from directory.plain import packed, unpacked
from directory.segment import Chunk, Segment, arranged, renumbered
from directory.spots import views_of

EMPTY: Final = Edition()
LITTLE: Final = 1000
"""Services that changed, besides a twentieth of all: with more, everything is arranged anew."""


@dataclass(frozen=True)
class Numbering:
    """Numbers for words and for sets of areas; they are only ever added to."""

    words: dict[str, int] = field(default_factory=dict)
    areas: dict[frozenset[str], int] = field(default_factory=dict)
    _with_area: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def of(cls, words: Iterable[str], areas: Iterable[Iterable[str]]) -> Numbering:
        """Number these words and sets of areas in their order."""
        made = cls({word: number for number, word in enumerate(words)})
        for codes in areas:
            made.coverage(codes)
        return made

    def word(self, word: str) -> int:
        """Return the number of a word, a new one where it has none."""
        return self.words.setdefault(word, len(self.words))

    def coverage(self, codes: Iterable[str]) -> int:
        """Return the number of a set of areas, a new one where it has none."""
        wanted = frozenset(codes)
        if wanted not in self.areas:
            number = self.areas[wanted] = len(self.areas)
            for code in wanted:
                self._with_area[code].append(number)
        return self.areas[wanted]

    def covering(self, codes: Iterable[str]) -> list[int]:
        """Return the sets of areas that hold one of these codes."""
        return sorted({number for code in codes for number in self._with_area.get(code, ())})

    def named(self, codes: Iterable[str]) -> NDArray[np.bool_]:
        """Return for each set of areas whether it holds one of these codes."""
        covering = self.covering(codes)
        found = np.zeros(len(self.areas), np.bool_)
        found[covering] = True
        return found

    def covered(self, codes: Iterable[str]) -> NDArray[np.bool_]:
        """Return for each set of areas whether it holds one of these codes, or names no area at all."""
        found = self.named(codes)
        if (without := self.areas.get(frozenset())) is not None:
            found[without] = True
        return found


@dataclass(frozen=True)
class Part:
    """A segment, and which of its rows still stand."""

    segment: Segment
    standing: NDArray[np.bool_]


@dataclass(frozen=True)
class Catalogue:
    """All active services at one edition. Never changes: `changed` returns another.

    One that is `behind` is still searched while what changed since is read, and shows nothing itself.
    """

    numbering: Numbering
    parts: tuple[Part, ...]
    edition: Edition = EMPTY
    behind: bool = False

    @classmethod
    def of(cls, batches: Iterable[Sequence[Entry]], edition: Edition = EMPTY) -> Catalogue:
        """Make a catalogue of these services, which may come in batches so that not all are held at a time."""
        numbering = Numbering()
        chunks = [chunk_of(batch, numbering) for batch in batches]
        return cls(numbering, _parts(chunks, numbering), edition)

    def __len__(self) -> int:
        """Return how many rows stand: one for each place of a service."""
        return sum(int(part.standing.sum()) for part in self.parts)

    def services(self, ids: Collection[str]) -> dict[str, Service]:
        """Return those of these services that stand in it, whole and by their ids; none where it is behind."""
        return {
            part.segment.ids[row]: unpacked(whole)
            for part in (() if self.behind else self.parts)
            for row in part.segment.rows_of(ids)
            if part.standing[row] and (whole := part.segment.packed.raw(row))
        }

    def changed(self, gone: Collection[str], entries: Sequence[Entry], edition: Edition) -> Catalogue:
        """Return the catalogue without the services `gone`, and with these in their place."""
        parts = [_without(part, gone) for part in self.parts]
        new = [chunk_of(entries, self.numbering)] if entries else []
        late = sum(int(part.standing.sum()) for part in parts[1:]) + len(entries)
        if late > LITTLE + len(parts[0].segment) // 20:
            chunks = [*(standing(part) for part in parts), *new]
            return Catalogue(self.numbering, _parts(chunks, self.numbering), edition)
        chunks = [*(standing(part) for part in parts[1:]), *new]
        return Catalogue(self.numbering, (parts[0], *_parts(chunks, self.numbering)), edition)


def chunk_of(entries: Sequence[Entry], numbering: Numbering) -> Chunk:
    """Return services in columns, a row for each of their places. Vectors must be of one length."""
    views = list(views_of(entries))
    facts = np.array([facts_of(each, numbering.coverage(each.entry.service.areas)) for each in views], ROW)
    length = max((len(entry.vector) for entry in entries if entry.vector is not None), default=0)
    entries = [view.entry for view in views]
    meant = [rounded(entry.vector if entry.vector is not None else np.zeros(length, np.float32)) for entry in entries]
    pairs = [(row, numbering.word(word)) for row, entry in enumerate(entries) for word in marks_of(entry)]
    sessions = [session for row, entry in enumerate(entries) for session in sessions_of(entry.service, row)]
    return Chunk(
        facts,
        np.array([numbers for numbers, _ in meant], np.int8).reshape(len(entries), length),
        np.array([scale for _, scale in meant], np.float64),
        np.array(pairs, np.int32).reshape(-1, 2),
        np.array(sessions, SESSION),
        [entry.service.id.encode() for entry in entries],
        [entry.service.name.encode() for entry in entries],
        [packed(view.whole) if view.whole else b"" for view in views],
    )


def standing(part: Part) -> Chunk:
    """Return the services of a part that still stand."""
    segment, rows = part.segment, np.flatnonzero(part.standing)
    new_row = np.cumsum(part.standing, dtype=np.int32) - 1
    words = np.repeat(np.arange(len(segment.holds) - 1, dtype=np.int32), np.diff(segment.holds))
    kept = part.standing[segment.holders]
    facts = np.empty(len(rows), ROW)
    for name, column in segment.facts.items():
        facts[name] = column[rows]
    ids, names = segment.ids.all(), segment.names.all()
    return Chunk(
        facts,
        segment.meanings[rows],
        segment.scales[rows],
        np.column_stack([new_row[segment.holders[kept]], words[kept]]).astype(np.int32),
        renumbered(segment.sessions[part.standing[segment.sessions["row"]]], new_row),
        [ids[row] for row in rows.tolist()],
        [names[row] for row in rows.tolist()],
        [segment.packed.raw(row) for row in rows.tolist()],
    )


def joined(chunks: Sequence[Chunk]) -> Chunk:
    """Return several chunks as one; without vectors where some have none, they are zeros."""
    starts = np.cumsum([0, *(len(chunk.ids) for chunk in chunks)])
    begun = list(zip(chunks, starts.tolist(), strict=False))
    return Chunk(
        np.concatenate([chunk.facts for chunk in chunks]),
        _meanings(chunks),
        np.concatenate([chunk.scales for chunk in chunks]),
        np.concatenate([chunk.pairs + np.array([start, 0], np.int32) for chunk, start in begun]),
        np.concatenate(
            [renumbered(chunk.sessions, np.arange(start, start + len(chunk.ids))) for chunk, start in begun]
        ),
        [each for chunk in chunks for each in chunk.ids],
        [each for chunk in chunks for each in chunk.names],
        [each for chunk in chunks for each in chunk.packed],
    )


def _meanings(chunks: Sequence[Chunk]) -> NDArray[np.int8]:
    length = max(chunk.meanings.shape[1] for chunk in chunks)
    whole = np.zeros((sum(len(chunk.ids) for chunk in chunks), length), np.int8)
    start = 0
    for chunk in chunks:
        whole[start : start + len(chunk.ids), : chunk.meanings.shape[1]] = chunk.meanings
        start += len(chunk.ids)
    return whole


def _parts(chunks: Sequence[Chunk], numbering: Numbering) -> tuple[Part, ...]:
    segment = arranged(joined(chunks or [chunk_of([], numbering)]), len(numbering.words))
    return (Part(segment, np.ones(len(segment), np.bool_)),)


def _without(part: Part, gone: Collection[str]) -> Part:
    rows = part.segment.rows_of(gone)
    if not rows:
        return part
    left = part.standing.copy()
    left[rows] = False
    return Part(part.segment, left)
