"""The encoder that the reader starts from: all-MiniLM-L6-v2 (Apache License 2.0), as its package carries it."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping

from all_minilm_l6_v2 import get_model_zip_path
from safetensors.torch import load
from tokenizers import Tokenizer
from torch import Tensor

from teaching.reader import LONGEST


def read_pretrained() -> tuple[Mapping[str, Tensor], Tokenizer]:
    """Its weights by name, and the tokenizer that cuts texts into at most `LONGEST` tokens."""
    with zipfile.ZipFile(get_model_zip_path()) as packed:
        weights = load(packed.read(_named(packed, "model.safetensors")))
        tokenizer = Tokenizer.from_str(packed.read(_named(packed, "tokenizer.json")).decode())
    tokenizer.no_padding()
    tokenizer.enable_truncation(LONGEST)
    return weights, tokenizer


def _named(packed: zipfile.ZipFile, name: str) -> str:
    return next(each for each in packed.namelist() if each.rpartition("/")[2] == name)
