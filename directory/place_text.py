"""What people type when asked where they live, taken apart: postcodes with slips, outward codes, phrases with names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product

from directory.place_names import plain

LONGEST_PHRASE = 200
"""Letters of a message that are searched for names; postcodes are searched for in all of it."""

_RUN = re.compile(r"(?<![A-Z0-9])([A-Z0-9]{2,4})[\s\-.]{0,2}([A-Z0-9]{3})(?![A-Z0-9])")
_SPELT_CODE = re.compile(r"(?<![A-Z0-9])[A-Z](?: [A-Z0-9]){4,6}(?![A-Z0-9])")
"""A postcode told letter by letter: "L S 6 2 A B"."""
_EXACT = re.compile(r"^[A-Z]{1,2}[0-9][A-Z0-9]?[0-9][A-Z]{2}$")
_OUTWARD = re.compile(r"(?<![A-Za-z0-9])([A-Za-z]{1,2} ?[0-9][A-Za-z0-9]?)(?![A-Za-z0-9])")
_OUTWARD_SHAPES = ("LN", "LNN", "LNL", "LLN", "LLNN", "LLNL")
_AS_NUMBER = {"O": "0", "Q": "0", "D": "0", "I": "1", "L": "1", "Z": "2", "S": "5", "G": "6", "B": "8"}
_AS_LETTERS = {"0": "OQD", "1": "LI", "2": "Z", "5": "S", "6": "G", "8": "B"}
_TEXT_SPEAK = frozenset({"b4", "h8", "l8", "m8", "n1", "w8"})

_CUE = re.compile(r"\b(?:in|near|nr|from|at|around|round|by|outside|is|its|called|live)\b ")
_BEFORE = re.compile(
    r"^(?:(?:the|a|my|just|greater|central|north|south|east|west|inner|outer|city of|town of|london borough of|"
    r"royal borough of|borough of|county of) )+"
)
_AFTER = re.compile(
    r"(?: (?:please|pls|plz|thanks|thank you|ta|uk|gb|england|area|city centre|town centre|somewhere|now|"
    r"(?:(?:city|county|borough|district|town) )?council))+$"
)
_FILLER_WORDS = (
    "a about again alone also am an and any anybody anyone anything anywhere are around at back bad be because been "
    "but by can close cold could day did do dont down else even ever every everywhere far feel few for friend friends "
    "from get give go good great group had has hate have hello help her here hers him his hey home house how i idk if "
    "im in is it its ive just know later like little live living local lonely long lost lots love make many mate maybe "
    "me mine more most much my near need never new next no nobody none not nothing now nowhere of often ok okay old on "
    "one only or other our out over people place please postcode quite really rather right same say see she should "
    "skip so some somebody someone something sometimes somewhere soon sorry stop sure talk tell thank thanks "
    "that the them then there these they thing things think this time to today tomorrow too town tried try until up us "
    "use used very village want was way we well went were what when where which who why will with wont would yeah year "
    "years yes you young your"
)
_NOT_A_PLACE = frozenset(_FILLER_WORDS.split())

_EVERYDAY_WORDS = (
    "ash bank barn bath battle beer bridge bus care castle church club cross deal diss eye green group hill hook hope "
    "lane park poole pool reading road rugby sale school seal settle ship stone street sun ware wells wood word"
)
_EVERYDAY = _NOT_A_PLACE | frozenset(_EVERYDAY_WORDS.split())
"""Names that are also everyday words: alone they are places, in the middle of a sentence they are not."""


_A_THING = re.compile(rf"(?:the|a|my) (?:{'|'.join(_EVERYDAY_WORDS.split())})")
"""Someone who says "in the bath" is not in Bath."""
_SPELT_OUT = re.compile(r"\b(?:[a-z] ){3,}[a-z]\b")
_LEFT = re.compile(
    r"\b(?:(?:moved|came|come)(?: \w+)? from|(?:used to (?:live|be)|lived|grew up|was born) in) "
    r"(?:\w+ ){1,3}?(?=(?:to|but|and now|and moved|now)\b)"
)
_WITHIN = re.compile(r"(?<=\w) (?:on|in)(?: the)? (?=\w)")
"""What stands between a town and its county or island."""


def postcodes(text: str) -> Iterator[tuple[str, str]]:
    """Yield (outward, inward) readings of every postcode-like run: as typed first, then with slips mended.

    A slip is a letter for the digit that looks like it, or the reverse (O and 0, I and 1, 8 and B, 5 and S). Most
    mended readings do not exist: the caller keeps the first that does.
    """
    typed = _SPELT_CODE.sub(lambda letters: letters[0].replace(" ", ""), text.upper())
    runs = [run.groups() for run in _RUN.finditer(typed) if any(c.isdigit() for c in run.group())]
    yield from ((outward, inward) for outward, inward in runs if _EXACT.match(outward + inward))
    for outward, inward in runs:
        inwards = _readings(inward, "NLL")
        yield from product(_outward_readings(outward), inwards)


def outward_codes(text: str) -> list[str]:
    """Return what looks like outward codes ("B13"), leaving out text-speak such as "alright m8"."""
    alone = len(text.split()) == 1
    found = [match.group(1) for match in _OUTWARD.finditer(text)]
    return [code.replace(" ", "").upper() for code in found if alone or code not in _TEXT_SPEAK]


def phrases(text: str) -> list[str]:
    """Return the phrases that may be a name, most literal first: the whole, and what follows "in", "near", "from"..."""
    whole = _readable(text)
    tails = [whole, *(whole[cue.end() :] for cue in _CUE.finditer(whole))]
    trimmed = [_AFTER.sub("", tail) for tail in tails]
    bare = [_BEFORE.sub("", tail) for tail in trimmed if not _A_THING.fullmatch(tail)]
    inside = [_WITHIN.sub(" ", tail) for tail in (*trimmed, *bare) if _WITHIN.search(tail)]
    candidates = dict.fromkeys(phrase for group in (tails, trimmed, bare, inside) for phrase in group)
    return [phrase for phrase in candidates if phrase and not _NOT_A_PLACE.issuperset(phrase.split())]


def runs_of_words(text: str, longest: int = 5) -> Iterator[str]:
    """Yield every run of up to `longest` words, longer first, leaving out single everyday words."""
    words = _readable(text).split()
    for length in range(min(longest, len(words)), 0, -1):
        for start in range(len(words) - length + 1):
            run = words[start : start + length]
            if not _EVERYDAY.issuperset(run) and (length > 1 or len(run[0]) > 3):
                yield " ".join(run)


def _readable(text: str) -> str:
    """The plain words of a message, spelt-out names put together, without the place that somebody has left."""
    words = plain(text[: 2 * LONGEST_PHRASE])[:LONGEST_PHRASE]
    joined = _SPELT_OUT.sub(lambda letters: letters[0].replace(" ", ""), words)
    return _LEFT.sub("", joined)


def _outward_readings(typed: str) -> list[str]:
    shapes = (shape for shape in _OUTWARD_SHAPES if len(shape) == len(typed))
    return [reading for shape in shapes for reading in _readings(typed, shape)]


def _readings(typed: str, shape: str) -> list[str]:
    options = [_letter_options(c) if kind == "L" else _number_options(c) for c, kind in zip(typed, shape, strict=True)]
    return ["".join(letters) for letters in product(*options)]


def _letter_options(typed: str) -> str:
    return typed if typed.isalpha() else _AS_LETTERS.get(typed, "")


def _number_options(typed: str) -> str:
    return typed if typed.isdigit() else _AS_NUMBER.get(typed, "")
