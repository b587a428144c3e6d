"""What each line of standard input means, by the very component and model that the chat uses.

    python -m engine.understand MODEL.tar.gz < lines

Reads JSON lines {"id", "text"[, "state"]} and writes {"id", "meaning", "value", "confidence"}, one for each, at once.
`meaning` is a list where a message means several things; `value` is always null here: the app reads ages.
"""

from __future__ import annotations

import json
import sys
import tempfile
import warnings
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engine import launcher

if TYPE_CHECKING:
    from engine.interpretation import Meaning
    from engine.meaning import MeaningClassifier

QUESTIONS = {
    "start": "start",
    "consent": "consent",
    "screening_companionship": "companionship",
    "screening_left_out": "left_out",
    "screening_isolated": "isolated",
    "screening_lonely": "lonely",
    "carer_contact": "social_contact",
    "ask_life_stage": "life_stage",
    "ask_place": "place",
    "ask_need": "need",
    "results": "results",
    "anywhere": None,
}
NEAREST = {
    "carry_on": "affirm",
    "change_answer": "go_back",
    "help_now": "talk_to_human",
    "keep": "details",
    "languages": "who_are_you",
    "crisis": "talk_to_human",
    "no_preference": "skip_to_services",
    "other_need": "none_suit",
    "other_place": "none_suit",
    "shortlist": "details",
    "skip": "answer:prefer_not_to_say",
    "wider": "more_results",
}
"""Our meanings that the published list does not have, and the nearest of its own. `tell_age` keeps its name."""
_UNREADABLE = 1
_MISUSED = 2
_COMMAND = "/"


class BadLineError(Exception):
    """A line that is not what is asked for; the message says which and why."""


def read_lines(lines: Iterable[str]) -> Iterator[dict[str, Any]]:
    """The requests, one for each line that is not empty. Raises `BadLineError` at the first that is none."""
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield _request(number, line)


def _request(number: int, line: str) -> dict[str, Any]:
    try:
        value = json.loads(line)
    except ValueError as error:
        raise BadLineError(f"Line {number} is not JSON.") from error
    if not isinstance(value, dict) or "id" not in value or not isinstance(value.get("text"), str):
        raise BadLineError(f'Line {number} is not {{"id": ..., "text": "..."}}.')
    state = value.get("state") or "anywhere"
    if state not in QUESTIONS:
        raise BadLineError(f"Line {number} has the state {state!r}, which is none of {', '.join(QUESTIONS)}.")
    return {"id": value["id"], "text": value["text"], "state": state}


def published(meaning: Meaning) -> str | list[str]:
    """The meaning in the words of the published list."""
    names = list(dict.fromkeys(NEAREST.get(label, label).replace("/", ":") for label in meaning.believed))
    return names[0] if len(names) == 1 else names


def answer(classifier: MeaningClassifier, request: dict[str, Any]) -> dict[str, Any]:
    """The line for one request. Text that looks like a command is text, as in the chat."""
    words = request["text"].strip()
    text = "" if words.startswith(_COMMAND) else words  # empty: out of scope
    meaning = classifier.read(text, QUESTIONS[request["state"]])
    confidence = round(min(meaning.confidence, 1.0), 4)
    return {"id": request["id"], "meaning": published(meaning), "value": None, "confidence": confidence}


def load(model: Path) -> MeaningClassifier:
    """The trained classifier of a model archive, with the settings it was trained with."""
    from rasa.engine.storage.local_model_storage import LocalModelStorage

    from engine.meaning import MeaningClassifier

    with tempfile.TemporaryDirectory() as folder:
        storage, metadata = LocalModelStorage.from_model_archive(Path(folder), model)
        node = next(n for n in metadata.predict_schema.nodes.values() if n.uses is MeaningClassifier)
        return MeaningClassifier.load(
            {**MeaningClassifier.get_default_config(), **node.config}, storage, node.resource, None
        )


def main(arguments: list[str]) -> int:
    """Exit code 0; 1 at a line that cannot be read; 2 when called wrongly."""
    if len(arguments) != 1:
        print("usage: python -m engine.understand MODEL.tar.gz", file=sys.stderr)  # noqa: T201
        return _MISUSED
    launcher.prepare()
    warnings.filterwarnings("ignore", category=UserWarning)  # Rasa's advice about training is not for this reader
    classifier = load(Path(arguments[0]))
    try:
        for request in read_lines(sys.stdin):
            print(json.dumps(answer(classifier, request), ensure_ascii=False), flush=True)  # noqa: T201
    except BadLineError as error:
        print(error, file=sys.stderr)  # noqa: T201
        return _UNREADABLE
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
