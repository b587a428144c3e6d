"""Ages are read as people tell them, and not where none is told."""

import pytest

from language.values import read_age, told_age


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("82", (82, 82)),
        ("I'm 82", (82, 82)),
        ("eighty two", (82, 82)),
        ("eighty-two, love", (82, 82)),
        ("I am fourteen", (14, 14)),
        ("nearly fifteen", (14, 14)),
        ("i'm 7", (7, 7)),
        ("born in 1950", (2026 - 1950 - 1, 2026 - 1950)),
        ("65 or over", (65, None)),
        ("over 65", (66, None)),
        ("65+", (65, None)),
        ("18 to 25", (18, 25)),
        ("ninety", (90, 90)),
        ("a hundred and something", None),
        ("I don't want to say", None),
        ("", None),
        ("me 34, my son 6", None),
        ("999", None),
        ("over the hill", None),
        ("10:30", None),
    ],
)
def test_an_age_is_read_as_it_is_told(text: str, age: tuple[int, int | None] | None) -> None:
    assert read_age(text, this_year=2026) == age


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("I'm 82, in B13, and I'd like a lunch club", (82, 82)),
        ("i’m seventy nine and after a choir", (79, 79)),
        ("a 14 year old who likes chess", (14, 14)),
        ("I am nearly 65 and on my own", (64, 64)),
        ("I'd like a lunch club, 2 miles away at most", None),
        ("I'm 5 minutes from the church hall", None),
        ("my bus is the 45", None),
    ],
)
def test_an_age_is_heard_in_the_midst_of_other_words(text: str, age: tuple[int, int | None] | None) -> None:
    assert told_age(text, this_year=2026) == age
