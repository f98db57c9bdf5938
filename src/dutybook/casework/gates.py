"""The gates that stand before an event, as one reader of the case may know of them: asked by pages and by the action.

Whether a gate is shut is the engine's to say; nothing here may open one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product

from dutybook.casework.queries import CaseView
from dutybook.casework.store import Statement
from dutybook.engine.gates import may
from dutybook.engine.instance import Reason, Refused
from dutybook.engine.procedure import Event, Rules


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """What stands before an event. `refuses`: it is not recorded; otherwise it is, with a reason."""

    shut: Sequence[Reason] = ()
    refuses: bool = False

    @property
    def asks_why(self) -> bool:
        return bool(self.shut) and not self.refuses

    def for_what_has_happened(self) -> Before:
        """The same for what is done already: gates stand before actions, and what has happened is always recorded."""
        return replace(self, refuses=False)

    def stops(self, reason: str) -> bool:
        """Whether nothing may be recorded with this reason."""
        return self.refuses or (self.asks_why and not reason.strip())


class GatesShut(Exception):
    """It is not recorded like this, because of what stands before it."""

    def __init__(self, before: Before) -> None:
        super().__init__(", ".join(each.gate for each in before.shut))
        self.before = before


def stand_before(event: str, rules: Rules) -> bool:
    """Whether any gate of the procedure stands before this event, shut or open."""
    return any(event in gate.before for gate in rules.gates.values())


def before(view: CaseView, event: Event, about: Mapping[str, Sequence[str]], *, by: str) -> Before:
    """The gates before this event about these things, as the reader of the case may know of them.

    Where it is about several, those of all of them. A gate that waits for what this reader may not read is shut.
    """
    found = [
        may(event.id, scope, view.entries, view.procedure, at=view.at, known_at=view.known_at, by=by)
        for scope in _scopes(event, about)
    ]
    shut = {each.gate: each for answer in found if isinstance(answer, Refused) for each in answer.reasons}
    return Before(shut=tuple(shut.values()), refuses=any(each.effect == "refuse" for each in shut.values()))


def before_statement(view: CaseView, event: Event, statement: Statement) -> Before:
    """The same for what somebody wants recorded."""
    return before(view, event, {kind: _ids(statement, kind) for kind in event.about}, by=statement.by)


def _ids(statement: Statement, kind: str) -> Sequence[str]:
    named = statement.data.get(kind, ())
    return [named] if isinstance(named, str) else named


def _scopes(event: Event, about: Mapping[str, Sequence[str]]) -> Iterator[Mapping[str, str]]:
    """Every combination of the things; none while it is not chosen which thing of a kind it is about."""
    for ids in product(*(about.get(kind, ()) for kind in event.about)):
        yield dict(zip(event.about, ids, strict=True))
