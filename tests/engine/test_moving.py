"""A case under two procedures: which duty on one side is which on the other, and what of it differs."""

from __future__ import annotations

from datetime import date
from typing import Any

from dutybook.engine.moving import Changes, Side, as_if_in_force, begins_later, what_changes
from tests.spec.cases import NOW, entries_of, moment, procedure_for

OURS = {"ours": "an example"}
AFTER = moment("2026-03-04T10:00")


def duty(**more: Any) -> dict[str, Any]:
    return {"title": "A duty", "owner": "head", "arises": "raised", "cite": OURS} | more


TELL = duty(within="24 hours", done_by="told")
MEET = duty(within="5 working days", done_by="met")
WATCH = duty()
HERE = {"tell": TELL, "meet": MEET, "watch": WATCH}
ENTRIES = [
    {"type": "raised", "at": "2026-03-02T10:00", "by": "Head", "data": {"child": "c1"}},
    {"type": "raised", "at": "2026-03-03T10:00", "by": "Head", "data": {"child": "c2"}},
]


def side(duties: dict[str, Any]) -> Side:
    case: dict[str, Any] = {
        "pack": {
            "things": {"child": {}},
            "events": {"raised": {"about": ["child"]}, "told": {"about": ["child"]}, "met": {"about": ["child"]}},
            "duties": {id: each | {"for": "child"} for id, each in duties.items()},
        },
        "entries": ENTRIES,
    }
    procedure = procedure_for(case)
    return Side(entries_of(case, procedure), procedure)


def changes(there: dict[str, Any]) -> Changes:
    return what_changes(side(HERE), side(there), at=AFTER, known_at=NOW)


def names(found: Any) -> list[tuple[str, str]]:
    return [(each.id, each.about["child"]) for each in found]


def pairs(found: Any) -> list[tuple[str, str, str, tuple[str, ...]]]:
    return [(each.before.id, each.after.id, each.after.about["child"], each.differs) for each in found]


def test_under_the_same_procedure_every_duty_stays_as_it_is() -> None:
    found = changes(HERE)

    assert (found.gained, found.lost, found.moved) == ((), (), ())
    assert pairs(found.same) == [
        (name, name, child, ()) for name in ("tell", "meet", "watch") for child in ("c1", "c2")
    ]  # fmt: skip


def test_a_longer_limit_moves_a_duty() -> None:
    found = changes(HERE | {"tell": TELL | {"within": "3 days"}})

    assert pairs(found.moved) == [
        ("tell", "tell", "c1", ("status", "due_at", "due_at_latest")),
        ("tell", "tell", "c2", ("due_at", "due_at_latest")),
    ]
    assert len(found.same) == 4


def test_another_owner_a_must_and_a_target_are_moves_too() -> None:
    found = changes(HERE | {"watch": duty(owner="employer", strength="must", target="2 days", within="6 days")})

    assert [each[3] for each in pairs(found.moved)] == [
        ("owner", "strength", "due_at", "due_at_latest", "target_at")
    ] * 2


def test_what_the_same_deed_meets_is_the_same_duty_by_another_name() -> None:
    found = changes({"inform": TELL | {"strength": "must"}, "meet": MEET, "watch": WATCH})

    assert pairs(found.moved) == [("tell", "inform", "c1", ("strength",)), ("tell", "inform", "c2", ("strength",))]
    assert (found.gained, found.lost) == ((), ())


def test_a_name_outweighs_a_deed() -> None:
    found = changes({"meet": MEET, "inform": TELL, "tell": TELL | {"done_by": "met"}, "watch": WATCH})

    assert ("tell", "tell", "c1", ()) in pairs(found.same)
    assert names(found.gained) == [("inform", "c1"), ("inform", "c2")]


def test_what_only_one_side_asks_is_lost_or_gained() -> None:
    found = changes({"tell": TELL, "meet": MEET, "write": duty(), "review": duty(done_by={"any": ["told", "met"]})})

    assert names(found.lost) == [("watch", "c1"), ("watch", "c2")]
    assert names(found.gained) == [("write", "c1"), ("write", "c2"), ("review", "c1"), ("review", "c2")]


def test_of_several_that_one_deed_meets_the_first_goes_with_the_first() -> None:
    found = changes({"meet": MEET, "watch": WATCH, "first": TELL, "second": TELL})

    assert [(each[0], each[1]) for each in pairs(found.same) if each[0] == "tell"] == [("tell", "first")] * 2
    assert names(found.gained) == [("second", "c1"), ("second", "c2")]


EDITION = date(2026, 4, 10)
CHANGING = {"tell": TELL | {"editions": [{"from": "2026-04-10", "within": "48 hours"}]}}


def test_an_edition_begins_later_until_its_own_day() -> None:
    procedure = side(CHANGING).procedure

    assert begins_later(procedure, date(2026, 4, 9)) == [EDITION]
    assert begins_later(procedure, EDITION) == []


def test_an_edition_that_starts_later_can_be_tried_on_todays_case() -> None:
    now = side(CHANGING)
    later = Side(now.entries, as_if_in_force(now.procedure, EDITION))

    moved = what_changes(now, later, at=AFTER, known_at=NOW).moved

    assert [(each.before.due_at, each.after.due_at) for each in moved] == [
        (moment("2026-03-03T10:00"), moment("2026-03-04T10:00")),
        (moment("2026-03-04T10:00"), moment("2026-03-05T10:00")),
    ]
