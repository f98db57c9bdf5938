"""Whether the record still holds what it held when a backup was made.

A cut that reached both databases leaves nothing in either; a manifest that was kept elsewhere still knows. Nothing may
be taken from the backup here but its manifest.
"""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from dutybook.casework.backups.manifest import Head, Manifest
from dutybook.casework.models import AccessChange, Entry, Reading
from dutybook.casework.verifying import Found, Record

LINES: dict[Record, tuple[type[Entry] | type[Reading] | type[AccessChange], str]] = {
    "entry": (Entry, "entry {number}"),
    "reading": (Reading, "reading {number} of the log"),
    "access": (AccessChange, "line {number} of the access log"),
}


def not_as_it_was(said: Manifest) -> list[Found]:
    """What the manifest has as the end of a case, or of one of its logs, and is no longer there, or no longer so."""
    return [
        *_lost("entry", said.heads),
        *_lost("reading", said.heads_of_logs["reading"]),
        *_lost("access", said.heads_of_logs["access"]),
    ]


def _lost(record: Record, heads: tuple[Head, ...]) -> Iterator[Found]:
    model, named = LINES[record]
    for head in heads:
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
