"""How replies look in a browser: Jinja templates, the words on a card, and the files of the page."""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.messages import Card, Reply
from bot.web_links import map_link, segments

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
            segments=segments, map_link=map_link, far=far, ages=ages, day=day, paragraphs=paragraphs
        )
        self._jinja.globals.update(
            operator=operator,
            leave_to=leave_to,
            versions={name: f"/static/{name}?v={asset.version}" for name, asset in assets.items()},
        )

    def page(self, name: str, **values: object) -> str:
        return self._jinja.get_template(f"{name}.html").render(**{"embed": False, **values})

    def messages(self, messages: Reply, notice: str | None = None) -> str:
        """Return the list items of a reply, to be put into the message log."""
        return self._jinja.get_template("reply.html").render(messages=messages, notice=notice)


def far(card: Card) -> str | None:
    """Say how far away a service is, in miles as people in England do; None where distance has no meaning."""
    if card.distance_km is None:
        return None
    miles = card.distance_km * MILES_IN_A_KILOMETRE
    if miles < 0.1:
        return "Less than 0.1 miles away"
    shown = f"{miles:.1f}".removesuffix(".0") if miles < 10 else f"{miles:.0f}"
    return f"{shown} mile away" if shown == "1" else f"{shown} miles away"


def ages(card: Card) -> str | None:
    low, high = card.minimum_age, card.maximum_age
    if low and high is not None:
        return f"Ages {low} to {high}"
    if high is not None:
        return f"Up to age {high}"
    return f"Age {low} and over" if low else None


def day(moment: date) -> str:
    return f"{moment.day} {moment:%B %Y}"


def paragraphs(text: str) -> list[str]:
    """Split at blank lines; single new lines are kept inside a paragraph."""
    return [part.strip("\n") for part in text.split("\n\n") if part.strip()]
