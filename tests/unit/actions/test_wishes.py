"""The words of a wish are kept for its search, for a short time, and never past another wish."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from actions.wishes import KEPT_FOR, MOST, Wishes

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)


def test_the_words_of_the_last_wish_are_kept_for_each_conversation() -> None:
    wishes = Wishes()
    wishes.note("a", "chess", NOW)
    wishes.note("b", "singing", NOW)
    wishes.note("a", "dominoes", NOW)
    assert (wishes.of("a", NOW), wishes.of("b", NOW), wishes.of("c", NOW)) == ("dominoes", "singing", None)


def test_a_button_forgets_the_words_of_the_wish_before() -> None:
    wishes = Wishes()
    wishes.note("a", "chess", NOW)
    wishes.note("a", None, NOW)
    assert wishes.of("a", NOW) is None


def test_after_half_an_hour_they_are_forgotten() -> None:
    wishes = Wishes()
    wishes.note("a", "chess", NOW)
    assert wishes.of("a", NOW + KEPT_FOR) == "chess"
    assert wishes.of("a", NOW + KEPT_FOR + timedelta(seconds=1)) is None
    wishes.note("b", "singing", NOW + 2 * KEPT_FOR)
    assert wishes.of("a", NOW) is None


def test_never_more_are_kept_than_fit() -> None:
    wishes = Wishes()
    for number in range(MOST + 1):
        wishes.note(str(number), "chess", NOW)
    assert wishes.of("0", NOW) is None
    assert wishes.of(str(MOST), NOW) == "chess"
