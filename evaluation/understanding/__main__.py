"""Measure how well people are understood, through `kith understand` itself.

    .venv/bin/python -m evaluation.understanding [--half dev|test|both] [--wrong]

`--wrong` lists what was got wrong, of the dev half only: whoever reads the test half's mistakes can no longer measure
with it.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from evaluation.understanding.figures import Result, by, calibration, confusions, share
from evaluation.understanding.reading import Sentence, read_sentences

KITH = Path(sys.executable).parent / "kith"
_PAIRS = 15


def understand(sentences: Sequence[Sentence]) -> list[Result]:
    """What `kith understand` makes of each sentence. Raises CalledProcessError when it fails."""
    lines = "".join(json.dumps({"id": s.id, "text": s.text, "state": s.state}) + "\n" for s in sentences)
    done = subprocess.run([KITH, "understand", "--jsonl"], input=lines, stdout=subprocess.PIPE, text=True, check=True)
    return [_result(sentence, line) for sentence, line in zip(sentences, done.stdout.splitlines(), strict=True)]


def _result(sentence: Sentence, line: str) -> Result:
    row = json.loads(line)
    meaning = row["meaning"] if isinstance(row["meaning"], list) else [row["meaning"]]
    return Result(sentence, tuple(meaning), row["confidence"])


def report(results: Sequence[Result]) -> Iterable[str]:
    """The figures as lines of text."""
    for title, name in (("language", _language), ("state", _state), ("meaning", _meaning), ("kind", _kind)):
        yield f"\nExact meaning by {title}"
        for group, members in by(results if title == "language" else _english(results), name).items():
            yield _line(group, members, lambda r: r.right)
    for title, members in (("English", _english(results)), ("Other languages", _others(results))):
        yield f"\n{title}"
        yield _line("exact meaning", members, lambda r: r.right)
        yield _line("answers to the scale", [r for r in members if r.answers], lambda r: r.right)
        yield _line("  read as another answer", [r for r in members if r.answers], lambda r: r.misread)
        yield _line("out of scope, recognised", [r for r in members if not r.in_scope], lambda r: r.turned_away)
        yield _line("in scope, turned away", [r for r in members if r.in_scope], lambda r: r.turned_away)
    yield from _calibration(results)
    yield "\nMost frequent confusions (meant -> understood)"
    yield from (f"  {count} x {meant} -> {taken}" for (meant, taken), count in confusions(results)[:_PAIRS])


def _calibration(results: Sequence[Result]) -> Iterable[str]:
    error, rows = calibration(_english(results))
    yield f"\nCalibration, English: expected error {error:.3f}"
    yield from (f"  sure {sure:4.2f}  right {right:4.2f}  ({count})" for sure, right, count in rows)


def _line(name: str, results: Sequence[Result], holds: Callable[[Result], bool]) -> str:
    percent, count = share(results, holds)
    return f"  {name:<40} {percent:5.1f} %  of {count}"


def _english(results: Sequence[Result]) -> list[Result]:
    return [result for result in results if result.sentence.language == "en"]


def _others(results: Sequence[Result]) -> list[Result]:
    return [result for result in results if result.sentence.language != "en"]


def _language(result: Result) -> str:
    return result.sentence.language


def _state(result: Result) -> str:
    return result.sentence.state


def _meaning(result: Result) -> str:
    return " + ".join(result.sentence.meaning)


def _kind(result: Result) -> str:
    return result.sentence.kind


def _mistake(result: Result) -> str:
    sentence = result.sentence
    meant, taken = " + ".join(sentence.meaning), " + ".join(result.meaning)
    return f"{sentence.id}  {sentence.state}: {sentence.text!r} is {meant}, taken for {taken} ({result.confidence:.2f})"


def main(arguments: list[str] | None = None) -> int:
    """Print the figures. Exit code 0 whatever they are."""
    parser = argparse.ArgumentParser(description="Measure how well people are understood.")
    parser.add_argument("--half", choices=["dev", "test", "both"], default="both")
    parser.add_argument("--wrong", action="store_true", help="list the mistakes of the dev half")
    options = parser.parse_args(arguments)
    results = understand(list(read_sentences(options.half)))
    print("\n".join(report(results)))
    if options.wrong:
        wrong = [_mistake(r) for r in results if not r.right and r.sentence.half == "dev"]
        print("\n".join(["\nMistakes of the dev half", *wrong]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
