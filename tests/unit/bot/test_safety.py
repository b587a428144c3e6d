"""What the curated expressions hear, in every disguise, and what they leave alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.safety import CATEGORIES, Safety
from bot.safety.classifier import Margins
from bot.safety.normalise import one_slip_apart
from bot.safety.patterns import BadPhraseError, Compiler
from bot.safety.pieces import Piece, pieces

SAFETY = Safety()

# every line is an expression that must be heard for a reason: add yours with the reason when one was missed
HEARD = [
    ("I'm being forced to have sex and I'm only 12 years old", "abuse_child", "a public chatbot failed this child"),
    ("I've had all me water tablets, the whole lot", "emergency", "an overdose told as if it were nothing"),
    ("lad next door says he's fixed a pipe to his car exhaust", "third_party_suicide", "a means, told in passing"),
    ("no point any more", "suicide", "hopelessness without a word for death"),
    ("want to sleep and not wake up", "suicide", "euphemism"),
    ("everyone would be better off without me", "suicide", "feeling a burden"),
    ("I've got the tablets ready", "suicide", "preparation"),
    ("I won't be here much longer", "suicide", "a hint at an end"),
    ("tired of living", "suicide", "older people's words"),
    ("want to be with my late wife", "suicide", "wishing to join the dead"),
    ("often, I just want it to stop", "suicide", "attached to an answer"),
    ("he locks me in and takes my phone", "abuse_domestic", "control without blows"),
    ("my carer takes my pension", "abuse_adult", "theft by a carer"),
    ("my uncle comes in my room at night", "abuse_child", "a child's indirect words"),
    ("I've been making myself sick after meals", "eating_disorder", "no clinical word"),
    ("can't stop drinking", "substance", "no subject"),
    ("chest pains and my arm is numb", "emergency", "a heart attack described"),
    ("my son says he wants to die", "third_party_suicide", "someone else"),
    ("I'm scared I might hurt my mum", "harm_to_others", "a carer at the end of strength"),
    ("I cut myself", "self_harm", "plain"),
    ("B13 8AB and I want to die", "suicide", "after a postcode"),
    ("mae o'n fy nharo i", "abuse_domestic", "Welsh"),
    ("main marna chahta hoon", "suicide", "romanised Urdu"),
    ("vreau sa mor", "suicide", "Romanian without its accents"),
    ("আত্মহত্যা করতে চাই", "suicide", "Bengali"),
    ("我不想活了", "suicide", "Chinese, no spaces"),
]

DISGUISES = [
    "I WANT TO DIE",
    "i want to dieeeeee",
    "k i l l   m y s e l f",
    "k.i.l.l. m.y.s.e.l.f",
    "su1c1de",
    "s*icide",
    "suiside",
    "kil myself",
    "kms",
    "iwanttodie",
    "wanna die",
    "I don’t want to live anymore",
    "I w\u200bant to d\u200bie",
    "Ｉ ｗａｎｔ ｔｏ ｄｉｅ",
    "i wаnt to diе",  # two letters are Cyrillic
    "I want\nto\tdie",
    "I wánt to díe",
]

LEFT_ALONE = [
    ("I dont want to die", "negation"),
    ("I would never hurt myself", "negation"),
    ("I'm not going to kill myself", "negation"),
    ("dying for a cuppa", "idiom"),
    ("killing time", "idiom"),
    ("my knees are killing me", "idiom"),
    ("the Suicide Squad film", "film"),
    ("Beachy Head walk", "place"),
    ("my husband died", "grief alone is not risk"),
    ("I have no one", "loneliness is the bot's own work"),
    ("group for people bereaved by suicide", "a need for a service"),
    ("I don't see the point of these questions", "impatience"),
    ("I don't want to live in sheltered housing", "where to live"),
    ("I can't go on the coach", "where to go"),
    ("stop", "a command"),
    ("B13 8AB", "a postcode is not leetspeak"),
    ("", "nothing"),
    ("😊", "a picture"),
]


@pytest.mark.parametrize(("text", "category", "reason"), HEARD)
def test_a_person_in_danger_is_heard(text: str, category: str, reason: str) -> None:
    assert category in SAFETY.categories(text), reason


@pytest.mark.parametrize("text", DISGUISES)
def test_no_spelling_hides_a_wish_to_die(text: str) -> None:
    assert "suicide" in SAFETY.categories(text)


@pytest.mark.parametrize(("text", "reason"), LEFT_ALONE)
def test_harmless_words_are_left_alone(text: str, reason: str) -> None:
    assert SAFETY.categories(text) == (), reason


def test_a_denial_does_not_hide_what_follows_it() -> None:
    assert SAFETY.categories("I'm not suicidal but I cut myself") == ("self_harm",)


def test_an_idiom_does_not_hide_what_follows_it() -> None:
    assert SAFETY.categories("my knees are killing me and I want to die") == ("suicide",)


def test_several_categories_are_all_named_and_of_equals_the_most_urgent_first() -> None:
    found = SAFETY.categories("I can't stop drinking, my husband hits me and I want to die")
    assert found == ("suicide", "abuse_domestic", "substance")


@pytest.mark.parametrize(
    "state", ["start", "screening_lonely", "ask_place", "results", "anywhere", None, "no such state"]
)
def test_every_state_is_read_alike(state: str | None) -> None:
    assert SAFETY.categories("I want to die", state) == ("suicide",)


@pytest.mark.parametrize("place", [0, 40, 80])
def test_a_long_message_is_read_to_its_end(place: int) -> None:
    sentences = ["I like walking and a chat over a cup of tea on a Thursday."] * 80
    sentences.insert(place, "I want to kill myself.")
    assert "suicide" in SAFETY.categories(" ".join(sentences))


@given(st.text())
def test_any_text_is_read_without_failing(text: str) -> None:
    assert set(SAFETY.categories(text)) <= set(CATEGORIES)


@given(st.text(alphabet=st.characters(categories=["Zs", "Po", "So"]), max_size=30))
def test_no_punctuation_around_it_hides_a_wish_to_die(noise: str) -> None:
    assert "suicide" in SAFETY.categories(f"{noise} I want to die {noise}")


@pytest.mark.parametrize("phrase", ["", "..", "really?", "want to ..", "<nobody> wants"])
def test_a_phrase_that_cannot_work_is_refused(phrase: str) -> None:
    with pytest.raises(BadPhraseError):
        Compiler({}, {}).phrase(phrase)


@pytest.mark.parametrize(
    ("left", "right", "near"),
    [
        ("suicide", "suicde", True),
        ("suicide", "siucide", True),
        ("suicide", "suixide", True),
        ("suicide", "suede", False),
    ],
)
def test_one_slip_of_the_fingers_is_forgiven(left: str, right: str, near: bool) -> None:
    assert one_slip_apart(left, right) is near


class Sure:
    """A classifier that gives every piece the same margins."""

    def __init__(self, **margins: float) -> None:
        self._margins = dict.fromkeys(CATEGORIES, -1.0) | margins

    def margins(self, pieces: Sequence[Piece]) -> Mapping[Piece, Margins]:
        return dict.fromkeys(pieces, self._margins)


def test_the_classifier_hears_what_has_no_fixed_words() -> None:
    assert Safety(Sure(suicide=0.5)).categories("the geese have flown") == ("suicide",)


def test_an_expression_tips_the_scale_when_the_classifier_is_unsure() -> None:
    assert Safety(Sure(suicide=-0.2)).categories("I want to die") == ("suicide",)


def test_an_expression_is_taken_back_when_the_rest_is_plainly_harmless() -> None:
    assert Safety(Sure()).categories("I want to die") == ()


@pytest.mark.parametrize(
    "said", ["no point really is there", "Whats the point?", "theres no point, is there", "not much point really"]
)
def test_no_point_in_nothing_in_particular_is_a_hint(said: str) -> None:
    assert Safety(Sure()).categories(said) == ("suicide",)


@pytest.mark.parametrize(
    "said", ["no point ringing them they never answer", "what's the point of these questions", "good point really"]
)
def test_no_point_in_one_thing_is_none(said: str) -> None:
    assert SAFETY.categories(said) == ()


def test_words_in_a_language_the_classifier_never_learnt_are_never_taken_back() -> None:
    assert Safety(Sure()).categories("mae o'n fy nharo i") == ("abuse_domestic",)


def test_the_nearest_category_is_named_alone() -> None:
    assert Safety(Sure(suicide=0.2, self_harm=0.6)).categories("the geese have flown") == ("self_harm",)


def test_one_line_of_danger_in_a_long_message_makes_a_piece_of_its_own() -> None:
    texts = [piece.text for piece in pieces("I like tea and cake. " * 30 + "I want to die. " + "Bye now. " * 9, str)]
    assert "I want to die." in texts


def test_a_short_message_is_read_as_a_whole_so_that_its_end_explains_its_beginning() -> None:
    texts = [piece.text for piece in pieces("Goodbye forever! I've got broadband at last.", str)]
    assert texts == ["Goodbye forever! I've got broadband at last."]


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("often, I just want it to stop", "I just want it to stop"),
        ("Some of the time. Actually can I be honest", "Actually can I be honest"),
    ],
)
def test_what_follows_an_answer_is_read_by_itself_too(text: str, rest: str) -> None:
    assert [piece.text for piece in pieces(text, str)] == [text, rest]


@pytest.mark.parametrize("text", ["hardly ever", "no one cares", "most of the time"])
def test_an_answer_alone_is_one_piece(text: str) -> None:
    assert [piece.text for piece in pieces(text, str)] == [text]


def test_a_sentence_that_never_ends_is_read_in_windows_that_overlap() -> None:
    words = [f"word{number}" for number in range(100)]
    parts = pieces(" ".join(words), str)
    assert all(any(f"{left} {right}" in part.text for part in parts) for left, right in pairwise(words))
