"""National figures shown beside local ones, each with its year and source. They are never pooled or compared by sum."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class NationalFigure:
    """One published figure for England."""

    label: str
    value: str
    period: str
    source: str


NATIONAL = (
    NationalFigure(
        label="Adults (16 and over) who feel lonely often or always",
        value="6.6%",
        period="2024/25",
        source="Community Life Survey 2024/25, Department for Culture, Media and Sport",
    ),
    NationalFigure(
        label="Adults (16 and over) who feel lonely often or always, or some of the time",
        value="22.3%",
        period="2019/20",
        source="Public Health Outcomes Framework B19, from the Active Lives survey; the last value published there",
    ),
    NationalFigure(
        label="Carers who have as much social contact as they want",
        value="28.0%",
        period="2021-22",
        source="Survey of Adult Carers in England, NHS Digital",
    ),
    NationalFigure(
        label="People who use long-term care who have as much social contact as they want (not asked here)",
        value="45.4%",
        period="2016-17",
        source="Adult Social Care Survey, NHS Digital; later years are published and must be put in by hand",
    ),
)
