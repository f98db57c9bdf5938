"""What somebody may record in a case, found by words: what the procedure waits for first, then the stages of a case.

The stages are the procedure's (its vocabulary `stages`). Nothing may be offered here that this person may not record.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dutybook.casework import permissions, queries
from dutybook.casework.chasing import BESIDE_A_DUTY
from dutybook.casework.models import Account
from dutybook.casework.queries import CaseView
from dutybook.engine import words
from dutybook.engine.procedure import Event
from dutybook.web.decisions.lines import ToTake

STAGES = "stages"
AWAITED, ELSEWHERE = "What the procedure waits for now", "Something else"


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """One thing that can be recorded; `decisions` are those that it decides, each taken on pages of its own."""

    event: str
    title: str
    about: dict[str, str]
    decisions: Sequence[ToTake] = ()


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of a case with what can be recorded in it."""

    title: str
    offers: Sequence[Offer]


def offered(view: CaseView, account: Account, takes: Sequence[ToTake], *, wanted: str = "") -> list[Stage]:
    """Every event of the procedure that this person may record, by stage; with `wanted`, what speaks of those words."""
    awaited = [_offer(event, takes, dict(duty.about)) for event, duty in queries.next_events(view, account)]
    found = [Stage(AWAITED, awaited), *_by_stage(view, account, takes)]
    kept = [Stage(stage.title, [each for each in stage.offers if _speaks_of(view, each, wanted)]) for stage in found]
    return [stage for stage in kept if stage.offers]


def may_add(view: CaseView, account: Account, event: str) -> bool:
    """Whether this person may record this event, if the procedure declares it at all."""
    declared = view.rules.events.get(event)
    return declared is not None and _may(view, account, declared)


def _by_stage(view: CaseView, account: Account, takes: Sequence[ToTake]) -> Iterator[Stage]:
    may = {event.id: event for event in view.rules.events.values() if _may(view, account, event)}
    vocabulary = view.rules.plain.get("vocabularies", {}).get(STAGES)
    for stage in vocabulary.more.get("values", {}).values() if vocabulary is not None else ():
        named = [may.pop(each) for each in stage.more.get("events", ()) if each in may]
        yield Stage(words.sentence(stage.title), [_offer(event, takes, _whose(view, event)) for event in named])
    yield Stage(ELSEWHERE, [_offer(event, takes, _whose(view, event)) for event in may.values()])


def _whose(view: CaseView, event: Event) -> dict[str, str]:
    """What an organisation's own event can be about, where only one thing follows a procedure that has it."""
    if event.id in view.procedure.at(view.at).events:
        return {}
    packs = view.procedure.organisations
    ids = [each for each, name in view.theirs.items() if event.id in packs[name].at(view.at).events]
    kinds = view.rules.facts[view.procedure.organisation_fact].of
    return dict(zip(kinds, ids[0], strict=True)) if len(ids) == 1 else {}


def _may(view: CaseView, account: Account, event: Event) -> bool:
    """What is noted beside a duty is recorded from there."""
    return event.id not in BESIDE_A_DUTY and isinstance(
        permissions.may_record(account, view.case, event), permissions.Allowed
    )


def _offer(event: Event, takes: Sequence[ToTake], about: dict[str, str]) -> Offer:
    decisions = [each for each in takes if each.event == event.id]
    return Offer(event=event.id, title=words.event(event, event.id), about=about, decisions=decisions)


def _speaks_of(view: CaseView, offer: Offer, wanted: str) -> bool:
    """Every word is looked for in the title and in the questions that are asked."""
    asked = view.rules.events[offer.event].asks
    said = " ".join((offer.title, *(words.question(view.rules.facts.get(fact), fact) for fact in asked))).casefold()
    return all(word in said for word in wanted.casefold().split())
