"""Moving a case: what would be gained, lost and moved is what comes out when the case is computed afresh."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from random import Random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from dutybook import packs
from dutybook.engine.duties import duties_for
from dutybook.engine.instance import Instance
from dutybook.engine.moving import Changes, Side, what_changes
from dutybook.engine.procedure import Procedure
from tests.agreement.histories import Question, questions
from tests.agreement.procedures import procedure_for
from tests.agreement.profiles import asking
from tests.agreement.words import WINDOWS

HISTORIES = 200

Counted = Counter[str]

CONCERN = {
    "type": "concern_raised",
    "happened_at": "2026-04-02T16:00:00+01:00",
    "by": "Ruth Okafor",
    "as": "senior_manager",
    "data": {"allegation": "a1", "harm_may_have_happened": True},
}


def counted(duties: Iterable[Instance]) -> Counted:
    return Counter(map(repr, duties))


def before(changes: Changes) -> list[Instance]:
    return [*changes.lost, *(each.before for each in (*changes.moved, *changes.same))]


def after(changes: Changes) -> list[Instance]:
    return [*changes.gained, *(each.after for each in (*changes.moved, *changes.same))]


@asking(HISTORIES)
@given(question=questions(), chances=st.randoms(use_true_random=True))
def test_what_changes_is_what_computing_afresh_says_for_any_history(question: Question, chances: Random) -> None:
    other = procedure_for(chances, WINDOWS[0])
    here, there = Side(question.entries, question.procedure), Side(question.entries, other)

    changes = what_changes(here, there, **question.asked)

    assert counted(before(changes)) == counted(duties_for(question.entries, question.procedure, **question.asked))
    assert counted(after(changes)) == counted(duties_for(question.entries, other, **question.asked))
    assert all(each.differs for each in changes.moved)
    assert not any(each.differs for each in changes.same)


@asking(HISTORIES // 4)
@given(question=questions())
def test_a_case_that_stays_where_it_is_changes_in_nothing(question: Question) -> None:
    here = Side(question.entries, question.procedure)

    changes = what_changes(here, here, **question.asked)

    assert (changes.gained, changes.lost, changes.moved) == ((), (), ())


def under_another_name(procedure: Procedure, duty: str, name: str, **changed: Any) -> Procedure:
    """The same procedure, in which one duty has another name, and says something else."""
    [(day, rules)] = procedure.editions
    duties = {
        (name if each.id == duty else each.id): replace(each, id=name, **changed) if each.id == duty else each
        for each in rules.duties.values()
    }
    return replace(procedure, editions=((day, replace(rules, duties=duties)),))


def test_a_duty_that_the_same_deed_meets_is_moved_and_neither_lost_nor_gained() -> None:
    here = packs.load("staffordshire")
    there = under_another_name(here, "tell-the-lado-24-hours", "tell-the-lado", strength="must")
    moment = datetime(2026, 4, 9, 12, tzinfo=UTC)
    entries = packs.entries_from([CONCERN], here)

    changes = what_changes(Side(entries, here), Side(entries, there), at=moment, known_at=moment)

    assert (changes.gained, changes.lost) == ((), ())
    assert [(each.before.id, each.after.id, each.differs) for each in changes.moved] == [
        ("tell-the-lado-24-hours", "tell-the-lado", ("strength",))
    ]
