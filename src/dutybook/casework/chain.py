"""The hash chain of a case.

How each entry is bound to the one before, and what is wrong with a chain that does not hold.

Verifying must never need a key, except to prove that what is sealed can still be opened; and it mends nothing.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Literal

from dutybook.casework.models import Anchor, Case, Entry

START = "0" * 64
"""What the first entry of a chain has for the hash of the one before."""

Wrong = Literal["altered", "missing", "inserted", "cut off", "not anchored"]


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One thing that is wrong with a case's chain."""

    number: int
    wrong: Wrong
    says: str


def header(entry: Entry) -> dict[str, Any]:
    """All that stands in the clear beside a sealed entry; changing any of it breaks both the hash and the seal."""
    return {
        "case": str(entry.case_id),
        "number": entry.number,
        "type": entry.type,
        "compartment": entry.compartment,
        "recorded_at": entry.recorded_at.isoformat(),
        "recorded_by": entry.recorded_by_id,
        "form_token": str(entry.form_token) if entry.form_token else None,
        "key": str(entry.key),
    }


def canonical(data: Any) -> bytes:
    """The one way of writing this down, so that the same data always has the same hash."""
    return json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def hash_of(entry: Entry) -> str:
    """Over the hash before, the header and the ciphertext, never over what the entry says."""
    return hash_over(entry, canonical(header(entry)))


def hash_over(entry: Entry, head: bytes) -> str:
    """The same for who has the header at hand."""
    hashed = hashlib.sha256(entry.previous_hash.encode())
    hashed.update(head)
    hashed.update(bytes(entry.nonce))
    hashed.update(bytes(entry.ciphertext))
    return hashed.hexdigest()


def verify(case: Case) -> list[Finding]:
    """What is wrong with this case's chain, each entry named once; empty when it holds.

    An entry written in the moment before a power cut may lack its anchor. Here it is not told apart from one that
    somebody put there, for that takes its key; verifying.py has it.
    """
    entries = {entry.number: entry for entry in case.entries.order_by("number")}
    anchors = anchored(case)
    last = max(entries, default=0)
    found = [*_gone(set(entries), set(anchors), last), *_changed(entries, anchors), *_not_joined(entries)]
    return sorted({finding.number: finding for finding in reversed(found)}.values())


def anchored(case: Case) -> Mapping[int, set[str]]:
    """Every hash that was ever anchored under each number: more than one, where one was recorded in another's place."""
    found: dict[int, set[str]] = defaultdict(set)
    for number, hashed in Anchor.objects.filter(case=case.pk).values_list("number", "hash"):
        found[number].add(hashed)
    return found


def _gone(stored: set[int], anchored: set[int], last: int) -> Iterator[Finding]:
    for number in sorted((set(range(1, last)) | anchored) - stored):
        if number < last:
            yield Finding(number, "missing", f"entry {number} is missing")
        else:
            yield Finding(number, "cut off", f"entry {number} was recorded and has been cut off the end")


def _changed(entries: Mapping[int, Entry], anchors: Mapping[int, set[str]]) -> Iterator[Finding]:
    for number, entry in entries.items():
        under_its_number = anchors.get(number, set())
        if hash_of(entry) != entry.hash or (under_its_number and entry.hash not in under_its_number):
            yield Finding(number, "altered", f"entry {number} is not as it was recorded")
        elif not under_its_number:
            yield Finding(number, "inserted", f"entry {number} was never anchored: it did not come in by the one door")
        elif under_its_number != {entry.hash}:
            yield Finding(number, "missing", f"entry {number} was recorded, is gone, and another stands in its place")


def _not_joined(entries: Mapping[int, Entry]) -> Iterator[Finding]:
    first = entries.get(1)
    if first and first.previous_hash != START:
        yield Finding(1, "altered", "entry 1 does not begin the chain")
    for before, after in pairwise(entries.values()):
        if after.number == before.number + 1 and after.previous_hash != before.hash:
            yield Finding(after.number, "altered", f"entry {after.number} does not follow entry {before.number}")
