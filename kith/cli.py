"""`kith`: the command line for operators."""

from __future__ import annotations

import argparse
import asyncio
import getpass
import json
import os
import signal
import sys
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any

import uvloop

from bot.contacts import Contacts
from bot.safety import Safety
from bot.safety.classifier import SentenceClassifier
from council.accounts import AccountError
from council.passwords import WeakPasswordError
from directory.model import Need
from directory.places import Places
from directory.places_build import build_places
from directory.search import Wish
from directory.seed_loader import load_seed
from indicators.publish import publish, to_csv, to_json
from indicators.quarters import Quarter
from kith.database import make_engine
from kith.housekeeping import tidy
from kith.migrate import current, head
from kith.server import council_desk, running
from kith.services import PLACES_FILE, open_services
from kith.settings import SETTINGS, BadSettingError, Settings
from kith.training import TrainingError, model_path, train
from kith.understanding import EngineStoppedError, understood
from kith.up import StartError, up
from language.encoder import Encoder

Command = Callable[[argparse.Namespace, Settings], int]


def main(arguments: list[str] | None = None) -> int:
    """Run one command. Returns the exit code: 0, 1 for what the operator must mend, 130 for Ctrl-C."""
    options = _parser().parse_args(arguments)
    try:
        command: Command = options.command
        return command(options, Settings(os.environ))
    except (StartError, BadSettingError, TrainingError, AccountError, WeakPasswordError, CommandError) as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        return 0


def commands() -> tuple[str, ...]:
    """The names of all commands."""
    parsers = next(a for a in _parser()._actions if isinstance(a, argparse._SubParsersAction))
    return tuple(parsers.choices)


class CommandError(Exception):
    """A command that cannot be carried out; the message is one line for the operator."""


def _parser() -> argparse.ArgumentParser:
    settings = "\n".join(f"  {s.variable:<30} {s.help}" for s in SETTINGS)
    parser = argparse.ArgumentParser(
        prog="kith",
        description="Kith: screening and signposting for loneliness.",
        epilog=f"Settings, read from the environment:\n{settings}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, run: Command, text: str) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=text, description=text)
        added.set_defaults(command=run)
        return added

    command("up", _up, "Make what is missing, start everything and print the address.")
    command("serve", _serve, "Serve the web, the actions and Telegram; the engine runs elsewhere (KITH_ENGINE_URL).")
    command("telegram", _telegram, "Serve Telegram alone; the web and the engine run elsewhere.")
    command("train", _train, "Train the dialogue model of these files.")
    lines = command("safety", _safety, "Read JSON lines with id and text; write id and the safety category of each.")
    lines.add_argument("--jsonl", action="store_true", required=True)
    lines = command(
        "understand", _understand, "Read JSON lines with id, text, state; write id, meaning, value, confidence."
    )
    lines.add_argument("--jsonl", action="store_true", required=True)
    places = command("places", _places, "Build the file of places, or look a place up in it.")
    places.add_argument("action", choices=["build", "look-up"])
    places.add_argument("text", nargs="?", default="")
    directory = command("directory", _directory, "Load the services of the seed files, or find services.")
    directory.add_argument("action", choices=["load", "find"])
    directory.add_argument("--place", default="")
    directory.add_argument("--need", action="append", default=[], choices=[need.value for need in Need])
    directory.add_argument("--words", default=None)
    figures = command("indicators", _indicators, "Print the published figures of one council and quarter.")
    figures.add_argument("--council", required=True, help="GSS code, for example E08000025")
    figures.add_argument("--quarter", default=None, help="for example 2026-Q4; the present one when left out")
    figures.add_argument("--format", choices=["csv", "json"], default="csv")
    user = command("user", _user, "Add, list or remove council users, or set a password.")
    user.add_argument("action", choices=["add", "list", "remove", "password"])
    user.add_argument("name", nargs="?")
    user.add_argument("--council", help="GSS code, for example E08000025")
    user.add_argument("--role", choices=["viewer", "manager", "operator"], default="viewer")
    command("housekeeping", _housekeeping, "Forget what is due now.")
    command("check", _check, "Say what needs attention: contacts to check again, model, places, database.")
    return parser


def _up(_options: argparse.Namespace, settings: Settings) -> int:
    up(settings)
    return 0


def _serve(_options: argparse.Namespace, settings: Settings) -> int:
    return _run(settings, web=True)


def _telegram(_options: argparse.Namespace, settings: Settings) -> int:
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
        async with running(open_services(settings), settings.engine_url, web_too=web):
            print("Kith is ready.", flush=True)
            await stopped.wait()

    uvloop.run(serve())
    return 0


def _train(_options: argparse.Namespace, settings: Settings) -> int:
    print(train(settings.var))
    return 0


def _safety(_options: argparse.Namespace, _settings: Settings) -> int:
    safety = Safety(SentenceClassifier.open(Encoder()))
    for line in _json_lines(sys.stdin):
        categories = safety.categories(line["text"], line.get("state"))
        _write({"id": line["id"], "category": categories[0] if categories else "none", "categories": list(categories)})
    return 0


def _understand(_options: argparse.Namespace, settings: Settings) -> int:
    this_year = date.today().year  # noqa: DTZ011 - an age is a matter of the local calendar
    try:
        for line in understood(train(settings.var), sys.stdin, this_year):
            print(line, flush=True)
    except EngineStoppedError as stopped:
        return int(stopped.args[0])
    return 0


def _places(options: argparse.Namespace, settings: Settings) -> int:
    path = settings.var / PLACES_FILE
    if options.action == "build":
        settings.var.mkdir(parents=True, exist_ok=True)
        build_places(path, print)
        return 0
    print(Places.open(path).look_up(options.text))
    return 0


def _directory(options: argparse.Namespace, settings: Settings) -> int:
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


def _indicators(options: argparse.Namespace, settings: Settings) -> int:
    today = date.today()  # noqa: DTZ011 - a quarter is a matter of the local calendar
    quarter = Quarter.parse(options.quarter) if options.quarter else Quarter.of(today)
    publication = publish(open_services(settings).screenings, options.council, quarter, today)
    print(to_csv(publication) if options.format == "csv" else to_json(publication), end="")
    return 0


def _user(options: argparse.Namespace, settings: Settings) -> int:
    accounts = council_desk(open_services(settings)).accounts
    if options.action == "list":
        for user in accounts.users():
            print(user.name, user.council, user.role)
        return 0
    if not options.name:
        raise CommandError("Say which user: kith user ACTION NAME")
    if options.action == "remove":
        accounts.remove_user(options.name)
    elif options.action == "password":
        accounts.set_password(options.name, _password())
    elif not options.council:
        raise CommandError("Say which council: --council E08000025")
    else:
        accounts.add_user(options.name, _password(), options.council, options.role)
    return 0


def _password() -> str:
    """A password from the terminal, twice, or from standard input where there is no terminal."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    first = getpass.getpass("Password: ")
    if first != getpass.getpass("Again: "):
        raise CommandError("The two passwords differ.")
    return first


def _housekeeping(_options: argparse.Namespace, settings: Settings) -> int:
    services = open_services(settings)
    print(tidy(services, council_desk(services)))
    return 0


def _check(_options: argparse.Namespace, settings: Settings) -> int:
    problems = [*_problems(settings)]
    for problem in problems:
        print(problem)
    print(f"{len(problems)} to look at." if problems else "All is well.")
    return 1 if problems else 0


def _problems(settings: Settings) -> Iterator[str]:
    today = date.today()  # noqa: DTZ011 - the age of a contact is counted in local days
    for contact in Contacts.open().stale(today):
        checked = f"was last checked on {contact.verified_on}" if contact.verified_on else "has no dated check"
        yield f"Contact {contact.name} {checked}: ring it or read its own page."
    if not (settings.var / PLACES_FILE).exists():
        yield "The file of places is missing: kith places build"
    if settings.runs_engine and not model_path(settings.var).exists():
        yield "The dialogue model is missing or older than its files: kith train"
    yield from _database_problems(settings)


def _database_problems(settings: Settings) -> Iterator[str]:
    found = current(make_engine(settings.database_url))
    if found != head():
        yield f"The database is at step {found or 'none'} and should be at {head()}: kith up brings it there."


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
