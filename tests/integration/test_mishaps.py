"""What is missing, damaged or out of date is told to the operator in one line that says what to do."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from sqlalchemy import text

from directory.place_file import MAGIC
from kith.cli import main
from kith.database import make_engine
from kith.migrate import head, upgrade

COMMANDS = (
    ["user", "list"],
    ["indicators", "--council", "E08000025"],
    ["housekeeping"],
    ["directory", "find"],
    ["directory", "sources"],
    ["directory", "explain", "x"],
)


@pytest.fixture
def var(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of an operator's, with a database that is up to date and no file of places."""
    monkeypatch.setenv("KITH_VAR", str(tmp_path))
    monkeypatch.setenv("KITH_DATABASE_URL", f"sqlite:///{tmp_path}/kith.db")
    engine = make_engine(f"sqlite:///{tmp_path}/kith.db")
    upgrade(engine)
    engine.dispose()
    return tmp_path


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """The one line on standard error of a command that fails."""
    assert main(list(arguments)) == 1
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 1, lines
    return lines[0]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_database_that_was_never_made_is_told(
    var: Path, command: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("KITH_DATABASE_URL", f"sqlite:///{var}/other.db")
    assert said(capsys, *command) == f"The database is at step none and should be at {head()}: kith up brings it there."


@pytest.mark.parametrize("command", [*COMMANDS[:4], ["places", "look-up", "B13"]], ids=" ".join)
def test_a_missing_file_of_places_is_told(var: Path, command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert said(capsys, *command) == "The file of places is missing: kith places build makes it."


@pytest.mark.parametrize("content", [b"", b"something else", MAGIC, MAGIC + b"\x40" + b"\0" * 7 + b'{"rows"'])
def test_a_damaged_file_of_places_is_told(var: Path, content: bytes, capsys: pytest.CaptureFixture[str]) -> None:
    (var / "places.bin").write_bytes(content)
    assert "kith places build makes it anew" in said(capsys, "places", "look-up", "B13")


def test_a_file_of_places_that_was_cut_short_is_told(
    var: Path, place_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copy(place_path, var / "places.bin")
    with (var / "places.bin").open("r+b") as file:
        file.truncate(place_path.stat().st_size - 10_000)
    assert "is damaged" in said(capsys, "places", "look-up", "B13")


def test_a_database_of_a_newer_version_is_left_alone(var: Path, capsys: pytest.CaptureFixture[str]) -> None:
    engine = make_engine(f"sqlite:///{var}/kith.db")
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    assert "made by a newer version" in said(capsys, "user", "list")
    assert "made by a newer version" in said(capsys, "directory", "import", "list.csv")


@pytest.mark.parametrize(
    "address", ["kith.db", "mysql://x:secret@host/name", "postgresql+psycopg://x:secret@host:y/name"]
)
def test_an_address_that_is_no_database_is_told_without_its_password(
    var: Path, address: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("KITH_DATABASE_URL", address)
    line = said(capsys, "check")
    assert line == "KITH_DATABASE_URL must be like sqlite:///path or postgresql+psycopg://user@host/name."


@pytest.mark.parametrize(
    ("variable", "value", "end"),
    [
        ("KITH_REDIS_URL", "localhost:6379", "must begin with redis:// or rediss:// or unix://."),
        ("KITH_ENGINE_URL", "engine:5005", "must begin with http:// or https://."),
        ("KITH_PUBLIC_URL", "kith.example", "must begin with http:// or https://."),
        ("KITH_TELEGRAM_WEBHOOK_SECRET", "short", "must be 16 to 256 letters, digits, _ or -."),
    ],
)
def test_a_setting_of_the_wrong_form_is_told(
    var: Path, variable: str, value: str, end: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(variable, value)
    assert said(capsys, "check") == f"{variable} {end}"


def test_a_database_that_does_not_answer_is_told(
    var: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("KITH_DATABASE_URL", "postgresql+psycopg://nobody@127.0.0.1:1/none")
    assert said(capsys, "user", "list").startswith("The database cannot be used: connection failed")
    assert main(["check"]) == 1
    assert "The database cannot be used: connection failed" in capsys.readouterr().out


def test_a_file_that_is_no_database_is_told(
    var: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (var / "letter.db").write_text("Dear council, " * 100)
    monkeypatch.setenv("KITH_DATABASE_URL", f"sqlite:///{var}/letter.db")
    assert said(capsys, "user", "list") == "The database cannot be used: file is not a database"


def test_a_folder_that_cannot_be_made_is_told(
    var: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (var / "file").touch()
    monkeypatch.setenv("KITH_VAR", str(var / "file"))
    assert said(capsys, "places", "build").startswith(f"{var / 'file'}: ")


def test_a_quarter_and_a_council_that_are_none_are_told(var: Path, capsys: pytest.CaptureFixture[str]) -> None:
    line = said(capsys, "indicators", "--council", "E08000025", "--quarter", "summer")
    assert line == "--quarter: not a quarter such as 2026-Q4: 'summer'"
