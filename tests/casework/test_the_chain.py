"""Whoever tampers with the record is found out, and the entry is named."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connections

from dutybook.casework import append_only, chain, procedures, reading, store
from dutybook.casework.actions.events import Sent, record_event
from dutybook.casework.crypto import Tampered
from dutybook.casework.models import Case, Entry, Reading
from tests.cast import THURSDAY_AT_FIVE, Cast, report, told

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

FRIDAY = THURSDAY_AT_FIVE + timedelta(days=1)


@pytest.fixture
def three_entries(cast: Cast, anchored) -> Case:
    with anchored():
        case = report(cast.head)
        for number, day in ((2, "03"), (3, "03")):
            statement = told(cast.head, f"2026-04-{day}T1{number}:00:00+01:00")
            sent = Sent(by=cast.lado, now=FRIDAY, expected_number=number)
            record_event(case, statement, procedure=procedures.of_case(case), sent=sent)
    return case


@pytest.fixture
def intruder(three_entries: Case) -> Case:
    """Somebody with the database's own password, who has taken the triggers away."""
    append_only.unprotect(connections["default"])
    return three_entries


def found(case: Case) -> list[tuple[int, str]]:
    return [(finding.number, finding.wrong) for finding in chain.verify(case)]


def test_a_record_that_nobody_touched_holds(three_entries: Case) -> None:
    assert found(three_entries) == []


def test_one_byte_changed_in_a_stored_entry_is_named(intruder: Case) -> None:
    entry = intruder.entries.get(number=2)
    changed = bytes(entry.ciphertext[:5]) + bytes([entry.ciphertext[5] ^ 1]) + bytes(entry.ciphertext[6:])

    Entry.objects.filter(pk=entry.pk).update(ciphertext=changed)

    assert found(intruder) == [(2, "altered")]
    assert chain.verify(intruder)[0].says == "entry 2 is not as it was recorded"


def test_one_byte_changed_cannot_be_read_either(intruder: Case, cast: Cast) -> None:
    entry = intruder.entries.get(number=2)
    Entry.objects.filter(pk=entry.pk).update(ciphertext=bytes(entry.ciphertext[:-1]) + b"\x00")

    with pytest.raises(Tampered):
        reading.read_case(intruder, by=cast.lado, page="the case", now=FRIDAY)


@pytest.mark.parametrize("field", ["type", "compartment", "recorded_at", "recorded_by", "form_token", "key"])
def test_what_stands_in_the_clear_is_guarded_too(intruder: Case, cast: Cast, field: str) -> None:
    values = {
        "type": "case_closed",
        "compartment": "general",
        "recorded_at": FRIDAY + timedelta(hours=1),
        "recorded_by": cast.second_lado,
        "form_token": "00000000-0000-4000-8000-000000000000",
        "key": "00000000-0000-4000-8000-000000000000",
    }

    Entry.objects.filter(case=intruder, number=2).update(**{field: values[field]})

    assert found(intruder) == [(2, "altered")]


def test_an_entry_taken_out_of_the_middle_is_named(intruder: Case) -> None:
    Entry.objects.filter(case=intruder, number=2)._raw_delete("default")

    assert found(intruder) == [(2, "missing")]


def test_a_cut_off_end_is_named(intruder: Case) -> None:
    Entry.objects.filter(case=intruder, number__gt=1)._raw_delete("default")

    assert found(intruder) == [(2, "cut off"), (3, "cut off")]


def test_an_entry_slipped_in_at_the_end_is_named(intruder: Case) -> None:
    last = intruder.entries.get(number=3)
    last.pk, last.number, last.previous_hash, last.form_token = None, 4, last.hash, None
    last.key = "00000000-0000-4000-8000-000000000000"
    last.hash = chain.hash_of(last)
    last.save(force_insert=True)

    assert found(intruder) == [(4, "inserted")]


def test_a_chain_that_was_hashed_anew_from_a_change_on_is_named(intruder: Case) -> None:
    previous = chain.START
    for entry in intruder.entries.order_by("number"):
        entry.previous_hash = previous
        entry.compartment = "general"
        previous = entry.hash = chain.hash_of(entry)
        entry.save(force_update=True)

    assert found(intruder) == [(1, "altered"), (2, "altered"), (3, "altered")]


def test_an_entry_of_another_case_cannot_be_put_in_its_place(intruder: Case, cast: Cast, anchored) -> None:
    with anchored():
        other = report(cast.head)
    stolen = other.entries.get()

    Entry.objects.filter(case=intruder, number=1).update(
        ciphertext=stolen.ciphertext, nonce=stolen.nonce, hash=stolen.hash
    )

    assert (1, "altered") in found(intruder)


def test_readings_are_chained_as_entries_are(three_entries: Case, cast: Cast) -> None:
    for who in (cast.lado, cast.head, cast.lado):
        reading.read_case(three_entries, by=who, page="the case", now=FRIDAY)

    readings = list(Reading.objects.filter(case=three_entries).order_by("number"))
    assert [each.number for each in readings] == [1, 2, 3]
    assert [each.previous_hash for each in readings] == [chain.START, readings[0].hash, readings[1].hash]
    assert [each.hash for each in readings] == [reading.hash_of(each) for each in readings]


def test_an_entry_that_was_rolled_back_is_not_missed(cast: Cast, anchored) -> None:
    with anchored():
        case = report(cast.head)
    with pytest.raises(store.Conflict):
        store.append(case, told(cast.head, "2026-04-03"), by=cast.head, now=FRIDAY, expected_number=1)

    assert found(case) == []
