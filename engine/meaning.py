"""What a message means, given the question that is open: one graph component in the place of Rasa's whole pipeline.

Each message is encoded once. A label is an intent or, where the training data has it, an intent with a value
("need/lunch_social"): the prediction then is the intent "need" with the entity need = "lunch_social".
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import ENTITIES, INTENT, INTENT_RESPONSE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from engine.answers import read_answer
from engine.linear_model import LinearModel, train

_RANKING = "intent_ranking"
_RANKING_LENGTH = 10
_PAYLOAD_PREFIX = "/"


def open_question(tracker: DialogueStateTracker | None) -> str | None:
    """The slot that is being asked for, else the active form. None without a form, as always in `rasa test nlu`."""
    if tracker is None or not tracker.active_loop_name:
        return None
    return str(tracker.get_slot("requested_slot") or tracker.active_loop_name)


def _answers(label: str, prefixes: list[str]) -> bool:
    return any(label == prefix or label.startswith(f"{prefix}/") for prefix in prefixes)


def _softmax(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    odds = np.exp(scores - scores.max())
    return np.asarray(odds / odds.sum(), dtype=np.float32)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class MeaningClassifier(GraphComponent, IntentClassifier):  # type: ignore[misc]
    """Intent and value of a message, weighed by the open question.

    Sets `intent`, `intent_ranking` (ten labels) and, for a label with a value, one entity without a place in the text.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {
            "encoder_scale": 4.0,
            "ngram_scale": 1.0,
            "regularisation": 10.0,
            "threshold": 0.35,  # a best label less likely than this is not believed
            "margin": 0.08,  # nor is one that is hardly more likely than the second
            "out_of_scope": "out_of_scope",  # the intent of a message that was not understood
            "state_bonus": 2.0,  # log-odds added to labels that answer the open question
            "state_labels": {},  # question -> intents or labels that answer it
            "state_options": {},  # question -> its options in the order shown
        }

    def __init__(
        self, config: dict[str, Any], storage: ModelStorage, resource: Resource, model: LinearModel | None
    ) -> None:
        self._config = config
        self._storage = storage
        self._resource = resource
        self._model = model

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,  # noqa: ARG003 - the signature is Rasa's
    ) -> MeaningClassifier:
        return cls(config, model_storage, resource, None)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,  # noqa: ARG003 - the signature is Rasa's
        **_kwargs: Any,
    ) -> MeaningClassifier:
        with model_storage.read_from(resource) as folder:
            model = LinearModel.load(folder)
        model.scores("warm up")  # the encoder loads its weights now, not while someone waits
        return cls(config, model_storage, resource, model)

    def train(self, training_data: TrainingData) -> Resource:
        examples = [example for example in training_data.intent_examples if example.get(TEXT)]
        self._model = train(
            [example.get(TEXT) for example in examples],
            [example.get(INTENT_RESPONSE_KEY) or example.get(INTENT) for example in examples],
            encoder_scale=self._config["encoder_scale"],
            ngram_scale=self._config["ngram_scale"],
            regularisation=self._config["regularisation"],
        )
        with self._storage.write_to(self._resource) as folder:
            self._model.save(folder)
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        return training_data

    def process(self, messages: list[Message], tracker: DialogueStateTracker | None = None) -> list[Message]:
        """Rasa hands over the conversation because a parameter is named `tracker`."""
        question = open_question(tracker)
        for message in messages:
            text = message.get(TEXT) or ""
            if not text.startswith(_PAYLOAD_PREFIX):  # Rasa reads payloads of buttons by itself
                self._set_meaning(message, self._ranking(text, question))
        return messages

    def _ranking(self, text: str, question: str | None) -> list[tuple[str, float]]:
        if self._model is None:
            raise RuntimeError("MeaningClassifier was asked before it was trained or loaded.")
        answer = read_answer(text, self._config["state_options"].get(question, []))
        prefixes = self._config["state_labels"].get(question, [])
        if answer is not None and prefixes:
            return [(f"{prefixes[0]}/{answer}", 1.0)]
        if not text.strip():
            return [(self._config["out_of_scope"], 1.0)]
        bonus = np.array([_answers(label, prefixes) for label in self._model.labels]) * self._config["state_bonus"]
        likelihoods = _softmax(self._model.scores(text) + bonus)
        best = np.argsort(-likelihoods, kind="stable")[:_RANKING_LENGTH]
        return [(self._model.labels[index], float(likelihoods[index])) for index in best]

    def _is_believed(self, ranking: list[tuple[str, float]]) -> bool:
        best, second = ranking[0][1], ranking[1][1] if len(ranking) > 1 else 0.0
        return bool(best >= self._config["threshold"] and best - second >= self._config["margin"])

    def _set_meaning(self, message: Message, ranking: list[tuple[str, float]]) -> None:
        label, confidence = ranking[0] if self._is_believed(ranking) else (self._config["out_of_scope"], ranking[0][1])
        intent, _, value = label.partition("/")
        message.set(INTENT, {"name": intent, "confidence": confidence}, add_to_output=True)
        message.set(_RANKING, [{"name": name, "confidence": each} for name, each in ranking], add_to_output=True)
        if value:
            entity = {
                "entity": intent,
                "value": value,
                "confidence_entity": confidence,
                "extractor": type(self).__name__,
            }
            message.set(ENTITIES, [*message.get(ENTITIES, []), entity], add_to_output=True)
