"""Columns over time as inline SVG: one for each quarter, with its figure above it and a whisker for its interval."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from council.charts import WIDTH, opened, patterns

_TOP, _PLOT, _LABELS = 22, 130, 40
_LEFT, _RIGHT = 34, WIDTH - 4
_WIDEST = 34.0
_SCALES = (10, 20, 40, 60, 80, 100)


@dataclass(frozen=True)
class Point:
    """One column. `label` stands below it in two lines; `value` is None where the figure is hidden, as `text` says."""

    label: tuple[str, str]
    text: str
    value: float | None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Trend:
    """Columns before they are drawn, the oldest first. `name` is unique on its page; `unit` is "%" or nothing."""

    name: str
    title: str
    description: str
    points: tuple[Point, ...]
    unit: str = "%"


def draw_trend(trend: Trend) -> Markup:
    """Return the columns as one `<svg>` element, which needs no script and no inline style."""
    highest = _highest(trend)
    return Markup("").join(
        [
            opened(trend.name, trend.title, trend.description, _TOP + _PLOT + _LABELS),
            patterns(trend.name, 1),
            *(_line(highest * part / 2, highest, trend.unit) for part in range(3)),
            *(_column(trend, place, point, highest) for place, point in enumerate(trend.points)),
            Markup("</svg>"),
        ]
    )


def _highest(trend: Trend) -> int:
    """Return the top of the scale: the first round number that nothing goes beyond."""
    most = max((max(point.value or 0, point.high or 0) for point in trend.points), default=0)
    scales = (size * ten for ten in (1, 10, 100, 1000, 10_000, 100_000) for size in _SCALES)
    return next(scale for scale in scales if scale >= most)


def _line(value: float, highest: int, unit: str) -> Markup:
    return Markup(
        '<line class="grid" x1="{left}" y1="{y}" x2="{right}" y2="{y}"/>'
        '<text class="axis" x="{end}" y="{text_y}" text-anchor="end">{value}{unit}</text>'
    ).format(
        left=_LEFT, right=_RIGHT, y=_y(value, highest), end=_LEFT - 4, text_y=_y(value, highest) + 4,
        value=_short(value), unit=unit,
    )  # fmt: skip


def _short(value: float) -> str:
    """Return a number of the scale in no more than four characters: there is no room for more."""
    thousands, millions = value / 1_000, value / 1_000_000
    return f"{value:.0f}" if value < 10_000 else f"{thousands:.0f}k" if value < 1_000_000 else f"{millions:g}m"


def _column(trend: Trend, place: int, point: Point, highest: int) -> Markup:
    step = (_RIGHT - _LEFT) / max(len(trend.points), 4)
    middle = round(_LEFT + (place + 0.5) * step, 1)
    parts = [_words(middle, _TOP + _PLOT + 16 + 15 * n, text, "axis") for n, text in enumerate(point.label)]
    if point.value is None:
        return Markup("").join([*parts, _words(middle, _TOP + _PLOT - 6, point.text, "group")])
    width, y = min(0.6 * step, _WIDEST), _y(point.value, highest)
    bar = Markup(
        '<rect class="bar" x="{x:.1f}" y="{y}" width="{width:.1f}" height="{height:.1f}" fill="url(#{name}-p0)"/>'
    ).format(x=middle - width / 2, y=y, width=width, height=max(_TOP + _PLOT - y, 0.5), name=trend.name)
    above = min(y, _y(point.high or 0, highest)) - 6
    return Markup("").join([*parts, bar, _whisker(middle, point, highest), _words(middle, above, point.text, "group")])


def _whisker(middle: float, point: Point, highest: int) -> Markup:
    if point.low is None or point.high is None:
        return Markup()
    low, high = _y(point.low, highest), _y(point.high, highest)
    path = f"M{middle - 4:.1f} {low}h8M{middle:.1f} {low}V{high}M{middle - 4:.1f} {high}h8"
    return Markup('<path class="halo" fill="none" d="{path}"/><path class="whisker" fill="none" d="{path}"/>').format(
        path=path
    )


def _words(x: float, y: float, text: str, kind: str) -> Markup:
    return Markup('<text class="{kind}" x="{x}" y="{y}" text-anchor="middle">{text}</text>').format(
        kind=kind, x=x, y=y, text=text
    )


def _y(value: float, highest: int) -> float:
    return round(_TOP + _PLOT * (1 - value / highest), 1)
