"""Tiles lie about where wards lie, and call no difference that may be chance."""

from __future__ import annotations

from xml.etree import ElementTree

from council.ward_tiles import ABOVE, ALIKE, BELOW, Tile, draw_tiles, laid_out, standing
from directory.ward_list import Ward, read_wards
from indicators.publication import Cell

SVG = "{http://www.w3.org/2000/svg}"
EVERYONE = Cell("20%", 20, 18, 22)
HIDDEN = Cell(":")


def tile(code: str, cell: Cell = HIDDEN) -> Tile:
    return Tile(code, f"Ward {code}", cell)


def test_north_is_on_top_and_west_on_the_left() -> None:
    wards = {
        "south-east": Ward("", 2000, 1000), "north-east": Ward("", 2000, 3000),
        "south-west": Ward("", 1000, 1100), "north-west": Ward("", 1000, 2900),
    }  # fmt: skip
    rows = laid_out([tile(code) for code in wards], wards)
    assert [[each.code for each in row] for row in rows] == [["north-west", "north-east"], ["south-west", "south-east"]]


def test_a_ward_of_unknown_place_comes_last_and_is_not_lost() -> None:
    rows = laid_out([tile("strange"), tile("known")], {"known": Ward("", 0, 0)})
    assert [each.code for row in rows for each in row] == ["known", "strange"]


def test_a_hundred_wards_are_all_there_in_rows_of_eight_at_most() -> None:
    wards = {str(number): Ward("", number * 37 % 100, number * 91 % 100) for number in range(100)}
    rows = laid_out([tile(code) for code in wards], wards)
    assert sorted(each.code for row in rows for each in row) == sorted(wards)
    assert max(map(len, rows)) == 8


def test_only_a_whole_interval_beyond_everyones_share_is_a_difference() -> None:
    assert standing(Cell("30%", 30, 21, 40), EVERYONE) == ABOVE
    assert standing(Cell("30%", 30, 20, 40), EVERYONE) == ALIKE
    assert standing(Cell("10%", 10, 5, 19), EVERYONE) == BELOW
    assert standing(HIDDEN, EVERYONE) is None
    assert standing(Cell("30%", 30, 21, 40), HIDDEN) is None


def test_a_hidden_ward_has_a_tile_with_its_sign_and_no_pattern() -> None:
    svg = ElementTree.fromstring(draw_tiles("wards", "Wards", [[tile("a"), tile("b", EVERYONE)]], EVERYONE))
    fills = [rect.get("fill") for rect in svg.findall(f"{SVG}rect") if rect.get("height") != "13"]
    assert fills == ["none", "url(#wards-p2)"]
    assert {":", "20%"} <= {text.text for text in svg.iter(f"{SVG}text")}
    assert "Ward a: not shown." in (svg[1].text or "")


def test_the_wards_of_england_have_names_and_places() -> None:
    wards = read_wards()
    assert len(wards) > 6000
    assert wards["E05000932"] == Ward("Ainsdale", 331243, 412089)
