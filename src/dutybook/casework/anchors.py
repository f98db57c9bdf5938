"""The anchors: the hash of each entry, and of lines of the other logs, written down a second time in the key store.

A chain alone cannot see that its end was cut off. Nothing may be anchored here that is not in the record already.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connections

from dutybook.casework.models import Entry
from dutybook.casework.routers import KEYS

ENTRIES = 'casework_anchor ("case", number, hash, anchored_at)'
LOGS = 'casework_loganchor (log, "case", number, hash, anchored_at)'

WRITE = {
    "sqlite": "INSERT INTO {table} VALUES {rows}",
    "postgresql": "INSERT INTO {table} SELECT row.* FROM (VALUES {rows}) AS row,"
    " (SELECT set_config('synchronous_commit', 'off', true)) AS not_waiting",
}
"""A power cut may cost the anchors of the last moments, and nothing else: the entry and its key are on the disk.

`verify` knows such an entry from one that was slipped in, which no key opens.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of a case's log, to be anchored."""

    case: UUID
    number: int
    hash: str


def anchor(entry: Entry) -> None:
    """Writes down an entry that is in the record."""
    _write(ENTRIES, [[_case(entry.case_id), entry.number, entry.hash, _moment(entry.recorded_at)]])


def anchor_log(log: str, lines: Sequence[Line], *, now: datetime) -> None:
    """Writes down lines of a log that is not the entries, of as many cases as there are."""
    if lines:
        _write(LOGS, [[log, _case(each.case), each.number, each.hash, _moment(now)] for each in lines])


def _write(table: str, rows: Sequence[Sequence[Any]]) -> None:
    connection = connections[KEYS]
    places = "(" + ", ".join(["%s"] * len(rows[0])) + ")"
    statement = WRITE[connection.vendor].format(table=table, rows=", ".join([places] * len(rows)))
    with _not_waiting_for_the_disk(), connection.cursor() as cursor:
        cursor.execute(statement, [value for row in rows for value in row])


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


def _case(case: UUID) -> UUID | str:
    return case if connections[KEYS].features.has_native_uuid_field else case.hex


def _moment(moment: datetime) -> Any:
    return connections[KEYS].ops.adapt_datetimefield_value(moment)
