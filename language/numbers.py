"""Whole numbers from ten to a hundred in words of the languages that are understood, as ages are written."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import cache
from typing import Final, NamedTuple


class Words(NamedTuple):
    """How a language counts: words of 1 to 19, of 20 to 90, of 100, and how tens and units are joined."""

    units: str
    tens: str
    hundred: str
    joined: Callable[[str, str], str]


def _side_by_side(tens: str, unit: str) -> str:
    return f"{tens} {unit}"


def _italian(tens: str, unit: str) -> str:
    return (tens[:-1] if unit in {"uno", "otto"} else tens) + unit


def _dutch(tens: str, unit: str) -> str:
    return f"{unit}en{tens}"


def _german(tens: str, unit: str) -> str:
    return f"{'ein' if unit == 'eins' else unit}und{tens}"


_LANGUAGES: Final = {
    "pl": Words(
        "jeden dwa trzy cztery piec szesc siedem osiem dziewiec dziesiec jedenascie dwanascie trzynascie czternascie "
        "pietnascie szesnascie siedemnascie osiemnascie dziewietnascie",
        "dwadziescia trzydziesci czterdziesci piecdziesiat szescdziesiat siedemdziesiat osiemdziesiat dziewiecdziesiat",
        "sto",
        _side_by_side,
    ),
    "tr": Words(
        "bir iki uc dort bes alti yedi sekiz dokuz on on_bir on_iki on_uc on_dort on_bes on_alti on_yedi on_sekiz "
        "on_dokuz",
        "yirmi otuz kirk elli altmis yetmis seksen doksan",
        "yuz",
        _side_by_side,
    ),
    "it": Words(
        "uno due tre quattro cinque sei sette otto nove dieci undici dodici tredici quattordici quindici sedici "
        "diciassette diciotto diciannove",
        "venti trenta quaranta cinquanta sessanta settanta ottanta novanta",
        "cento",
        _italian,
    ),
    "nl": Words(
        "een twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien zestien zeventien "
        "achttien negentien",
        "twintig dertig veertig vijftig zestig zeventig tachtig negentig",
        "honderd",
        _dutch,
    ),
    "de": Words(
        "eins zwei drei vier funf sechs sieben acht neun zehn elf zwolf dreizehn vierzehn funfzehn sechzehn siebzehn "
        "achtzehn neunzehn",
        "zwanzig dreissig vierzig funfzig sechzig siebzig achtzig neunzig",
        "hundert",
        _german,
    ),
    "es": Words(
        "uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciseis diecisiete "
        "dieciocho diecinueve",
        "veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa",
        "cien",
        lambda tens, unit: f"veinti{unit}" if tens == "veinte" else f"{tens} y {unit}",
    ),
    "pt": Words(
        "um dois tres quatro cinco seis sete oito nove dez onze doze treze quatorze quinze dezesseis dezessete dezoito "
        "dezenove",
        "vinte trinta quarenta cinquenta sessenta setenta oitenta noventa",
        "cem",
        lambda tens, unit: f"{tens} e {unit}",
    ),
    "ar": Words(
        "واحد اثنان ثلاثة اربعة خمسة ستة سبعة ثمانية تسعة عشرة احد_عشر اثنا_عشر ثلاثة_عشر اربعة_عشر خمسة_عشر ستة_عشر "
        "سبعة_عشر ثمانية_عشر تسعة_عشر",
        "عشرون ثلاثون اربعون خمسون ستون سبعون ثمانون تسعون",
        "مئة",
        lambda tens, unit: f"{unit} و{tens}",
    ),
}
"""Without accents; words of two parts are written with a line between them here."""
_ENGLISH: Final = frozenset({"on", "once", "elf", "kirk", "cem", "ten"})
"""Words that mean something else in English; by themselves they are no number."""
_YOUNGEST: Final = 10


def in_figures(text: str) -> str:
    """`text` in small letters and without accents, its numbers from 10 on in figures."""
    known = _numbers()
    return _search().sub(lambda found: str(known[found[0]]), _plain(text))


def _plain(text: str) -> str:
    apart = unicodedata.normalize("NFD", text.replace("İ", "i").casefold()).replace("ı", "i").replace("ł", "l")
    kept = "".join(each for each in apart if not "\u0300" <= each <= "\u036f" and not "\u064b" <= each <= "\u0655")
    return re.sub(r"\d", lambda found: str(unicodedata.digit(found[0])), unicodedata.normalize("NFC", kept))


@cache
def _search() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(sorted(map(re.escape, _numbers()), key=len, reverse=True))})\b")


@cache
def _numbers() -> dict[str, int]:
    return {
        word: value
        for words in _LANGUAGES.values()
        for value, word in _counted(words)
        if value >= _YOUNGEST and word not in _ENGLISH
    }


def _counted(words: Words) -> Iterator[tuple[int, str]]:
    units = [unit.replace("_", " ") for unit in words.units.split()]
    yield from enumerate(units, start=1)
    for ten, tens in enumerate(words.tens.split(), start=2):
        yield 10 * ten, tens
        yield from ((10 * ten + unit, words.joined(tens, name)) for unit, name in enumerate(units[:9], start=1))
    yield 100, words.hundred
