"""The button that tells where a device is, in a real browser: only on a press, only once."""

from __future__ import annotations

from bot.messages import Inbound, Kind, Message, Reply
from bot.scripted_conversation import ScriptedConversation
from tests.browser.conftest import Serve, Visitor

BUTTON = "Use my location"
MOSELEY = {"latitude": 52.44812345, "longitude": -1.89012345}


class AskingForAPlace(ScriptedConversation):
    """Asks where somebody is until it is told."""

    async def converse(self, inbound: Inbound) -> Reply:
        self.received.append(inbound)
        if inbound.position or inbound.text:
            return [Message(kind=Kind.SAY, text="Thank you.")]
        return [Message(kind=Kind.ASK, item="place", text="Where shall I look?")]


async def test_a_press_sends_the_position_once_and_roughly(serve: Serve, visitor: Visitor) -> None:
    site = await serve(AskingForAPlace())
    page = await visitor.opens(site.url, geolocation=MOSELEY, permissions=["geolocation"])
    await page.get_by_role("button", name=BUTTON).click()
    await page.get_by_text("Thank you.").wait_for()
    positions = [inbound.position for inbound in site.conversation.received if inbound.position]
    assert positions == [(52.448, -1.89)]
    assert await page.get_by_role("button", name=BUTTON).count() == 0


async def test_without_a_press_nothing_is_asked_of_the_device(serve: Serve, visitor: Visitor) -> None:
    site = await serve(AskingForAPlace())
    page = await visitor.opens(site.url, geolocation=MOSELEY, permissions=["geolocation"])
    await page.get_by_text("I do not keep where you are.").wait_for()
    assert not any(inbound.position for inbound in site.conversation.received)


async def test_a_device_that_refuses_leaves_the_box_to_type_in(serve: Serve, visitor: Visitor) -> None:
    site = await serve(AskingForAPlace())
    page = await visitor.opens(site.url)
    await page.get_by_role("button", name=BUTTON).click()
    await page.get_by_text("Please type a town or a postcode.").wait_for()
    assert await page.get_by_role("textbox").evaluate("box => box === document.activeElement")
    assert not any(inbound.position for inbound in site.conversation.received)


async def test_without_javascript_there_is_no_such_button(serve: Serve, visitor: Visitor) -> None:
    site = await serve(AskingForAPlace())
    page = await visitor.opens(site.url, java_script_enabled=False)
    await page.get_by_role("button", name="Start chatting").click()
    await page.get_by_text("Where shall I look?").wait_for()
    assert await page.get_by_role("button", name=BUTTON).count() == 0
