"""Everything around the front, and all that can befall it: real servers, databases and locks in real trouble."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import json
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import aiohttp
from aiohttp import web
from redis.asyncio import Redis
from sqlalchemy import Connection, Engine, create_engine, event, insert

from bot.chat import Chat
from bot.contact_book import ContactBook
from bot.contacts import Contacts
from bot.locks import Locks, ProcessLocks, RedisLocks
from bot.rasa_client import RasaClient
from bot.safety import Safety
from bot.safety.classifier import Margins
from bot.safety.pieces import Piece
from bot.safety.rulebook import load_rulebook
from bot.sessions import LIFETIME, SessionStore, session_of
from bot.tables import chat_sessions
from bot.tables import metadata as chat_tables
from indicators.safety_counts import SafetyCounts
from indicators.tables import metadata as indicator_tables
from kith.database import make_engine
from kith.services import Net, open_net
from language.encoder import Encoder
from tests.conftest import free_port

KNOWN: Final = "a-token-of-a-conversation"
ENDED: Final = "a-token-of-yesterday"
ENGINES: Final = ("well", "down", "hanging", "error", "nonsense", "empty", "cut")
STORES: Final = ("well", "gone", "locked", "read-only", "hanging")
LOCKS: Final = ("free", "held", "redis gone", "redis hanging")
ENCODERS: Final = ("well", "failing")


def now() -> datetime:
    """The clock of the tests."""
    return datetime.now(UTC)


class BrokenClassifier:
    """An encoder that fails on every sentence."""

    def margins(self, pieces: list[Piece]) -> dict[Piece, Margins]:
        raise MemoryError


@dataclass(frozen=True)
class Trouble:
    """What is wrong around the front."""

    engine: str = "well"
    store: str = "well"
    locks: str = "free"
    encoder: str = "well"


class Surroundings:
    """An engine that answers, fails or hangs by its address, databases in every state, a port that is silent."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        book = ContactBook(Contacts.open())
        rulebook = load_rulebook()
        phrases = Safety(rulebook=rulebook)
        self._nets = {
            "well": open_net(Encoder(), book),
            "failing": Net(Safety(BrokenClassifier(), rulebook), phrases, book),
        }
        self._nets["well"].categories("Load what is loaded on first use.")
        self._is_over = False
        self._numbers = itertools.count()
        self._locked: list[Connection] = []
        self._silent: list[asyncio.StreamWriter] = []
        self.paused: list[str] = []
        self.nowhere = free_port()

    @contextlib.asynccontextmanager
    async def open(self) -> AsyncIterator[Surroundings]:
        """Start the servers for the length of the block."""
        app = web.Application()
        app.router.add_post("/{how}/webhooks/rest/webhook", self._answer)
        runner = web.AppRunner(app, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        self.engine_port: int = runner.addresses[0][1]
        async with (
            await asyncio.start_server(self._say_nothing, "127.0.0.1", 0) as silence,
            aiohttp.ClientSession() as client,
        ):
            self.silent_port: int = silence.sockets[0].getsockname()[1]
            self._client = client
            yield self
            self.let_go()
        await runner.cleanup()

    @contextlib.asynccontextmanager
    async def chat(self, trouble: Trouble) -> AsyncIterator[Chat]:
        """A front in this trouble. What hangs is let go of at the end."""
        self._is_over = False
        with self._store(trouble.store) as engine:
            locks, held = self._locks(trouble.locks), contextlib.AsyncExitStack()
            if trouble.locks == "held":
                await held.enter_async_context(locks.hold(session_of(KNOWN)))
            sessions, counts = SessionStore(engine, now), SafetyCounts(engine, now)
            chat = Chat(self._dialogue(trouble.engine), sessions, locks, self._nets[trouble.encoder], counts)
            try:
                yield chat
            finally:
                await held.aclose()
                self.let_go()
                await chat.close()

    def let_go(self) -> None:
        """End the trouble: unlock what is locked, and close what is open without an answer, now and from now on."""
        self._is_over = True
        while self._locked:
            self._locked.pop().rollback()
        while self._silent:
            self._silent.pop().close()

    def _dialogue(self, how: str) -> RasaClient:
        port = self.nowhere if how == "down" else self.engine_port
        return RasaClient(self._client, f"http://127.0.0.1:{port}/{how}", slowest=0.5)

    def _locks(self, how: str) -> Locks:
        if how in ("free", "held"):
            return ProcessLocks()
        port = self.nowhere if how == "redis gone" else self.silent_port
        return RedisLocks(Redis.from_url(f"redis://127.0.0.1:{port}", socket_connect_timeout=0.2, socket_timeout=0.2))

    @contextlib.contextmanager
    def _store(self, how: str) -> Iterator[Engine]:
        if how == "hanging":
            engine = make_engine(f"postgresql+psycopg://kith@127.0.0.1:{self.silent_port}/kith")
            yield engine
            engine.dispose()
            return
        if how == "gone":
            (self._folder / "gone.db").mkdir(exist_ok=True)
            engine = make_engine(f"sqlite:///{self._folder / 'gone.db'}")
            yield engine
            engine.dispose()
            return
        with self._file(how) as engine:
            yield engine

    @contextlib.contextmanager
    def _file(self, how: str) -> Iterator[Engine]:
        path = self._folder / f"{next(self._numbers)}.db"
        maker = create_engine(f"sqlite:///{path}")
        for tables in (chat_tables, indicator_tables):
            tables.create_all(maker)
        rows = ({"id": session_of(KNOWN), "used_at": now()}, {"id": session_of(ENDED), "used_at": now() - 2 * LIFETIME})
        with maker.begin() as connection:
            connection.execute(insert(chat_sessions), [{**row, "offered": "[]", "pause_owed": False} for row in rows])
        engine = create_engine(f"sqlite:///{path}") if how == "locked" else make_engine(f"sqlite:///{path}")
        if how == "read-only":
            event.listen(engine, "connect", lambda connection, _: connection.execute("PRAGMA query_only=ON"))
        with maker.connect() as other:
            if how == "locked":
                other.exec_driver_sql("BEGIN EXCLUSIVE")
                self._locked.append(other)
            yield engine
        engine.dispose()
        maker.dispose()

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        how, asked = request.match_info["how"], await request.json()
        self.paused += [asked["sender"]] if asked["message"] == "/pause" else []
        if how == "hanging":
            await asyncio.sleep(30)
        if how == "cut" and request.transport:
            request.transport.close()
        said = {
            "well": json.dumps([{"text": "And how are you?"}]),
            "nonsense": '[{"text": {"nested": [null]}}, 7]',
            "empty": "[]",
        }
        return web.Response(
            text=said.get(how, "<html>oops"), status=500 if how == "error" else 200, content_type="application/json"
        )

    async def _say_nothing(self, _reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._silent.append(writer)
        if self._is_over:
            self.let_go()
