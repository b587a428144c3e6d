"""How replies look in a browser: Jinja templates, the words on a card, and the files of the page."""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.chat import SPEAK
from bot.messages import Card, Reply
from bot.web_languages import offered_to, voice
from bot.web_links import map_link, segments
from language.catalogues import ENGLISH
from language.dates import day_in_words
from language.phrases import Phrase, phrase

HERE = Path(__file__).parent
MILES_IN_A_KILOMETRE = 0.621371
_TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


@dataclass(frozen=True)
class Asset:
    """A file of the page; `version` changes with its content."""

    body: bytes
    packed: bytes
    content_type: str
    version: str


def read_assets(folder: Path = HERE / "static") -> dict[str, Asset]:
    return {path.name: _asset(path) for path in sorted(folder.iterdir()) if path.suffix in _TYPES}


def _asset(path: Path) -> Asset:
    body = path.read_bytes()
    version = hashlib.sha256(body).hexdigest()[:12]
    return Asset(body, gzip.compress(body, mtime=0), _TYPES[path.suffix], version)


class View:
    """Renders pages and messages; everything that is not a template is escaped."""

    def __init__(self, assets: dict[str, Asset], operator: str, leave_to: str) -> None:
        self._jinja = Environment(
            loader=FileSystemLoader(HERE / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._jinja.filters.update(
            segments=segments, map_link=map_link, far=far, ages=ages, day=day_in_words, paragraphs=paragraphs
        )
        self._jinja.globals.update(
            operator=operator,
            leave_to=leave_to,
            voice=voice,
            speak=SPEAK,
            versions={name: f"/static/{name}?v={asset.version}" for name, asset in assets.items()},
        )

    def page(self, name: str, language: str = ENGLISH, accepted: str = "", **values: object) -> str:
        """Return a whole page in `language`; `accepted` (Accept-Language) says which language is offered first."""
        given = {"embed": False, "_": voice(language), "languages": offered_to(accepted), **values}
        return self._jinja.get_template(f"{name}.html").render(given)

    def messages(self, messages: Reply, notice: str | None = None, language: str = ENGLISH) -> str:
        """Return the list items of a reply, to be put into the message log; `language` is that of the page."""
        return self._jinja.get_template("reply.html").render(messages=messages, notice=notice, _=voice(language))


def far(card: Card) -> Phrase | None:
    """Say how far away a service is, in miles as people in England do; None where distance has no meaning."""
    if card.distance_km is None:
        return None
    miles = card.distance_km * MILES_IN_A_KILOMETRE
    if miles < 0.1:
        return phrase("Less than 0.1 miles away")
    shown = f"{miles:.1f}".removesuffix(".0") if miles < 10 else f"{miles:.0f}"
    return phrase("1 mile away") if shown == "1" else phrase("{miles} miles away", miles=shown)


def ages(card: Card) -> Phrase | None:
    """Say for which ages a service is; None where it is for all."""
    low, high = card.minimum_age, card.maximum_age
    if low and high is not None:
        return phrase("Ages {youngest} to {oldest}", youngest=low, oldest=high)
    if high is not None:
        return phrase("Up to age {oldest}", oldest=high)
    return phrase("Age {youngest} and over", youngest=low) if low else None


def paragraphs(text: str) -> list[str]:
    """Split at blank lines; single new lines are kept inside a paragraph."""
    return [part.strip("\n") for part in text.split("\n\n") if part.strip()]
