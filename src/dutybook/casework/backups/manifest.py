"""What a backup says of itself: when it was made, what is in it, the hash of each file, and the head of every chain.

Nothing that an entry says, and no key, may stand in it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from dutybook.casework.backups import BackupRefused
from dutybook.casework.backups.databases import Engine

FILE = "manifest.json"
FORMAT = 1


class NotABackup(BackupRefused):
    """The folder holds no backup, or not the whole of the one it was."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Archive:
    """One file of the backup."""

    file: str
    engine: Engine
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The last entry of a case, or the last line of one of its logs, by which all before it are fixed."""

    case: str
    reference: str
    number: int
    hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """`lacks` is why the backup is not complete, in sentences; empty when it is.

    `heads` are those of the entries, and `heads_of_logs` those of the log of readings and of the access log.
    """

    made_at: str
    dutybook: str
    lacks: tuple[str, ...]
    counts: Mapping[str, int]
    migrations: tuple[str, ...]
    record: Archive
    keys: Archive | None
    heads: tuple[Head, ...]
    heads_of_logs: Mapping[str, tuple[Head, ...]]

    def as_json(self) -> dict[str, Any]:
        return {"format": FORMAT, "complete": not self.lacks} | asdict(self)

    def write(self, folder: Path) -> None:
        """Last of all: a folder without it is a backup that broke off."""
        path = folder / FILE
        with path.open("x", encoding="utf-8") as file:
            path.chmod(0o600)
            json.dump(self.as_json(), file, indent=2)


def read(place: Path) -> Manifest:
    """Of a backup's folder, or the file itself, which may be kept elsewhere."""
    path = place if place.is_file() else place / FILE
    try:
        written = json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        raise NotABackup(f"{place} holds no {FILE}: it is no backup, or one that broke off") from None
    except ValueError:
        raise NotABackup(f"{path} is not the manifest of a backup, or has been cut short") from None
    try:
        return _manifest(written)
    except (KeyError, TypeError, AttributeError):
        raise NotABackup(f"{path} is not the manifest of a backup that this version can read") from None


def archive(path: Path, engine: Engine) -> Archive:
    return Archive(file=path.name, engine=engine, bytes=path.stat().st_size, sha256=_sha256(path))


def check(path: Path, said: Archive) -> None:
    """Raises `NotABackup` unless the file is the one that the manifest describes, byte for byte."""
    if not path.is_file():
        raise NotABackup(f"{path} is not there, and the manifest names it")
    if (size := path.stat().st_size) != said.bytes:
        raise NotABackup(f"{path} has {size} bytes and was made with {said.bytes}; nothing was restored")
    if _sha256(path) != said.sha256:
        raise NotABackup(f"{path} is not as it was made: its SHA-256 is not the manifest's; nothing was restored")


def _manifest(written: dict[str, Any]) -> Manifest:
    if written["format"] != FORMAT:
        raise KeyError(written["format"])
    return Manifest(
        made_at=written["made_at"],
        dutybook=written["dutybook"],
        lacks=tuple(written["lacks"]),
        counts=written["counts"],
        migrations=tuple(written["migrations"]),
        record=Archive(**written["record"]),
        keys=Archive(**written["keys"]) if written["keys"] else None,
        heads=_heads(written["heads"]),
        heads_of_logs={log: _heads(heads) for log, heads in written["heads_of_logs"].items()},
    )


def _heads(written: list[dict[str, Any]]) -> tuple[Head, ...]:
    return tuple(Head(**each) for each in written)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
