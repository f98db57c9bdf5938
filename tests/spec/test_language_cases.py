"""The fifty rules of `language-cases/`, each by its number, and the cases added to them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from dutybook.packs.problems import PackErrors
from tests.spec.cases import all_cases, disagreements, procedure_for

CASES = all_cases()


@pytest.mark.parametrize(
    "case", [each for each in CASES if "refused" not in each], ids=lambda case: f"case {case['n']}"
)
def test_the_engine_answers_as_the_case_expects(case: dict[str, Any]) -> None:
    assert list(disagreements(case)) == []


@pytest.mark.parametrize("case", [each for each in CASES if "refused" in each], ids=lambda case: f"case {case['n']}")
def test_a_pack_that_must_be_refused_is_refused_with_the_reason(case: dict[str, Any]) -> None:
    with pytest.raises(PackErrors) as refusal:
        procedure_for(case)

    assert case["refused"] in "\n".join(str(each) for each in refusal.value.problems)


def test_every_case_is_there_once() -> None:
    assert [each["n"] for each in CASES] == list(range(1, len(CASES) + 1))


def test_each_section_from_what_is_known_on_and_each_reading_has_a_case() -> None:
    page = (Path(__file__).parents[2] / "docs" / "language.md").read_text(encoding="utf-8")
    wanted = {*map(str, range(4, 12)), *re.findall(r"^\| (R\d+) \|", page, re.MULTILINE)}

    shown = {word for case in CASES for word in re.findall(r"R\d+|\b\d+\b", case.get("section", ""))}

    assert sorted(wanted - shown) == []
