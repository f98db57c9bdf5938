"""Every citation is earned: an element taken out of its pack fails a worked example, or changes the page."""

import shutil
from pathlib import Path

import pytest

from dutybook.cli.main import main
from dutybook.engine import duties_for, may, out_of_order, points_to
from dutybook.engine.procedure import Procedure
from dutybook.packs import load
from dutybook.packs.casefile import read_entries
from dutybook.packs.citing import every_element, related
from dutybook.packs.coverage import cover, read_rules
from dutybook.packs.examples import examples_in
from dutybook.packs.expected import Story
from dutybook.packs.paths import SETTING, procedures
from dutybook.packs.prove import Proof, is_a_test, prove
from dutybook.packs.taking_out import TAKEN_OUT, without
from tests.packs.small_packs import ALBION, BARSETSHIRE, FOLDER

HERE = "tests/packs/test_prove.py"


@pytest.fixture
def packs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The small packs in a folder of the test's own, to spoil."""
    folder = tmp_path / "procedures"
    shutil.copytree(FOLDER, folder)
    monkeypatch.setenv(SETTING, str(folder))
    return folder


def proofs(packs: Path) -> dict[str, Proof]:
    """By what they prove: `duties/review-it`."""
    every = [load(packs / ALBION), load(packs / BARSETSHIRE)]
    found = prove(every, cover(every, read_rules(packs / "rules.csv")))
    return {proof.place.rpartition(" ")[2]: proof for proof in found}


def spoil(packs: Path, file: str, old: str, new: str) -> None:
    path = packs / BARSETSHIRE / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_every_place_of_the_small_packs_is_proved(packs: Path) -> None:
    found = proofs(packs)

    assert len(found) == 19
    assert [proof for proof in found.values() if not proof.by] == []


@pytest.mark.parametrize(
    ("place", "by"),
    [
        ("duties/review-it", "example told-within-four-hours"),
        ("duties/keep-a-note", "example told-within-four-hours"),
        ("decisions/tier/rest", "example without-injury-nobody-is-hurt"),
        ("facts/category/neglect", "example without-injury-nobody-is-hurt"),
        ("conditions/serious", "example told-within-four-hours"),
        ("gates/tier-first", "example told-within-four-hours"),
        ("directory/duty_desk", "example told-within-four-hours"),
        ("meetings/allegations_meeting/the_child", "example without-injury-nobody-is-hurt"),
        ("vocabularies/outcome/unfounded", "the page that shows it"),
        ("roles/senior_manager", "the page that shows it"),
        ("standards/training", "the page that shows it"),
        ("guidance/listen_first", "the page that shows it"),
    ],
)
def test_the_proof_names_the_example_that_then_fails_or_the_page(packs: Path, place: str, by: str) -> None:
    assert proofs(packs)[place].by == by


def test_a_duty_that_no_example_expects_is_not_proved(packs: Path) -> None:
    spoil(
        packs,
        "examples/start.yaml",
        '{at: "2026-03-09T12:00:00+00:00", duty: review-it, status: open, due: "2026-03-30"}',
        '{at: "2026-03-09T12:00:00+00:00", duty: keep-a-note, status: open}',
    )

    assert proofs(packs)["duties/review-it"] == Proof("barsetshire/rules.yaml:26 duties/review-it", ("T-3-1",), "")


def test_an_example_that_does_not_hold_to_begin_with_proves_nothing(packs: Path) -> None:
    spoil(packs, "examples/start.yaml", "points_to: [tier_2]", "points_to: [tier_9]")

    assert proofs(packs)["decisions/tier/rest"].by == ""


def test_a_rule_that_the_product_meets_is_proved_by_a_test_that_is_there(packs: Path) -> None:
    line = "met_by_product:\n  T-11-1: {{how: it does, test: '{}'}}\n"
    coverage = packs / BARSETSHIRE / "coverage.yaml"
    name = f"{HERE}::test_a_rule_that_the_product_meets_is_proved_by_a_test_that_is_there"

    coverage.write_text(line.format(name), encoding="utf-8")
    there = proofs(packs)[name]
    coverage.write_text(line.format(f"{HERE}::test_that_nobody_wrote"), encoding="utf-8")
    gone = proofs(packs)[f"{HERE}::test_that_nobody_wrote"]

    assert (there.rules, there.by) == (("T-11-1",), "the test is there")
    assert (gone.rules, gone.by) == (("T-11-1",), "")


@pytest.mark.parametrize("name", ["", "tests/none.py::test_a", f"{HERE}", f"{HERE}::", f"{HERE}::HERE"])
def test_what_is_no_test_is_no_proof(name: str) -> None:
    assert not is_a_test(name)


# --- taking an element out --------------------------------------------------------------------------------------------


def barsetshire() -> Procedure:
    return load(FOLDER / BARSETSHIRE)


def test_any_element_can_be_taken_out_and_a_case_still_be_read() -> None:
    """Names that pointed to it are unknown; nothing is an error, but entries that themselves name what is gone."""
    whole = barsetshire()
    examples = list(examples_in(FOLDER / BARSETSHIRE / "examples", whole))

    for each in every_element(whole.editions[-1][1]):
        smaller = without(whole, each.chapter, each.id, each.member)
        for example in examples:
            read_all(example.document, example.written["entries"], smaller)


def read_all(document: object, written: list[dict[str, object]], procedure: Procedure) -> None:
    entries, _ = read_entries(written, procedure, document, ())  # type: ignore[arg-type]
    story = Story(entries, procedure)
    clocks = story.clocks({"at": "2026-03-09T12:00:00+00:00"})
    duties_for(entries, procedure, **clocks)
    out_of_order(entries, procedure, **clocks)
    rules = procedure.editions[-1][1]
    for decision in rules.decisions:
        points_to(decision, entries, procedure, about={"allegation": "a1"}, **clocks)
    for event in rules.events:
        may(event, {"allegation": "a1"}, entries, procedure, **clocks)


def test_a_name_of_what_is_gone_is_unknown_and_not_false() -> None:
    rules = without(barsetshire(), "conditions", "serious").editions[-1][1]

    assert "serious" not in rules.conditions
    assert TAKEN_OUT in rules.facts
    assert rules.decisions["tier"].rows[0].when == rules.duties["tell-the-officer-again"].arises.where  # type: ignore[union-attr]
    assert getattr(rules.decisions["tier"].rows[0].when, "name", "") == TAKEN_OUT


def test_taking_out_a_row_takes_out_the_answer_that_only_it_offered() -> None:
    rules = without(barsetshire(), "decisions", "tier", "rest").editions[-1][1]

    assert [row.id for row in rules.decisions["tier"].rows] == ["hurt"]
    assert [choice.id for choice in rules.facts["tier"].choices] == ["tier_1"]


def test_taking_out_what_is_not_there_changes_nothing() -> None:
    whole = barsetshire()

    assert without(whole, "duties", "none").editions == whole.editions


def test_whom_its_going_away_may_touch_is_followed_from_name_to_name() -> None:
    names = {"a": {"fact"}, "b": {"a"}, "c": {"b"}, "d": {"other"}}

    assert related(names, "fact") == ["fact", "a", "b", "c"]


# --- the whole --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("source", ["S-", "B-"])
def test_every_citation_of_the_packs_that_ship_is_proved(source: str, capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["procedures", "coverage", "--rules", str(procedures() / "rules.csv"), "--only", source, "--prove"])

    written = capsys.readouterr()
    assert (written.err, code) == ("", 0)
    assert written.out.splitlines()[-1].endswith(" places proved, 0 not")
