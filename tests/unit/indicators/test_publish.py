"""One set of cells makes the page, the CSV and the JSON."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import date

import pytest

from indicators.counting import Tally
from indicators.definitions import SAFETY_CATEGORIES
from indicators.measures import MEASURES
from indicators.publication import Publication, Row, Table
from indicators.publish import notes_to_csv, publication_of, to_csv, to_json
from indicators.quarters import Quarter

QUARTER = Quarter(2026, 4)
TODAY = date(2026, 11, 21)
LEAST = {"companionship": "hardly_ever", "left_out": "hardly_ever", "isolated": "hardly_ever", "lonely": "never"}
SOME = dict.fromkeys(LEAST, "some_of_the_time")
MOST = dict.fromkeys(LEAST, "often")


def people(number: int, answers: dict[str, str], **changes: object) -> Tally:
    plain = {"instrument": "adult/1", "role": "resident", "life_stage": "later_life", "channel": "web"}
    return Tally(**{**plain, "finished": True, **changes}, answers=answers, people=number)


def published(*tallies: Tally, today: date = TODAY) -> Publication:
    return publication_of(tallies, "E08000025", QUARTER, today)


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
    assert texts(publication, "took_part", "Telegram") == ["10", "0"]


def test_children_and_adults_are_never_pooled() -> None:
    adults_alone = published(*BIG)
    children = [replace(tally, instrument="child/1", life_stage="young") for tally in BIG]
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


def test_a_handful_of_people_is_never_shown() -> None:
    publication = published(people(3, MOST))
    assert texts(publication, "took_part", "Finished")[0] == "*"
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


@pytest.mark.parametrize(("today", "provisional"), [(TODAY, True), (date(2027, 1, 3), True), (date(2027, 1, 4), False)])
def test_figures_are_provisional_while_the_quarter_is_open(today, provisional) -> None:
    publication = published(today=today)
    assert publication.provisional == provisional
    assert dict(publication.about)["Status"].startswith("Provisional" if provisional else "Final")


def test_csv_json_and_page_show_the_same_cells() -> None:
    publication = published(*BIG, people(5, MOST, role="carer"), people(3, {"lonely": "skipped"}))
    cells = [cell for each in publication.tables for line in each.rows for cell in line.cells]
    lines = list(csv.DictReader(io.StringIO(to_csv(publication), newline="")))
    tables = json.loads(to_json(publication))["tables"]
    from_json = [cell for each in tables for line in each["rows"] for cell in line["cells"]]
    assert [line["text"] for line in lines] == [cell.text for cell in cells] == [cell["text"] for cell in from_json]
    for name in ("value", "low", "high"):
        numbers = [getattr(cell, name) for cell in cells]
        assert [int(line[name]) if line[name] else None for line in lines] == numbers
        assert [cell[name] for cell in from_json] == numbers


def test_csv_is_rfc_4180_and_each_line_stands_alone() -> None:
    text = to_csv(published(*BIG))
    assert text.endswith("\r\n")
    assert "\n" not in text.replace("\r\n", "")
    lines = list(csv.reader(io.StringIO(text, newline="")))
    assert {len(line) for line in lines} == {len(lines[0])}
    assert all(line[:3] == ["E08000025", "2026-Q4", "yes"] for line in lines[1:])


def test_the_csv_of_all_of_england_says_so() -> None:
    text = to_csv(publication_of(BIG, None, QUARTER, TODAY))
    assert text.splitlines()[1].startswith("all,2026-Q4,yes,")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_of_the_csv_is_run_as_a_formula(start) -> None:
    publication = replace(published(), about=((f"{start}cmd", "text"),), council=f"{start}1+1")
    for text in (to_csv(publication), notes_to_csv(publication)):
        for line in list(csv.reader(io.StringIO(text, newline="")))[1:]:
            assert not any(value.startswith(("=", "+", "-", "@", "\t", "\r")) for value in line)


def test_a_publication_tells_only_rounded_numbers() -> None:
    publication = published(*(replace(tally, people=tally.people + 3) for tally in BIG), people(11, SOME, role="carer"))
    for each in publication.tables:
        counts = [place for place, column in enumerate(each.columns) if column.unit == "people"]
        for line in each.rows:
            assert all((line.cells[place].value or 0) % 5 == 0 for place in counts)


def test_safety_replies_are_published_under_the_same_rule_and_never_added_up() -> None:
    publication = publication_of(
        BIG, "E08000025", QUARTER, TODAY, safety={"suicide": 12, "emergency": 7, "substance": 1}
    )
    counted = {line.label: [cell.text for cell in line.cells] for line in table(publication, "safety_replies").rows}
    assert counted["Suicide"] == ["10"]
    assert counted["Emergency"] == counted["Drink or drugs"] == ["*"]
    assert counted["Self-harm"] == ["0"]
    assert len(counted) == len(SAFETY_CATEGORIES)
    assert "neither people nor incidents" in table(publication, "safety_replies").note
