"""A question on which the engines differ, made as small as it can be while they still do.

Nothing here may make a question that could not have been recorded: things are taken out, never changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from dutybook.engine.procedure import Duty, Rules
from tests.agreement.histories import Question

PLAIN: dict[str, Any] = {
    "when": None,
    "counts_from": None,
    "cut_off": None,
    "longer": None,
    "target": None,
    "within": None,
    "held_while": None,
    "done_by": None,
    "ends": (),
    "provisionally": None,
    "again": "new",
    "earlier_counts": False,
}


def reduced(question: Question, still_differs: Callable[[Question], bool]) -> Question:
    """The question without everything that makes no difference."""
    for smaller in _smaller(question):
        if _holds(still_differs, smaller):
            return reduced(smaller, still_differs)
    return question


def _holds(still_differs: Callable[[Question], bool], question: Question) -> bool:
    """A question that no longer hangs together is not a smaller one."""
    try:
        return still_differs(question)
    except (KeyError, IndexError, StopIteration):
        return False


def _smaller(question: Question) -> Iterator[Question]:
    for i in range(len(question.entries)):
        yield replace(question, entries=question.entries[:i] + question.entries[i + 1 :])
    for i, entry in enumerate(question.entries):
        for answers in _without_one(entry.answers):
            changed = replace(entry, answers=answers)
            yield replace(question, entries=(*question.entries[:i], changed, *question.entries[i + 1 :]))
    procedure = question.procedure
    if procedure.organisations:
        yield replace(question, procedure=replace(procedure, organisations={}, organisation_fact=""))
    if len(procedure.editions) > 1:
        yield from (
            replace(question, procedure=replace(procedure, editions=((date.min, r),))) for _, r in procedure.editions
        )
        return
    for rules in _smaller_rules(procedure.editions[0][1]):
        yield replace(question, procedure=replace(procedure, editions=((date.min, rules),)))


def _smaller_rules(rules: Rules) -> Iterator[Rules]:
    yield from (replace(rules, duties=duties) for duties in _without_one(rules.duties))
    yield from (replace(rules, gates=gates) for gates in _without_one(rules.gates))
    yield from (replace(rules, conditions=conditions) for conditions in _without_one(rules.conditions))
    for duty in rules.duties.values():
        for plainer in _plainer(duty):
            yield replace(rules, duties={**rules.duties, duty.id: plainer})


def _plainer(duty: Duty) -> Iterator[Duty]:
    if len(duty.owner) > 1:
        yield replace(duty, owner=duty.owner[-1:])
    for field, plain in PLAIN.items():
        if getattr(duty, field) != plain:
            yield replace(duty, **{field: plain})


def _without_one(members: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for left_out in members:
        yield {name: each for name, each in members.items() if name != left_out}
