"""The councils' own contacts: a file for each council, refused as a whole where anything in it cannot be right."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import yaml
from pydantic import ValidationError

from bot.contacts import Contact, ContactsFile

_MADE_UP: Final = re.compile(
    r"01632960\d{3}|07700900\d{3}|08081570\d{3}|09098790\d{3}|03069990\d{3}"
    r"|0(?:11[3-8]|121|131|141|151|161|20|28|29|191)\d?4960\d{3}|02079460\d{3}|02890180\d{3}|02920180\d{3}"
)
"""Numbers that Ofcom keeps free for drama: they ring nowhere."""
_COSTLY: Final = re.compile(r"09|070|084|087|118")
"""Premium, personal and service numbers in Ofcom's numbering plan: a call may cost several pounds."""
_WHOLE: Final = re.compile(r"0\d{9,10}|1\d\d|116\d{3}")


class BrokenContactsError(Exception):
    """A file of contacts that cannot be used; says which, and what is wrong with it."""


def council_files(folder: Path) -> tuple[Path, ...]:
    """Return the files of `folder`, each of which was found to be in order. Raises `BrokenContactsError`."""
    files = tuple(sorted(path for ending in ("*.yml", "*.yaml") for path in folder.glob(ending)))
    seen: dict[str, str] = {}
    for path in files:
        for contact in _contacts(path):
            if contact.id in seen:
                raise BrokenContactsError(f"{path}: {contact.id!r} stands in {seen[contact.id]} as well.")
            seen[contact.id] = path.name
    return files


def _contacts(path: Path) -> Iterable[Contact]:
    try:
        contacts = ContactsFile.model_validate(yaml.safe_load(path.read_text(encoding="utf-8"))).contacts
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise BrokenContactsError(f"{path}: {where}: {first['msg']}") from error
    except (yaml.YAMLError, OSError, UnicodeDecodeError) as error:
        raise BrokenContactsError(f"{path}: {' '.join(str(error).split())}") from error
    if len({contact.council for contact in contacts}) != 1 or contacts[0].council is None:
        raise BrokenContactsError(f"{path}: every contact needs the code of one and the same council.")
    for contact in contacts:
        if problem := wrong_number(contact):
            raise BrokenContactsError(f"{path}: {contact.id}: {problem}")
    return contacts


def wrong_number(contact: Contact) -> str | None:
    """Return why people must not be shown the numbers of a council's own contact, or None."""
    for way in contact.ways:
        digits = way.number.replace(" ", "")
        if _MADE_UP.fullmatch(digits):
            return f"{way.number} is a made-up number that rings nowhere."
        if _COSTLY.match(digits):
            return f"{way.number} costs the caller more than a usual call."
        if not digits.isascii() or (way.kind == "call" and not _WHOLE.fullmatch(digits)):
            return f"{way.number} is not a whole number of this country, from its first 0."
    return None
