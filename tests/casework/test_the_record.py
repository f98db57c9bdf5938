"""What goes into the record comes out of it unchanged, encrypted on the way, once, and in one order."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, connections, transaction

from dutybook.casework import keystore, procedures, queries, reading, store
from dutybook.casework.actions.events import NotAllowed, Sent, record_event
from dutybook.casework.models import Case, Entry, WrappedKey
from dutybook.engine.entries import EntryRefused
from tests.cast import THURSDAY_AT_FIVE, Cast, concern, report, told

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

FOUR_ON_FRIDAY = "2026-04-03T16:00:00+01:00"
FRIDAY = THURSDAY_AT_FIVE + timedelta(days=1)


def seen(case: Case, cast: Cast) -> queries.CaseView:
    """The case as the head teacher sees it on Friday."""
    return queries.case_view(cast.head, case.reference, page="the case", now=FRIDAY)


def test_a_concern_is_read_back_as_it_was_written(cast: Cast) -> None:
    case = report(cast.head, what_happened="A pupil says he was pushed.")

    raws = reading.read_case(case, by=cast.head, page="the case", now=THURSDAY_AT_FIVE)

    assert raws == [
        {
            "seq": 1,
            "type": "concern_raised",
            "happened_at": "2026-04-02T16:00:00+01:00",
            "recorded_at": "2026-04-02T16:00:00+00:00",
            "by": "Ruth Okafor",
            "as": "senior_manager",
            "recorded_by": "Ruth Okafor",
            "compartment": "adult",
            "data": {
                "allegation": "allegation-1",
                "adult_name": "Colin Farrow",
                "harm_may_have_happened": True,
                "what_happened": "A pupil says he was pushed.",
            },
        }
    ]


def test_no_name_and_no_word_of_a_concern_lies_in_the_database_unencrypted(cast: Cast) -> None:
    case = report(cast.head, what_happened="pushed against a radiator")

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM casework_entry WHERE case_id = %s",
            [case.pk.hex if connection.vendor == "sqlite" else case.pk],
        )
        stored = b"".join(
            bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
            for value in cursor.fetchone()
        )

    for word in (b"Farrow", b"radiator", b"2026-04-02T16:00:00+01:00", b"Okafor"):
        assert word not in stored


def test_the_key_store_is_apart_from_the_database(cast: Cast) -> None:
    report(cast.head)

    assert "casework_wrappedkey" not in connections["default"].introspection.table_names()
    assert "casework_entry" not in connections["keys"].introspection.table_names()
    assert WrappedKey.objects.filter(name__startswith="entry ").count() == keystore.AHEAD


def test_every_entry_has_a_key_of_its_own_wrapped_by_its_case_s(cast: Cast) -> None:
    case = report(cast.head)

    WrappedKey.objects.filter(name__endswith=str(case.entries.get().key)).delete()

    with pytest.raises(keystore.KeyDestroyed):
        reading.read_case(case, by=cast.head, page="the case", now=THURSDAY_AT_FIVE)


def test_the_key_of_an_entry_is_in_the_key_store_before_the_entry_is_anywhere(cast: Cast, case: Case) -> None:
    names = set(WrappedKey.objects.values_list("name", flat=True))

    entry = store.append(case, told(cast.head, FOUR_ON_FRIDAY), by=cast.head, now=FRIDAY, expected_number=2)

    assert f"entry {case.pk} {entry.key}" in names


def test_no_two_entries_share_a_key_and_those_made_ahead_never_run_out(cast: Cast, case: Case) -> None:
    for number in range(2, keystore.AHEAD + 3):
        store.append(case, told(cast.head, FOUR_ON_FRIDAY), by=cast.head, now=FRIDAY, expected_number=number)

    keys = [keystore.entry_keys([(case.pk, each.key)])[case.pk, each.key] for each in case.entries.all()]
    assert len(set(keys)) == keystore.AHEAD + 2


def test_a_number_that_is_not_the_next_is_refused_and_makes_no_key(cast: Cast, case: Case) -> None:
    kept = WrappedKey.objects.count()

    with pytest.raises(store.Conflict):
        store.append(case, told(cast.head, FOUR_ON_FRIDAY), by=cast.head, now=FRIDAY, expected_number=7_000)

    assert WrappedKey.objects.count() == kept
    assert case.entries.count() == 1


def test_a_wrong_master_key_reads_nothing_and_says_so(cast: Cast, case: Case, settings, tmp_path) -> None:
    other = tmp_path / "another.key"
    other.write_text("ab" * 32)
    settings.DUTYBOOK_MASTER_KEY_FILE = other

    with pytest.raises(keystore.WrongMasterKey, match="not the one these records were encrypted under"):
        reading.read_case(case, by=cast.head, page="the case", now=THURSDAY_AT_FIVE)


def test_a_missing_master_key_is_named_and_not_made_up(cast: Cast, case: Case, settings, tmp_path) -> None:
    settings.DUTYBOOK_MASTER_KEY_FILE = tmp_path / "lost.key"

    with pytest.raises(keystore.NoMasterKey, match=r"lost\.key is not there"):
        reading.read_case(case, by=cast.head, page="the case", now=THURSDAY_AT_FIVE)


def test_an_entry_can_be_neither_changed_nor_deleted(case: Case) -> None:
    for change in (
        lambda: Entry.objects.update(type="something_else"),
        lambda: Entry.objects.all()._raw_delete("default"),
    ):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            change()

    assert case.entries.get().type == "concern_raised"


def test_what_was_read_and_what_was_anchored_can_be_neither_changed_nor_deleted(cast: Cast, anchored) -> None:
    with anchored():
        case = report(cast.head)
    reading.read_case(case, by=cast.head, page="the case", now=THURSDAY_AT_FIVE)

    for alias, table in (("default", "casework_reading"), ("keys", "casework_anchor")):
        for statement in (f"DELETE FROM {table}", f"UPDATE {table} SET hash = 'x'"):  # noqa: S608
            with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(using=alias):
                connections[alias].cursor().execute(statement)


def test_two_officers_at_once_the_second_is_told_what_the_first_recorded(cast: Cast, case: Case) -> None:
    procedure = procedures.of_case(case)
    first = Sent(by=cast.lado, now=FRIDAY, expected_number=2)
    second = Sent(by=cast.second_lado, now=FRIDAY, expected_number=2)
    record_event(case, told(cast.head, "2026-04-03T09:00:00+01:00"), procedure=procedure, sent=first)
    mine = told(cast.head, FOUR_ON_FRIDAY)

    with pytest.raises(store.Conflict) as conflict:
        record_event(case, mine, procedure=procedure, sent=second)

    assert conflict.value.mine is mine
    assert [entry.recorded_by for entry in conflict.value.theirs] == [cast.lado]
    assert case.entries.count() == 2


def test_a_form_sent_twice_records_once(cast: Cast, case: Case) -> None:
    sent = Sent(by=cast.head, now=FRIDAY, expected_number=2, form_token=uuid4())
    procedure = procedures.of_case(case)

    entries = [record_event(case, told(cast.head, FOUR_ON_FRIDAY), procedure=procedure, sent=sent) for _ in range(2)]

    assert entries[0] == entries[1]
    assert case.entries.count() == 2


def test_a_concern_sent_twice_opens_one_case(cast: Cast) -> None:
    token = uuid4()

    cases = [report(cast.head, form_token=token) for _ in range(2)]

    assert cases[0] == cases[1]
    assert Case.objects.count() == 1


def test_nobody_gets_a_case_by_sending_somebody_else_s_token(cast: Cast) -> None:
    token = uuid4()
    report(cast.head, form_token=token)

    with pytest.raises(store.Conflict):
        report(cast.outsider, form_token=token)

    assert Case.objects.count() == 1


def test_what_the_procedure_cannot_read_is_never_stored(cast: Cast, case: Case) -> None:
    statement = told(cast.head, FOUR_ON_FRIDAY, no_such_fact="yes")

    with pytest.raises(EntryRefused, match="no_such_fact"):
        record_event(
            case, statement, procedure=procedures.of_case(case), sent=Sent(by=cast.head, now=FRIDAY, expected_number=2)
        )

    assert case.entries.count() == 1


def test_a_concern_that_is_refused_leaves_no_empty_case_behind(cast: Cast) -> None:
    with pytest.raises(EntryRefused):
        report(cast.head, harm_may_have_happened="perhaps")

    assert not Case.objects.exists()


def test_a_correction_takes_the_place_of_what_it_corrects_and_both_stay_on_record(cast: Cast, case: Case) -> None:
    told_on_friday = told(cast.head, FOUR_ON_FRIDAY)
    sent = Sent(by=cast.head, now=FRIDAY, expected_number=2)
    record_event(case, told_on_friday, procedure=procedures.of_case(case), sent=sent)
    earlier = replace(
        told_on_friday, happened_at="2026-04-03T09:00:00+01:00", corrects=2, reason="It was in the morning"
    )

    record_event(case, earlier, procedure=procedures.of_case(case), sent=replace(sent, expected_number=3))

    duty = next(each for each in seen(case, cast).duties if each.id == "tell-the-lado-24-hours")
    assert (duty.status, duty.met_at) == ("met", datetime(2026, 4, 3, 8, 0, tzinfo=UTC))
    assert [raw.get("corrects") for raw in seen(case, cast).raws] == [None, None, 2]


@pytest.mark.parametrize("corrects", [0, 2, 7])
def test_a_correction_of_nothing_earlier_is_refused(cast: Cast, case: Case, corrects: int) -> None:
    with pytest.raises(EntryRefused, match="is no earlier entry"):
        record_event(
            case,
            replace(told(cast.head, FOUR_ON_FRIDAY), corrects=corrects),
            procedure=procedures.of_case(case),
            sent=Sent(by=cast.head, now=FRIDAY, expected_number=2),
        )


def test_the_correction_of_an_entry_that_somebody_may_not_read_says_nothing_to_them(cast: Cast, case: Case) -> None:
    hidden = replace(told(cast.head, FOUR_ON_FRIDAY), compartment="police")
    sent = Sent(by=cast.lado, now=FRIDAY, expected_number=2)
    record_event(case, hidden, procedure=procedures.of_case(case), sent=sent)
    correction = replace(told(cast.head, "2026-04-03"), corrects=2)
    record_event(case, correction, procedure=procedures.of_case(case), sent=replace(sent, expected_number=3))

    assert [raw["seq"] for raw in seen(case, cast).raws] == [1]
    assert [raw["seq"] for raw in reading.read_case(case, by=cast.lado, page="the case", now=FRIDAY)] == [1, 2, 3]


def test_a_role_that_the_procedure_does_not_name_records_nothing(cast: Cast, case: Case) -> None:
    decided = concern(cast.head)

    with pytest.raises(NotAllowed, match="recorded by somebody else"):
        record_event(
            case,
            store.Statement(type="threshold_decided", happened_at=FOUR_ON_FRIDAY, by=decided.by, role=decided.role),
            procedure=procedures.of_case(case),
            sent=Sent(by=cast.head, now=FRIDAY, expected_number=2),
        )


@pytest.mark.parametrize("words", [{"role": "designated_officer"}, {"by": "Somebody Else"}, {"role": "police_officer"}])
def test_nobody_but_the_desk_records_in_another_s_name(cast: Cast, case: Case, words: dict[str, str]) -> None:
    statement = replace(told(cast.head, FOUR_ON_FRIDAY), **words)

    with pytest.raises(NotAllowed):
        record_event(
            case,
            statement,
            procedure=procedures.of_case(case),
            sent=Sent(by=cast.head, now=FRIDAY, expected_number=2),
        )

    assert case.entries.count() == 1


def test_the_desk_cannot_make_up_a_role_that_the_procedure_does_not_name(cast: Cast, case: Case) -> None:
    statement = replace(told(cast.head, FOUR_ON_FRIDAY), role="head_of_service")

    with pytest.raises(NotAllowed, match="Choose one of the roles that the procedure names"):
        record_event(
            case,
            statement,
            procedure=procedures.of_case(case),
            sent=Sent(by=cast.lado, now=FRIDAY, expected_number=2),
        )


def test_the_desk_records_a_step_for_whoever_took_it(cast: Cast, case: Case) -> None:
    sent = Sent(by=cast.lado, now=FRIDAY, expected_number=2)

    record_event(case, told(cast.head, FOUR_ON_FRIDAY), procedure=procedures.of_case(case), sent=sent)

    last = reading.read_case(case, by=cast.lado, page="the case", now=FRIDAY)[-1]
    assert (last["by"], last["as"], last["recorded_by"]) == ("Ruth Okafor", "senior_manager", "Dilys Marsh")
