"""Ages in words of other languages, with accents or without."""

from __future__ import annotations

import pytest

from language.numbers import in_figures
from language.values import read_age


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("yetmiş iki", 72),
        ("yetmis iki yasindayim", 72),
        ("on iki", 12),
        ("mam siedemdziesiąt dwa lata", 72),
        ("osiemnaście", 18),
        ("ho settantadue anni", 72),
        ("ventotto", 28),
        ("ik ben tweeënzeventig", 72),
        ("vierentachtig jaar", 84),
        ("عمري ٧٢", 72),
        ("اثنان وسبعون", 72),
        ("zweiundsiebzig", 72),
        ("setenta y dos años", 72),
        ("tenho setenta e dois anos", 72),
        ("cien", 100),
    ],
)
def test_an_age_in_words_of_another_language_is_read(text: str, age: int) -> None:
    assert read_age(text, 2026) == (age, age)


@pytest.mark.parametrize("text", ["once", "on Monday", "Kirk", "the elf", "bir", "I'm on my own", "two", "under 18"])
def test_english_words_and_small_numbers_are_no_ages_of_other_languages(text: str) -> None:
    assert in_figures(text) == text.casefold()


def test_two_ages_are_none() -> None:
    assert read_age("settantadue o settantatre", 2026) is None
