"""A small reader that was taught on whole messages: what is meant first, and what is meant at all.

`teaching/` makes the files of `engine/reader`. It knows English only: `KernelModel` knows the other languages, and
whatever was added to the examples since the reader was taught.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

ROOT = Path(__file__).resolve().parents[1]
_ANY = 0
_STRANGE, _ENGLISH = 0.55, 0.8
"""Shares of tokens that are whole words: German, Polish, Turkish lie below the first, English above the second."""
_FILES = ("net.onnx", "tokenizer.json", "names.json")


class Taught(NamedTuple):
    """Of each meaning: how likely it is what the message means first (log), and that it is meant at all.

    Both fade to 0 where the reader does not know the words.
    """

    first: Mapping[str, float]
    meant: Mapping[str, float]
    known: float
    """How well it knows the words: 1 for English, 0 for another language."""


class TaughtReader:
    """Reads one message at a time, in about three milliseconds of one processor."""

    def __init__(
        self,
        session: onnxruntime.InferenceSession,
        tokenizer: Tokenizer,
        meanings: Sequence[str],
        questions: Sequence[str],
    ) -> None:
        self._session = session
        self._tokenizer = tokenizer
        self._meanings = tuple(meanings)
        self._questions = {name: number for number, name in enumerate(questions)}

    @classmethod
    def open(cls, folder: Path) -> TaughtReader:
        """Read the files of `folder`. Raises `FileNotFoundError` where one is missing."""
        net, tokenizer, names = (folder / name for name in _FILES)
        known = json.loads(names.read_text())
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        session = onnxruntime.InferenceSession(net.read_bytes(), options, providers=["CPUExecutionProvider"])
        return cls(session, Tokenizer.from_str(tokenizer.read_text()), known["meanings"], known["questions"])

    def read(self, text: str, question: str | None) -> Taught:
        """What `text` means while `question` is open."""
        cut = self._tokenizer.encode(text)
        asked = np.array([self._questions.get(question or "", _ANY)])
        first, meant = self._session.run(["first", "meant"], {"tokens": np.array([cut.ids]), "question": asked})
        known = _familiar(cut.tokens[1:-1])
        told = (dict(zip(self._meanings, (known * each[0]).tolist(), strict=True)) for each in (first, meant))
        return Taught(*told, known=known)


def _familiar(tokens: Sequence[str]) -> float:
    """0 for words in pieces, to 1 for words that are tokens of their own: nineteen of twenty English messages."""
    whole = sum(not piece.startswith("##") and piece != "[UNK]" for piece in tokens)
    return min(1.0, max(0.0, (whole / max(1, len(tokens)) - _STRANGE) / (_ENGLISH - _STRANGE)))


def copy_files(source: Path, target: Path) -> None:
    """Put what `TaughtReader.open` needs into `target`, a new folder."""
    target.mkdir()
    for name in _FILES:
        shutil.copyfile(source / name, target / name)
