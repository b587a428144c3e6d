"""Turns a `Message` into what Telegram shows: texts in Telegram's HTML, and rows of buttons.

Lengths are counted as Telegram counts them, in UTF-16 units, over the text with its tags and escapes: never less than
what Telegram sees, so a piece that fits here fits there.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from bot.card_words import ELSEWHERE, MORE_ABOUT_THIS, ages, far
from bot.messages import Button, Card, Kind, Message
from language.catalogues import LANGUAGES, said_in
from language.dates import day_in_words
from language.phrases import Phrase, phrase

LONGEST_TEXT = 4096
"""UTF-16 units in one Telegram message (Bot API, sendMessage)."""
LONGEST_LINK = 2000
LONGEST_DETAIL = 400
"""UTF-16 units kept of one line of a card: a card is a glance, its link leads to the rest."""
SHORT_TITLE = 16
"""Characters that stay readable on half of a narrow phone."""

PLEASE_CHOOSE = phrase("Please choose:")
"""Stands over buttons that have no words of their own."""

_UNSPEAKABLE = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_WORDS = re.compile(r"\s*\S+")
_NUMBER = re.compile(r"\+?\d[\d .]*\d")
_ISOLATED = "\u2066{}\u2069"
"""Unicode's signs for "from left to right, whatever is around it"."""

Rows = tuple[tuple[Button, ...], ...]
Block = Sequence[str]
"""Lines of Telegram HTML that belong together; each line stands alone, with its tags closed."""


@dataclass(frozen=True)
class Bubble:
    """One Telegram message.

    `protected` asks Telegram's apps not to forward, copy or save it. What people need to copy or pass on (a phone
    number, a service) is never protected. `location` is the title of the large button that asks a phone where it is;
    `clears` takes that button away. Neither goes with `rows`.
    """

    text: str
    rows: Rows = ()
    protected: bool = True
    location: str = ""
    clears: bool = False


def render(message: Message) -> list[Bubble]:
    """Return the Telegram messages that show `message`, in order; its buttons stand under the last one."""
    protected = not message.cards and message.kind in (Kind.SAY, Kind.ASK)
    blocks: list[Block] = list(_paragraphs(_turned(message.text, message.language)))
    bubbles: list[Bubble] = []
    for card in message.cards:
        blocks.append(_card(card, message.language))
        if card.buttons:  # they stand right under their own card
            bubbles += _bubbles(blocks, keyboard(card.buttons), protected)
            blocks = []
    if message.buttons and bubbles and not blocks:
        last = bubbles.pop()
        return [*bubbles, Bubble(last.text, (*last.rows, *keyboard(message.buttons)), protected)]
    if message.buttons and not blocks:
        blocks = [[_escaped(said_in(message.language, PLEASE_CHOOSE))]]
    return [*bubbles, *_bubbles(blocks, keyboard(message.buttons), protected)]


def plain(text: str) -> list[Bubble]:
    """Return a sentence of the channel's own; it may be copied and passed on."""
    return [Bubble(piece, protected=False) for piece in pack(_paragraphs(text))]


def keyboard(buttons: Sequence[Button]) -> Rows:
    """Return the buttons in rows: two columns where every title is short, else one, in the order given."""
    columns = 2 if all(len(button.title) <= SHORT_TITLE for button in buttons) else 1
    return tuple(tuple(buttons[start : start + columns]) for start in range(0, len(buttons), columns))


def pack(blocks: Iterable[Block]) -> list[str]:
    """Join blocks by blank lines into texts that fit, breaking between blocks, or between lines of one too long."""
    texts: list[str] = []
    for block in blocks:
        separator = "\n\n"
        for line in _whole_or_lines(block):
            if texts and units(texts[-1]) + units(separator) + units(line) <= LONGEST_TEXT:
                texts[-1] += separator + line
            else:
                texts.append(line)
            separator = "\n"
    return texts


def units(text: str) -> int:
    """Return the length of `text` in UTF-16 units."""
    return len(text) + sum(character > "\uffff" for character in text)


def _bubbles(blocks: Iterable[Block], rows: Rows, protected: bool) -> list[Bubble]:
    """Return the blocks in as few messages as hold them; the buttons stand under the last."""
    texts = pack(blocks)
    return [Bubble(text, rows if last else (), protected) for text, last in _with_last(texts)]


def _with_last(texts: Sequence[str]) -> Iterator[tuple[str, bool]]:
    return ((text, place == len(texts)) for place, text in enumerate(texts, start=1))


def _whole_or_lines(block: Block) -> Sequence[str]:
    whole = "\n".join(block)
    return [whole] if units(whole) <= LONGEST_TEXT else block


def _paragraphs(text: str) -> Iterator[Block]:
    for paragraph in re.split(r"\n\s*\n", _clean(text)):
        if paragraph.strip():
            yield [piece for line in paragraph.strip().split("\n") for piece in _pieces(line)]


def _pieces(line: str) -> Iterator[str]:
    """Yield `line` escaped, in as few pieces as fit, broken between words where there are any."""
    piece = ""
    for word in (part for whole in _WORDS.findall(line) for part in _chopped(whole)):
        if piece and units(piece) + units(word) > LONGEST_TEXT:
            yield piece.strip()
            piece = ""
        piece += word
    if piece.strip():
        yield piece.strip()


def _chopped(word: str) -> Iterator[str]:
    """Yield `word` escaped; one longer than a whole message is cut between characters."""
    if units(html.escape(word)) <= LONGEST_TEXT:
        yield _escaped(word)
        return
    step = LONGEST_TEXT // units(html.escape('"'))
    for start in range(0, len(word), step):
        yield _escaped(word[start : start + step])


def _turned(text: str, language: str) -> str:
    """Return `text` with its numbers kept whole where all around them runs from right to left ("116 123")."""
    turned = language in LANGUAGES and LANGUAGES[language].direction == "rtl"
    return _NUMBER.sub(lambda number: _ISOLATED.format(number[0]), text) if turned else text


def _card(card: Card, language: str) -> Block:
    lines = [f"<b>{_detail(card.name)}</b>"]
    lines += [f"<i>{_detail(note)}</i>" for note in card.notes]
    lines += [_detail(text) for text in (card.organisation, card.summary) if text]
    lines += [f"• {_detail(reason)}" for reason in card.reasons]
    lines += [_detail(_turned(said_in(language, fact), language)) for fact in _facts(card)]
    more = _link(card.page, said_in(language, MORE_ABOUT_THIS))
    return [*lines, *_link(card.url, said_in(language, phrase("Website"))), *more]


def _facts(card: Card) -> Iterator[Phrase]:
    yield from (phrase("Phone: {phone}", phone=phone) for phone in card.phones)
    if card.email:
        yield phrase("Email: {email}", email=card.email)
    if card.address:
        yield phrase("Where: {address}", address=card.address)
    if card.elsewhere:
        yield ELSEWHERE
    yield from (fact for fact in (far(card), ages(card)) if fact)
    if card.next_session:
        yield phrase("When: {session}", session=card.next_session)
    if card.cost:
        yield phrase("Cost: {cost}", cost=card.cost)
    if card.assured_date:
        yield phrase("Details checked on {day}", day=day_in_words(card.assured_date))


def _link(url: str | None, label: str) -> list[str]:
    """Return the line that links to a website, naming where it leads; nothing for what is not a web address."""
    if not url or len(html.escape(url)) > LONGEST_LINK:
        return []
    try:
        parts = urlsplit(_clean(url).strip())
        host = parts.hostname
    except ValueError:
        return []
    if parts.scheme not in ("http", "https") or not host:
        return []
    return [f'{_escaped(label)}: <a href="{html.escape(parts.geturl())}">{_detail(host.removeprefix("www."))}</a>']


def _detail(text: str) -> str:
    """Return `text` escaped on one line, shortened at a word where it is long."""
    line = " ".join(_clean(text).split())
    if units(line) <= LONGEST_DETAIL:
        return _escaped(line)
    kept = line.encode("utf-16-le")[: 2 * (LONGEST_DETAIL - 1)].decode("utf-16-le", "ignore")
    return _escaped(kept.rsplit(" ", 1)[0] + "…")


def _escaped(text: str) -> str:
    return html.escape(text, quote=False)


def _clean(text: str) -> str:
    """Return `text` without what Telegram refuses or drops: control characters and halves of characters."""
    return _UNSPEAKABLE.sub(" ", text.replace("\r\n", "\n"))
