"""When a name is locked and how long an address waits: rules on the moments of wrong tries."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from council.guard import ADDRESS_TRIES, LOCK, LONGEST_DELAY, delay_left, lock_left, network_of

NOON = datetime(2026, 11, 18, 12, 0, tzinfo=UTC)
NONE = timedelta(0)


def tries(count: int, apart: timedelta = timedelta(seconds=1)) -> list[datetime]:
    """Return `count` tries, newest first, the newest at noon."""
    return [NOON - number * apart for number in range(count)]


def test_four_wrong_tries_lock_nothing() -> None:
    assert lock_left(tries(4), NOON) == NONE


def test_five_wrong_tries_lock_a_name_for_fifteen_minutes_from_the_last() -> None:
    assert lock_left(tries(5), NOON) == timedelta(minutes=15)
    assert lock_left(tries(5), NOON + timedelta(minutes=14)) == timedelta(minutes=1)
    assert lock_left(tries(5), NOON + LOCK) == NONE


def test_five_wrong_tries_spread_over_an_hour_lock_nothing() -> None:
    assert lock_left(tries(5, apart=timedelta(minutes=12)), NOON) == NONE


def test_after_a_lock_has_passed_one_more_wrong_try_does_not_lock_again() -> None:
    later = NOON + LOCK + timedelta(seconds=1)
    assert lock_left([later, *tries(5)], later) == NONE


def test_an_address_with_nine_wrong_tries_does_not_wait() -> None:
    assert delay_left(tries(ADDRESS_TRIES - 1), NOON) == NONE


@pytest.mark.parametrize(("more", "seconds"), [(0, 1), (1, 2), (2, 4), (5, 32), (8, 256)])
def test_an_address_waits_twice_as_long_after_each_further_try(more: int, seconds: int) -> None:
    assert delay_left(tries(ADDRESS_TRIES + more), NOON) == timedelta(seconds=seconds)


def test_the_delay_of_an_address_never_grows_past_five_minutes() -> None:
    assert delay_left(tries(ADDRESS_TRIES + 15), NOON) == LONGEST_DELAY


def test_an_address_is_forgotten_after_an_hour() -> None:
    assert delay_left(tries(ADDRESS_TRIES + 8), NOON + timedelta(hours=1)) == NONE


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("2001:db8:1:2::/64", "2001:db8:1:2::/64"),
        ("192.0.2.7/24", "192.0.2.7"),
        ("", "unknown"),
        ("not an address", "unknown"),
    ],
)
def test_one_guesser_counts_as_one_network(address: str, network: str) -> None:
    assert network_of(address) == network
