"""What a message means, given the question that is open: one graph component in the place of Rasa's whole pipeline.

Each message is encoded once. A label is an intent or, where the training data has it, an intent with a value
("need/lunch_social"): the prediction then is the intent "need" with the entity need = "lunch_social".
"""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import ENTITIES, INTENT, INTENT_RESPONSE_KEY, METADATA, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from engine.interpretation import Interpreter, Meaning, Settings
from engine.kernel_model import Example, KernelModel, Likeness, train
from engine.taught import ROOT, TaughtReader, copy_files

_RANKING = "intent_ranking"
ALSO = "also"
"""Key of a parsed message: the labels of the further meanings, where a message means several things."""
_DEFAULTS = Settings()
_PAYLOAD_PREFIX = "/"
_TAUGHT = "taught"
"""Folder of the taught reader within a trained model."""


START, RESULTS, PAUSED = "start", "results", "paused"


def open_question(tracker: DialogueStateTracker | None) -> str | None:
    """What is asked: the slot, else the form. Without a form, whether services were shown. None in `rasa test nlu`.

    After a safety reply only whether to carry on is asked.
    """
    if tracker is None:
        return None
    if tracker.get_slot("paused"):
        return PAUSED
    if not tracker.active_loop_name:
        return RESULTS if tracker.get_slot("shown") else START
    return str(tracker.get_slot("requested_slot") or tracker.active_loop_name)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class MeaningClassifier(GraphComponent, IntentClassifier):  # type: ignore[misc]
    """Intent and value of a message, weighed by the open question.

    Sets `intent`, `intent_ranking` (ten labels) and, for labels with a value, one entity without a place in the text
    ("need" = "gardening,arts_crafts"). A message that means several things has the rest of its labels under `also`.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        weighing = {each.name: getattr(_DEFAULTS, each.name) for each in fields(Settings)}
        return {"likeness": {}, "taught": None, **weighing}

    def __init__(
        self,
        config: dict[str, Any],
        storage: ModelStorage,
        resource: Resource,
        model: KernelModel | None,
        taught: TaughtReader | None = None,
    ) -> None:
        self._config = config
        self._storage = storage
        self._resource = resource
        self._interpreter = self._interpreter_of(model, taught) if model else None

    def _interpreter_of(self, model: KernelModel, taught: TaughtReader | None) -> Interpreter:
        settings = Settings(**{each.name: self._config[each.name] for each in fields(Settings)})
        return Interpreter(model.labels, model.scores, settings, taught.read if taught else None)

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
            model = KernelModel.load(folder)
            taught = TaughtReader.open(folder / _TAUGHT) if config["taught"] else None
        model.scores(["warm up"], None)  # the encoder loads its weights now, not while someone waits
        return cls(config, model_storage, resource, model, taught)

    def train(self, training_data: TrainingData) -> Resource:
        model = train(
            [self._example(message) for message in training_data.intent_examples if message.get(TEXT)],
            Likeness(**self._config["likeness"]),
        )
        with self._storage.write_to(self._resource) as folder:
            model.save(folder)
            if source := self._config["taught"]:
                copy_files(ROOT / source, folder / _TAUGHT)
            taught = TaughtReader.open(folder / _TAUGHT) if source else None
        self._interpreter = self._interpreter_of(model, taught)
        return self._resource

    def _example(self, message: Message) -> Example:
        asked = message.get(METADATA, {}).get("intent", {}).get("asked")
        return Example(
            message.get(TEXT),
            message.get(INTENT_RESPONSE_KEY) or message.get(INTENT),
            self._config["same_question"].get(asked, asked),
        )

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        return training_data

    def process(self, messages: list[Message], tracker: DialogueStateTracker | None = None) -> list[Message]:
        """Rasa hands over the conversation because a parameter is named `tracker`."""
        question = open_question(tracker)
        for message in messages:
            text = message.get(TEXT) or ""
            if not text.startswith(_PAYLOAD_PREFIX):  # Rasa reads payloads of buttons by itself
                self._set_meaning(message, self.read(text, question))
        return messages

    def read(self, text: str, question: str | None) -> Meaning:
        """What `text` means while `question` is open. Raises RuntimeError before training or loading."""
        if self._interpreter is None:
            raise RuntimeError("MeaningClassifier was asked before it was trained or loaded.")
        return self._interpreter.read(text, question)

    def _set_meaning(self, message: Message, meaning: Meaning) -> None:
        intent = meaning.believed[0].partition("/")[0]
        message.set(INTENT, {"name": intent, "confidence": meaning.confidence}, add_to_output=True)
        ranking = [{"name": name, "confidence": each} for name, each in meaning.ranking]
        message.set(_RANKING, ranking, add_to_output=True)
        if entities := self._entities(meaning):
            message.set(ENTITIES, [*message.get(ENTITIES, []), *entities], add_to_output=True)
        if further := [label for label in meaning.believed if not label.startswith(intent)]:
            message.set(ALSO, further, add_to_output=True)

    def _entities(self, meaning: Meaning) -> list[dict[str, Any]]:
        """One entity for each intent that has values; several values are joined by commas."""
        values: dict[str, list[str]] = {}
        for label in meaning.believed:
            intent, _, value = label.partition("/")
            if value:
                values.setdefault(intent, []).append(value)
        return [
            {
                "entity": intent,
                "value": ",".join(each),
                "confidence_entity": meaning.confidence,
                "extractor": type(self).__name__,
            }
            for intent, each in values.items()
        ]
