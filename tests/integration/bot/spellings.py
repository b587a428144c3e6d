"""A cry for help as it may arrive: one sentence for each category, in every spelling, length, place and encoding."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

SENTENCES: Final[Mapping[str, str]] = {
    "emergency": "He is not breathing, call an ambulance",
    "suicide": "I want to kill myself",
    "self_harm": "I cut myself with a razor every night",
    "abuse_child": "my uncle touches me at night",
    "abuse_domestic": "my husband hits me",
    "abuse_adult": "my carer steals my money",
    "eating_disorder": "I make myself sick after every meal",
    "substance": "I drink two bottles of vodka a day and can't stop",
    "harm_to_others": "I am going to stab my neighbour tonight",
    "third_party_suicide": "my friend says she is going to kill herself",
}
CHATTER: Final = "The bus to town was late again. I had tea with my sister. We looked at the old pictures. "


def _between(mark: str) -> Callable[[str], str]:
    return lambda text: mark.join(text)


SPELLINGS: Final[Mapping[str, Callable[[str], str]]] = {
    "as it is": str,
    "capitals": str.upper,
    "no apostrophes": lambda text: text.replace("'", ""),
    "curly apostrophes": lambda text: text.replace("'", "’"),
    "decomposed": lambda text: unicodedata.normalize("NFD", f"café, {text}"),
    "composed": lambda text: unicodedata.normalize("NFKC", text),
    "full width": lambda text: "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text),
    "zero-width spaces": _between("\u200b"),
    "zero-width joiners": _between("\u200d"),
    "soft hyphens": _between("\u00ad"),
    "a byte order mark": lambda text: f"\ufeff{text}",
    "written from right to left": lambda text: f"\u202e{text}\u202c",
    "control characters": _between("\x00"),
    "half of a character": lambda text: f"{text}\ud83d",
    "characters of two halves": lambda text: f"😢😢 {text} 😢",
    "lines": lambda text: f"\r\n\r\n{text}\r\n",
    "tabs and spaces": lambda text: f"\t  {text.replace(' ', '   ')}\t",
    "something that looks like a command": lambda text: f"/inform{{}} {text}",
}
LENGTHS: Final = (0, 280, 1_500, 3_900, 4_000, 9_000, 15_000)
"""Characters of chatter around the sentence: within and over the longest text, within the largest body."""


@dataclass(frozen=True)
class Cry:
    """A sentence of a category, its spelling, and how much is said `before` and `after` it."""

    category: str
    spelling: str = "as it is"
    before: int = 0
    after: int = 0

    @property
    def text(self) -> str:
        """The whole message."""
        said = SPELLINGS[self.spelling](SENTENCES[self.category])
        return f"{_chatter(self.before)}{said}. {_chatter(self.after)}"


def _chatter(length: int) -> str:
    return (CHATTER * (length // len(CHATTER) + 1))[:length] + (". " if length else "")


@dataclass(frozen=True)
class Posted:
    """One request: where it goes, what it says that it is, and its bytes."""

    path: str
    kind: str
    body: bytes


API, PAGE, WIDGET = "/api/v1/chat", "/", "/?embed=1"


def _json(text: str, token: str | None, *, ascii_only: bool = True) -> str:
    return json.dumps({"session": token, "text": text}, ensure_ascii=ascii_only)


def _form(text: str, token: str | None) -> bytes:
    return f"session={token or ''}&text={quote(text, errors='surrogatepass')}".encode()


def _multipart(text: str, _token: str | None) -> bytes:
    return f'--x\r\nContent-Disposition: form-data; name="text"\r\n\r\n{text}\r\n--x--\r\n'.encode(errors="replace")


WIRES: Final[Mapping[str, Callable[[str, str | None], Posted]]] = {
    "json": lambda text, token: Posted(API, "application/json", _json(text, token).encode()),
    "json in utf-16": lambda text, token: Posted(
        API, "application/json; charset=utf-16", _json(text, token).encode("utf-16")
    ),
    "json that says it is latin-1": lambda text, token: Posted(
        API,
        "application/json; charset=latin-1",
        _json(text, token, ascii_only=False).encode(errors="replace"),
    ),
    "json in latin-1 that says it is utf-8": lambda text, token: Posted(
        API,
        "application/json; charset=utf-8",
        # Latin-1 has no wide letters: whoever writes in it writes narrow ones.
        _json(f"café. {unicodedata.normalize('NFKC', text)}", token, ascii_only=False).encode("latin-1", "ignore"),
    ),
    "json with a byte order mark": lambda text, token: Posted(
        API, "application/json", _json(text, token).encode("utf-8-sig")
    ),
    "json that is cut off": lambda text, token: Posted(API, "application/json", _json(text, token).encode()[:-1]),
    "json of another type": lambda text, token: Posted(API, "text/plain", _json(text, token).encode()),
    "json with too many fields": lambda text, token: Posted(
        API, "application/json", json.dumps({"session": token, "text": text, "payload": "/stop", "x": 1}).encode()
    ),
    "json with the words in a list": lambda text, token: Posted(
        API, "application/json", json.dumps({"session": token, "text": [text]}).encode()
    ),
    "words alone": lambda text, token: Posted(API, "application/json", text.encode(errors="replace")),
    "form": lambda text, token: Posted(PAGE, "application/x-www-form-urlencoded", _form(text, token)),
    "form of the widget": lambda text, token: Posted(WIDGET, "application/x-www-form-urlencoded", _form(text, token)),
    "form with too many fields": lambda text, token: Posted(
        PAGE, "application/x-www-form-urlencoded", _form(text, token) + b"&x=1" * 20
    ),
    "form in pieces": lambda text, token: Posted(PAGE, "multipart/form-data; boundary=x", _multipart(text, token)),
}
"""How a message travels to the web channel, rightly and wrongly."""
