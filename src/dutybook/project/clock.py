"""What time it is: the real time, or the one moment that DUTYBOOK_NOW fixes for a demonstration or a test.

Nothing else in the service may read a clock: whoever needs the time is handed it as `now=`.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime


def now() -> datetime:
    """The present moment, in UTC."""
    fixed = os.environ.get("DUTYBOOK_NOW")
    return fixed_moment(fixed) if fixed else datetime.now(UTC)


def fixed_moment(written: str) -> datetime:
    """The moment that DUTYBOOK_NOW says; one without an offset is refused, since nobody can say when that was."""
    moment = datetime.fromisoformat(written)
    if moment.tzinfo is None:
        raise ValueError(f"DUTYBOOK_NOW={written} has no offset; write it as 2026-04-02T16:00:00+01:00")
    return moment.astimezone(UTC)
