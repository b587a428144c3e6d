"""The app's process: the public web server, the action endpoint beside it, Telegram, and the daily tidying."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import AsyncIterator, Callable, Mapping
from functools import partial
from ipaddress import ip_address
from pathlib import Path
from typing import Final

import aiohttp
import prometheus_client
from aiohttp import web
from redis.asyncio import Redis
from sqlalchemy import text

from actions.told_place import code_of
from bot.chat import Chat
from bot.locks import Locks, ProcessLocks, RedisLocks
from bot.rasa_client import RasaClient
from bot.telegram import OFFICIAL_API, Telegram, Webhook, add_webhook_route
from bot.telegram_wording import HELP_HINT, wording
from bot.web import Limit, WebOptions, add_chat_routes
from bot.web_api import client_address
from bot.web_limits import TokenBuckets, TrustedProxies
from bot.web_services import add_service_routes
from council.area import Area
from council.desk import CouncilDesk, open_desk
from council.providers import BrokenProvidersError, Provider, read_providers
from council.upkeep import add_upkeep_pages
from council.web import add_council_routes
from directory.openreferral.coverage import area_name
from directory.openreferral.reading import OpenReferralReader
from directory.openreferral.web import OpenReferralOptions, add_openreferral_routes
from directory.served import Served
from directory.ward_list import read_wards
from kith.action_endpoint import action_app
from kith.council_upkeep import open_upkeep
from kith.directory_sources import keep_sources_fresh
from kith.engine_process import answers
from kith.errors import IdentityProvidersError
from kith.housekeeping import TIDY_EVERY_SECONDS, tidy
from kith.service_pages import ServicePages
from kith.services import Services

log = logging.getLogger(__name__)

TELEGRAM_PATH: Final = "/telegram/updates"
SETTINGS_EVERY_SECONDS: Final = 30
REDIS_SECONDS: Final = 2.0
"""How long Redis may take to answer before a process goes by its own locks alone."""
STEPS: Final = (0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""Seconds. Times are counted in these steps alone: finer ones would tell which answers were safety replies."""
ANSWERS: Final = prometheus_client.Histogram(
    "kith_http_seconds", "Time to answer a request, up to the next step", ["route", "status"], buckets=STEPS
)


def council_desk(services: Services) -> CouncilDesk:
    """What the council pages work with. Raises `IdentityProvidersError` for a broken file of them."""
    settings = services.settings
    proxies = TrustedProxies(settings.trusted_proxies)
    return open_desk(
        services.engine,
        services.clock,
        settings.secret_key(),
        screenings=services.screenings,
        safety_counts=services.safety_counts,
        settings=services.council_settings,
        contact_book=services.net.book,
        official_name=services.places.council_names().get,
        secure=settings.secure,
        operator=settings.operator,
        site=settings.site,
        providers=identity_providers(settings.identity_providers),
        address_of=lambda request: client_address(request, proxies),
        wait_s=_wait_s(settings.council_rate, proxies),
    )


def identity_providers(path: Path | None) -> Mapping[str, Provider]:
    """The councils' identity providers from the operator's file, if there is one."""
    try:
        return read_providers(path) if path else {}
    except BrokenProvidersError as error:
        raise IdentityProvidersError(f"Nothing is started with a broken list of identity providers: {error}") from error


@contextlib.asynccontextmanager
async def running(services: Services, engine_url: str, *, web_too: bool = True) -> AsyncIterator[None]:
    """Serve for the length of the block: the web on the public port, the actions on theirs, and Telegram.

    Raises `OSError` where a port cannot be had. Without `web_too` there is Telegram alone.
    """
    await asyncio.to_thread(_take_over_settings, services)
    async with contextlib.AsyncExitStack() as stack:
        stack.callback(asyncio.create_task(_take_over_settings_regularly(services)).cancel)
        client = await stack.enter_async_context(aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()))
        chat = Chat(
            RasaClient(client, engine_url),
            services.chats,
            await _locks(services.settings.redis_url, stack),
            services.net,
            services.safety_counts,
            lambda latitude, longitude: code_of(services.places.nearest(latitude, longitude)),
        )
        stack.push_async_callback(chat.close)
        app = _web_app(services, chat, client, engine_url)
        await _telegram(services, chat, app, stack)
        settings = services.settings
        if web_too:
            await _listen(action_app(services.actions), settings.action_host, settings.action_port, stack)
            await _listen(app, settings.host, settings.port, stack)
            stack.callback(asyncio.create_task(_tidy_regularly(services)).cancel)
            stack.callback(asyncio.create_task(keep_sources_fresh(services)).cancel)
        yield


def _web_app(services: Services, chat: Chat, client: aiohttp.ClientSession, engine_url: str) -> web.Application:
    settings = services.settings
    app = web.Application(middlewares=[_measured])
    options = WebOptions(
        operator=settings.operator,
        allowed_origins=settings.allowed_origins,
        trusted_proxies=settings.trusted_proxies,
        secure_cookie=settings.secure,
        per_session=Limit(burst=settings.session_rate, per_minute=settings.session_rate),
        per_address=Limit(burst=settings.address_rate, per_minute=settings.address_rate),
    )
    add_chat_routes(app, chat, options)
    named = partial(area_name, places=services.places)
    pages = ServicePages(services.search, services.reports, services.clock, settings.public_url, named)
    add_service_routes(app, pages, services.chats, options)
    desk = council_desk(services)
    upkeep = open_upkeep(services)
    add_upkeep_pages(app, desk, upkeep)
    add_council_routes(app, desk, Area(read_wards(), Served(services.engine, upkeep.looking).by_need))
    _add_directory_routes(app, services)
    _add_operator_routes(app, services, client, engine_url)
    return app


def _add_directory_routes(app: web.Application, services: Services) -> None:
    reader = OpenReferralReader(services.engine, services.directory.read, examples=services.settings.example_services)
    wait_s = _wait_s(services.settings.directory_rate, TrustedProxies(services.settings.trusted_proxies))
    add_openreferral_routes(app, reader, services.places, OpenReferralOptions(wait_s=wait_s))
    reader.prepare()


def _wait_s(rate: int, proxies: TrustedProxies) -> Callable[[web.Request], float]:
    """Return what gives the seconds until an address may ask again, so that it asks `rate` times a minute at most."""
    buckets = TokenBuckets(Limit(burst=rate, per_minute=rate), time.monotonic)
    return lambda request: buckets.take(client_address(request, proxies))


def _add_operator_routes(
    app: web.Application, services: Services, client: aiohttp.ClientSession, engine_url: str
) -> None:
    async def alive(_request: web.Request) -> web.Response:
        return web.json_response({"status": "ok"})

    async def ready(_request: web.Request) -> web.Response:
        parts = {
            "engine": await answers(client, engine_url),
            "database": await asyncio.to_thread(_database_answers, services),
        }
        state = {name: "ok" if well else "down" for name, well in parts.items()}
        return web.json_response(
            {"status": "ok" if all(parts.values()) else "degraded", **state}, status=200 if all(parts.values()) else 503
        )

    async def metrics(request: web.Request) -> web.Response:
        if not _from_inside(request):
            raise web.HTTPNotFound
        return web.Response(body=prometheus_client.generate_latest(), content_type="text/plain", charset="utf-8")

    app.router.add_get("/healthz", alive)
    app.router.add_get("/readyz", ready)
    app.router.add_get("/metrics", metrics)


def _from_inside(request: web.Request) -> bool:
    """Tell whether a request comes from this machine or network, and not on behalf of somebody beyond a proxy."""
    forwarded = any(name in request.headers for name in ("X-Forwarded-For", "Forwarded"))
    return not forwarded and bool(request.remote) and ip_address(str(request.remote)).is_private


def _database_answers(services: Services) -> bool:
    try:
        with services.engine.connect() as connection:
            return bool(connection.execute(text("SELECT 1")).scalar_one())
    except Exception as error:  # whatever it is, the database does not answer
        log.error("the database does not answer: %s", type(error).__name__)
        return False


@web.middleware
async def _measured(request: web.Request, handler: aiohttp.typedefs.Handler) -> web.StreamResponse:
    """Time every answer by its route's pattern: no address, no words, no query."""
    resource = request.match_info.route.resource
    route = resource.canonical if resource else "none"
    loop = asyncio.get_running_loop()
    started, status = loop.time(), 500
    try:
        response = await handler(request)
        status = response.status
        return response
    except web.HTTPException as answer:
        status = answer.status
        raise
    finally:
        taken = loop.time() - started
        ANSWERS.labels(route, str(status)).observe(next((step for step in STEPS if taken <= step), 2 * STEPS[-1]))


async def _locks(redis_url: str, stack: contextlib.AsyncExitStack) -> Locks:
    if not redis_url:
        return ProcessLocks()
    redis = Redis.from_url(redis_url, socket_connect_timeout=REDIS_SECONDS, socket_timeout=REDIS_SECONDS)
    stack.push_async_callback(redis.aclose)
    return RedisLocks(redis)


async def _telegram(services: Services, chat: Chat, app: web.Application, stack: contextlib.AsyncExitStack) -> None:
    settings = services.settings
    if not settings.telegram_token:
        return
    secret = settings.telegram_webhook_secret
    telegram = Telegram(
        chat,
        token=settings.telegram_token,
        session_key=settings.secret_key(),
        wording=wording(settings.site, HELP_HINT),
        urgent=chat.urgent,
        webhook=Webhook(f"{settings.public_url}{TELEGRAM_PATH}", secret) if secret else None,
        base_url=f"{settings.telegram_api}/bot" if settings.telegram_api else OFFICIAL_API,
    )
    if secret:
        add_webhook_route(app, telegram, TELEGRAM_PATH, secret)
    await telegram.start()
    stack.push_async_callback(telegram.stop)


async def _listen(app: web.Application, host: str, port: int, stack: contextlib.AsyncExitStack) -> None:
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=5)
    await runner.setup()
    stack.push_async_callback(runner.cleanup)
    await web.TCPSite(runner, host, port).start()


def _take_over_settings(services: Services) -> None:
    """What councils set on their pages, perhaps in another process."""
    try:
        services.council_settings.refresh()
    except Exception as error:  # the settings of the last time stay
        log.error("the councils' settings cannot be read: %s", type(error).__name__)
    services.net.book.refresh()


async def _take_over_settings_regularly(services: Services) -> None:
    while True:
        await asyncio.sleep(SETTINGS_EVERY_SECONDS)
        await asyncio.to_thread(_take_over_settings, services)


async def _tidy_regularly(services: Services) -> None:
    while True:
        try:
            await asyncio.to_thread(tidy, services, council_desk(services))
        except Exception as error:  # tried again at the next round
            log.error("housekeeping failed: %s", type(error).__name__)
        await asyncio.sleep(TIDY_EVERY_SECONDS)
