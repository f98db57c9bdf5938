"""A backup is of one moment, holds its keys apart, and is refused as soon as it is not as it was made."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import count
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from django.db import connections

from dutybook.casework import keystore, store
from dutybook.casework.backups import making, manifest, postgresql, restoring, sealing
from dutybook.casework.backups.databases import CannotCopy, database
from dutybook.casework.backups.sqlite import SQLite
from dutybook.casework.models import Account, Case, WrappedKey
from tests.cast import THURSDAY_AT_FIVE, Cast, make_cast, report, told

pytestmark = [
    pytest.mark.django_db(transaction=True, databases=["default", "keys"]),
    pytest.mark.usefixtures("tables_that_can_be_emptied"),
]

FRIDAY = THURSDAY_AT_FIVE + timedelta(days=1)


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def case(cast: Cast) -> Case:
    return report(cast.head)


def record(case: Case, by: Account, number: int) -> None:
    store.append(case, told(by, "2026-04-03"), by=by, now=FRIDAY, expected_number=number)


def test_a_complete_backup_says_what_is_in_it_and_where_each_chain_ends(case: Case, cast: Cast, tmp_path: Path) -> None:
    record(case, cast.head, 2)

    made = making.back_up(tmp_path / "backup", now=FRIDAY)

    assert made.lacks == ()
    assert {made.counts[each] for each in ("cases", "entries", "anchors")} == {1, 2}
    assert made.counts["keys"] == WrappedKey.objects.count() > keystore.AHEAD
    last = case.entries.get(number=2)
    assert made.heads == (manifest.Head(case=str(case.pk), reference=case.reference, number=2, hash=last.hash),)
    assert manifest.read(tmp_path / "backup") == made


def test_neither_file_holds_the_master_key_nor_what_the_other_holds(
    cast: Cast, tmp_path: Path, master_key: Path
) -> None:
    case = report(cast.head, what_happened="pushed against a radiator")

    making.back_up(tmp_path / "record", keys_folder=tmp_path / "keys", now=FRIDAY)

    files = {path.name: path.read_bytes() for path in tmp_path.glob("*/*")}
    wrapped = bytes(WrappedKey.objects.get(name=f"case {case.pk}").wrapped)
    assert set(files) == {making.RECORD[database("default").engine], "manifest.json", "keys.sealed"}
    for secret in (master_key.read_bytes(), bytes.fromhex(master_key.read_text()), wrapped, b"radiator"):
        assert not [name for name, held in files.items() if secret in held]


def test_a_backup_while_people_record_has_a_key_and_an_anchor_for_every_entry(case: Case, cast: Cast) -> None:
    stop = Event()

    def go_on_recording() -> int:
        try:
            numbers = count(2)
            while not stop.is_set():
                record(case, cast.head, next(numbers))
            return next(numbers)
        finally:
            connections.close_all()

    entries, anchors, keys = [], [], []
    with ThreadPoolExecutor(max_workers=1) as thread:
        recording = thread.submit(go_on_recording)
        for _ in range(5):
            with making.taken_together(database("default"), database("keys")) as (taken, taken_keys):
                entries.append(making._counts(taken, making.COUNTS)["entries"])
                found = making._counts(taken_keys, making.COUNTS_OF_KEYS)
                anchors.append(found["anchors"])
                keys.append(found["keys"])
        stop.set()
        recorded = recording.result()

    assert anchors == entries
    assert all(held > number for held, number in zip(keys, entries, strict=True))
    assert recorded > 2


def test_what_is_recorded_while_the_copy_is_written_is_not_in_it_and_does_not_wait(case: Case, cast: Cast) -> None:
    with making.taken_together(database("default"), database("keys")) as (taken, taken_keys):
        record(case, cast.head, 2)

        assert making._counts(taken, making.COUNTS)["entries"] == 1
        assert making._counts(taken_keys, making.COUNTS_OF_KEYS)["anchors"] == 1


def test_a_backup_of_which_keys_are_lost_is_incomplete_and_names_the_case(
    case: Case, cast: Cast, tmp_path: Path
) -> None:
    WrappedKey.objects.filter(name__endswith=str(case.entries.get().key)).delete()

    made = making.back_up(tmp_path / "backup", now=FRIDAY)

    assert made.lacks == (f"The key store lacks keys of these cases: {case.reference}.",)
    assert json.loads((tmp_path / "backup" / "manifest.json").read_text())["complete"] is False


def test_a_backup_under_a_wrong_master_key_is_incomplete(case: Case, settings: Any, tmp_path: Path) -> None:
    settings.DUTYBOOK_MASTER_KEY_FILE = tmp_path / "another.key"
    settings.DUTYBOOK_MASTER_KEY_FILE.write_text("ab" * 32)

    made = making.back_up(tmp_path / "backup", now=FRIDAY)

    assert made.keys is None
    assert "not the one these records were encrypted under" in made.lacks[0]


def test_nothing_that_is_there_is_written_over(case: Case, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("something of somebody's")

    with pytest.raises(making.NotEmpty, match="writes over nothing"):
        making.back_up(tmp_path, now=FRIDAY)


@pytest.mark.parametrize("name", ["record", "keys.sealed", "manifest.json"])
def test_a_file_that_was_cut_short_is_refused(case: Case, tmp_path: Path, name: str) -> None:
    making.back_up(tmp_path / "backup", now=FRIDAY)
    (path,) = (tmp_path / "backup").glob(f"{name}*")
    path.write_bytes(path.read_bytes()[:-100])

    with pytest.raises(manifest.NotABackup):
        restoring.open_backup(tmp_path / "backup")


def test_a_file_in_which_one_byte_was_turned_is_refused_by_its_hash(case: Case, tmp_path: Path) -> None:
    made = making.back_up(tmp_path / "backup", now=FRIDAY)
    path = tmp_path / "backup" / made.record.file
    held = bytearray(path.read_bytes())
    held[-50] ^= 1
    path.write_bytes(held)

    with pytest.raises(manifest.NotABackup, match="SHA-256"):
        restoring.open_backup(tmp_path / "backup")


@pytest.mark.parametrize("written", ["", "{}", "[]", '{"format": 2}', "null"])
def test_what_is_no_manifest_is_refused(tmp_path: Path, written: str) -> None:
    (tmp_path / "manifest.json").write_text(written)

    with pytest.raises(manifest.NotABackup):
        manifest.read(tmp_path)


def test_a_backup_goes_into_empty_databases_only(case: Case, tmp_path: Path) -> None:
    making.back_up(tmp_path / "backup", now=FRIDAY)
    backup = restoring.open_backup(tmp_path / "backup")

    with pytest.raises(restoring.CannotRestore, match="restoring writes over nothing"):
        restoring.restore(backup)

    assert case.entries.count() == 1


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    (tmp_path / "record.sqlite3").write_bytes(b"something of somebody's" * 1000)

    with (
        pytest.raises(CannotCopy, match=r"record\.sqlite3 cannot be read"),
        SQLite(tmp_path / "record.sqlite3").snapshot(),
    ):
        raise AssertionError("it was read")


def test_what_a_lost_file_had_not_finished_writing_is_not_played_into_the_one_restored(tmp_path: Path) -> None:
    place = SQLite(tmp_path / "record.sqlite3")
    assert place.in_the_way() == ""

    (tmp_path / "record.sqlite3-wal").write_bytes(b"unfinished")

    assert place.in_the_way() == f"{tmp_path}/record.sqlite3-wal is left from another database"


def test_the_keys_archive_is_read_back_whole_and_under_its_own_master_key_only(tmp_path: Path, settings: Any) -> None:
    plain, sealed = tmp_path / "plain", tmp_path / "sealed"
    plain.write_bytes(bytes(range(256)) * 10_000)  # three parts
    sealing.seal_file(plain, sealed)

    sealing.unseal_file(sealed, tmp_path / "opened")

    assert (tmp_path / "opened").read_bytes() == plain.read_bytes()
    settings.DUTYBOOK_MASTER_KEY_FILE = tmp_path / "another.key"
    settings.DUTYBOOK_MASTER_KEY_FILE.write_text("ab" * 32)
    with pytest.raises(keystore.WrongMasterKey, match="does not open the archive of the keys"):
        sealing.unseal_file(sealed, tmp_path / "again")


def test_a_keys_archive_that_ends_after_a_whole_part_is_noticed(tmp_path: Path) -> None:
    plain, sealed = tmp_path / "plain", tmp_path / "sealed"
    plain.write_bytes(bytes(2 * sealing.PART_BYTES))
    sealing.seal_file(plain, sealed)

    sealed.write_bytes(sealed.read_bytes()[: len(sealed.read_bytes()) // 2])

    with pytest.raises(keystore.WrongMasterKey):
        sealing.unseal_file(sealed, tmp_path / "opened")


def test_the_package_to_install_is_named_where_pg_dump_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(postgresql, "INSTALLED", tmp_path)

    with pytest.raises(CannotCopy, match="pg_dump is not installed; it comes with the package postgresql-client"):
        postgresql.program("pg_dump")
