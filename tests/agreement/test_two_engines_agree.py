"""Two engines, written apart from the same page, give the same answers to the same random questions.

Nothing here may be let pass: every field but the sentences is compared, and what the questions reach is counted.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

import pytest
from hypothesis import given

from tests.agreement.comparing import differences
from tests.agreement.histories import Question, questions
from tests.agreement.profiles import asking
from tests.agreement.reached import MUST_REACH, reached
from tests.agreement.reducing import reduced
from tests.agreement.story import story

QUESTIONS = 600


@dataclass
class Outcome:
    """What came of a run: how many questions reached what, and one question on which the engines differ."""

    counted: Counter[str] = field(default_factory=Counter)
    differing: Question | None = None


@pytest.fixture(scope="module")
def outcome() -> Outcome:
    found = Outcome()

    @asking(QUESTIONS)
    @given(question=questions())
    def ask(question: Question) -> None:
        found.counted.update({"questions", *reached(question)})
        if found.differing is None and differences(question):
            found.differing = question

    ask()
    return found


def test_both_engines_answer_every_question_alike(outcome: Outcome) -> None:
    if outcome.differing is not None:
        smallest = reduced(outcome.differing, lambda smaller: bool(differences(smaller)))
        pytest.fail("\n".join([*differences(smallest), story(smallest)]), pytrace=False)


def test_the_questions_reach_every_corner_of_the_language_in_one_case_of_a_hundred(outcome: Outcome) -> None:
    shares = {label: outcome.counted[label] / outcome.counted["questions"] for label in MUST_REACH}
    print(*(f"{label:32} {share:6.1%}" for label, share in shares.items()), sep="\n")

    assert outcome.counted["questions"] >= QUESTIONS
    assert [label for label, share in shares.items() if share < 0.01] == []
