"""The packs in `procedures/` load, are sound and hold their examples; so do the hard rules of layers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from dutybook.engine.forms import Length
from dutybook.packs import PackErrors, as_data, check, json_schema, load, names, run_examples
from tests.spec.short_form import language_case, language_cases

CASES = {case["n"]: case for case in language_cases()}


@pytest.mark.parametrize("name", names())
def test_nothing_is_wrong_with_it(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DUTYBOOK_CACHE", str(tmp_path))

    assert [str(each) for each in check([name]) if not each.note] == []


@pytest.mark.parametrize("name", names())
def test_every_example_holds(name: str) -> None:
    assert [each for each in run_examples(load(name)) if not each.passed] == []


@pytest.mark.parametrize("name", names())
def test_its_plain_chapters_are_plain_data(name: str) -> None:
    assert json.loads(json.dumps(as_data(load(name)))) == as_data(load(name))


def test_the_schema_for_editors_is_the_one_published() -> None:
    published = Path(__file__).parents[2] / "docs" / "generated" / "pack.schema.json"

    assert json.loads(published.read_text(encoding="utf-8")) == json_schema()


def test_the_schema_knows_every_key_of_a_duty() -> None:
    duty = json_schema()["$defs"]["Duty"]

    assert {"for", "arises", "within", "done_by", "editions", "cite"} <= duty["properties"].keys()
    assert duty["additionalProperties"] is False


# --- hard rules about layers (docs/language.md, sections 7, 9 and 10) -------------------------------------------------


def editions_of(case: dict[str, Any]) -> list[Any]:
    return [rules for _, rules in language_case(case).editions]


def test_rule_41_a_national_duty_is_withdrawn_and_one_field_of_another_set() -> None:
    (rules,) = editions_of(CASES[41])

    assert list(rules.duties) == ["see-child"]
    assert rules.duties["see-child"].within == Length(0, "days")
    assert rules.duties["see-child"].set_by["within"] == "layer-2"


def test_rule_42_the_layer_beats_the_date() -> None:
    found = [rules.duties["tell-lado"].within for rules in editions_of(CASES[42])]

    assert found == [Length(1, "working days"), Length(2, "working days"), Length(2, "working days")]


def test_rule_43_a_circle_of_expiries_is_refused() -> None:
    with pytest.raises(PackErrors, match="a circle: x -> y -> x"):
        language_case(CASES[43])


def test_rule_46_a_target_over_a_population_is_kept_and_is_no_duty() -> None:
    (rules,) = editions_of(CASES[46])

    assert not rules.duties
    assert rules.plain["targets"]["concluded-in-a-month"].more["share"] == 80


def test_rule_47_a_consultation_may_be_recorded_by_a_token() -> None:
    (rules,) = editions_of(CASES[47])

    assert list(rules.events) == ["consultation_held"]


def test_rule_26_a_choice_says_when_it_is_offered() -> None:
    (rules,) = editions_of(CASES[26])

    offered = {choice.id: choice.when for choice in rules.facts["outcome"].choices}
    assert [id for id, when in offered.items() if when is not None] == ["false"]
