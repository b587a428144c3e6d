"""The fixed sentences of the domain in the language of the conversation (slot `language`), before they are filled in.

The catalogues are gettext files keyed by the English sentence. What has no translation is said in English; a reply
that was translated names its language under `custom`.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import polib
from rasa.core.nlg.response import TemplatedNaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.utils.endpoints import EndpointConfig

LANGUAGE = "language"
MESSAGES = Path(__file__).parents[1] / "language" / "messages"


@cache
def catalogue(language: str, folder: Path) -> Mapping[str, str]:
    """English sentence -> its translation; empty where there is no catalogue for `language`."""
    path = folder / f"{language}.po"
    if not path.is_file():
        return {}
    return {entry.msgid: entry.msgstr for entry in polib.pofile(str(path), encoding="utf-8") if entry.msgstr}


def translated(response: dict[str, Any], language: str, sentences: Mapping[str, str]) -> dict[str, Any]:
    """A response of the domain with its text and the titles of its buttons in `language`, as far as they are known."""
    if response.get("text") not in sentences:
        return response
    buttons = [{**button, "title": sentences.get(button["title"], button["title"])} for button in response["buttons"]]
    custom = {**response.get("custom", {}), LANGUAGE: language}
    return {**response, "text": sentences[response["text"]], "buttons": buttons, "custom": custom}


class TranslatedReplies(TemplatedNaturalLanguageGenerator):  # type: ignore[misc]
    """Rasa's generator of replies, which picks a response of the domain and fills it in; between the two, this."""

    def __init__(
        self,
        endpoint_config: EndpointConfig,  # noqa: ARG002 - the signature is Rasa's
        domain: Domain,
        folder: Path = MESSAGES,
    ) -> None:
        super().__init__(domain.responses)
        self._folder = folder

    def generate_from_slots(
        self, utter_action: str, filled_slots: dict[str, Any], output_channel: str, **kwargs: Any
    ) -> dict[str, Any] | None:
        """Reads the language from what an action says along with its reply, else from the slot."""
        slots = {**filled_slots, LANGUAGE: kwargs.get(LANGUAGE) or filled_slots.get(LANGUAGE)}
        filled: dict[str, Any] | None = super().generate_from_slots(utter_action, slots, output_channel, **kwargs)
        return filled

    def _random_response_for(
        self, utter_action: str, output_channel: str, filled_slots: dict[str, Any]
    ) -> dict[str, Any] | None:
        response: dict[str, Any] | None = super()._random_response_for(utter_action, output_channel, filled_slots)
        language = filled_slots.get(LANGUAGE)
        if not response or not language:
            return response
        return translated({"buttons": [], **response}, language, catalogue(language, self._folder))
