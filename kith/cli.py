"""`kith`: the command line for operators."""

from __future__ import annotations

import argparse
import os
import sys
from importlib import import_module

from directory.model import Need
from kith.errors import OperatorError
from kith.mishaps import in_one_line
from kith.settings import SETTINGS, Settings

EVERY_COMMAND = "kith.commands"


def main(arguments: list[str] | None = None) -> int:
    """Run one command. Returns the exit code: 0, 1 for what the operator must mend, 130 for Ctrl-C."""
    options = _parser().parse_args(arguments)
    try:
        module, _, name = options.command.rpartition(".")
        return int(getattr(import_module(module), name)(options, Settings(os.environ)))
    except OperatorError as error:
        said: str | None = str(error)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        return 0
    except Exception as error:
        said = in_one_line(error)
        if said is None:
            raise
    print(said, file=sys.stderr)
    return 1


def commands() -> tuple[str, ...]:
    """The names of all commands."""
    parsers = next(a for a in _parser()._actions if isinstance(a, argparse._SubParsersAction))
    return tuple(parsers.choices)


def _parser() -> argparse.ArgumentParser:
    settings = "\n".join(f"  {s.variable:<30} {s.help}" for s in SETTINGS)
    parser = argparse.ArgumentParser(
        prog="kith",
        description="Kith: screening and signposting for loneliness.",
        epilog=f"Settings, read from the environment:\n{settings}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, text: str, run: str = "") -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=text, description=text)
        added.set_defaults(command=run or f"{EVERY_COMMAND}.{name}")
        return added

    command("up", "Make what is missing, start everything and print the address.", run="kith.up.up_command")
    command(
        "serve",
        "Serve the web, the actions and Telegram; the engine runs elsewhere (KITH_ENGINE_URL).",
    )
    command("telegram", "Serve Telegram alone; the web and the engine run elsewhere.")
    command("train", "Train the dialogue model of these files.")
    lines = command(
        "safety",
        "Read JSON lines with id and text; write id and the safety category of each.",
    )
    lines.add_argument("--jsonl", action="store_true", required=True)
    lines = command(
        "understand",
        "Read JSON lines with id, text, state; write id, meaning, value, confidence.",
    )
    lines.add_argument("--jsonl", action="store_true", required=True)
    places = command(
        "places", "Build the file of places, take postcodes and wards from an ONSPD or NSPL file, or look a place up."
    )
    places.add_argument("action", choices=["build", "import", "look-up"])
    places.add_argument("text", nargs="?", default="", help="the file to import (CSV or zip), or the place")
    directory = command(
        "directory",
        "Load the seed files, find services, import other directories, list them, explain a service, correct a term.",
    )
    directory.add_argument("action", choices=["load", "find", "import", "sources", "explain", "correct"])
    directory.add_argument("text", nargs="?", default="", help="what to import, explain or correct")
    directory.add_argument("--name", help="import: the name of the source")
    directory.add_argument("--council", help="GSS code of the council whose list it is, for example E08000025")
    directory.add_argument("--mapping", help="import: file that says which header of a plain table is what (YAML)")
    directory.add_argument("--dry-run", action="store_true", help="import: say what would change, and write nothing")
    directory.add_argument("--confirm", action="store_true", help="import: take it although many services are gone")
    directory.add_argument("--report", help="import: file for the report, as JSON")
    directory.add_argument("--largest-loss", type=float, help="import: per cent of services that may be gone unasked")
    directory.add_argument("--every", type=int, help="import: read it again every so many hours")
    directory.add_argument("--allow-private", action="store_true", help="import: the feed is inside our own network")
    directory.add_argument("--place", default="", help="find: near this place")
    directory.add_argument("--need", action="append", default=[], choices=[need.value for need in Need], help="find")
    directory.add_argument("--words", default=None, help="find: what somebody would like, in their words")
    figures = command("indicators", "Print the published figures of one council and quarter.")
    figures.add_argument("--council", required=True, help="GSS code, for example E08000025")
    figures.add_argument("--quarter", default=None, help="for example 2026-Q3; the last closed one when left out")
    figures.add_argument("--format", choices=["csv", "json"], default="csv")
    figures.add_argument("--noise", type=float, metavar="EPSILON", help="with random noise: docs/disclosure.md")
    user = command("user", "Add, list or remove council users, set a password, or reset one and print a set-up link.")
    user.add_argument("action", choices=["add", "list", "remove", "password", "link"])
    user.add_argument("name", nargs="?")
    user.add_argument("--council", help="GSS code, for example E08000025")
    user.add_argument("--role", choices=["viewer", "editor", "manager", "operator"], default="viewer")
    command("housekeeping", "Forget what is due now.")
    command("check", "Say what needs attention: contacts to check again, model, places, database.")
    return parser
