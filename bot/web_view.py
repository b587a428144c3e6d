"""How replies look in a browser: Jinja templates, the words on a card, and the files of the page."""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.card_words import ages, far
from bot.messages import Reply
from bot.spoken import SPEAK
from bot.web_languages import offered_to, voice
from bot.web_links import map_link, segments
from language.catalogues import ENGLISH
from language.dates import day_in_words

HERE = Path(__file__).parent
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


def paragraphs(text: str) -> list[str]:
    """Split at blank lines; single new lines are kept inside a paragraph."""
    return [part.strip("\n") for part in text.split("\n\n") if part.strip()]
