"""Words as they are compared: small, without punctuation and without the marks that keyboards leave out."""

from __future__ import annotations

import re
import unicodedata

_MARKS = re.compile("[\u0300-\u036f\u064b-\u0652\u0670\u0640]")
"""Accents of Latin letters, vowel signs and lengthening of Arabic. The marks of Thai and Japanese tell words apart."""
_ALIKE = str.maketrans("ıłßøđðæœأإآىة", "ilsoddaoاااية")
_DECORATION = re.compile(r"[^\w\s]|_")


def without_marks(text: str) -> str:
    """`text` in small letters, "Çok sık" as "cok sik": many people type no accents."""
    apart = _MARKS.sub("", unicodedata.normalize("NFD", text.replace("İ", "i").lower()))
    return unicodedata.normalize("NFC", apart).translate(_ALIKE)


def plain(text: str) -> str:
    """The words of `text` without marks and punctuation, parted by single spaces."""
    return " ".join(_DECORATION.sub(" ", without_marks(text)).split())
