"""No rule pass over the person's words when no rule names any.

Replaces `RulePolicy._find_action_from_rules`, which runs twice a turn: over intents, and over the raw text for
end-to-end rules. Without such rules the second pass finds nothing and costs as much as the first.
"""

from __future__ import annotations

from typing import Any

from rasa.core.policies.rule_policy import RULES, RULES_FOR_LOOP_UNHAPPY_PATH, RulePolicy
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker

_stock_find = RulePolicy._find_action_from_rules


def _has_text_rules(policy: RulePolicy) -> bool:
    state = vars(policy)
    if "_has_text_rules" not in state:
        tables = (policy.lookup.get(name, {}) for name in (RULES, RULES_FOR_LOOP_UNHAPPY_PATH))
        state["_has_text_rules"] = any('"text"' in key for table in tables for key in table)
    return bool(state["_has_text_rules"])


def _find_action_from_rules(
    self: RulePolicy, tracker: DialogueStateTracker, domain: Domain, use_text_for_last_user_input: bool
) -> tuple[str | None, Any, bool]:
    if use_text_for_last_user_input and not _has_text_rules(self):
        return None, None, False
    return _stock_find(self, tracker, domain, use_text_for_last_user_input)  # type: ignore[no-any-return]


def apply() -> None:
    RulePolicy._find_action_from_rules = _find_action_from_rules
