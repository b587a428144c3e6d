"""Writes a taught reader in the form that is served: an ONNX file with weights of 8 bits, its tokenizer, its names."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Sequence
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from tokenizers import Tokenizer
from torch import Tensor, nn

from teaching.reader import Reader

_OPSET = 17


class _One(nn.Module):
    """The reader for messages of one length, without padding."""

    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self.reader = reader

    def forward(self, tokens: Tensor, question: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        first, meant, danger = self.reader(tokens, question, torch.ones_like(tokens, dtype=torch.float32))
        return torch.log_softmax(first, -1), torch.sigmoid(meant), torch.log_softmax(danger, -1)


def keep(
    reader: Reader,
    tokenizer: Tokenizer,
    names: dict[str, Sequence[str]],
    made_from: str,
    folder: Path,
) -> None:
    """Write `net.onnx`, `tokenizer.json` and `names.json` ("meanings", "questions", "dangers", "made_from")."""
    folder.mkdir(parents=True, exist_ok=True)
    reader.eval()
    with tempfile.TemporaryDirectory() as scratch:
        whole = Path(scratch) / "whole.onnx"
        torch.onnx.export(
            _One(reader),
            (torch.zeros(1, 7, dtype=torch.long), torch.zeros(1, dtype=torch.long)),
            str(whole),
            input_names=["tokens", "question"],
            output_names=["first", "meant", "danger"],
            dynamic_axes={"tokens": {0: "texts", 1: "length"}, "question": {0: "texts"}},
            opset_version=_OPSET,
            dynamo=False,
        )
        quantize_dynamic(whole, folder / "net.onnx", weight_type=QuantType.QInt8, per_channel=True)
    tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
    (folder / "names.json").write_text(json.dumps({**names, "made_from": made_from}, indent=1) + "\n")
