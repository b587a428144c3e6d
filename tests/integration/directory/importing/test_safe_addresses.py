"""A feed is no way into the house: which addresses are fetched, on a real server."""

from __future__ import annotations

import argparse
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.abc import AbstractResolver, ResolveResult
from sqlalchemy import Engine
from yarl import URL

from directory.importing.addresses import PublicResolver, check_address, is_public
from directory.importing.errors import RefusedAddressError
from directory.importing.importer import Importer
from directory.importing.limits import Limits
from directory.importing.report import Outcome
from kith.database import make_engine
from kith.directory_commands import _source
from kith.errors import CommandError
from tests.integration.directory.importing.conftest import Import
from tests.integration.directory.importing.feeds import Feed


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Engine]:
    """One database is enough: it is about addresses."""
    engine = make_engine(f"sqlite:///{tmp_path / 'kith.db'}")
    yield engine
    engine.dispose()


class KnownNames(AbstractResolver):
    """Resolves every name to the addresses it was given."""

    def __init__(self, *addresses: str) -> None:
        self.addresses = addresses

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        return [
            ResolveResult(hostname=host, host=one, port=port, family=family, proto=0, flags=0) for one in self.addresses
        ]

    async def close(self) -> None:
        return None


@pytest.mark.parametrize(
    "address",
    [
        *(
            "127.0.0.1",
            "10.1.2.3",
            "192.168.0.1",
            "172.16.0.1",
            "169.254.169.254",
            "0.0.0.0",
            "100.64.0.1",
            "224.0.0.1",
        ),
        *("::1", "::", "fe80::1", "fc00::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "240.0.0.1"),
    ],
)
def test_addresses_of_this_machine_and_its_networks_are_private(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946"])
def test_addresses_of_the_internet_are_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        *("file:///etc/passwd", "ftp://example.org/feed", "gopher://example.org", "http://user:word@example.org/"),
        *("http://127.0.0.1/", "http://[::1]/", "https://10.0.0.1/services"),
    ],
)
def test_other_schemes_passwords_and_private_hosts_are_refused(address: str) -> None:
    with pytest.raises(RefusedAddressError):
        check_address(URL(address))


async def test_a_name_that_means_a_private_address_is_refused() -> None:
    with pytest.raises(RefusedAddressError):
        await PublicResolver(KnownNames("93.184.216.34", "127.0.0.1")).resolve("feed.example.org")


async def test_a_name_that_means_a_public_address_is_resolved() -> None:
    found = await PublicResolver(KnownNames("93.184.216.34")).resolve("feed.example.org")
    assert [one["host"] for one in found] == ["93.184.216.34"]


class TestWithoutLeave:
    """The same importer as in service: private addresses are refused."""

    @pytest.fixture
    def limits(self) -> Limits:
        return Limits(tries=1)

    @pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "127.1"])
    async def test_this_machine_is_not_fetched_under_any_name(self, feed: Feed, bring: Import, host: str) -> None:
        port = URL(feed.address).port
        report = await bring(f"http://{host}:{port}/services")
        assert report.outcome is Outcome.FAILED
        assert feed.asked == []


async def test_a_redirect_is_followed(feed: Feed, bring: Import) -> None:
    async def moved(request: web.Request) -> web.StreamResponse:
        if request.path == "/old":
            raise web.HTTPFound("/services?page=1")
        return feed.served(request)

    feed.answer = moved
    assert (await bring(feed.address.replace("services", "old"))).outcome is Outcome.DONE


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://127.0.0.1/x"])
async def test_a_redirect_to_another_scheme_is_refused(feed: Feed, bring: Import, target: str) -> None:
    async def moved(_request: web.Request) -> web.StreamResponse:
        return web.Response(status=302, headers={"Location": target})

    feed.answer = moved
    report = await bring()
    assert report.outcome is Outcome.FAILED
    assert "Only http and https" in report.message


@pytest.mark.parametrize("host", ["localhost", "[::1]", "127.0.0.2", "169.254.169.254"])
async def test_a_redirect_to_a_private_address_is_refused(feed: Feed, bring: Import, host: str) -> None:
    """The feed's own host was allowed; that is no leave for another."""

    async def moved(request: web.Request) -> web.StreamResponse:
        return web.Response(status=302, headers={"Location": f"http://{host}:{request.url.port}/secret"})

    feed.answer = moved
    report = await bring()
    assert report.outcome is Outcome.FAILED
    assert "private network" in report.message
    assert not any("secret" in asked for asked in feed.asked)


async def test_redirects_in_a_circle_end(feed: Feed, bring: Import) -> None:
    async def moved(_request: web.Request) -> web.StreamResponse:
        return web.Response(status=302, headers={"Location": "/services"})

    feed.answer = moved
    report = await bring()
    assert "redirects more than" in report.message


async def test_a_name_that_turns_private_after_it_was_public_is_refused() -> None:
    answers = ["93.184.216.34", "127.0.0.1"]

    class Rebinding(AbstractResolver):
        async def resolve(
            self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
        ) -> list[ResolveResult]:
            address = answers.pop(0)
            return [ResolveResult(hostname=host, host=address, port=port, family=family, proto=0, flags=0)]

        async def close(self) -> None:
            """Nothing is open."""

    resolver = PublicResolver(Rebinding())
    assert [one["host"] for one in await resolver.resolve("feed.example")] == ["93.184.216.34"]
    with pytest.raises(RefusedAddressError):
        await resolver.resolve("feed.example")


@pytest.mark.parametrize("address", ["http://127.0.0.1\\@example.org/", "http://127.0.0.1:99999/", "http://["])
async def test_what_can_be_no_address_is_refused_in_words(address: str, bring: Import) -> None:
    report = await bring(address)
    assert report.outcome is Outcome.FAILED
    assert "Kith" not in report.message


async def test_a_redirect_to_what_can_be_no_address_is_refused_in_words(feed: Feed, bring: Import) -> None:
    async def answer(_request: web.Request) -> web.StreamResponse:
        return web.Response(status=302, headers={"Location": "http://["})

    feed.answer = answer
    report = await bring()
    assert report.outcome is Outcome.FAILED
    assert "Kith" not in report.message


def test_a_password_in_an_address_is_never_kept(importer: Importer) -> None:
    with pytest.raises(CommandError, match="neither kept nor fetched"):
        _source(argparse.Namespace(text="https://bob:word@example.org/services"), importer.store)
    assert importer.store.all() == []
