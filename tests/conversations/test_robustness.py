"""Whatever is sent and whatever fails, a person gets a clear reply, nothing is lost, and no words are left behind."""

from __future__ import annotations

import asyncio
import os
import signal

import pytest

from bot.chat import Chat
from bot.locks import ProcessLocks
from bot.messages import Inbound, Kind
from bot.rasa_client import RasaClient
from tests.conftest import free_port
from tests.conversations.conftest import Person, Stack
from tests.conversations.test_screening import answer, begin

SECRET = "Xylophonia"
"""A word that nobody else uses: it must not be found in any file afterwards."""


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   \n ",
        "x" * 4000,
        "😀😀😀",
        "<script>alert(1)</script><b>hi</b>",
        "'; DROP TABLE chat_session; --",
        "\x00\x07\x1b[31m",
        "/restart",
        '/inform{"age": 3}',
        '/answer{"companionship":"often"}',
        "{{7*7}} ${x} %s {operator}",
        "ﷺ" * 200,
        "I am fine " * 300,
    ],
)
async def test_odd_input_gets_a_reply_and_the_question_again(person: Person, text: str) -> None:
    await begin(person)
    await person.says(text)
    assert person.messages
    assert person.asked == "companionship"
    assert person.score is None


async def test_a_typed_command_records_no_answer(person: Person) -> None:
    await begin(person)
    await person.says('/answer{"companionship":"often","left_out":"often","isolated":"often"}')
    assert person.asked == "companionship"
    await answer(person, *["Hardly ever or never"] * 3, "Never")
    assert person.score == {"total": 3, "band": "least"}


@pytest.mark.parametrize(
    "payload", ['/answer{"lonely":"often"}', "/session_start", "/nonsense", "EXTERNAL: x", "/back"]
)
async def test_a_button_that_was_not_offered_does_nothing(person: Person, payload: str) -> None:
    await begin(person)
    await person.sends(payload=payload)
    assert person.asked == "companionship"
    assert "don't know that button" in person.read


async def test_a_double_click_answers_one_question(person: Person) -> None:
    await begin(person)
    often = next(b["payload"] for b in person.messages[-1]["buttons"] if b["title"] == "Often")
    twin = Person(person.stack, person.session)
    await asyncio.gather(person.sends(payload=often), twin.sends(payload=often))
    assert person.messages == twin.messages
    assert person.asked == "left_out"
    await answer(person, "Hardly ever or never", "Hardly ever or never", "Never")
    assert person.score == {"total": 3 + 1 + 1, "band": "some"}


async def test_the_same_words_sent_twice_at_once_answer_one_question(person: Person) -> None:
    await begin(person)
    twin = Person(person.stack, person.session)
    await asyncio.gather(person.says("often"), twin.says("often"))
    assert person.asked == twin.asked == "left_out"


async def test_two_different_messages_at_once_are_both_answered_in_some_order(person: Person) -> None:
    await begin(person)
    twin = Person(person.stack, person.session)
    await asyncio.gather(person.says("why do you ask?"), twin.says("who are you?"))
    assert person.asked == twin.asked == "companionship"


async def test_help_now_is_answered_in_any_state_and_the_chat_carries_on(person: Person) -> None:
    await begin(person)
    await person.sends(payload="/help_now")
    assert person.messages[0]["kind"] == "safety"
    assert "999" in person.read
    assert "116 123" in person.read
    await person.says("yes")
    assert person.asked == "companionship"


@pytest.mark.parametrize("text", ["often, I just want to die", "I'm going to kill myself tonight"])
async def test_a_cry_for_help_is_answered_before_the_question_and_is_no_answer(person: Person, text: str) -> None:
    await begin(person)
    await person.says(text)
    assert person.messages[0]["kind"] == "safety"
    assert person.messages[0]["category"] == "suicide"
    assert "116 123" in person.read
    await person.says("often")
    assert person.asked == "paused"
    await person.presses("Carry on")
    assert person.asked == "companionship"


async def test_a_child_hears_of_childline_first(person: Person) -> None:
    await begin(person, "14")
    await person.says("I want to kill myself")
    assert person.read.index("0800 1111") < person.read.index("Samaritans")


async def test_a_cry_for_help_before_anything_else_is_heard(person: Person) -> None:
    await person.says("I want to die")
    assert person.messages[0]["category"] == "suicide"


async def test_the_engine_can_be_killed_in_the_middle_and_nothing_is_lost(stack: Stack, person: Person) -> None:
    await begin(person)
    await answer(person, "Often", "Often")
    await restart_engine(stack)
    await answer(person, "Often", "Never")
    assert person.score == {"total": 9, "band": "most"}


async def test_while_the_engine_is_down_people_hear_whom_to_ring_and_then_go_on(stack: Stack, person: Person) -> None:
    await begin(person)
    kill(stack)
    await person.says("often")
    assert person.messages[0]["kind"] == "fallback"
    assert "116 123" in person.read
    await person.says("I want to end my life")
    assert person.messages[0]["category"] == "suicide"
    await stack.engine.wait_ready(stack.client)
    await person.says("often")
    assert person.asked == "paused"
    await person.says("yes")
    assert person.asked == "companionship"


async def test_a_slow_engine_is_a_clear_reply(stack: Stack) -> None:
    over = asyncio.Event()

    async def too_late(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await over.wait()
        writer.close()
        await writer.wait_closed()

    port = free_port()
    async with await asyncio.start_server(too_late, "127.0.0.1", port):
        slow = RasaClient(stack.client, f"http://127.0.0.1:{port}", slowest=0.2)
        services = stack.services
        chat = Chat(slow, services.chats, ProcessLocks(), services.net, services.safety_counts)
        _, session = await chat.begin("web")
        reply = await chat.receive(Inbound(session=session, channel="web", text="hello"))
        over.set()
        await asyncio.sleep(0.05)
    assert [message.kind for message in reply] == [Kind.FALLBACK]
    assert "116 123" in reply[0].text


async def test_no_words_and_no_postcode_are_left_in_any_file(stack: Stack, person: Person) -> None:
    await begin(person)
    await person.says(f"{SECRET} is what I feel")
    await answer(person, "Often", "Often", "Often", "Never")
    await person.presses("Working age")
    await person.says("TR19 7AA")
    await person.says(f"a {SECRET} choir for singing")
    await person.says(f"{SECRET} I want to die")
    await asyncio.sleep(0.5)
    files = [path for path in stack.settings.var.rglob("*") if path.is_file() and path.name != "places.bin"]
    assert any(path.suffix == ".db" for path in files)
    for path in files:
        content = path.read_bytes().lower()
        for words in (SECRET.lower(), "tr19 7aa", "tr197aa"):
            assert words.encode() not in content, f"{words} in {path.name}"
        assert person.session.encode() not in path.read_bytes(), path.name  # type: ignore[union-attr]


async def test_wrong_sessions_and_broken_requests_are_refused_in_one_shape(stack: Stack) -> None:
    async def post(body: bytes, **headers: str) -> tuple[int, dict[str, dict[str, str]]]:
        headers = {"Content-Type": "application/json"} | headers
        async with stack.client.post(f"{stack.url}/api/v1/chat", data=body, headers=headers) as response:
            return response.status, await response.json()

    for body, status in (
        (b"not json", 400),
        (b'{"session": 5, "text": "hi"}', 400),
        (b'{"session": "made-up", "text": "hi"}', 404),
        (b'{"session": null, "text": "' + b"x" * 5000 + b'"}', 413),
        (b'{"session": null, "text": "' + b"x" * 80_000 + b'"}', 413),
    ):
        got, value = await post(body)
        assert got == status
        assert set(value) == {"error"}
        assert set(value["error"]) == {"code", "message"}


def kill(stack: Stack) -> None:
    """End the engine's process at once."""
    assert stack.engine.pid is not None
    os.kill(stack.engine.pid, signal.SIGKILL)


async def restart_engine(stack: Stack) -> None:
    """Kill the engine and wait until the one started in its place answers."""
    kill(stack)
    await asyncio.sleep(0.2)
    await stack.engine.wait_ready(stack.client)
