"""Words that people shorten or misspell in one way that leaves no doubt, as they are read: "lonley" is "lonely"."""

from __future__ import annotations

import re

_WORD = re.compile(r"[^\W\d_]+")
_MEANT = {
    "lonely": "lonley lonly lonnly lonnley loneley lonelly lonlely loanly loonly lonelyy",
    "ever": "evr eva",
    "never": "nvr nevr neva nver",
    "always": "alwys allways awlays alwas",
    "often": "oftn ofen oftne oftan offten",
    "sometimes": "somtimes sumtimes smtimes soemtimes sometims somtims sumtims",
    "enough": "enuf enuff enouf",
    "hardly": "hardley hrdly hardlly",
    "questions": "questons qestions quesitons questoins",
}
_SPELT = {wrong: right for right, several in _MEANT.items() for wrong in several.split()}


def plainly_spelt(text: str) -> str:
    """`text` with such words spelt plainly; all else as it was."""
    return _WORD.sub(lambda found: _SPELT.get(found[0].lower(), found[0]), text)
