"""Results written by hand."""

from __future__ import annotations

from evaluation.understanding.figures import Result
from evaluation.understanding.reading import Sentence


def sentence(meant: str, *, state: str = "start", language: str = "en", text: str = "some words") -> Sentence:
    """A sentence that means `meant`; "+" between two meanings."""
    return Sentence("en-0001", text, state, tuple(meant.split("+")), language, "plain")


def result(meant: str, taken: str, confidence: float = 1.0, *, state: str = "start", language: str = "en") -> Result:
    """A sentence that means `meant` and was taken for `taken`."""
    return Result(sentence(meant, state=state, language=language), tuple(taken.split("+")), confidence)
