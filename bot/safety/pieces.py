"""Parts a message into the pieces that are judged one by one, so that one line of danger in a long message is heard."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

_LONGEST_WHOLE = 240
_SHORTEST = 6
_WINDOW, _STEP = 24, 12
_UNSPACED_WINDOW, _UNSPACED_STEP = 60, 30
_SENTENCE_END = re.compile(r"(?<=[.!?;…。！？؟।])\s*|\n+|\s+(?=but\s)")
_ANSWER = re.compile(
    r"^\W*(?:(?:very |quite |pretty |fairly |most |all |some ?)?(?:of )?(?:the |my )?"
    r"(?:often|always|never|time|times|sometimes|occasionally|hardly(?: ever)?|rarely)(?: or (?:always|never))?\b"
    r"[\s.,;:!…-]+)+(?=\w+\W+\w+)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Piece:
    """A few words of a message as they were written, and in the plain spelling of `normalise`."""

    text: str
    plain: str


def pieces(text: str, plain: Callable[[str], str]) -> list[Piece]:
    """Return a short message whole, and of a long one each sentence, with windows of sentences that never end.

    What follows an answer is read by itself too, or "often" would drown "I just want it to stop".

    The sentences of a short message are not read apart: "Goodbye forever! I've got broadband at last" is harmless as
    a whole, and what is dangerous in a short message is dangerous in it as a whole.
    """
    whole = " ".join(text.split())
    if len(whole) <= _LONGEST_WHOLE:
        rest = _ANSWER.sub("", whole, count=1)
        parts = [part for part in (whole, rest) if part]
        return [Piece(part, plain(part)) for part in dict.fromkeys(parts)]
    sentences = (" ".join(part.split()) for part in _SENTENCE_END.split(text) if part)
    parts = [window for sentence in sentences if len(sentence) >= _SHORTEST for window in _windows(sentence)]
    return [Piece(part, plain(part)) for part in dict.fromkeys(parts)]


def _windows(sentence: str) -> Iterator[str]:
    words = sentence.split()
    if len(words) == 1:
        yield from _cut(sentence, _UNSPACED_WINDOW, _UNSPACED_STEP)
    elif len(words) <= _WINDOW + _STEP // 2:
        yield from _cut(sentence, _LONGEST_WHOLE, _LONGEST_WHOLE)
    else:
        for at in range(0, len(words) - _STEP, _STEP):
            yield from _cut(" ".join(words[at : at + _WINDOW]), _LONGEST_WHOLE, _LONGEST_WHOLE)


def _cut(text: str, size: int, step: int) -> Iterator[str]:
    yield from (text[at : at + size] for at in range(0, max(1, len(text) - (size - step)), step))
