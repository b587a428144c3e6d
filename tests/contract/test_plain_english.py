"""Every sentence that residents read is plain enough for a child of 9 to 11.

Three measures, because no formula alone fits messages as short as these:

- the Flesch-Kincaid grade (words a sentence, syllables a word) of every message of ten words or more, and of all of
  them together. American grades 4 to 6 are the ages of 9 to 11. Below ten words it measures one word, not the reading.
- no long sentence, which an average hides.
- no long word that children of ten do not know: three syllables or more, and neither on Dale and Chall's list of the
  words that four in five of them know, nor among the few that are needed and stand in `KNOWN`.

The names of organisations and numbers are not words to be judged. The validated questions are left out: they must be
asked word for word, plain or not. The pages around the chat, which people read once and not in a hurry, are judged as
a whole: they must name laws and standards.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from html.parser import HTMLParser
from pathlib import Path

import pytest
import textstat
import yaml

from bot import telegram_wording, web_errors
from bot.contacts import Contacts
from language.collect import collect
from screening.instruments import ADULT, CARER_CONTACT, CHILD

Found = Iterator[tuple[str, str]]

ROOT = Path(__file__).resolve().parents[2]
GRADE_OF_A_MESSAGE, GRADE_OF_ALL = 6.0, 4.0
ENOUGH_WORDS = 10
LONGEST_SENTENCE = 20
LONG_WORD_SYLLABLES = 3

_ITEMS = [item for instrument in (ADULT, CHILD, CARER_CONTACT) for item in instrument.items]
VALIDATED = {
    *(instrument.introduction for instrument in (ADULT, CHILD, CARER_CONTACT)),
    *(item.question for item in _ITEMS),
    *(option.label for item in _ITEMS for option in item.options),
}
"""Asked word for word, as `screening/instruments.py` quotes them: plainer words would be other questions."""

NAMES = (
    *(contact.name for contact in Contacts.open()),
    *("Carers UK", "Childline", "Kith", "LGBT+", "NSPCC", "Papyrus", "SHOUT", "Telegram", "England", "English"),
)
KNOWN = frozenset(
    [
        *(
            "area",
            "character",
            "computer",
            "connection",
            "delete",
            "disable",
            "donation",
            "emergency",
            "example",
            "seriously",
        ),
        *("translate", "understood", "usually", "volunteer", "whatever"),
        *("accessibility", "privacy"),  # what every site calls these pages
        "location",  # what every phone calls it
        *("disability", "disorder", "register", "suicide"),  # the plain name of what it is
        *("assessment", "prescribing", "surgery"),  # names to ask for help by, explained where they are said
    ]
)
"""Long words that are needed: children of ten know them, or there is no plainer one."""

AVOIDED = re.compile(
    r"\b(the elderly|elderly|old people|pensioners?|the (disabled|homeless|blind|deaf)|handicapped|wheelchair[- ]bound|"
    r"suffer(s|ed|ing)? from|sufferers?|commit(s|ted|ting)? suicide|vulnerable|mentally ill|victims?|addicts?|"
    r"alcoholics?|befriend\w*|beneficiar\w*|bereave\w*|demographic\w*|eligib\w*|engage(ment)?|facilitate\w*|"
    r"intervention\w*|life ?course|provision|referrals?|refer(red)? to|service users?|signpost\w*|"
    r"social(ly)? isolat\w*|stakeholders?|utilise\w*|well-?being|session expired|invalid|error)\b",
    re.IGNORECASE,
)
"""Words that hurt, that blame, or that only offices use."""
EXPLAINED = {
    r"\bassessments?\b": r"\bcalled\b|It is free, and it is about you",
    r"\bsocial prescribing\b": r"have time to talk",
}
"""Names that people need when they ask for help: said only together with what they mean."""


def said_to_residents() -> dict[str, str]:
    """Every sentence with one place where it is said."""
    said = dict((*_python_and_safety(), *_domain(), *_contacts(), *_channels()))
    return {text: place for text, place in said.items() if text not in VALIDATED and re.search(r"[a-z]{2}", text)}


def _python_and_safety() -> Found:
    yield from ((entry.msgid, entry.occurrences[0][0]) for entry in collect())


def _domain() -> Found:
    """The whole domain: the translators' files leave the screening out."""
    for name, variants in yaml.safe_load((ROOT / "domain.yml").read_text())["responses"].items():
        for response in variants:
            yield response["text"], f"domain.yml:{name}"
            yield from ((button["title"], f"domain.yml:{name}") for button in response.get("buttons", ()))


def _contacts() -> Found:
    for contact in Contacts.open():
        yield contact.who, f"contacts.yml:{contact.id}"
        yield from ((hint, f"contacts.yml:{contact.id}") for hint in (contact.hint,) if hint)


def _channels() -> Found:
    """What the web and Telegram say themselves. Programs alone read about JSON, origins and media types."""
    menu = (command.description for command in telegram_wording.MENU)
    telegram = (*asdict(telegram_wording.wording("https://kith.org.uk/", "")).values(), *menu)
    yield from ((text, "telegram_wording.py") for text in telegram)
    refusals = (web_errors.TooLargeError(), web_errors.TooLongError(), web_errors.TooManyRequestsError(30))
    yield from ((refusal.message, "web_errors.py") for refusal in refusals)


class _VisibleText(HTMLParser):
    """The text of a page, a block at a time; links and spans belong to the block around them."""

    WITHIN_A_BLOCK = frozenset({"a", "b", "em", "span", "strong"})

    def __init__(self) -> None:
        super().__init__()
        self.blocks = [""]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.blocks += [] if tag in self.WITHIN_A_BLOCK else [""]

    def handle_endtag(self, tag: str) -> None:
        self.blocks += [] if tag in self.WITHIN_A_BLOCK else [""]

    def handle_data(self, data: str) -> None:
        self.blocks[-1] += data


def page(name: str) -> list[str]:
    """The visible text of a page around the chat, a block at a time."""
    source = re.sub(r"{{.*?}}", "{gap}", (ROOT / "bot/templates" / f"{name}.html").read_text())
    visible = _VisibleText()
    visible.feed(re.sub(r"{%.*?%}|{#.*?#}", " ", source, flags=re.DOTALL))
    return [" ".join(block.split()) for block in visible.blocks if len(block.split()) > 1]


def judged(text: str) -> str:
    """`text` with one short word for every name, number and gap to be filled."""
    text = re.sub(r"\{\w+\}|" + "|".join(map(re.escape, sorted(NAMES, key=len, reverse=True))), "Kith", text)
    return re.sub(r"£?\d[\d,.:]*(?: \d+)*", "ten", text)


def long_sentences(text: str) -> list[str]:
    return [each for each in re.split(r"(?<=[.?!])\s|\n", judged(text)) if len(each.split()) > LONGEST_SENTENCE]


def hard_words(text: str) -> list[str]:
    hard = textstat.difficult_words_list(judged(text), LONG_WORD_SYLLABLES)
    return sorted(word for word in {word.lower() for word in hard} if not any(map(_known, _stems(word))))


def _known(word: str) -> bool:
    return word in KNOWN or not textstat.is_difficult_word(word, 0)


def _stems(word: str) -> Iterator[str]:
    """The word without its regular endings; the list of known words has few of them."""
    yield word
    yield from (word.removesuffix(ending) for ending in ("s", "es", "'s", "d", "ed", "ing") if word.endswith(ending))
    if word.endswith("ies"):
        yield word.removesuffix("ies") + "y"


def unexplained(text: str) -> list[str]:
    return [name for name, said in EXPLAINED.items() if re.search(name, text, re.I) and not re.search(said, text, re.I)]


def grade(text: str) -> float:
    """The American school grade at which `text` is read: 4 is the age of 9 to 10, 6 that of 11 to 12."""
    return float(textstat.flesch_kincaid_grade(judged(text).replace("\n", " ")))


def together(texts: Iterable[str]) -> float:
    """The grade of many texts as one; a title without a full stop is a sentence of its own."""
    return grade("\n".join(text if text.endswith((".", "?", "!")) else f"{text}." for text in texts))


SAID = said_to_residents()
MESSAGES = [text for text in SAID if len(text.split()) >= ENOUGH_WORDS]


def test_every_message_is_read_by_a_child_of_11() -> None:
    assert {(SAID[text], text): grade(text) for text in MESSAGES if grade(text) > GRADE_OF_A_MESSAGE} == {}


def test_all_messages_together_are_read_by_a_child_of_9() -> None:
    assert together(MESSAGES) <= GRADE_OF_ALL


@pytest.mark.parametrize("name", ["privacy", "accessibility", "not_found"])
def test_the_pages_around_the_chat_are_read_by_a_child_of_11(name: str) -> None:
    assert together(page(name)) <= GRADE_OF_A_MESSAGE
    assert not AVOIDED.search(" ".join(page(name)))


def test_no_sentence_is_long() -> None:
    assert {SAID[text]: found for text in SAID if (found := long_sentences(text))} == {}


def test_no_word_is_long_and_unknown_to_children() -> None:
    assert {SAID[text]: found for text in SAID if (found := hard_words(text))} == {}


def test_no_word_hurts_blames_or_belongs_to_an_office() -> None:
    assert {SAID[text]: found.group() for text in SAID if (found := AVOIDED.search(text))} == {}


def test_the_names_of_help_are_explained_where_they_are_said() -> None:
    assert {SAID[text]: found for text in SAID if (found := unexplained(text))} == {}


def test_the_sentences_of_every_room_are_among_those_measured() -> None:
    places = " ".join(SAID.values())
    rooms = ("actions/", "bot/templates/", "contacts.yml", "directory/", "domain.yml", "safety_replies.yml")
    assert [room for room in rooms if room not in places] == []
    assert len(MESSAGES) > 150


def test_office_language_fails_every_measure() -> None:
    said = (
        "Following an assessment, eligibility for the provision of befriending interventions is determined by the "
        "multidisciplinary team responsible for vulnerable beneficiaries and the elderly."
    )
    assert grade(said) > GRADE_OF_A_MESSAGE
    assert long_sentences(said)
    assert {"multidisciplinary", "responsible"} <= set(hard_words(said))
    assert AVOIDED.search(said)
    assert unexplained(said)
