"""The safety net: reads every message for signs that someone needs help now."""

from bot.safety.categories import CATEGORIES
from bot.safety.detector import Reason, Safety

__all__ = ["CATEGORIES", "Reason", "Safety"]
