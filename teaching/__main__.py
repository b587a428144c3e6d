"""Teaches the reader: `teaching/.venv/bin/python -m teaching` (some 40 minutes on one core; progress is printed).

Adam with a falling rate over rounds of both kinds of messages, in mixed order. The same examples give the same reader,
but for the order of sums on another machine.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import torch
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional

from teaching.keeping import keep
from teaching.pretrained import read_pretrained
from teaching.reader import Reader
from teaching.sentences import NONE, ROOT, Heard, Said, read_heard, read_said
from teaching.variations import Alarms, Conversations

FOLDER = ROOT / "language" / "taught"
ANY = "any"
BATCH = 32
RATE = 2.5e-4
WARM_UP = 0.06
LAST_RATE = 0.02
SMOOTHING = 0.05
WEIGHT_OF_MEANT = 1.0
JOINED = 5_000
SEED = 7
_SORTED_TOGETHER = 40


class Batch(NamedTuple):
    """Messages of one kind: padded tokens, their mask, the open questions, and for each message its labels."""

    tokens: Tensor
    kept: Tensor
    question: Tensor
    labels: list[tuple[int, ...]]
    is_alarm: bool


class Names(NamedTuple):
    """What each number stands for. The question of number 0 is any."""

    meanings: tuple[str, ...]
    questions: tuple[str, ...]
    dangers: tuple[str, ...]


def names_of(said: Sequence[Said], heard: Sequence[Heard]) -> Names:
    """The names of everything that occurs, in alphabetical order; harmless stands last."""
    return Names(
        tuple(sorted({meaning for each in said for meaning in each.means})),
        (ANY, *sorted({each.asked for each in said if each.asked})),
        (*sorted({each.category for each in heard} - {NONE}), NONE),
    )


def fingerprint(said: Sequence[Said], heard: Sequence[Heard]) -> str:
    """Identifies the examples that a reader was made from."""
    return hashlib.sha256(repr((sorted(map(repr, said)), sorted(map(repr, heard)))).encode()).hexdigest()


def batches(
    said: Sequence[Said], heard: Sequence[Heard], names: Names, tokenizer: Tokenizer, dice: random.Random
) -> list[Batch]:
    """One round, in random order, messages of like length together."""
    meaning = {name: number for number, name in enumerate(names.meanings)}
    question = {name: number for number, name in enumerate(names.questions)}
    danger = {name: number for number, name in enumerate(names.dangers)}
    talk = [(each.text, question[each.asked or ANY], tuple(meaning[one] for one in each.means)) for each in said]
    alarms = [(each.text, 0, (danger[each.category],)) for each in heard]
    made = [*_batched(talk, tokenizer, dice, is_alarm=False), *_batched(alarms, tokenizer, dice, is_alarm=True)]
    dice.shuffle(made)
    return made


def _batched(
    rows: Sequence[tuple[str, int, tuple[int, ...]]], tokenizer: Tokenizer, dice: random.Random, *, is_alarm: bool
) -> Iterator[Batch]:
    cut = [encoding.ids for encoding in tokenizer.encode_batch([text for text, _, _ in rows])]
    order = dice.sample(range(len(rows)), len(rows))
    span = BATCH * _SORTED_TOGETHER
    for start in range(0, len(order), span):
        alike = sorted(order[start : start + span], key=lambda at: len(cut[at]))
        for begin in range(0, len(alike), BATCH):
            chosen = alike[begin : begin + BATCH]
            longest = max(len(cut[at]) for at in chosen)
            tokens = torch.tensor([cut[at] + [0] * (longest - len(cut[at])) for at in chosen])
            kept = torch.tensor([[1.0] * len(cut[at]) + [0.0] * (longest - len(cut[at])) for at in chosen])
            questions = torch.tensor([rows[at][1] for at in chosen])
            yield Batch(tokens, kept, questions, [rows[at][2] for at in chosen], is_alarm)


def loss_of(reader: Reader, batch: Batch) -> Tensor:
    """How far the reader is from what the messages of `batch` mean."""
    with torch.autocast("cpu", dtype=torch.bfloat16):
        first, meant, danger = reader(batch.tokens, batch.question, batch.kept)
    leading = torch.tensor([labels[0] for labels in batch.labels])
    if batch.is_alarm:
        return functional.cross_entropy(danger.float(), leading, label_smoothing=SMOOTHING)
    wanted = torch.zeros_like(meant, dtype=torch.float32)
    for row, labels in enumerate(batch.labels):
        wanted[row, list(labels)] = 1.0
    apart = functional.binary_cross_entropy_with_logits(meant.float(), wanted, reduction="none").sum(1).mean()
    return functional.cross_entropy(first.float(), leading, label_smoothing=SMOOTHING) + WEIGHT_OF_MEANT * apart


def optimiser_of(reader: Reader) -> torch.optim.Optimizer:
    """Adam; weights of dense layers decay, the rest does not."""
    taught = [each for each in reader.parameters() if each.requires_grad]
    dense = {"params": [each for each in taught if each.ndim > 1], "weight_decay": 0.05}
    rest = {"params": [each for each in taught if each.ndim <= 1], "weight_decay": 0.0}
    return torch.optim.AdamW([dense, rest], lr=RATE)


def teach(said: Sequence[Said], heard: Sequence[Heard], rounds: int) -> tuple[Reader, Tokenizer, Names]:
    """Teach a reader for `rounds` rounds, and say how it goes."""
    dice = random.Random(SEED)
    torch.manual_seed(SEED)
    weights, tokenizer = read_pretrained()
    names = names_of(said, heard)
    reader = Reader(weights, len(names.questions), len(names.meanings), len(names.dangers))
    talk, alarms = Conversations(said, JOINED, dice), Alarms(heard, dice)
    optimiser = optimiser_of(reader)
    began, step, total = time.monotonic(), 0, 0
    for number in range(rounds):
        round_of = batches(talk.round(), alarms.round(), names, tokenizer, dice)
        total = total or rounds * len(round_of)
        reader.train()
        losses = []
        for batch in round_of:
            step += 1
            rate = RATE * min(step / (WARM_UP * total), 1.0) * max(LAST_RATE, 1 - step / total)
            for group in optimiser.param_groups:
                group["lr"] = rate
            loss = loss_of(reader, batch)
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(reader.parameters(), 1.0)
            optimiser.step()
            losses.append(loss.item())
            if step % 100 == 0:
                _say(f"round {number + 1} of {rounds}, {step} of {total} steps, {time.monotonic() - began:.0f} s")
        _say(f"round {number + 1}: loss {sum(losses) / len(losses):.3f}")
    return reader, tokenizer, names


def main() -> None:
    """Teach and keep."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--threads", type=int, default=1)
    options.add_argument("--without-alarms", action="store_true", help="teach what is meant only, no dangers")
    options.add_argument("--to", type=Path, default=FOLDER, help="folder to write (language/taught)")
    chosen = options.parse_args()
    torch.set_num_threads(chosen.threads)
    said, heard = read_said(), read_heard()
    _say(f"{len(said)} messages to the dialogue, {len(heard)} to the safety net")
    reader, tokenizer, names = teach(said, [] if chosen.without_alarms else heard, chosen.rounds)
    keep(reader, tokenizer, names._asdict(), fingerprint(said, heard), chosen.to)


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
