"""Sentences that remember how they were made, so that they can be said again in another language."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import time


class Phrase(str):
    """English text with the template and the values it came from; to everybody else it is plain text."""

    __slots__ = ("template", "values")

    template: str
    values: Mapping[str, object]

    def __new__(cls, template: str, values: Mapping[str, object]) -> Phrase:
        made = super().__new__(cls, template.format_map(values) if values else template)
        made.template, made.values = template, values
        return made

    def __getnewargs__(self) -> tuple[str, Mapping[str, object]]:  # type: ignore[override] # str has one argument
        return self.template, self.values


def phrase(template: str, **values: object) -> Phrase:
    """A sentence for residents: `template` with its {braces} filled. Values may be phrases themselves.

    Whatever is written inside `phrase("...")` is collected for the translators (`make messages`).
    """
    return Phrase(template, values)


class ClockTime(str):
    """A time of day as people in England say it, "2:30pm"; every other language says it as "14:30"."""

    __slots__ = ("around_the_clock",)

    around_the_clock: str

    def __new__(cls, words: str, moment: time) -> ClockTime:
        made = super().__new__(cls, words)
        made.around_the_clock = f"{moment:%H:%M}"
        return made


class OwnName(str):
    """The English name of a language; every other language leaves it the name that its speakers give it."""

    __slots__ = ("own",)

    own: str

    def __new__(cls, name: str, own: str) -> OwnName:
        made = super().__new__(cls, name)
        made.own = own
        return made
