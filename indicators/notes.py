"""What a reader must know of the figures: printed on the page, and given with every download."""

from __future__ import annotations

from datetime import date

from indicators.quarters import Quarter


def notes(quarter: Quarter, of_all: bool) -> tuple[tuple[str, str], ...]:
    """Return the notes of a publication as pairs of a heading and a text; `of_all` where councils are added up."""
    added = (
        (
            "Added up",
            "Added from the published figures of councils, and of people who did not tell their place. "
            "What one of them withholds is not in it; means cannot be added.",
        ),
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
        ("Period", _period(quarter)),
        (
            "Made once",
            "Made when the quarter was over, and never changed afterwards. There are no figures of part of a quarter.",
        ),
        *(added if of_all else ()),
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
            "* means 1 to 7 people; <8 means none to 7. Other figures are rounded to the nearest 5. Bases and totals "
            "are added from the rounded figures, each * or <8 counted as 5, so rows may not add up to Everyone.",
        ),
        (
            "Withheld",
            ": means withheld: fewer than 30 people (100 in a ward), or an answer that nobody gave, or a figure that "
            "would give another one away. Whatever is added and subtracted, a hidden number from 1 to 7 can "
            "still be any of them.",
        ),
        (
            "Percentages",
            "Whole per cent of the rounded figures, where the base is 50 or more, with a 95% interval (Wilson). The "
            "interval covers chance only, not who chose to take part.",
        ),
    )


def notes_while_open(quarter: Quarter) -> tuple[tuple[str, str], ...]:
    """Return what is said of a quarter that is not closed: when there will be figures, and why not before."""
    return (
        ("Period", _period(quarter)),
        (
            "Figures on",
            f"{_spoken(quarter.closes_on)}: a week after the last week is over, so that nothing can change.",
        ),
        (
            "Why not before",
            "Figures that grow from day to day tell when somebody was added. So nothing is shown of a quarter until it "
            "is over, not even how many took part.",
        ),
    )


def _period(quarter: Quarter) -> str:
    return f"{_spoken(quarter.start)} to {_spoken(quarter.end)}. A week is counted in the quarter of its Monday."


def _spoken(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
