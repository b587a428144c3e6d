"""Both databases that the service supports are really there."""

from sqlalchemy import Engine, text


def test_database_answers(database: Engine) -> None:
    with database.connect() as connection:
        assert connection.execute(text("SELECT 1 + 1")).scalar_one() == 2
