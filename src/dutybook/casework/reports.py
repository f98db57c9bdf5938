"""What somebody reported themselves: theirs to keep, with its receipt, whatever becomes of what they reported.

Nothing may be in a report that its author did not write, and nothing in it may say that there is a case.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from dutybook.casework import reading, visibility
from dutybook.casework.models import Account, Case, Entry
from dutybook.casework.permissions import REPORTS
from dutybook.casework.store import Raw

RECEIPT_LENGTH = 16
PAGE = "what they reported"


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One report: its receipt, when it was sent, and once it is opened, what it said."""

    receipt: str
    sent_at: datetime
    raws: Sequence[Raw] = ()


def reports_of(account: Account) -> list[Report]:
    """Every report that this person sent, the newest first. The desk's calls are somebody else's words."""
    return [_report(each) for each in _sent_by(account).order_by("-recorded_at", "-pk")]


def report_of(account: Account, receipt: str, *, now: datetime) -> Report:
    """This one, opened; or `visibility.NotThere`, also for a receipt that is somebody else's."""
    first = _sent_by(account).filter(hash__startswith=receipt).first() if len(receipt) == RECEIPT_LENGTH else None
    if first is None:
        raise visibility.NotThere(receipt)
    together = Entry.objects.filter(case=first.case, recorded_by=account, recorded_at=first.recorded_at)
    raws = reading.read_own_report(
        list(together.select_related("case").order_by("number")), by=account, page=PAGE, now=now
    )
    return _report(first, raws)


def receipt_of(case: Case) -> str:
    """The first figures of the first entry's hash: they stand for its words, and say nothing of them."""
    return case.entries.order_by("number").values_list("hash", flat=True)[0][:RECEIPT_LENGTH]


def _sent_by(account: Account) -> QuerySet[Entry]:
    if account.role in visibility.TEAMS["allegation"]:
        return Entry.objects.none()
    return Entry.objects.filter(recorded_by=account, number=1, type__in=REPORTS.values()).select_related("case")


def _report(entry: Entry, raws: Sequence[Raw] = ()) -> Report:
    return Report(receipt=entry.hash[:RECEIPT_LENGTH], sent_at=entry.recorded_at, raws=raws)
