"""The same question put to both engines, and every field on which they differ.

Nothing here may overlook a field: only the sentences (`because`), the title and the pack that set it are left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields
from itertools import product
from types import ModuleType
from typing import Any

import dutybook.engine as real
from dutybook.engine.instance import Instance, Missing, Refused
from tests.agreement import naive
from tests.agreement.histories import Question
from tests.agreement.words import EVENTS, IDS

LEFT_OUT = {"because", "title", "set_by"}


def differences(question: Question) -> list[str]:
    """One line for each answer on which the two engines differ."""
    both = zip(answers(real, question), answers(naive, question), strict=True)
    return [f"{what}: {_apart(theirs, ours)}" for (what, theirs), (_, ours) in both if theirs != ours]


def _apart(theirs: Any, ours: Any) -> str:
    """Of two lists as long as one another, what differs at each place; of anything else, both."""
    if isinstance(theirs, dict) and isinstance(ours, dict):
        fields_apart = [name for name in theirs if theirs[name] != ours[name]]
        return "; ".join(f"{name}: real {theirs[name]}, naive {ours[name]}" for name in fields_apart)
    if isinstance(theirs, list) and isinstance(ours, list) and len(theirs) == len(ours):
        pairs = [(one, other) for one, other in zip(theirs, ours, strict=True) if one != other]
        return "; ".join(_apart(one, other) for one, other in pairs)
    return f"real {theirs}, naive {ours}"


def answers(engine: ModuleType, question: Question) -> Iterator[tuple[str, Any]]:
    """Every question that an engine answers, with its answer as plain values."""
    entries, procedure, asked = question.entries, question.procedure, question.asked
    yield "duties", [plain(each) for each in engine.duties_for(entries, procedure, **asked)]
    for about in ({}, *({"child": each} for each in IDS["child"])):
        decision = "route" if about else "tier"
        yield decision, _weighed(engine.points_to(decision, entries, procedure, about=about, **asked))
    for event, about in _actions():
        yield f"may {event}", _gates(engine.may(event, about, entries, procedure, by="ben", **asked))
    yield "out of order", engine.out_of_order(entries, procedure, **asked)


def plain(instance: Instance) -> dict[str, Any]:
    shown = {each.name: getattr(instance, each.name) for each in fields(instance) if each.name not in LEFT_OUT}
    over = instance.longer_than and (instance.longer_than.set_by, instance.longer_than.due_at)
    return shown | {"about": dict(instance.about), "missing": missing(instance.missing), "longer_than": over}


def missing(found: Iterable[Missing]) -> list[tuple[Any, ...]]:
    """What is missing, in no order."""
    return sorted((each.fact, tuple(sorted(each.about.items())), each.state) for each in found)


def _weighed(weighed: Any) -> dict[str, Any]:
    return {
        "points_to": [(each.row.id, each.points_to, each.until) for each in weighed.points_to],
        "possible": list(weighed.possible),
        "missing": missing(weighed.missing),
        "decided": weighed.decided,
        "differs": weighed.differs,
    }


def _actions() -> Iterator[tuple[str, dict[str, str]]]:
    for event in EVENTS.values():
        for ids in product(*(IDS[kind][:2] for kind in event.about)):
            yield event.id, dict(zip(event.about, ids, strict=True))


def _gates(answer: Any) -> list[tuple[Any, ...]]:
    if not isinstance(answer, Refused):
        return []
    return [(reason.gate, reason.effect, missing(reason.missing), reason.cite) for reason in answer.reasons]
