"""A real engine process, as `make run` starts it, to talk with over HTTP and to kill."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
_STARTS_WITHIN = 120  # seconds; five on a quiet machine


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Engine:
    """`with Engine(folder, model, actions_url) as engine: engine.say("ann", "hello")`. It writes in `folder` only."""

    def __init__(self, folder: Path, model: Path, actions_url: str) -> None:
        self.folder = folder
        self.log = folder / "log.txt"
        self._port = _free_port()
        endpoints = {
            "action_endpoint": {"url": actions_url},
            "tracker_store": {
                "type": "engine.tracker_store.CachedSQLTrackerStore",
                "url": f"sqlite:///{folder}/engine.db",
            },
        }
        (folder / "endpoints.yml").write_text(json.dumps(endpoints))
        (folder / "credentials.yml").write_text("rest:\n")
        command = ["engine.launcher", "run", "--model", str(model), "--port", str(self._port)]
        with self.log.open("a") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", *command, "--endpoints", "endpoints.yml", "--credentials", "credentials.yml"],
                cwd=folder,
                env={**os.environ, "PYTHONPATH": str(ROOT)},
                stdout=log,
                stderr=log,
            )

    def __enter__(self) -> Engine:
        deadline = time.monotonic() + _STARTS_WITHIN
        while time.monotonic() < deadline:
            if self._process.poll() is not None:
                break
            try:
                socket.create_connection(("127.0.0.1", self._port), timeout=1).close()
            except OSError:
                time.sleep(0.1)
            else:
                return self
        self.kill()
        raise AssertionError(f"the engine did not start: {self.log.read_text()}")

    def __exit__(self, *_error: object) -> None:
        self.kill()

    def say(self, sender: str, message: str) -> list[str]:
        """The texts of the replies."""
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=30)
        body = json.dumps({"sender": sender, "message": message})
        connection.request("POST", "/webhooks/rest/webhook", body, {"Content-Type": "application/json"})
        replies: list[dict[str, Any]] = json.loads(connection.getresponse().read())
        connection.close()
        return [reply["text"] for reply in replies]

    def kill(self) -> None:
        """As when the machine loses power: nothing gets a chance to tidy up."""
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGKILL)
        self._process.wait()

    def bytes_at_rest(self) -> bytes:
        """Everything in the database and the files beside it."""
        return b"".join(path.read_bytes() for path in sorted(self.folder.glob("engine.db*")))
