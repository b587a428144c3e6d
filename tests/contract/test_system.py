"""The system keeps its own rules: migrations, settings, commands, imports."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

from bot.chat import ALWAYS_ACCEPTED
from kith.cli import commands
from kith.migrate import ROOMS, current, head, migrations, upgrade
from kith.settings import SETTINGS

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text()


def test_migrations_are_linear_and_numbered() -> None:
    revisions = [script.revision for script in ScriptDirectory.from_config(migrations()).walk_revisions()]
    assert revisions[::-1] == [f"{number:04}" for number in range(1, len(revisions) + 1)]


def test_the_newest_migration_equals_the_tables_of_every_room(database: Engine) -> None:
    upgrade(database)
    upgrade(database)
    assert current(database) == head()
    with database.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, ROOMS) == []


def test_every_setting_stands_in_the_readme_with_its_default() -> None:
    rows = dict(re.findall(r"^\| `(KITH_\w+)` \| (.*?) \|", README, flags=re.MULTILINE))
    assert rows == {s.variable: f"`{s.default}`" if s.default else "" for s in SETTINGS}


def test_every_command_stands_in_the_readme() -> None:
    assert set(re.findall(r"^\| `kith (\w+)", README, flags=re.MULTILINE)) == set(commands())


def test_every_payload_that_is_always_accepted_stands_in_the_page_on_the_api() -> None:
    page = (ROOT / "docs" / "chat-api.md").read_text()
    told = re.search(r"These payloads are always accepted: (.+?),\nand `/speak", page, flags=re.DOTALL)
    assert told is not None
    assert set(re.findall(r"/\w+", told[1])) == {each for each in ALWAYS_ACCEPTED if not each.startswith("/speak{")}


def test_only_the_settings_read_the_environment() -> None:
    rooms = ("actions", "bot", "council", "directory", "indicators", "language", "screening")
    readers = [path for room in rooms for path in (ROOT / room).rglob("*.py") if "os.environ" in path.read_text()]
    assert readers == []


def test_every_import_goes_down() -> None:
    lint = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    done = subprocess.run(lint, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
