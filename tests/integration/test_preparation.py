"""What `kith up` makes, it makes again where it is gone."""

from __future__ import annotations

from pathlib import Path

from directory.repository import DirectoryRepository
from kith.database import make_engine
from kith.migrate import upgrade
from kith.preparation import load_directory
from kith.services import utc_now
from kith.settings import Settings


def test_a_database_that_was_made_anew_gets_its_directory_back(tmp_path: Path) -> None:
    path = tmp_path / "kith.db"
    settings = Settings({"KITH_VAR": str(tmp_path), "KITH_DATABASE_URL": f"sqlite:///{path}"})
    counts = []
    for _ in range(2):
        engine = make_engine(settings.database_url)
        upgrade(engine)
        directory = DirectoryRepository(engine, utc_now)
        load_directory(directory, settings)
        counts.append(directory.count())
        engine.dispose()
        for made in tmp_path.glob("kith.db*"):
            made.unlink()
    assert counts[0] == counts[1] > 250


def test_where_the_folder_cannot_be_written_to_the_directory_is_loaded_at_each_start_and_stays_as_it_is(
    tmp_path: Path,
) -> None:
    settings = Settings({"KITH_VAR": str(tmp_path / "read-only"), "KITH_DATABASE_URL": f"sqlite:///{tmp_path}/kith.db"})
    engine = make_engine(settings.database_url)
    upgrade(engine)
    directory = DirectoryRepository(engine, utc_now)
    editions = []
    for _ in range(2):
        load_directory(directory, settings)
        editions.append(directory.catalogue().edition)
    engine.dispose()
    assert editions[0] == editions[1]
