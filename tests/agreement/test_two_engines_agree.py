"""Two engines, written apart from the same page, give the same answers to the same random questions.

Nothing here may be let pass: every field but the sentences is compared, and what the questions reach is counted.
"""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given

from tests.agreement.comparing import differences
from tests.agreement.histories import Question, questions
from tests.agreement.profiles import asking
from tests.agreement.reached import MUST_REACH, reached
from tests.agreement.reducing import reduced
from tests.agreement.story import story

QUESTIONS = 600


def test_both_engines_answer_every_question_alike() -> None:
    @asking(QUESTIONS)
    @given(question=questions())
    def agree(question: Question) -> None:
        if differences(question):
            smallest = reduced(question, lambda smaller: bool(differences(smaller)))
            pytest.fail("\n".join([*differences(smallest), story(smallest)]), pytrace=False)

    agree()


def test_the_questions_reach_every_corner_of_the_language_in_one_case_of_a_hundred() -> None:
    counted: Counter[str] = Counter()

    @asking(QUESTIONS)
    @given(question=questions())
    def count(question: Question) -> None:
        counted.update({"questions", *reached(question)})

    count()
    shares = {label: counted[label] / counted["questions"] for label in MUST_REACH}
    print(*(f"{label:32} {share:6.1%}" for label, share in shares.items()), sep="\n")

    assert [label for label, share in shares.items() if share < 0.01] == []
