"""The constant words of the pack, as plain data: titles, owners, citations, who set what, questions and choices.

They are taken once, before any clock is started. No rule may be taken with them: what arises when, what is needed, what
counts as done and what is late is written by hand in the modules beside this one.
"""

from typing import Any

from benchmarks.case import rules
from dutybook.engine.instance import cite_json
from dutybook.engine.procedure import Duty, Fact


def _duty(each: Duty) -> dict[str, Any]:
    """`owner` is the last role of its rows: the only one, where the role depends on nothing."""
    return {
        "title": each.title,
        "owner": each.owner[-1].role,
        "strength": each.strength,
        "promptly": each.promptly,
        "reading_of": each.reading_of,
        "cite": cite_json(each.cite),
        "set_by": dict(each.set_by),
    }


def _fact(each: Fact) -> dict[str, Any]:
    return {"of": each.of, "ask": each.ask, "choices": {choice.id: choice.title for choice in each.choices}}


DUTIES = {id: _duty(each) for id, each in rules().duties.items()}
EVENTS = {id: each.title for id, each in rules().events.items()}
FACTS = {id: _fact(each) for id, each in rules().facts.items()}
