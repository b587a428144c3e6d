"""Makes the publication of one council and one quarter: counts in, disclosure-controlled tables out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType

from indicators.counting import (
    CONVERSATIONS,
    Counted,
    Group,
    Key,
    Tally,
    cell,
    count,
    count_safety,
    groups,
    not_answered,
    safety_replies,
    took_part,
)
from indicators.definitions import ADULTS, CHILDREN, NON_RESPONSE, SAFETY_CATEGORIES, Measure
from indicators.disclosure import Figure, added, protect, share
from indicators.measures import MEASURES
from indicators.notes import notes
from indicators.publication import Cell, Column, Publication, Row, Table, notes_to_csv, to_csv, to_json
from indicators.quarters import Quarter
from indicators.safety_counts import SafetyCounts
from indicators.store import ScreeningStore

__all__ = ["Publication", "notes_to_csv", "publish", "to_csv", "to_json"]

PEOPLE, PER_CENT = "people", "per cent"
POPULATION_LABELS = {ADULTS: "Adults (16 and over)", CHILDREN: "Children (10 to 15)"}
Figures = Mapping[Key, Figure]


def publish(
    store: ScreeningStore, safety: SafetyCounts, council: str | None, quarter: Quarter, today: date
) -> Publication:
    """Return everything that may be shown of `council` (None: all of England, for operators) in `quarter`."""
    return publication_of(
        store.tallies(council, quarter), council, quarter, today, safety=safety.totals(council, quarter)
    )


def publication_of(
    tallies: Sequence[Tally],
    council: str | None,
    quarter: Quarter,
    today: date,
    safety: Mapping[str, int] = MappingProxyType({}),
) -> Publication:
    """Return the publication made of `tallies` and of the `safety` replies by category: one council's and quarter's."""
    counted = count(tallies, MEASURES)
    count_safety(counted, safety)
    figures = protect(counted.counts, counted.blocks, counted.sums)
    measured = tuple(_measure_table(measure, figures) for measure in MEASURES)
    provisional = quarter.is_open(today)
    return Publication(
        council=council,
        quarter=quarter,
        provisional=provisional,
        made_on=today,
        about=notes(quarter, provisional),
        tables=(_took_part_table(counted, figures), *measured, _not_answered_table(figures), _safety_table(figures)),
    )


def _took_part_table(counted: Counted, figures: Figures) -> Table:
    channels = sorted({channel for used in counted.channels.values() for channel in used})
    lines = [("Answers", "finished", "yes", "Finished"), ("Answers", "finished", "no", "Left before the end")]
    lines += [("Channel", "channel", channel, channel.capitalize()) for channel in channels]
    rows = [
        Row(group, label, tuple(_people(_or_none(figures, took_part(who, kind, code))) for who in POPULATION_LABELS))
        for group, kind, code, label in lines
    ]
    both = [added([figures[took_part(who, "finished", end)] for end in ("yes", "no")]) for who in POPULATION_LABELS]
    everyone = Row("Everyone", "Everyone who began", tuple(_people(figure) for figure in both))
    return Table(
        name="took_part",
        title="Who took part",
        note="Conversations in which the questions were begun, by people who asked for themselves.",
        questions=(),
        columns=tuple(Column(label, PEOPLE) for label in POPULATION_LABELS.values()),
        rows=(everyone, *rows),
    )


def _measure_table(measure: Measure, figures: Figures) -> Table:
    names = [category.label for category in measure.categories]
    columns = [Column(label, PEOPLE) for label in (*names, "Base: everyone counted in this row")]
    columns += [Column(indicator.label, PER_CENT) for indicator in measure.indicators]
    first = measure.indicators[0]
    return Table(
        name=measure.name,
        title=measure.title,
        note=f"Base: {first.denominator}. Not counted: {first.exclusions} {first.caveat}",
        questions=measure.wording,
        columns=tuple(columns),
        rows=tuple(_measure_row(measure, group, figures) for group in groups(measure)),
    )


def _measure_row(measure: Measure, group: Group, figures: Figures) -> Row:
    shown = {category.name: figures[cell(measure.name, group, category.name)] for category in measure.categories}
    base = added(list(shown.values()))
    cells = [_people(figure) for figure in (*shown.values(), base)]
    for indicator in measure.indicators:
        part = share([shown[name] for name in indicator.numerator], base)
        cells.append(Cell(part.text, part.value, part.low, part.high))
    return Row(group.kind, group.label, tuple(cells))


def _not_answered_table(figures: Figures) -> Table:
    rows = [
        Row(
            measure.title,
            question,
            tuple(_people(figures[not_answered(measure, item, reason)]) for reason in NON_RESPONSE),
        )
        for measure in MEASURES
        for item, question in zip(measure.items, measure.wording, strict=True)
    ]
    return Table(
        name="not_answered",
        title="Questions that people did not answer",
        note="Not reached: the person left before this question, or was not asked it (carers aged 16 and 17 are not "
        "asked about social contact). None of these people are in the base of the tables.",
        questions=(),
        columns=tuple(Column(label, PEOPLE) for label in NON_RESPONSE.values()),
        rows=tuple(rows),
    )


def _safety_table(figures: Figures) -> Table:
    rows = [
        Row("Category", label, (_people(figures[safety_replies(category)]),))
        for category, label in SAFETY_CATEGORIES.items()
    ]
    return Table(
        name="safety_replies",
        title="Safety replies",
        note="Conversations in which words were taken for a sign of danger and met the fixed reply with numbers to "
        "call, each counted once a week for each category. These are neither people nor incidents: one person may have "
        "several conversations, one conversation may stand in several rows, harmless words are taken for danger, and "
        "danger is missed. Only conversations in which the place was told by then are counted here.",
        questions=(),
        columns=(Column("Conversations", CONVERSATIONS),),
        rows=tuple(rows),
    )


def _or_none(figures: Figures, key: Key) -> Figure:
    """A channel that one population never used was counted only for the other: nobody is 0."""
    return figures.get(key) or Figure("0", 0, 0, 0)


def _people(figure: Figure) -> Cell:
    return Cell(figure.text, figure.value)
