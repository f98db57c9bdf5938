"""How long each record of a case is kept, and by whom, as the procedure says it. Nothing is deleted from here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dutybook.casework.queries import CaseView
from dutybook.casework.weighing import Shown
from dutybook.engine import words
from dutybook.engine.instance import Pointed
from dutybook.engine.procedure import Passage
from dutybook.web.decisions.lines import answer
from dutybook.web.duties import role


@dataclass(frozen=True, slots=True)
class HowLong:
    """One row of the procedure that holds for a record."""

    answer: str
    says: str
    until: str
    paragraph: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """One record of the case."""

    id: str
    title: str
    says: str
    kept_by: str
    rows: Sequence[HowLong]


def kept_records(view: CaseView, shown: Iterable[Shown]) -> list[Kept]:
    """Every record whose keeping the procedure speaks of, in its order."""
    weighed = {each.decision.id: each for each in shown}
    return [_kept(view, each, weighed) for each in view.rules.plain.get("retention", {}).values()]


def _kept(view: CaseView, record: Passage, weighed: dict[str, Shown]) -> Kept:
    found = weighed.get(str(record.more.get("decision", "")))
    return Kept(
        id=record.id,
        title=record.title,
        says=str(record.more.get("says", "")),
        kept_by=", ".join(role(view, each) for each in record.more.get("kept_by", ())),
        rows=[_row(view, found.decision.id, each) for each in found.weighed.points_to] if found else [],
    )


def _row(view: CaseView, decision: str, pointed: Pointed) -> HowLong:
    return HowLong(
        answer=answer(view, decision, pointed.points_to),
        says=str(pointed.row.more.get("says", "")),
        until=_until(view, pointed),
        paragraph=pointed.row.cite.at,
    )


def _until(view: CaseView, pointed: Pointed) -> str:
    """Until when; or, where that waits for an answer, until when at least."""
    calendar = view.procedure.calendar
    if pointed.until is not None:
        return f"until {words.moment(pointed.until, calendar)}"
    return f"at least until {words.moment(pointed.until_at_least, calendar)}" if pointed.until_at_least else ""
