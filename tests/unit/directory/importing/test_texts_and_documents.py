"""Other people's texts, documents and tables, read without trust."""

from __future__ import annotations

import contextlib
import io
import json
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.importing.csv_mapping import HeaderMapping
from directory.importing.documents import read_page, read_stream
from directory.importing.errors import BrokenFeedError, TooMuchError
from directory.importing.file_source import FileSource
from directory.importing.limits import Limits
from directory.importing.tables_join import LONGEST_LINE, JoinedTables, table_rows
from directory.importing.text import SUMMARY, one_line, plain_text, summary_and_rest

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@given(st.lists(JSON))
def test_a_streamed_list_is_what_the_whole_would_be(values: list[object]) -> None:
    body = io.BytesIO(json.dumps(values, ensure_ascii=False).encode("utf-8", "surrogatepass"))
    assert list(read_stream(body, 100_000).records) == json.loads(body.getvalue())


@given(st.binary())
def test_any_bytes_are_records_or_a_clear_refusal(body: bytes) -> None:
    with contextlib.suppress(BrokenFeedError, TooMuchError):
        list(read_stream(io.BytesIO(body), 1_000).records)


def test_what_stands_before_a_long_list_is_its_envelope() -> None:
    document = read_stream(io.BytesIO(b'{"total_pages": 3, "total_items": 9, "contents": [{"id": 1}], "x": 1}'), 1_000)
    assert document.envelope is not None
    assert (document.envelope.pages, document.envelope.total) == (3, 9)
    assert list(document.records) == [{"id": 1}]


@pytest.mark.parametrize("body", [b"[" * 3_000_000, b'{"a":' * 700_000, b'["' + b"x" * 3_000_000])
def test_a_document_of_one_endless_value_stops_at_the_limit(body: bytes) -> None:
    with pytest.raises(TooMuchError):
        list(read_stream(io.BytesIO(body), 300_000).records)


@given(st.text())
def test_no_text_keeps_a_script_or_grows(text: str) -> None:
    found = plain_text(f"{text}<script>alert(1)</script>")
    assert "alert(1)</script>" not in found
    assert plain_text("Tea & talk") == "Tea & talk"


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("<p>One</p><p>Two</p>", "One\n\nTwo"),
        ("Fish &amp;amp; chips", "Fish & chips"),
        ("ages <5 and >3", "ages <5 and >3"),
        ("a<br>b<br/>c", "a\nb\nc"),
        ("<style>p{}</style>Hi", "Hi"),
        ("  two   spaces ", "two spaces"),
        ("One\n\nTwo.\nThree", "One\n\nTwo.\nThree"),
        ("One \n\n\n\n Two\t3", "One\n\nTwo 3"),
    ],
)
def test_markup_becomes_what_a_person_would_read(text: str, plain: str) -> None:
    assert plain_text(text) == plain


def test_a_name_is_one_line() -> None:
    assert one_line("<h1>Tea</h1><p>and talk</p>") == "Tea and talk"


@given(st.text(alphabet="ab. \n", max_size=600))
def test_a_summary_fits_and_nothing_is_lost(text: str) -> None:
    summary, rest = summary_and_rest(text.strip())
    assert len(summary) <= SUMMARY
    whole = " ".join(f"{summary} {rest}".split()) if not summary.endswith("…") else " ".join(rest.split())
    assert whole == " ".join(text.split())


def test_a_mapping_with_an_unknown_field_is_refused() -> None:
    with pytest.raises(BrokenFeedError, match="not known: nme"):
        HeaderMapping.parse("name: A\nnme: B\n")


def test_a_mapping_names_the_column_that_is_missing() -> None:
    with pytest.raises(BrokenFeedError, match="no column 'Title'"):
        list(HeaderMapping.parse("name: Title").records(io.BytesIO(b"Name,Who\nA,B\n")))


def test_a_row_without_an_id_is_the_same_service_next_time() -> None:
    mapping = HeaderMapping.parse("name: Name\norganization: Who")
    [first], [again] = (list(mapping.records(io.BytesIO(b"Name,Who,Other\nA,B," + x))) for x in (b"1", b"2"))
    assert first["id"] == again["id"]


def test_tables_with_odd_names_and_short_rows_are_joined() -> None:
    tables = JoinedTables()
    tables.add("services", io.BytesIO(b'id,name,bad name;x\ns1,"Tea, and talk"\n\ns2\n'))
    tables.add("phones", io.BytesIO(b"id,service_id,number\np1,s1,0121 496 0100\n"))
    tables.add("secrets", io.BytesIO(b"id\n1\n"))
    first, second = tables.records()
    tables.close()
    assert (first["name"], [phone["number"] for phone in first["phones"]]) == ("Tea, and talk", ["0121 496 0100"])
    assert (second["id"], second["name"]) == ("s2", None)


def test_a_line_without_end_is_refused_before_it_fills_the_memory() -> None:
    with pytest.raises(BrokenFeedError, match="a line of more than"):
        list(table_rows(io.BytesIO(b"id,name\na," + b"x" * (LONGEST_LINE + 1))))


def test_a_number_of_endless_digits_is_a_matter_of_its_record() -> None:
    body = b'{"contents": [{"id": "a", "minimum_age": %s}, {"id": "b"}]}' % (b"9" * 5000)
    for document in (read_page(body), read_stream(io.BytesIO(body), 100_000)):
        first, second = document.records
        assert first["minimum_age"] == "9" * 5000
        assert second == {"id": "b"}


def test_the_tables_of_a_package_may_lie_in_a_folder_below_and_have_the_names_of_version_one(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    for name, text in (
        ("service", "id,name\ns,Tea"),
        ("location", "id,name\nl,Hall"),
        ("service_at_location", "id,service_id,location_id\nx,s,l"),
        ("physical_address", "id,location_id,postal_code\na,l,B13 8JP"),
    ):
        (tmp_path / "data" / f"{name}.CSV").write_text(text)
    ((_, record),) = [one for batch in FileSource(Limits()).batches(tmp_path) for one in batch.records]
    assert record["service_at_locations"][0]["location"]["addresses"][0]["postal_code"] == "B13 8JP"


def test_a_zip_that_is_broken_inside_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "list.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("services.csv", "id,name\n" + "s,Tea\n" * 50)
    packed = bytearray(path.read_bytes())
    start = packed.find(b"services.csv") + len(b"services.csv")
    packed[start : start + 8] = b"\xff" * 8
    path.write_bytes(packed)
    with pytest.raises(BrokenFeedError, match="cannot be unpacked"):
        [list(batch.records) for batch in FileSource(Limits()).batches(path)]


def test_organisations_that_hold_their_services_give_those() -> None:
    whole = {"id": "o", "name": "The Hall", "services": [{"id": "s", "name": "Tea"}]}
    idle = {"id": "p", "name": "Nobody", "services": []}
    tea = {"id": "s", "name": "Tea", "organization": {"id": "o", "name": "The Hall"}}
    for document in ([whole, idle], {"contents": [whole, idle]}, whole):
        assert list(read_page(json.dumps(document).encode()).records) == [tea]
    assert list(read_stream(io.BytesIO(json.dumps([whole, idle]).encode()), 1000).records) == [tea]
