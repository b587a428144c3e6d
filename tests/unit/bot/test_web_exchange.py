"""The rule that safety comes before every refusal, and what reaches the conversation."""

from __future__ import annotations

import pytest

from bot.chat import START
from bot.messages import Inbound, Kind, Reply
from bot.scripted_conversation import DANGER, ScriptedConversation
from bot.urgency import clean
from bot.web_errors import BadRequestError, ChatError, TooLongError, TooManyRequestsError, UnknownSessionError
from bot.web_exchange import Desk, Sent
from bot.web_limits import Limit

AMPLE = Limit(burst=100, per_minute=100)
NONE_LEFT = Limit(burst=0, per_minute=1)
HOME = "203.0.113.9"


def desk(conversation: ScriptedConversation, per_session: Limit = AMPLE, per_address: Limit = AMPLE) -> Desk:
    return Desk(conversation, per_session, per_address, clock=lambda: 0.0)


class BrokenDialogue(ScriptedConversation):
    async def converse(self, inbound: Inbound) -> Reply:
        raise RuntimeError


async def test_a_new_conversation_is_greeted() -> None:
    conversation = ScriptedConversation()
    answer = await desk(conversation).answer(Sent(None), HOME)
    assert answer.token == "token-1"
    assert conversation.received == [Inbound(session="web-1", channel="web", payload=START)]


async def test_a_conversation_is_carried_on_under_its_internal_name() -> None:
    conversation = ScriptedConversation()
    token, session = await conversation.begin("web")
    answer = await desk(conversation).answer(Sent(token, text="hello"), HOME)
    assert answer.token == token
    assert conversation.received == [Inbound(session=session, channel="web", text="hello")]


async def test_empty_text_is_answered_like_any_other() -> None:
    conversation = ScriptedConversation()
    answer = await desk(conversation).answer(Sent(None, text=""), HOME)
    assert answer.messages
    assert conversation.received[0].text == ""


def test_control_characters_are_removed_and_lines_kept() -> None:
    assert clean("a\x00b\x1b[2J\r\nc\td\ud800\x7f") == "ab[2J\nc\td"


@pytest.mark.parametrize(
    ("sent", "error"),
    [
        (Sent(None, text="a", payload="/b"), BadRequestError),
        (Sent("forgotten", text="a"), UnknownSessionError),
        (Sent(None, text="a" * 4001), TooLongError),
    ],
)
async def test_what_cannot_be_taken_is_refused(sent: Sent, error: type[ChatError]) -> None:
    conversation = ScriptedConversation()
    with pytest.raises(error):
        await desk(conversation).answer(sent, HOME)
    assert conversation.received == []


async def test_the_longest_text_is_taken() -> None:
    assert (await desk(ScriptedConversation()).answer(Sent(None, text="a" * 4000), HOME)).messages


@pytest.mark.parametrize(
    "sent",
    [
        Sent(None, text=f"I want to {DANGER}", payload="/stop"),
        Sent("forgotten", text=f"I want to {DANGER}"),
        Sent(None, text=f"I want to {DANGER}" + "." * 4000),
    ],
    ids=["both text and payload", "unknown session", "too long"],
)
async def test_safety_goes_before_every_refusal(sent: Sent) -> None:
    answer = await desk(ScriptedConversation()).answer(sent, HOME)
    assert answer.messages[0].kind is Kind.SAFETY
    assert answer.token == "token-1"


async def test_safety_goes_before_the_limits_and_keeps_the_session() -> None:
    conversation = ScriptedConversation()
    token, _ = await conversation.begin("web")
    for full in (desk(conversation, per_session=NONE_LEFT), desk(conversation, per_address=NONE_LEFT)):
        with pytest.raises(TooManyRequestsError):
            await full.answer(Sent(token, text="hello"), HOME)
        answer = await full.answer(Sent(token, text=DANGER), HOME)
        assert (answer.token, answer.messages[0].kind) == (token, Kind.SAFETY)


async def test_safety_survives_a_dialogue_that_breaks() -> None:
    answer = await desk(BrokenDialogue()).answer(Sent(None, text=DANGER), HOME)
    assert answer.messages[0].kind is Kind.SAFETY


async def test_a_break_without_danger_is_not_hidden() -> None:
    with pytest.raises(RuntimeError):
        await desk(BrokenDialogue()).answer(Sent(None, text="hello"), HOME)


async def test_two_people_at_one_address_have_their_own_session_limit() -> None:
    busy = desk(ScriptedConversation(), per_session=Limit(burst=1, per_minute=1))
    first = await busy.answer(Sent(None), HOME)
    assert (await busy.answer(Sent(None), HOME)).messages
    with pytest.raises(TooManyRequestsError):
        await busy.answer(Sent(first.token, text="hello"), HOME)
