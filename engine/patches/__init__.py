"""Patches for Rasa 3.6.21. All but `intent_values`, which has its own test, keep the behaviour of what they replace.

`engine/tests/test_same_as_stock.py` replays random dialogues through stock and patched Rasa and compares everything.
Rasa 3.6.21 is the last of its line, so the code that these were checked against cannot drift; any other version is
refused.
"""

from __future__ import annotations

RASA_VERSION = "3.6.21"


class WrongRasaVersion(RuntimeError):
    """The patches were checked against one version of Rasa, and another is installed."""


def check_version(installed: str) -> None:
    """Raise `WrongRasaVersion` unless `installed` is the version that the patches were checked against."""
    if installed != RASA_VERSION:
        raise WrongRasaVersion(f"The engine's patches fit Rasa {RASA_VERSION} only, but Rasa {installed} is installed.")


def apply() -> None:
    """Put every patch in place. Needs the stand-ins (`engine.standin.install`) to be installed first."""
    import rasa

    check_version(rasa.__version__)
    from engine.patches import calls, domains, events, graph, intent_values, replies, rules, trackers

    for patch in (calls, domains, events, graph, intent_values, replies, rules, trackers):
        patch.apply()
