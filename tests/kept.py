"""What is dear to make and the same for every test: made by one worker, and kept in this checkout for the next run."""

from __future__ import annotations

import fcntl
import hashlib
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from directory.places_build import build_places
from kith.training import ROOT, model_path
from kith.up import make_model

KEPT = ROOT / "var" / "tests"
_PLACES_ARE_MADE_FROM = ("uv.lock", "directory/*.*")


def kept_places() -> Path:
    """The file of places, made from the installed packages, and again when the program that makes it changes."""
    digest = hashlib.sha256()
    for pattern in _PLACES_ARE_MADE_FROM:
        for path in sorted(ROOT.glob(pattern)):
            digest.update(path.read_bytes())
    kept = KEPT / f"places-{digest.hexdigest()[:16]}.bin"
    with _one_at_a_time("places"):
        if not kept.exists():
            for older in KEPT.glob("places-*.bin"):
                older.unlink()
            build_places(kept, lambda _said: None)
    return kept


def bring_model(var: Path) -> None:
    """Put the trained dialogue of this checkout's files into `var`."""
    kept, wanted = model_path(KEPT), model_path(var)
    with _one_at_a_time("model"):
        if not kept.exists():
            make_model(KEPT)
    wanted.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(kept, wanted)


@contextmanager
def _one_at_a_time(name: str) -> Iterator[None]:
    KEPT.mkdir(parents=True, exist_ok=True)
    with (KEPT / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
