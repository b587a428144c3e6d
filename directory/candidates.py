"""What a search and a database say to each other: the rules that are never relaxed, and the services that pass."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from directory.model import AgeRange, Gender, Service


@dataclass(frozen=True, slots=True)
class Entry:
    """A service as stored: its version changes with its content, `vector` is its meaning (512 numbers of length 1)."""

    service: Service
    version: str
    vector: NDArray[np.float32] | None


@dataclass(frozen=True, slots=True)
class Prefilter:
    """The rules that are never relaxed. `box` is west, south, east, north in metres on the British National Grid.

    Without `councils` (lowest tier and authority of the person) only national services pass.
    """

    age: AgeRange | None = None
    gender: Gender | None = None
    for_carers: bool = False
    councils: tuple[str, ...] = ()
    box: tuple[int, int, int, int] | None = None
    examples: bool = True
