"""Decisions as they stand on the case page: those to take, and those that were taken, with what was said.

What the procedure points to may not be shown here to somebody who has not said what they think themselves.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dutybook.casework import decided_under, permissions
from dutybook.casework.models import Account
from dutybook.casework.queries import CaseView
from dutybook.casework.weighing import Weighing, may_decide
from dutybook.engine import words
from dutybook.engine.english.names import humanised
from dutybook.engine.entries import Entry
from dutybook.engine.instance import Pointed
from dutybook.web.cases.chronology import as_recorded
from dutybook.web.duties import about_in_words, reasons, role

MEETING_KIND = "meeting_kind"
ARRANGED = ("convened_by", "chaired_by", "invitees")
"""What the procedure lets each kind of meeting turn on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ToTake:
    """A decision that this person may take. `waited_for`: a duty that is not finished waits for it."""

    id: str
    event: str
    ask: str
    about: str
    things: dict[str, str]
    is_decided: bool
    waited_for: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row of the procedure that led to an answer."""

    answer: str
    strength: str
    because: Sequence[str]
    paragraph: str
    source: str
    ours: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """A decision that was taken; `rows` are what the procedure points to where that is something else."""

    id: str
    ask: str
    about: str
    answer: str
    by: str
    number: int
    paragraph: str
    ours: str
    under: str
    rows: Sequence[Row]


def to_take(view: CaseView, decisions: Iterable[Weighing], account: Account) -> list[ToTake]:
    """What this person may decide: first what a duty waits for, and last what is decided already."""
    wanted = [each for each in decisions if not _is_of_another_kind_of_meeting(view, each)]
    found = [each for each in wanted if isinstance(may_decide(account, view, each), permissions.Allowed)]
    return sorted((_to_take(view, each) for each in found), key=_order)


def decided(view: CaseView, decisions: Iterable[Weighing]) -> list[Decided]:
    """Every decision that this reader may read, and where it differs from what the procedure points to."""
    return [_decided(view, each, each.entry) for each in decisions if each.entry is not None]


def row(view: CaseView, decision: str, pointed: Pointed) -> Row:
    """One row in words."""
    cite = pointed.row.cite
    return Row(
        answer=answer(view, decision, pointed.points_to),
        strength=pointed.row.strength,
        because=reasons(view, pointed.because),
        paragraph=cite.at,
        source=view.procedure.sources.get(cite.source, ""),
        ours=cite.ours,
    )


def answer(view: CaseView, decision: str, value: Any) -> str:
    """An answer to a decision as the form offers it; a row may give its own words for it."""
    for each in view.rules.decisions[decision].rows:
        if each.points_to == value and each.title:
            return each.title
    return words.answer(view.rules.facts.get(decision), value, view.procedure.calendar)


def _is_of_another_kind_of_meeting(view: CaseView, weighing: Weighing) -> bool:
    """Who chairs a meeting of one kind is not asked of one that is known to be of another."""
    meeting = weighing.about.get("meeting")
    kind = _kind_of(view, meeting) if meeting else ""
    kinds = view.rules.plain.get("meetings", {})
    if kind not in kinds:
        return False
    turns_on = {id: {each.more.get(key) for key in ARRANGED} for id, each in kinds.items()}
    named = any(weighing.decision.id in decisions for decisions in turns_on.values())
    return named and weighing.decision.id not in turns_on[kind]


def _kind_of(view: CaseView, meeting: str) -> str:
    about = (entry for entry in view.stands if meeting in entry.things.get("meeting", ()))
    said = [entry.answers[MEETING_KIND] for entry in about if MEETING_KIND in entry.answers]
    return str(said[-1]) if said else ""


def _to_take(view: CaseView, weighing: Weighing) -> ToTake:
    return ToTake(
        id=weighing.decision.id,
        event=weighing.event.id,
        ask=weighing.decision.ask or weighing.decision.title,
        about=about_in_words(view, weighing.about),
        things=dict(weighing.about),
        is_decided=weighing.entry is not None,
        waited_for=weighing.is_waited_for,
    )


def _order(line: ToTake) -> tuple[bool, bool]:
    return line.is_decided, not line.waited_for


def _decided(view: CaseView, weighing: Weighing, entry: Entry) -> Decided:
    decision = weighing.decision
    return Decided(
        id=decision.id,
        ask=decision.ask or decision.title,
        about=about_in_words(view, weighing.about),
        answer=answer(view, decision.id, weighing.answer),
        by=", ".join(filter(None, (entry.by, role(view, entry.role)))),
        number=view.numbers[as_recorded(view, entry).seq],
        paragraph=decision.cite.at,
        ours=decision.cite.ours,
        under=_under(view, entry),
        rows=[row(view, decision.id, each) for each in weighing.weighed.points_to] if weighing.differs else [],
    )


def _under(view: CaseView, entry: Entry) -> str:
    """The procedure as it was then; nothing of a decision that was recorded before this was kept."""
    seq = as_recorded(view, entry).seq
    under = next((raw.get(decided_under.KEY) for raw in view.raws if raw["seq"] == seq), None)
    if not under:
        return ""
    name = humanised(under["procedure"]).title()
    edition = f"edition {under['edition']} of {name}" if under["edition"] else name
    if "adopted_at" not in under:
        return f"Decided under {edition} ({under['hash'][:12]}), which the authority had not adopted"
    since = datetime.fromisoformat(under["adopted_at"]).replace(second=0, microsecond=0)
    return f"Decided under {edition} ({under['hash'][:12]}), adopted on {words.moment(since, view.procedure.calendar)}"
