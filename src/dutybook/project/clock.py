"""What time it is: the real time, or in a demonstration or a test the moment that it is told.

Nothing else in the service may read a clock: whoever needs the time is handed it as `now=`.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from dutybook.project.home import CannotStart

FIXED, TOLD = "DUTYBOOK_NOW", "DUTYBOOK_NOW_FILE"
"""The one moment it stays; and a file that says what time it is now, so that time can pass in a demonstration."""


class ToldTheTime(CannotStart):
    """A service that is no demonstration was given a file to read the time from."""


def chosen(*, demonstration: bool) -> Callable[[], datetime]:
    """The clock to use. Whoever could write that file could date the record as they please."""
    if not os.environ.get(TOLD):
        return now
    if not demonstration:
        raise ToldTheTime(f"{TOLD} tells a demonstration what time it is; unset it: only `dutybook demo` reads it")
    return told


def now() -> datetime:
    """The present moment, in UTC."""
    fixed = os.environ.get(FIXED)
    return moment(fixed, FIXED) if fixed else datetime.now(UTC)


def told() -> datetime:
    """What the file says at this moment."""
    return moment(Path(os.environ[TOLD]).read_text(encoding="utf-8").strip(), TOLD)


def moment(written: str, name: str) -> datetime:
    """The moment that is written; one without an offset is refused, since nobody can say when that was."""
    read = datetime.fromisoformat(written)
    if read.tzinfo is None:
        raise ValueError(f"{name}={written} has no offset; write it as 2026-04-02T16:00:00+01:00")
    return read.astimezone(UTC)
