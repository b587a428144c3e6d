"""Collects every sentence for residents into the translators' files: `make messages`.

`kith.pot` holds the English sentences with the places they come from; each language's file is brought in line with it,
its translations kept. The validated questions and what belongs to them are left out: they may not be translated here.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import polib
import yaml
from babel.messages.extract import extract

from language.catalogues import ENGLISH, LANGUAGES, MESSAGES

ROOT: Final = Path(__file__).parents[1]
TEMPLATE: Final = MESSAGES / "kith.pot"
ROOMS: Final = ("actions", "bot", "directory", "language", "screening")
_PYTHON: Final = {"phrase": None}
_JINJA: Final = {"_": None}
_ONLY_ENGLISH: Final = re.compile(
    r"utter_(ask_(consent|role|age|companionship|left_out|isolated|lonely|social_contact)|screening_introduction|result_\w+|"
    r"consent_refused|too_young|age_unknown|age_not_read|why_ask_(consent|role|question|social_contact)|start|"
    r"speak_english|young_carer|carer_choices)"
)
"""Responses of the domain that are never said in another language: the screening and what only it leads to."""
_SPOKEN_COPY: Final = frozenset(
    {"danger_now", "bot", "abuse_safe", "closing", "help_now", "fallback", "carry_on", "stop", "opening"}
)
"""Keys of the safety copy whose text is said."""

Found = Iterator[tuple[str, str]]


def collect() -> polib.POFile:
    """Every sentence once, in the order of the files, each with the places where it is said."""
    template = polib.POFile(wrapwidth=120)
    template.metadata = {"Project-Id-Version": "Kith", "Content-Type": "text/plain; charset=UTF-8"}
    entries: dict[str, polib.POEntry] = {}
    for sentence, place in (*_domain(), *_safety_copy(), *_contacts(), *_python(), *_templates()):
        entry = entries.setdefault(sentence, polib.POEntry(msgid=sentence, msgstr=""))
        if (place, "") not in entry.occurrences:
            entry.occurrences.append((place, ""))
    template.extend(entries.values())
    return template


def _domain() -> Found:
    responses: Mapping[str, list[dict[str, Any]]] = yaml.safe_load((ROOT / "domain.yml").read_text())["responses"]
    for name, variants in responses.items():
        if not _ONLY_ENGLISH.fullmatch(name):
            for response in variants:
                yield response["text"], f"domain.yml:{name}"
                yield from ((button["title"], f"domain.yml:{name}") for button in response.get("buttons", ()))


def _safety_copy() -> Found:
    copy: dict[str, Any] = yaml.safe_load((ROOT / "bot/safety_replies.yml").read_text())
    yield from ((text, f"safety_replies.yml:{key}") for key, text in copy.items() if key in _SPOKEN_COPY)
    for category, each in copy["categories"].items():
        yield from ((text, f"safety_replies.yml:{category}") for text in each["opening"].values())


def _contacts() -> Found:
    """The few words that stand behind a number in the safety reply."""
    contacts: list[dict[str, Any]] = yaml.safe_load((ROOT / "bot/contacts.yml").read_text())["contacts"]
    yield from ((each["hint"], f"contacts.yml:{each['id']}") for each in contacts if "hint" in each)


def _python() -> Found:
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            yield from _extracted(path, "python", _PYTHON)


def _templates() -> Found:
    for path in sorted((ROOT / "bot/templates").glob("*.html")):
        yield from _extracted(path, "jinja2.ext:babel_extract", _JINJA)


def _extracted(path: Path, method: str, keywords: Mapping[str, None]) -> Found:
    with path.open("rb") as source:
        for _, message, _, _ in extract(method, source, keywords=keywords, options={"encoding": "utf-8"}):
            text = message if isinstance(message, str) else message[0]
            yield text, str(path.relative_to(ROOT))


def update() -> None:
    """Write `kith.pot`, and bring each language's file in line with it."""
    template = collect()
    template.save(str(TEMPLATE))
    for code in LANGUAGES.keys() - {ENGLISH}:
        path = MESSAGES / f"{code}.po"
        catalogue = polib.pofile(str(path), wrapwidth=120) if path.exists() else polib.POFile(wrapwidth=120)
        catalogue.metadata |= {
            "Project-Id-Version": "Kith",
            "Language": code,
            "Content-Type": "text/plain; charset=UTF-8",
        }
        catalogue.merge(template)
        for entry in catalogue.obsolete_entries():
            catalogue.remove(entry)
        catalogue.save(str(path))


if __name__ == "__main__":
    update()
    sys.stdout.write(f"{len(collect())} sentences in {TEMPLATE}\n")
