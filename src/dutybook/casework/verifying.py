"""Whether the record is as it was recorded: every chain, every anchor, every key, every seal, and the log of readings.

Nothing may be mended here, and nothing that an entry says may leave it.
"""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, Literal

from django.db import DataError

from dutybook.casework import access_verifying, chain, crypto, decided_under, keystore, people_verifying, reading, store
from dutybook.casework.models import Anchor, Case, Entry, LogAnchor, Reading, WrappedKey

Record = Literal["case", "entry", "reading", "access", "person"]
Progress = Callable[[int, int], None]
"""Is told how many cases are done, and of how many."""

KEY_MISSING = "key missing"
KEY_OPENS_NOTHING = "key does not open"
NOT_ANCHORED = (
    "is sealed under its own key and lacks its anchor: the machine stopped in the moment after it was recorded, or"
    " somebody with the keys put it there"
)
GARBLED = (ValueError, TypeError, AttributeError, DataError)
"""What comes of fetching a row in which a column holds another kind of thing than it should."""

A_MOMENT = 0.2
"""Seconds: longer than it takes to anchor an entry that was just recorded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One thing that is wrong, and where: in an entry or a reading by its number, or with a whole case."""

    case: str
    record: Record
    number: int | None = None
    wrong: str
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """How much was looked at, and all that is wrong with it."""

    cases: int
    entries: int
    readings: int
    found: tuple[Found, ...]

    @property
    def cannot_be_read(self) -> list[str]:
        """The references of the cases of which at least one entry has no key that opens it."""
        return sorted({each.case for each in self.found if each.wrong in (KEY_MISSING, KEY_OPENS_NOTHING)})


def verify(case: Case | None = None, *, progress: Progress | None = None) -> Verified:
    """Looks at this case, or at the whole record; raises `keystore.WrongMasterKey` before it reads anything."""
    check_master_key()
    cases = [case] if case else list(Case.objects.order_by("reference"))
    found = _found_twice(cases, progress) + ([] if case else _cases_that_are_gone())
    of = {"case": case} if case else {}
    return Verified(
        cases=len(cases),
        entries=Entry.objects.filter(**of).count(),
        readings=Reading.objects.filter(**of).count(),
        found=tuple(found),
    )


def without_anchor(case: Case) -> list[Entry]:
    """The last entries of a case that lack their anchor, and that the service itself has sealed."""
    after = case.entries.filter(number__gt=max(chain.anchored(case), default=0)).order_by("number")
    return [each for each in after if _why_not_opened([each]) is None and chain.hash_of(each) == each.hash]


def check_master_key() -> None:
    """Raises unless the master key opens at least one case's key, or there is none yet to open.

    If it opens some and not others, those others are what is wrong, and not the master key.
    """
    master = keystore.master_key()
    wrapped = WrappedKey.objects.filter(name__startswith="case ").values_list("wrapped", flat=True)
    tried = (_opens(bytes(each), master) for each in wrapped.iterator())
    if not next((opened for opened in tried if opened), not wrapped.exists()):
        raise keystore.WrongMasterKey(
            "The master key is not the one these records were encrypted under. Nothing was read."
            " Restore the right file."
        )


def cases_without_keys(*, progress: Progress | None = None) -> list[str]:
    """The references of the cases of which an entry has no key that opens; quicker than `verify`, which opens all."""
    cases, without = list(Case.objects.order_by("reference")), []
    for done, case in enumerate(cases, 1):
        if not _has_its_keys(case):
            without.append(case.reference)
        if progress:
            progress(done, len(cases))
    return without


def _has_its_keys(case: Case) -> bool:
    try:
        keystore.entry_keys((case.pk, key) for key in case.entries.values_list("key", flat=True))
    except (keystore.KeyDestroyed, keystore.WrongMasterKey, crypto.WrongKey):
        return False
    return True


def _opens(wrapped: bytes, master: bytes) -> bool:
    try:
        crypto.unwrap(wrapped, under=master)
    except crypto.WrongKey:
        return False
    return True


def _found_twice(cases: Sequence[Case], progress: Progress | None) -> list[Found]:
    """An entry recorded while its case is looked at may seem to lack its anchor: what is wrong is looked at again."""
    suspect: list[tuple[Case, list[Found]]] = []
    for done, case in enumerate(cases, 1):
        if found := _wrong_with(case):
            suspect.append((case, found))
        if progress:
            progress(done, len(cases))
    if suspect:
        time.sleep(A_MOMENT)
    return [each for case, before in suspect for each in _wrong_with(case) if each in before]


def _wrong_with(case: Case) -> list[Found]:
    try:
        return [
            *_wrong_with_entries(case),
            *_wrong_with_readings(case),
            *_wrong_with_access(case),
            *_wrong_with_people(case),
            *_wrong_with_decisions(case),
        ]
    except GARBLED:
        return list(_garbled(case))


def _wrong_with_access(case: Case) -> Iterator[Found]:
    """The log of who may see it, and whether what stands of that follows from the log."""
    try:
        found = access_verifying.verify(case)
    except GARBLED:
        found = [access_verifying.Wrong(None, "altered", "its access log holds what no line can hold")]
    for each in found:
        yield Found(case=case.reference, record="access", number=each.number, wrong=each.wrong, says=each.says)


def _wrong_with_people(case: Case) -> Iterator[Found]:
    """Of a lost key store it is said once for the case, and not again for everybody whom it knew of."""
    if not Anchor.objects.filter(case=case.pk).exists():
        return
    try:
        found = list(people_verifying.verify(case))
    except GARBLED:
        found = [access_verifying.Wrong(None, "altered", "what it says of people holds what nothing can hold")]
    for each in found:
        yield Found(case=case.reference, record="person", number=each.number, wrong=each.wrong, says=each.says)


def _wrong_with_decisions(case: Case) -> Iterator[Found]:
    """Decisions under another procedure than was adopted then; what cannot be opened or read is said elsewhere."""
    with suppress(keystore.KeyDestroyed, keystore.WrongMasterKey, crypto.WrongKey, ValueError, LookupError):
        for number, says in list(decided_under.not_as_adopted(case, decided_under.decisions_in(case))):
            yield _entry(case, number, "another procedure", f"entry {number} {says}")


def _garbled(case: Case) -> Iterator[Found]:
    """SQLite lets an intruder write anything into any column: which of the entries cannot be fetched and hashed."""
    broken = [number for number in case.entries.values_list("number", flat=True) if _is_garbled(case, number)]
    for number in broken:
        yield _entry(case, number, "altered", f"entry {number} holds what no entry can hold")
    if not broken:
        yield _of_case(case, "altered", "its log of readings holds what no reading can hold")


def _is_garbled(case: Case, number: int) -> bool:
    try:
        chain.hash_of(case.entries.get(number=number))
    except GARBLED:
        return True
    return False


def _wrong_with_entries(case: Case) -> Iterator[Found]:
    entries = list(case.entries.order_by("number"))
    with_keys = list(_not_opened(case, entries))
    if entries and _is_unknown_to_the_key_store(case, with_keys):
        # Of a lost key store it is said once for each case, and not again for every entry that it had anchored.
        yield _of_case(case, KEY_MISSING, "the key store knows nothing of this case: none of it can be read")
        for number, wrong in _broken(entries, chain.hash_of):
            yield _entry(case, number, wrong, f"entry {number} does not fit the chain of its case")
        return
    in_chain = list(_told_apart(chain.verify(case), case, {each.number for each in with_keys}))
    altered = {each.number for each in in_chain}
    yield from (_entry(case, each.number, each.wrong, each.says) for each in in_chain)
    yield from (each for each in with_keys if each.wrong != "altered" or each.number not in altered)


def _told_apart(in_chain: Iterable[chain.Finding], case: Case, not_opened: set[int | None]) -> Iterator[chain.Finding]:
    """A power cut can cost an entry its anchor, and nobody without the keys can make one that opens.

    Such an entry is vouched for by the anchor of any that follows it, so that only the last of them are in question.
    """
    anchored_up_to = max(chain.anchored(case), default=0)
    for each in in_chain:
        if each.wrong != "inserted" or not_opened & {each.number, None}:
            yield each
        elif each.number > anchored_up_to:
            yield replace(each, wrong="not anchored", says=f"entry {each.number} {NOT_ANCHORED}")


def _is_unknown_to_the_key_store(case: Case, with_keys: Iterable[Found]) -> bool:
    without_key = any(each.record == "case" and each.wrong == KEY_MISSING for each in with_keys)
    return without_key and not Anchor.objects.filter(case=case.pk).exists()


def _not_opened(case: Case, entries: Sequence[Entry]) -> Iterator[Found]:
    """What of this case cannot be opened, and why: a key, or the seal."""
    try:
        keystore.case_key(case.pk)
    except keystore.KeyDestroyed:
        yield _of_case(case, KEY_MISSING, "the key of this case is not in the key store: none of it can be read")
    except keystore.WrongMasterKey:
        yield _of_case(case, KEY_OPENS_NOTHING, "the master key does not open the key of this case")
    else:
        yield from _each_not_opened(case, entries)


def _each_not_opened(case: Case, entries: Sequence[Entry]) -> Iterator[Found]:
    """All of them in one go; only where that fails, one by one."""
    if _why_not_opened(entries):
        for entry in entries:
            if why := _why_not_opened([entry]):
                yield _entry(case, entry.number, why[0], f"entry {entry.number} cannot be read: {why[1]}")


def _why_not_opened(entries: Sequence[Entry]) -> tuple[str, str] | None:
    try:
        store.raw_entries(entries)
    except keystore.KeyDestroyed:
        return KEY_MISSING, "its key is not in the key store"
    except crypto.WrongKey:
        return KEY_OPENS_NOTHING, "the key store holds another key in place of its own"
    except ValueError:
        return "altered", "its seal is broken"
    return None


def _wrong_with_readings(case: Case) -> Iterator[Found]:
    """Not every line of this log is anchored (reading.py): an end is missed from the first of its anchored lines on."""
    anchored = _anchored_readings(case)
    rows = list(Reading.objects.filter(case=case).order_by("number"))
    last = max((each.number for each in rows), default=0)
    for number, wrong in _broken(rows, reading.hash_of):
        is_wrong = "is missing from the log" if wrong == "missing" else "of the log is not as it was written"
        yield _reading(case, number, wrong, f"reading {number} {is_wrong}")
    for each in rows:
        if anchored.get(each.number, set()) - {each.hash} and reading.hash_of(each) == each.hash:
            yield _reading(case, each.number, "altered", f"reading {each.number} of the log stands in another's place")
    if max(anchored, default=0) > last:
        cut_off = f"the log of readings was cut off after reading {last}: there were {max(anchored)} of them at least"
        yield _reading(case, last + 1, "cut off", cut_off)


def _anchored_readings(case: Case) -> dict[int, set[str]]:
    found: dict[int, set[str]] = defaultdict(set)
    for number, hashed in LogAnchor.objects.filter(log=reading.LOG, case=case.pk).values_list("number", "hash"):
        found[number].add(hashed)
    return found


def _broken(rows: Sequence[Any], hash_of: Callable[[Any], str]) -> list[tuple[int, str]]:
    """What a chain says of itself, without its anchors: which numbers are missing, and which are not as they were."""
    stored = {each.number for each in rows}
    missing = set(range(1, max(stored, default=0))) - stored
    altered = {each.number for each in rows if hash_of(each) != each.hash} | _not_joined(rows)
    return sorted([*((number, "missing") for number in missing), *((number, "altered") for number in altered)])


def _not_joined(rows: Sequence[Any]) -> set[int]:
    first = {1} if rows and rows[0].number == 1 and rows[0].previous_hash != chain.START else set()
    return first | {
        after.number
        for before, after in pairwise(rows)
        if after.number == before.number + 1 and after.previous_hash != before.hash
    }


def _cases_that_are_gone() -> list[Found]:
    """Cases that the anchors know of and the record does not: only the key store can tell that they ever were."""
    there = set(Case.objects.values_list("pk", flat=True))
    gone = Counter(case for case in Anchor.objects.values_list("case", flat=True).iterator() if case not in there)
    return [
        Found(case=str(case), record="case", wrong="missing", says=f"the whole case is gone, with {_entries(number)}")
        for case, number in sorted(gone.items())
    ]


def _entries(number: int) -> str:
    return "its one entry" if number == 1 else f"its {number} entries"


def _of_case(case: Case, wrong: str, says: str) -> Found:
    return Found(case=case.reference, record="case", wrong=wrong, says=says)


def _entry(case: Case, number: int, wrong: str, says: str) -> Found:
    return Found(case=case.reference, record="entry", number=number, wrong=wrong, says=says)


def _reading(case: Case, number: int, wrong: str, says: str) -> Found:
    return Found(case=case.reference, record="reading", number=number, wrong=wrong, says=says)
