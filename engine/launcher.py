"""Rasa's own command line, made quiet, closed and quick.

    python -m engine.launcher run | train | shell | test | data validate

Run from the repository root with the engine environment's Python. Telemetry is off, the log level is WARNING and what
is logged is stripped of words (`engine.quiet_log`), `run` listens on loopback, and the HTTP API is refused.
"""

from __future__ import annotations

import gc
import os
import sys
import warnings
from collections.abc import Sequence
from typing import Any

from engine import patches, standin

_ENVIRONMENT = {
    "RASA_TELEMETRY_ENABLED": "false",
    "RASA_MAX_CACHE_SIZE": "0",  # its cache does not notice when our component's modules change
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    "LOG_LEVEL": "WARNING",
    "LOG_LEVEL_LIBRARIES": "ERROR",
}
_NOISE = (
    # Rasa wants a response for every intent with a value ("need/gardening"); here the value becomes an entity instead.
    "Your training data contains an example .* You either need to add a response phrase",
    # Rules name few responses and intents: actions choose what to say, and forms take most answers.
    "The (utterance|intent) '.*' is not used in any story or rule",
)
_CHATTY = frozenset({"-v", "-vv", "--verbose", "--debug"})
_SERVING = frozenset({"run", "shell"})
_TRAIN = "python -m engine.launcher train --data nlu_data"
_REFUSED = 2
_CANNOT_SERVE = 3


class Refused(Exception):
    """A command that the engine does not carry out; the message is one line for the operator."""


def arguments_for_rasa(arguments: Sequence[str]) -> list[str]:
    """Rasa's arguments for ours: no API, no chatty log, `run` on loopback unless told otherwise. Raises `Refused`."""
    chosen = list(arguments)
    if any(argument.startswith("--enable-a") for argument in chosen):  # argparse accepts the beginning of an option
        raise Refused("--enable-api is refused: whoever reaches the port could load a model, which runs its code.")
    if _CHATTY & set(chosen) or any(argument.startswith(("--verb", "--deb")) for argument in chosen):
        raise Refused("A log level below WARNING is refused: Rasa would write people's messages to the log.")
    binds = any(argument == "-i" or argument.startswith("--int") for argument in chosen)
    if chosen[:1] == ["run"] and not binds:
        chosen += ["-i", "127.0.0.1"]
    if chosen[:1] == ["test"] and "--no-plot" not in chosen:
        chosen.append("--no-plot")  # the plotting library is left out
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


def _log_without_words() -> None:
    """Strip what Rasa logs. Rasa sets its logging up in `main`, so this follows each of its two steps."""
    import structlog
    from rasa import __main__ as rasa_main

    from engine import quiet_log

    stock_configure = rasa_main.configure_structlog

    def configure_structlog(log_level: int | None = None) -> None:
        stock_configure(log_level)
        structlog.configure(processors=[quiet_log.structlog_processor, *structlog.get_config()["processors"]])
        quiet_log.install_on_handlers()
        quiet_log.ignore_warnings()

    rasa_main.configure_structlog = configure_structlog


def _stop(reason: str) -> None:
    """End the process from within the server, which would otherwise go on without a model."""
    print(reason, file=sys.stderr, flush=True)  # noqa: T201
    os._exit(_CANNOT_SERVE)


def _check_before_serving() -> None:
    """Serve only with a model and the configured store; then spare the garbage collector what is loaded."""
    import rasa.core.agent
    import rasa.core.run
    import rasa.model
    from rasa.core.tracker_store import InMemoryTrackerStore
    from rasa.exceptions import ModelNotFound

    from engine import quiet_log

    stock_find, stock_load = rasa.model.get_local_model, rasa.core.agent.load_agent

    def get_local_model(model_path: str) -> Any:
        try:
            return stock_find(model_path)
        except ModelNotFound:
            _stop(f"There is no model in {model_path}. Train one: {_TRAIN}")

    async def load_agent(*args: Any, **kwargs: Any) -> Any:
        try:
            agent = await stock_load(*args, **kwargs)
        except Exception as error:
            _stop(f"The engine cannot start: {quiet_log.place_of(error)}")
        if not agent.is_ready():
            _stop(f"The model could not be loaded. Train it again: {_TRAIN}")
        endpoints = kwargs.get("endpoints")
        wanted = endpoints.tracker_store if endpoints else None
        if wanted is not None and isinstance(
            getattr(agent.tracker_store, "_tracker_store", None), InMemoryTrackerStore
        ):
            _stop(f"The tracker store {wanted.type} could not be loaded, and Rasa would keep words in memory instead.")
        gc.collect()
        gc.freeze()
        return agent

    rasa.model.get_local_model, rasa.core.agent.load_agent = get_local_model, load_agent


def main(arguments: Sequence[str]) -> int:
    """Run one command. Returns the exit code; most of Rasa's commands exit by themselves."""
    try:
        sys.argv[1:] = arguments_for_rasa(arguments)
        prepare()
    except (Refused, patches.WrongRasaVersion) as refusal:
        print(refusal, file=sys.stderr)  # noqa: T201
        return _REFUSED
    if sys.argv[1:2] and sys.argv[1] in _SERVING:
        _log_without_words()
        _check_before_serving()
    from rasa.__main__ import main as rasa_main

    rasa_main()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
