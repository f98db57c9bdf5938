"""The rules that the benchmarks write by hand give what the engine gives: the same answers are compared for speed."""

from datetime import datetime

import pytest

from benchmarks import by_hand
from benchmarks.case import DATES, case
from dutybook.engine import duties_for


@pytest.mark.parametrize("at", DATES, ids=lambda at: at.date().isoformat())
def test_rules_written_by_hand_and_the_engine_give_the_same_duties(at: datetime) -> None:
    calendar = case().procedure.calendar
    engine = [each.as_json(calendar) for each in duties_for(case().entries, case().procedure, at=at, known_at=at)]

    by_a_person = by_hand.duties(case().entries, calendar, at=at, known_at=at)

    assert by_a_person == engine, "a rule of the pack has changed: change it in benchmarks/by_hand too"


def test_the_case_that_is_timed_is_the_one_that_was_asked_for() -> None:
    entries = case().entries
    named = {kind: {id for entry in entries for id in entry.things.get(kind, ())} for kind in KINDS}

    assert len(entries) == 40
    assert {kind: len(ids) for kind, ids in named.items()} == KINDS
    assert sum(entry.corrects is not None for entry in entries) == 1


KINDS = {"employment": 2, "child": 2, "meeting": 3}
