"""Whoever changes who may see a case without its line in the access log, or a line of it, is found by `verify`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, InternalError, connection, connections, transaction

from dutybook.casework import access_log, append_only, involvement, verifying
from dutybook.casework.actions import access
from dutybook.casework.actions.access import Said
from dutybook.casework.models import (
    AccessChange,
    Account,
    Case,
    EmergencyAccess,
    Involvement,
    LogAnchor,
    Recusal,
    Restriction,
    SubjectLink,
)
from tests.cast import THURSDAY_AT_FIVE, Cast, report

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

FRIDAY = THURSDAY_AT_FIVE + timedelta(days=1)
WRONG = "altered"


def said(by: Account, why: str = "a reason") -> Said:
    return Said(by=by, now=THURSDAY_AT_FIVE, reason=why)


@pytest.fixture
def whole(cast: Cast, anchored: Any) -> Case:
    """A case in which everything happened that the access log has a line for."""
    with anchored():
        case = report(cast.head)
        access.grant_involvement(case, cast.police, until=FRIDAY, said=said(cast.lado))
        access.extend_involvement(case, cast.police, until=None, said=said(cast.lado))
        access.restrict_case(case, [cast.lado], said=said(cast.lado))
        access.open_in_an_emergency(case.reference, said=said(cast.second_lado))
        access.look_at_emergency(EmergencyAccess.objects.get(), by=cast.lado, now=THURSDAY_AT_FIVE)
        access.lift_restriction(case, said=said(cast.lado))
        access.restrict_case(case, [cast.lado], said=said(cast.lado))
        access.end_involvement(case, cast.police, said=said(cast.lado))
        access.take_off(case, cast.head, said=said(cast.lado))
        involvement.link_subject(cast.subject, case, reason="named", by=cast.lado, now=THURSDAY_AT_FIVE)
        involvement.link_subject(cast.outsider, case, reason="named", by=cast.lado, now=THURSDAY_AT_FIVE)
        involvement.unlink_subject(cast.outsider, case, reason="not her", by=cast.lado, now=THURSDAY_AT_FIVE)
    return case


@pytest.fixture
def unprotected(whole: Case) -> Iterator[Case]:
    """The same, for somebody who has the database's password and took the triggers away."""
    for alias in ("default", "keys"):
        append_only.unprotect(connections[alias])
    return whole


def found() -> list[tuple[str, int | None, str]]:
    return [(each.record, each.number, each.wrong) for each in verifying.verify().found]


def test_what_stands_follows_from_the_log(whole: Case) -> None:
    assert found() == []
    written = set(whole.access_changes.values_list("deed", flat=True))
    assert written == access_log.DEEDS - {access_log.QUESTION_ANSWERED, access_log.ORGANISATION_OPENED}


def test_the_database_itself_refuses_to_change_a_line(whole: Case, cast: Cast) -> None:
    with pytest.raises((IntegrityError, InternalError)), transaction.atomic():
        AccessChange.objects.filter(case=whole, number=2).update(whom=cast.outsider)
    with pytest.raises((IntegrityError, InternalError)), transaction.atomic():
        AccessChange.objects.filter(case=whole, number=2).delete()


def _let_in(case: Case, cast: Cast) -> None:
    Involvement.objects.create(case=case, account=cast.outsider, line=99, granted_by=cast.lado, granted_at=FRIDAY)


def _keep_in(case: Case, cast: Cast) -> None:
    Involvement.objects.filter(case=case, account=cast.police).update(ends_at=None)


CHANGES: dict[str, tuple[str, Callable[[Case, Cast], Any]]] = {
    "somebody was let in": ("who is involved", _let_in),
    "somebody was kept in": ("who is involved", _keep_in),
    "a recusal was taken away": ("who is off the case", lambda case, cast: Recusal.objects.filter(case=case).delete()),
    "somebody was put off": (
        "who is off the case",
        lambda case, cast: Recusal.objects.create(
            case=case, account=cast.police, recused_by=cast.police, recused_at=FRIDAY
        ),
    ),
    "a restriction was lifted": (
        "whether it is restricted",
        lambda case, cast: Restriction.objects.filter(case=case).update(lifted_at=FRIDAY),
    ),
    "an emergency was made to look as if nobody had looked": (
        "who let themselves in",
        lambda case, cast: EmergencyAccess.objects.update(looked_at=None),
    ),
    "the subject was let out": (
        "who is locked out as its subject",
        lambda case, cast: SubjectLink.objects.filter(case=case).delete(),
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_stands_without_its_line_is_named(change: str, whole: Case, cast: Cast) -> None:
    says, make = CHANGES[change]

    make(whole, cast)

    (wrong,) = verifying.verify().found
    assert (wrong.case, wrong.record, wrong.number, wrong.wrong) == (whole.reference, "access", None, WRONG)
    assert wrong.says == f"{says} is not what the access log says"


def test_an_altered_line_is_named_though_its_hash_was_made_to_fit(unprotected: Case, cast: Cast) -> None:
    line = unprotected.access_changes.get(number=2)
    line.whom = cast.outsider
    line.hash = access_log.hash_of(line)
    line.save()

    assert ("access", 2, "altered") in found()
    assert ("access", None, "altered") in found()


def test_a_line_that_was_taken_out_is_missed(unprotected: Case) -> None:
    AccessChange.objects.filter(case=unprotected, number=13)._raw_delete("default")

    assert ("access", 13, "missing") in found()


def test_a_log_whose_end_was_cut_off_is_noticed(unprotected: Case) -> None:
    last = unprotected.access_changes.count()
    AccessChange.objects.filter(case=unprotected, number=last)._raw_delete("default")

    assert ("access", last, "cut off") in found()


def test_a_line_that_came_in_by_no_door_is_named(whole: Case, cast: Cast) -> None:
    line = access_log.note(whole, access_log.QUESTION_ANSWERED, by=cast.lado, now=FRIDAY, reason="never anchored")

    assert found() == [("access", line.number, "inserted")]


def test_a_lost_key_store_is_not_said_again_for_every_line(unprotected: Case) -> None:
    LogAnchor.objects.all()._raw_delete("keys")
    with connections["keys"].cursor() as cursor:
        cursor.execute("DELETE FROM casework_anchor")
        cursor.execute("DELETE FROM casework_wrappedkey")

    assert [each for each in found() if each[0] == "access"] == []


def test_a_line_that_holds_nonsense_is_named(unprotected: Case) -> None:
    nonsense = "infinity" if connection.vendor == "postgresql" else "nonsense"
    with connection.cursor() as cursor:
        cursor.execute("UPDATE casework_accesschange SET at = %s WHERE number = 3", [nonsense])

    assert found()[0][0] == "access"


def test_a_deed_that_the_log_does_not_know_is_not_written(cast: Cast, case: Case) -> None:
    with pytest.raises(ValueError, match="no deed of the access log"):
        access_log.note(case, "waved_through", by=cast.lado, now=FRIDAY, reason="why not")
