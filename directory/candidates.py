"""What a search and a database say to each other: the rules that are never relaxed, and the services that pass."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from directory.kinship import CONDITIONS
from directory.model import AgeRange, Gender, Need, Service
from directory.words import words_of


@dataclass(frozen=True, slots=True)
class Entry:
    """A service as stored: its version changes with its content, `vector` is its meaning (512 numbers of length 1).

    The rest is read from it once, as entries are kept in memory and every search looks at them: its words, those of
    them that name a condition or a loss, and its needs as a set.
    """

    service: Service
    version: str
    vector: NDArray[np.float32] | None
    words: frozenset[str] = field(init=False, repr=False, compare=False)
    conditions: frozenset[str] = field(init=False, repr=False, compare=False)
    needs: frozenset[Need] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        service = self.service
        said = words_of(f"{service.name} {service.summary} {' '.join(service.keywords)}")
        object.__setattr__(self, "words", said)
        object.__setattr__(self, "conditions", said & CONDITIONS)
        object.__setattr__(self, "needs", frozenset(service.needs))


@dataclass(frozen=True, slots=True)
class Edition:
    """The state of a directory: `number` grows with every change; `directory` tells this database from all others."""

    directory: str = ""
    number: int = 0


@dataclass(frozen=True, slots=True)
class Prefilter:
    """The rules that are never relaxed. `box` is west, south, east, north in metres on the British National Grid.

    Without `councils` (lowest tier and authority of the person) only national services pass.
    """

    age: AgeRange | None = None
    gender: Gender | None = None
    councils: tuple[str, ...] = ()
    box: tuple[int, int, int, int] | None = None
    examples: bool = True
