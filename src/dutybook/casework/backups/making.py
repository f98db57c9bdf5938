"""Making a backup, of a service that may go on being used meanwhile.

Nothing that is there already may be written over, and no backup without its keys may be called complete.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from django.db import DatabaseError

import dutybook
from dutybook.casework import keystore, verifying
from dutybook.casework.backups import BackupRefused, manifest, sealing
from dutybook.casework.backups.databases import CannotCopy, Database, Snapshot, database
from dutybook.casework.backups.manifest import Archive, Head, Manifest
from dutybook.casework.verifying import Progress

RECORD = {"sqlite": "record.sqlite3", "postgresql": "record.pgdump"}
KEYS = "keys.sealed"

COUNTS = {
    "organisations": "SELECT count(*) FROM casework_organisation",
    "accounts": "SELECT count(*) FROM casework_account",
    "cases": "SELECT count(*) FROM casework_case",
    "entries": "SELECT count(*) FROM casework_entry",
    "people": "SELECT count(*) FROM casework_person",
    "readings": "SELECT count(*) FROM casework_reading",
}
COUNTS_OF_KEYS = {
    "keys": "SELECT count(*) FROM casework_wrappedkey",
    "anchors": "SELECT count(*) FROM casework_anchor",
}
ANCHORED = ("casework_entry", "casework_accesschange", "casework_reading")
"""The logs of the record: no line may come into one of them between the two snapshots, lest its anchor come alone."""

TO_BE_ANCHORED = {
    "entries": COUNTS["entries"],
    "lines of the access log": "SELECT count(*) FROM casework_accesschange",
}
OF_THEM_ANCHORED = {
    "entries": COUNTS_OF_KEYS["anchors"],
    "lines of the access log": "SELECT count(*) FROM casework_loganchor WHERE log = 'access'",
}
HEADS = """
SELECT held.id, held.reference, line.number, line.hash
FROM {log} line JOIN casework_case held ON held.id = line.case_id
WHERE NOT EXISTS (SELECT 1 FROM {log} later WHERE later.case_id = line.case_id AND later.number > line.number)
ORDER BY held.reference
"""
LOGS = {"reading": "casework_reading", "access": "casework_accesschange"}
MIGRATIONS = "SELECT app || '.' || name FROM django_migrations ORDER BY id"

ATTEMPTS = 20
PAUSE = 0.05


class NotEmpty(BackupRefused):
    """There is something already where the backup was to go."""


def back_up(
    folder: Path, *, keys_folder: Path | None = None, now: datetime, progress: Progress | None = None
) -> Manifest:
    """Both databases as they were at one moment; the archive of the keys in `keys_folder`, if that is another.

    `progress` is told of how many cases the keys were tried.
    """
    for place in {folder, keys_folder or folder}:
        _make(place)
    record, keys = database("default"), database("keys")
    with taken_together(record, keys) as (taken, taken_keys):
        path = folder / RECORD[record.engine]
        taken.write(path)
        kept, lacks = _keys_archive(taken_keys, keys, (keys_folder or folder) / KEYS, progress)
        made = Manifest(
            made_at=now.astimezone(UTC).isoformat(timespec="seconds"),
            dutybook=dutybook.__version__,
            lacks=lacks,
            counts=_counts(taken, COUNTS) | (_counts(taken_keys, COUNTS_OF_KEYS) if kept and taken_keys else {}),
            migrations=tuple(name for (name,) in taken.rows(MIGRATIONS)),
            record=manifest.archive(path, record.engine),
            keys=kept,
            heads=heads(taken),
            heads_of_logs={log: heads(taken, table) for log, table in LOGS.items()},
        )
    made.write(folder)
    return made


@contextmanager
def taken_together(record: Database, keys: Database) -> Iterator[tuple[Snapshot, Snapshot | None]]:
    """A snapshot of each, of one moment: no entry in the one without its key and its anchor in the other.

    Nobody can record anything until both are taken, and that is over before the copying begins. None if the key store
    cannot be read.
    """
    with ExitStack() as held:
        with record.still(*ANCHORED):
            taken = held.enter_context(record.snapshot())
            taken_keys = _snapshot_of_keys(keys, _counts(taken, TO_BE_ANCHORED), held)
        yield taken, taken_keys


def heads(taken: Snapshot, log: str = "casework_entry") -> tuple[Head, ...]:
    """The last line of every case in this log."""
    return tuple(
        Head(case=str(UUID(str(case))), reference=reference, number=number, hash=hashed)
        for case, reference, number, hashed in taken.rows(HEADS.format(log=log))
    )


def _snapshot_of_keys(keys: Database, wanted: Mapping[str, int], held: ExitStack) -> Snapshot | None:
    """An entry is anchored in the moment after it was recorded, so there may be one to wait for; but not for long.

    One that lost its anchor in a power cut never gets it.
    """
    try:
        for attempt in range(ATTEMPTS):
            with ExitStack() as trying:
                taken = trying.enter_context(keys.snapshot())
                there = _counts(taken, OF_THEM_ANCHORED)
                if attempt == ATTEMPTS - 1 or all(there[each] >= number for each, number in wanted.items()):
                    held.push(trying.pop_all())
                    return taken
            time.sleep(PAUSE)
    except CannotCopy:
        return None
    raise AssertionError("unreachable: the last attempt returns or raises")


def _keys_archive(
    taken: Snapshot | None, keys: Database, path: Path, progress: Progress | None
) -> tuple[Archive | None, tuple[str, ...]]:
    """The archive of the keys, if it could be made, and what is wrong with them."""
    if taken is None or keys.is_empty():
        return None, (f"The key store {keys.name} cannot be read: without it none of these records can be.",)
    try:
        verifying.check_master_key()
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=".keys-") as aside:
            plain = Path(aside, "keys")
            taken.write(plain)
            sealing.seal_file(plain, path)
        return manifest.archive(path, keys.engine), _not_in_the_key_store(progress)
    except (keystore.NoMasterKey, keystore.WrongMasterKey, CannotCopy, DatabaseError) as why:
        path.unlink(missing_ok=True)
        return None, (str(why),)


def _not_in_the_key_store(progress: Progress | None) -> tuple[str, ...]:
    lost = verifying.cases_without_keys(progress=progress)
    return (f"The key store lacks keys of these cases: {', '.join(lost)}.",) if lost else ()


def _counts(taken: Snapshot, questions: Mapping[str, str]) -> dict[str, int]:
    return {name: taken.rows(question)[0][0] for name, question in questions.items()}


def _make(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if any(folder.iterdir()):
        raise NotEmpty(f"{folder} is not empty, and a backup writes over nothing; name a folder that is not there yet")
