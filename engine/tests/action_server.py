"""A small action server for the test project: checks answers, steps back, adds up. It remembers nothing."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

SCORES = {"hardly_ever": 1, "some_of_the_time": 2, "often": 3}
QUESTIONS = ("companionship", "left_out", "isolated")


def _slot(name: str, value: object) -> dict[str, Any]:
    return {"event": "slot", "name": name, "value": value, "timestamp": None}


def _answer(tracker: dict[str, Any]) -> str | None:
    entities = tracker["latest_message"]["entities"]
    return next((entity["value"] for entity in entities if entity["entity"] == "answer"), None)


def _check_answer(tracker: dict[str, Any]) -> dict[str, Any]:
    asked, answer = tracker["slots"].get("requested_slot"), _answer(tracker)
    if asked not in QUESTIONS:
        return {"events": [], "responses": []}
    if answer not in SCORES:
        return {"events": [_slot(asked, None)], "responses": [{"text": "Please choose one"}]}
    return {"events": [_slot(asked, answer)], "responses": []}


def _place(tracker: dict[str, Any]) -> dict[str, Any]:
    words = tracker["latest_message"]["text"] or ""
    if tracker["slots"].get("requested_slot") != "place":
        return {"events": [], "responses": []}
    known = "leeds" in words.lower()
    return {"events": [_slot("place", "E08000035" if known else None)], "responses": []}


def _back(tracker: dict[str, Any]) -> dict[str, Any]:
    answered = [question for question in QUESTIONS if tracker["slots"].get(question)]
    return {"events": [_slot(answered[-1], None)] if answered else [], "responses": [{"text": "One step back"}]}


def _score(tracker: dict[str, Any]) -> dict[str, Any]:
    total = sum(SCORES[tracker["slots"][question]] for question in QUESTIONS)
    return {"events": [_slot("total", total)], "responses": [{"text": f"Total {total}"}]}


ACTIONS = {
    "validate_check_form": _check_answer,
    "validate_place_form": _place,
    "action_back": _back,
    "action_score": _score,
}


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        call = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        body = json.dumps(ACTIONS[call["next_action"]](call["tracker"])).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Quiet."""


@contextmanager
def running() -> Iterator[str]:
    """The address of an action server that lives as long as the block."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/webhook"
    finally:
        server.shutdown()
        server.server_close()
