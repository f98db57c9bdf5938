"""Each duty of a pack is shown in time, late, not needed and in doubt; each table row by row, and with a fact missing.

What a duty or a table cannot be is not asked for (`worked` says what it can be); nothing may be excused by name.
"""

from __future__ import annotations

from functools import cache

import pytest

from dutybook.engine.forms import Happened, Length, Name, Not
from dutybook.engine.procedure import After, Becomes, Condition, Decision, Deed, DoneBy, Duty, Row, Rules
from dutybook.packs import load, names
from tests.packs.worked import (
    CANNOT_TELL,
    IN_TIME,
    LATE,
    NOT_NEEDED,
    Shown,
    own,
    rows_to_be_shown,
    shown_by,
    to_be_shown,
)

seen_in = cache(shown_by)


def lacking(pack: str, shown: Shown) -> dict[str, set[str]]:
    """By the id of a duty or a decision of the pack's own, what no example of it shows."""
    rules = load(pack).editions[-1][1]
    duties = {each.id: to_be_shown(each, rules) - shown.duties[each.id] for each in own(rules.duties, pack)}
    tables = {each.id: rows_to_be_shown(each, rules) - shown.decisions[each.id] for each in own(rules.decisions, pack)}
    return {id: states for id, states in (duties | tables).items() if states}


@pytest.mark.parametrize("pack", names())
def test_each_duty_is_shown_in_each_state_it_can_be_in_and_each_table_in_each_row(pack: str) -> None:
    assert lacking(pack, seen_in(pack)) == {}


def test_a_pack_without_examples_lacks_all_of_it() -> None:
    found = lacking("staffordshire", Shown())

    assert found["tell-the-lado-24-hours"] == {IN_TIME, LATE, NOT_NEEDED, CANNOT_TELL}
    assert {"harm", CANNOT_TELL} < found["threshold"]
    assert len(found) > 100


RULES = Rules(conditions={"somebody_came": Condition(id="somebody_came", form=Happened("came"))})


@pytest.mark.parametrize(
    ("duty", "states"),
    [
        (Duty(id="see", arises=After(("came",)), done_by=DoneBy("any", (Deed("seen"),))), {IN_TIME}),
        (Duty(id="see", arises=After(("came",)), within=Length(2, "hours")), {LATE}),
        (Duty(id="see", arises=After(("came",)), ends=("left",)), {NOT_NEEDED}),
        (Duty(id="see", arises=After(("came",)), when=Name("somebody_came")), {NOT_NEEDED}),
        (Duty(id="see", arises=After(("came",), Not(Name("hurt")))), {NOT_NEEDED, CANNOT_TELL}),
        (Duty(id="see", arises=Becomes(Name("hurt")), strength="prompt"), {NOT_NEEDED, CANNOT_TELL}),
    ],
)
def test_a_duty_can_be_late_with_a_limit_and_in_doubt_where_an_answer_may_be_missing(
    duty: Duty, states: set[str]
) -> None:
    assert to_be_shown(duty, RULES) == states


def test_a_table_can_be_in_doubt_where_an_answer_may_be_missing() -> None:
    happened = Decision(id="d", rows=(Row(id="a", when=Name("somebody_came"), points_to="x"),))
    answered = Decision(id="d", rows=(Row(id="a", when=Name("hurt"), points_to="x"), Row(id="b", points_to="y")))

    assert rows_to_be_shown(happened, RULES) == {"a"}
    assert rows_to_be_shown(answered, RULES) == {"a", "b", CANNOT_TELL}
