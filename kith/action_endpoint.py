"""Where Rasa calls the actions: rasa-sdk's executor behind our own small server, on loopback or a private network.

The executor's stock server listens everywhere, allows every origin and repeats the conversation in its errors; this one
does none of that.
"""

from __future__ import annotations

import json
import logging

from aiohttp import web
from rasa_sdk.interfaces import ActionExecutionRejection, ActionNotFoundException

from actions.registry import Actions

log = logging.getLogger(__name__)

LARGEST_CALL = 8 * 1024 * 1024
"""Bytes of one call: the whole conversation and domain travel with it."""


def action_app(actions: Actions) -> web.Application:
    """The server's application: `POST /webhook` as Rasa calls it, `GET /health`."""

    async def run(request: web.Request) -> web.Response:
        try:
            call = json.loads(await request.read())
            return web.json_response(await actions.run(call))
        except ActionExecutionRejection as rejection:
            body = {"error": "the action was rejected", "action_name": rejection.action_name}
            return web.json_response(body, status=400)
        except ActionNotFoundException as missing:
            return web.json_response({"error": "no such action", "action_name": missing.action_name}, status=404)
        except Exception as error:  # Rasa is told that it failed; neither words nor slots may reach a log
            log.error("an action failed: %s", _where(error))
            return web.json_response({"error": "the action failed", "action_name": ""}, status=500)

    async def health(_request: web.Request) -> web.Response:
        return web.json_response({"status": "ok"})

    app = web.Application(client_max_size=LARGEST_CALL)
    app.router.add_post("/webhook", run)
    app.router.add_get("/health", health)
    return app


def _where(error: Exception) -> str:
    """The kind of an error and the line that raised it, without its words: they may repeat what a person said."""
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    place = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else "somewhere"
    return f"{type(error).__name__} at {place}"
