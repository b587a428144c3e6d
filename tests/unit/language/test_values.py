"""Ages are read as people tell them, and not where none is told."""

import pytest

from language.values import read_age


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
