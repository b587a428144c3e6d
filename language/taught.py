"""A small reader of English that was taught which dangers whole messages tell of. `teaching/` makes its files."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer

FOLDER: Final = Path(__file__).parent / "taught"
_NO_QUESTION: Final = 0
_STRANGE: Final = 0.55
_ENGLISH: Final = 0.8
"""Shares of tokens that are whole words: German, Polish, Turkish lie below the first, English above the second."""


class TaughtReader:
    """Reads one message at a time, in about three milliseconds of one processor. Safe to call from many threads."""

    def __init__(self, session: onnxruntime.InferenceSession, tokenizer: Tokenizer, dangers: Sequence[str]) -> None:
        self.dangers = tuple(dangers)
        """The names of what it tells apart from none."""
        self._session = session
        self._tokenizer = tokenizer

    @classmethod
    def open(cls, folder: Path = FOLDER) -> TaughtReader:
        """Read the files of `folder`. Raises `FileNotFoundError` where one is missing."""
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        net = (folder / "net.onnx").read_bytes()
        session = onnxruntime.InferenceSession(net, options, providers=["CPUExecutionProvider"])
        tokenizer = Tokenizer.from_str((folder / "tokenizer.json").read_text())
        return cls(session, tokenizer, json.loads((folder / "names.json").read_text())["dangers"][:-1])

    def over_none(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """How much likelier each danger is in each text than none, as log-odds: (texts, dangers).

        They fade to 0 where the words are none that it knows: another language.
        """
        return np.stack([self._read(text) for text in texts])

    def _read(self, text: str) -> NDArray[np.float32]:
        cut = self._tokenizer.encode(text)
        [danger] = self._session.run(["danger"], {"tokens": np.array([cut.ids]), "question": np.array([_NO_QUESTION])})
        odds = danger[0][:-1] - danger[0][-1]
        return np.asarray(_familiar(cut.tokens[1:-1]) * odds, dtype=np.float32)


def _familiar(tokens: Sequence[str]) -> float:
    """0 for words in pieces, to 1 for words that are tokens of their own: nineteen of twenty English messages."""
    whole = sum(not piece.startswith("##") and piece != "[UNK]" for piece in tokens)
    return min(1.0, max(0.0, (whole / max(1, len(tokens)) - _STRANGE) / (_ENGLISH - _STRANGE)))
