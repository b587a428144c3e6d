"""The reader: the layers of a pretrained sentence encoder, told which question is open, with three things to say."""

from __future__ import annotations

from collections.abc import Mapping

import torch
from torch import Tensor, nn
from torch.nn import functional

WIDTH = 384
HEADS = 12
LONGEST = 128
_DROPOUT = 0.1
_SPREAD = 0.02

Weights = Mapping[str, Tensor]


class Layer(nn.Module):
    """One layer of the encoder (BERT): attention, then two dense layers, each added to what came in."""

    def __init__(self, weights: Weights, name: str) -> None:
        super().__init__()
        self.query = _dense(weights, f"{name}.attention.self.query")
        self.key = _dense(weights, f"{name}.attention.self.key")
        self.value = _dense(weights, f"{name}.attention.self.value")
        self.attended = _dense(weights, f"{name}.attention.output.dense")
        self.attended_norm = _norm(weights, f"{name}.attention.output.LayerNorm")
        self.wide = _dense(weights, f"{name}.intermediate.dense")
        self.narrow = _dense(weights, f"{name}.output.dense")
        self.norm = _norm(weights, f"{name}.output.LayerNorm")
        self.dropout = nn.Dropout(_DROPOUT)

    def forward(self, words: Tensor, away: Tensor) -> Tensor:
        """`words` (n, length, WIDTH); `away` (n, 1, 1, length) is added to the attention: far below 0 for padding."""
        count, length, _ = words.shape
        query, key, value = (
            dense(words).view(count, length, HEADS, WIDTH // HEADS).transpose(1, 2)
            for dense in (self.query, self.key, self.value)
        )
        looks = torch.softmax(query @ key.transpose(-1, -2) / (WIDTH // HEADS) ** 0.5 + away, -1)
        seen = (looks @ value).transpose(1, 2).reshape(count, length, WIDTH)
        words = self.attended_norm(words + self.dropout(self.attended(seen)))
        out: Tensor = self.norm(words + self.dropout(self.narrow(functional.gelu(self.wide(words)))))
        return out


class Reader(nn.Module):
    """Reads tokens and the number of the open question (0: any).

    Says how likely each meaning is the first one (`first`), is meant at all (`meant`), and each danger, as log-odds.
    Words, their places and the first layer stay as they were pretrained.
    """

    def __init__(self, weights: Weights, questions: int, meanings: int, dangers: int, layers: int = 6) -> None:
        super().__init__()
        self.words = nn.Embedding.from_pretrained(weights["embeddings.word_embeddings.weight"])
        places = weights["embeddings.position_embeddings.weight"][:LONGEST]
        self.register_buffer("places", places + weights["embeddings.token_type_embeddings.weight"][0])
        self.words_norm = _norm(weights, "embeddings.LayerNorm")
        self.layers = nn.ModuleList(Layer(weights, f"encoder.layer.{number}") for number in range(layers))
        self.question = nn.Embedding(questions, WIDTH)
        self.first = nn.Linear(WIDTH, meanings)
        self.meant = nn.Linear(WIDTH, meanings)
        self.danger = nn.Linear(WIDTH, dangers)
        self.expected = nn.Embedding(questions, meanings)
        self.dropout = nn.Dropout(_DROPOUT)
        for fresh in (self.question, self.first, self.meant, self.danger):
            nn.init.normal_(fresh.weight, std=_SPREAD)
        nn.init.zeros_(self.expected.weight)
        for part in (self.words_norm, self.layers[0]):
            part.requires_grad_(False)

    def forward(self, tokens: Tensor, question: Tensor, kept: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """`tokens` (n, length) with `kept` 1 for a token and 0 for padding; `question` (n,)."""
        away = (1.0 - kept)[:, None, None, :] * -1e4
        read = self.words_norm(self.words(tokens) + self.places[: tokens.shape[1]])
        for number, layer in enumerate(self.layers):
            read = layer(read + self.question(question)[:, None, :] if number == 1 else read, away)
        mean = (read * kept[:, :, None]).sum(1) / kept.sum(1, keepdim=True)
        mean = self.dropout(mean)
        return self.first(mean) + self.expected(question), self.meant(mean), self.danger(mean)


def _dense(weights: Weights, name: str) -> nn.Linear:
    weight = weights[f"{name}.weight"]
    dense = nn.Linear(weight.shape[1], weight.shape[0])
    dense.load_state_dict({"weight": weight, "bias": weights[f"{name}.bias"]})
    return dense


def _norm(weights: Weights, name: str) -> nn.LayerNorm:
    norm = nn.LayerNorm(WIDTH, eps=1e-12)
    norm.load_state_dict({"weight": weights[f"{name}.weight"], "bias": weights[f"{name}.bias"]})
    return norm
