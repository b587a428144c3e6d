"""How often one client may write: token buckets in memory, and whose address counts."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network

REMEMBERED = 50_000
"""Buckets kept at once (about 10 MB); the one that was quiet longest is forgotten first."""


@dataclass(frozen=True)
class Limit:
    """`burst` messages at once, refilled at `per_minute` messages a minute."""

    burst: int
    per_minute: float


class TokenBuckets:
    """One bucket of tokens for each key; each message takes one."""

    def __init__(self, limit: Limit, clock: Callable[[], float], remembered: int = REMEMBERED) -> None:
        """`clock` gives seconds that never run backwards, such as `time.monotonic`."""
        self._limit = limit
        self._per_second = limit.per_minute / 60
        self._clock = clock
        self._remembered = remembered
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, key: str) -> float:
        """Take a token for `key`: 0.0 when there was one, else the seconds until there is."""
        now = self._clock()
        tokens, seen = self._buckets.pop(key, (float(self._limit.burst), now))
        tokens = min(self._limit.burst, tokens + (now - seen) * self._per_second)
        taken = tokens >= 1
        self._buckets[key] = (tokens - taken, now)
        if len(self._buckets) > self._remembered:
            self._buckets.popitem(last=False)
        return 0.0 if taken else (1 - tokens) / self._per_second


class TrustedProxies:
    """Decides which address a request came from when proxies stand in front."""

    def __init__(self, networks: Sequence[str]) -> None:
        """`networks`: addresses or CIDR blocks, such as "10.0.0.0/8"; raises ValueError for anything else."""
        self._networks = tuple(ip_network(network, strict=False) for network in networks)

    def client(self, remote: str | None, forwarded_for: str | None) -> str:
        """Return the key of the client: the last address of the chain that is not a trusted proxy.

        What an untrusted sender writes in `X-Forwarded-For` is never believed.
        """
        hops = [hop.strip() for hop in (forwarded_for or "").split(",") if hop.strip()]
        address = _parse(remote or "")
        while hops and address is not None and self._is_trusted(address):
            claimed = _parse(hops.pop())
            if claimed is None:
                break
            address = claimed
        return _key(address)

    def _is_trusted(self, address: IPv4Address | IPv6Address) -> bool:
        return any(address in network for network in self._networks)


def _parse(text: str) -> IPv4Address | IPv6Address | None:
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        return None
    return (address.ipv4_mapped or address) if isinstance(address, IPv6Address) else address


def _key(address: IPv4Address | IPv6Address | None) -> str:
    """One key for a whole IPv6 /64, because a single household holds all of it."""
    if isinstance(address, IPv6Address):
        return str(IPv6Network((address, 64), strict=False))
    return str(address) if address else "unknown"
