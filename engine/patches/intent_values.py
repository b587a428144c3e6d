"""Intents with a value ("need/gardening") without a response selector.

Replaces two properties of `TrainingData`. Rasa takes such intents for a response selector's questions: it takes over
the action named `utter_need`, which then fails without a selector, and warns about each example. `MeaningClassifier`
reads the value as an entity instead, so the training data says that it holds nothing for a selector.
"""

from __future__ import annotations

from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData


def _retrieval_intents(_self: TrainingData) -> set[str]:
    return set()


def _response_examples(_self: TrainingData) -> list[Message]:
    return []


def apply() -> None:
    TrainingData.retrieval_intents = property(_retrieval_intents)
    TrainingData.response_examples = property(_response_examples)
