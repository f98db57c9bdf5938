"""Opening a case to read it: nobody gets an entry's words without a line in the reading log, for there is no other way.

Nothing may be left out of the log: no role, no page, no setting switches it off.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max, QuerySet

from dutybook.casework import anchors, chain, keystore, rows, store, visibility
from dutybook.casework.models import Account, Case, Entry, Reading
from dutybook.casework.store import Raw, Unopened
from dutybook.casework.worded_once import several, worded_once

OWN_REPORT = "what they reported themselves"

NOTHING = Unopened((), keystore.WrappedKeys(b"", ()))

LOG = "reading"
EVERY = 16
AN_HOUR = timedelta(hours=1)
"""A case that is opened is anchored at once. One that stands in a list, the first time, then each 16th or each hour.

A list reads every case of a team: to anchor all of them would write more for each look at it than for a day's casework.
"""


def read_case(case: Case, *, by: Account, page: str, now: datetime) -> list[Raw]:
    """The entries of a case that this person may read, oldest number first."""
    return read_cases([case], by=by, page=page, now=now)[case.pk]


def read_cases(cases: Sequence[Case], *, by: Account, page: str, now: datetime) -> dict[UUID, list[Raw]]:
    """The same for several cases at once: the number of queries does not grow with them."""
    return {case: opened(each) for case, each in to_open(cases, by=by, page=page, now=now).items()}


def to_open(cases: Sequence[Case], *, by: Account, page: str, now: datetime) -> dict[UUID, Unopened]:
    """What this person may read of each case, for who may know already what it says: it is logged as read here."""
    stored = store.stored_by_case(case.pk for case in cases)
    reads = visibility.reads_of(by, cases)
    read = {case: visibility.readable(by, reads[case], entries) for case, entries in stored.items()}
    found = store.unopened_by_case({case: entries for case, entries in read.items() if entries})
    log(cases, by=by, page=page, now=now)
    return {case.pk: found.get(case.pk, NOTHING) for case in cases}


def opened(unopened: Unopened) -> list[Raw]:
    """The entries' words, but for a correction of what this person may not read."""
    return _without_loose_corrections(unopened.opened()) if unopened.entries else []


def read_own_report(entries: Sequence[Entry], *, by: Account, page: str, now: datetime) -> list[Raw]:
    """What somebody reported themselves, who may no longer see anything else of the case."""
    if any(entry.recorded_by_id != by.pk for entry in entries):
        raise visibility.NotThere("somebody else's words")
    log([entries[0].case], by=by, page=page, now=now, ground=OWN_REPORT)
    return store.raw_entries(entries)


def hash_of(reading: Reading) -> str:
    """Chained as the entries are, so that a reading cannot be taken out of the log either."""
    said = {
        "case": str(reading.case_id),
        "number": reading.number,
        "account": reading.account_id,
        "at": reading.at.astimezone(UTC).isoformat(),
        "page": reading.page,
        "ground": reading.ground,
    }
    return hashlib.sha256(reading.previous_hash.encode() + chain.canonical(said)).hexdigest()


def _without_loose_corrections(raws: Sequence[Raw]) -> list[Raw]:
    """To whoever may not read an entry, its correction says nothing either."""
    readable = {raw["seq"] for raw in raws}
    return [raw for raw in raws if raw.get("corrects") is None or raw["corrects"] in readable]


@transaction.atomic
def log(cases: Sequence[Case], *, by: Account, page: str, now: datetime, ground: str = "") -> None:
    """A line for each of these cases. `ground` is given where it is neither the team's nor an involvement."""
    # Two people opening one case in the same moment wait for each other here, or both would take the same number.
    _locked(cases=[case.pk for case in cases])
    last = _last_readings(cases)
    grounds = visibility.grounds(by, cases, now=now)
    lines = [
        _after(last.get(case.pk), case, by=by, page=page, ground=ground or grounds[case.pk], now=now) for case in cases
    ]
    rows.add_all(lines)
    heads = [each for each in lines if len(lines) == 1 or _is_to_anchor(each, last.get(each.case_id))]
    # Only once they are really there, as with the entries.
    transaction.on_commit(partial(_anchor, heads, now=now))


@worded_once
def _locked(*, cases: Any) -> QuerySet[Any]:
    return Case.objects.select_for_update().filter(pk__in=several(cases)).order_by("pk").values_list("pk")


@worded_once
def _newest(*, cases: Any) -> QuerySet[Reading]:
    of_them = Reading.objects.filter(case__in=several(cases)).order_by()
    return Reading.objects.filter(id__in=of_them.values("case").annotate(newest=Max("id")).values("newest"))


def _last_readings(cases: Iterable[Case]) -> dict[UUID, Reading]:
    return {reading.case_id: reading for reading in _newest(cases=[case.pk for case in cases])}


def _after(last: Reading | None, case: Case, *, by: Account, page: str, ground: str, now: datetime) -> Reading:
    reading = Reading(
        case=case,
        number=last.number + 1 if last else 1,
        account=by,
        at=now,
        page=page,
        ground=ground,
        previous_hash=last.hash if last else chain.START,
    )
    reading.hash = hash_of(reading)
    return reading


def _is_to_anchor(line: Reading, last: Reading | None) -> bool:
    return last is None or line.number % EVERY == 0 or line.at - last.at >= AN_HOUR


def _anchor(lines: Sequence[Reading], *, now: datetime) -> None:
    anchors.anchor_log(
        LOG, [anchors.Line(case=each.case_id, number=each.number, hash=each.hash) for each in lines], now=now
    )
