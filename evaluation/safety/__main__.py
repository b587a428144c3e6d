"""Measure what the safety net hears and how often it cries wolf, next to two simpler ones.

    .venv/bin/python -m evaluation.safety [--misses] [FILE...]

Without files, `evaluation/safety/cases` is read. `--misses` lists the mistakes in full; whoever reads those of the
cases can no longer measure with them.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from pathlib import Path

from bot.safety import Safety
from bot.safety.classifier import SentenceClassifier
from evaluation.safety.baselines import PACKAGE, by_keywords, by_package
from evaluation.safety.cases import CASES, Case, read_cases
from evaluation.safety.measures import Measure, Verdict, measure, summary, tables
from language.encoder import Encoder
from language.taught import TaughtReader


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    asked = _asked(arguments)
    cases = [case for path in asked.files for case in read_cases(path)]
    safety = Safety(SentenceClassifier.open(Encoder(remembered=0), TaughtReader.open()))
    safety.categories("hello")
    print(f"{len(cases)} messages")
    measured = _timed(safety, cases)
    _print_baselines(cases)
    print("\n".join(tables(measured)))
    if asked.misses:
        print("  mistakes:", *(f"    {verdict}" for verdict in measured.wrong()), sep="\n")


def _asked(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure the safety net.")
    parser.add_argument("--misses", action="store_true", help="list the mistakes in full")
    parser.add_argument("files", nargs="*", type=Path, default=[CASES])
    return parser.parse_args(arguments)


def _timed(safety: Safety, cases: Sequence[Case]) -> Measure:
    started = time.process_time()
    measured = measure(safety.categories, cases)
    spent = (time.process_time() - started) / max(len(cases), 1) * 1000
    print(summary("kith", measured), f" ({spent:.1f} ms of processor time a message)")
    print(summary("expressions alone", measure(Safety().categories, cases)))
    return measured


def _print_baselines(cases: Sequence[Case]) -> None:
    print(summary("keywords", measure(by_keywords, cases)))
    heard = by_package([case.text for case in cases])
    if heard is None:
        print(f"{PACKAGE} could not be installed here, so it is not compared")
        return
    told = zip(cases, heard, strict=True)
    print(summary(PACKAGE, Measure(tuple(Verdict(case, ("any",) if any_crisis else ()) for case, any_crisis in told))))


if __name__ == "__main__":
    main()
