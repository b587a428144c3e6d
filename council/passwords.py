"""Passwords: which ones are good enough, and how they are kept (Argon2id, RFC 9106)."""

from __future__ import annotations

import re
import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.profiles import RFC_9106_LOW_MEMORY

MINIMUM_LENGTH = 12
MAXIMUM_LENGTH = 256  # far above any pass phrase; keeps one request from costing much
_FEWEST_DIFFERENT = 6

# What is left of most bad passwords once capitals, digits, signs and look-alike letters are taken away.
_COMMON = re.compile(
    r"""(
    password | passw | passwd | letmein | welcome | qwerty | qwertyuiop | qwertyuiopasdfghjkl | asdfghjkl | zxcvbnm
    | abc | abcd | abcdefgh | admin | administrator | login | secret | changeme | default | monkey | dragon |
    sunshine | princess | football | baseball | iloveyou | superman | batman | trustno | summer | winter | spring |
    autumn | january | february | march | april | may | june | july | august | september | october | november |
    december | monday | tuesday | wednesday | thursday | friday | saturday | sunday | liverpool | arsenal | chelsea
    | everton | manchesterunited | england | london | birmingham | charlie | jessica | ashley | michael | shadow |
    master | access | computer | internet | hello | goodbye | whatever | nothing | temporary | test | testing |
    tester | guest | user | council | loneliness | lonely | kith | kithandkin | correcthorsebatterystaple
    )\1*""",  # alone, or said again and again
    re.VERBOSE,
)
_LOOK_ALIKES = str.maketrans("0134578@$!+€", "oleastbasite")
_RUNS = ("01234567890123456789", "abcdefghijklmnopqrstuvwxyz", "qwertyuiopasdfghjklzxcvbnm")


class WeakPasswordError(ValueError):
    """The password is too easy to guess; the message says why, in words for the person who chose it."""


def normal_form(password: str) -> str:
    """Return one spelling of a password that keyboards may write in several ways (NFKC)."""
    return unicodedata.normalize("NFKC", password)


def check_strength(password: str, name: str) -> None:
    """Raise WeakPasswordError when `password` is short, common, or made of the user's own `name`."""
    password = normal_form(password)
    if len(password) < MINIMUM_LENGTH:
        raise WeakPasswordError(f"Use at least {MINIMUM_LENGTH} characters. Three random words work well.")
    if len(password) > MAXIMUM_LENGTH:
        raise WeakPasswordError(f"Use at most {MAXIMUM_LENGTH} characters.")
    if _is_common(password):
        raise WeakPasswordError("This password is too easy to guess. Three random words work well.")
    if _holds_own_name(password, name):
        raise WeakPasswordError("Do not use your own name or email address in your password.")


def _is_common(password: str) -> bool:
    lowered = password.casefold()
    if len(set(lowered)) < _FEWEST_DIFFERENT:
        return True
    core = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", lowered)
    readings = (re.sub(r"[\W\d_]", "", reading) for reading in (lowered, core.translate(_LOOK_ALIKES)))
    return _is_run(lowered) or any(_COMMON.fullmatch(letters) for letters in readings)


def _is_run(lowered: str) -> bool:
    """Whether the whole is a walk along the digits, the alphabet or the keyboard, either way."""
    return any(lowered in run or lowered[::-1] in run for run in _RUNS)


def _holds_own_name(password: str, name: str) -> bool:
    lowered = password.casefold()
    parts = {part for part in re.split(r"[^a-z]+", name.casefold().partition("@")[0]) if len(part) >= 4}
    return any(part in lowered for part in parts | {name.casefold()})


class Passwords:
    """Makes and checks password hashes; one takes 64 MiB of memory and about an eighth of a second.

    Checking a user who does not exist costs the same work as checking one who does, so time tells nothing.
    """

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher.from_parameters(RFC_9106_LOW_MEMORY)
        self._nobody = self._hasher.hash("no user has this password")

    def hash(self, password: str) -> str:
        """Return an Argon2id hash of `password`, with a salt of its own."""
        return self._hasher.hash(normal_form(password))

    def matches(self, stored: str | None, password: str) -> bool:
        """Return whether `password` made `stored`; `stored` is None when there is no such user."""
        possible = stored is not None and len(password) <= MAXIMUM_LENGTH
        try:
            self._hasher.verify(stored or self._nobody, normal_form(password[:MAXIMUM_LENGTH]))
        except (VerificationError, InvalidHashError):
            return False
        return possible

    def is_outdated(self, stored: str) -> bool:
        """Return whether `stored` was made with other parameters than those in use now."""
        return self._hasher.check_needs_rehash(stored)
