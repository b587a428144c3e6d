"""Logs without anyone's words.

Rasa's warnings and errors quote messages, slots and, in structured tracebacks, every local variable. What is kept:
the event's name and fixed explanation, and the type and place of an error. An error's message is not.
"""

from __future__ import annotations

import logging
import sys
import traceback
import warnings
from collections.abc import MutableMapping
from typing import Any

_KEPT_KEYS = frozenset({"event", "event_info", "level", "action_name", "error"})


def place_of(error: BaseException) -> str:
    """Where an error arose and what kind it and its causes are: "KeyError at action.py:452 (run)"."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f" at {frames[-1].filename}:{frames[-1].lineno} ({frames[-1].name})" if frames else ""
    cause = error.__cause__ or error.__context__
    because = f", because of {place_of(cause)}" if cause is not None and cause is not error else ""
    return f"{type(error).__name__}{place}{because}"


def structlog_processor(_logger: object, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Keep the fixed parts of a structured event; an exception becomes its type and place."""
    error = event.get("exc_info")
    if error is True or isinstance(error, tuple):
        error = sys.exc_info()[1]
    kept = {key: value for key, value in event.items() if key in _KEPT_KEYS}
    if isinstance(error, BaseException):
        kept["error"] = place_of(error)
    return kept


class WithoutErrorText(logging.Filter):
    """Replace a record's traceback, whose last line quotes values, by the error's type and place."""

    def filter(self, record: logging.LogRecord) -> bool:
        error = record.exc_info[1] if isinstance(record.exc_info, tuple) else None
        if error is not None:
            record.msg, record.args = f"{record.getMessage()} {place_of(error)}", ()
        record.exc_info = record.exc_text = None
        return True


def install_on_handlers() -> None:
    """Put the filter on every handler that exists now. Twice is once."""
    loggers = [logging.getLogger(), *map(logging.getLogger, list(logging.root.manager.loggerDict))]
    for handler in {handler for logger in loggers for handler in logger.handlers}:
        if not any(isinstance(each, WithoutErrorText) for each in handler.filters):
            handler.addFilter(WithoutErrorText())


def ignore_warnings() -> None:
    """While serving, Rasa's warnings quote what was typed, and nobody is there to read them."""
    warnings.simplefilter("ignore")
