"""Columns over time say what they show, in marks and in words; what is hidden has no column."""

from __future__ import annotations

import re
from xml.etree import ElementTree

from council.trend_chart import Point, Trend, draw_trend

SVG = "{http://www.w3.org/2000/svg}"
Q2, Q3 = ("Q2", "2026"), ("Q3", "2026")


def drawn(*points: Point, unit: str = "%") -> ElementTree.Element:
    return ElementTree.fromstring(draw_trend(Trend("trend-a", "A title", "A description", points, unit)))


def columns(svg: ElementTree.Element) -> list[tuple[float, float]]:
    """Return top and height of each column."""
    bars = [rect for rect in svg.findall(f"{SVG}rect") if rect.get("class") == "bar"]
    return [(float(rect.get("y", 0)), float(rect.get("height", 0))) for rect in bars]


def words(svg: ElementTree.Element) -> list[str]:
    return [text.text or "" for text in svg.iter(f"{SVG}text")]


def test_a_column_is_as_high_as_its_figure() -> None:
    (_, twenty), (_, ten) = columns(drawn(Point(Q2, "20%", 20), Point(Q3, "10%", 10)))
    assert twenty == 2 * ten


def test_columns_of_all_quarters_stand_on_one_scale_that_holds_every_interval() -> None:
    svg = drawn(Point(Q2, "20%", 20, 10, 41), Point(Q3, "10%", 10, 5, 20))
    assert "60%" in words(svg)
    tops = [float(top) for path in svg.iter(f"{SVG}path") for top in re.findall(r"V([\d.]+)", path.get("d", ""))]
    assert min(tops) > 0


def test_a_whisker_runs_around_the_top_of_its_column() -> None:
    svg = drawn(Point(Q2, "20%", 20, 10, 30))
    path = next(path for path in svg.findall(f"{SVG}path") if path.get("class") == "whisker").get("d", "")
    low, high = float(path.split()[1].split("h")[0]), float(re.findall(r"V([\d.]+)", path)[0])
    ((top, _),) = columns(svg)
    assert high < top < low
    assert abs((low + high) / 2 - top) < 0.2


def test_a_hidden_figure_is_marked_and_has_no_column() -> None:
    svg = drawn(Point(Q2, "*", None), Point(Q3, "10%", 10))
    assert len(columns(svg)) == 1
    assert {"*", "Q2", "Q3", "10%"} <= set(words(svg))


def test_counts_have_a_scale_of_people() -> None:
    assert {"0", "200", "400", "395"} <= set(words(drawn(Point(Q2, "395", 395), unit="")))


def test_nobody_is_a_line_on_the_ground_and_not_a_gap() -> None:
    ((_, height),) = columns(drawn(Point(Q2, "0", 0)))
    assert height == 0.5


def test_a_screen_reader_gets_a_title_and_a_description_and_no_markup_of_ours_is_inline() -> None:
    markup = draw_trend(Trend("t", "<b>", "&", (Point(Q2, "<", 1),)))
    svg = ElementTree.fromstring(markup)
    assert (svg.get("role"), svg[0].text, svg[1].text) == ("img", "<b>", "&")
    assert "style=" not in markup


def test_the_words_of_the_scale_fit_beside_it_however_many_people() -> None:
    for people in (9_000, 10_375, 87_000, 640_000, 4_000_000):
        scale = [word for word in words(drawn(Point(Q2, "x", people), unit="")) if word not in ("x", "Q2", "2026")]
        assert max(map(len, scale)) <= 4, scale
