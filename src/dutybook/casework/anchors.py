"""The anchors: the hash of each entry, and heads of the other logs, written down a second time in the key store.

A chain alone cannot see that its end was cut off. Nothing may be anchored here that is not in the record already.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connections

from dutybook.casework.models import Entry, LogAnchor
from dutybook.casework.routers import KEYS

WRITE = {
    "sqlite": 'INSERT INTO casework_anchor ("case", number, hash, anchored_at) VALUES (%s, %s, %s, %s)',
    "postgresql": 'INSERT INTO casework_anchor ("case", number, hash, anchored_at) SELECT %s, %s, %s, %s'
    " FROM (SELECT set_config('synchronous_commit', 'off', true)) AS not_waiting",
}
"""A power cut may cost the anchors of the last moments, and nothing else: the entry and its key are on the disk.

`verify` knows such an entry from one that was slipped in, which no key opens.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The last line of one case's log."""

    case: UUID
    number: int
    hash: str


def anchor(entry: Entry) -> None:
    """Writes down an entry that is in the record."""
    connection = connections[KEYS]
    case = entry.case_id if connection.features.has_native_uuid_field else entry.case_id.hex
    at = connection.ops.adapt_datetimefield_value(entry.recorded_at)
    with _not_waiting_for_the_disk(), connection.cursor() as cursor:
        cursor.execute(WRITE[connection.vendor], [case, entry.number, entry.hash, at])


def anchor_log(log: str, heads: Iterable[Head], *, now: datetime) -> None:
    """Writes down lines of a log that is not the entries, of as many cases as there are."""
    LogAnchor.objects.bulk_create(
        LogAnchor(log=log, case=each.case, number=each.number, hash=each.hash, anchored_at=now) for each in heads
    )


@contextmanager
def _not_waiting_for_the_disk() -> Iterator[None]:
    """On SQLite, where it is the connection that waits or not; it cannot be told otherwise inside a transaction."""
    connection = connections[KEYS]
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    connection.ensure_connection()
    connection.connection.execute("PRAGMA synchronous = NORMAL")
    try:
        yield
    finally:
        connection.connection.execute("PRAGMA synchronous = FULL")
