"""The real place file, made once for the test run from the installed packages."""

from __future__ import annotations

from pathlib import Path

import pytest

from directory.places import Places
from directory.places_build import build_places


@pytest.fixture(scope="session")
def place_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("places") / "places.bin"
    build_places(path, lambda _said: None)
    return path


@pytest.fixture(scope="session")
def places(place_path: Path) -> Places:
    return Places.open(place_path)
