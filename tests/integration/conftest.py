"""The real file of places."""

from __future__ import annotations

from pathlib import Path

import pytest

from directory.places import Places
from tests.kept import kept_places


@pytest.fixture(scope="session")
def place_path() -> Path:
    return kept_places()


@pytest.fixture(scope="session")
def places(place_path: Path) -> Places:
    return Places.open(place_path)
