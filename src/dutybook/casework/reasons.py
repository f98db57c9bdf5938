"""Where the reasons of a decision are written: in the procedure's own question for them, or else beside the entry.

No decision may be recorded without.
"""

from __future__ import annotations

from dutybook.casework.store import Statement
from dutybook.engine.procedure import NOT_KNOWN, Event, Rules

REASONS = ("_reason", "_rationale")
"""How a procedure's question for the reasons of a decision ends."""


def reason_asked(event: Event) -> str:
    """The procedure's own question for the reasons of what this event decides; empty if it asks none."""
    return next((fact for fact in event.asks if fact.endswith(REASONS)), "")


def is_without(statement: Statement, rules: Rules) -> bool:
    """Whether it decides something and does not say why."""
    decides = any(statement.data.get(decision, NOT_KNOWN) != NOT_KNOWN for decision in rules.decisions)
    said = statement.data.get(reason_asked(rules.events[statement.type])) or statement.reason.strip()
    return decides and not said
