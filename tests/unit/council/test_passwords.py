"""Which passwords are refused, and that a hash gives nothing away."""

from __future__ import annotations

import pytest
from argon2 import PasswordHasher, extract_parameters
from argon2.low_level import Type

from council.passwords import MAXIMUM_LENGTH, Passwords, WeakPasswordError, check_strength

NAME = "sam.okafor@birmingham.example"
QUICK = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)


@pytest.mark.parametrize(
    "password",
    ["otter-lamp-violin", "correct horse battery", "ŵyth dyn ar y bont", "9f$kP2!vRq8z", "x" * 3 + "blue kettle 41"],
)
def test_a_long_and_uncommon_password_is_accepted(password: str) -> None:
    check_strength(password, NAME)


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("short-but-ok", None),
        ("eleven char", "at least 12"),
        ("", "at least 12"),
        ("a" * (MAXIMUM_LENGTH + 1), "at most"),
        ("aaaaaaaaaaaaaaaa", "too easy"),
        ("abababababababab", "too easy"),
        ("Password2026!", "too easy"),
        ("P@ssw0rd1234!", "too easy"),
        ("passwordpassword", "too easy"),
        ("Liverpool-2026", "too easy"),
        ("Loneliness!!2026", "too easy"),
        ("123456789012", "too easy"),
        ("210987654321", "too easy"),
        ("qwertyuiopasdf", "too easy"),
        ("correcthorsebatterystaple", "too easy"),
        ("okafor-and-a-lamp", "own name"),
        ("SAM.OKAFOR@birmingham.example", "own name"),
    ],
)
def test_a_short_common_or_own_name_password_is_refused(password: str, why: str | None) -> None:
    if why is None:
        check_strength(password, NAME)
        return
    with pytest.raises(WeakPasswordError, match=why):
        check_strength(password, NAME)


def test_length_is_counted_after_letters_are_brought_to_one_form() -> None:
    with pytest.raises(WeakPasswordError, match="at least"):
        check_strength("e\u0301" * 6, NAME)


def test_only_the_right_password_matches_its_hash() -> None:
    passwords = Passwords(QUICK)
    stored = passwords.hash("otter-lamp-violin")
    assert passwords.matches(stored, "otter-lamp-violin")
    assert not passwords.matches(stored, "otter-lamp-violi")
    assert "otter" not in stored


def test_a_password_matches_however_the_keyboard_composes_its_letters() -> None:
    passwords = Passwords(QUICK)
    assert passwords.matches(passwords.hash("caf\u00e9 lamp violin"), "cafe\u0301 lamp violin")


def test_no_password_matches_a_user_who_does_not_exist() -> None:
    passwords = Passwords(QUICK)
    assert not passwords.matches(None, "no user has this password")


def test_a_very_long_guess_is_refused_without_being_hashed_whole() -> None:
    passwords = Passwords(QUICK)
    assert not passwords.matches(passwords.hash(""), "x" * 10_000_000)


def test_two_hashes_of_one_password_differ() -> None:
    passwords = Passwords(QUICK)
    assert passwords.hash("otter-lamp-violin") != passwords.hash("otter-lamp-violin")


def test_the_default_hash_is_argon2id_with_the_parameters_of_rfc_9106() -> None:
    parameters = extract_parameters(Passwords().hash("otter-lamp-violin"))
    assert (parameters.type, parameters.time_cost, parameters.memory_cost) == (Type.ID, 3, 64 * 1024)


def test_a_hash_with_older_parameters_is_outdated() -> None:
    stored = Passwords(QUICK).hash("otter-lamp-violin")
    assert Passwords(PasswordHasher(time_cost=2, memory_cost=64, parallelism=1)).is_outdated(stored)
    assert not Passwords(QUICK).is_outdated(stored)
