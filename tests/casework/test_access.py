"""Who is let into a case, taken off it and kept out of it: what stands, what is refused, and what the log says."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from dutybook.casework import access_log, involvement, reading, visibility, who_sees
from dutybook.casework.actions import access
from dutybook.casework.actions.access import Said, Unfit
from dutybook.casework.actions.events import NotAllowed
from dutybook.casework.models import Account, Case, EmergencyAccess, Notice, Reading, SubjectQuestion
from tests.cast import THURSDAY_AT_FIVE, Cast, account, report

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

FRIDAY = THURSDAY_AT_FIVE + timedelta(days=1)
IN_JULY = THURSDAY_AT_FIVE + timedelta(days=91)
WHY = "She looks into what the child said."


def said(by: Account, why: str = WHY, **more: Any) -> Said:
    return Said(**{"by": by, "now": THURSDAY_AT_FIVE, "reason": why} | more)


def sees(account: Account, case: Case, now: Any = THURSDAY_AT_FIVE) -> bool:
    return visibility.cases_for(account, now=now).filter(pk=case.pk).exists()


def log_of(case: Case) -> list[tuple[str, str, str]]:
    return [
        (each.deed, each.whom.name if each.whom else "", each.reason)
        for each in access_log.lines(case)
        if each.reason != "reported the concern"
    ]


@pytest.fixture
def restricted(cast: Cast, case: Case) -> Case:
    """To Dilys Marsh alone: Omar Reeve, of the same team, is not named."""
    access.restrict_case(case, [cast.lado], said=said(cast.lado, "He used to work with us."))
    return case


def test_somebody_who_is_let_in_sees_the_case_until_the_day_on_which_that_ends(cast: Cast, case: Case) -> None:
    access.grant_involvement(case, cast.police, until=FRIDAY, said=said(cast.lado))

    assert sees(cast.police, case)
    assert not sees(cast.police, case, FRIDAY)
    assert log_of(case) == [("involvement_granted", "Grace Toller", WHY)]


def test_an_involvement_is_moved_and_ended_each_with_its_reason(cast: Cast, case: Case) -> None:
    access.grant_involvement(case, cast.police, until=FRIDAY, said=said(cast.lado))

    access.extend_involvement(case, cast.police, until=IN_JULY, said=said(cast.lado, "Still looking into it."))
    assert sees(cast.police, case, FRIDAY)
    access.end_involvement(case, cast.police, said=said(cast.lado, "Her part is done.", now=FRIDAY))

    assert not sees(cast.police, case, FRIDAY)
    assert [deed for deed, *_ in log_of(case)] == ["involvement_granted", "involvement_extended", "involvement_ended"]


def test_the_same_form_sent_twice_lets_somebody_in_once(cast: Cast, case: Case) -> None:
    form = said(cast.lado, form_token="7f1a9c52-6a0e-4f7d-9a39-0c5b1f6f1a09")

    for _ in range(2):
        access.grant_involvement(case, cast.police, until=None, said=form)

    assert case.involvements.filter(account=cast.police).count() == 1


@pytest.mark.parametrize("who", ["head", "police"])
def test_only_the_team_says_who_may_see_a_case(who: str, cast: Cast, case: Case) -> None:
    with pytest.raises(NotAllowed, match="Only the designated officer's team"):
        access.grant_involvement(case, cast.outsider, until=None, said=said(getattr(cast, who)))


@pytest.mark.parametrize("why", ["", "   "])
def test_nobody_is_let_in_without_a_reason(why: str, cast: Cast, case: Case) -> None:
    with pytest.raises(Unfit, match="Enter why"):
        access.grant_involvement(case, cast.police, until=None, said=said(cast.lado, why))


def test_an_involvement_cannot_end_before_it_begins(cast: Cast, case: Case) -> None:
    with pytest.raises(Unfit, match="today or later"):
        access.grant_involvement(case, cast.police, until=THURSDAY_AT_FIVE, said=said(cast.lado))


def test_the_subject_is_not_let_in_and_the_desk_is_told_why(cast: Cast, case: Case) -> None:
    involvement.link_subject(cast.subject, case, reason="named", by=cast.lado, now=THURSDAY_AT_FIVE)

    with pytest.raises(NotAllowed, match="Colin Farrow is the person the case is about, or linked to them"):
        access.grant_involvement(case, cast.subject, until=None, said=said(cast.lado))


def test_somebody_who_may_be_the_subject_is_not_let_in_until_that_is_answered(cast: Cast, case: Case) -> None:
    SubjectQuestion.objects.create(case=case, account=cast.police, why="same name", asked_at=THURSDAY_AT_FIVE)

    with pytest.raises(NotAllowed, match="Nobody has answered yet"):
        access.grant_involvement(case, cast.police, until=None, said=said(cast.lado))


def test_somebody_who_may_be_the_subject_sees_nothing_until_that_is_answered(cast: Cast, case: Case) -> None:
    for each in (cast.lado, cast.head):
        SubjectQuestion.objects.create(case=case, account=each, why="same name", asked_at=THURSDAY_AT_FIVE)

    assert not sees(cast.lado, case)
    assert not sees(cast.head, case)
    assert sees(cast.second_lado, case)


@pytest.mark.parametrize(("who", "why"), [("lado", "is on the team"), ("head", "is involved already")])
def test_whoever_sees_the_case_already_is_not_let_in_again(who: str, why: str, cast: Cast, case: Case) -> None:
    with pytest.raises(NotAllowed, match=why):
        access.grant_involvement(case, getattr(cast, who), until=None, said=said(cast.second_lado))


def test_somebody_who_takes_themselves_off_sees_nothing_of_the_case_but_that(cast: Cast, case: Case) -> None:
    access.take_off(case, cast.lado, said=said(cast.lado, "He is my cousin."))

    assert not sees(cast.lado, case)
    with pytest.raises(visibility.TakenOff, match="You took yourself off this case on Thursday 2 April 2026"):
        visibility.case_for(cast.lado, case.reference, now=THURSDAY_AT_FIVE)
    assert log_of(case) == [("recused", "Dilys Marsh", "He is my cousin.")]


def test_the_team_takes_somebody_off_whom_no_grant_lets_back(cast: Cast, case: Case) -> None:
    access.take_off(case, cast.head, said=said(cast.lado, "They are married."))

    with pytest.raises(visibility.TakenOff, match="You were taken off this case"):
        visibility.case_for(cast.head, case.reference, now=THURSDAY_AT_FIVE)
    with pytest.raises(NotAllowed, match="is off this case"):
        access.grant_involvement(case, cast.head, until=None, said=said(cast.lado))


def test_another_designated_officer_undoes_a_recusal_that_was_a_mistake(cast: Cast, case: Case) -> None:
    access.take_off(case, cast.lado, said=said(cast.lado, "He is my cousin."))

    access.undo_recusal(case, cast.lado, said=said(cast.second_lado, "Another man of that name."))

    assert sees(cast.lado, case)
    assert [deed for deed, *_ in log_of(case)] == ["recused", "recusal_undone"]
    assert who_sees.who_sees(case, now=THURSDAY_AT_FIVE).off == []


def test_nobody_undoes_their_own_recusal_and_nobody_but_a_designated_officer_who_holds_the_case(
    cast: Cast, case: Case
) -> None:
    support = account("Ada Finch", "business_support", cast.authority)
    access.take_off(case, cast.lado, said=said(cast.lado, "He is my cousin."))

    for by in (cast.lado, support, cast.head, cast.far_lado):
        with pytest.raises(NotAllowed):
            access.undo_recusal(case, cast.lado, said=said(by))
    with pytest.raises(Unfit, match="Enter why"):
        access.undo_recusal(case, cast.lado, said=said(cast.second_lado, " "))
    with pytest.raises(Unfit, match="is not off this case"):
        access.undo_recusal(case, cast.head, said=said(cast.second_lado))
    assert not sees(cast.lado, case)


def test_whoever_may_be_the_subject_stays_locked_out_when_a_recusal_is_undone(cast: Cast, case: Case) -> None:
    access.take_off(case, cast.head, said=said(cast.lado, "They are married."))
    involvement.link_subject(cast.head, case, reason="it is she", by=cast.lado, now=THURSDAY_AT_FIVE)

    access.undo_recusal(case, cast.head, said=said(cast.lado, "They are not."))

    assert not sees(cast.head, case)
    assert not Notice.objects.filter(account=cast.head).exists()


def test_the_reason_why_somebody_was_taken_off_is_not_told_to_them(cast: Cast, case: Case) -> None:
    access.take_off(case, cast.head, said=said(cast.lado, "They are married."))

    with pytest.raises(visibility.TakenOff) as refused:
        visibility.case_for(cast.head, case.reference, now=THURSDAY_AT_FIVE)

    assert "married" not in str(refused.value)


def test_whoever_is_involved_takes_themselves_off_and_nobody_else(cast: Cast, case: Case) -> None:
    with pytest.raises(NotAllowed):
        access.take_off(case, cast.lado, said=said(cast.head))

    access.take_off(case, cast.head, said=said(cast.head))

    assert not sees(cast.head, case)


def test_the_subject_who_was_once_in_the_case_is_told_of_no_recusal(cast: Cast, case: Case) -> None:
    involvement.recuse(cast.subject, case, reason="conflict", by=cast.subject, now=THURSDAY_AT_FIVE)
    involvement.link_subject(cast.subject, case, reason="named", by=cast.lado, now=THURSDAY_AT_FIVE)

    with pytest.raises(visibility.NotThere):
        visibility.case_for(cast.subject, case.reference, now=THURSDAY_AT_FIVE)


def test_the_last_of_the_team_may_leave_and_is_known_to_be_the_last(cast: Cast, case: Case) -> None:
    assert not access.is_the_last_holder(case, cast.lado, now=THURSDAY_AT_FIVE)
    access.take_off(case, cast.second_lado, said=said(cast.second_lado))

    assert access.is_the_last_holder(case, cast.lado, now=THURSDAY_AT_FIVE)
    access.take_off(case, cast.lado, said=said(cast.lado, "Southmoor holds it from here."))

    assert not visibility.holders(case, now=THURSDAY_AT_FIVE).exists()


def test_a_restricted_case_does_not_exist_for_the_rest_of_the_team(cast: Cast, restricted: Case) -> None:
    assert sees(cast.lado, restricted)
    assert not sees(cast.second_lado, restricted)
    assert sees(cast.head, restricted)
    with pytest.raises(visibility.NotThere):
        visibility.case_for(cast.second_lado, restricted.reference, now=THURSDAY_AT_FIVE)


def test_a_case_is_restricted_to_people_of_the_team_and_to_somebody(cast: Cast, case: Case) -> None:
    for named in ([], [cast.head], [cast.lado, cast.far_lado]):
        with pytest.raises(Unfit, match="Choose who of the team holds this case"):
            access.restrict_case(case, named, said=said(cast.lado))

    assert sees(cast.second_lado, case)


def test_one_more_of_the_team_is_named_later(cast: Cast, restricted: Case) -> None:
    access.grant_involvement(restricted, cast.second_lado, until=None, said=said(cast.lado))

    assert sees(cast.second_lado, restricted)
    assert visibility.is_on_the_team(cast.second_lado, restricted)


def test_a_restriction_is_lifted_with_a_reason_and_the_team_holds_the_case_again(cast: Cast, restricted: Case) -> None:
    access.lift_restriction(restricted, said=said(cast.lado, "He has left."))

    assert sees(cast.second_lado, restricted)
    assert log_of(restricted)[-1] == ("restriction_lifted", "", "He has left.")
    assert not restricted.involvements.filter(involvement.lasting(THURSDAY_AT_FIVE), account=cast.lado).exists()


def test_somebody_off_a_case_stays_off_it_whatever_is_restricted_or_lifted(cast: Cast, case: Case) -> None:
    access.take_off(case, cast.second_lado, said=said(cast.second_lado))
    access.restrict_case(case, [cast.lado], said=said(cast.lado))
    access.lift_restriction(case, said=said(cast.lado))

    assert not sees(cast.second_lado, case)


def test_emergency_access_lasts_four_hours_and_tells_one_of_those_named(cast: Cast, restricted: Case) -> None:
    access.open_in_an_emergency(restricted.reference, said=said(cast.second_lado, "A child may be at risk tonight."))

    assert sees(cast.second_lado, restricted, THURSDAY_AT_FIVE + timedelta(hours=3, minutes=59))
    assert not sees(cast.second_lado, restricted, THURSDAY_AT_FIVE + timedelta(hours=4))
    assert EmergencyAccess.objects.get().told == cast.lado
    assert log_of(restricted)[-1] == ("opened_in_an_emergency", "Dilys Marsh", "A child may be at risk tonight.")


def test_what_is_read_in_an_emergency_says_so_in_the_reading_log(cast: Cast, restricted: Case) -> None:
    access.open_in_an_emergency(restricted.reference, said=said(cast.second_lado))

    for reader in (cast.second_lado, cast.lado, cast.head):
        reading.read_case(restricted, by=reader, page="the case", now=THURSDAY_AT_FIVE)

    assert [each.ground for each in Reading.objects.order_by("number")] == [
        "let themselves in, in an emergency",
        "named in the restricted case",
        "involved in the case",
    ]


@pytest.mark.parametrize("who", ["outsider", "head", "police", "subject"])
def test_emergency_access_is_the_teams_alone(who: str, cast: Cast, restricted: Case) -> None:
    with pytest.raises(NotAllowed, match="Only the designated officer's team"):
        access.open_in_an_emergency(restricted.reference, said=said(getattr(cast, who)))


@pytest.mark.parametrize("kept_by", ["another authority", "link", "question", "recusal", "no such case"])
def test_emergency_access_finds_no_case_that_may_never_be_theirs(kept_by: str, cast: Cast, restricted: Case) -> None:
    by, reference = cast.second_lado, restricted.reference
    if kept_by == "another authority":
        by = cast.far_lado
    elif kept_by == "link":
        involvement.link_subject(by, restricted, reason="cousins", by=cast.lado, now=THURSDAY_AT_FIVE)
    elif kept_by == "question":
        SubjectQuestion.objects.create(case=restricted, account=by, why="same name", asked_at=THURSDAY_AT_FIVE)
    elif kept_by == "recusal":
        involvement.recuse(by, restricted, reason="cousins", by=by, now=THURSDAY_AT_FIVE)
    else:
        reference = "ZZZZ-ZZZZ"

    with pytest.raises(visibility.NotThere):
        access.open_in_an_emergency(reference, said=said(by))

    assert not EmergencyAccess.objects.exists()


def test_whoever_let_themselves_in_cannot_let_in_anybody_else_or_lift_the_restriction(
    cast: Cast, restricted: Case
) -> None:
    access.open_in_an_emergency(restricted.reference, said=said(cast.second_lado))

    for attempt in (
        lambda: access.grant_involvement(restricted, cast.second_lado, until=None, said=said(cast.second_lado)),
        lambda: access.extend_involvement(restricted, cast.second_lado, until=None, said=said(cast.second_lado)),
        lambda: access.lift_restriction(restricted, said=said(cast.second_lado)),
    ):
        with pytest.raises(NotAllowed, match="Only the designated officer's team that holds the case"):
            attempt()


def test_whoever_sees_the_case_already_needs_no_emergency(cast: Cast, case: Case) -> None:
    assert access.open_in_an_emergency(case.reference, said=said(cast.lado)) == case

    assert not EmergencyAccess.objects.exists()


def test_whoever_was_told_looks_at_it_and_nobody_else(cast: Cast, restricted: Case) -> None:
    access.open_in_an_emergency(restricted.reference, said=said(cast.second_lado))
    opened = EmergencyAccess.objects.get()

    with pytest.raises(NotAllowed, match="Somebody else was told"):
        access.look_at_emergency(opened, by=cast.second_lado, now=THURSDAY_AT_FIVE)
    access.look_at_emergency(opened, by=cast.lado, now=FRIDAY)

    opened.refresh_from_db()
    assert opened.looked_at == FRIDAY


def test_a_designated_officer_is_told_before_their_business_support(cast: Cast, case: Case) -> None:
    support = account("Ada Bell", "business_support", cast.authority)
    access.restrict_case(case, [support, cast.lado], said=said(cast.lado))

    access.open_in_an_emergency(case.reference, said=said(cast.second_lado))

    assert EmergencyAccess.objects.get().told == cast.lado


def test_when_nobody_named_is_left_another_of_the_authority_is_told(cast: Cast, restricted: Case) -> None:
    access.take_off(restricted, cast.lado, said=said(cast.lado))
    third = account("Idris Vane", "designated_officer", cast.authority)

    access.open_in_an_emergency(restricted.reference, said=said(cast.second_lado))

    assert EmergencyAccess.objects.get().told == third


def test_no_reason_stands_readable_in_the_database(cast: Cast, case: Case) -> None:
    access.grant_involvement(case, cast.police, until=FRIDAY, said=said(cast.lado, "Because of the radiator."))

    line = case.access_changes.get(whom=cast.police)

    assert b"radiator" not in bytes(line.ciphertext)
    assert access_log.lines(case)[-1].reason == "Because of the radiator."


def test_a_case_of_one_authority_is_no_concern_of_another_s_team(cast: Cast) -> None:
    case = report(cast.head)

    with pytest.raises(NotAllowed):
        access.restrict_case(case, [cast.far_lado], said=said(cast.far_lado))
