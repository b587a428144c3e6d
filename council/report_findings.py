"""The findings of a report: fixed sentences, filled with published figures and with nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from council.gaps import gaps
from council.reading import HEADLINES, SHARE, Headline, cell_in, headline_of, rows_of, table_of
from council.words import HIDDEN_WORDS, quarter_words, said
from indicators.publication import Cell, Publication

_MOST_NEEDS = 3


def findings(past: Sequence[Publication], services: Mapping[str, int] | None) -> list[str]:
    """Return what the last of these publications says, beside the one before. `services` are listed now, by need."""
    latest = past[-1]
    before = past[-2] if len(past) > 1 else None
    shares = [line for headline in HEADLINES for line in _of_share(latest, before, headline)]
    return [_took_part(latest), *shares, *_by_life_stage(latest), *_unmet(latest, services)]


def _took_part(latest: Publication) -> str:
    adults, children = rows_of(latest, "took_part", "Everyone")["Everyone who began"]
    left = rows_of(latest, "took_part", "Answers")["Left before the end"][0]
    return (
        f"Adults who began the questions about loneliness: {_number(adults)}; left before the end: {_number(left)}. "
        f"Children aged 10 to 15 who began: {_number(children)}."
    )


def _number(cell: Cell) -> str:
    return HIDDEN_WORDS.get(cell.text, cell.text)


def _of_share(latest: Publication, before: Publication | None, headline: Headline) -> Iterator[str]:
    cell = headline_of(latest, headline)
    if cell.value is None:
        return
    sentence = f"Of {headline.who}, {said(cell)} {headline.what}."
    earlier = before and headline_of(before, headline)
    if before and earlier and earlier.value is not None:
        sentence += f" In {quarter_words(before.quarter)} it was {said(earlier)}. {_compared(earlier, cell)}"
    yield sentence


def _compared(one: Cell, other: Cell) -> str:
    if _overlap(one, other):
        return "The intervals overlap: chance alone may explain the difference."
    return "The intervals do not overlap. Who chose to take part may still have changed."


def _overlap(one: Cell, other: Cell) -> bool:
    return None not in (one.low, one.high, other.low, other.high) and (
        (one.low or 0) <= (other.high or 0) and (other.low or 0) <= (one.high or 0)
    )


def _by_life_stage(latest: Publication) -> Iterator[str]:
    headline = HEADLINES[0]
    table = table_of(latest, headline.table)
    rows = [row for row in table.rows if row.group == "Life stage"] if table else []
    cells = {row.label: cell_in(table, row, headline.column, SHARE) for row in rows} if table else {}
    shares = sorted(((cell, label) for label, cell in cells.items() if cell.value is not None), key=_share)
    if len(shares) < 2:
        return
    (lowest, first), (highest, last) = shares[0], shares[-1]
    yield (
        f"By life stage, the share of adults who are lonely often or always runs from {said(lowest)} ({first}) "
        f"to {said(highest)} ({last}). {_compared(lowest, highest)}"
    )


def _share(pair: tuple[Cell, str]) -> tuple[float, str]:
    return pair[0].value or 0, pair[1]


def _unmet(latest: Publication, services: Mapping[str, int] | None) -> Iterator[str]:
    told = [gap for gap in gaps(latest, services) if gap.not_found.value is not None][:_MOST_NEEDS]
    if not told:
        yield "No need is shown to have been looked for in vain by 8 people or more."
        return
    lines = [
        f"{gap.need} ({gap.not_found.text} conversations" + _listed(gap.services) + ")" for gap in told
    ]  # fmt: skip
    yield f"Looked for most often, and nothing near was found: {'; '.join(lines)}."


def _listed(services: int | None) -> str:
    if services is None:
        return ""
    return f", {services or 'no'} service{'' if services == 1 else 's'} listed here today"
