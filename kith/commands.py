"""What each command of `kith` does. Loaded when a command is run: `kith up` must not wait for all of this."""

from __future__ import annotations

import argparse
import asyncio
import getpass
import json
import signal
import sys
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import uvloop
from sqlalchemy.exc import SQLAlchemyError

from bot.contact_book import ContactBook
from bot.contacts import Contacts
from council.accounts import AccountError
from council.passwords import WeakPasswordError
from directory.model import Need
from directory.places_build import build_places, import_places
from directory.search import Wish
from directory.seed_loader import load_seed
from indicators.noise import NoiseError, noisy_csv, opendp_draw
from indicators.publish import publish, to_csv, to_json
from indicators.quarters import Quarter
from kith import directory_commands
from kith.database import make_engine
from kith.errors import CommandError, StartError
from kith.housekeeping import tidy
from kith.migrate import behind
from kith.mishaps import in_one_line
from kith.server import council_desk, running
from kith.services import PLACES_FILE, Services, open_contacts, open_net, open_places, open_services
from kith.settings import Settings
from kith.training import model_path
from kith.training import train as train_model
from kith.understanding import EngineStoppedError, understood
from kith.user_command import change_user
from language.encoder import Encoder

DIRECTORY_WORK = {
    "import": directory_commands.import_source,
    "sources": directory_commands.sources,
    "explain": directory_commands.explain,
    "correct": directory_commands.correct,
}


def serve(_options: argparse.Namespace, settings: Settings) -> int:
    return _run(settings, web=True)


def telegram(_options: argparse.Namespace, settings: Settings) -> int:
    if not settings.telegram_token:
        raise CommandError("KITH_TELEGRAM_TOKEN is not set.")
    return _run(settings, web=False)


def _run(settings: Settings, *, web: bool) -> int:
    if settings.runs_engine:
        raise CommandError("KITH_ENGINE_URL is not set: say where the engine runs, or use `kith up`.")

    async def serve() -> None:
        stopped = asyncio.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(number, stopped.set)
        services = open_services(settings)
        async with running(services, settings.engine_url, web_too=web):
            await asyncio.to_thread(services.warm_up)
            print("Kith is ready.", flush=True)
            await stopped.wait()

    uvloop.run(serve())
    return 0


def train(_options: argparse.Namespace, settings: Settings) -> int:
    print(train_model(settings.var))
    return 0


def safety(_options: argparse.Namespace, _settings: Settings) -> int:
    safety = open_net(Encoder(), ContactBook(Contacts.open())).safety
    for line in _json_lines(sys.stdin):
        categories = safety.categories(line["text"], line.get("state"))
        _write({"id": line["id"], "category": categories[0] if categories else "none", "categories": list(categories)})
    return 0


def understand(_options: argparse.Namespace, settings: Settings) -> int:
    this_year = date.today().year  # noqa: DTZ011 - an age is a matter of the local calendar
    try:
        for line in understood(train_model(settings.var), sys.stdin, this_year):
            print(line, flush=True)
    except EngineStoppedError as stopped:
        return int(stopped.args[0])
    return 0


def places(options: argparse.Namespace, settings: Settings) -> int:
    path = settings.var / PLACES_FILE
    if options.action == "build":
        settings.var.mkdir(parents=True, exist_ok=True)
        build_places(path, print)
        return 0
    if options.action == "import":
        try:
            import_places(path, Path(options.text), print)
        except (OSError, ValueError, zipfile.BadZipFile) as error:
            raise CommandError(f"The places stay as they were: {error}") from error
        return 0
    print(open_places(settings.var).look_up(options.text))
    return 0


def directory(options: argparse.Namespace, settings: Settings) -> int:
    if options.action in DIRECTORY_WORK:
        return DIRECTORY_WORK[options.action](options, settings)
    services = open_services(settings)
    if options.action == "load":
        print(load_seed(services.directory, services.encoder))
        return 0
    found = services.places.look_up(options.place) if options.place else None
    place = getattr(found, "place", None)
    if options.place and place is None:
        raise CommandError(f"{options.place!r} is not one place: {found}")
    wish = Wish(place=place, needs=tuple(Need(need) for need in options.need), text=options.words)
    for match in services.search.find(wish, limit=10).matches:
        print(f"{match.service.name}: {', '.join(match.reasons)}")
    return 0


def indicators(options: argparse.Namespace, settings: Settings) -> int:
    today = date.today()  # noqa: DTZ011 - a quarter is a matter of the local calendar
    try:
        quarter = Quarter.parse(options.quarter) if options.quarter else Quarter.last_closed(today)
    except ValueError as error:
        raise CommandError(f"--quarter: {error}") from error
    services = open_services(settings)
    if not council_desk(services).knows(options.council):
        raise CommandError(f"There is no council with the code {options.council}.")
    if options.noise is not None:
        print(_with_noise(options, services, quarter, today), end="")
        return 0
    publication = publish(services.screenings, services.safety_counts, options.council, quarter, today)
    if publication.made_on is None:
        raise CommandError(f"The figures of {quarter} are made on {quarter.closes_on}.")
    print(to_csv(publication) if options.format == "csv" else to_json(publication), end="")
    return 0


def _with_noise(options: argparse.Namespace, services: Services, quarter: Quarter, today: date) -> str:
    try:
        return noisy_csv(services.screenings, options.council, quarter, options.noise, today, opendp_draw())
    except NoiseError as error:
        raise CommandError(str(error)) from error


def user(options: argparse.Namespace, settings: Settings) -> int:
    desk = council_desk(open_services(settings))
    if options.action == "list":
        for user in desk.accounts.users():
            print(user.name, user.council, user.role, "" if user.active else "(deactivated)")
        return 0
    if not options.name:
        raise CommandError("Say which user: kith user ACTION NAME")
    try:
        said = change_user(desk, options.action, options.name, options.council, options.role, _password)
        print(said, end="")
    except (AccountError, WeakPasswordError) as error:
        raise CommandError(str(error)) from error
    return 0


def _password() -> str:
    """A password from the terminal, twice, or from standard input where there is no terminal."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    first = getpass.getpass("Password: ")
    if first != getpass.getpass("Again: "):
        raise CommandError("The two passwords differ.")
    return first


def housekeeping(_options: argparse.Namespace, settings: Settings) -> int:
    services = open_services(settings)
    print(tidy(services, council_desk(services)))
    return 0


def check(_options: argparse.Namespace, settings: Settings) -> int:
    problems = [*_problems(settings)]
    for problem in problems:
        print(problem)
    print(f"{len(problems)} to look at." if problems else "All is well.")
    return 1 if problems else 0


def _problems(settings: Settings) -> Iterator[str]:
    today = date.today()  # noqa: DTZ011 - the age of a contact is counted in local days
    yield from _contact_problems(open_contacts(settings.contacts), today)
    yield from _place_problems(settings)
    if settings.runs_engine and not model_path(settings.var).exists():
        yield "The dialogue model is missing or older than its files: kith train"
    yield from _database_problems(settings)


def _contact_problems(contacts: Contacts, today: date) -> Iterator[str]:
    for contact in contacts.stale(today):
        checked = f"was last checked on {contact.verified_on}" if contact.verified_on else "has no dated check"
        yield f"Contact {contact.name} {checked}: ring it or read its own page."
    councils = dict.fromkeys(contact.council for contact in contacts if contact.council)
    for council in councils:
        for slot in contacts.missing_slots(council):
            yield f"Council {council} has no contact for {slot}: the safety replies leave it out."
    if not councils:
        yield "No council has its own contacts in the safety replies: deploy/contacts/README.md says how to add them."


def _place_problems(settings: Settings) -> Iterator[str]:
    try:
        open_places(settings.var)
    except StartError as error:
        yield str(error)


def _database_problems(settings: Settings) -> Iterator[str]:
    try:
        problem = behind(make_engine(settings.database_url))
    except (SQLAlchemyError, OSError) as error:
        problem = in_one_line(error) or type(error).__name__
    if problem:
        yield problem


def _json_lines(lines: Iterable[str]) -> Iterator[dict[str, Any]]:
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            value = json.loads(line)
            yield {"id": value["id"], "text": str(value["text"]), "state": value.get("state")}
        except (ValueError, KeyError, TypeError) as error:
            raise CommandError(f'Line {number} is not {{"id": ..., "text": ...}}.') from error


def _write(value: dict[str, Any]) -> None:
    print(json.dumps(value, ensure_ascii=False), flush=True)
