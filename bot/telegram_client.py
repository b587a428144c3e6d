"""python-telegram-bot, set up so that neither the bot's token nor a person's words reach a log."""

from __future__ import annotations

import json
import logging
from datetime import timedelta
from typing import Any

from telegram import Update
from telegram.error import RetryAfter, TelegramError
from telegram.ext import Application, ApplicationBuilder
from telegram.request import HTTPXRequest

LOGGER = logging.getLogger(__name__)
CONNECT_SECONDS = 10.0
READ_SECONDS = 20.0
CONNECTIONS = 64

TelegramApplication = Application[Any, Any, Any, Any, Any, Any]


class PrivateRequest(HTTPXRequest):
    """The library's HTTP client, with two changes to how answers are read.

    An answer that is not JSON is not written to the log (it may quote a message), and an update of a shape that the
    library cannot read becomes an empty one, so that it is passed over instead of coming back for ever.
    """

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """Return the JSON object of an answer; raises TelegramError where there is none."""
        try:
            answer = json.loads(payload)
        except ValueError:
            answer = None
        if not isinstance(answer, dict):
            raise TelegramError("Invalid server response")
        if isinstance(answer.get("result"), list):
            answer["result"] = [readable(entry) for entry in answer["result"]]
        return answer


def readable(entry: Any) -> Any:
    """Return an update as it came, or an empty one with its number where the library cannot read it."""
    if not isinstance(entry, dict) or not isinstance(entry.get("update_id"), int):
        return entry
    try:
        Update.de_json(entry, None)
    except Exception as error:  # whatever the library makes of a shape that it does not know
        LOGGER.error("Telegram sent an update that cannot be read: %s", type(error).__name__)
        return {"update_id": entry["update_id"]}
    return entry


def asked_pause(error: Exception) -> float | None:
    """Return the seconds that Telegram asks to wait, or None where it does not ask."""
    if not isinstance(error, RetryAfter):
        return None
    wait = error.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)


def build_application(token: str, base_url: str) -> TelegramApplication:
    """Return the library's application without an updater: polling and webhook hand it updates alike."""
    request = PrivateRequest(
        connection_pool_size=CONNECTIONS,
        connect_timeout=CONNECT_SECONDS,
        read_timeout=READ_SECONDS,
        pool_timeout=READ_SECONDS,
    )
    polling = PrivateRequest(connection_pool_size=1, connect_timeout=CONNECT_SECONDS, read_timeout=READ_SECONDS)
    builder = ApplicationBuilder().token(token).base_url(base_url).request(request).get_updates_request(polling)
    return builder.updater(None).job_queue(None).build()


def quiet_libraries() -> None:
    """Keep the libraries' logs at warnings: below that, they write addresses with the token in them, and updates."""
    for name in ("httpx", "httpcore", "telegram"):
        logging.getLogger(name).setLevel(logging.WARNING)
