"""The naive engine gives the answers that the worked cases expect, so that it can judge the real one.

Nothing here may soften an expectation; only what the naive engine does not answer is left out: sentences, what to
keep, when to look again.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from tests.agreement import naive
from tests.spec import cases

QUESTIONS = ("duties_for", "points_to", "may", "out_of_order")
NOT_ASKED = ("keep", "next_change")
UNSAID = ("because", "title", "cite", "set_by")
ANSWERED = [case for case in cases.all_cases() if "refused" not in case]


def asked(case: Mapping[str, Any]) -> dict[str, Any]:
    """The case without the questions that are not put to the naive engine."""
    kept = {key: value for key, value in case.items() if key not in NOT_ASKED}
    for questions in ("expect", "weigh", "gates"):
        rows = kept.get(questions, [])
        kept[questions] = [{key: value for key, value in row.items() if key not in UNSAID} for row in rows]
    return kept


@pytest.mark.parametrize("case", ANSWERED, ids=lambda case: str(case["n"]))
def test_the_naive_engine_answers_as_the_case_expects(case: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    for question in QUESTIONS:
        monkeypatch.setattr(cases, question, getattr(naive, question))

    assert list(cases.disagreements(asked(case))) == []
