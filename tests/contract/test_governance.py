"""What the governance documents claim can be looked up: every file and test that they name is there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DECISIONS = ROOT / "docs" / "decisions"
HAZARD_LOG = (ROOT / "docs" / "hazard-log.md").read_text()
DOCUMENTS = [
    *(ROOT / "docs" / name for name in ("dpia.md", "hazard-log.md", "intended-purpose.md")),
    *sorted(DECISIONS.glob("*.md")),
]
SEVERITIES = ("minor", "significant", "considerable", "major", "catastrophic")
RATED = re.compile(
    r"\*\*Initial\*\*: (\w+), ([a-z ]+) = (\d)\. \*\*Residual\*\*: (\w+), ([a-z ]+) = (\d)\.", flags=re.MULTILINE
)


def named_files(text: str) -> Iterator[tuple[str, str | None]]:
    """The files in backticks, each with the test that is named in it, if one is."""
    for path, test in re.findall(r"`([\w./-]+/[\w.-]+\.\w+|[\w-]+\.(?:yml|yaml))(?:::(\w+))?`", text):
        yield path, test or None


def hazards() -> dict[str, str]:
    """The text of each hazard by its id."""
    parts = re.split(r"^### (H\d\d) ", HAZARD_LOG, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def matrix() -> dict[tuple[str, str], int]:
    """The rating of each severity and likelihood, read from the table on the page."""
    rows = re.findall(r"^\| ((?:very )?(?:high|low)|medium) \|([\d |]+)\|$", HAZARD_LOG, flags=re.MULTILINE)
    return {
        (severity, likelihood): int(cell)
        for likelihood, cells in rows
        for severity, cell in zip(SEVERITIES, cells.split("|"), strict=True)
    }


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_file_and_test_that_is_named_exists(document: Path) -> None:
    for path, test in named_files(document.read_text()):
        assert (ROOT / path).exists(), path
        if test:
            assert re.search(rf"def {test}\(", (ROOT / path).read_text()), f"{path}::{test}"


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_link_between_the_documents_leads_somewhere(document: Path) -> None:
    for target in re.findall(r"\]\(([\w./-]+\.md)\)", document.read_text()):
        assert (document.parent / target).exists(), target


def test_hazards_are_numbered_without_a_gap_and_each_is_complete() -> None:
    found = hazards()
    assert list(found) == [f"H{number:02}" for number in range(1, len(found) + 1)]
    for name, text in found.items():
        for part in ("Cause", "Effect", "Who", "Controls", "Initial", "Residual", "Owner", "Status"):
            assert f"**{part}**: " in text, f"{name} lacks {part}"


def test_every_rating_is_the_one_of_the_matrix_and_no_control_makes_it_worse() -> None:
    ratings = matrix()
    assert len(ratings) == len(SEVERITIES) * 5
    for name, text in hazards().items():
        rated = RATED.search(text)
        assert rated is not None, name
        before, after = rated.groups()[:3], rated.groups()[3:]
        assert ratings[before[0], before[1]] == int(before[2]), name
        assert ratings[after[0], after[1]] == int(after[2]), name
        assert int(after[2]) <= int(before[2]), name


def test_what_is_not_acceptable_is_said_at_the_end() -> None:
    residual = {name: int(RATED.search(text).group(6)) for name, text in hazards().items()}  # type: ignore[union-attr]
    end = HAZARD_LOG.partition("## Not acceptable yet")[2]
    said = re.findall(r"((?:H\d\d(?:, | and )?)+) stands? at (\d)", end)
    assert {name: int(rating) for names, rating in said for name in re.findall(r"H\d\d", names)} == {
        name: rating for name, rating in residual.items() if rating >= 3
    }


def test_every_decision_stands_in_the_list_and_has_its_number() -> None:
    files = sorted(path.name for path in DECISIONS.glob("0*.md"))
    assert re.findall(r"\]\((0\d{3}-[\w-]+\.md)\)", (DECISIONS / "README.md").read_text()) == files
    for number, name in enumerate(files, start=1):
        assert name.startswith(f"{number:04}-")
        assert (DECISIONS / name).read_text().startswith(f"# {number:04} ")
