"""Overview, files and report: each says what was published, and nothing that was not."""

from __future__ import annotations

import csv
import gzip
import html
import io
import json
import re
from pathlib import Path

import openpyxl
import pytest
from csvw import CSVW

from council.audit import Event
from council.downloads import KINDS
from indicators.publication import Publication, to_csv, to_json
from indicators.publish import publish
from indicators.quarters import Quarter
from tests.integration.council.office import BIRMINGHAM, LEEDS, Office
from tests.integration.council.town import WARDS
from tests.integration.council.visitor import Answer, Visitor

Q3 = "2026-Q3"
LARGEST_VIEW = 100_000


def published(office: Office, quarter: str = Q3, council: str = BIRMINGHAM) -> Publication:
    desk = office.desk
    return publish(desk.screenings, desk.safety_counts, council, Quarter.parse(quarter), desk.today())


def spoken(page: Answer) -> str:
    """Return the words of a page."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page.text)).split())


def numbers_in(text: str) -> set[str]:
    """Return the numbers of a text; those in addresses, quarters and years are no figures."""
    return set(re.findall(r"(?<![\w.-])\d+(?:\.\d)?%?(?![\w.-])", text))


async def body(visitor: Visitor, path: str) -> bytes:
    async with visitor.browser.get(visitor.home + path) as answer:
        assert answer.status == 200, path
        return await answer.read()


# Overview


async def test_the_overview_sets_the_last_closed_quarters_side_by_side(town: Office, sam: Visitor) -> None:
    page = (await sam.get("/council")).text
    drawn = re.findall(r'<svg class="chart"[^>]*aria-labelledby="trend-adult-direct-title".*?</svg>', page, re.DOTALL)[
        0
    ]
    texts = html.unescape(" ".join(re.findall(r"<text[^>]*>([^<]*)<", drawn)))
    for quarter in ("2026-Q1", "2026-Q2", Q3):
        table = next(table for table in published(town, quarter).tables if table.name == "adult_direct")
        share = next(cell.text for cell in table.rows[0].cells if cell.text.endswith("%"))
        assert share in texts
    assert "Q1 2026 Q2 2026 Q3 2026" in re.sub(r"\d+% ", "", texts).replace(" 0%", "")


async def test_every_chart_of_the_overview_has_its_table_behind_it(sam: Visitor) -> None:
    page = (await sam.get("/council")).text
    figures = re.findall(r"<figure>.*?</figure>", page, re.DOTALL)
    charts = [figure for figure in figures if "<svg" in figure]
    assert len(charts) == 7, "four shares, the wards, who finished and who left"
    for figure in charts:
        assert "<table>" in figure
        assert "<title" in figure


async def test_what_was_not_found_stands_beside_the_services_that_there_are(town: Office, sam: Visitor) -> None:
    table = next(table for table in published(town).tables if table.name == "needs")
    rows = {row.label: row.cells for row in table.rows}
    page = spoken(await sam.get("/council"))
    assert f"Befriending {rows['Befriending'][1].text} {rows['Befriending'][0].text} 3 " in page
    bare = rows["Bereavement"]
    assert f"Bereavement {bare[1].text} {bare[0].text} 0 None listed" in page
    assert "Gardening <8 (none to 7) <8 (none to 7) 0 Men's sheds" in page, "few who looked are no gap to be shown"


async def test_wards_are_a_map_of_tiles_with_their_names(sam: Visitor) -> None:
    page = (await sam.get("/council")).text
    drawn = re.findall(r'<svg class="chart"[^>]*aria-labelledby="wards-title".*?</svg>', page, re.DOTALL)[0]
    names = [WARDS[code].name for code in sorted(WARDS)[:3]]
    for name in names:
        assert f"{name}: " in drawn
        assert f'<th scope="row">{name}</th>' in page


async def test_a_council_without_a_closed_figure_is_told_what_will_come_and_when(
    office: Office, visitor: Visitor
) -> None:
    office.add("sam@birmingham.example")
    office.fill(100)
    await visitor.sign_in("sam@birmingham.example")
    page = spoken(await visitor.get("/council"))
    assert "none in the quarters before" in page
    assert "What will stand here" in page
    assert "made on 11 January 2027" in page


async def test_the_first_view_weighs_less_than_a_hundred_kilobytes(sam: Visitor) -> None:
    beside = ["/council/council.css", "/council/mark.svg"]
    for path in ("/council", f"/council/figures?quarter={Q3}", "/council/report", f"/figures/{BIRMINGHAM}"):
        parts = [await body(sam, each) for each in [path, *beside]]
        assert sum(len(gzip.compress(part)) for part in parts) < LARGEST_VIEW, path


# Files


async def test_the_csv_is_valid_by_the_metadata_beside_it(town: Office, sam: Visitor, tmp_path: Path) -> None:
    name = f"kith-{BIRMINGHAM}-{Q3}.csv"
    metadata = tmp_path / f"{name}-metadata.json"
    metadata.write_bytes(await body(sam, f"/council/figures.csv-metadata.json?quarter={Q3}"))
    (tmp_path / name).write_bytes(await body(sam, f"/council/figures.csv?quarter={Q3}"))
    described = CSVW(str(metadata), validate=True)
    assert described.is_valid, [str(warning.message) for warning in described.warnings]
    rows = list(described.tables[0].iterdicts(strict=True))
    cells = [cell for table in published(town).tables for row in table.rows for cell in row.cells]
    assert [row["text"] for row in rows] == [cell.text for cell in cells]
    assert [row["value"] for row in rows] == [cell.value for cell in cells]
    assert [(row["low"], row["high"]) for row in rows] == [(cell.low, cell.high) for cell in cells]


async def test_the_metadata_refuses_a_csv_that_is_not_ours(sam: Visitor, tmp_path: Path) -> None:
    name = f"kith-{BIRMINGHAM}-{Q3}.csv"
    metadata = tmp_path / f"{name}-metadata.json"
    metadata.write_bytes(await body(sam, f"/council/figures.csv-metadata.json?quarter={Q3}"))
    good = (await body(sam, f"/council/figures.csv?quarter={Q3}")).decode()
    (tmp_path / name).write_text(good.replace(",people,", ",persons,"), newline="")
    with pytest.raises(ValueError, match="persons"):
        list(CSVW(str(metadata)).tables[0].iterdicts(strict=True))


async def test_the_csv_leads_programs_to_its_metadata(sam: Visitor) -> None:
    link = (await sam.get(f"/council/figures.csv?quarter={Q3}")).headers["Link"]
    assert link.startswith(f'</council/figures.csv-metadata.json?quarter={Q3}>; rel="describedby"')


async def test_every_cell_of_the_spreadsheet_is_the_one_of_the_page(town: Office, sam: Visitor) -> None:
    book = openpyxl.load_workbook(io.BytesIO(await body(sam, f"/council/figures.xlsx?quarter={Q3}")))
    tables = published(town).tables
    assert book.sheetnames == ["Notes", "Key", *(table.name for table in tables), "Questions and sources"]
    for table in tables:
        sheet = book[table.name]
        (area,) = (each.ref for each in sheet.tables.values())
        head, *lines = sheet[area]
        assert len(lines) == len(table.rows)
        for row, line in zip(table.rows, lines, strict=True):
            cells = dict(zip([cell.value for cell in head], line, strict=True))
            for column, cell in zip(table.columns, row.cells, strict=True):
                found = cells[f"{column.label} ({column.unit})"]
                assert as_shown(found.value, column.unit) == cell.text, (table.name, row.label, column.label)
                assert found.data_type == ("s" if cell.value is None else "n")
                if column.unit == "per cent":
                    ends = [cells[f"{column.label} ({end} end)"].value for end in ("lower", "upper")]
                    assert [None if end is None else round(100 * end) for end in ends] == [cell.low, cell.high]


def as_shown(value: float | str, unit: str) -> str:
    """Return what a spreadsheet shows of a value in its format."""
    if isinstance(value, str):
        return value
    return {"per cent": f"{value:.0%}", "score": f"{value:.1f}"}.get(unit, f"{value:.0f}")


async def test_the_spreadsheet_carries_notes_key_questions_and_names_of_wards(town: Office, sam: Visitor) -> None:
    book = openpyxl.load_workbook(io.BytesIO(await body(sam, f"/council/figures.xlsx?quarter={Q3}")))
    texts = {name: " ".join(str(cell.value) for row in book[name] for cell in row) for name in book.sheetnames}
    assert all(text in texts["Notes"] for _, text in published(town).about)
    assert "Between 1 and 7 people" in texts["Key"]
    assert "How often do you feel lonely?" in texts["adult_direct"]
    assert "How often do you feel lonely?" in texts["Questions and sources"]
    code = sorted(WARDS)[0]
    assert f"{WARDS[code].name} ({code})" in texts["adult_direct_wards"]


async def test_no_cell_of_the_spreadsheet_is_a_formula_or_a_link(sam: Visitor) -> None:
    book = openpyxl.load_workbook(io.BytesIO(await body(sam, f"/council/figures.xlsx?quarter={Q3}")))
    cells = [cell for sheet in book for row in sheet for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert not [cell for cell in cells if cell.hyperlink]


async def test_every_view_and_every_file_is_logged(town: Office, sam: Visitor) -> None:
    paths = [f"/council/figures.{ending}" for ending in KINDS]
    for path in ["/council", "/council/report", *paths]:
        await body(sam, f"{path}?quarter={Q3}")
    told = [(entry.event, entry.what) for entry in reversed(town.desk.audit.latest(BIRMINGHAM)[: len(paths) + 2])]
    assert told[:2] == [(Event.VIEWED, f"overview {Q3}"), (Event.VIEWED, f"report {Q3}")]
    assert told[2:] == [(Event.DOWNLOADED, f"{ending} {Q3}") for ending in KINDS]


async def test_no_way_to_the_figures_leads_to_another_council(sam: Visitor) -> None:
    for path in ("", "/figures", "/report", *(f"/figures.{ending}" for ending in KINDS)):
        for council in (LEEDS, "all"):
            assert (await sam.get(f"/council{path}?quarter={Q3}&council={council}")).status == 403


# Nothing goes around what was published


async def test_all_files_hold_the_same_cells(town: Office, sam: Visitor) -> None:
    """The CSV is the measure, as the attacker reads it; page and spreadsheet are compared with the same publication."""
    sheet = await body(sam, f"/council/figures.csv?quarter={Q3}")
    document = await body(sam, f"/council/figures.json?quarter={Q3}")
    assert sheet.decode() == to_csv(published(town))
    assert json.loads(document) == json.loads(to_json(published(town)))


async def test_pages_say_no_number_that_was_not_published(town: Office, sam: Visitor) -> None:
    """Counts, shares and ends of intervals on the overview and in the report stand in the CSVs of the quarters."""
    known: set[str] = set()
    for quarter in ("2026-Q1", "2026-Q2", Q3):
        for row in csv.DictReader(io.StringIO(to_csv(published(town, quarter)))):
            known |= {row["text"], row["low"], row["high"], f"{row['low']}%", f"{row['high']}%"}
    fixed = await body(sam, "/council/figures?quarter=2025-Q4")
    known |= numbers_in(spoken(Answer(200, {}, [], fixed.decode())))
    for path in ("/council", "/council/report"):
        page = re.sub(r"<(svg|dl class=\"notes\").*?</(svg|dl)>", " ", (await sam.get(path)).text, flags=re.DOTALL)
        for line in re.findall(r"<(?:td|dd|li)\b[^>]*>(.*?)</(?:td|dd|li)>", page, re.DOTALL):
            said = html.unescape(re.sub(r"<[^>]+>", " ", line))
            said = re.sub(r"\((?:16|18) and over\)|\([^()%]*\b\d+ to \d+\)|aged 10 to 15", "", said)
            said = re.sub(r"\d+ services? listed here|\b20\d\d\b", "", said)
            if 'data-column="Services' in line or "None listed" in line:
                continue
            strange = numbers_in(said) - known - {"95%", "1", "7", "8", "3", "12", "0"}
            assert not strange, (path, said)


# Report


async def test_the_report_finds_what_was_published_and_names_the_law(town: Office, sam: Visitor) -> None:
    page = spoken(await sam.get(f"/council/report?quarter={Q3}"))
    table = next(table for table in published(town).tables if table.name == "adult_direct")
    share = next(cell for cell in table.rows[0].cells if cell.text.endswith("%"))
    assert f"Of adults (16 and over) who answered, {share.text} (95% interval {share.low}% to {share.high}%)" in page
    assert "In April to June 2026 it was" in page
    for policy in ("Care Act 2014, section 1", "section 2", "section 4", "sections 9 and 10", "Better Care Fund"):
        assert policy in page
    assert "not a statutory return" in page
    assert "Not representative" in page


async def test_the_report_of_a_quarter_without_screenings_says_so(sam: Visitor) -> None:
    page = spoken(await sam.get("/council/report?quarter=2025-Q4"))
    assert "No screenings in this quarter" in page
    assert "Care Act 2014" in page
