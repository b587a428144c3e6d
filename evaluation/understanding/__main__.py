"""Measure how well people are understood, through `kith understand` itself.

    .venv/bin/python -m evaluation.understanding [--half dev|test|both] [--wrong] [--json FILE]
                                                 [--compare [--without-stock]]

`--wrong` lists what was got wrong, of the dev half only: whoever reads the test half's mistakes can no longer measure
with it. `--compare` puts plainer systems next to it, taught with the same examples: a bag of words and, unless
`--without-stock`, the pipeline of `rasa init`, whose training takes long the first time.
"""

from __future__ import annotations

import argparse
import json
import signal
import subprocess
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import yaml

import bootstrap
from evaluation.understanding import stock_baseline
from evaluation.understanding.baselines import Example, bag_of_words, examples_of
from evaluation.understanding.breakdown import breakdown
from evaluation.understanding.comparison import both_ways, comparison
from evaluation.understanding.figures import Result
from evaluation.understanding.judging import Doubt, Judge, open_answers
from evaluation.understanding.reading import Sentence, read_sentences
from evaluation.understanding.tables import Table
from kith.training import ROOT
from tests.load.processes import BenchError

KITH = Path(sys.executable).parent / "kith"


def understand(sentences: Sequence[Sentence]) -> list[Result]:
    """What `kith understand` makes of each sentence. Raises CalledProcessError when it fails."""
    lines = "".join(json.dumps({"id": s.id, "text": s.text, "state": s.state}) + "\n" for s in sentences)
    done = subprocess.run([KITH, "understand", "--jsonl"], input=lines, stdout=subprocess.PIPE, text=True, check=True)
    return [_result(sentence, line) for sentence, line in zip(sentences, done.stdout.splitlines(), strict=True)]


def _result(sentence: Sentence, line: str) -> Result:
    row = json.loads(line)
    meaning = row["meaning"] if isinstance(row["meaning"], list) else [row["meaning"]]
    return Result(sentence, tuple(meaning), row["confidence"])


def compared(results: Sequence[Result], *, without_stock: bool) -> list[Table]:
    """Kith's results next to those of plainer systems. Says so where the stock pipeline is left out."""
    sentences = [result.sentence for result in results]
    texts, examples = [sentence.text for sentence in sentences], examples_of(ROOT / "nlu_data" / "nlu")
    (state_labels,) = (each["state_labels"] for each in _pipeline() if "state_labels" in each)
    judge = Judge(open_answers(state_labels), date.today().year)  # noqa: DTZ011 - ages go by the calendar
    systems = {"Kith": results}
    if without_stock:
        print("The stock pipeline is left out, as asked.")
    else:
        systems |= _stock(sentences, examples, judge)
    answers = bag_of_words(examples, texts)
    return comparison(systems | both_ways("bag of words", sentences, answers, judge, Doubt()))


def _pipeline() -> list[dict[str, Any]]:
    pipeline: list[dict[str, Any]] = yaml.safe_load((ROOT / "config.yml").read_text())["pipeline"]
    return pipeline


def _stock(sentences: Sequence[Sentence], examples: Sequence[Example], judge: Judge) -> dict[str, list[Result]]:
    try:
        answers = stock_baseline.stock(examples, [sentence.text for sentence in sentences])
    except (BenchError, bootstrap.SetupError) as error:
        print(f"The stock pipeline is left out: {error}")
        return {}
    doubt = stock_baseline.fallback_of(stock_baseline.PIPELINE.read_text())
    return both_ways("rasa init", sentences, answers, judge, doubt)


def _print(tables: Sequence[Table]) -> None:
    for table in tables:
        print("", *table.lines(), sep="\n", flush=True)


def _mistake(result: Result) -> str:
    sentence = result.sentence
    meant, taken = " + ".join(sentence.meaning), " + ".join(result.meaning)
    return f"{sentence.id}  {sentence.state}: {sentence.text!r} is {meant}, taken for {taken} ({result.confidence:.2f})"


def main(arguments: list[str] | None = None) -> int:
    """Print the figures. Exit code 0 whatever they are."""
    parser = argparse.ArgumentParser(description="Measure how well people are understood.")
    parser.add_argument("--half", choices=["dev", "test", "both"], default="both")
    parser.add_argument("--wrong", action="store_true", help="list the mistakes of the dev half")
    parser.add_argument("--compare", action="store_true", help="measure plainer systems on the same sentences")
    parser.add_argument("--without-stock", action="store_true", help="leave the pipeline of `rasa init` out of those")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every table to this file, too")
    options = parser.parse_args(arguments)
    if options.without_stock and not options.compare:
        parser.error("--without-stock goes with --compare")
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # as for Ctrl-C: end the training that was started
    results = understand(list(read_sentences(options.half)))
    tables = breakdown(results)
    _print(tables)
    if options.compare:
        tables += (side_by_side := compared(results, without_stock=options.without_stock))
        _print(side_by_side)
    if options.json:
        measured = {"half": options.half, "sentences": len(results)}
        rows = {table.name: table.as_json() for table in tables}
        options.json.write_text(json.dumps({**measured, **rows}, ensure_ascii=False, indent=1) + "\n")
    if options.wrong:
        wrong = [_mistake(r) for r in results if not r.right and r.sentence.half == "dev"]
        print("\n".join(["\nMistakes of the dev half", *wrong]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
