"""Which addresses may be fetched: public ones, by http or https. A feed must not be a way into the house."""

from __future__ import annotations

import socket
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Final

from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

from directory.importing.errors import RefusedAddressError

TRANSLATED: Final = (ip_network("64:ff9b::/96"), ip_network("64:ff9b:1::/48"), ip_network("2002::/16"))
"""IPv6 addresses that stand for an IPv4 one: what is behind them cannot be seen here."""
OF_THE_HOUSE: Final = (ip_network("192.0.0.0/24"), ip_network("168.63.129.16/32"))
"""Addresses at which clouds tell a machine its secrets, and which look like any other of the internet."""


def web_url(text: str) -> URL:
    """Return an address. Raises RefusedAddressError for a text that is none."""
    try:
        return URL(text)
    except ValueError:
        raise RefusedAddressError("The address is not one of the web.") from None


def is_public(address: str) -> bool:
    """Whether an IP address is one of the internet's: not of this machine, this network or a reserved range."""
    found: IPv4Address | IPv6Address = ip_address(address.partition("%")[0])
    if isinstance(found, IPv6Address):
        if found.ipv4_mapped:
            found = found.ipv4_mapped
        elif any(found in network for network in TRANSLATED):
            return False
    if any(found in network for network in OF_THE_HOUSE):
        return False
    return found.is_global and not found.is_multicast


def check_address(url: URL, private_host: str | None = None) -> None:
    """Raise RefusedAddressError for an address that may not be fetched. Names are checked when they are resolved.

    `private_host` alone may be private.
    """
    if url.scheme not in ("http", "https"):
        raise RefusedAddressError(f"Only http and https addresses are fetched, not {url.scheme or 'this one'}.")
    if not url.host:
        raise RefusedAddressError("The address names no host.")
    if url.user is not None or url.password is not None:
        raise RefusedAddressError("An address with a user name or password in it is not fetched.")
    if url.host == private_host:
        return
    try:
        public = is_public(url.host)
    except ValueError:  # a name
        return
    if not public:
        raise RefusedAddressError(_PRIVATE)


_PRIVATE: Final = "The address lies in a private network or on this machine: it is not fetched."


class PublicResolver(AbstractResolver):
    """Refuses a name as soon as any of its addresses is private. What it gives is what is then connected to."""

    def __init__(self, inner: AbstractResolver, private_host: str | None = None) -> None:
        self._inner = inner
        self._private_host = private_host

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """Return the addresses of a host. Raises RefusedAddressError."""
        found = await self._inner.resolve(host, port, family)
        if host != self._private_host and not all(is_public(one["host"]) for one in found):
            raise RefusedAddressError(_PRIVATE)
        return found

    async def close(self) -> None:
        """Close what resolves."""
        await self._inner.close()
