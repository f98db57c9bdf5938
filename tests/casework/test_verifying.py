"""Whatever is wrong with the record is found, and named by case and number; of one that nobody touched, nothing is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, connections

from dutybook.casework import append_only, chain, keystore, procedures, reading, store, verifying
from dutybook.casework.actions.events import Sent, record_event
from dutybook.casework.models import (
    Anchor,
    Case,
    Entry,
    LogAnchor,
    PersonStatement,
    Reading,
    SubjectQuestion,
    WrappedKey,
)
from tests.cast import THURSDAY_AT_FIVE, Cast, report, told

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

FRIDAY = THURSDAY_AT_FIVE + timedelta(days=1)


@pytest.fixture
def two_cases(cast: Cast, anchored: Any) -> Iterator[tuple[Case, Case]]:
    """Each with two entries and three readings, and with the triggers taken away by somebody with the password."""
    with anchored():
        cases = report(cast.head), report(cast.head)
        for case in cases:
            sent = Sent(by=cast.head, now=FRIDAY, expected_number=2)
            record_event(case, told(cast.head, "2026-04-03"), procedure=procedures.of_case(case), sent=sent)
        for case in cases * 3:
            reading.read_case(case, by=cast.lado, page="the case", now=FRIDAY)
    for alias in ("default", "keys"):
        append_only.unprotect(connections[alias])
    return cases


def found(case: Case | None = None) -> list[tuple[str, str, int | None, str]]:
    return [(each.case, each.record, each.number, each.wrong) for each in verifying.verify(case).found]


def test_a_record_that_nobody_touched_holds(two_cases: tuple[Case, Case]) -> None:
    verified = verifying.verify()

    assert (verified.cases, verified.entries, verified.readings, verified.found) == (2, 4, 6, ())


def test_an_altered_entry_is_named_by_its_case_and_number(two_cases: tuple[Case, Case]) -> None:
    touched, other = two_cases

    Entry.objects.filter(case=touched, number=2).update(ciphertext=b"something else, long enough for a seal")

    assert found() == [(touched.reference, "entry", 2, "altered")]
    assert found(other) == []


def test_a_cut_off_entry_is_named(two_cases: tuple[Case, Case]) -> None:
    Entry.objects.filter(case=two_cases[0], number=2)._raw_delete("default")

    assert found() == [(two_cases[0].reference, "entry", 2, "cut off")]


def test_an_entry_that_came_in_by_no_door_is_named(two_cases: tuple[Case, Case]) -> None:
    case = two_cases[0]
    last = case.entries.get(number=2)
    last.pk, last.number, last.previous_hash, last.form_token, last.key = None, 3, last.hash, None, uuid4()
    last.hash = chain.hash_of(last)

    last.save(force_insert=True)

    assert found() == [(case.reference, "entry", 3, "inserted"), (case.reference, "entry", 3, "key missing")]


def test_an_entry_that_a_power_cut_cost_its_anchor_is_told_apart_from_one_slipped_in(
    two_cases: tuple[Case, Case],
) -> None:
    Anchor.objects.filter(case=two_cases[0].pk, number=2)._raw_delete("keys")

    assert found() == [(two_cases[0].reference, "entry", 2, "not anchored")]
    assert "is sealed under its own key and lacks its anchor" in verifying.verify().found[0].says


def test_what_is_recorded_after_it_follows_it_and_vouches_for_it(
    two_cases: tuple[Case, Case], cast: Cast, anchored: Any
) -> None:
    case = two_cases[0]
    Anchor.objects.filter(case=case.pk, number=2)._raw_delete("keys")

    with anchored():
        store.append(case, told(cast.head, "2026-04-03"), by=cast.head, now=FRIDAY, expected_number=3)

    assert found() == []


def test_an_entry_cut_off_before_another_took_its_number_is_still_missed(
    two_cases: tuple[Case, Case], cast: Cast, anchored: Any
) -> None:
    case = two_cases[0]
    Entry.objects.filter(case=case, number=2)._raw_delete("default")

    with anchored():
        store.append(case, told(cast.head, "2026-04-03"), by=cast.head, now=FRIDAY, expected_number=2)

    assert (case.reference, "entry", 2, "missing") in found()
    assert any("another stands in its place" in each.says for each in verifying.verify().found)


def test_a_case_that_is_gone_with_all_its_entries_is_missed(two_cases: tuple[Case, Case]) -> None:
    gone = two_cases[0].pk
    for related in Case._meta.related_objects:
        related.related_model.objects.filter(case=gone)._raw_delete("default")
    Case.objects.filter(pk=gone)._raw_delete("default")

    assert found() == [(str(gone), "case", None, "missing")]
    assert verifying.verify().found[0].says == "the whole case is gone, with its 2 entries"


@pytest.mark.parametrize(("column", "written"), [("recorded_at", "nonsense"), ("nonce", "")])
def test_an_entry_in_which_a_column_holds_nonsense_is_named(
    two_cases: tuple[Case, Case], column: str, written: str
) -> None:
    if connection.vendor == "postgresql" and column == "recorded_at":
        written = "infinity"  # the nearest to nonsense that it takes for a time
    entry = Entry.objects.get(case=two_cases[0], number=2)

    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE casework_entry SET {column} = %s WHERE id = %s", [written, entry.pk])  # noqa: S608

    assert found() == [(two_cases[0].reference, "entry", 2, "altered")]


def test_a_lost_key_of_one_entry_is_named_and_the_others_are_not(two_cases: tuple[Case, Case]) -> None:
    touched = two_cases[0]

    WrappedKey.objects.filter(name__endswith=str(touched.entries.get(number=2).key)).delete()

    assert found() == [(touched.reference, "entry", 2, "key missing")]
    assert verifying.verify().cannot_be_read == verifying.cases_without_keys() == [touched.reference]


def test_a_key_that_was_put_in_place_of_another_s_is_named(two_cases: tuple[Case, Case]) -> None:
    first, second = (WrappedKey.objects.get(name__endswith=str(case.entries.get(number=1).key)) for case in two_cases)

    WrappedKey.objects.filter(pk=second.pk).update(wrapped=first.wrapped)

    assert found() == [(two_cases[1].reference, "entry", 1, "key does not open")]


def test_two_keys_of_one_case_that_changed_places_break_both_seals(two_cases: tuple[Case, Case]) -> None:
    keys = [WrappedKey.objects.get(name__endswith=str(each.key)) for each in two_cases[0].entries.order_by("number")]

    for key, other in zip(keys, reversed(keys), strict=True):
        WrappedKey.objects.filter(pk=key.pk).update(wrapped=other.wrapped)

    assert [(each.number, each.says) for each in verifying.verify().found] == [
        (1, "entry 1 cannot be read: its seal is broken"),
        (2, "entry 2 cannot be read: its seal is broken"),
    ]


def test_a_lost_key_of_a_case_is_said_once_for_the_case(two_cases: tuple[Case, Case]) -> None:
    WrappedKey.objects.filter(name=f"case {two_cases[0].pk}").delete()

    assert found() == [(two_cases[0].reference, "case", None, "key missing")]


def test_a_lost_key_store_is_said_once_for_every_case(two_cases: tuple[Case, Case]) -> None:
    WrappedKey.objects.all().delete()
    Anchor.objects.all()._raw_delete("keys")

    assert found() == [(case.reference, "case", None, "key missing") for case in sorted(two_cases, key=str)]


def test_without_a_key_store_an_altered_entry_is_still_named(two_cases: tuple[Case, Case]) -> None:
    WrappedKey.objects.all().delete()
    Anchor.objects.all()._raw_delete("keys")

    Entry.objects.filter(case=two_cases[0], number=2).update(previous_hash="0" * 64)

    assert (two_cases[0].reference, "entry", 2, "altered") in found()


def test_a_case_whose_key_another_master_key_wrapped_is_named(two_cases: tuple[Case, Case]) -> None:
    WrappedKey.objects.filter(name=f"case {two_cases[0].pk}").update(wrapped=bytes(40))

    assert found() == [(two_cases[0].reference, "case", None, "key does not open")]


def test_a_wrong_master_key_is_said_to_be_wrong_and_nothing_is_read(
    two_cases: tuple[Case, Case], settings: Any, tmp_path: Path, django_assert_max_num_queries: Any
) -> None:
    other = tmp_path / "another.key"
    other.write_text("ab" * 32)
    settings.DUTYBOOK_MASTER_KEY_FILE = other

    with django_assert_max_num_queries(0), pytest.raises(keystore.WrongMasterKey, match="Nothing was read"):
        verifying.verify()


def test_a_reading_that_was_changed_or_taken_out_of_the_log_is_named(two_cases: tuple[Case, Case]) -> None:
    Reading.objects.filter(case=two_cases[0], number=2)._raw_delete("default")
    Reading.objects.filter(case=two_cases[1], number=2).update(page="another page")

    assert sorted(found()) == sorted(
        [
            (two_cases[0].reference, "reading", 2, "missing"),
            (two_cases[1].reference, "reading", 2, "altered"),
        ]
    )


@pytest.mark.parametrize("left", [2, 0])
def test_a_log_of_readings_whose_end_was_cut_off_is_named(two_cases: tuple[Case, Case], left: int) -> None:
    case = two_cases[0]

    Reading.objects.filter(case=case, number__gt=left)._raw_delete("default")

    assert found() == [(case.reference, "reading", left + 1, "cut off")]
    assert f"cut off after reading {left}: there were 3 of them at least" in verifying.verify().found[0].says


def test_a_reading_put_in_the_place_of_one_cut_off_is_named(
    two_cases: tuple[Case, Case], cast: Cast, anchored: Any
) -> None:
    case = two_cases[0]
    Reading.objects.filter(case=case, number=3)._raw_delete("default")

    with anchored():
        reading.read_case(case, by=cast.second_lado, page="the case", now=FRIDAY)

    assert found() == [(case.reference, "reading", 3, "altered")]


def test_a_case_in_a_list_is_anchored_the_first_time_each_hour_and_each_sixteenth_time(
    cast: Cast, anchored: Any
) -> None:
    with anchored():
        cases = report(cast.head), report(cast.head)
        for number in range(1, 19):
            now = FRIDAY + timedelta(minutes=number + (60 if number > 9 else 0))
            reading.read_cases(cases, by=cast.lado, page="today", now=now)

    kept = LogAnchor.objects.filter(log=reading.LOG, case=cases[0].pk)
    assert list(kept.order_by("number").values_list("number", flat=True)) == [1, 10, 16]


def test_what_was_said_of_a_person_and_changed_or_cannot_be_opened_is_named(two_cases: tuple[Case, Case]) -> None:
    first, second = two_cases
    PersonStatement.objects.filter(case=first).update(ciphertext=b"somebody else, long enough for a seal")
    WrappedKey.objects.filter(name=f"person {second.people.get().person_id}").delete()

    assert sorted(found()) == sorted(
        [(first.reference, "person", 1, "altered"), (second.reference, "person", 1, "key missing")]
    )


def test_an_answer_about_the_subject_that_no_line_of_the_access_log_knows_of_is_named(
    two_cases: tuple[Case, Case], cast: Cast
) -> None:
    question = SubjectQuestion.objects.filter(case=two_cases[0]).first()

    SubjectQuestion.objects.filter(pk=question.pk).update(
        answered_at=FRIDAY, answered_by=cast.head, reaches_the_subject=False, line=1
    )

    assert found() == [(two_cases[0].reference, "access", None, "altered")]


def test_an_entry_that_is_anchored_while_its_case_is_looked_at_is_no_false_alarm(two_cases: tuple[Case, Case]) -> None:
    late = Anchor.objects.get(case=two_cases[0].pk, number=2)
    Anchor.objects.filter(pk=late.pk)._raw_delete("keys")

    def anchored_meanwhile(_done: int, _of: int) -> None:
        late.save()

    assert verifying.verify(progress=anchored_meanwhile).found == ()
