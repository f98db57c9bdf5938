"""People are records of their own: found by tokens that nobody can read, and still there when a case's key is gone.

Nobody may be found through a case that the seeker does not see.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError

from dutybook.casework import involvement, names, people, procedures, queries
from dutybook.casework.actions.corrections import correct_entry
from dutybook.casework.actions.events import Sent, record_event
from dutybook.casework.models import Case, Person, PersonStatement, PersonToken, Reading, WrappedKey
from dutybook.casework.store import Statement
from tests.cast import THURSDAY_AT_FIVE, Cast, concern, report

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

NOW = THURSDAY_AT_FIVE


def add(case: Case, cast: Cast, event: str, compartment: str = "adult", **data: Any) -> None:
    statement = Statement(
        type=event, happened_at="not known", by=cast.lado.name, role=cast.lado.role, data=data, compartment=compartment
    )
    sent = Sent(by=cast.lado, now=NOW, expected_number=queries.next_number(case))
    record_event(case, statement, procedure=procedures.of_case(case), sent=sent)


def correct(case: Case, cast: Cast, *, number: int = 1, retracted: bool = False, **answers: Any) -> None:
    right = concern(cast.lado, **answers)
    statement = Statement(
        type=right.type, happened_at=right.happened_at, by=right.by, role=right.role, data=right.data,
        compartment="adult", corrects=number, retracted=retracted, reason="It was wrong",
    )  # fmt: skip
    sent = Sent(by=cast.lado, now=NOW, expected_number=queries.next_number(case))
    correct_entry(case, statement, procedure=procedures.of_case(case), sent=sent)


def found(cast: Cast, **what: str) -> list[tuple[list[str], tuple[str, ...]]]:
    """In which cases, and why."""
    seen = people.find(by=cast.lado, now=NOW, **what)
    return [([case.reference for case in each.cases], each.why) for each in seen]


def tokens() -> set[tuple[str, str]]:
    return set(PersonToken.objects.values_list("kind", "token"))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ruth Okafor", "OKAFOR, Ruth"),
        ("Siân O'Neill-Smith", "Sian O’Neill Smith"),
        ("Ann McDonald", "Ann Mac Donald"),
        ("Mrs Ruth Okafor", "Dr. Ruth Okafor"),
        ("Łukasz Żółć", "Lukasz Zolc"),
    ],
)
def test_a_name_is_the_same_name_however_it_is_written(one: str, other: str, cast: Cast) -> None:
    case = report(cast.lado, adult_name=one)

    assert found(cast, name=other) == [([case.reference], ("same name",))]


def test_a_name_that_sounds_alike_is_found_and_said_to_be_no_more_than_that(cast: Cast) -> None:
    case = report(cast.lado, adult_name="Stephen Cattermole")

    assert found(cast, name="Steven Katermoll") == [([case.reference], ("sounds like the name",))]
    assert found(cast, name="Hilda Brandt") == []


def test_the_date_of_birth_and_the_workplace_find_somebody_too(cast: Cast) -> None:
    case = report(cast.lado, adult_name="Marian Quill")
    add(case, cast, "subject_described", adult_born_on="1981-05-06")
    add(case, cast, "employment_described", employment="employment-1", organisation="Alder Lane Primary School")

    assert found(cast, born_on="1981-05-06") == [([case.reference], ("same date of birth",))]
    assert found(cast, workplace="THE Alder Lane primary school") == [([case.reference], ("same workplace",))]
    assert found(cast, name="Marian Quill", born_on="1981-05-06")[0][1] == ("same name", "same date of birth")


def test_two_people_of_one_name_are_two_until_somebody_joins_them(cast: Cast) -> None:
    first, second = report(cast.lado, adult_name="Marian Quill"), report(cast.lado, adult_name="Marian Quill")

    assert Person.objects.count() == 2
    assert sorted(cases[0] for cases, _ in found(cast, name="Quill, Marian")) == sorted(
        [first.reference, second.reference]
    )


def test_a_child_is_somebody_else_than_the_adult_and_than_another_child(cast: Cast) -> None:
    case = report(cast.lado, adult_name="Marian Quill", child="child-1", child_name="Tomasz W.")
    add(case, cast, "child_described", "child", child="child-2", child_name="Ivy P.")
    add(case, cast, "child_described", "child", child="child-1", child_born_on="2015-02-03")

    assert Person.objects.count() == 3
    assert len(found(cast, name="Tomasz W.", born_on="2015-02-03")) == 1


def test_no_name_can_be_read_in_what_is_stored(cast: Cast) -> None:
    case = report(cast.lado, adult_name="Marian Quill", child="Tomasz", child_name="Tomasz W.")
    add(case, cast, "subject_described", adult_born_on="1981-05-06", adult_address="4 Heron Row")

    stored = repr([_rows(model) for model in (Person, PersonStatement, PersonToken)]).lower()

    assert not [word for word in ("quill", "tomasz", "1981", "heron") if word in stored]


def test_who_somebody_is_outlives_the_key_of_the_case_that_said_so(cast: Cast) -> None:
    case = report(cast.lado, adult_name="Marian Quill")
    WrappedKey.objects.filter(name__startswith=f"case {case.pk}").delete()
    WrappedKey.objects.filter(name__startswith=f"entry {case.pk}").delete()

    (hit,) = people.find(by=cast.lado, now=NOW, name="Marian Quill")
    (said,) = people.known(hit.person, by=cast.lado, page="a person", now=NOW)

    assert (said.case, said.entry_number, said.who["name"]) == (case, 1, "Marian Quill")


def test_reading_who_somebody_is_stands_in_the_reading_log(cast: Cast) -> None:
    case = report(cast.lado, adult_name="Marian Quill")
    (hit,) = people.find(by=cast.lado, now=NOW, name="Marian Quill")
    before = Reading.objects.count()

    people.known(hit.person, by=cast.lado, page="a person", now=NOW)

    assert Reading.objects.count() == before + 1
    assert Reading.objects.filter(case=case).order_by("number").last().page == "a person"  # type: ignore[union-attr]


def test_a_name_that_was_corrected_finds_nobody_and_the_right_one_does(cast: Cast) -> None:
    case = report(cast.lado, adult_name="Marian Quill")

    correct(case, cast, adult_name="Miriam Ashdown")
    correct(case, cast, adult_name="Miriam Tovey")

    assert found(cast, name="Marian Quill") == []
    assert found(cast, name="Miriam Ashdown") == []
    assert found(cast, name="Miriam Tovey") == [([case.reference], ("same name",))]
    assert PersonStatement.objects.count() == 3


def test_what_was_retracted_no_longer_says_who_somebody_is(cast: Cast) -> None:
    case = report(cast.lado, adult_name="Marian Quill")

    correct(case, cast, retracted=True)

    assert found(cast, name="Marian Quill") == []
    assert not PersonToken.objects.exists()


def test_a_correction_that_names_somebody_first_can_itself_be_corrected(cast: Cast) -> None:
    case = report(cast.lado, adult_name="not_known")

    correct(case, cast, adult_name="Marian Quill")
    correct(case, cast, adult_name="Hilda Brandt")

    assert found(cast, name="Marian Quill") == []
    assert len(found(cast, name="Hilda Brandt")) == 1


def test_the_designated_officers_alone_find_people(cast: Cast) -> None:
    report(cast.head, adult_name="Marian Quill")

    assert people.find(by=cast.head, now=NOW, name="Marian Quill") == []
    assert people.find(by=cast.police, now=NOW, name="Marian Quill") == []
    assert people.find(by=cast.far_lado, now=NOW, name="Marian Quill") == []


def test_nobody_is_found_through_a_case_that_the_seeker_is_locked_out_of(cast: Cast) -> None:
    case = report(cast.head, adult_name="Marian Quill")
    involvement.link_subject(cast.lado, case, reason="her husband", by=cast.second_lado, now=NOW)

    assert found(cast, name="Marian Quill") == []
    assert len(people.find(by=cast.second_lado, now=NOW, name="Marian Quill")) == 1


def test_what_is_kept_of_people_can_be_made_again_from_the_entries(cast: Cast) -> None:
    case = report(cast.lado, adult_name="Marian Quill", child="child-1", child_name="Tomasz W.")
    add(case, cast, "employment_described", employment="employment-1", organisation="Alder Lane Primary School")
    correct(case, cast, adult_name="Miriam Ashdown", child="child-1", child_name="Tomasz W.")
    before = (tokens(), PersonStatement.objects.count(), Person.objects.count())

    PersonToken.objects.all().delete()
    people.rebuild(case)

    assert (tokens(), PersonStatement.objects.count(), Person.objects.count()) == before


def test_the_database_itself_refuses_to_change_what_was_said_of_somebody(cast: Cast) -> None:
    report(cast.lado, adult_name="Marian Quill")

    for change in ("DELETE FROM casework_personstatement", "UPDATE casework_personstatement SET part = 'child'"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(change)


@pytest.mark.parametrize(
    ("one", "other", "is_within"),
    [
        ("R. Okafor", "Ruth Okafor", True),
        ("Ruth", "Ruth Okafor", True),
        ("Ann Okafor", "Ruth Okafor", False),
        ("R.", "Ruth Okafor", False),
        ("", "Ruth Okafor", False),
    ],
)
def test_a_name_with_something_left_out_is_within_the_whole_name(one: str, other: str, is_within: bool) -> None:
    assert names.one_within_the_other(one, other) is is_within
    assert names.one_within_the_other(other, one) is is_within


def _rows(model: Any) -> Sequence[Any]:
    fields = [field.attname for field in model._meta.concrete_fields]
    return [[bytes(v) if isinstance(v, memoryview) else v for v in row] for row in model.objects.values_list(*fields)]
