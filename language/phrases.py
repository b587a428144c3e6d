"""Sentences that remember how they were made, so that they can be said again in another language."""

from __future__ import annotations

from collections.abc import Mapping


class Phrase(str):
    """English text with the template and the values it came from; to everybody else it is plain text."""

    __slots__ = ("template", "values")

    template: str
    values: Mapping[str, object]

    def __new__(cls, template: str, values: Mapping[str, object]) -> Phrase:
        made = super().__new__(cls, template.format_map(values) if values else template)
        made.template, made.values = template, values
        return made


def phrase(template: str, **values: object) -> Phrase:
    """A sentence for residents: `template` with its {braces} filled. Values may be phrases themselves.

    Whatever is written inside `phrase("...")` is collected for the translators (`make messages`).
    """
    return Phrase(template, values)
