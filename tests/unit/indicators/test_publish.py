"""One set of cells makes the page, the CSV and the JSON."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pytest

from indicators.catalogue import DEFINITIONS
from indicators.counting import Key, cells_of
from indicators.definitions import NEEDS, SAFETY_CATEGORIES, Screening
from indicators.measures import MEASURES
from indicators.publication import Publication, Row, Table
from indicators.publish import notes_to_csv, publication_of, release_of, to_csv, to_json
from indicators.quarters import Quarter
from indicators.releases import read_release, written

QUARTER = Quarter(2026, 4)
CLOSED = date(2027, 1, 11)
LEAST = {"companionship": "hardly_ever", "left_out": "hardly_ever", "isolated": "hardly_ever", "lonely": "never"}
SOME = dict.fromkeys(LEAST, "some_of_the_time")
MOST = dict.fromkeys(LEAST, "often")


@dataclass(frozen=True)
class Alike:
    """So many people who are alike."""

    person: Screening
    number: int


def people(number: int, answers: dict[str, str], **changes: Any) -> Alike:
    plain = {"instrument": "adult/1", "role": "resident", "life_stage": "later_life", "channel": "web"}
    told = {
        "week": date(2026, 10, 5),
        "council": "E08000025",
        "ward": None,
        "language": "en",
    }
    return Alike(Screening(**{**plain, **told, "finished": True, **changes}, answers=answers), number)


def cells(*alike: Alike) -> Counter[Key]:
    counted: Counter[Key] = Counter()
    for each in alike:
        counted.update({key: each.number * added for key, added in cells_of(each.person, MEASURES).items()})
    return counted


def published(*alike: Alike, council: str | None = "E08000025", **safety: int) -> Publication:
    return publication_of(council, QUARTER, release_of(cells(*alike), CLOSED, safety))


def table(publication: Publication, name: str) -> Table:
    return next(table for table in publication.tables if table.name == name)


def row(publication: Publication, name: str, label: str) -> Row:
    return next(row for row in table(publication, name).rows if row.label == label)


def texts(publication: Publication, name: str, label: str) -> list[str]:
    return [cell.text for cell in row(publication, name, label).cells]


BIG = (people(100, LEAST), people(60, SOME), people(40, MOST))


def test_each_band_is_counted_with_its_share() -> None:
    publication = published(*BIG)
    assert texts(publication, "adult_ucla", "Everyone") == ["100", "60", "40", "200", "50%", "30%", "20%"]
    assert texts(publication, "adult_ucla", "Retirement and later life")[3] == "200"
    assert texts(publication, "adult_ucla", "Residents")[3] == "200"


def test_the_direct_question_gives_often_and_often_or_some() -> None:
    publication = published(*BIG)
    assert texts(publication, "adult_direct", "Everyone") == ["40", "60", "100", "200", "20%", "50%"]
    share = row(publication, "adult_direct", "Everyone").cells[4]
    assert (share.value, share.low, share.high) == (20, 15, 26)


def test_unanswered_questions_are_out_of_the_base_and_counted_apart() -> None:
    unfinished = {"companionship": "often", "left_out": "prefer_not_to_say"}
    publication = published(*BIG, people(20, unfinished, finished=False))
    assert texts(publication, "adult_ucla", "Everyone")[3] == "200"
    not_answered = table(publication, "not_answered").rows
    counted = {line.label: [cell.text for cell in line.cells] for line in not_answered[:4]}
    assert counted == {
        "How often do you feel that you lack companionship?": ["0", "0", "0"],
        "How often do you feel left out?": ["20", "0", "0"],
        "How often do you feel isolated from others?": ["0", "0", "20"],
        "How often do you feel lonely?": ["0", "0", "20"],
    }


def test_finished_and_abandoned_are_told_apart() -> None:
    publication = published(*BIG, people(10, {}, finished=False, channel="telegram"))
    assert texts(publication, "took_part", "Everyone who began") == ["210", "0"]
    assert texts(publication, "took_part", "Finished") == ["200", "0"]
    assert texts(publication, "took_part", "Left before the end") == ["10", "0"]
    assert texts(publication, "took_part", "Telegram") == ["10", ":"]


def test_children_and_adults_are_never_pooled() -> None:
    adults_alone = published(*BIG)
    children = [replace(each, person=replace(each.person, instrument="child/1", life_stage="young")) for each in BIG]
    both = published(*BIG, *children)
    assert table(both, "adult_ucla") == table(adults_alone, "adult_ucla")
    assert texts(both, "child_ucla", "Everyone") == texts(both, "adult_ucla", "Everyone")
    assert texts(both, "took_part", "Finished") == ["200", "200"]


def test_only_carers_are_in_the_social_contact_table() -> None:
    answers = [(50, "contact_enough"), (30, "contact_some"), (20, "contact_little")]
    carers = [people(number, {"social_contact": code}, role="carer") for number, code in answers]
    stray = people(500, {"social_contact": "contact_enough"}, role="resident")
    alone = people(50, {"social_contact": "contact_enough"}, role="carer", instrument="carer_contact/1")
    assert texts(published(*carers, stray), "carers_contact", "Everyone") == ["50", "30", "20", "100", "50%"]
    assert texts(published(*carers, alone), "carers_contact", "Everyone") == ["100", "30", "20", "150", "67%"]


def test_people_who_ask_for_someone_else_are_not_counted() -> None:
    assert published(*BIG, people(50, MOST, role="for_someone_else")) == published(*BIG)


def test_the_mean_score_is_told_of_everyone() -> None:
    mean = row(published(*BIG), "mean_score", "Loneliness score, adults (16 and over)")
    assert [cell.text for cell in mean.cells] == ["200", "5.1"]
    assert mean.cells[1].value == 5.1


def test_channels_and_languages_are_withheld_while_few_took_part() -> None:
    assert texts(published(people(29, MOST)), "took_part", "Web")[0] == ":"
    publication = published(people(30, MOST), people(3, MOST, channel="telegram"))
    assert texts(publication, "took_part", "Web") == ["30", ":"]
    assert texts(publication, "took_part", "Telegram") == ["<8", ":"]
    assert texts(publication, "took_part", "English") == ["35", ":"]


def test_a_channel_or_language_without_a_row_is_counted_as_another() -> None:
    publication = published(*BIG, people(12, MOST, channel="kiosk", language="pl"))
    assert texts(publication, "took_part", "Another channel") == ["10", ":"]
    assert texts(publication, "took_part", "Another language") == ["10", ":"]


def test_no_row_appears_with_the_first_who_came_that_way() -> None:
    """Else a row of colons would tell of one person: somebody of this ward, or who reads this language."""

    def rows(*alike: Alike) -> set[tuple[str, str, str]]:
        return {(each.name, line.group, line.label) for each in published(*alike).tables for line in each.rows}

    stranger = people(1, MOST, channel="kiosk", language="pl", ward="E05000001", life_stage=None, role="carer")
    for others in ((), (people(20, SOME),), BIG):
        assert rows(*others, stranger) == rows(*others)


def test_needs_are_all_listed_and_withheld_while_few_were_named() -> None:
    needs = table(published(*BIG), "needs")
    assert [line.label for line in needs.rows] == list(NEEDS.values())
    assert {cell.text for line in needs.rows for cell in line.cells} == {":"}


def test_what_is_kept_of_a_release_gives_the_same_tables() -> None:
    release = release_of(cells(*BIG, people(3, MOST, role="carer")), CLOSED)
    again = read_release(CLOSED, written(release.figures, release.means))
    assert publication_of("E08000025", QUARTER, again) == publication_of("E08000025", QUARTER, release)


def test_there_is_nothing_of_a_quarter_that_is_not_closed_but_when_its_figures_come() -> None:
    publication = publication_of("E08000025", QUARTER, None)
    assert (publication.tables, publication.made_on) == ((), None)
    assert "11 January 2027" in dict(publication.about)["Figures on"]
    assert len(to_csv(publication).splitlines()) == 1


def test_every_indicator_is_defined_with_each_download() -> None:
    defined = json.loads(to_json(published()))["definitions"]
    assert [each["name"] for each in defined] == [definition.name for definition in DEFINITIONS]
    assert {each["name"] for each in defined if not each["collected"]} == {"care_users_contact", "change_at_check_in"}
    for definition in DEFINITIONS:
        words = (definition.numerator, definition.denominator, definition.exclusions, definition.source)
        assert all((*words, definition.caveat))
        assert definition.in_words() in notes_to_csv(published()).replace('""', '"')


def test_a_handful_of_people_is_never_shown() -> None:
    publication = published(people(3, MOST))
    assert texts(publication, "took_part", "Finished")[0] in ("*", ":")
    for measure in MEASURES:
        for line in table(publication, measure.name).rows:
            assert {cell.text for cell in line.cells} == {":"}


def test_an_empty_quarter_can_be_published() -> None:
    assert texts(published(), "took_part", "Everyone who began") == ["0", "0"]


def test_every_row_has_a_cell_for_each_column() -> None:
    for each in published(*BIG).tables:
        assert {len(line.cells) for line in each.rows} == {len(each.columns)}


def test_every_measure_prints_its_question_and_that_it_is_not_comparable() -> None:
    for measure in MEASURES:
        assert table(published(), measure.name).questions == measure.wording
        assert "Not comparable with" in table(published(), measure.name).note


def test_the_notes_say_what_the_figures_are_not() -> None:
    headings = dict(published().about)
    assert "Not representative" in headings["Who is counted"]
    assert "1 October 2026 to 31 December 2026" in headings["Period"]
    assert "* means 1 to 7" in headings["Rounding"]
    assert ": means withheld" in headings["Withheld"]


def test_csv_json_and_page_show_the_same_cells() -> None:
    publication = published(*BIG, people(5, MOST, role="carer"), people(3, {"lonely": "skipped"}))
    cells = [cell for each in publication.tables for line in each.rows for cell in line.cells]
    lines = list(csv.DictReader(io.StringIO(to_csv(publication), newline="")))
    tables = json.loads(to_json(publication))["tables"]
    from_json = [cell for each in tables for line in each["rows"] for cell in line["cells"]]
    assert [line["text"] for line in lines] == [cell.text for cell in cells] == [cell["text"] for cell in from_json]
    for name in ("value", "low", "high"):
        numbers = [getattr(cell, name) for cell in cells]
        assert [float(line[name]) if line[name] else None for line in lines] == numbers
        assert [cell[name] for cell in from_json] == numbers


def test_csv_is_rfc_4180_and_each_line_stands_alone() -> None:
    text = to_csv(published(*BIG))
    assert text.endswith("\r\n")
    assert "\n" not in text.replace("\r\n", "")
    lines = list(csv.reader(io.StringIO(text, newline="")))
    assert {len(line) for line in lines} == {len(lines[0])}
    assert all(line[:2] == ["E08000025", "2026-Q4"] for line in lines[1:])


def test_the_csv_of_all_of_england_says_so() -> None:
    publication = published(*BIG, council=None)
    assert to_csv(publication).splitlines()[1].startswith("all,2026-Q4,")
    assert "Added from the published figures of councils" in dict(publication.about)["Added up"]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_of_the_csv_is_run_as_a_formula(start) -> None:
    publication = replace(published(), about=((f"{start}cmd", "text"),), council=f"{start}1+1")
    for text in (to_csv(publication), notes_to_csv(publication)):
        for line in list(csv.reader(io.StringIO(text, newline="")))[1:]:
            assert not any(value.startswith(("=", "+", "-", "@", "\t", "\r")) for value in line)


def test_a_publication_tells_only_rounded_numbers() -> None:
    publication = published(*(replace(each, number=each.number + 3) for each in BIG), people(11, SOME, role="carer"))
    for each in publication.tables:
        counts = [place for place, column in enumerate(each.columns) if column.unit == "people"]
        for line in each.rows:
            assert all((line.cells[place].value or 0) % 5 == 0 for place in counts)


def test_safety_replies_are_published_under_the_same_rule_and_never_added_up() -> None:
    publication = published(*BIG, suicide=12, emergency=7, substance=1)
    counted = {line.label: [cell.text for cell in line.cells] for line in table(publication, "safety_replies").rows}
    assert counted["Suicide"] == ["10"]
    assert counted["Emergency"] == counted["Drink or drugs"] == counted["Self-harm"] == ["<8"]
    assert len(counted) == len(SAFETY_CATEGORIES)
    assert "neither people nor incidents" in table(publication, "safety_replies").note
