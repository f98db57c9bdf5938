"""A case is read under the procedure that its authority had adopted at the moment asked about."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from dutybook.casework import adoption, procedures, queries, visibility
from dutybook.casework.actions.adoption import NotAdopted, adopt_procedure
from dutybook.casework.actions.events import NotAllowed
from dutybook.casework.models import Case, ProcedureCopy
from dutybook.casework.verifying import verify
from dutybook.packs.paths import SETTING
from dutybook.packs.paths import procedures as folder_of_packs
from tests.cast import PROCEDURE, THURSDAY_AT_FIVE, Cast, report

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

BEFORE, AFTER = THURSDAY_AT_FIVE, THURSDAY_AT_FIVE + timedelta(days=30)


@pytest.fixture
def pack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A pack that may be changed, looked for before the one that comes with the service."""
    shutil.copytree(folder_of_packs(), tmp_path / "packs")
    monkeypatch.setenv(SETTING, str(tmp_path / "packs"))
    return tmp_path / "packs" / PROCEDURE


def adopt(cast: Cast, now: datetime = BEFORE, reason: str = "agreed by the partnership") -> None:
    adopt_procedure(PROCEDURE, by=cast.lado, reason=reason, now=now)


def give_thirty_hours(pack: Path) -> None:
    """A change of the document: 30 hours where it said 24. The examples about it go with what they show."""
    chapter = pack / "allegations.yaml"
    chapter.write_text(chapter.read_text(encoding="utf-8").replace("within: 24 hours", "within: 30 hours"))
    shutil.rmtree(pack / "examples")


def due(cast: Cast, case: Case, known_at: datetime, now: datetime = AFTER) -> str:
    view = queries.case_view(cast.lado, case.reference, page="the case", now=now, known_at=known_at)
    [duty] = [each for each in view.duties if each.id == "tell-the-lado-24-hours"]
    assert duty.due_at is not None
    return view.procedure.calendar.local(duty.due_at).isoformat()


def test_what_comes_with_the_service_counts_until_something_is_adopted(cast: Cast, case: Case) -> None:
    assert procedures.of_case(case) is procedures.named(PROCEDURE)
    assert adoption.adopted_by([cast.authority]).last(cast.authority, PROCEDURE) is None


def test_an_adoption_says_who_adopted_what_when_and_why(cast: Cast) -> None:
    adopt(cast)

    last = adoption.adopted_by([cast.authority]).last(cast.authority, PROCEDURE)

    assert last is not None
    assert (last.procedure, last.by, last.at, last.reason) == (
        PROCEDURE, "Dilys Marsh", BEFORE, "agreed by the partnership"
    )  # fmt: skip


def test_a_corrected_procedure_rewrites_no_history(cast: Cast, case: Case, pack: Path) -> None:
    adopt(cast)
    give_thirty_hours(pack)
    assert due(cast, case, known_at=AFTER) == "2026-04-03T16:00:00+01:00"

    adopt(cast, now=AFTER - timedelta(days=1), reason="the document was reissued")

    assert due(cast, case, known_at=AFTER) == "2026-04-03T22:00:00+01:00"
    assert due(cast, case, known_at=AFTER - timedelta(days=2)) == "2026-04-03T16:00:00+01:00"


def test_what_one_authority_adopts_another_does_not(cast: Cast, pack: Path) -> None:
    give_thirty_hours(pack)
    adopt(cast)

    assert adoption.adopted_by([cast.elsewhere]).last(cast.elsewhere, PROCEDURE) is None
    assert procedures.of_account(cast.lado).hash != procedures.of_account(cast.far_lado).hash


def test_the_same_procedure_is_not_adopted_twice(cast: Cast) -> None:
    adopt(cast)

    with pytest.raises(NotAdopted, match="is adopted as it is"):
        adopt(cast)


def test_a_reason_is_asked_for(cast: Cast) -> None:
    with pytest.raises(NotAdopted, match="Write why"):
        adopt(cast, reason="  ")


def test_a_procedure_whose_examples_do_not_hold_is_not_adopted(cast: Cast, pack: Path) -> None:
    chapter = pack / "allegations.yaml"
    chapter.write_text(chapter.read_text(encoding="utf-8").replace("within: 24 hours", "within: 30 hours"))

    with pytest.raises(NotAdopted, match="worked examples do not hold"):
        adopt(cast)

    assert not ProcedureCopy.objects.exists()


@pytest.mark.parametrize("person", ["head", "outsider", "subject", "police"])
def test_only_the_authority_s_designated_officer_adopts(person: str, cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        adopt_procedure(PROCEDURE, by=getattr(cast, person), reason="mine", now=BEFORE)


def test_a_register_is_on_nobody_s_list_and_opens_for_nobody(cast: Cast) -> None:
    adopt(cast)
    register = adoption.register_of(cast.authority)
    assert register is not None

    for person in (cast.lado, cast.second_lado, cast.far_lado, cast.head):
        assert not visibility.cases_for(person, now=AFTER).filter(pk=register.pk).exists()
        with pytest.raises(visibility.NotThere):
            visibility.case_for(person, register.reference, now=AFTER)


def test_a_register_is_verified_as_every_case_is(cast: Cast, anchored: Callable[[], Any]) -> None:
    with anchored():
        adopt(cast)

    verified = verify()

    assert (verified.cases, verified.entries, verified.found) == (1, 1, ())


def test_a_copy_that_was_adopted_is_never_changed(cast: Cast) -> None:
    adopt(cast)

    with pytest.raises(IntegrityError), transaction.atomic():
        ProcedureCopy.objects.update(name="another")


def test_the_number_of_queries_does_not_grow_with_the_adoptions(cast: Cast, pack: Path) -> None:
    cases = [report(cast.head) for _ in range(4)]
    adopt(cast)
    give_thirty_hours(pack)
    adopt(cast, now=AFTER)
    procedures.of_cases(cases)

    with CaptureQueriesContext(connection) as asked:
        procedures.of_cases(cases)

    assert len(asked) == 1
