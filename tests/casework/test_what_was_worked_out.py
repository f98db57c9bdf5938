"""What was worked out of a case is kept a while, and nobody can tell: it reads as it would if it were worked out."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from dataclasses import fields, replace
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any
from uuid import uuid4

import pytest

from dutybook.casework import involvement, keystore, queries, store, visibility
from dutybook.casework.actions import access
from dutybook.casework.actions.access import Said
from dutybook.casework.actions.adoption import adopt_procedure
from dutybook.casework.models import Account, Case, Entry, Reading, WrappedKey
from dutybook.casework.queries import CaseView, case_view
from dutybook.casework.worked_out import WorkedOut
from dutybook.packs.paths import SETTING
from dutybook.packs.paths import procedures as folder_of_packs
from tests.cast import PROCEDURE, THURSDAY_AT_FIVE, Cast, told

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

LATER = THURSDAY_AT_FIVE + timedelta(hours=2)
FOUR_WEEKS = 4 * 7 * 24 * 3600
NOT_COMPARED = {"case", "procedure", "rules"}
"""The very same things, whichever way they were come by."""


@pytest.fixture(autouse=True)
def worked_out(monkeypatch: pytest.MonkeyPatch) -> WorkedOut[queries.Worked]:
    made: WorkedOut[queries.Worked] = WorkedOut()
    monkeypatch.setattr(queries, "WORKED_OUT", made)
    return made


def read(by: Account, case: Case, now: datetime = LATER) -> CaseView:
    return case_view(by, case.reference, page="the case", now=now)


def afresh(by: Account, case: Case, now: datetime = LATER) -> CaseView:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(queries, "WORKED_OUT", WorkedOut(room=0))
        return read(by, case, now)


def said(view: CaseView) -> dict[str, object]:
    return {each.name: getattr(view, each.name) for each in fields(view) if each.name not in NOT_COMPARED}


def assert_nobody_can_tell(case: Case, *readers: Account, since: datetime, chances: Random) -> None:
    """At moments after this one, in turn, and at one before the last."""
    moments = sorted(since + timedelta(seconds=chances.randrange(FOUR_WEEKS)) for _ in range(4))
    for now in (since, since, *moments, moments[2]):
        for by in readers:
            assert said(read(by, case, now)) == said(afresh(by, case, now)), (by.name, now)


def record(case: Case, by: Account, statement: store.Statement, now: datetime) -> None:
    store.append(case, statement, by=by, now=now, expected_number=case.entries.count() + 1)


def test_who_comes_back_reads_what_they_would_read_afresh_whatever_was_recorded_meanwhile(
    cast: Cast, case: Case
) -> None:
    chances, readers = Random(7), (cast.lado, cast.head)  # noqa: S311 - nothing secret
    late = told(cast.head, "2026-04-07T09:00:00+01:00")
    from_whom = replace(told(cast.lado, "2026-04-07"), compartment="source")
    steps = [
        late,
        replace(late, happened_at="2026-04-03T09:00:00+01:00", corrects=2, reason="It was in the morning"),
        from_whom,
        replace(late, data={}, corrects=3, retracted=True, reason="It was in another case"),
    ]
    assert_nobody_can_tell(case, *readers, since=LATER, chances=chances)
    for days, statement in enumerate(steps, 30):
        now = THURSDAY_AT_FIVE + timedelta(days=days, seconds=chances.randrange(3600), microseconds=900_000)

        record(case, cast.lado, statement, now)

        assert_nobody_can_tell(case, *readers, since=now, chances=chances)


def test_the_second_look_is_at_what_was_worked_out_for_the_first(
    cast: Cast, case: Case, worked_out: WorkedOut[queries.Worked]
) -> None:
    first, second = read(cast.lado, case), read(cast.second_lado, case, LATER + timedelta(minutes=1))

    assert second.entries is first.entries
    assert len(worked_out) == 1


def test_who_may_read_less_is_never_shown_what_was_worked_out_for_somebody_else(cast: Cast, case: Case) -> None:
    record(case, cast.lado, replace(told(cast.lado, "2026-04-02"), compartment="source"), LATER)

    assert len(read(cast.lado, case).entries) == 2
    assert len(read(cast.head, case).entries) == 1


def because(by: Account, reason: str) -> Said:
    return Said(by=by, now=LATER, reason=reason)


def test_whoever_is_off_the_case_is_refused_though_it_is_kept(cast: Cast, case: Case) -> None:
    access.grant_involvement(case, cast.police, until=None, said=because(cast.lado, "To look into it."))
    read(cast.police, case)
    read(cast.second_lado, case)

    access.end_involvement(case, cast.police, said=because(cast.lado, "Her part is done."))
    involvement.recuse(cast.second_lado, case, reason="cousins", by=cast.second_lado, now=LATER)

    with pytest.raises(visibility.NotThere):
        read(cast.police, case)
    with pytest.raises(visibility.TakenOff):
        read(cast.second_lado, case)


def test_an_adopted_procedure_counts_at_once(
    cast: Cast, case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(folder_of_packs(), tmp_path / "packs")
    monkeypatch.setenv(SETTING, str(tmp_path / "packs"))
    chapter = tmp_path / "packs" / PROCEDURE / "allegations.yaml"
    chapter.write_text(chapter.read_text(encoding="utf-8").replace("within: 24 hours", "within: 30 hours"))
    shutil.rmtree(chapter.parent / "examples")
    before = due(read(cast.lado, case))

    adopt_procedure(PROCEDURE, by=cast.lado, reason="the document was reissued", now=LATER)

    assert due(read(cast.lado, case)) - before == timedelta(hours=6)


def due(view: CaseView) -> datetime:
    [found] = [each.due_at for each in view.duties if each.id == "tell-the-lado-24-hours"]
    assert found is not None
    return found


def test_every_look_is_logged_also_at_what_is_kept(cast: Cast, case: Case) -> None:
    for _ in range(3):
        read(cast.lado, case)

    assert Reading.objects.filter(case=case, account=cast.lado).count() == 3


def test_what_no_key_opens_any_more_is_not_shown_though_it_is_kept(
    cast: Cast, case: Case, anchored: Callable[[], object]
) -> None:
    read(cast.lado, case)

    WrappedKey.objects.filter(name=f"case {case.pk}").delete()

    with pytest.raises(keystore.KeyDestroyed):
        read(cast.lado, case)


def test_an_entry_that_somebody_altered_is_not_covered_up_by_what_is_kept(cast: Cast, case: Case) -> None:
    [stored] = store.stored_by_case([case.pk])[case.pk]
    altered = {
        "number": 2, "type": "case_closed", "compartment": "general", "recorded_by_id": cast.lado.pk,
        "key": uuid4().hex, "nonce": b"?" * 12, "ciphertext": stored.ciphertext[:-1] + b"?", "hash": "0" * 64,
    }  # fmt: skip

    prints = [fingerprint(stored), *(fingerprint(stored._replace(**{name: value})) for name, value in altered.items())]

    assert len(set(prints)) == len(prints) == len(altered) + 1


def fingerprint(stored: store.Stored, wrapped: bytes = b"") -> bytes:
    return store.Unopened([stored], keystore.WrappedKeys(b"", [wrapped])).fingerprint()


def test_an_entry_under_another_key_is_another_one(case: Case) -> None:
    [stored] = store.stored_by_case([case.pk])[case.pk]

    assert fingerprint(stored, b"one") != fingerprint(stored, b"another")


def test_what_is_read_of_an_entry_is_its_row_in_the_order_of_its_columns() -> None:
    assert [each.attname for each in Entry._meta.concrete_fields] == list(store.Stored._fields)


def test_there_is_only_so_much_room_and_the_longest_unasked_goes_first() -> None:
    kept: WorkedOut[str] = WorkedOut(room=20)
    for name in "ab":
        kept.keep(name, name, size=10)
    kept.get("a")

    kept.keep("c", "c", size=10)

    assert [kept.get(name) for name in "abc"] == ["a", None, "c"]


def test_what_takes_more_than_all_the_room_is_not_kept() -> None:
    kept: WorkedOut[str] = WorkedOut(room=20)
    kept.keep("a", "a", size=10)

    kept.keep("b", "b", size=30)

    assert len(kept) == 0


def test_what_is_kept_again_takes_its_room_once() -> None:
    kept: WorkedOut[str] = WorkedOut(room=20)
    for _ in range(5):
        kept.keep("a", "a", size=10)

    kept.keep("b", "b", size=10)

    assert len(kept) == 2


def test_the_room_of_the_service_is_its_setting(settings: Any) -> None:
    settings.DUTYBOOK_KEPT_BYTES = 15
    kept: WorkedOut[str] = WorkedOut()
    for name in "ab":
        kept.keep(name, name, size=10)

    assert [kept.get(name) for name in "ab"] == [None, "b"]


def test_none_is_kept_longer_than_its_time_also_where_nobody_asks_again() -> None:
    kept: WorkedOut[str] = WorkedOut(seconds=0.05)

    kept.keep("a", "a", size=1)

    assert kept.get("a") == "a"
    until = time.monotonic() + 10
    while len(kept) and time.monotonic() < until:
        time.sleep(0.01)
    assert len(kept) == 0
