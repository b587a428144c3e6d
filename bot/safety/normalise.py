"""One plain spelling for the many ways people write: small words, no accents, no tricks, no punctuation.

`Normaliser.plain` turns any text into lower-case words parted by single spaces, with `|` where a clause ends. The
pattern files are compiled from the same spelling, so a pattern is written once and meets curly quotes, full-width
letters, zero-width spaces, "su1cide", "k i l l", "dieeee", "dont", "wanna" and common misspellings alike.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping

CLAUSE = "|"
_CLAUSE_MARKS = frozenset('.!?;,:()…。！？،؛।、，-–—/"“”•')
_KEPT_SYMBOLS = frozenset("0123456789*@$#")
_LOOKALIKES = str.maketrans("авеёкмнорстухіјѕαβεικνορτυχ", "abeekmhopctyxijsabeiknoptux")
_LEET = str.maketrans("0134578@$", "oieastbas")
_SPACED_LETTERS = re.compile(r"(?<!\S)[^\W\d_](?:[ *_|]+[^\W\d_](?!\S)){2,}")
_CONTRACTIONS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile("[’‘`´ʼ＇′]"), "'"),
    (re.compile(r"\bcan't\b"), "can not"),
    (re.compile(r"\bwon't\b"), "will not"),
    (re.compile(r"\b(he|she|it|that|who|there|what|where|everyone|nobody|someone)'s\b"), r"\1 is"),
    (re.compile(r"'s(?= (?:been|got|had|taken|started|stopped|tried|left)\b)"), " has"),
    (re.compile(r"'s(?= (?:not|always|so|a|going|\w{2,}ing)\b)"), " is"),
    (re.compile(r"n't\b"), " not"),
    (re.compile(r"'ll\b"), " will"),
    (re.compile(r"'re\b"), " are"),
    (re.compile(r"'ve\b"), " have"),
    (re.compile(r"'m\b"), " am"),
    (re.compile(r"'d\b"), " would"),
)
_THREE_OR_MORE = re.compile(r"(.)\1{2,}")
_INNER_BANG = re.compile(r"(?<=[a-z])[!|](?=[a-z])")
_SELF = re.compile(r"\b(my|him|her|them|your) self\b")
_HYPHENS = re.compile(r"(?<=[^\W\d_])[-‐‑](?=[^\W\d_])")


class _Plain(dict[int, str]):
    """A translation table that works out each character once: letters stay, marks part clauses, the rest is space."""

    def __missing__(self, code: int) -> str:
        mapped = _plain_character(chr(code))
        if code < 0x3000:
            self[code] = mapped
        return mapped


def _plain_character(character: str) -> str:
    if character == "'" or "\u0300" <= character <= "\u036f":
        return ""
    if character in _CLAUSE_MARKS:
        return f" {CLAUSE} "
    if character in _KEPT_SYMBOLS:
        return character
    kind = unicodedata.category(character)
    if kind[0] in "LMN":
        return character
    return "" if kind == "Cf" else " "


class Normaliser:
    """Rewrites text into the plain spelling.

    `rewrites` maps a word (apostrophes removed) to what it stands for: contractions, slang, misspellings.
    `vocabulary` is every word that a pattern knows; `telling` are the words that tricks of spelling are undone for.
    """

    def __init__(self, rewrites: Mapping[str, str], vocabulary: Iterable[str], telling: Iterable[str]) -> None:
        self._rewrites = dict(rewrites)
        self._vocabulary = frozenset(vocabulary) | frozenset(rewrites)
        self._telling = frozenset(telling)
        self._known = self._vocabulary | self._telling
        self._long_telling = sorted(word for word in self._telling if len(word) >= 7)
        self._characters = _Plain()

    def plain(self, text: str) -> str:
        """Return `text` as plain words between clause marks, a space at each end: " word " is always a whole word."""
        folded = unicodedata.normalize("NFKC", text).casefold()
        for written, meant in _CONTRACTIONS if any(mark in folded for mark in "'’‘`´ʼ＇′") else ():
            folded = written.sub(meant, folded)
        folded = _INNER_BANG.sub("i", _HYPHENS.sub(" ", folded))
        letters = unicodedata.normalize("NFC", unicodedata.normalize("NFD", folded).translate(self._characters))
        joined = _SPACED_LETTERS.sub(self._join_letters, letters)
        words = (self._word(token) for token in joined.split())
        return _SELF.sub(r"\1self", f" {CLAUSE} {' '.join(words)} {CLAUSE} ")

    def _join_letters(self, match: re.Match[str]) -> str:
        joined = re.sub(r"[ *_|]+", "", match[0])
        parts = self._segment(joined)
        return " ".join(parts) if parts else match[0]

    def _word(self, token: str) -> str:
        if token in self._rewrites:
            return self._rewrites[token]
        if token in self._known or token == CLAUSE:
            return token
        mended = self._mend(token)
        return self._rewrites.get(mended, mended)

    def _mend(self, token: str) -> str:
        if not token.isalpha():
            return self._uncover(token)
        if token.endswith("in") and f"{token}g" in self._known:
            return f"{token}g"
        if _THREE_OR_MORE.search(token):
            return self._unstretch(token)
        if not token.isascii():
            plain = token.translate(_LOOKALIKES)
            return plain if plain in self._known else token
        if len(token) >= 9:
            return " ".join(self._segment(token)) or self._nearest(token)
        return self._nearest(token)

    def _uncover(self, token: str) -> str:
        """Undo "su1cide" and "k*ll", only where a telling word comes out: a postcode stays a postcode."""
        letters = token.translate(_LEET)
        if letters in self._known:
            return letters
        if "*" in letters or "#" in letters:
            shape = re.compile(re.escape(letters).replace(r"\*", ".").replace(r"\#", "."))
            return next((word for word in sorted(self._telling) if shape.fullmatch(word)), token)
        return token.strip("*@$#") or token

    def _unstretch(self, token: str) -> str:
        for kept in (r"\1\1", r"\1"):
            short = _THREE_OR_MORE.sub(kept, token)
            if short in self._known:
                return short
        return _THREE_OR_MORE.sub(r"\1", token)

    def _segment(self, letters: str) -> list[str]:
        """Part words that were run together, when every part is known and one of them is telling."""
        best: list[list[str] | None] = [[]] + [None] * len(letters)
        for end in range(1, len(letters) + 1):
            for start in range(max(0, end - 12), end):
                before, word = best[start], letters[start:end]
                longer = best[end]
                if before is None or word not in self._known or (len(word) == 1 and word not in "ia"):
                    continue
                if longer is None or len(before) + 1 < len(longer):
                    best[end] = [*before, word]
        parts = best[-1] or []
        told = any(part in self._telling for part in parts)
        return [self._rewrites.get(part, part) for part in parts] if told else []

    def _nearest(self, token: str) -> str:
        """Mend one slip of the fingers in a long telling word, when the first letter is right."""
        if len(token) < 6:
            return token
        return next((word for word in self._long_telling if word[0] == token[0] and one_slip_apart(word, token)), token)


def one_slip_apart(left: str, right: str) -> bool:
    """Tell whether one letter was added, left out, changed, or swapped with its neighbour."""
    if abs(len(left) - len(right)) > 1 or left == right:
        return left == right
    at = next((n for n, (a, b) in enumerate(zip(left, right, strict=False)) if a != b), min(len(left), len(right)))
    swapped = left[at : at + 2] == right[at : at + 2][::-1] and left[at + 2 :] == right[at + 2 :]
    changed = left[at + 1 :] == right[at + 1 :]
    return swapped or changed or left[at + 1 :] == right[at:] or left[at:] == right[at + 1 :]
