"""Where every rule of the sources went: carried, met, waiting, put aside with a reason, or missing."""

import json
import shutil
from pathlib import Path

import pytest

from dutybook.cli.main import main
from dutybook.packs import load
from dutybook.packs.coverage import Coverage, Rule, RulesUnreadable, cover, read_rules
from dutybook.packs.paths import SETTING, procedures
from tests.packs.small_packs import ALBION, BARSETSHIRE, FOLDER

REPOSITORY_RULES = procedures() / "rules.csv"


@pytest.fixture
def packs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The small packs in a folder of the test's own, to spoil."""
    folder = tmp_path / "procedures"
    shutil.copytree(FOLDER, folder)
    monkeypatch.setenv(SETTING, str(folder))
    return folder


def covered(packs: Path, only: str = "") -> Coverage:
    return cover([load(packs / ALBION), load(packs / BARSETSHIRE)], read_rules(packs / "rules.csv", only), only)


def write(packs: Path, coverage: str) -> None:
    (packs / BARSETSHIRE / "coverage.yaml").write_text(coverage, encoding="utf-8")


def test_a_rule_is_carried_at_every_place_that_cites_it(packs: Path) -> None:
    found = covered(packs)

    assert found.carried["T-3-1"] == ["barsetshire/rules.yaml:26 duties/review-it"]
    assert found.carried["T-4-1"] == ["barsetshire/rules.yaml:44 decisions/tier/hurt"]
    assert found.carried["A-2-3"] == ["albion/rules.yaml:25 facts/category/neglect"]
    assert found.carried["T-7-1"] == ["barsetshire/rules.yaml:65 vocabularies/outcome/substantiated"]


def test_what_waits_is_not_missing_and_what_nothing_accounts_for_is(packs: Path) -> None:
    found = covered(packs)

    assert found.awaiting == {"T-11-1": {"issue": "The next slice", "feature": "a screen"}}
    assert found.missing == ["Z-1-1"]
    assert found.problems == []


def test_a_source_from_which_no_local_pack_is_written_is_missing_and_fails_nothing(packs: Path) -> None:
    found = covered(packs)

    assert found.missing == ["Z-1-1"]
    assert found.whole


def test_a_missing_rule_of_a_source_that_a_pack_is_written_from_fails(packs: Path) -> None:
    write(packs, "")

    found = covered(packs)

    assert found.missing == ["T-11-1", "Z-1-1"]
    assert not found.whole


def test_asking_only_for_some_ids_makes_their_missing_ones_fail(packs: Path) -> None:
    assert covered(packs, "T-").whole
    assert not covered(packs, "Z-").whole
    assert list(covered(packs, "Z-").rules) == ["Z-1-1"]


@pytest.mark.parametrize(
    ("coverage", "problem"),
    [
        (
            "awaiting:\n  T-3-1: {issue: The next slice, feature: a screen}\n",
            "coverage.yaml:2: T-3-1 is accounted for twice, by an element that cites it and under awaiting;"
            " write ID: {issue: the title or number of the issue, feature: …}",
        ),
        (
            "awaiting:\n  T-11-1: {issue: The next slice, feature: a screen}\nmet_by_product:\n"
            "  T-11-1: {how: it is, test: tests/a.py::test_b}\n",
            "coverage.yaml:4: T-11-1 is accounted for twice, by awaiting and under met_by_product",
        ),
        ("awaiting:\n  T-99-1: {issue: Next, feature: a screen}\n", "coverage.yaml:2: T-99-1 is no rule of the file"),
        (
            "awaiting:\n  T-11-1: {issue: '', feature: a screen}\n",
            "coverage.yaml:2: T-11-1 under awaiting names no issue",
        ),
        (
            "awaiting:\n  T-11-1: {feature: a screen}\n",
            "coverage.yaml:2: T-11-1 under awaiting does not say issue and feature",
        ),
        (
            "met_by_product:\n  T-11-1: {how: it is}\n",
            "coverage.yaml:2: T-11-1 under met_by_product does not say how and test",
        ),
        ("not_software:\n  T-11-1: ''\n", "coverage.yaml:2: T-11-1 says no reason"),
        (
            "not_software:\n  T-11-1: nobody wants it\n",
            "coverage.yaml:2: T-11-1 is a should of kind notification, which always asks something of software",
        ),
        ("put_aside:\n  T-11-1: why\n", "coverage.yaml:1: 'put_aside' is no list of rules"),
    ],
)
def test_a_line_that_may_not_stand_is_refused_by_file_and_line(packs: Path, coverage: str, problem: str) -> None:
    write(packs, coverage)

    problems = [str(each) for each in covered(packs).problems]

    assert any(problem in each for each in problems), problems
    assert not covered(packs).whole


def test_a_citation_of_a_rule_that_is_not_in_the_file_is_refused(packs: Path) -> None:
    path = packs / BARSETSHIRE / "rules.yaml"
    path.write_text(path.read_text().replace("T-3-1", "T-3-9"), encoding="utf-8")

    found = covered(packs)

    assert [str(each) for each in found.problems] == [
        "barsetshire/rules.yaml:26: duties/review-it cites T-3-9, which is no rule of the file; cite a rule by its id"
    ]
    assert "T-3-1" in found.missing


@pytest.mark.parametrize(
    ("kind", "strength", "asks"),
    [
        ("deadline", "must", True),
        ("decision-rule", "should", True),
        ("notification", "will", True),
        ("meeting-rule", "will", True),
        ("record/data-field", "should", True),
        ("retention", "must", True),
        ("cross-border", "should", True),
        ("escalation/complaint", "will", True),
        ("contact/out-of-hours", "should", True),
        ("information-sharing/confidentiality", "must", True),
        ("deadline", "may", False),
        ("deadline", "fact", False),
        ("role/duty-of-role", "must", False),
        ("scope/definition", "will", False),
    ],
)
def test_which_rules_are_never_put_aside(kind: str, strength: str, asks: bool) -> None:
    assert Rule("X-1-1", kind, strength).asks_of_software is asks


def test_rules_are_read_from_json_lines_too(tmp_path: Path) -> None:
    path = tmp_path / "rules.jsonl"
    path.write_text('{"id": "X-1-1", "kind": "deadline", "strength": "must", "quote": "…"}\n\n', encoding="utf-8")

    assert read_rules(path) == {"X-1-1": Rule("X-1-1", "deadline", "must")}


@pytest.mark.parametrize("text", ["{not json", '{"id": "X-1-1"}', '["X-1-1"]'])
def test_a_file_that_is_no_list_of_rules_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "rules.jsonl"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(RulesUnreadable, match="is not a list of rules"):
        read_rules(path)


# --- the command ------------------------------------------------------------------------------------------------------


def command(packs: Path, *more: str) -> int:
    return main(["procedures", "coverage", "--rules", str(packs / "rules.csv"), *more])


@pytest.fixture
def only_small(packs: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The command sees the small packs and no others."""
    shutil.copytree(procedures() / "calendars", packs / "calendars")
    monkeypatch.setattr("dutybook.packs.paths.procedures", lambda: packs)
    return packs


def test_the_json_has_exactly_the_keys_of_the_contract(only_small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = command(only_small, "--json")

    written = json.loads(capsys.readouterr().out)
    assert code == 0
    assert set(written) == {"rules", "carried", "met_by_product", "awaiting", "not_software", "missing"}
    assert written["rules"] == 22
    assert written["awaiting"] == {"T-11-1": {"issue": "The next slice", "feature": "a screen"}}
    assert written["missing"] == ["Z-1-1"]


def test_the_text_is_grouped_by_source(only_small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command(only_small)

    written = capsys.readouterr().out
    assert (
        "T: 13 rules: 12 carried, 0 met by the product, 1 awaiting an issue, 0 not for software, 0 missing" in written
    )
    assert "Z: 1 rules" in written
    assert "no pack is written from this source yet" in written


def test_something_wrong_is_exit_1_and_on_standard_error(only_small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(only_small, "not_software:\n  T-11-1: nobody wants it\n")

    code = command(only_small)

    assert code == 1
    assert "T-11-1 is a should of kind notification" in capsys.readouterr().err


def test_a_file_that_cannot_be_read_is_exit_2(only_small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["procedures", "coverage", "--rules", str(only_small / "none.csv")])

    assert code == 2
    assert "write the path of rules.jsonl or rules.csv" in capsys.readouterr().err


@pytest.mark.parametrize("source", ["S-", "B-"])
def test_every_rule_of_the_sources_of_the_packs_that_ship_is_accounted_for(
    source: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["procedures", "coverage", "--rules", str(REPOSITORY_RULES), "--only", source, "--json"])

    written = capsys.readouterr()
    assert (json.loads(written.out)["missing"], written.err, code) == ([], "", 0)
