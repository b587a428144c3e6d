"""The fixed tables, filled with the figures of a release."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from indicators.counting import (
    EVERYONE,
    STAGE_GROUPS,
    WARD,
    Group,
    Key,
    cell,
    groups,
    not_answered,
    took_part,
    ward_group,
    wards_in,
)
from indicators.definitions import (
    ADULTS,
    CHANNEL,
    CHILDREN,
    LANGUAGE,
    NEEDS,
    NON_RESPONSE,
    SAFETY_CATEGORIES,
    WAYS,
    Measure,
)
from indicators.disclosure import NOTHING_SHOWN, WITHHELD, Figure, added, share
from indicators.measures import MEASURES
from indicators.publication import Cell, Column, Row, Table
from indicators.unmet import FOUND, NOT_FOUND, need_cell, stage_cell

PEOPLE, PER_CENT, SCORE, CONVERSATIONS = "people", "per cent", "score", "conversations"
POPULATION_LABELS: Final = {ADULTS: "Adults (16 and over)", CHILDREN: "Children (10 to 15)"}
Figures = Mapping[Key, Figure]


def safety_replies(category: str) -> Key:
    """Return the key of the number of conversations that met the safety reply of `category`."""
    return Key("safety_replies", f"category/{category}", CONVERSATIONS)


def tables_of(figures: Figures, means: Mapping[str, str]) -> tuple[Table, ...]:
    """Return every table of a release."""
    wards = [ward for ward in wards_in(dict.fromkeys(figures, 1)) if _is_shown(ward, figures)]
    measured = [_measure_table(measure, groups(measure), figures) for measure in MEASURES]
    in_wards = [_ward_table(measure, wards, figures) for measure in MEASURES if wards and measure.by_ward]
    after = (_mean_table(figures, means), _not_answered_table(figures), *_need_tables(figures), _safety_table(figures))
    return (_took_part_table(figures), *measured, *in_wards, *after)


def _is_shown(ward: str, figures: Figures) -> bool:
    """A ward of which nothing is shown has no row: a row tells that somebody there took part."""
    row = cell("", ward_group(ward), "").row
    return any(figure.text != WITHHELD for key, figure in figures.items() if key.row == row)


def _took_part_table(figures: Figures) -> Table:
    lines = [("Answers", "finished", "yes", "Finished"), ("Answers", "finished", "no", "Left before the end")]
    headings = {CHANNEL: "Channel", LANGUAGE: "Language of the questions"}
    lines += [(headings[kind], kind, code, label) for kind, ways in WAYS.items() for code, label in ways.items()]
    rows = [
        Row(group, label, tuple(_people(_told(figures, took_part(who, kind, code))) for who in POPULATION_LABELS))
        for group, kind, code, label in lines
    ]
    both = [added([figures[took_part(who, "finished", end)] for end in ("yes", "no")]) for who in POPULATION_LABELS]
    everyone = Row("Everyone", "Everyone who began", tuple(_people(figure) for figure in both))
    return Table(
        name="took_part",
        title="Who took part",
        note="Conversations in which the questions were begun, by people who asked for themselves. Of channels and "
        "languages, <8 means none to 7; the questions are asked in English only.",
        questions=(),
        columns=tuple(Column(label, PEOPLE) for label in POPULATION_LABELS.values()),
        rows=(everyone, *rows),
    )


def _measure_table(measure: Measure, rows: Sequence[Group], figures: Figures) -> Table:
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
        rows=tuple(_measure_row(measure, group, figures) for group in rows),
    )


def _ward_table(measure: Measure, wards: Sequence[str], figures: Figures) -> Table:
    rows = [Group(WARD, ward, ward) for ward in wards]
    table = _measure_table(measure, rows, figures)
    title, note = (
        f"{measure.title}: by ward",
        f"Wards in which 100 or more people answered; others are left out. {table.note}",
    )
    return Table(f"{measure.name}_wards", title, note, table.questions, table.columns, table.rows)


def _measure_row(measure: Measure, group: Group, figures: Figures) -> Row:
    row = {category.name: figures[cell(measure.name, group, category.name)] for category in measure.categories}
    base = added(list(row.values()))
    cells = [_people(figure) for figure in (*row.values(), base)]
    for indicator in measure.indicators:
        part = share([row[name] for name in indicator.numerator], base)
        cells.append(Cell(part.text, part.value, part.low, part.high))
    return Row(group.kind, group.label, tuple(cells))


def _mean_table(figures: Figures, means: Mapping[str, str]) -> Table:
    scored = [measure for measure in MEASURES if measure.is_scored]
    rows = []
    for measure in scored:
        base = added([figures[cell(measure.name, EVERYONE, category.name)] for category in measure.categories])
        text = means.get(measure.name, NOTHING_SHOWN.text)
        value = None if text == NOTHING_SHOWN.text else float(text)
        rows.append(Row("Everyone", measure.title, (_people(base), Cell(text, value))))
    return Table(
        name="mean_score",
        title="Mean loneliness score",
        note="From 3 (least often lonely) to 9 (most often). Of the people in the base; only where it is 50 or more.",
        questions=(),
        columns=(Column("Base", PEOPLE), Column("Mean score", SCORE)),
        rows=tuple(rows),
    )


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


def _need_tables(figures: Figures) -> tuple[Table, Table]:
    rows = []
    for need, label in NEEDS.items():
        found, not_found = (figures[need_cell(need, outcome)] for outcome in (FOUND, NOT_FOUND))
        rows.append(Row("Need", label, tuple(_people(figure) for figure in (found, not_found))))
    by_stage = [Row("Life stage", group.label, (_people(figures[stage_cell(group.code)]),)) for group in STAGE_GROUPS]
    counted = (
        "Of everybody who looked for something near a place, whether they answered questions or not, but for those who "
        "asked not to be counted. A conversation counts once for each need, with its last search. <8 means none to 7."
    )
    return (
        Table(
            name="needs",
            title="What people looked for",
            note=f"{counted} Nothing near: no local service in the directory fitted all that the person asked for.",
            questions=(),
            columns=tuple(Column(f"{what} near was found", CONVERSATIONS) for what in ("Something", "Nothing")),
            rows=tuple(rows),
        ),
        Table(
            name="unmet_needs",
            title="Looked for and not found, by life stage",
            note=f"{counted} Needs are counted here: a conversation that looked for two things in vain counts twice.",
            questions=(),
            columns=(Column("Needs for which nothing near was found", "needs"),),
            rows=tuple(by_stage),
        ),
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
        "danger is missed. Only conversations in which the place was told by then are counted. <8 means none to 7.",
        questions=(),
        columns=(Column("Conversations", CONVERSATIONS),),
        rows=tuple(rows),
    )


def _told(figures: Figures, key: Key) -> Figure:
    """A release of an older edition may not hold every row."""
    return figures.get(key, NOTHING_SHOWN)


def _people(figure: Figure) -> Cell:
    return Cell(figure.text, figure.value)
