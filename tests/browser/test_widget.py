"""The chat stands on a council's own site, and only on sites that the operator listed."""

from __future__ import annotations

from playwright.async_api import expect

PAGE = """<!doctype html><html lang="en"><head><title>Council</title></head>
<body><h1>Bins and parks</h1><script src="{script}" defer data-label="Find company" data-side="left"></script>
</body></html>"""


async def council_site(serve, neighbour, listed: bool = True):
    """The chat, shown by the widget on the neighbour's page."""
    site = await serve(allowed_origins=(neighbour.address,) if listed else ())
    neighbour.html = PAGE.format(script=f"{site.url}widget.js")
    return site, neighbour.address


async def test_a_person_chats_on_the_councils_own_page(visitor, serve, neighbour) -> None:
    site, address = await council_site(serve, neighbour)
    page = await visitor.opens(address)
    assert len(page.frames) == 1
    opener = page.get_by_role("button", name="Find company")
    await opener.click()
    await expect(page.get_by_role("dialog", name="Kith: find company near you")).to_be_visible()
    chat = page.frame_locator("iframe")
    await chat.get_by_role("button", name="Check how connected you feel").click()
    await expect(chat.get_by_role("log")).to_contain_text("How often do you feel left out?")
    await chat.get_by_label("Your message").fill("hello")
    await chat.get_by_label("Your message").press("Enter")
    await expect(chat.get_by_role("log")).to_contain_text("You wrote: hello")
    assert {inbound.session for inbound in site.conversation.received} == {"web-1"}
    assert await page.context.cookies() == []


async def test_escape_closes_the_chat_from_inside_and_from_outside(visitor, serve, neighbour) -> None:
    _, address = await council_site(serve, neighbour)
    page = await visitor.opens(address)
    opener = page.get_by_role("button", name="Find company")
    dialog = page.get_by_role("dialog")
    await opener.focus()
    await page.keyboard.press("Enter")
    await expect(dialog).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(dialog).to_be_hidden()
    await expect(opener).to_be_focused()
    await page.keyboard.press("Enter")
    box = page.frame_locator("iframe").get_by_label("Your message")
    await box.click()
    await page.keyboard.press("Escape")
    await expect(dialog).to_be_hidden()
    await expect(opener).to_be_focused()


async def test_closing_and_opening_again_keeps_the_conversation_of_this_visit(visitor, serve, neighbour) -> None:
    site, address = await council_site(serve, neighbour)
    page = await visitor.opens(address)
    await page.get_by_role("button", name="Find company").click()
    await expect(page.frame_locator("iframe").get_by_role("log")).to_contain_text("Hello. I am Kith.")
    await page.get_by_role("button", name="Close chat").click()
    await page.get_by_role("button", name="Find company").click()
    await expect(page.frame_locator("iframe").get_by_role("log")).to_contain_text("Hello. I am Kith.")
    assert len(site.conversation.received) == 1


async def test_leaving_from_the_widget_takes_the_whole_page_away(visitor, serve, neighbour) -> None:
    _, address = await council_site(serve, neighbour)
    page = await visitor.opens(address)
    await page.get_by_role("button", name="Find company").click()
    await page.frame_locator("iframe").get_by_role("link", name="Leave this page").click()
    await page.wait_for_url("**/static/mark.svg")


async def test_a_site_that_is_not_listed_cannot_show_the_chat(visitor, serve, neighbour) -> None:
    site, address = await council_site(serve, neighbour, listed=False)
    page = await visitor.opens(address)
    await page.get_by_role("button", name="Find company").click()
    await visitor.is_refused("frame-ancestors")
    assert site.conversation.received == []
