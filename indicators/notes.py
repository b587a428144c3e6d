"""What a reader must know of the figures: printed on the page, and given with every download."""

from __future__ import annotations

from datetime import date

from indicators.quarters import Quarter


def notes(quarter: Quarter, provisional: bool) -> tuple[tuple[str, str], ...]:
    """Return the notes of a publication as pairs of a heading and a text."""
    period = f"{_spoken(quarter.start)} to {_spoken(quarter.end)}. A week is counted in the quarter of its Monday."
    status = (
        "Provisional: the quarter is still open and these figures will change. For planning inside the council only; "
        "do not publish them."
        if provisional
        else "Final: the quarter is over."
    )
    return (
        (
            "Purpose",
            "Local supplementary indicators, to show where people feel lonely and to plan help near them.",
        ),
        (
            "Who is counted",
            "Not representative: only people who chose to use this service. The figures are not weighted and say "
            "nothing of everyone who lives in the area.",
        ),
        ("Period", period),
        ("Status", status),
        (
            "How people were asked",
            "Self-completion in a chat (web page or messaging app), in the exact wording quoted in each table. Every "
            "question could be skipped. Surveys by post, phone or interview give different answers.",
        ),
        (
            "Not comparable",
            "Not comparable with ASCOF 5A, PHOF B18 or PHOF B19, and not a statutory return. Children and adults are "
            "asked different questions and must not be added together.",
        ),
        ("No cut-off", "The loneliness score has no official cut-off. Bands are those of the Community Life Survey."),
        (
            "Rounding",
            "* means 1 to 7 people. Other figures are rounded to the nearest 5. Bases and totals are added from the "
            "rounded figures, each * counted as 5, so rows may not add up to Everyone.",
        ),
        (
            "Withheld",
            ": means withheld: fewer than 30 people, or an answer that nobody gave, or a figure that would give "
            "another one away.",
        ),
        (
            "Percentages",
            "Whole per cent of the rounded figures, where the base is 50 or more, with a 95% interval (Wilson). The "
            "interval covers chance only, not who chose to take part.",
        ),
    )


def _spoken(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
