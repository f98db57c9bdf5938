"""A question that was put into SQL once finds what Django's own query finds, each time it is put."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext

from dutybook.casework import visibility
from dutybook.casework.models import Account, Case, Entry, Organisation
from dutybook.casework.worded_once import Question, several, worded_once
from tests.cast import THURSDAY_AT_FIVE, Cast, report

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

LATER = THURSDAY_AT_FIVE + timedelta(hours=1)


@worded_once
def of_cases(*, cases: Any, before: Any) -> QuerySet[Entry]:
    return Entry.objects.filter(case__in=several(cases), recorded_at__lt=before).select_related(
        "recorded_by__organisation"
    )


@worded_once
def at_organisations(*, organisations: Any) -> QuerySet[Any]:
    wanted = several(organisations, of="bigint")
    return Account.objects.filter(organisation__in=wanted).order_by("pk").values_list("pk", "organisation")


@pytest.mark.parametrize("person", ["lado", "head", "police", "far_lado", "subject", "outsider"])
@pytest.mark.parametrize("kinds", [("allegation",), ()])
def test_who_sees_which_case_is_the_same_question(person: str, kinds: tuple[str, ...], cast: Cast, case: Case) -> None:
    report(cast.head)
    reader: Account = getattr(cast, person)
    values = {"account": reader.pk, "organisation": reader.organisation_id, "now": LATER}

    for question, more in ((visibility._listed_for, {}), (visibility._named_for, {"reference": case.reference})):
        asked: Question[Case] = question
        assert asked(kinds, **values, **more) == list(asked._asked(kinds, **values, **more))


def test_of_several_cases_it_is_one_question_however_many_there_are(cast: Cast, case: Case) -> None:
    cases = [case, *(report(cast.head, now=LATER) for _ in range(3))]
    found = {}
    for number in (0, 1, 4):
        with CaptureQueriesContext(connection) as asked:
            found[number] = of_cases(cases=[each.pk for each in cases[:number]], before=LATER + timedelta(seconds=1))
        assert len(asked) == 1

    assert [len(each) for each in found.values()] == [0, 1, 4]
    assert {entry.case_id for entry in found[4]} == {each.pk for each in cases}
    assert [len(of_cases(cases=[each.pk for each in cases], before=LATER))] == [1]


def test_what_it_joins_is_at_hand_without_asking_again(cast: Cast, case: Case) -> None:
    [entry] = of_cases(cases=[case.pk], before=LATER)

    with CaptureQueriesContext(connection) as asked:
        said = entry.recorded_by.organisation.name, entry.recorded_at, entry.case_id

    assert said == (cast.school.name, THURSDAY_AT_FIVE, case.pk)
    assert len(asked) == 0


def test_values_come_as_rows(cast: Cast) -> None:
    found: list[Any] = at_organisations(organisations=[cast.school.pk])

    there = Account.objects.filter(organisation=cast.school).order_by("pk")
    assert [tuple(each) for each in found] == [(each.pk, cast.school.pk) for each in there]


def test_nothing_of_what_was_asked_before_is_left(cast: Cast) -> None:
    first: list[Any] = at_organisations(organisations=[cast.school.pk])
    second: list[Any] = at_organisations(organisations=[Organisation.objects.create(name="Nowhere").pk])

    assert first
    assert second == []
