"""What the worked examples of a pack show of its duties and decisions, and what they could show.

Nothing here may decide what a duty owes: the engine answers, and only rows that an author wrote are counted.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from dutybook import engine
from dutybook.engine.forms import (
    And,
    AtLeast,
    Compare,
    Expression,
    Happened,
    IsNotKnown,
    Means,
    Name,
    Not,
    Or,
)
from dutybook.engine.instance import Instance
from dutybook.engine.procedure import After, Becomes, Decision, Duty, Element, Procedure, Recurs, Rules
from dutybook.packs import load
from dutybook.packs.casefile import read_entries
from dutybook.packs.examples import Example, examples_in
from dutybook.packs.expected import Story, Written

IN_TIME, LATE, NOT_NEEDED, CANNOT_TELL = "in time", "late", "not needed", "cannot tell"


@dataclass
class Shown:
    """By the id of a duty, in which states it is shown; by that of a decision, which rows, and `CANNOT_TELL`."""

    duties: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    decisions: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))


def shown_by(pack: str) -> Shown:
    """Everything that the rows of the pack's own examples show under it."""
    procedure, shown = load(pack), Shown()
    for example in examples_in(None, procedure):
        story = story_of(example, procedure)
        for row in example.written.get("expect", []):
            shown.duties[row["duty"]] |= _states(story, row)
        for row in weighed_rows(example, procedure):
            shown.decisions[row["decision"]] |= _rows(story, row)
    return shown


def story_of(example: Example, procedure: Procedure) -> Story:
    """The entries of an example under the procedure."""
    written = example.written.get("entries", [])
    entries, problems = read_entries(written, procedure, example.document, (*example.where, "entries"))
    assert problems == []
    return Story(entries, procedure)


def _states(story: Story, row: Written) -> set[str]:
    """`status: none` shows a duty not needed from the outset, where what it arises from has happened."""
    if row.get("status") == "none":
        return {NOT_NEEDED} if _could_have_arisen(story, row) else set()
    named = [each for each in story.duties(row) if each.id == row["duty"]]
    return {state for each in named if row.get("about", {}).items() <= each.about.items() for state in _state(each)}


def _could_have_arisen(story: Story, row: Written) -> bool:
    arises, at = story.rules(row).duties[row["duty"]].arises, story.clocks(row)["at"]
    return not isinstance(arises, After) or any(each.type in arises.events and each.hi <= at for each in story.entries)


def _state(instance: Instance) -> Iterator[str]:
    if instance.status in (NOT_NEEDED, CANNOT_TELL):
        yield instance.status
    if instance.status in ("met", "met for now"):
        yield IN_TIME
    if instance.timing == LATE or instance.status in ("met late", "overdue"):
        yield LATE


def weighed_rows(example: Example, procedure: Procedure) -> Iterator[Written]:
    """Rows of `weigh`, and of `keep` as rows of the decision behind the record."""
    yield from example.written.get("weigh", [])
    kept = procedure.editions[-1][1].plain.get("retention", {})
    for row in example.written.get("keep", []):
        yield {**row, "decision": kept[row["record"]].more["decision"]}


def _rows(story: Story, row: Written) -> set[str]:
    about, clocks = row.get("about"), story.clocks(row)
    weighed = engine.points_to(row["decision"], story.entries, story.procedure, about=about, **clocks)
    return {each.row.id for each in weighed.points_to} | ({CANNOT_TELL} if weighed.missing else set())


# --- what there is to show --------------------------------------------------------------------------------------------


E = TypeVar("E", bound=Element)


def own(elements: Mapping[str, E], pack: str) -> list[E]:
    """Those that the pack writes, or sets anything of."""
    return [each for each in elements.values() if pack in each.set_by.values()]


def to_be_shown(duty: Duty, rules: Rules) -> set[str]:
    """The states that the duty can be in: one without a limit is never late, one without a condition always needed."""
    found = {IN_TIME} if duty.done_by else set()
    found |= {LATE} if duty.within is not None and duty.strength != "prompt" else set()
    found |= {NOT_NEEDED} if duty.when or duty.ends or _where(duty) is not None else set()
    if any(may_be_unknown(each, rules) for each in (duty.when, _where(duty))) or isinstance(duty.arises, Recurs):
        found.add(CANNOT_TELL)
    return found


def _where(duty: Duty) -> Expression | None:
    match duty.arises:
        case After(where=where):
            return where
        case Becomes(condition):
            return condition
    return None


def rows_to_be_shown(decision: Decision, rules: Rules) -> set[str]:
    """Every row, and that nobody can tell where a row asks what may be unknown."""
    unknown = {CANNOT_TELL} if any(may_be_unknown(row.when, rules) for row in decision.rows) else set()
    return {row.id for row in decision.rows} | unknown


def may_be_unknown(expression: Expression | None, rules: Rules) -> bool:
    """Whether there is an unknown answer to it: to what happened there is none, no entry means no."""
    match expression:
        case Name(name):
            return name not in rules.conditions or _form_may_be_unknown(name, rules)
        case Not(part):
            return may_be_unknown(part, rules)
        case And(parts) | Or(parts):
            return any(may_be_unknown(part, rules) for part in parts)
        case Compare(left, _, right):
            return may_be_unknown(left, rules) or may_be_unknown(right, rules)
    return False


def _form_may_be_unknown(condition: str, rules: Rules) -> bool:
    match rules.conditions[condition].form:
        case Happened() | IsNotKnown() | AtLeast(means=None):
            return False
        case Means(means) | AtLeast(means=means):
            return may_be_unknown(means, rules)
    return True
