"""Languages as feeds write them, by name or by code, to their ISO 639 codes; the commonest of England by name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from language.spoken import CODES, name_of

_OWN: Final = {named.own.casefold(): code for code in CODES.values() if (named := name_of(code))}
_LONG: Final = """
eng en; urd ur; pan pa; ben bn; pol pl; ara ar; ron ro; rum ro; som so; guj gu; hin hi; tur tr; por pt; spa es; fra fr;
fre fr; fas fa; per fa; kur ku; pus ps; tir ti; ukr uk; rus ru; ita it; zho zh; chi zh; tam ta; cym cy; wel cy; nld nl;
dut nl; deu de; ger de; ell el; gre el; hun hu; bul bg; lit lt; lav lv; ces cs; cze cs; slk sk; slo sk; sqi sq; alb sq;
yor yo; ibo ig; swa sw; amh am; nep ne; vie vi; jpn ja; kor ko; tha th; tgl tl; mal ml; tel te; heb he; yid yi; srp sr
"""
"""Codes of three letters (ISO 639-2) where there is one of two."""
LANGUAGES: Final[Mapping[str, str]] = {
    **_OWN,
    **CODES,
    **dict(pair.split() for pair in _LONG.split(";")),
    **dict(zip(CODES.values(), CODES.values(), strict=True)),
    **dict.fromkeys(("bsl", "bfi", "british sign language"), "bfi"),
}
"""From a name or code in small letters to a code; British Sign Language is `bfi`."""
_SEVERAL = re.compile(r"\s*[,;/|&+]\s*|\s+and\s+")
_TAG = re.compile(r"([a-z]{2,3})(?:[-_][a-z0-9]{2,8})*")


def languages_in(words: str) -> Iterator[str]:
    """The codes of the languages that a text names ("Polish", "en-GB", "Urdu and Punjabi"); unknown words are none."""
    for part in _SEVERAL.split(words.casefold().strip()):
        if code := LANGUAGES.get(part):
            yield code
        elif tag := _TAG.fullmatch(part):
            primary = tag[1]
            if known := LANGUAGES.get(primary) or (primary if len(primary) == 2 else None):
                yield known
