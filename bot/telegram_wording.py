"""What the Telegram channel itself says, and the commands of its menu.

Everything else that a person reads comes from the conversation. These sentences are about Telegram: nobody else can
know that a photo arrived, that a chat is a group or that a message could not be sent.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple

from language.phrases import Phrase, phrase


class Command(NamedTuple):
    """One entry of Telegram's menu: `/name`, the payload that it stands for, and what the menu says."""

    name: str
    payload: str
    description: Phrase


MENU = (
    Command("start", "/greet", phrase("Start a chat")),
    Command("help", "/help_now", phrase("Help now: numbers you can call")),
    Command("stop", "/stop", phrase("Stop the questions")),
    Command("restart", "/restart", phrase("Start again from the beginning")),
    Command("delete", "/delete_my_data", phrase("Delete what you told me")),
)
PAYLOADS: Mapping[str, str] = MappingProxyType({command.name: command.payload for command in MENU})
START = PAYLOADS["start"]
HELP_HINT = phrase("If someone is in danger now, call 999. To talk at any time, call Samaritans free: 116 123.")


@dataclass(frozen=True)
class Wording:
    """The channel's sentences, as plain text in English. `chosen` is filled with the title of a button."""

    privacy: str
    not_text: str
    edited: str = phrase(
        "I cannot see changes to a message that you have already sent. Please send it again as a new message."
    )
    group: str = phrase(
        "Hello. I only talk in private chats. I take no notice of what is said in this group. "
        "To talk with me, open a private chat."
    )
    too_many: str = phrase(
        "You sent a lot of messages at once, and I did not read them all. Please send the important one again."
    )
    undelivered: str = phrase('Sorry, my last answer may not have reached you. Type "repeat" to see it again.')
    failed: str = phrase(
        "Sorry, something went wrong. Please try again in a minute.\n\n"
        "If someone is in danger, call 999. To talk at any time, call Samaritans free on 116 123."
    )
    chosen: str = phrase("You chose: {title}")
    discreet: str = phrase("Thank you for your message.")
    """What a notification may show of a reply on abuse."""


def wording(web_address: str, help_hint: str) -> Wording:
    """Return the channel's sentences for this service.

    `web_address` is where the web chat stands; `help_hint` says in a sentence how to reach help now.
    """
    return Wording(
        privacy=phrase(
            "Before we start: Telegram passes our messages through its own computers. It keeps this chat until you "
            "delete it there. The web page is more private: {web_address}",
            web_address=web_address,
        ),
        not_text=Phrase(
            "{only_words}\n\n{help_hint}",
            {
                "only_words": phrase("I can only read typed words. Please type what you would like to say."),
                "help_hint": help_hint,
            },
        ),
    )
