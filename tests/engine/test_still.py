"""What a case's duties are a little later, before anything can change by itself: only how late they are goes on."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from dutybook.engine import duties_for
from dutybook.engine.instance import Instance
from dutybook.engine.next_change import still
from tests.spec.cases import NOW, entries_of, moment, procedure_for

OURS = {"ours": "an example"}
CASE: dict[str, Any] = {
    "pack": {
        "events": {"raised": {}, "told": {}, "met": {}},
        "duties": {
            "tell": {"title": "Tell", "owner": "head", "arises": "raised", "within": "24 hours", "cite": OURS},
            "late": {"title": "Late", "owner": "head", "arises": "raised", "within": "1 hour", "done_by": "told",
                     "cite": OURS},
            "meet": {"title": "Meet", "owner": "head", "arises": "raised", "within": "9 days", "cite": OURS},
            "some-day": {"title": "Some day", "owner": "head", "arises": "raised", "cite": OURS},
        },
    },
    "entries": [
        {"type": "raised", "at": "2026-03-02T10:00", "by": "Head"},
        {"type": "told", "at": "2026-03-02T12:00", "by": "Head"},
    ],
}  # fmt: skip
THEN = moment("2026-03-04T10:00")


def duties_at(at: Any) -> list[Instance]:
    procedure = procedure_for(CASE)
    return duties_for(entries_of(CASE, procedure), procedure, at=at, known_at=NOW)


def test_an_hour_later_what_is_late_is_an_hour_later_and_nothing_else_has_changed() -> None:
    later = still(duties_at(THEN), at=THEN + timedelta(hours=1))

    assert later == duties_at(THEN + timedelta(hours=1))
    assert [(each.id, each.status, each.late_by_seconds) for each in later] == [
        ("tell", "overdue", 25 * 60 * 60),
        ("late", "met late", 60 * 60),
        ("meet", "open", 0),
        ("some-day", "open", None),
    ]


def test_at_the_same_moment_they_are_the_very_same() -> None:
    found = duties_at(THEN)

    assert [id(each) for each in still(found, at=THEN)] == [id(each) for each in found]
