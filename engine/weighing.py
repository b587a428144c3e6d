"""How scores are weighed: the settings of `config.yml`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from engine.answers import Options


@dataclass(frozen=True)
class Settings:
    """How the scores are weighed. Bonuses are log-odds."""

    out_of_scope: str = "out_of_scope"
    temperature: float = 0.1
    """What a model's score is divided by to make log-odds of it."""
    threshold: float = 0.25
    """A best label less likely than this is not believed,"""
    margin: float = 0.05
    """nor is one that is hardly more likely than the second."""
    answer_threshold: float = 0.85
    """The same for an answer to the scale, where asking again is better than guessing."""
    answer_margin: float = 0.3
    clause_threshold: float = 0.6
    taught_weight: float = 1.0
    """How much the taught reader's log-likelihood of a label counts beside the model's log-odds,"""
    taught_floor: float = -7.0
    """and how unlikely it may make a label: it does not know what it was not taught."""
    meant_threshold: float = 0.5
    """Whatever else a message means as likely as this, by the taught reader, is believed as well,"""
    meant_apart: Mapping[str, float] = field(default_factory=dict)
    """The same for single intents, such as courtesies, which stand beside much."""
    said_threshold: float = 0.1
    """and as likely as this where a clause of the message says it."""
    state_bonus: float = 3.0
    foreign_penalty: float = 1.5
    """Taken from labels that only answer another question."""
    strange_bonus: float = 3.3
    """Taken from out of scope where a message is in another language than the examples."""
    frequency_bonus: float = 5.0
    """For the answer that a part of the message says and nothing else,"""
    mention_bonus: float = 1.5
    """and for one that is only mentioned."""
    state_labels: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """Question -> the intents or labels that answer it."""
    state_options: Mapping[str, Options] = field(default_factory=dict)
    """Question -> its options in the order shown."""
    state_likely: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """State -> what people say there more than elsewhere: half of the bonus."""
    state_closest: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Question -> value of `answer` that it does not offer -> the option that its paraphrases mean there."""
    same_question: Mapping[str, str] = field(default_factory=dict)
    """Question -> the one that people answer with the same words."""
    same_answers: Sequence[Sequence[str]] = ()
    """Values of `answer` that count as one while it is decided whether to believe them."""
