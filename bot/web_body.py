"""The body of a request, and the words in one that cannot be understood: they are read for danger all the same."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote_plus

from aiohttp import web

LARGEST_BODY: Final = 64 * 1024
"""Bytes of one request."""
LARGEST_READ: Final = 1024 * 1024
"""Bytes after which nobody listens any more."""
HALF: Final = LARGEST_BODY // 2
_FIELD: Final = re.compile("[&=]")
_ESCAPE: Final = re.compile(r"\\(?:u([0-9a-fA-F]{4})|[nrt\"])")


@dataclass(frozen=True)
class Body:
    """What was kept of a body. Of one larger than `LARGEST_BODY` (not `whole`), its beginning and its end."""

    kept: bytes
    whole: bool


async def read_body(request: web.Request) -> Body:
    """Read a body, whatever its size, without holding more than `LARGEST_BODY` bytes and a piece of it."""
    first, last, size = bytearray(), bytearray(), 0
    async for chunk in request.content.iter_chunked(16 * 1024):
        size += len(chunk)
        room = LARGEST_BODY - len(first)
        first += chunk[:room]
        last = (last + chunk[room:])[-HALF:]
        if size > LARGEST_READ:
            break
    if not last:
        return Body(bytes(first), whole=True)
    return Body(bytes(first[:HALF] + b"\n" + (first + last)[-HALF:]), whole=False)


def as_read(body: bytes) -> str:
    """Return whatever words stand in a body: in Unicode or Latin-1, in a form, in broken JSON, or plainly."""
    guessed = json.detect_encoding(body)  # which stray noughts mislead
    encodings = dict.fromkeys((guessed, "utf-8", *(() if _is_utf8(body) else ("latin-1",))))
    text = "\n".join(body.decode(encoding, "replace") for encoding in encodings)
    text = unquote_plus(_FIELD.sub(". ", text))
    return _ESCAPE.sub(lambda escape: chr(int(escape[1], 16)) if escape[1] else " ", text)


def _is_utf8(body: bytes) -> bool:
    try:
        body.decode()
    except UnicodeDecodeError:
        return False
    return True
