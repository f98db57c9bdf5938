"""What was recorded in a case though the procedure foresees it otherwise: past a gate, not offered, by another role.

It stands, and is said. Nothing here may refuse it, or leave out a sort of it that the engine knows.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dutybook.cli.question import Question
from dutybook.engine import out_of_order
from dutybook.engine.belonging import rules_together
from dutybook.engine.english import conditions
from dutybook.engine.english.names import Words, listed
from dutybook.engine.entries import Entry
from dutybook.engine.procedure import Citation, Rules
from dutybook.engine.unforeseen import NotOffered, OtherRole, by_other_roles, not_offered
from dutybook.engine.words import sentence


@dataclass(frozen=True, slots=True)
class AllTheSame:
    """One entry, and what the procedure foresees instead."""

    entry: Entry
    says: str
    cite: Citation


def recorded_all_the_same(asked: Question) -> list[AllTheSame]:
    """Everything of the sort, in the order of the entries."""
    return sorted(_every(asked), key=lambda each: each.entry.place)


def _every(asked: Question) -> Iterator[AllTheSame]:
    entries, procedure = asked.case.entries, asked.case.procedure
    clocks = {"at": asked.at, "known_at": asked.known_at}
    by_number = {each.seq: each for each in entries}
    for gate, number in out_of_order(entries, procedure, **clocks):
        yield _past_a_gate(by_number[number], gate, _rules(asked, by_number[number]))
    for answer in not_offered(entries, procedure, **clocks):
        yield _not_offered(answer, _rules(asked, answer.entry))
    for done in by_other_roles(entries, procedure, **clocks):
        yield _by_another_role(done, _rules(asked, done.entry))


def _rules(asked: Question, entry: Entry) -> Rules:
    procedure = asked.case.procedure
    return rules_together(procedure, procedure.organisations, entry.hi)


def _past_a_gate(entry: Entry, gate: str, rules: Rules) -> AllTheSame:
    declared = rules.gates[gate]
    return AllTheSame(entry, f"{declared.title or gate}.", declared.cite)


def _not_offered(answer: NotOffered, rules: Rules) -> AllTheSame:
    choice, words = answer.choice, Words(rules)
    held = f" only when {conditions.expression(choice.when, words)}" if choice.when is not None else ""
    cite = choice.cite if choice.cite.at or choice.cite.ours else answer.fact.cite
    return AllTheSame(answer.entry, f"“{choice.title or choice.id}” is offered{held}.", cite)


def _by_another_role(done: OtherRole, rules: Rules) -> AllTheSame:
    words = Words(rules)
    who = listed([words.role(role) for role in done.event.by], "or")
    recorded = sentence(words.role(done.entry.role))
    return AllTheSame(done.entry, f"{recorded} recorded it, where {who} does.", done.event.cite)


def in_lines(found: list[AllTheSame], rules: Rules) -> Iterator[str]:
    """A heading and a line for each; nothing where there is none."""
    if found:
        yield "RECORDED ALL THE SAME:"
    for each in found:
        event = rules.events.get(each.entry.type)
        title = event.title if event else each.entry.type
        by = f" ({each.entry.by})" if each.entry.by else ""
        yield f"  entry {each.entry.seq}, {title}{by}: {each.says} {each.cite.at or f'ours: {each.cite.ours}'}"
