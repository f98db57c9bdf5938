"""Which packs have passed their worked examples, kept by a hash of everything that could change the outcome.

A pass is an empty file named by that hash, outside the repository. Nothing here may say that a pack passed because it
did so before some word of it, of its examples or of the engine changed.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from dutybook import engine
from dutybook.engine.procedure import Procedure

SETTING = "DUTYBOOK_CACHE"


def digest_of(procedure: Procedure, examples: Iterable[Path]) -> str:
    """One hash of the packs, the holiday table, the examples and the engine."""
    calendar = procedure.calendar
    said = f"{procedure.hash} {calendar.last} {calendar.holidays} {_digest_of_files(sorted(examples))} {ENGINE}"
    return hashlib.sha256(said.encode()).hexdigest()


def _digest_of_files(paths: Iterable[Path]) -> str:
    found = hashlib.sha256()
    for path in paths:
        found.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return found.hexdigest()


ENGINE = _digest_of_files(sorted(Path(engine.__file__).parent.rglob("*.py")))
"""The engine as it is in this process: read when it is imported, since its files may change while it runs."""


def has_passed(digest: str) -> bool:
    """Whether everything behind this hash has passed on this machine."""
    return (_folder() / digest).is_file()


def remember(digest: str) -> None:
    """Keeps the pass; where the folder cannot be written, the examples are run again next time."""
    with suppress(OSError):
        _folder().mkdir(parents=True, exist_ok=True)
        (_folder() / digest).touch()


def _folder() -> Path:
    given = os.environ.get(SETTING)
    cache = Path(given) if given else Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache").expanduser() / "dutybook"
    return cache / "passed-examples"
