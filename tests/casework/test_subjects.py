"""It is asked of everybody whom a case may be about, and nothing reaches their organisation until it is answered.

Nobody may be locked out, or let in, by a likeness of names alone: a person answers.
"""

from __future__ import annotations

from typing import Any

import pytest

from dutybook.casework import (
    access_log,
    identifying,
    involvement,
    procedures,
    queries,
    settled,
    subjects,
    visibility,
)
from dutybook.casework.actions import subjects as deeds
from dutybook.casework.actions.corrections import correct_entry
from dutybook.casework.actions.events import NotAllowed, Sent, record_event
from dutybook.casework.models import Account, Case, Mailbox, Organisation, SubjectQuestion
from dutybook.casework.permissions import Allowed, Refused
from dutybook.casework.store import Statement
from tests.cast import THURSDAY_AT_FIVE, Cast, account, concern, report

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

NOW = THURSDAY_AT_FIVE


def mailbox(school: Organisation, name: str, role: str, *, is_shared: bool = False) -> Mailbox:
    email = f"{name.split()[0].lower()}@school.example"
    return Mailbox.objects.create(organisation=school, name=name, email=email, role=role, is_shared=is_shared)


def asked(case: Case) -> dict[str, list[str]]:
    """Whom it was asked about, and why."""
    return {
        (each.account or each.mailbox).name: each.why.split(identifying.BETWEEN)  # type: ignore[union-attr]
        for each in subjects.questions_of(case)
    }


def question(case: Case, of: Account | Mailbox) -> SubjectQuestion:
    return next(each for each in subjects.questions_of(case) if of in (each.account, each.mailbox))


def answer(case: Case, of: Account | Mailbox, says: bool, by: Account, **more: Any) -> None:
    deeds.answer_subject_question(
        question(case, of), reaches_the_subject=says, reason="We rang the school.", by=by, now=NOW, **more
    )


def add(case: Case, by: Account, event: str, **data: Any) -> int:
    """Records something more; the number of its entry."""
    number = queries.next_number(case)
    statement = Statement(type=event, happened_at="not known", by=by.name, role=by.role, data=data, compartment="adult")
    sent = Sent(by=by, now=NOW, expected_number=number)
    return record_event(case, statement, procedure=procedures.of_case(case), sent=sent).number


def sees(who: Account, case: Case) -> bool:
    return visibility.cases_for(who, now=NOW).filter(pk=case.pk).exists()


def test_an_account_of_the_same_name_is_asked_about_and_sees_nothing_until_it_is_answered(cast: Cast) -> None:
    case = report(cast.outsider, adult_name="Mrs RUTH OKAFOR")
    involvement.involve(cast.head, case, reason="she was let in before", by=cast.lado, now=NOW)

    assert asked(case) == {"Ruth Okafor": ["same name"]}
    assert not sees(cast.head, case)

    answer(case, cast.head, False, cast.lado)

    assert sees(cast.head, case)


@pytest.mark.parametrize(
    ("called", "why"),
    [
        ("Okafor, Ruth", "same name"),
        ("R. Okafor", "the name, with something left out"),
        ("Ruth Adaeze Okafor", "the name, with something left out"),
        ("Rooth Okaffor", "sounds like the name"),
    ],
)
def test_a_name_written_otherwise_is_asked_about_too(called: str, why: str, cast: Cast) -> None:
    case = report(cast.outsider, adult_name=called)

    assert asked(case) == {"Ruth Okafor": [why]}


def test_a_family_name_alone_is_enough_only_where_the_person_works_or_was_reported_from(cast: Cast) -> None:
    far = account("Femi Okafor", "senior_manager", cast.outsider.organisation)

    from_elsewhere = report(cast.lado, adult_name="Mr Okafor")
    from_the_school = report(cast.subject, adult_name="Mr Okafor")

    assert asked(from_elsewhere) == {}
    assert list(asked(from_the_school)) == ["Ruth Okafor"]
    assert far.name not in asked(from_the_school)


def test_whoever_has_the_role_that_the_person_has_is_asked_about(cast: Cast) -> None:
    case = report(cast.lado, adult_name="Nobody Known")

    add(case, cast.lado, "employment_described", employment="employment-1",
        organisation="the ALDER LANE Primary School", role_held="Senior manager")  # fmt: skip

    assert asked(case) == {
        "Ruth Okafor": ["same organisation and role"],
        "Colin Farrow": ["same organisation and role"],
    }


def test_who_reports_that_it_is_the_senior_manager_speaks_of_their_own_organisation(cast: Cast) -> None:
    case = report(
        account("Tess Vane", "staff_member", cast.school), adult_name="the head", subject_is_senior_manager=True
    )

    assert asked(case) == {
        "Ruth Okafor": ["same organisation and role"],
        "Colin Farrow": ["same organisation and role"],
    }


def test_the_school_s_shared_mailbox_is_asked_about_and_the_chair_s_own_is_not(cast: Cast) -> None:
    mailbox(cast.school, "Office", "staff_member", is_shared=True)
    mailbox(cast.school, "Winifred Tallow", "chair_of_governors")
    mailbox(cast.outsider.organisation, "Reception", "staff_member", is_shared=True)

    case = report(cast.lado, adult_name="Ruth Okafor")

    assert asked(case) == {
        "Ruth Okafor": ["same name"],
        "Office": ["a shared mailbox of an organisation of the case, which the person may read"],
    }


def test_the_organisation_is_closed_until_each_is_answered_and_somebody_is_chosen(cast: Cast) -> None:
    office = mailbox(cast.school, "Office", "staff_member", is_shared=True)
    chair = mailbox(cast.school, "Winifred Tallow", "chair_of_governors")
    colleague = account("Ines Garrow", "senior_manager_delegate", cast.school)
    case = report(cast.lado, adult_name="Ruth Okafor")
    assert subjects.is_closed(case, cast.school)
    assert isinstance(subjects.may_be_involved(case, colleague), Refused)

    answer(case, cast.head, True, cast.lado)
    with pytest.raises(NotAllowed, match="Not every question about Alder Lane Primary School is answered"):
        deeds.open_organisation(case, cast.school, whom=chair, reason="not her", by=cast.lado, now=NOW)
    answer(case, office, True, cast.lado)
    assert subjects.is_closed(case, cast.school)

    deeds.open_organisation(case, cast.school, whom=chair, reason="She chairs it.", by=cast.lado, now=NOW)

    assert not subjects.is_closed(case, cast.school)
    assert subjects.may_be_written_to(case, chair)
    assert not subjects.may_be_written_to(case, office)
    assert isinstance(subjects.may_be_involved(case, colleague), Refused)
    assert not subjects.is_closed(case, cast.outsider.organisation)


def test_whoever_reaches_the_person_is_never_chosen_to_know(cast: Cast) -> None:
    case = report(cast.lado, adult_name="Ruth Okafor")
    answer(case, cast.head, True, cast.lado)

    with pytest.raises(NotAllowed, match="Choose somebody else"):
        deeds.open_organisation(case, cast.school, whom=cast.head, reason="by mistake", by=cast.lado, now=NOW)


def test_that_nobody_there_may_know_yet_is_an_answer_and_lets_nobody_in(cast: Cast) -> None:
    colleague = account("Ines Garrow", "senior_manager_delegate", cast.school)
    case = report(cast.lado, adult_name="Ruth Okafor")
    answer(case, cast.head, True, cast.lado)

    deeds.open_organisation(case, cast.school, whom=None, reason="The police ask us to wait.", by=cast.lado, now=NOW)

    assert not subjects.is_closed(case, cast.school)
    assert isinstance(subjects.may_be_involved(case, colleague), Refused)


def test_a_choice_can_be_taken_back(cast: Cast) -> None:
    deputy = account("Ines Garrow", "senior_manager_delegate", cast.school)
    case = report(cast.lado, adult_name="Ruth Okafor")
    answer(case, cast.head, True, cast.lado)
    deeds.open_organisation(case, cast.school, whom=deputy, reason="Her deputy.", by=cast.lado, now=NOW)
    assert subjects.may_be_involved(case, deputy) == Allowed()

    deeds.open_organisation(
        case, cast.school, whom=deputy, may_know=False, reason="They are friends.", by=cast.lado, now=NOW
    )

    assert isinstance(subjects.may_be_involved(case, deputy), Refused)


def test_whoever_reported_it_from_there_keeps_what_they_have(cast: Cast) -> None:
    case = report(cast.head, adult_name="Colin Farrow")

    assert subjects.is_closed(case, cast.school)
    assert sees(cast.head, case)
    assert subjects.may_be_involved(case, cast.head) == Allowed()


def test_whoever_may_be_the_person_they_reported_sees_nothing_until_it_is_answered(cast: Cast) -> None:
    case = report(cast.head, adult_name="Ruth Okafor")

    assert not sees(cast.head, case)


def test_a_designated_officer_who_may_be_the_person_is_locked_out_and_another_answers(cast: Cast) -> None:
    case = report(cast.head, adult_name="Dilys Marsh")

    assert not sees(cast.lado, case)
    assert sees(cast.second_lado, case)
    assert subjects.may_be_involved(case, cast.second_lado) == Allowed()

    answer(case, cast.lado, False, cast.second_lado)

    assert sees(cast.lado, case)


def test_nobody_answers_about_themselves_and_nobody_but_the_desk_answers(cast: Cast) -> None:
    case = report(cast.head, adult_name="Dilys Marsh")

    for who in (cast.head, cast.far_lado):
        with pytest.raises(NotAllowed, match="Only the designated officer's team"):
            answer(case, cast.lado, False, who)
    with pytest.raises(visibility.NotThere):
        answer(case, cast.lado, False, cast.lado)
    with pytest.raises(NotAllowed, match="Nothing says why"):
        deeds.answer_subject_question(
            question(case, cast.lado), reaches_the_subject=False, reason=" ", by=cast.second_lado, now=NOW
        )


def test_an_answer_can_be_changed_and_both_stay_in_the_access_log(cast: Cast) -> None:
    case = report(cast.outsider, adult_name="Ruth Okafor")
    answer(case, cast.head, True, cast.lado)
    assert case.subject_links.filter(account=cast.head).exists()

    answer(case, cast.head, False, cast.second_lado)

    assert not case.subject_links.exists()
    deed = access_log.QUESTION_ANSWERED
    assert [(each.by, each.reason.partition(".")[0]) for each in access_log.lines(case) if each.deed == deed] == [
        (cast.lado, "Ruth Okafor: yes, it is them or reaches them"),
        (cast.second_lado, "Ruth Okafor: no, it is somebody else"),
    ]


def test_the_same_form_sent_twice_answers_once(cast: Cast) -> None:
    case = report(cast.outsider, adult_name="Ruth Okafor")
    token = case.pk

    answer(case, cast.head, True, cast.lado, form_token=token)
    answer(case, cast.head, True, cast.lado, form_token=token)

    assert len([each for each in access_log.lines(case) if each.deed == access_log.QUESTION_ANSWERED]) == 1


def test_what_is_learnt_later_asks_again_of_somebody_who_was_ruled_out(cast: Cast) -> None:
    case = report(cast.outsider, adult_name="R. Okafor")
    answer(case, cast.head, False, cast.lado)

    add(case, cast.lado, "subject_described", adult_name="Ruth Okafor")

    assert asked(case) == {"Ruth Okafor": ["the name, with something left out", "same name"]}
    assert not sees(cast.head, case)


def test_the_same_said_again_asks_nothing_again(cast: Cast) -> None:
    case = report(cast.outsider, adult_name="Ruth Okafor")
    answer(case, cast.head, False, cast.lado)

    add(case, cast.lado, "subject_described", adult_name="Ruth Okafor")

    assert question(case, cast.head).answered_at is not None


def test_an_adult_identified_by_a_correction_is_asked_about_too(cast: Cast) -> None:
    case = report(cast.outsider, adult_name="not_known")
    assert asked(case) == {}

    right = concern(cast.outsider, adult_name="Ruth Okafor")
    statement = Statement(
        type=right.type, happened_at=right.happened_at, by=right.by, role=right.role, data=right.data,
        compartment="adult", corrects=1, reason="Now we know",
    )  # fmt: skip
    sent = Sent(by=cast.outsider, now=NOW, expected_number=2)
    correct_entry(case, statement, procedure=procedures.of_case(case), sent=sent)

    assert asked(case) == {"Ruth Okafor": ["same name"]}


def test_an_account_made_after_the_adult_was_named_is_asked_about(cast: Cast) -> None:
    case = report(cast.head, adult_name="Marian Quill")

    late = account("Marian Quill", "designated_officer", cast.authority)
    identifying.ask_about_account(late, now=NOW)

    assert asked(case) == {"Marian Quill": ["same name"]}
    assert not sees(late, case)


def test_a_mailbox_made_after_the_adult_was_named_is_asked_about(cast: Cast) -> None:
    case = report(cast.lado, adult_name="Ruth Okafor")

    identifying.ask_about_mailbox(mailbox(cast.school, "Office", "staff_member", is_shared=True), now=NOW)

    assert list(asked(case)) == ["Ruth Okafor", "Office"]


def test_what_somebody_locked_out_late_had_read_is_listed(cast: Cast) -> None:
    case = report(cast.head, adult_name="somebody at the school")
    queries.case_view(cast.head, case.reference, page="the case", now=NOW)
    assert subjects.had_read(case) == {}

    add(case, cast.lado, "subject_described", adult_name="Ruth Okafor")
    answer(case, cast.head, True, cast.lado)

    assert {who.name: [each.page for each in pages] for who, pages in subjects.had_read(case).items()} == {
        "Ruth Okafor": ["the case"]
    }


def test_the_desk_can_lock_out_somebody_whom_nobody_asked_about(cast: Cast) -> None:
    case = report(cast.outsider, adult_name="Ruth Okafor")
    answer(case, cast.head, True, cast.lado)
    involvement.involve(cast.police, case, reason="the officer in the case", by=cast.lado, now=NOW)

    deeds.lock_out(cast.police, case, reason="She is married to her.", by=cast.lado, now=NOW)

    assert not sees(cast.police, case)


def test_naming_somebody_asks_the_same_number_of_times_however_many_accounts_there_are(
    cast: Cast, django_assert_max_num_queries: Any
) -> None:
    for number in range(30):
        account(f"Extra{number} Person", "staff_member", cast.outsider.organisation)

    with django_assert_max_num_queries(60):
        report(cast.lado, adult_name="Hilda Nobody")


def test_whoever_is_locked_out_without_being_asked_about_is_answered_by_that_and_it_verifies(cast: Cast) -> None:
    case = report(cast.outsider, adult_name="Ruth Okafor")

    deeds.lock_out(cast.head, case, reason="It is her.", by=cast.lado, now=NOW)

    assert question(case, cast.head).reaches_the_subject is True
    assert list(settled.wrong(case, case.access_changes.all())) == []


def test_an_answer_that_stands_in_no_line_of_the_access_log_is_found(cast: Cast) -> None:
    case = report(cast.outsider, adult_name="Ruth Okafor")

    SubjectQuestion.objects.update(answered_at=NOW, answered_by=cast.lado, reaches_the_subject=False)

    assert list(settled.wrong(case, case.access_changes.all())) == [settled.QUESTIONS]
