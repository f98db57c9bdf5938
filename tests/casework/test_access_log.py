"""Whoever changes who may see a case without its line in the access log, or a line of it, is found by `verify`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, InternalError, connection, connections, transaction

from dutybook.casework import access_log, append_only, involvement, store, verifying
from dutybook.casework import settled as settled_by_log
from dutybook.casework.actions import access
from dutybook.casework.actions.access import Said, Unfit
from dutybook.casework.actions.anchoring import anchor_again
from dutybook.casework.actions.events import NotAllowed
from dutybook.casework.actions.subjects import answer_subject_question, open_organisation
from dutybook.casework.models import (
    AccessChange,
    Account,
    Case,
    EmergencyAccess,
    Involvement,
    LogAnchor,
    Mailbox,
    OrganisationOpened,
    Recusal,
    Restriction,
    SubjectLink,
    SubjectQuestion,
)
from tests.cast import THURSDAY_AT_FIVE, Cast, report, told

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
        access.take_off(case, cast.second_lado, said=said(cast.lado))
        access.undo_recusal(case, cast.second_lado, said=said(cast.lado, "another person of that name"))
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
    elsewhere = {access_log.QUESTION_ANSWERED, access_log.ORGANISATION_OPENED, access_log.ANCHORED_AGAIN}
    assert written == access_log.DEEDS - elsewhere


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
    "a recusal that was undone stands again": (
        "who is off the case",
        lambda case, cast: Recusal.objects.create(
            case=case, account=cast.second_lado, recused_by=cast.lado, recused_at=THURSDAY_AT_FIVE
        ),
    ),
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


def not_anchored(case: Case, by: Account) -> AccessChange:
    """The power fails in the moment after it was committed."""
    return access_log.note(case, access_log.EXTENDED, by=by, now=FRIDAY, reason="never anchored", whom=by)


def test_a_line_that_came_in_by_no_door_is_named(unprotected: Case, cast: Cast) -> None:
    line = not_anchored(unprotected, cast.lado)
    line.ciphertext = bytes(reversed(bytes(line.ciphertext)))
    line.hash = access_log.hash_of(line)
    line.save()

    assert found() == [("access", line.number, "inserted")]


def test_a_line_that_lacks_its_anchor_alone_is_told_apart_and_vouched_for_by_the_next(
    whole: Case, cast: Cast, anchored: Any
) -> None:
    line = not_anchored(whole, cast.lado)
    assert found() == [("access", line.number, "not anchored")]

    with anchored():
        access.grant_involvement(whole, cast.police, until=None, said=said(cast.lado))

    assert found() == []


def test_whoever_holds_the_case_accepts_it_in_their_name_and_it_is_not_said_again(
    whole: Case, cast: Cast, anchored: Any
) -> None:
    number = whole.entries.count() + 1
    statement = told(cast.head, "2026-04-02T16:30:00+01:00")
    entry = store.append(whole, statement, by=cast.head, now=FRIDAY, expected_number=number)
    not_anchored(whole, cast.lado)
    assert {each[2] for each in found()} == {"not anchored"}

    with anchored():
        assert anchor_again(whole, said=said(cast.lado, "The power failed; I remember both.")) == 2

    assert found() == []
    assert (access_log.lines(whole)[-1].deed, access_log.lines(whole)[-1].by) == ("anchored_again", cast.lado)
    assert entry.number == number


def test_nobody_accepts_what_is_altered_or_a_case_that_they_do_not_hold(unprotected: Case, cast: Cast) -> None:
    line = not_anchored(unprotected, cast.lado)
    with pytest.raises(NotAllowed):
        anchor_again(unprotected, said=said(cast.police))

    line.until = FRIDAY
    line.save()

    with pytest.raises(Unfit, match="cannot be accepted"):
        anchor_again(unprotected, said=said(cast.lado))


@pytest.fixture
def settled(cast: Cast, anchored: Any) -> Case:
    """The desk has answered whom it may be about, and chosen who at the school may know."""
    box = {"organisation": cast.school, "role": "staff_member"}
    Mailbox.objects.create(name="Office", email="office@school.example", is_shared=True, **box)
    chair = Mailbox.objects.create(name="Winifred Tallow", email="chair@school.example", **box)
    with anchored():
        case = report(cast.lado, adult_name="Ruth Okafor", subject_is_senior_manager=True)
        for question in SubjectQuestion.objects.filter(case=case):
            answer_subject_question(
                question, reaches_the_subject=True, reason="so says the directory", by=cast.lado, now=THURSDAY_AT_FIVE
            )
        open_organisation(case, cast.school, whom=chair, reason="leads the governors", by=cast.lado, now=FRIDAY)
        open_organisation(case, cast.school, whom=chair, may_know=False, reason="ill", by=cast.lado, now=FRIDAY)
    append_only.unprotect(connection)
    return case


SETTLED: dict[str, tuple[str, Callable[[Case], Any]]] = {
    "somebody who may no longer know may know": (
        "who at an organisation may know of the case",
        lambda case: OrganisationOpened.objects.filter(case=case, may_know=False).update(may_know=True),
    ),
    "another mailbox was chosen": (
        "who at an organisation may know of the case",
        lambda case: OrganisationOpened.objects.filter(case=case).update(mailbox=Mailbox.objects.get(name="Office")),
    ),
    "a choice was taken away": (
        "who at an organisation may know of the case",
        lambda case: OrganisationOpened.objects.filter(case=case, may_know=False)._raw_delete("default"),
    ),
    "a mailbox's answer was turned round": (
        "who may be the subject, or reach them,",
        lambda case: SubjectQuestion.objects.filter(case=case, account=None).update(reaches_the_subject=False),
    ),
    "an answer was taken back": (
        "who may be the subject, or reach them,",
        lambda case: SubjectQuestion.objects.filter(case=case, account=None).update(
            reaches_the_subject=None, answered_at=None, answered_by=None, line=None
        ),
    ),
}


@pytest.mark.parametrize("change", SETTLED)
def test_an_answer_or_a_choice_that_was_turned_round_is_named(change: str, settled: Case) -> None:
    says, make = SETTLED[change]
    assert found() == []

    make(settled)

    (wrong,) = verifying.verify().found
    assert (wrong.record, wrong.wrong) == ("access", WRONG)
    assert wrong.says == f"{says} is not what the access log says"


def test_what_was_settled_before_lines_said_so_is_not_called_wrong(settled: Case) -> None:
    AccessChange.objects.filter(case=settled).update(settles=None)

    assert "settles" not in access_log.header(settled.access_changes.get(number=1))
    assert not list(settled_by_log.wrong(settled, settled.access_changes.all()))


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
