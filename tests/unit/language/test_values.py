"""Ages are read as people tell them, and not where none is told."""

import pytest

from language.values import read_age, their_age, told_age


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
        ("in my seventies", (70, 79)),
        ("70 something", (70, 79)),
        ("72 next month", (71, 71)),
        ("I'll be 72 in June", (71, 71)),
        ("eighty for next birthday", (79, 79)),
        ("I'm 91 and three quarters", (91, 91)),
        ("a hundred and two", (102, 102)),
        ("I am fourteen years and seven months old.", (14, 14)),
        ("03/05/1948", (77, 78)),
        ("Came up out of the pit in 85, I'm 79 now", (79, 79)),
        ("my mum is 84", None),
        ("my dad was born in 1940", None),
        ("I have a 2 year old", None),
        ("under 18", None),
        ("I'm 20 weeks pregnant", None),
        ("no one knows", None),
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
        ("my mum is 84 years old and never goes out", None),
        ("Never love, I've eleven grandchildren", None),
        ("I've just turned seventy, and what now?", (70, 70)),
        ("retired 2 yr ago from the post office", None),
        ("I'd like a lunch club, 2 miles away at most", None),
        ("I'm 5 minutes from the church hall", None),
        ("my bus is the 45", None),
    ],
)
def test_an_age_is_heard_in_the_midst_of_other_words(text: str, age: tuple[int, int | None] | None) -> None:
    assert told_age(text, this_year=2026) == age


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("my mum is 84 and I'm 50", (84, 84)),
        ("It's for our Darren, he's 44", (44, 44)),
        ("for my 84 year old mum", (84, 84)),
        ("She is in her nineties", (90, 99)),
        ("84", (84, 84)),
        ("I'm 50 and worried about her", None),
    ],
)
def test_the_age_of_another_person_is_not_the_writers(text: str, age: tuple[int, int | None] | None) -> None:
    assert their_age(text, this_year=2026) == age


@pytest.mark.parametrize("text", ["B72", "she lives in B72", "M60 1AA"])
def test_a_postcode_is_no_age(text: str) -> None:
    assert their_age(text, 2026) is None
    assert read_age(text, 2026) is None
