"""Keeping services for the length of a conversation, printing them, and saying that one is wrong."""

from __future__ import annotations

from typing import Any

from directory.reports import Wrong
from tests.conversations.conftest import Person

KEEP, TAKE_OFF, WRONG = "Keep this", "Take off my list", "This is wrong or closed"


async def shown(person: Person) -> list[dict[str, Any]]:
    """Come as far as the first cards."""
    await person.arrives()
    await person.presses("Find something near me")
    await person.presses("Retired or later life")
    await person.says("B13 8AB")
    await person.presses("Someone to talk to")
    return person.cards


async def presses_on_card(person: Person, card: dict[str, Any], title: str) -> None:
    await person.sends(payload=next(button["payload"] for button in card["buttons"] if button["title"] == title))


async def test_a_card_is_kept_shown_and_taken_off(person: Person) -> None:
    first, second, *_ = await shown(person)
    await presses_on_card(person, first, KEEP)
    assert first["name"] in person.read
    await presses_on_card(person, second, KEEP)
    await person.presses("Show what I kept")
    assert [card["id"] for card in person.cards] == [first["id"], second["id"]]
    assert person.asked == "shortlist"
    await presses_on_card(person, person.cards[0], TAKE_OFF)
    assert [card["id"] for card in person.cards] == [second["id"]]
    await presses_on_card(person, person.cards[0], TAKE_OFF)
    assert not person.cards


async def test_what_is_kept_can_be_typed(person: Person) -> None:
    cards = await shown(person)
    await person.says("keep the second one please")
    assert cards[1]["name"] in person.read
    await person.says("show me my list")
    assert [card["id"] for card in person.cards] == [cards[1]["id"]]


async def test_which_one_is_asked_where_it_is_not_plain(person: Person) -> None:
    cards = await shown(person)
    await person.says("save that one for me")
    assert "Which one" in person.read
    await person.presses(cards[2]["name"])
    assert cards[2]["name"] in person.read


async def test_an_open_question_stays_open(person: Person) -> None:
    first, *_ = await shown(person)
    await person.presses("Something else to do")
    assert person.asked == "need"
    await presses_on_card(person, first, KEEP)
    assert first["name"] in person.read
    assert person.asked == "need"


async def test_starting_again_and_deleting_empty_the_list(person: Person) -> None:
    for forgetting in ("/restart", "/delete_my_data"):
        first, *_ = await shown(person)
        await presses_on_card(person, first, KEEP)
        await person.sends(payload=forgetting)
        await person.sends(payload="/shortlist")
        assert not person.cards
        assert "nothing on your list" in person.read
        async with person.stack.client.post(f"{person.stack.url}/shortlist", data={"session": person.session}) as page:
            assert first["name"] not in await page.text()
        person.session = None


async def test_the_list_is_printed_and_put_in_a_calendar(person: Person) -> None:
    cards = await shown(person)
    await person.says("keep all of these")
    async with person.stack.client.post(f"{person.stack.url}/shortlist", data={"session": person.session}) as page:
        text = await page.text()
        assert page.status == 200
    assert all(card["name"].split("'")[0] in text for card in cards)
    async with person.stack.client.get(f"{person.stack.url}/shortlist") as nobody:
        assert nobody.status == 404


async def test_what_is_wrong_is_counted_once_in_a_conversation(person: Person) -> None:
    card = (await shown(person))[0]
    for _ in range(2):
        await presses_on_card(person, card, WRONG)
        assert person.asked == "wrong"
        assert card["name"] in person.read
        await person.presses("It has closed")
        assert "without your name" in person.read
    found = {one.service_id: one for one in person.stack.services.reports.all()}
    assert found[card["id"]].counts == {Wrong.CLOSED: 1}


async def test_who_types_that_something_is_wrong_is_asked_which(person: Person) -> None:
    cards = await shown(person)
    await person.says("that group has closed down")
    assert person.asked == "wrong"
    await person.presses(cards[1]["name"])
    await person.presses("The phone number is wrong")
    found = {one.service_id: one.counts for one in person.stack.services.reports.all()}
    assert found[cards[1]["id"]][Wrong.NUMBER] == 1


async def test_the_page_of_a_service_is_linked_from_its_card(person: Person) -> None:
    card = (await shown(person))[0]
    async with person.stack.client.get(f"{person.stack.url}{card['page']}") as page:
        assert page.status == 200
        assert "noindex" in page.headers["X-Robots-Tag"]
        assert 'type="application/ld+json"' in await page.text()
