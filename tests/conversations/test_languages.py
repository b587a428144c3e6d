"""Other languages: recognised, answered as far as services, and never asked questions without validated wording."""

from __future__ import annotations

import pytest

from language.catalogues import SPOKEN, said_in
from tests.conversations.conftest import Person, Stack

LOOKING = {
    "pl": "Dzień dobry, szukam kogoś do rozmowy",
    "es": "hola, busco a alguien con quien hablar un rato",
    "fr": "bonjour, je cherche quelqu'un avec qui parler",
    "ar": "مرحبا، أبحث عن شخص أتحدث معه",
    "pt": "bom dia, procuro alguém com quem conversar",
    "it": "buongiorno, cerco qualcuno con cui parlare",
    "tr": "merhaba, konuşacak birini arıyorum",
    "zh": "你好，我想找个人聊聊天",
}


def languages(person: Person) -> set[str]:
    """The languages of what was just said."""
    return {message["language"] for message in person.messages}


@pytest.mark.parametrize("code", SPOKEN)
async def test_first_words_in_another_language_are_answered_in_it_and_lead_to_services(
    person: Person, code: str
) -> None:
    await person.says(LOOKING[code])
    assert languages(person) == {code}
    assert person.asked == "life_stage"


async def test_a_polish_speaker_comes_to_services_in_polish(person: Person) -> None:
    await person.says(LOOKING["pl"])
    await person.presses(said_in("pl", "Retired or later life"))
    await person.says("mieszkam w Leeds")
    assert person.cards or person.asked == "need"
    if not person.cards:
        await person.says("chór")
    assert person.cards
    assert languages(person) == {"pl"}


async def test_the_questions_are_not_asked_in_another_language(person: Person, stack: Stack) -> None:
    await person.arrives()
    await person.sends(payload='/speak{"language":"tr"}')
    await person.sends(payload="/start_screening")
    assert person.asked == "life_stage"
    assert not any(message["score"] for message in person.messages)


async def test_a_screening_ends_when_a_person_turns_to_another_language(person: Person) -> None:
    await person.arrives()
    await person.presses("Check how connected I feel")
    await person.presses("Yes, ask me")
    await person.says("przepraszam, nie rozumiem tego pytania, czy możemy po polsku")
    assert languages(person) == {"pl"}
    assert person.asked == "life_stage"


async def test_a_language_that_is_understood_but_not_spoken_is_told_so_in_its_own_words(person: Person) -> None:
    await person.says("Guten Tag, ich suche jemanden zum Reden")
    assert person.messages[0]["language"] in {"de", "en"}
    assert "de" in languages(person)
    assert person.asked == "life_stage"


async def test_one_can_go_back_to_english(person: Person) -> None:
    await person.says(LOOKING["fr"])
    await person.says("can we carry on in English please")
    assert languages(person) == {"en"}


async def test_every_language_is_offered_in_its_own_words(person: Person) -> None:
    await person.arrives()
    await person.presses("Other languages")
    titles = [button["title"] for message in person.messages for button in message["buttons"]]
    assert "Polski" in titles
    assert "العربية" in titles
    await person.presses("Polski")
    assert languages(person) == {"pl"}


async def test_a_restart_keeps_the_language_and_deleting_forgets_it(person: Person) -> None:
    await person.says(LOOKING["es"])
    await person.sends(payload="/restart")
    assert languages(person) == {"es"}
    await person.sends(payload="/delete_my_data")
    await person.sends(payload="/greet")
    assert languages(person) == {"en"}


async def test_an_english_place_with_a_french_name_changes_nothing(person: Person) -> None:
    await person.arrives()
    await person.presses("Find something near me")
    await person.presses("Working age")
    await person.says("Ashby de la Zouch")
    assert languages(person) == {"en"}
