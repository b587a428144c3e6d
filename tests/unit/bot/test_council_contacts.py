"""The councils' own files: read as they are, or refused with a reason that can be mended."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.contacts import CONTACTS, Contacts
from bot.council_contacts import BrokenContactsError, council_files

EXAMPLE = Path(__file__).parents[3] / "deploy" / "contacts" / "example.yml.txt"
DIALLED_NOWHERE = "00 0000 0"


def real(example: str) -> str:
    """The example with numbers that are not known to be made up."""
    return example.replace("01632 960", DIALLED_NOWHERE)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A council's file, made from the example as the instructions say."""
    made = tmp_path / "testbury.yml"
    made.write_text(real(EXAMPLE.read_text()))
    return made


def test_the_example_fills_every_slot(file: Path) -> None:
    contacts = Contacts.open(CONTACTS, *council_files(file.parent))
    assert contacts.missing_slots("E06000000") == ()


def test_the_example_itself_is_not_read() -> None:
    assert council_files(EXAMPLE.parent) == ()


def test_without_a_folder_there_are_no_files(tmp_path: Path) -> None:
    assert council_files(tmp_path / "nowhere") == ()


def test_numbers_that_ring_nowhere_are_refused(file: Path) -> None:
    file.write_text(EXAMPLE.read_text())
    with pytest.raises(BrokenContactsError, match=r"testbury_adults: 01632 960101 is a made-up number"):
        council_files(file.parent)


@pytest.mark.parametrize("number", ["0121 496 0123", "07700 900123", "020 7946 0123", "0161 496 0000", "029 2018 0123"])
def test_every_range_kept_for_drama_is_known(file: Path, number: str) -> None:
    file.write_text(file.read_text().replace(f"{DIALLED_NOWHERE}101", number))
    with pytest.raises(BrokenContactsError, match="made-up"):
        council_files(file.parent)


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("0909 8790", "costs"),
        ("0870 123 4567", "costs"),
        ("0845 123 4567", "costs"),
        ("118 118", "costs"),
        ("303 8765", "whole number"),
        ("0121 303", "whole number"),
        ("44 121 303 8765", "whole number"),
    ],
)
def test_numbers_that_cost_much_or_are_not_whole_are_refused(file: Path, number: str, said: str) -> None:
    file.write_text(file.read_text().replace(f"{DIALLED_NOWHERE}101", number))
    with pytest.raises(BrokenContactsError, match=said):
        council_files(file.parent)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("slot: adult_social_care\n", "slot: adult_social_car\n", "contacts.0.slot"),
        ("council: E06000000", "council: Testbury", "contacts.0.council"),
        ("council: E06000000", "council: E06000001", "one and the same council"),
        ("version: 1", "version: [", "testbury.yml"),
        ("id: testbury_safeguarding", "id: testbury_adults", "testbury_adults"),
    ],
)
def test_a_broken_file_is_named_with_what_is_wrong(file: Path, old: str, new: str, said: str) -> None:
    file.write_text(file.read_text().replace(old, new, 1))
    with pytest.raises(BrokenContactsError) as refused:
        council_files(file.parent)
    assert str(file) in str(refused.value)
    assert said in str(refused.value)


def test_a_file_of_national_numbers_is_refused(file: Path) -> None:
    file.write_text(CONTACTS.read_text())
    with pytest.raises(BrokenContactsError, match="one and the same council"):
        council_files(file.parent)
