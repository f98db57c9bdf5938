"""Until the next change nothing changes but how late a duty is: what was worked out may be kept until then."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from dutybook.engine import duties_for, next_change
from dutybook.engine.next_change import still
from tests.agreement.histories import Question, questions
from tests.agreement.profiles import asking

HISTORIES = 300
A_YEAR = 365 * 24 * 3600


@asking(HISTORIES)
@given(question=questions(), chances=st.randoms(use_true_random=True))
def test_until_the_next_change_only_how_late_a_duty_is_goes_on(question: Question, chances: Random) -> None:
    procedure, at = question.procedure, question.at.replace(microsecond=0)
    entries = [each for each in question.entries if each.recorded_at <= at]
    worked_out = duties_for(entries, procedure, at=at, known_at=at)

    changes = next_change(entries, procedure, at=at, known_at=at)

    left = int((changes - at).total_seconds()) if changes else A_YEAR
    for seconds in (0, left - 1, *(chances.randrange(left) for _ in range(3))):
        later = at + timedelta(seconds=seconds)
        assert still(worked_out, at=later) == duties_for(entries, procedure, at=later, known_at=later), later
