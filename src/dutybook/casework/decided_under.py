"""What a decision was decided under: the procedure to the letter, and since when the authority had adopted it.

It is sealed with the decision, so that a corrected procedure changes nothing about what was decided before. No entry
that says nothing of it may be refused: those recorded before it was kept say nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from dutybook.casework import procedures, store
from dutybook.casework.adoption import Adopted, adopted_by
from dutybook.casework.models import Case, Entry
from dutybook.casework.store import Raw, Statement
from dutybook.engine.procedure import Procedure

KEY = "decided_under"


def with_its_procedure(statement: Statement, case: Case, procedure: Procedure, *, now: datetime) -> Statement:
    """The statement as it is recorded: one that takes a decision says under what."""
    if not set(statement.data) & decisions_of(procedure, now):
        return statement
    adoption = adopted_by([case.authority]).last(case.authority, case.procedure, known_at=now)
    since = {"adopted_at": adoption.at.isoformat()} if adoption else {}
    said = {"procedure": procedure.name, "edition": procedure.edition, "hash": procedure.hash}
    return replace(statement, decided_under=said | since)


def decisions_of(procedure: Procedure, moment: datetime) -> set[str]:
    """The ids of every decision that the procedure has, those of an organisation's own among them."""
    layers = (procedure, *procedure.organisations.values())
    return {decision for each in layers for decision in each.at(moment).decisions}


def not_as_adopted(case: Case, raws: Iterable[Raw]) -> Iterator[tuple[int, str]]:
    """The decisions that name another procedure than the register says was adopted then, each with what is wrong.

    Without an adoption nothing can be compared: what came with the service may have changed since.
    """
    adopted = adopted_by([case.authority])
    for raw in raws:
        under = raw.get(KEY)
        if under and (wrong := _wrong(case, under, datetime.fromisoformat(raw["recorded_at"]), adopted)):
            yield raw["seq"], wrong


def decisions_in(case: Case) -> list[Raw]:
    """The entries of a case that can have taken a decision, opened."""
    moment = case.entries.order_by("-number").values_list("recorded_at", flat=True).first()
    if moment is None:
        return []
    procedure = procedures.of_case(case)
    layers = [each.at(moment) for each in (procedure, *procedure.organisations.values())]
    types = {event.id for rules in layers for event in rules.events.values() if set(event.asks) & set(rules.decisions)}
    return store.raw_entries(Entry.objects.filter(case=case, type__in=types).order_by("number"))


def _wrong(case: Case, under: Mapping[str, str], at: datetime, adopted: Adopted) -> str:
    adoption = adopted.last(case.authority, under["procedure"], known_at=at)
    if adoption is None:
        return "says that a procedure was adopted, and the register knows of none" if "adopted_at" in under else ""
    if under["hash"] != adopted.procedure(case.authority, under["procedure"], known_at=at).hash:
        return "was decided under another procedure than the one that was adopted then"
    return ""
