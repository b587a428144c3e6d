"""Both databases that the service supports are really there."""

from pathlib import Path

from sqlalchemy import Engine, text

from kith.database import make_engine


def test_database_answers(database: Engine) -> None:
    with database.connect() as connection:
        assert connection.execute(text("SELECT 1 + 1")).scalar_one() == 2


def test_sqlite_overwrites_what_is_deleted(tmp_path: Path) -> None:
    engine = make_engine(f"sqlite:///{tmp_path / 'kith.db'}")
    with engine.connect() as connection:
        assert connection.execute(text("PRAGMA secure_delete")).scalar_one() == 1
    engine.dispose()
