"""Languages by their English names, as feeds write them, to their ISO 639 codes; the commonest of England."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

_CODES: Final = """
english en, urdu ur, punjabi pa, panjabi pa, bengali bn, sylheti syl, polish pl, arabic ar, romanian ro, somali so,
gujarati gu, hindi hi, turkish tr, portuguese pt, spanish es, french fr, farsi fa, persian fa, kurdish ku, pashto ps,
tigrinya ti, ukrainian uk, russian ru, italian it, cantonese yue, mandarin cmn, chinese zh, tamil ta, welsh cy, bsl bfi,
british sign language bfi, dutch nl, german de, greek el, hungarian hu, bulgarian bg, lithuanian lt, latvian lv,
czech cs, slovak sk, albanian sq, yoruba yo, igbo ig, swahili sw, amharic am, nepali ne, vietnamese vi, japanese ja
"""
LANGUAGES: Final[Mapping[str, str]] = dict(pair.strip().rsplit(" ", 1) for pair in _CODES.split(","))
"""From a name in small letters to a code; British Sign Language is `bfi`."""
