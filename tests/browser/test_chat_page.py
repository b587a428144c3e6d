"""A person talks with Kith in a real browser."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

import bot.web
from bot.messages import Inbound, Kind, Message, Reply
from bot.scripted_conversation import DANGER, GREETING, ScriptedConversation

PHONE = {"width": 390, "height": 844}
SMALLEST = {"width": 320, "height": 640}


class Slow(ScriptedConversation):
    """Answers, but only when the test lets it."""

    def __init__(self) -> None:
        super().__init__()
        self.may_answer = asyncio.Event()

    async def converse(self, inbound: Inbound) -> Reply:
        self.received.append(inbound)
        if inbound.payload != "/greet":
            await self.may_answer.wait()
        self.received.remove(inbound)
        return await super().converse(inbound)


def log_of(page: Page):  # type: ignore[no-untyped-def]
    return page.get_by_role("log", name="Messages")


async def press(page: Page, title: str) -> None:
    await page.get_by_role("button", name=title, exact=True).click()


async def write(page: Page, words: str) -> None:
    await page.get_by_label("Your message").fill(words)
    await page.get_by_label("Your message").press("Enter")


def payloads(conversation: ScriptedConversation) -> list[str | None]:
    return [inbound.payload for inbound in conversation.received]


async def test_a_whole_conversation(visitor, serve) -> None:
    site = await serve()
    page = await visitor.opens(site.url)
    await expect(log_of(page)).to_contain_text("Hello. I am Kith.")
    await press(page, "Check how connected you feel")
    await expect(log_of(page)).to_contain_text("How often do you feel left out?")
    await press(page, "Some of the time")
    card = page.get_by_role("article", name="Moseley Community Choir")
    await expect(card).to_contain_text("0.6 miles away")
    await expect(card).to_contain_text("Example only: not a real service")
    await expect(card.get_by_role("link", name="0121 496 0123")).to_have_attribute("href", "tel:01214960123")
    await write(page, "thank you")
    await expect(log_of(page)).to_contain_text("You wrote: thank you")
    said = await page.locator("[data-said]").all_inner_texts()
    assert said == ["Check how connected you feel", "Some of the time", "thank you"]
    assert payloads(site.conversation) == ["/greet", "/start_screening", "/answer1", None]
    assert {inbound.session for inbound in site.conversation.received} == {"web-1"}


async def test_the_same_without_javascript(visitor, serve) -> None:
    site = await serve()
    page = await visitor.opens(site.url, java_script_enabled=False)
    await press(page, "Start chatting")
    await press(page, "Check how connected you feel")
    await press(page, "Some of the time")
    await expect(page.get_by_role("article", name="The Silver Line")).to_be_visible()
    await expect(log_of(page)).to_contain_text("Some of the time")
    await page.get_by_label("Your message").fill(f"I want to {DANGER}")
    await press(page, "Send")
    await expect(log_of(page)).to_contain_text("You can get help now")
    await page.get_by_text("Menu", exact=True).click()
    await press(page, "Go back")
    assert payloads(site.conversation) == ["/greet", "/start_screening", "/answer1", None, "/go_back"]
    assert await page.get_by_role("link", name="Leave this page").get_attribute("href") == "/static/mark.svg"


async def test_with_the_keyboard_alone(visitor, serve) -> None:
    site = await serve()
    page = await visitor.opens(site.url)
    await expect(log_of(page)).to_contain_text("Hello. I am Kith.")

    async def tab_to(name: str) -> None:
        for _ in range(40):
            await page.keyboard.press("Tab")
            if await page.evaluate("document.activeElement.innerText.trim()") == name:
                return
        pytest.fail(f"Tab never reached {name}")

    await page.keyboard.press("Tab")
    assert await page.evaluate("document.activeElement.innerText") == "Skip to the message box"
    await tab_to("Check how connected you feel")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("group", name="Choices")).to_be_focused()
    await page.keyboard.press("Tab")
    assert await page.evaluate("document.activeElement.innerText.trim()") == "Hardly ever or never"
    await page.keyboard.press("Space")
    await expect(page.get_by_role("article", name="The Silver Line")).to_be_visible()
    await tab_to("Menu")
    await page.keyboard.press("Enter")
    await tab_to("Why do you ask?")
    await page.keyboard.press("Escape")
    assert await page.evaluate("document.activeElement.innerText.trim()") == "Menu"
    await expect(page.get_by_role("button", name="Why do you ask?")).to_be_hidden()
    await page.keyboard.press("Tab")
    await page.keyboard.type("first line")
    await page.keyboard.press("Shift+Enter")
    await page.keyboard.type("second line")
    await page.keyboard.press("Enter")
    await expect(log_of(page)).to_contain_text("You wrote: first line")
    assert site.conversation.received[-1].text == "first line\nsecond line"


async def test_a_double_click_sends_once(visitor, serve) -> None:
    site = await serve()
    page = await visitor.opens(site.url)
    await page.get_by_role("button", name="Check how connected you feel").dblclick()
    await expect(log_of(page)).to_contain_text("How often do you feel left out?")
    assert payloads(site.conversation) == ["/greet", "/start_screening"]


async def test_while_kith_thinks_choices_wait_but_words_and_help_now_go_through(visitor, serve) -> None:
    slow = Slow()
    site = await serve(slow)
    page = await visitor.opens(site.url)
    await expect(log_of(page)).to_contain_text("Hello. I am Kith.")
    choice = page.get_by_role("button", name="Check how connected you feel")
    await write(page, "one")
    await expect(page.locator("[data-said]")).to_have_text("one")
    await expect(page.get_by_role("status")).to_have_text("Kith is typing")
    await expect(choice).to_have_attribute("aria-disabled", "true")
    await choice.click(force=True)
    await write(page, "two")
    await page.get_by_role("button", name="Help now").first.click()
    slow.may_answer.set()
    await expect(log_of(page)).to_contain_text("You wrote: one")
    await expect(log_of(page)).to_contain_text("You wrote: two")
    await expect(page.get_by_role("status")).to_have_text("")
    sent = [inbound.text or inbound.payload for inbound in site.conversation.received[1:]]
    assert sorted(sent) == ["/help_now", "one", "two"]


async def test_words_are_kept_when_the_network_fails_and_can_be_sent_again(visitor, serve) -> None:
    site = await serve()
    page = await visitor.opens(site.url)
    await expect(log_of(page)).to_contain_text("Hello. I am Kith.")
    await page.context.set_offline(True)
    await write(page, "can you hear me")
    await expect(log_of(page)).to_contain_text("That did not get through.")
    await expect(log_of(page)).to_contain_text("116 123")
    await expect(page.locator("[data-said]")).to_have_text("can you hear me")
    await page.context.set_offline(False)
    await press(page, "Try again")
    await expect(log_of(page)).to_contain_text("You wrote: can you hear me")
    await expect(page.locator("[data-said]")).to_have_count(1)
    await expect(log_of(page)).not_to_contain_text("That did not get through.")
    visitor.complaints.clear()  # the browser reports the broken network


async def test_a_text_that_is_too_long_comes_back_to_the_box(visitor, serve) -> None:
    site = await serve()
    page = await visitor.opens(site.url)
    await expect(log_of(page)).to_contain_text("Hello. I am Kith.")
    await write(page, "a" * 4001)
    await expect(log_of(page)).to_contain_text("longer than 4,000 characters")
    await expect(page.get_by_label("Your message")).to_have_value("a" * 4001)
    await expect(page.get_by_role("button", name="Check how connected you feel")).to_be_visible()
    visitor.complaints.clear()  # the browser reports the 413


async def test_help_now_is_always_there(visitor, serve) -> None:
    site = await serve()
    page = await visitor.opens(site.url, viewport=PHONE)
    await press(page, "Help now")
    await expect(page.get_by_role("link", name="116 123")).to_have_attribute("href", "tel:116123")
    await expect(page.get_by_role("link", name="text SHOUT to 85258")).to_have_attribute("href", "sms:85258?body=SHOUT")
    await expect(page.get_by_role("button", name="Help now")).to_be_in_viewport()
    await expect(page.get_by_role("link", name="Leave this page")).to_be_in_viewport()


async def test_leaving_takes_the_chat_out_of_the_page_its_memory_and_the_way_back(visitor, serve) -> None:
    site = await serve()
    page = await visitor.opens(f"{site.url}privacy")
    await page.goto(site.url)
    await write(page, "my words")
    await expect(log_of(page)).to_contain_text("You wrote: my words")
    await page.get_by_role("link", name="Leave this page").click()
    await page.wait_for_url("**/static/mark.svg")
    assert await page.evaluate("sessionStorage.length") == 0
    await page.go_back()
    assert page.url.endswith("/privacy")


async def test_a_reload_carries_on_in_the_same_conversation(visitor, serve) -> None:
    site = await serve()
    page = await visitor.opens(site.url)
    await expect(log_of(page)).to_contain_text("Hello. I am Kith.")
    await page.reload()
    await expect(log_of(page)).to_contain_text("All right.")
    assert [(i.session, i.payload) for i in site.conversation.received] == [("web-1", "/greet"), ("web-1", "/repeat")]


async def test_an_ended_conversation_starts_again_and_gives_the_words_back(visitor, serve) -> None:
    site = await serve()
    page = await visitor.opens(site.url)
    await expect(log_of(page)).to_contain_text("Hello. I am Kith.")
    site.conversation.forget()
    await write(page, "my answer")
    await expect(log_of(page)).to_contain_text("Your last chat has ended")
    await expect(page.get_by_label("Your message")).to_have_value("my answer")
    await page.get_by_label("Your message").press("Enter")
    await expect(log_of(page)).to_contain_text("You wrote: my answer")


ATTACK = "<img src=x onerror=\"document.title='broken'\"><script>document.title='broken'</script>"


class Echoes(ScriptedConversation):
    async def converse(self, inbound: Inbound) -> Reply:
        return [Message(kind=Kind.SAY, text=inbound.text or GREETING)]


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without JavaScript"])
async def test_html_in_a_message_stays_text(visitor, serve, scripts: bool) -> None:
    site = await serve(Echoes())
    page = await visitor.opens(site.url, java_script_enabled=scripts)
    await page.get_by_label("Your message").fill(ATTACK)
    await press(page, "Send")
    await expect(log_of(page).get_by_text(ATTACK)).to_have_count(2)
    assert await page.locator("#log img, #log script").count() == 0
    assert await page.title() == "Kith: find company near you"


async def test_nothing_runs_off_the_side_of_the_smallest_screen_and_every_target_is_big_enough(visitor, serve) -> None:
    site = await serve()
    page = await visitor.opens(site.url, viewport=SMALLEST)
    await press(page, "Find something near me")
    await expect(page.get_by_role("article", name="The Silver Line")).to_be_visible()
    assert await page.evaluate("document.documentElement.scrollWidth") <= SMALLEST["width"]
    sizes = await page.locator("button:visible, summary, .leave, .reach a, .foot-links a").evaluate_all(
        "nodes => nodes.map(n => [n.innerText.trim(), n.getBoundingClientRect().height])"
    )
    assert [name for name, height in sizes if height < 44] == []


async def test_words_twice_as_large_still_fit(visitor, serve) -> None:
    site = await serve()
    page = await visitor.opens(site.url, viewport={"width": 640, "height": 400})
    await page.evaluate("document.documentElement.style.fontSize = '225%'")
    await press(page, "Find something near me")
    await expect(page.get_by_role("article", name="The Silver Line")).to_be_visible()
    assert await page.evaluate("document.documentElement.scrollWidth") <= 640


async def test_colours_follow_the_persons_own_choice(visitor, serve) -> None:
    site = await serve()
    shades = []
    for scheme in ("light", "dark"):
        page = await visitor.opens(site.url, color_scheme=scheme)
        colour = await page.evaluate("getComputedStyle(document.body).backgroundColor")
        shades.append(sum(map(int, re.findall(r"\d+", colour)[:3])))
    assert shades[0] > 600 > 150 > shades[1]


STATIC = Path(bot.web.__file__).parent / "static"
NOTIFICATION = (
    "self.asked = 0; Notification.requestPermission = () => { self.asked += 1; return Promise.resolve('denied') }; 0"
)


async def test_neither_the_title_nor_a_notification_tells_what_was_said(visitor, serve) -> None:
    site = await serve()
    page = await visitor.opens(site.url)
    await page.evaluate(NOTIFICATION)
    title = await page.title()
    await write(page, DANGER)
    await expect(log_of(page)).to_contain_text("116 123")
    assert await page.title() == title
    assert await page.evaluate("self.asked") == 0
    assert not any("Notification" in path.read_text() for path in STATIC.glob("*.js"))


async def test_without_scripts_the_title_tells_nothing_either(visitor, serve) -> None:
    site = await serve()
    page = await visitor.opens(site.url, java_script_enabled=False)
    title = await page.title()
    await page.get_by_label("Your message").fill(DANGER)
    await page.get_by_role("button", name="Send").click()
    await expect(page.get_by_role("main")).to_contain_text("116 123")
    assert await page.title() == title


async def test_after_leaving_a_safety_reply_back_does_not_show_it(visitor, serve) -> None:
    site = await serve()
    page = await visitor.opens(f"{site.url}privacy")
    await page.goto(site.url)
    for words in ("hello", DANGER):
        await write(page, words)
    await expect(log_of(page)).to_contain_text("116 123")
    await page.get_by_role("link", name="Leave this page").click()
    await page.wait_for_url("**/static/mark.svg")
    await page.go_back()
    assert page.url.endswith("/privacy")
    assert "116 123" not in await page.content()
