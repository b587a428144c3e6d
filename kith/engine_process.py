"""The dialogue engine as a child process: started, watched, started again, and stopped with the app."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
from pathlib import Path
from typing import Final

import aiohttp

from kith.errors import EngineError
from kith.settings import Settings
from kith.training import ENGINE_PYTHON, ROOT

LONGEST_START_SECONDS: Final = 90.0
BROKEN_MODEL: Final = 3
"""The engine's exit code when there is no model that it can load."""
FIRST_PAUSE_SECONDS: Final = 0.2
SETTLED_AFTER_SECONDS: Final = 60.0
"""An engine that ran this long and then ended is started again at once; after shorter lives the pause doubles."""
_STOP_SECONDS: Final = 8.0
_PASSED_ON: Final = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "TZ")


def engine_environment(settings: Settings) -> dict[str, str]:
    """What the engine needs to know, and nothing else of this process's environment."""
    kept = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    return kept | {
        "KITH_ACTIONS": f"http://{settings.action_host}:{settings.action_port}/webhook",
        "KITH_CONVERSATIONS": settings.engine_database_url or f"sqlite:///{settings.var / 'conversations.db'}",
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
    }


class EngineProcess:
    """Rasa behind our launcher, on a loopback port. `log` is the file that takes its output."""

    def __init__(self, settings: Settings, model: Path) -> None:
        self._settings = settings
        self._model = model
        self.log = settings.var / "log" / "engine.log"
        self.url = f"http://127.0.0.1:{settings.engine_port}"
        self._process: asyncio.subprocess.Process | None = None
        self._watch: asyncio.Task[None] | None = None
        self._starts = 0

    @property
    def pid(self) -> int | None:
        """Its process id; None before it was started."""
        return self._process.pid if self._process else None

    async def start(self) -> None:
        """Start it and keep it running; `wait_ready` tells when it answers."""
        await self._spawn()
        self._watch = asyncio.create_task(self._keep_running())

    async def wait_ready(self, client: aiohttp.ClientSession) -> None:
        """Return when the engine answers. Raises `EngineError` when it ended or does not answer in time."""
        starts = self._starts
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(LONGEST_START_SECONDS):
                while not await answers(client, self.url):
                    if self._process and self._process.returncode == BROKEN_MODEL:
                        raise EngineError(f"The dialogue model cannot be loaded. Delete {self._model} and start again.")
                    if self._starts > starts + 1:
                        raise EngineError(f"The dialogue engine ends as soon as it starts. Details: {self.log}")
                    await asyncio.sleep(0.1)
                return
        raise EngineError(f"The dialogue engine did not answer in {LONGEST_START_SECONDS:.0f} s. Details: {self.log}")

    async def stop(self) -> None:
        """End it, gently first."""
        if self._watch:
            self._watch.cancel()
            await asyncio.gather(self._watch, return_exceptions=True)
        if self._process is None or self._process.returncode is not None:
            return
        self._process.send_signal(signal.SIGTERM)
        try:
            await asyncio.wait_for(self._process.wait(), _STOP_SECONDS)
        except TimeoutError:
            self._process.kill()
            await self._process.wait()

    async def _spawn(self) -> None:
        self._starts += 1
        self.log.parent.mkdir(parents=True, exist_ok=True)
        command = ["-m", "engine.launcher", "run", "--model", str(self._model), "-p", str(self._settings.engine_port)]
        command += ["--endpoints", "engine/endpoints.yml", "--credentials", "engine/credentials.yml"]
        with self.log.open("ab") as output:
            self._process = await asyncio.create_subprocess_exec(
                str(ENGINE_PYTHON),
                *command,
                cwd=ROOT,
                stdout=output,
                stderr=output,
                env=engine_environment(self._settings),
                start_new_session=True,
            )

    async def _keep_running(self) -> None:
        pause = FIRST_PAUSE_SECONDS
        while self._process is not None:
            started = asyncio.get_running_loop().time()
            await self._process.wait()
            lived = asyncio.get_running_loop().time() - started
            pause = FIRST_PAUSE_SECONDS if lived > SETTLED_AFTER_SECONDS else min(2 * pause, 30.0)
            await asyncio.sleep(pause)
            await self._spawn()


async def answers(client: aiohttp.ClientSession, url: str) -> bool:
    """True when an engine at `url` answers."""
    try:
        async with client.get(f"{url}/", timeout=aiohttp.ClientTimeout(total=2)) as response:
            return response.status == 200
    except (aiohttp.ClientError, TimeoutError):
        return False
