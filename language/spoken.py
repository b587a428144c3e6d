"""Languages that services are given in: the names that people in England write, and what their speakers call them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from language.phrases import OwnName

_NAMES: Final = """
en English English; ur Urdu اردو; pa Punjabi|Panjabi ਪੰਜਾਬੀ; bn Bengali|Bangla বাংলা; syl Sylheti ছিলটি; pl Polish polski;
ar Arabic العربية; ro Romanian română; so Somali Soomaali; gu Gujarati ગુજરાતી; hi Hindi हिन्दी; tr Turkish Türkçe;
pt Portuguese português; es Spanish español; fr French français; fa Farsi|Persian فارسی; prs Dari دری;
ku Kurdish Kurdî; ps Pashto پښتو; ti Tigrinya ትግርኛ; uk Ukrainian українська; ru Russian русский;
it Italian italiano; yue Cantonese 廣東話;
cmn Mandarin 普通话; zh Chinese 中文; ta Tamil தமிழ்; cy Welsh Cymraeg; nl Dutch Nederlands; de German Deutsch;
el Greek ελληνικά; hu Hungarian magyar; bg Bulgarian български; lt Lithuanian lietuvių; lv Latvian latviešu;
cs Czech čeština; sk Slovak slovenčina; sq Albanian shqip; yo Yoruba Yorùbá; ig Igbo Igbo; sw Swahili Kiswahili;
am Amharic አማርኛ; ne Nepali नेपाली; vi Vietnamese tiếng_Việt; ja Japanese 日本語; ko Korean 한국어; th Thai ไทย;
tl Tagalog|Filipino Tagalog; ml Malayalam മലയാളം; te Telugu తెలుగు; he Hebrew עברית; yi Yiddish ייִדיש; sr Serbian српски
"""
_TABLE: Final = [entry.split() for entry in _NAMES.split(";")]
CODES: Final[Mapping[str, str]] = {name.casefold(): code for code, names, _ in _TABLE for name in names.split("|")}
"""From a name in small letters to a code (ISO 639)."""
_NAMED: Final = {code: OwnName(names.split("|")[0], own.replace("_", " ")) for code, names, own in _TABLE}


def name_of(code: str) -> OwnName | None:
    """Return the name of a language, or None for one that is not in the table."""
    return _NAMED.get(code)
