"""With each decision stands what it was decided under: the procedure to the letter, and since when it was adopted."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from dutybook.casework import decided_under, procedures, queries, store
from dutybook.casework.actions.adoption import adopt_procedure
from dutybook.casework.actions.events import Sent, record_event
from dutybook.casework.export import case_file
from dutybook.casework.models import Case
from dutybook.casework.store import Raw, Statement
from dutybook.casework.verifying import verify
from dutybook.packs.paths import SETTING
from dutybook.packs.paths import procedures as folder_of_packs
from tests.cast import PROCEDURE, THURSDAY_AT_FIVE, Cast

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

LATER = THURSDAY_AT_FIVE + timedelta(minutes=20)


def threshold(cast: Cast) -> Statement:
    return Statement(
        type="threshold_decided",
        happened_at=THURSDAY_AT_FIVE.isoformat(),
        by=cast.lado.name,
        role="designated_officer",
        data={"allegation": "allegation-1", "threshold": "potentially_met", "threshold_reason": "He left a mark."},
    )


def decide(cast: Cast, case: Case) -> Raw:
    procedure = procedures.of_case(case, known_at=LATER)
    sent = Sent(by=cast.lado, now=LATER, expected_number=queries.next_number(case))
    entry = record_event(case, threshold(cast), procedure=procedure, sent=sent, already=True)
    return store.raw_entries([entry])[0]


def adopt(cast: Cast) -> None:
    adopt_procedure(PROCEDURE, by=cast.lado, reason="agreed by the partnership", now=THURSDAY_AT_FIVE)


def test_a_decision_says_under_which_procedure_it_was_taken_and_since_when_that_was_adopted(
    cast: Cast, case: Case
) -> None:
    adopt(cast)

    said = decide(cast, case)

    procedure = procedures.of_case(case)
    assert said[decided_under.KEY] == {
        "procedure": PROCEDURE,
        "edition": procedure.edition,
        "hash": procedure.hash,
        "adopted_at": THURSDAY_AT_FIVE.isoformat(),
    }


def test_before_anything_is_adopted_it_says_only_which_procedure(cast: Cast, case: Case) -> None:
    assert set(decide(cast, case)[decided_under.KEY]) == {"procedure", "edition", "hash"}


def test_what_decides_nothing_says_nothing_of_it(cast: Cast, case: Case) -> None:
    assert all(decided_under.KEY not in raw for raw in store.raw_entries(case.entries.all()))


def test_a_case_file_is_the_same_with_it_as_without(cast: Cast, case: Case) -> None:
    said = decide(cast, case)
    without = {key: value for key, value in said.items() if key != decided_under.KEY}

    assert case_file(case, [said]) == case_file(case, [without])
    assert decided_under.KEY not in yaml.safe_load(case_file(case, [said]))["entries"][0]


def test_an_entry_from_before_this_was_kept_still_reads(cast: Cast, case: Case) -> None:
    store.append(case, threshold(cast), by=cast.lado, now=LATER, expected_number=queries.next_number(case))

    view = queries.case_view(cast.lado, case.reference, page="the case", now=LATER)

    assert "threshold" in view.entries[-1].answers


def test_the_record_is_sound_while_each_decision_names_what_was_adopted_then(
    cast: Cast, case: Case, anchored: Callable[[], AbstractContextManager[Any]]
) -> None:
    with anchored():
        adopt(cast)
        decide(cast, case)

    assert [each for each in verify().found if each.wrong == "another procedure"] == []


def test_verify_names_a_decision_under_another_procedure_than_was_adopted(
    cast: Cast, case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As if what was adopted had been exchanged for something else afterwards."""
    shutil.copytree(folder_of_packs(), tmp_path / "packs")
    decide_under_what_is_there = procedures.of_case(case, known_at=LATER)
    head = tmp_path / "packs" / PROCEDURE / "pack.yaml"
    head.write_text(head.read_text(encoding="utf-8").replace('edition: "2023"', 'edition: "2099"'), encoding="utf-8")
    monkeypatch.setenv(SETTING, str(tmp_path / "packs"))
    adopt(cast)
    number = queries.next_number(case)
    sent = Sent(by=cast.lado, now=LATER, expected_number=number)

    record_event(case, threshold(cast), procedure=decide_under_what_is_there, sent=sent, already=True)

    found = [each for each in verify().found if each.wrong == "another procedure"]
    assert [(each.case, each.number) for each in found] == [(case.reference, number)]
