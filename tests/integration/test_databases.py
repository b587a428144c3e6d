"""Both databases that the service supports are really there."""

from pathlib import Path

import pytest
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


def test_a_server_that_hung_up_is_called_again(database: Engine) -> None:
    if database.dialect.name == "sqlite":
        pytest.skip("nobody hangs up on a file")
    number = text("SELECT pg_backend_pid()")
    with database.connect() as kept, database.connect() as other:
        before = kept.execute(number).scalar_one()
        kept.close()
        assert other.execute(text("SELECT pg_terminate_backend(:pid, 60000)"), {"pid": before}).scalar_one()
        with database.connect() as connection:
            assert connection.execute(number).scalar_one() != before
