"""Two procedures beside each other: one change, one line, whatever it is a change of; and none for what is the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace
from typing import Any

import pytest

from dutybook.cli.main import main
from dutybook.engine.comparing import WHERE_IT_STANDS, Difference
from dutybook.engine.procedure import Procedure
from dutybook.packs import load
from dutybook.packs.beside import beside
from dutybook.packs.beside_page import fragment
from dutybook.packs.schema.chapters import Header, Source
from tests.engine.test_compare import changes
from tests.packs.small_packs import FOLDER, load_small
from tests.packs.test_every_key import BARSETSHIRE

FOLLOWS = {"hash", "layers", "sources", "editions", "organisations", "more"}
"""Fields of a procedure that follow from others, or are looked into one by one."""

OTHERWISE = {
    "authorities": {"E00000001": "Another shire"},
    "in_force_from": "2031-01-02",
    "next_review_on": "2031-01-03",
}


@pytest.fixture(scope="module")
def barsetshire() -> Procedure:
    return load(BARSETSHIRE)


def lines(left: Procedure, right: Procedure) -> list[Difference]:
    return [each for topic in beside(left, right) for each in topic.differences]


def changed(procedure: Procedure, number: int, **what: Any) -> Procedure:
    """The procedure with something said otherwise: its content has another hash."""
    return replace(procedure, **{"hash": f"changed {number}", **what})


def heads(procedure: Procedure) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every change of one thing that the head of a pack says."""
    for name in [each.name for each in fields(procedure) if each.name not in FOLLOWS]:
        old = getattr(procedure, name)
        yield name, {name: replace(old, name="another") if name == "calendar" else f"{old} and another"}
    for key, old in procedure.more.items():
        for what, new in otherwise(key, old):
            yield what, {"more": {**procedure.more, key: new}}


def otherwise(key: str, old: Any) -> Iterator[tuple[str, Any]]:
    """A value of a head in other words; of a mapping, each entry of it changed, left out, and one added."""
    if key in OTHERWISE or not isinstance(old, dict):
        yield key, OTHERWISE.get(key, "another")
        return
    for id, said in old.items():
        yield f"{key}/{id} left out", {each: value for each, value in old.items() if each != id}
        for inner in said if isinstance(said, dict) else ():
            yield f"{key}/{id}/{inner}", {**old, id: {**said, inner: "said otherwise"}}
        if isinstance(said, str):
            yield f"{key}/{id}", {**old, id: f"{said} now"}
    yield f"{key}/another", {**old, "another": {"title": "Another"} if key == "sources" else "Another"}


def test_one_field_changed_anywhere_in_a_pack_is_exactly_one_line(barsetshire: Procedure) -> None:
    (first, rules), *later = barsetshire.editions
    plain = replace(barsetshire, editions=((first, rules),), hash="one edition")

    found = {
        what: len(lines(plain, changed(plain, number, editions=((first, other),))))
        for number, (what, other) in enumerate(changes(rules))
    }

    assert later
    assert len(found) > 1000
    assert {what: count for what, count in found.items() if count != 1} == {}


def test_one_thing_changed_in_the_head_of_a_pack_is_exactly_one_line(barsetshire: Procedure) -> None:
    found = {
        what: [each.sentence for each in lines(barsetshire, changed(barsetshire, number, **new))]
        for number, (what, new) in enumerate(heads(barsetshire))
    }

    assert {what: said for what, said in found.items() if len(said) != 1} == {}


def test_every_key_of_a_head_and_of_a_source_is_among_those_changed(barsetshire: Procedure) -> None:
    tried = {part for what, _ in heads(barsetshire) for part in what.replace(" ", "/").split("/")}

    assert {*Header.model_fields, *Source.model_fields} - tried == set()


def test_a_line_of_a_head_shows_two_different_texts(barsetshire: Procedure) -> None:
    for number, (what, new) in enumerate(heads(barsetshire)):
        (line,) = lines(barsetshire, changed(barsetshire, number, **new))
        assert line.left != line.right, what
        assert line.left in line.sentence, what
        assert line.right in line.sentence, what


def test_procedures_that_say_the_same_have_no_line_and_print_nothing(
    barsetshire: Procedure, capsys: pytest.CaptureFixture[str]
) -> None:
    assert beside(barsetshire, replace(barsetshire, hash="another copy")) == ()

    assert main(["procedures", "compare", "dorset", "dorset"]) == 0
    assert capsys.readouterr().out == ""


def test_two_authorities_limits_from_one_moment_stand_in_one_line() -> None:
    found = [each for each in lines(load("dorset"), load("gloucestershire")) if each.about.startswith("By when")]

    (line,) = found
    assert line.about == "By when, counted from “Children's social care received the referral”"
    assert (
        "the same day (“Evaluate the referral on the day it is received”; Children's social care (should);" in line.left
    )
    assert ") and within 1 working day (“Decide what type of response is required”; " in line.left
    assert line.right.startswith("within 24 hours (“Contact the caller: a social worker”; ")


def test_a_line_names_no_stored_name_and_each_duty_has_its_paragraph() -> None:
    found = lines(load("staffordshire"), load("hampshire"))

    assert [each.sentence for each in found if "_" in each.sentence] == []
    assert [each.sentence for each in found if each.field == "within" and not (each.left_at and each.right_at)] == []


def test_another_paragraph_is_a_line_only_where_no_line_shows_it() -> None:
    found = lines(load_small("albion"), load_small("barsetshire"))

    limit = [each for each in found if each.id == "tell-the-officer"]
    assert [each.field for each in limit] == ["within"]
    assert [(each.left_at, each.right_at) for each in limit] == [("page 4", "para 1")]


def test_what_one_procedure_alone_asks_about_a_topic_is_one_line() -> None:
    found = lines(load("dorset"), load("gloucestershire"))

    asked = [each for each in found if each.about == "Only Dorset asks" and "What was discussed?" in each.sentence]
    assert len(asked) == 1
    assert "“Whom did you contact, and when?”" in asked[0].left


@pytest.mark.parametrize(
    ("was", "is_now", "topic"),
    [
        ("within: 4 hours", "within: 5 hours", "Other"),
        ("title: Tier 1,", "title: The first tier,", "Other"),
        ("value: 01632 960001", "value: 01632 960002", "Whom to ring"),
        ("cite: {at: para 6, rules: [T-6-1]}", "cite: {at: para 6, rules: [T-6-2]}", "Whom to ring"),
    ],
)
def test_a_key_changed_in_the_folder_of_a_pack_prints_one_line(
    was: str, is_now: str, topic: str, tmp_path: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("albion", "barsetshire"):
        for file in (FOLDER / name).glob("*.yaml"):
            (tmp_path / name).mkdir(exist_ok=True)
            said = file.read_text(encoding="utf-8")
            (tmp_path / name / file.name).write_text(said.replace(was, is_now, 1), encoding="utf-8")

    assert main(["procedures", "compare", str(FOLDER / "barsetshire"), str(tmp_path / "barsetshire")]) == 0

    (line,) = capsys.readouterr().out.splitlines()
    assert line.startswith(f"{topic} | ")


def test_the_page_shows_each_difference_with_both_names_and_folds_mere_paragraphs() -> None:
    left, right = load("dorset"), load("gloucestershire")

    page = fragment(left, right)

    assert "within 24 hours" in page
    assert page.count('scope="rowgroup"') == len(lines(left, right))
    assert page.count("<details") == len(
        [topic for topic in beside(left, right) if any(each.field == WHERE_IT_STANDS for each in topic.differences)]
    )


def test_the_page_of_a_procedure_beside_itself_says_so(barsetshire: Procedure) -> None:
    assert "They say the same." in fragment(barsetshire, barsetshire)
