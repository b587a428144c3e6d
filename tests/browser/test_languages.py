"""A person talks with Kith in another language in a real browser; Arabic turns the page round."""

from __future__ import annotations

from datetime import date

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page, expect

from bot.messages import Button, Card, Inbound, Kind, Message, Reply
from bot.scripted_conversation import ScriptedConversation
from language import catalogues
from tests.browser.test_accessibility import RULES

NARROW = {"width": 320, "height": 640}
DESKTOP = {"width": 1280, "height": 800}
ARABIC = {
    "Help now": "المساعدة الآن",
    "Leave this page": "غادر هذه الصفحة",
    "Menu": "القائمة",
    "Send": "إرسال",
    "Type here": "اكتب هنا",
    "Your message": "رسالتك",
    "Start chatting": "ابدأ المحادثة",
    "Messages": "الرسائل",
    "Language": "اللغة",
    "Find company near you": "ابحث عن رفقة بالقرب منك",
    "Kith is typing": "يكتب Kith",
    "Website": "الموقع",
    "Details checked on {day}": "تم التحقق في {day}",
}
CARD = Card(
    id="1",
    name="Moseley Community Choir",
    summary="A friendly choir. You do not need to read music.",
    distance_km=0.9,
    reasons=("مجاني", "أيام الثلاثاء، 10:00 - 12:00"),
    phones=("0121 496 0123",),
    url="https://example.org/choir",
    address="149 Alcester Road, Birmingham B13 8JP",
    assured_date=date(2026, 11, 3),
)
HELLO = Message(
    kind=Kind.SAY,
    text="مرحبا، أنا Kith.\n\nإذا كان أحد في خطر، اتصل على 999.",
    language="ar",
    buttons=(Button(title="ابحث عن شيء قريب", payload="/skip_to_services"),),
)
FOUND = Message(kind=Kind.RESULTS, text="وجدت هذا لك.", language="ar", cards=(CARD,))


class Arabic(ScriptedConversation):
    """Answers in Arabic as soon as it is asked to, or written to in Arabic."""

    async def converse(self, inbound: Inbound) -> Reply:
        self.received.append(inbound)
        if inbound.payload == '/speak{"language":"ar"}':
            return [HELLO]
        if inbound.payload == "/skip_to_services" or "قهوة" in (inbound.text or ""):
            return [FOUND]
        self.received.pop()
        return await super().converse(inbound)


@pytest.fixture(autouse=True)
def translated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalogues, "_catalogue", lambda language: ARABIC if language == "ar" else {})


async def side_of(page: Page, selector: str) -> str:
    """On which side of the page the middle of an element lies."""
    box = await page.locator(selector).first.bounding_box()
    assert box is not None
    return "left" if box["x"] + box["width"] / 2 < await page.evaluate("innerWidth") / 2 else "right"


async def nothing_is_wrong_with(page: Page) -> None:
    results = await Axe().run(page, options=RULES)
    assert results.violations_count == 0, results.generate_report()
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("viewport", [NARROW, DESKTOP], ids=["narrow", "desktop"])
async def test_a_page_in_arabic_runs_from_right_to_left_and_answers(visitor, serve, viewport: dict[str, int]) -> None:
    site = await serve(Arabic())
    page = await visitor.opens(f"{site.url}?language=ar", viewport=viewport, reduced_motion="reduce")
    log = page.get_by_role("log", name="الرسائل")
    await expect(log).to_contain_text("مرحبا")
    assert await page.evaluate("[document.documentElement.lang, document.documentElement.dir]") == ["ar", "rtl"]
    assert [inbound.payload for inbound in site.conversation.received] == ['/speak{"language":"ar"}']
    assert (await side_of(page, ".brand"), await side_of(page, ".send")) == ("right", "left")
    await nothing_is_wrong_with(page)
    await page.get_by_label("رسالتك").fill("أريد قهوة")
    await page.get_by_role("button", name="إرسال").click()
    await expect(log).to_contain_text("وجدت هذا لك.")
    number = page.get_by_role("link", name="0121 496 0123")
    assert await number.evaluate("link => getComputedStyle(link).direction") == "ltr"
    await page.locator(".languages summary").click()
    await expect(page.get_by_role("button", name="Polski")).to_be_in_viewport(ratio=1)
    await nothing_is_wrong_with(page)


async def test_the_page_follows_a_conversation_into_arabic_and_back(visitor, serve) -> None:
    site = await serve(Arabic())
    page = await visitor.opens(site.url, viewport=NARROW)
    await expect(page.get_by_role("log")).to_contain_text("Hello. I am Kith.")
    await page.get_by_label("Your message").fill("أريد قهوة")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("button", name="المساعدة الآن")).to_be_visible()
    assert await page.evaluate("document.documentElement.dir") == "rtl"
    assert await page.locator(".kith").first.get_attribute("dir") == "ltr"
    assert await page.get_by_label("رسالتك").get_attribute("placeholder") == "اكتب هنا"
    await expect(page.get_by_role("log")).to_contain_text("Hello. I am Kith.")
    await page.get_by_label("رسالتك").fill("hello again")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("button", name="Help now")).to_be_visible()
    assert await page.evaluate("document.documentElement.dir") == "ltr"
    await page.get_by_text("Menu", exact=True).click()
    await page.get_by_role("button", name="Go back").click()
    assert {inbound.session for inbound in site.conversation.received} == {"web-1"}


async def test_the_menu_of_languages_works_without_javascript(visitor, serve) -> None:
    site = await serve(Arabic())
    page = await visitor.opens(site.url, viewport=NARROW, java_script_enabled=False, locale="ar")
    await page.locator(".languages summary").click()
    await expect(page.locator(".languages button").first).to_have_text("العربية")
    await page.get_by_role("button", name="العربية").click()
    await expect(page.get_by_role("log", name="الرسائل")).to_contain_text("مرحبا")
    assert await page.locator("html").get_attribute("dir") == "rtl"
    await page.get_by_role("button", name="ابحث عن شيء قريب").click()
    await expect(page.get_by_role("article", name="Moseley Community Choir")).to_be_visible()
    assert await page.locator("html").get_attribute("dir") == "rtl"


async def test_the_widget_opens_in_the_language_of_its_site(visitor, serve, neighbour) -> None:
    site = await serve(Arabic(), allowed_origins=(neighbour.address,))
    script = f'<script src="{site.url}widget.js" defer data-label="Kith" data-language="ar"></script>'
    neighbour.html = (
        f'<!doctype html><html lang="ar" dir="rtl"><head><title>x</title></head><body>{script}</body></html>'
    )
    page = await visitor.opens(neighbour.address)
    await page.get_by_role("button", name="Kith").click()
    await expect(page.frame_locator("iframe").get_by_role("log")).to_contain_text("مرحبا")
    assert [inbound.payload for inbound in site.conversation.received] == ['/speak{"language":"ar"}']
