"""Who may write how often, and whose address it is."""

from __future__ import annotations

import pytest

from bot.web_limits import Limit, TokenBuckets, TrustedProxies


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_a_burst_is_allowed_and_then_the_wait_is_told() -> None:
    buckets = TokenBuckets(Limit(burst=3, per_minute=60), Clock())
    assert [buckets.take("a") for _ in range(3)] == [0.0, 0.0, 0.0]
    assert buckets.take("a") == pytest.approx(1.0)


def test_waiting_refills_no_further_than_the_burst() -> None:
    clock = Clock()
    buckets = TokenBuckets(Limit(burst=2, per_minute=60), clock)
    assert [buckets.take("a"), buckets.take("a")] == [0.0, 0.0]
    clock.now += 3600
    assert [buckets.take("a"), buckets.take("a")] == [0.0, 0.0]
    assert buckets.take("a") > 0


def test_a_refused_message_does_not_push_the_wait_further_away() -> None:
    clock = Clock()
    buckets = TokenBuckets(Limit(burst=1, per_minute=60), clock)
    buckets.take("a")
    for _ in range(20):
        assert buckets.take("a") > 0
    clock.now += 1.0
    assert buckets.take("a") == 0.0


def test_one_client_does_not_use_up_what_another_has() -> None:
    buckets = TokenBuckets(Limit(burst=1, per_minute=1), Clock())
    buckets.take("a")
    assert buckets.take("b") == 0.0


def test_memory_is_bounded_and_the_quietest_client_is_forgotten_first() -> None:
    buckets = TokenBuckets(Limit(burst=1, per_minute=1), Clock(), remembered=2)
    for key in ("a", "b", "c"):
        buckets.take(key)
    assert buckets.take("c") > 0
    assert buckets.take("a") == 0.0


@pytest.mark.parametrize(
    ("remote", "forwarded", "client"),
    [
        ("203.0.113.9", None, "203.0.113.9"),
        ("203.0.113.9", "198.51.100.1", "203.0.113.9"),
        ("10.0.0.1", "198.51.100.1", "198.51.100.1"),
        ("10.0.0.1", "1.2.3.4, 198.51.100.1", "198.51.100.1"),
        ("10.0.0.1", "198.51.100.1, 10.0.0.2", "198.51.100.1"),
        ("10.0.0.1", "nonsense", "10.0.0.1"),
        ("10.0.0.1", "198.51.100.1, nonsense", "10.0.0.1"),
        ("::ffff:203.0.113.9", None, "203.0.113.9"),
        ("2001:db8:1:2:3::4", None, "2001:db8:1:2::/64"),
        ("fe80::1%eth0", None, "fe80::/64"),
        (None, None, "unknown"),
    ],
)
def test_only_trusted_proxies_are_believed(remote: str | None, forwarded: str | None, client: str) -> None:
    assert TrustedProxies(["10.0.0.0/8"]).client(remote, forwarded) == client


def test_a_proxy_that_is_no_network_is_refused_at_once() -> None:
    with pytest.raises(ValueError):
        TrustedProxies(["the-proxy"])
