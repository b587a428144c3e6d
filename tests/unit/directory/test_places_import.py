"""Postcodes and wards from an official list: its columns by pattern, terminated postcodes, England only."""

from __future__ import annotations

import csv
import io
import shutil
import zipfile
from pathlib import Path

import pytest

from directory.places import One, OutsideEngland, Places, Unknown
from directory.places_build import import_places
from directory.places_import import NotAPostcodeListError, columns_of, read_postcode_list

ONSPD = [
    *("pcd7", "pcd8", "pcds", "dointr", "doterm", "cty25cd", "ced25cd", "lad25cd", "wd25cd", "parncp25cd", "usrtypind"),
    *("east1m", "north1m", "gridind", "hlth19cd", "nhser24cd", "ctry25cd", "rgn25cd", "lat", "long", "lsoa21cd"),
]
MOSELEY = {"pcds": "B13 8JP", "lad25cd": "E08000025", "wd25cd": "E05011151", "east1m": "407500", "north1m": "283300"}
SEVENOAKS = {"pcds": "TN13 1XX", "lad25cd": "E07000111", "wd25cd": "E05009960", "cty25cd": "E10000016",
             "east1m": "552800", "north1m": "154900"}  # fmt: skip
GONE = MOSELEY | {"pcds": "B13 8ZZ", "doterm": "201206", "wd25cd": "E05011151"}
CARDIFF = {"pcds": "CF10 1EP", "lad25cd": "W06000015", "east1m": "318500", "north1m": "176400", "ctry25cd": "W92000004"}
JERSEY = {"pcds": "JE2 3AB", "lad25cd": "L99999999", "east1m": "", "north1m": "", "ctry25cd": "L93000001"}
NOWHERE = MOSELEY | {"pcds": "B13 8AA", "east1m": "", "north1m": ""}
NEW_COUNCIL = {"pcds": "GU1 1AA", "lad25cd": "E06000099", "wd25cd": "E05099999", "east1m": "499600",
               "north1m": "149600"}  # fmt: skip
EVERY = (MOSELEY, SEVENOAKS, GONE, CARDIFF, JERSEY, NOWHERE, NEW_COUNCIL)


def table(rows: tuple[dict[str, str], ...] = EVERY, header: list[str] = ONSPD) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, header, restval="", extrasaction="ignore", quoting=csv.QUOTE_ALL)
    writer.writeheader()
    writer.writerows({"ctry25cd": "E92000001"} | row for row in rows)
    return text.getvalue()


def imported(folder: Path, source: Path) -> Places:
    path = folder / "places.bin"
    import_places(path, source, lambda _said: None)
    return Places.open(path)


@pytest.fixture(scope="module")
def places_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("imported")
    package = folder / "ONSPD_FEB_2026.zip"
    with zipfile.ZipFile(package, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("Data/ONSPD_FEB_2026_UK.csv", "\ufeff" + table())
        archive.writestr("Data/multi_csv/ONSPD_FEB_2026_UK_B.csv", table((MOSELEY,)))
        archive.writestr("Documents/LAD names and codes.csv", "LAD25CD,LAD25NM\nE06000099,West Surrey\n")
        archive.writestr("User Guide.txt", "Read me")
    imported(folder, package)
    return folder / "places.bin"


@pytest.fixture(scope="module")
def places(places_file: Path) -> Places:
    return Places.open(places_file)


def test_a_postcode_is_found_with_its_ward(places: Places) -> None:
    found = places.look_up("b13 8jp")
    assert isinstance(found, One)
    assert (found.place.council, found.place.ward, found.place.name) == ("E08000025", "E05011151", "Birmingham")


def test_the_ward_comes_back_with_the_code_that_a_conversation_keeps(places: Places) -> None:
    found = places.look_up("B13 8JP")
    assert isinstance(found, One)
    assert places.by_code(found.place.code) == found.place
    assert len(found.place.code.encode()) <= 30
    assert "8JP" not in found.place.code


def test_a_code_with_a_made_up_ward_is_none_of_ours(places: Places) -> None:
    assert places.by_code("p:E08000025:1630:1133:999999") is None
    assert places.by_code("p:E08000025:1630:1133") is not None


def test_a_terminated_postcode_is_still_answered(places: Places) -> None:
    found = places.look_up("B13 8ZZ")
    assert isinstance(found, One)
    assert found.place.ward == "E05011151"


def test_a_district_belongs_to_its_county(places: Places) -> None:
    found = places.look_up("TN13 1XX")
    assert isinstance(found, One)
    assert (found.place.council, found.place.authority) == ("E07000111", "E10000016")
    assert places.council_name("E10000016") == "Kent"


def test_a_new_council_bears_the_name_that_the_package_brings(places: Places) -> None:
    assert places.council_name("E06000099") == "West Surrey"


def test_other_countries_are_named_and_no_place_there_is_kept(places: Places) -> None:
    assert places.look_up("CF10 1EP") == OutsideEngland("Wales")
    assert places.look_up("JE2 3AB") == OutsideEngland("the Channel Islands")


def test_a_postcode_without_a_position_stands_for_its_outward_code(places: Places) -> None:
    found = places.look_up("B13 8AA")
    assert isinstance(found, One)
    assert found.place.precision == "outcode"


def test_a_device_is_placed_in_the_nearest_square_and_no_nearer(places: Places) -> None:
    found = places.nearest(52.4476, -1.8911)
    assert isinstance(found, One)
    assert (found.place.easting % 250, found.place.northing % 250) == (125, 125)
    assert found.place.ward == "E05011151"


def test_a_device_far_from_every_english_postcode_is_told_its_country(places: Places) -> None:
    assert places.nearest(56.5, -3.0) == OutsideEngland("Scotland")
    assert places.nearest(48.85, 2.35) == Unknown()
    assert places.nearest(float("nan"), 0.0) == Unknown()
    assert places.nearest(1e308, -1e308) == Unknown()


@pytest.mark.parametrize(
    ("header", "council", "ward"),
    [
        (ONSPD, "lad25cd", "wd25cd"),
        (["pcd", "pcds", "oscty", "oslaua", "osward", "oseast1m", "osnrth1m", "ctry"], "oslaua", "osward"),
        (["PCDS", "LAD23CD", "LAD26CD", "WD26CD", "EAST1M", "NORTH1M"], "LAD26CD", "WD26CD"),
    ],
)
def test_columns_are_known_whatever_their_year(header: list[str], council: str, ward: str) -> None:
    found = columns_of(header)
    assert found is not None
    assert (header[found["council"]], header[found["ward"]]) == (council, ward)


def test_another_table_is_refused_and_the_places_stay(tmp_path: Path) -> None:
    kept, bad = tmp_path / "places.bin", tmp_path / "bad.csv"
    kept.write_bytes(b"what was there")
    bad.write_text("name,age\nJoan,70\n")
    with pytest.raises(NotAPostcodeListError):
        import_places(kept, bad, lambda _said: None)
    assert kept.read_bytes() == b"what was there"


def test_rows_that_are_none_are_left_out(tmp_path: Path) -> None:
    source = tmp_path / "list.csv"
    broken = ({"pcds": "not one", "lad25cd": "E08000025"}, MOSELEY | {"east1m": "west"}, {"pcds": ""})
    source.write_text(table((MOSELEY, *broken)) + "cut,off\n")
    assert len(read_postcode_list(source, lambda _said: None)) == 1


def test_a_list_without_wards_is_read_too(tmp_path: Path) -> None:
    source = tmp_path / "list.csv"
    source.write_text(table(header=[name for name in ONSPD if name != "wd25cd"]))
    found = read_postcode_list(source, lambda _said: None)
    assert len(found) == len(EVERY) - 1
    assert not any(ward for part in found.wards for ward in part.tolist())


def zipped(text: str) -> bytes:
    package = io.BytesIO()
    with zipfile.ZipFile(package, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("Data/ONSPD_FEB_2026_UK.csv", text)
    return package.getvalue()


def damaged(package: bytes) -> bytes:
    """The packed table is overwritten in its middle; the list of contents at the end is sound."""
    start = package.index(b".csv") + 60
    return package[:start] + b"\xff" * 40 + package[start + 40 :]


@pytest.mark.parametrize(
    "content",
    [
        table().encode("utf-16"),
        b"a" * 1_000_000,
        bytes(range(256)) * 100,
        b"",
        zipped(table())[:300],
        damaged(zipped(table())),
        table((MOSELEY,)).encode(),
    ],
    ids=["UTF-16", "one endless line", "a picture", "nothing", "half a zip", "a damaged zip", "a small part"],
)
def test_a_file_that_is_damaged_or_not_whole_changes_nothing(tmp_path: Path, places_file: Path, content: bytes) -> None:
    bad, kept = tmp_path / "bad", Path(shutil.copy(places_file, tmp_path))
    bad.write_bytes(content)
    before = kept.read_bytes()
    with pytest.raises((NotAPostcodeListError, zipfile.BadZipFile)):
        import_places(kept, bad, lambda _said: None)
    assert kept.read_bytes() == before


def test_letters_of_an_older_encoding_harm_nothing(tmp_path: Path) -> None:
    source = tmp_path / "latin.csv"
    source.write_bytes(table((*EVERY, MOSELEY | {"parncp25cd": "Ynys M\xf4n"})).encode("latin-1"))
    assert isinstance(imported(tmp_path, source).look_up("B13 8JP"), One)
