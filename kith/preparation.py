"""What must be there before the service can serve: places, database, directory, and a first sign-in for a trial."""

from __future__ import annotations

import contextlib
import secrets
from pathlib import Path
from typing import Final

from council.accounts import Role
from directory.places import Places
from directory.places_build import build_places
from directory.repository import DirectoryRepository
from directory.seed_loader import load_seed, seed_version
from kith.database import make_engine
from kith.migrate import upgrade
from kith.progress import step
from kith.server import council_desk
from kith.services import PLACES_FILE, Services, utc_now
from kith.settings import Settings
from language.encoder import Encoder

DEMO_USER: Final = "demo@example.org"
DEMO_COUNCIL: Final = "E08000025"


def prepare(settings: Settings) -> None:
    """Make what is missing: places, database, directory. Does nothing when all is up to date."""
    make_places(settings.var / PLACES_FILE)
    engine = make_engine(settings.database_url)
    upgrade(engine)
    load_directory(DirectoryRepository(engine, utc_now), settings)
    engine.dispose()


def make_places(path: Path) -> None:
    """Build the file of places where it is missing or of an older form."""
    with contextlib.suppress(FileNotFoundError, ValueError):
        Places.open(path)
        return
    with step("Building the places of England"):
        build_places(path, lambda done: print(f"\n  {done} ...", end="", flush=True))


def load_directory(directory: DirectoryRepository, settings: Settings) -> None:
    """Load the services that come with the program, where they changed or the database holds none.

    Where the folder cannot be written to, as in a container, they are loaded at every start, which changes nothing.
    """
    loaded = settings.var / "seed-loaded"
    version = f"{seed_version()} {settings.database_url}"
    if loaded.exists() and loaded.read_text() == version and directory.count():
        return
    with step("Loading the directory of services"):
        load_seed(directory, Encoder())
    with contextlib.suppress(OSError):
        loaded.write_text(version)


def first_council_user(services: Services) -> str | None:
    """Make a council sign-in for a trial on the very first run, and return the line that tells it.

    None on later runs, and wherever the service has a public address: there `kith user add` makes the users.
    """
    accounts = council_desk(services).accounts
    if services.settings.public_url or accounts.users():
        return None
    password = secrets.token_urlsafe(12)
    accounts.add_user(DEMO_USER, password, DEMO_COUNCIL, Role.MANAGER)
    return f"Council sign-in at /council (shown only now): {DEMO_USER} with the password {password}"
