"""A chart says what it shows, in marks and in words."""

from __future__ import annotations

import re
from xml.etree import ElementTree

from council.charts import WIDTH, Bar, Chart, Group, draw

SVG = "{http://www.w3.org/2000/svg}"


def chart(*groups: Group, series: tuple[str, ...] = ("Often",), title: str = "A title") -> ElementTree.Element:
    return ElementTree.fromstring(draw(Chart("chart-a", title, "A description", series, groups)))


def lengths(svg: ElementTree.Element) -> list[float]:
    """Return the lengths of the bars; the swatches of the legend are 22 units."""
    bars = [rect for rect in svg.findall(f"{SVG}rect") if rect.get("class") == "bar"]
    return [float(rect.get("width", 0)) for rect in bars if rect.get("height") != "13"]


def words(svg: ElementTree.Element) -> list[str]:
    return [text.text or "" for text in svg.iter(f"{SVG}text")]


def test_a_bar_is_as_long_as_its_share() -> None:
    half, quarter = lengths(chart(Group("A", (Bar("50%", 50),)), Group("B", (Bar("25%", 25),))))
    assert half == 2 * quarter


def test_every_bar_has_its_figure_in_words() -> None:
    shown = words(chart(Group("Carers", (Bar("50%", 50, 40, 60),))))
    assert {"Carers", "50%"} <= set(shown)


def test_a_whisker_runs_from_the_low_to_the_high_end_of_the_interval() -> None:
    svg = chart(Group("A", (Bar("50%", 50, 25, 75),)))
    path = next(path for path in svg.findall(f"{SVG}path") if path.get("class") == "whisker").get("d", "")
    low, high = float(path[1:].split()[0]), float(re.findall(r"H([\d.]+)", path)[0])
    bar = next(rect for rect in svg.findall(f"{SVG}rect"))
    end_of_bar = float(bar.get("x", 0)) + float(bar.get("width", 0))
    assert low < end_of_bar < high
    assert abs((low + high) / 2 - end_of_bar) < 0.2


def test_a_hidden_figure_has_no_bar_and_says_why() -> None:
    svg = chart(Group("A", (Bar("* (1 to 7 people)", None),)))
    assert lengths(svg) == []
    assert "* (1 to 7 people)" in words(svg)


def test_a_group_with_nothing_to_show_says_so_once() -> None:
    svg = chart(Group("A", (Bar(": (not shown)", None),) * 3), series=("x", "y", "z"))
    assert words(svg).count(": (not shown)") == 1


def test_series_differ_in_pattern_and_not_only_in_colour() -> None:
    svg = chart(Group("A", (Bar("1%", 1), Bar("2%", 2), Bar("3%", 3))), series=("x", "y", "z"))
    marks = [[mark.tag for mark in pattern] for pattern in svg.iter(f"{SVG}pattern")]
    assert marks == [[f"{SVG}rect"], [f"{SVG}rect", f"{SVG}line"], [f"{SVG}rect", f"{SVG}circle"]]


def test_a_screen_reader_gets_a_title_and_a_description() -> None:
    svg = chart(Group("A", (Bar("1%", 1),)))
    named = {element.get("id"): element.text for element in (svg[0], svg[1])}
    assert named[svg.get("aria-labelledby")] == "A title"
    assert named[svg.get("aria-describedby")] == "A description"
    assert svg.get("role") == "img"


def test_a_full_bar_and_its_words_stay_inside_the_chart() -> None:
    svg = chart(Group("A", (Bar("100%", 100, 93, 100),)))
    last = max(float(text.get("x", 0)) for text in svg.iter(f"{SVG}text") if text.text == "100%")
    assert last + len("100%") * 9 < WIDTH


def test_labels_are_escaped() -> None:
    svg = chart(Group("<script>alert(1)</script>", (Bar("1%", 1),)), title='"><script>')
    assert svg.find(f".//{SVG}script") is None
    assert "<script>alert(1)</script>" in words(svg)


def test_a_chart_needs_no_inline_style_or_script() -> None:
    markup = draw(Chart("c", "t", "d", ("x", "y"), (Group("A", (Bar("1%", 1, 0, 2), Bar("2%", 2, 1, 3))),)))
    assert "style=" not in markup
    assert "<script" not in markup
