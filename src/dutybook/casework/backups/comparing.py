"""Whether the record still holds what it held when a backup was made.

A cut that reached both databases leaves nothing in either; a manifest that was kept elsewhere still knows. Nothing may
be taken from the backup here but its manifest.
"""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from dutybook.casework.backups.manifest import Head, Manifest
from dutybook.casework.models import AccessChange, Entry, Reading
from dutybook.casework.verifying import Found, Progress, Record

LINES: dict[Record, tuple[type[Entry] | type[Reading] | type[AccessChange], str]] = {
    "entry": (Entry, "entry {number}"),
    "reading": (Reading, "reading {number} of the log"),
    "access": (AccessChange, "line {number} of the access log"),
}


def not_as_it_was(said: Manifest, *, progress: Progress | None = None) -> list[Found]:
    """What the manifest has as the end of a case, or of one of its logs, and is no longer there, or no longer so."""
    heads: list[tuple[Record, Head]] = [
        *(("entry", head) for head in said.heads),
        *(("reading", head) for head in said.heads_of_logs["reading"]),
        *(("access", head) for head in said.heads_of_logs["access"]),
    ]
    found: list[Found] = []
    for done, (record, head) in enumerate(heads, 1):
        found.extend(_lost(record, head))
        if progress:
            progress(done, len(heads))
    return found


def _lost(record: Record, head: Head) -> Iterator[Found]:
    model, named = LINES[record]
    hashed = model.objects.filter(case=UUID(head.case), number=head.number).values_list("hash", flat=True).first()
    if hashed != head.hash:
        now = "is gone" if hashed is None else "is another now"
        yield Found(
            case=head.reference,
            record=record,
            number=head.number,
            wrong="cut off" if hashed is None else "altered",
            says=f"{named.format(number=head.number)} was there when the backup was made, and {now}",
        )
