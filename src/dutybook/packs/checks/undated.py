"""Limits that give no date while nobody can tell which of their rows holds: a duty is then open, and never overdue.

It is noted, with what to write. Nothing here may refuse a pack for it.
"""

from __future__ import annotations

from collections.abc import Iterator

from dutybook.engine.forms import Earliest, FirstOf, Happened, IsNotKnown, Latest, Timescale
from dutybook.engine.procedure import Rules
from dutybook.engine.reads import names_of
from dutybook.packs.checks.page import Page
from dutybook.packs.problems import Problem

SETTLED = (Happened, IsNotKnown)
"""The forms of a condition that are yes or no at every moment."""


def undated(page: Page) -> Iterator[Problem]:
    """Every duty whose limit hangs on an answer, and that has no other limit until somebody gives it."""
    for duty in page.rules.duties.values():
        if duty.within is not None and not _has_a_date(duty.within, page.rules):
            yield page.problem(
                "duties",
                duty.id,
                "within",
                f"while nobody can tell which row holds, {duty.id} has no date and is never overdue",
                "write within: {earliest: [THE LONGEST, {first: …}]} if the longest is to run meanwhile",
                note=True,
            )


def _has_a_date(scale: Timescale, rules: Rules) -> bool:
    """Whether it gives one without any of the answers that its rows read."""
    match scale:
        case FirstOf(rows):
            return all(when is None or all(_is_settled(name, rules) for name in names_of(when)) for when, _ in rows)
        case Earliest(parts):
            return any(_has_a_date(each, rules) for each in parts)
        case Latest(parts):
            return all(_has_a_date(each, rules) for each in parts)
    return True


def _is_settled(name: str, rules: Rules) -> bool:
    condition = rules.conditions.get(name)
    return condition is not None and isinstance(condition.form, SETTLED)
