"""Runs one case of `language-cases/` or `more-cases/` against the engine and says, in words, where the two disagree.

The entries and questions of the cases are read here; nothing here may know what an answer ought to be.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

import yaml

from dutybook.engine import duties_for, keep_until, may, next_change, out_of_order, points_to
from dutybook.engine.calendar import Calendar
from dutybook.engine.entries import Entry, span_of
from dutybook.engine.instance import Instance, Missing, Refused
from dutybook.engine.procedure import Procedure
from dutybook.packs.calendars import load_calendar
from tests.spec.short_form import language_case as procedure_for

FOLDERS = ("language-cases", "more-cases")
CALENDAR: Calendar = load_calendar("england-and-wales")
NOW = CALENDAR.from_local(datetime(2060, 1, 1))
STATES = {"not_asked": "not asked", "not_known": "asked, not known"}
MOMENTS = ("due", "due_latest", "target", "arose", "met", "since")
APART = ("at", "known_at", "duty", "about", "nth", "how_many")


def all_cases() -> list[dict[str, Any]]:
    """Every case of every file, in order of its number."""
    here = Path(__file__).parent
    files = sorted(each for folder in FOLDERS for each in (here / folder).glob("*.yaml"))
    return sorted(
        (case for file in files for case in yaml.safe_load_all(file.read_text()) if case), key=lambda case: case["n"]
    )


def disagreements(case: Mapping[str, Any], procedure: Procedure | None = None) -> Iterator[str]:
    """Every answer of the engine that is not the one the case expects."""
    procedure = procedure or procedure_for(case)
    entries = entries_of(case, procedure)
    for row in case.get("expect", ()):
        yield from _duty(row, entries, procedure)
    for row in case.get("weigh", ()):
        yield from _decision(row, entries, procedure)
    for row in case.get("gates", ()):
        yield from _gates(row, entries, procedure)
    for row in case.get("out_of_order", ()):
        found = out_of_order(entries, procedure, at=moment(row["at"]), known_at=NOW)
        yield from _differs(row, "are", [tuple(each) for each in row["are"]], found)
    for row in case.get("keep", ()):
        yield from _kept(row, entries, procedure)
    for row in case.get("next_change", ()):
        next_at = next_change(entries, procedure, at=moment(row["at"]), known_at=NOW)
        yield from _differs(row, "is", row["is"] and moment(row["is"]), next_at)


def entries_of(case: Mapping[str, Any], procedure: Procedure) -> list[Entry]:
    """The entries of a case; times without an offset are local."""
    things = procedure.editions[0][1].things
    return [_entry(raw, seq, things) for seq, raw in enumerate(case.get("entries", ()), 1)]


def _entry(raw: Mapping[str, Any], seq: int, things: Mapping[str, Any]) -> Entry:
    recorded = moment(raw["recorded"]) if "recorded" in raw else None
    written = "/".join(_with_offset(each) for each in str(raw["at"]).split("/"))
    lo, hi = span_of(written, recorded, CALENDAR)
    data = raw.get("data") or {}
    return Entry(
        seq=seq,
        type=raw["type"],
        lo=lo,
        hi=hi,
        recorded_at=recorded or hi,
        by=raw.get("by", ""),
        things={kind: (ids,) if isinstance(ids, str) else tuple(ids) for kind, ids in data.items() if kind in things},
        answers={fact: _value(value) for fact, value in data.items() if fact not in things},
        corrects=raw.get("corrects"),
        retracted=raw.get("retracted", False),
        happened_at=written,
    )


def moment(text: str) -> datetime:
    """A local time, without its offset, as the moment it is."""
    return CALENDAR.from_local(datetime.fromisoformat(text))


def _with_offset(text: str) -> str:
    about, bare = ("about ", text[6:]) if text.startswith("about ") else ("", text)
    return about + (CALENDAR.local(moment(bare)).isoformat() if "T" in bare else bare)


def _value(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(value)
    if not isinstance(value, str):
        return value
    try:
        return date.fromisoformat(value) if len(value) == len("2026-04-02") else moment(value)
    except ValueError:
        return value


def _duty(row: Mapping[str, Any], entries: list[Entry], procedure: Procedure) -> Iterator[str]:
    known_at = moment(row["known_at"]) if "known_at" in row else NOW
    about = row.get("about", {}).items()
    every = duties_for(entries, procedure, at=moment(row["at"]), known_at=known_at)
    found = [each for each in every if each.id == row["duty"] and about <= each.about.items()]
    if "how_many" in row:
        yield from _differs(row, "how_many", row["how_many"], len(found))
    if row["status"] == "none":
        yield from _differs(row, "how_many", 0, len(found))
    elif len(found) < row.get("nth", 1):
        yield f"{row}: there are only {len(found)}"
    else:
        yield from _instance(row, found[row.get("nth", 1) - 1])


def _instance(row: Mapping[str, Any], duty: Instance) -> Iterator[str]:
    found = {
        "status": duty.status,
        "timing": duty.timing,
        "due": duty.due_at,
        "due_latest": duty.due_at_latest,
        "target": duty.target_at,
        "arose": duty.arose_at,
        "met": duty.met_at,
        "since": duty.since,
        "moved": list(duty.moved),
        "late_by": duty.late_by_seconds,
        "owner": duty.owner,
        "strength": duty.strength,
        "was_overdue": duty.was_overdue,
        "recorded_late": duty.recorded_late,
        "reading_of": duty.reading_of,
        "missing": sorted(_name(each) for each in duty.missing),
        "states": sorted(each.state for each in duty.missing),
        "why_missing": [[_name(each), STATES.get(each.state)] for each in duty.missing],
        "because": list(duty.because),
    }
    for key, wanted in row.items():
        if key not in APART:
            yield from _differs(row, key, _wanted(key, wanted), found[key])


def _wanted(key: str, wanted: Any) -> Any:
    if key in MOMENTS:
        return None if wanted is None else moment(wanted)
    if key == "moved":
        return [moment(each) for each in wanted]
    return sorted(wanted) if key in ("missing", "states") else wanted


def _name(missing: Missing) -> str:
    return f"{missing.fact}({','.join(missing.about.values())})" if missing.about else missing.fact


def _decision(row: Mapping[str, Any], entries: list[Entry], procedure: Procedure) -> Iterator[str]:
    weighed = points_to(row["decision"], entries, procedure, about=row.get("about"), at=moment(row["at"]), known_at=NOW)
    first = weighed.points_to[0] if weighed.points_to else None
    found = {
        "points_to": [each.points_to for each in weighed.points_to],
        "possible": list(weighed.possible),
        "missing": sorted(_name(each) for each in weighed.missing),
        "decided": weighed.decided,
        "differs": weighed.differs,
        "strength": first.row.strength if first else None,
        "until": first.until if first else None,
        "because": list(first.because) if first else [],
    }
    for key, wanted in row.items():
        if key not in ("at", "decision", "about"):
            yield from _differs(
                row, key, moment(wanted) if key == "until" and wanted else _wanted(key, wanted), found[key]
            )


def _gates(row: Mapping[str, Any], entries: list[Entry], procedure: Procedure) -> Iterator[str]:
    about, by = row.get("about", {}), row.get("by", "")
    answer = may(row["event"], about, entries, procedure, at=moment(row["at"]), known_at=NOW, by=by)
    reasons = answer.reasons if isinstance(answer, Refused) else ()
    yield from _differs(row, "blocked_by", row["blocked_by"], [each.gate for each in reasons])
    if "effect" in row and isinstance(answer, Refused):
        yield from _differs(row, "effect", row["effect"], answer.effect)
    if "missing" in row:
        yield from _differs(
            row, "missing", sorted(row["missing"]), sorted(_name(m) for each in reasons for m in each.missing)
        )
    if "because" in row:
        yield from _differs(row, "because", row["because"], [told for each in reasons for told in each.because])


def _kept(row: Mapping[str, Any], entries: list[Entry], procedure: Procedure) -> Iterator[str]:
    """One record of the retention chapter, as it is written for the page."""
    every = [each.as_json(procedure) for each in keep_until(entries, procedure, at=moment(row["at"]), known_at=NOW)]
    about = row.get("about", {})
    found = [each for each in every if (each["record"], each["about"]) == (row["record"], about)]
    if not found:
        yield f"{dict(row)}: no such record"
        return
    shown = {**found[0], "missing": [each["fact"] for each in found[0]["missing"]]}
    for key in ("points_to", "until"):
        shown[key] = [each[key] for each in found[0]["points_to"]]
    for key, wanted in row.items():
        if key not in ("at", "record", "about"):
            yield from _differs(row, key, wanted, shown[key])


def _differs(row: Mapping[str, Any], key: str, wanted: Any, found: Any) -> Iterator[str]:
    if wanted != found:
        yield f"{dict(row)}: {key} should be {wanted}, is {found}"
