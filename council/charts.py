"""Bar charts as inline SVG: made on the server, readable in grey and in the dark, described for screen readers.

A chart is 320 units wide, so its words stay readable on the narrowest phone. Every bar carries a pattern besides its
colour and its figure in words besides its length; a whisker shows the confidence interval. The table behind each chart
holds the same figures.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

WIDTH = 320
_PLOT = 236  # units for 100 %; the rest of the width is for the figure in words
_LEFT = 2
_BAR = 16
_STEP = 21
_LABEL = 19
_GAP = 9
_LEGEND_STEP = 20
_LINE = 18
_AXIS = 20
PATTERNS = 3


@dataclass(frozen=True)
class Bar:
    """One bar: `share`, `low` and `high` in percent, or all None when the figure is not published."""

    text: str
    share: float | None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Group:
    """The bars of one label, one for each series, in the order of the series."""

    label: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class Chart:
    """A chart before it is drawn. `name` is unique on its page and a valid XML id.

    What stands alone, as a picture on another site, has lines `above` and `below` it and a `style` of its own.
    """

    name: str
    title: str
    description: str
    series: tuple[str, ...]
    groups: tuple[Group, ...]
    above: tuple[str, ...] = ()
    below: tuple[str, ...] = ()
    style: str = ""


def draw(chart: Chart) -> Markup:
    """Return the chart as one `<svg>` element, which needs no script and no inline style."""
    head = len(chart.above) * _LINE
    legend = head + (len(chart.series) * _LEGEND_STEP if len(chart.series) > 1 else 0)
    tops = _tops(chart.groups, legend)
    end = tops[-1] + _AXIS
    parts = [
        opened(chart.name, chart.title, chart.description, end + len(chart.below) * _LINE),
        Markup("<style>{}</style>").format(Markup(chart.style)) if chart.style else Markup(),  # noqa: S704 - our own
        patterns(chart.name, len(chart.series)),
        _written(chart.above, 0, "group"),
        legend_of(chart.name, chart.series, head) if len(chart.series) > 1 else Markup(),
        _grid(legend, tops[-1]),
        *(_group(chart.name, group, top) for group, top in zip(chart.groups, tops[:-1], strict=True)),
        _written(chart.below, end, "axis"),
        Markup("</svg>"),
    ]
    return Markup("").join(parts)


def _written(lines: Sequence[str], top: int, kind: str) -> Markup:
    """Return lines of text under each other."""
    line = Markup('<text class="{kind}" x="{x}" y="{y}">{text}</text>')
    return Markup("").join(
        line.format(kind=kind, x=_LEFT, y=top + n * _LINE + 13, text=text) for n, text in enumerate(lines)
    )


def _tops(groups: Sequence[Group], start: int) -> list[int]:
    """Return where each group begins, and at the end where the last one stops."""
    tops = [start + 8]
    for group in groups:
        tops.append(tops[-1] + _LABEL + len(_lines(group)) * _STEP + _GAP)
    return tops


def _lines(group: Group) -> tuple[Bar, ...]:
    """Return the bars of a group, or just one that says the same for all of them where none has a length."""
    same = all(bar.share is None and bar.text == group.bars[0].text for bar in group.bars)
    return group.bars[:1] if same else group.bars


def opened(name: str, title: str, description: str, height: float) -> Markup:
    """Return the start of an `<svg>` element that is an image with a name and a description."""
    return Markup(
        '<svg class="chart" xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 {width} {height}" '
        'aria-labelledby="{name}-title" aria-describedby="{name}-desc"><title id="{name}-title">{title}</title>'
        '<desc id="{name}-desc">{description}</desc>'
    ).format(width=WIDTH, height=height, name=name, title=title, description=description)


def patterns(name: str, series: int) -> Markup:
    """Plain, stripes, dots: three bars can be told apart with no colour at all."""
    marks = (
        Markup(),
        Markup('<line class="mark-1" x1="0" y1="0" x2="0" y2="6"/>'),
        Markup('<circle class="mark-2" cx="2" cy="2" r="1.1"/>'),
    )
    drawn = (
        Markup(
            '<pattern id="{name}-p{n}" width="6" height="6" patternUnits="userSpaceOnUse"{turn}>'
            '<rect class="tone-{n}" width="6" height="6"/>{mark}</pattern>'
        ).format(name=name, n=n, mark=mark, turn=Markup(' patternTransform="rotate(45)"') if n == 1 else "")
        for n, mark in enumerate(marks[:series])
    )
    return Markup("<defs>{}</defs>").format(Markup("").join(drawn))


def legend_of(name: str, series: Sequence[str], top: int = 0) -> Markup:
    """Return what each pattern stands for, one line each."""
    rows = (
        Markup(
            '<rect class="bar" x="{x}" y="{y}" width="22" height="13" fill="url(#{name}-p{n})"/>'
            '<text x="{text_x}" y="{text_y}">{label}</text>'
        ).format(
            name=name,
            n=n % PATTERNS,
            x=_LEFT,
            y=top + n * _LEGEND_STEP + 2,
            text_x=_LEFT + 30,
            text_y=top + n * _LEGEND_STEP + 13,
            label=label,
        )
        for n, label in enumerate(series)
    )
    return Markup("").join(rows)


def _grid(top: int, bottom: int) -> Markup:
    lines = (
        Markup(
            '<line class="grid" x1="{x}" y1="{top}" x2="{x}" y2="{bottom}"/>'
            '<text class="axis" x="{x}" y="{label_y}" text-anchor="{anchor}">{share}%</text>'
        ).format(x=_x(share), top=top + 8, bottom=bottom, label_y=bottom + 14, share=share, anchor=anchor)
        for share, anchor in ((0, "start"), (25, "middle"), (50, "middle"), (75, "middle"), (100, "middle"))
    )
    return Markup("").join(lines)


def _group(name: str, group: Group, top: int) -> Markup:
    label = Markup('<text class="group" x="{x}" y="{y}">{label}</text>').format(x=_LEFT, y=top + 13, label=group.label)
    bars = (_bar(name, n, bar, top + _LABEL + n * _STEP) for n, bar in enumerate(_lines(group)))
    return label + Markup("").join(bars)


def _bar(name: str, series: int, bar: Bar, top: int) -> Markup:
    middle = top + _BAR / 2
    if bar.share is None:
        return _words(_LEFT + 4, middle, bar.text)
    shape = Markup(
        '<rect class="bar" x="{x}" y="{top}" width="{width:.1f}" height="{height}" fill="url(#{name}-p{n})"/>'
    ).format(x=_LEFT, top=top, width=max(bar.share * _PLOT / 100, 0.5), height=_BAR, name=name, n=series % PATTERNS)
    end = max(bar.share, bar.high or 0)
    return shape + _whisker(bar, middle) + _words(_x(end) + 6, middle, bar.text)


def _words(x: float, middle: float, text: str) -> Markup:
    return Markup('<text x="{x:.1f}" y="{y:.1f}">{text}</text>').format(x=x, y=middle + 4.5, text=escape(text))


def _whisker(bar: Bar, middle: float) -> Markup:
    if bar.low is None or bar.high is None:
        return Markup()
    low, high = _x(bar.low), _x(bar.high)
    path = f"M{low:.1f} {middle - 4:.1f}v8M{low:.1f} {middle:.1f}H{high:.1f}M{high:.1f} {middle - 4:.1f}v8"
    return Markup('<path class="halo" fill="none" d="{path}"/><path class="whisker" fill="none" d="{path}"/>').format(
        path=path
    )


def _x(share: float) -> float:
    return round(_LEFT + share * _PLOT / 100, 1)
