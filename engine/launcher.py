"""Rasa's own command line, made quiet, closed and quick: `python -m engine.launcher run | train | shell | test | data validate`.

Run from the repository root with the engine environment's Python. Telemetry is off, the log level is WARNING (below it, Rasa
writes what people say), `run` listens on loopback, and the HTTP API is refused.
"""

from __future__ import annotations

import gc
import logging
import os
import sys
import warnings
from collections.abc import Sequence

from engine import patches, standin

_ENVIRONMENT = {
    "RASA_TELEMETRY_ENABLED": "false",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    "LOG_LEVEL": "WARNING",
    "LOG_LEVEL_LIBRARIES": "ERROR",
}
# Rasa wants a response for every intent with a value ("need/gardening"); here the value becomes an entity instead.
_NOISE = ("Your training data contains an example .* You either need to add a response phrase",)
_BROKEN_MODEL = 3


class Refused(Exception):
    """A command that the engine does not carry out; the message is one line for the operator."""


def arguments_for_rasa(arguments: Sequence[str]) -> list[str]:
    """Rasa's arguments for ours: no API, no chatty log, `run` on loopback unless told otherwise."""
    chosen = list(arguments)
    if any(argument == "--enable-api" or argument.startswith("--enable-a") for argument in chosen):
        raise Refused(
            "--enable-api is refused: it would let anyone who reaches the port load a model, which runs its code."
        )
    if any(argument in ("-v", "-vv", "--verbose", "--debug") for argument in chosen):
        raise Refused("A log level below WARNING is refused: Rasa would write people's messages to the log.")
    if chosen[:1] == ["run"] and chosen[1:2] != ["actions"] and not {"-i", "--interface"} & set(chosen):
        chosen += ["-i", "127.0.0.1"]
    return chosen


def prepare() -> None:
    """Environment, warnings, stand-ins and patches: everything that must precede Rasa's first import."""
    os.environ.update(_ENVIRONMENT)
    import sanic.app  # noqa: F401 - it turns deprecation warnings on as it is imported, so the filter comes after it

    warnings.filterwarnings("ignore", category=DeprecationWarning)
    standin.install()
    patches.apply()
    from rasa.utils.common import EXPECTED_WARNINGS

    EXPECTED_WARNINGS.extend((UserWarning, message) for message in _NOISE)


def _freeze_after_loading() -> None:
    """Take the loaded model out of the garbage collector's rounds, and end the process if there is none to serve."""
    import rasa.core.agent
    import rasa.core.run

    stock_load = rasa.core.agent.load_agent

    async def load_agent(*args: object, **kwargs: object) -> object:
        agent = await stock_load(*args, **kwargs)
        if not agent.is_ready():
            print("The model could not be loaded. Train again: python -m engine.launcher train", file=sys.stderr)  # noqa: T201
            logging.shutdown()
            os._exit(_BROKEN_MODEL)
        gc.collect()
        gc.freeze()
        return agent

    rasa.core.agent.load_agent = load_agent


def main(arguments: Sequence[str]) -> int:
    """Run one command. Returns the exit code; most of Rasa's commands exit by themselves."""
    try:
        sys.argv[1:] = arguments_for_rasa(arguments)
        prepare()
    except (Refused, patches.WrongRasaVersion) as refusal:
        print(refusal, file=sys.stderr)  # noqa: T201
        return 2
    _freeze_after_loading()
    from rasa.__main__ import main as rasa_main

    rasa_main()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
