"""The real service for conversation tests: a real Rasa, the app, a database, and a person who talks over HTTP."""

from __future__ import annotations

import asyncio
import contextlib
import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from sqlalchemy import func, select

from indicators.tables import screening
from kith.engine_process import EngineProcess
from kith.preparation import prepare
from kith.server import running
from kith.services import PLACES_FILE, open_services
from kith.settings import Settings
from kith.training import model_path
from tests.conftest import free_port
from tests.integration.bot.telegram_api import TOKEN, TelegramApi
from tests.kept import bring_model, kept_places


@dataclass
class Stack:
    """A running service. The app can be taken away and started again beside an engine that goes on."""

    settings: Settings
    engine: EngineProcess
    client: aiohttp.ClientSession
    _app: contextlib.AsyncExitStack = field(default_factory=contextlib.AsyncExitStack)

    @property
    def url(self) -> str:
        """The public address."""
        return f"http://127.0.0.1:{self.settings.port}"

    async def start_app(self) -> None:
        """Start the app's part: web, actions, Telegram."""
        self.services = open_services(self.settings)
        self._app.callback(self.services.engine.dispose)
        await self._app.enter_async_context(running(self.services, self.engine.url))

    async def stop_app(self) -> None:
        """Stop the app's part."""
        await self._app.aclose()


def settings_in(var: Path, **more: str) -> Settings:
    """Settings of a service of its own: fresh databases, free ports, the places and the model of this checkout."""
    values = {
        "KITH_VAR": str(var),
        "KITH_DATABASE_URL": f"sqlite:///{var / 'kith.db'}",
        "KITH_PORT": str(free_port()),
        "KITH_ENGINE_PORT": str(free_port()),
        "KITH_ACTION_PORT": str(free_port()),
        "KITH_SESSION_RATE": "100000",
        "KITH_ADDRESS_RATE": "100000",
        "KITH_OPERATOR": "Testbury Council",
    }
    made = Settings(values | more)
    bring_model(var)
    shutil.copy(kept_places(), var / PLACES_FILE)
    prepare(made)
    return made


@contextlib.asynccontextmanager
async def serving(settings: Settings) -> AsyncIterator[Stack]:
    """Run a whole service for the length of the block."""
    engine = EngineProcess(settings, model_path(settings.var))
    await engine.start()
    try:
        async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as client:
            await engine.wait_ready(client)
            stack = Stack(settings, engine, client)
            await stack.start_app()
            yield stack
            await stack.stop_app()
    finally:
        await engine.stop()


@pytest.fixture(scope="session")
async def telegram_api() -> AsyncIterator[TelegramApi]:
    """A server that speaks Telegram's Bot API."""
    async with TelegramApi() as api:
        yield api


@pytest.fixture(scope="session")
async def stack(telegram_api: TelegramApi, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stack]:
    """The whole service on SQLite, with Telegram, started once for the suite."""
    var = tmp_path_factory.mktemp("var")
    telegram = {
        "KITH_TELEGRAM_TOKEN": TOKEN,
        "KITH_TELEGRAM_API": telegram_api.base_url.removesuffix("/bot"),
    }
    settings = await asyncio.to_thread(lambda: settings_in(var, **telegram))
    async with serving(settings) as running_stack:
        yield running_stack


@dataclass
class Person:
    """Someone who talks to the service over its public API."""

    stack: Stack
    session: str | None = None
    messages: list[dict[str, Any]] = field(default_factory=list)

    async def sends(self, **body: str) -> list[dict[str, Any]]:
        """Send one message and return the replies."""
        async with self.stack.client.post(
            f"{self.stack.url}/api/v1/chat", json={"session": self.session, **body}
        ) as answer:
            assert answer.status == 200, await answer.text()
            value = await answer.json()
        self.session = value["session"]
        self.messages = value["messages"]
        return self.messages

    async def arrives(self) -> list[dict[str, Any]]:
        """Open the chat."""
        return await self.sends()

    async def says(self, text: str) -> list[dict[str, Any]]:
        """Type a message."""
        return await self.sends(text=text)

    async def presses(self, title: str) -> list[dict[str, Any]]:
        """Press the button of that title, which the last replies must have offered."""
        offered = {button["title"]: button["payload"] for message in self.messages for button in message["buttons"]}
        assert title in offered, f"{title!r} was not offered, but {sorted(offered)}"
        return await self.sends(payload=offered[title])

    @property
    def asked(self) -> str | None:
        """The question that the last replies ask."""
        items = [message["item"] for message in self.messages if message["item"]]
        return items[-1] if items else None

    @property
    def read(self) -> str:
        """All that the last replies say."""
        return "\n".join(message["text"] for message in self.messages)

    @property
    def cards(self) -> list[dict[str, Any]]:
        """The services that the last replies show."""
        return [card for message in self.messages for card in message["cards"]]

    @property
    def score(self) -> dict[str, Any] | None:
        """The result that the last replies tell."""
        return next((message["score"] for message in self.messages if message["score"]), None)


@pytest.fixture
def person(stack: Stack) -> Person:
    """Somebody new."""
    return Person(stack)


@pytest.fixture
def counted(stack: Stack) -> Any:
    """How many screenings are counted now."""

    def count() -> int:
        with stack.services.engine.connect() as connection:
            return int(connection.execute(select(func.count()).select_from(screening)).scalar_one())

    return count
