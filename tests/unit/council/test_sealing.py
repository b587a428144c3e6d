"""What is sealed opens only with its own key, for its own purpose and its own owner."""

from __future__ import annotations

import pytest

from council.sealing import Seal

SEAL = Seal(b"the key of the service", "tests")


def test_what_was_sealed_opens_and_looks_different_each_time() -> None:
    one, two = (SEAL.close("a secret", "7") for _ in range(2))
    assert SEAL.open(one, "7") == SEAL.open(two, "7") == "a secret"
    assert one != two
    assert "secret" not in one


def test_it_opens_for_no_other_owner_purpose_or_key() -> None:
    sealed = SEAL.close("a secret", "7")
    assert SEAL.open(sealed, "8") is None
    assert Seal(b"the key of the service", "other tests").open(sealed, "7") is None
    assert Seal(b"another key", "tests").open(sealed, "7") is None


@pytest.mark.parametrize("changed", ["", "A", "é", "====", "A" * 60, "\udcff", "a secret"])
def test_anything_else_opens_to_nothing(changed: str) -> None:
    assert SEAL.open(changed, "7") is None


def test_one_changed_letter_is_enough() -> None:
    sealed = SEAL.close("a secret", "7")
    for place in range(len(sealed)):
        other = "A" if sealed[place] != "A" else "B"
        opened = SEAL.open(sealed[:place] + other + sealed[place + 1 :], "7")
        assert opened is None or opened == "a secret", "the last letter may hold bits that count for nothing"
