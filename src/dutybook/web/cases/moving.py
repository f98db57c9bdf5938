"""What would change if another authority, or a later edition, had a case: which duties gained, lost and moved.

Nothing is recorded from these pages, and nothing is shown of the case but what its reader may read of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from dutybook import packs
from dutybook.casework.moving import Offered, WhatIf, chosen, offered, what_if
from dutybook.casework.queries import CaseView
from dutybook.engine import words
from dutybook.engine.instance import Instance
from dutybook.engine.moving import Moved
from dutybook.engine.procedure import Citation
from dutybook.web.cases.opening import opened
from dutybook.web.duties import WORDS, about_in_words, due_in_words, lines, role

TITLE = "what another procedure would ask"
EDITION = "edition"
DATES = frozenset({"due_at", "due_at_latest"})
NO_AIM = "Nothing is said"


@dataclass(frozen=True, slots=True, kw_only=True)
class Differs:
    """One thing that a move changes, as it is now and as it would be."""

    what: str
    now: str
    then: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """The duty's place in one procedure: its own page and the paragraph that says it."""

    procedure: str
    id: str
    paragraph: str
    ours: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """One duty on both sides: what of it changes, and where each procedure says it."""

    title: str
    also: str
    about: str
    differs: Sequence[Differs]
    now_at: Where
    then_at: Where


def elsewhere(request: HttpRequest, reference: str) -> HttpResponse:
    view = opened(request, reference, TITLE)
    return render(request, "cases/elsewhere.html", {"view": view, "offered": offered(view), "in_words": words.day})


def under(request: HttpRequest, reference: str, name: str) -> HttpResponse:
    view = opened(request, reference, TITLE)
    other = _chosen(view, name, request.GET.get(EDITION, ""))
    found = what_if(view, other)
    changes = found.changes
    context = {
        "view": view,
        "there": found.there,
        "day": other.day and words.day(other.day),
        "gained": lines(found.there, changes.gained),
        "lost": lines(view, changes.lost),
        "moved": [_move(found, each) for each in changes.moved],
        "same": [_move(found, each) for each in changes.same],
        "left_out": list(_left_out(found)),
    }
    return render(request, "cases/under.html", context)


def _chosen(view: CaseView, name: str, edition: str) -> Offered:
    try:
        found = chosen(view, name, date.fromisoformat(edition) if edition else None)
    except ValueError:
        raise Http404 from None
    if found is None:
        raise Http404
    return found


def _move(found: WhatIf, moved: Moved) -> Move:
    before, after = moved.before, moved.after
    return Move(
        title=after.title or after.id,
        also=before.title if before.title != after.title else "",
        about=about_in_words(found.here, before.about),
        differs=list(_differs(found, moved)),
        now_at=_where(found.here, before),
        then_at=_where(found.there, after),
    )


def _where(view: CaseView, duty: Instance) -> Where:
    cite: Citation = duty.cite
    return Where(procedure=view.procedure.name, id=duty.id, paragraph=cite.at, ours=cite.ours)


def _differs(found: WhatIf, moved: Moved) -> Iterator[Differs]:
    """A date once, though it may be known only as an earliest and a latest one."""
    changed, sides = set(moved.differs), ((found.here, moved.before), (found.there, moved.after))
    if DATES & changed:
        yield Differs(what="Date", **_both([_date(*side) for side in sides]))
    if "target_at" in changed:
        yield Differs(what="Aimed at", **_both([_aim(*side) for side in sides]))
    if "status" in changed:
        yield Differs(what="How it stands", **_both([WORDS[duty.status] for _, duty in sides]))
    if "owner" in changed:
        yield Differs(what="Who", **_both([role(view, duty.owner) or "Nobody is named" for view, duty in sides]))
    if "strength" in changed:
        yield Differs(what="How strongly", **_both([duty.strength for _, duty in sides]))


def _both(said: Sequence[str]) -> dict[str, str]:
    return {"now": said[0], "then": said[1]}


def _date(view: CaseView, duty: Instance) -> str:
    """What is done has the date by which it was due as well: that is what moves."""
    said = due_in_words(view, duty) or "No date"
    if duty.met_at is None or duty.due_at is None:
        return said
    return f"Due {words.moment(duty.due_at, view.procedure.calendar)}; {said[:1].lower()}{said[1:]}"


def _aim(view: CaseView, duty: Instance) -> str:
    return words.sentence(words.moment(duty.target_at, view.procedure.calendar)) if duty.target_at else NO_AIM


def _left_out(found: WhatIf) -> Iterator[str]:
    """What the other procedure cannot read, in the words of the one that asked for it."""
    for each in found.left_out:
        yield f"Entry {each.entry}: {_named(found.here, each)}"


def _named(view: CaseView, left_out: packs.NotDeclared) -> str:
    rules = view.rules
    if left_out.lacks == "event":
        return f"“{words.event(rules.events.get(left_out.name), left_out.name)}” is not recorded there"
    asked = words.question(rules.facts.get(left_out.name), left_out.name)
    return f"“{asked}” is not asked there" if left_out.lacks == "fact" else f"“{asked}” has no such answer there"
