"""Addresses in the form that the standard's schemas ask for. People and feeds write them more freely."""

from __future__ import annotations

import re
from typing import Final

from yarl import URL

_WORD: Final = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL: Final = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_EMAIL: Final = re.compile(rf"{_WORD}(?:\.{_WORD})*@{_LABEL}(?:\.{_LABEL})+")


def uri(text: str | None) -> str | None:
    """Return a web address in the letters of a URI (RFC 3986), or None for what cannot be one."""
    try:
        address = URL(text or "")
    except ValueError:
        return None
    return str(address) if address.scheme in ("http", "https") and address.host else None


def email(text: str | None) -> str | None:
    """Return an email address that mail of any age can carry (RFC 5321), or None."""
    return text if _EMAIL.fullmatch(text or "") else None
