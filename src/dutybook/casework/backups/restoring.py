"""Putting a backup back into databases that hold nothing yet.

Nothing that is there may be written over, and nothing may be restored of a backup that is not as it was made.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

from django.db import connections
from django.db.migrations.loader import MigrationLoader

from dutybook.casework import keystore
from dutybook.casework.backups import BackupRefused, making, manifest, sealing
from dutybook.casework.backups.databases import CannotCopy, Database, database
from dutybook.casework.backups.manifest import Archive, Manifest
from dutybook.casework.verifying import Found

WHERE = {
    "sqlite": "unset {variable}: it goes into a file of the data folder",
    "postgresql": "set {variable} to the address of an empty database of PostgreSQL",
}


class CannotRestore(BackupRefused):
    """Why nothing was restored, or how much was; and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Backup:
    """A backup whose files are those that its manifest describes; `keys` is None where there is no archive of them."""

    manifest: Manifest
    record: Path
    keys: Path | None


def open_backup(folder: Path, keys_folder: Path | None = None) -> Backup:
    """Raises `NotABackup` if a file is not as it was made. An archive of the keys that is not there is only missed."""
    said = manifest.read(folder)
    record = folder / said.record.file
    manifest.check(record, said.record)
    keys = (keys_folder or folder) / said.keys.file if said.keys else None
    if keys and said.keys and keys.exists():
        manifest.check(keys, said.keys)
        return Backup(manifest=said, record=record, keys=keys)
    return Backup(manifest=said, record=record, keys=None)


def restore(backup: Backup) -> None:
    """Fills both databases; raises before it writes anything unless both are empty, and the master key is right."""
    said = backup.manifest
    _refuse_what_is_newer(said)
    record, keys = database("default"), database("keys")
    _refuse_another_engine(said.record, record, "DUTYBOOK_DATABASE")
    if said.keys:
        _refuse_another_engine(said.keys, keys, "DUTYBOOK_KEY_STORE")
    for each in (record, keys):
        if there := each.in_the_way():
            raise CannotRestore(f"{there}, and restoring writes over nothing; choose another place, or move it away")
    keystore.master_key()
    connections.close_all()
    with tempfile.TemporaryDirectory(prefix="dutybook-restore-") as aside:
        _fill(backup, record, keys, Path(aside, "keys"))


def not_as_backed_up(said: Manifest) -> list[Found]:
    """The cases that do not end where the manifest says that they ended."""
    with database("default").snapshot() as taken:
        there = {head.case: head for head in making.heads(taken)}
    return [
        Found(
            case=head.reference,
            record="entry",
            number=head.number,
            wrong="not as backed up",
            says=f"entry {head.number} is not the last of this case, as the manifest of the backup says it was",
        )
        for head in said.heads
        if there.get(head.case) != head
    ]


def _fill(backup: Backup, record: Database, keys: Database, plain: Path) -> None:
    if backup.keys:
        sealing.unseal_file(backup.keys, plain)
        keys.fill(plain)
    try:
        record.fill(backup.record)
    except (CannotCopy, OSError) as why:
        raise CannotRestore(f"{why}\nThe key store {keys.name} was filled before; empty it and try again") from why


def _refuse_what_is_newer(said: Manifest) -> None:
    """An older record is brought up to date when it is next opened; a newer one cannot be taken back."""
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    ours = {name for name in said.migrations if name.startswith("casework.")}
    if ours - known:
        raise CannotRestore(f"This backup was made by Dutybook {said.dutybook}, which is newer; install that version")


def _refuse_another_engine(archive: Archive, into: Database, variable: str) -> None:
    if archive.engine != into.engine:
        raise CannotRestore(
            f"{archive.file} is of another kind of database; " + WHERE[archive.engine].format(variable=variable)
        )
