"""Hears indirect, euphemistic and foreign messages: logistic regression on sentence vectors, one per category."""

from __future__ import annotations

from typing import Protocol


class Classifier(Protocol):
    """Anything that can say which categories it hears in a text, each with the clause that it heard it in."""

    def heard(self, text: str) -> tuple[tuple[str, str], ...]: ...
