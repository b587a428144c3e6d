"""Where a service comes from and why it is shown as it is, in lines for a person."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Engine

from directory.heeding import Edit, edits_of
from directory.importing.merging import Choice, choices
from directory.importing.record_rows import members_of
from directory.importing.sameness import Member


def explanation(engine: Engine, service_id: str) -> list[str]:
    """Return what is known of a service; nothing where neither a source nor a council has said anything."""
    with engine.connect() as connection:
        found = members_of(connection, service_id)
        edits = edits_of(connection, [service_id]).get(service_id, [])
    members = [member for member, _ in found]
    lines = [*map(_edit, edits), *(_origins(members) if members else ())]
    for member, evidence in found:
        lines += [_reason(member, one) for one in evidence]
    if len(members) > 1:
        lines += [_choice(choice) for choice in choices(members) if choice.others]
    return lines


def _edit(edit: Edit) -> str:
    """What a council says itself stands before what every source says."""
    who = f"{edit.made_by} for {edit.council} on {edit.made_at:%Y-%m-%d}"
    end = f" until {edit.until}" if edit.until else ""
    if not edit.is_heard:
        return f"{edit.field}: put right by {who}, the source has looked later and is heard"
    return f"{edit.field}: put right by {who}{end}, the source says {json.dumps(edit.said, ensure_ascii=False)}"


def _origins(members: list[Member]) -> Iterator[str]:
    yield f"{members[0].service.name} ({members[0].service.organisation})"
    for member in sorted(members, key=lambda one: one.rank):
        assured = member.service.assured_date
        said = f"assured {assured}" if assured else "no assured date"
        yield f"from {member.source}, record {member.record_id}, {said}, first seen {member.first_seen:%Y-%m-%d}"


def _reason(member: Member, evidence: dict[str, Any]) -> str:
    said = f"{evidence['taxonomy']} {evidence['code']}: {evidence['confidence']:.0%}"
    return f"{said}, {evidence['basis']} “{evidence['words']}” ({member.source})"


def _choice(choice: Choice) -> str:
    others = ", ".join(dict.fromkeys(member.source for member in choice.others))
    return f"{', '.join(choice.fields)}: {choice.winner.source} is heard, {others} says otherwise"
