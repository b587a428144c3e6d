"""A catalogue in files: a country's is made once in minutes, and opened in a moment, mapped into memory and shared.

A folder holds one catalogue: columns as NumPy files, words and sets of areas as JSON. `current.json` beside it names
the folder, the edition, and what the catalogue was made by: another version of the rules makes it anew. It is written
whole or not at all, and whoever has an older one open keeps it.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from dataclasses import fields
from pathlib import Path
from typing import Any, Final

import numpy as np

import screening.people
from directory.candidates import Edition
from directory.catalogue import Catalogue, Numbering, Part
from directory.segment import Segment
from directory.texts import Texts

POINTER: Final = "current.json"
NUMBERS: Final = "numbering.json"
_MADE_BY: Final = ("candidates", "catalogue", "facts", "kinship", "meanings", "model", "offering", "plain",
                   "recurrence", "schedule", "segment", "spots", "suiting", "times", "timing", "words")  # fmt: skip


def save(catalogue: Catalogue, folder: Path) -> None:
    """Keep the first part of a catalogue, in which all services must stand, in place of what was kept before."""
    folder.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(dir=folder, prefix="catalogue-"))
    for name, array in _arrays(catalogue.parts[0].segment).items():
        np.save(made / name, array)
    numbering = catalogue.numbering
    numbers = {"words": list(numbering.words), "areas": [sorted(codes) for codes in numbering.areas]}
    (made / NUMBERS).write_text(json.dumps(numbers), "utf-8")
    told = {"folder": made.name, "directory": catalogue.edition.directory, "number": catalogue.edition.number}
    pointer = made / POINTER
    pointer.write_text(json.dumps(told | {"made_by": made_by()}), "utf-8")
    pointer.replace(folder / POINTER)
    for old in folder.glob("catalogue-*"):
        if old != made:
            shutil.rmtree(old, ignore_errors=True)


def kept(folder: Path, directory: str) -> Catalogue | None:
    """Return the catalogue that is kept of a directory, or None where there is none that can be used."""
    try:
        told: dict[str, Any] = json.loads((folder / POINTER).read_text("utf-8"))
        if told["made_by"] != made_by() or told["directory"] != directory:
            return None
        made = folder / str(told["folder"])
        numbers = json.loads((made / NUMBERS).read_text("utf-8"))
        arrays = {path.stem: np.load(path, mmap_mode="r").view(np.ndarray) for path in made.glob("*.npy")}
    except (OSError, ValueError, KeyError):
        return None
    segment = _segment(arrays)
    part = Part(segment, np.ones(len(segment), np.bool_))
    return Catalogue(Numbering.of(numbers["words"], numbers["areas"]), (part,), Edition(directory, told["number"]))


def made_by() -> str:
    """Return what the modules are that make a catalogue: it changes when one of them does."""
    here = Path(__file__).parent
    files = [*(here / f"{name}.py" for name in _MADE_BY), Path(screening.people.__file__)]
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()


def _arrays(segment: Segment) -> dict[str, np.ndarray[Any, Any]]:
    arrays = {f"fact-{name}": column for name, column in segment.facts.items()}
    for field in fields(Segment):
        value = getattr(segment, field.name)
        if isinstance(value, Texts):
            arrays |= {f"{field.name}-letters": value.letters, f"{field.name}-starts": value.starts}
        elif field.name != "facts":
            arrays[field.name] = value
    return arrays


def _segment(arrays: dict[str, np.ndarray[Any, Any]]) -> Segment:
    texts: dict[str, Any] = {
        name: Texts(arrays.pop(f"{name}-letters"), arrays.pop(f"{name}-starts")) for name in ("ids", "names", "packed")
    }
    facts = {name.removeprefix("fact-"): column for name, column in arrays.items() if name.startswith("fact-")}
    others: dict[str, Any] = {name: column for name, column in arrays.items() if not name.startswith("fact-")}
    return Segment(facts=facts, **texts, **others)
