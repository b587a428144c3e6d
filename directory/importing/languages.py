"""Languages by their English names, as feeds write them, to their ISO 639 codes; the commonest of England."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from language.spoken import CODES

LANGUAGES: Final[Mapping[str, str]] = {**CODES, "bsl": "bfi", "british sign language": "bfi"}
"""From a name in small letters to a code; British Sign Language is `bfi`."""
