"""How each reader counts the entries of a case: those alone that they may read, so that no gap tells of others.

No number may leave here by which somebody could count what they may not read; the record's own numbers stay in it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from dutybook.casework import visibility
from dutybook.casework.models import Account, Case
from dutybook.casework.store import Raw


@dataclass(frozen=True, slots=True)
class OwnNumbers:
    """`seqs` holds the record's number of each entry that the reader may read, in order."""

    seqs: tuple[int, ...]

    @property
    def next(self) -> int:
        """The number that they expect of the next entry."""
        return len(self.seqs) + 1

    def of(self, seq: int) -> int:
        """Their number of an entry that they may read."""
        return bisect_left(self.seqs, seq) + 1

    def seq(self, number: int) -> int | None:
        """The record's number of their entry of this number, if they have one."""
        return self.seqs[number - 1] if 0 < number < self.next else None

    def seq_after(self, number: int) -> int:
        """The record's number that a new entry takes if nothing was recorded since their entry before it."""
        before = self.seq(number - 1)
        return before + 1 if before is not None else 1


def count(case: Case, reader: Account, *, read: Iterable[int] = ()) -> OwnNumbers:
    """By what they have just read, under the record's numbers, and what was recorded since that they may read."""
    known = tuple(sorted(read))
    since = case.entries.filter(number__gt=known[-1] if known else 0).order_by("number")
    return OwnNumbers(known + tuple(each.number for each in since if visibility.may_read(reader, case, each)))


def numbered(raw: Raw, numbers: Mapping[int, int]) -> Raw:
    """The entry with its number, and that of the one it corrects, as its reader counts."""
    return {**raw} | {key: numbers[raw[key]] for key in ("seq", "corrects") if raw.get(key) in numbers}
