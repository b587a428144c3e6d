"""What anyone could have used instead: a list of words, and a package from PyPI in an environment of its own."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import venv
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

KEYWORDS = {
    "emergency": "heart attack, stroke, can't breathe, not breathing, unconscious, chest pain, ambulance, bleeding, "
    "overdose, on fire",
    "suicide": "suicide, suicidal, kill myself, end my life, want to die, end it all, take my own life, "
    "better off dead, don't want to live, no reason to live",
    "abuse_child": "child abuse, touches me, molested, groomed, hits me with a belt",
    "self_harm": "self harm, self-harm, cut myself, cutting myself, hurt myself, burn myself",
    "abuse_domestic": "domestic abuse, domestic violence, hits me, beats me, strangled, raped, rape, forced marriage, "
    "controlling, stalking",
    "abuse_adult": "steals from me, takes my money, neglect, neglected, scammed, my carer hits",
    "harm_to_others": "kill him, kill her, kill someone, stab, hurt someone, murder",
    "third_party_suicide": "kill himself, kill herself, kill themselves",
    "eating_disorder": "anorexia, anorexic, bulimia, bulimic, eating disorder, make myself sick, starving myself",
    "substance": "alcoholic, addicted, addict, heroin, cocaine, drugs, can't stop drinking",
}
_PATTERNS = {
    category: re.compile(rf"\b(?:{'|'.join(re.escape(word.strip()) for word in words.split(','))})\b")
    for category, words in KEYWORDS.items()
}
PACKAGE = "rrt-advocate"
_ASK_PACKAGE = """
import json, sys
from rrt_advocate import CrisisEngine, CrisisLevel
for number, line in enumerate(sys.stdin):
    print(json.dumps(CrisisEngine(f"case-{number}").assess(json.loads(line)).crisis_level != CrisisLevel.GREEN))
"""


def by_keywords(text: str) -> tuple[str, ...]:
    """Find the categories of which a word or phrase stands in the text."""
    plain = text.casefold().replace("’", "'")
    return tuple(category for category, pattern in _PATTERNS.items() if pattern.search(plain))


def by_package(texts: Sequence[str]) -> list[bool] | None:
    """Ask the package, each text as a person's first message: any level over green counts. None when it won't install.

    It knows one kind of crisis, so only "heard" and false alarms can be compared.
    """
    with TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True)
        python = Path(folder) / "bin" / "python"
        if subprocess.run([python, "-m", "pip", "install", "-q", PACKAGE], capture_output=True, check=False).returncode:
            return None
        lines = "".join(json.dumps(text) + "\n" for text in texts)
        asked = subprocess.run([python, "-c", _ASK_PACKAGE], input=lines, capture_output=True, text=True, check=False)
    if asked.returncode:
        sys.stderr.write(asked.stderr)
        return None
    return [json.loads(line) for line in asked.stdout.splitlines()]
