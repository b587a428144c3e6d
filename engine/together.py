"""Which meanings of one message are believed together, and in which order."""

from __future__ import annotations

from collections.abc import Collection, Mapping

_ONE_OF_A_KIND = frozenset({"answer", "place"})
"""Intents that a message can mean with one value only."""
_OWN_AGE = "tell_age"
_STAGE = "life_stage"


def matches(label: str, names: Collection[str]) -> bool:
    """True when `label` is one of `names`, or one of their values."""
    return any(label == name or label.startswith(f"{name}/") for name in names)


def together(
    first: str, meant: Mapping[str, float], answers: Collection[str], needed: Mapping[str, float]
) -> tuple[str, ...]:
    """`first` and all else that is meant, likeliest first, but what is one of `answers` to the open question leads.

    `meant` has how likely each label is meant, `needed` how likely it has to be.
    """
    believed = [first]
    for label in sorted(meant, key=lambda label: -meant[label]):
        if meant[label] >= needed[label] and all(_go_together(label, each) for each in believed):
            believed.append(label)
    return tuple(sorted(believed, key=lambda label: not matches(label, answers)))


def _go_together(one: str, other: str) -> bool:
    kinds = {one.partition("/")[0], other.partition("/")[0]}
    return one != other and not (len(kinds) == 1 and kinds <= _ONE_OF_A_KIND) and kinds != {_OWN_AGE, _STAGE}
