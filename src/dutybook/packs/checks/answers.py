"""Answers: what an expression compares with a fact is something that the fact can be answered with.

Nothing here may look at a name that is not declared: see `naming`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from difflib import get_close_matches
from typing import Any

from dutybook.engine.forms import And, Compare, Expression, Name, Not, Or, Value
from dutybook.engine.procedure import Decision, Fact, Rules
from dutybook.engine.reads import anchors_of
from dutybook.packs.checks.page import Page
from dutybook.packs.checks.sites import Site, expressions, timescales
from dutybook.packs.problems import Problem

WORDS = ("text", "person", "organisation")
ORDERED = ("date", "moment", "number")
DATES = ("date", "moment")

Said = tuple[str, str]


def misread(page: Page) -> Iterator[Problem]:
    """Every part of an expression, and every anchor, that no answer to the fact could fit."""
    for site, expression in expressions(page):
        yield from (site.problem(*said) for said in _wrong(expression, page.rules))
    for site, scale in timescales(page):
        yield from _anchored(site, anchors_of(scale), page.rules)
    yield from _clocks(page)
    yield from _decided(page)


def _wrong(expression: Expression, rules: Rules) -> Iterator[Said]:
    match expression:
        case Name(name):
            yield from _bare(name, rules)
        case Value(value):
            yield f"{value!r} stands alone as a condition", "name a fact or a condition"
        case Not(part):
            yield from _wrong(part, rules)
        case And(parts) | Or(parts):
            for part in parts:
                yield from _wrong(part, rules)
        case Compare():
            yield from _compared(expression, rules)


def _bare(name: str, rules: Rules) -> Iterator[Said]:
    fact = rules.facts.get(name)
    if fact is not None and fact.answers != "yes_no":
        example = f"{name} == '{fact.choices[0].id}'" if fact.choices else f"{name} == …"
        yield f"{name} is not answered yes or no, and stands alone", f"compare it, as {example}"


def _compared(compare: Compare, rules: Rules) -> Iterator[Said]:
    sides = [each for each in (compare.left, compare.right) if isinstance(each, Name)]
    for side in sides:
        if side.name in rules.conditions:
            yield f"{side.name} is a condition and is compared", f"write {side.name}, or not {side.name}"
    if any(not isinstance(each, Name | Value) for each in (compare.left, compare.right)):
        yield "a comparison compares more than a name and a value", "compare one fact with one value or with one fact"
        return
    facts = [rules.facts[side.name] for side in sides if side.name in rules.facts]
    if len(facts) == 2:
        yield from _two_facts(compare, *facts)
    elif facts and len(sides) == 1:
        value = compare.right if isinstance(compare.right, Value) else compare.left
        yield from _with_value(compare, facts[0], value.value if isinstance(value, Value) else None)
    elif not sides:
        yield "two values are compared with each other", "compare a fact with one of them"


def _two_facts(compare: Compare, left: Fact, right: Fact) -> Iterator[Said]:
    if _sort(left) != _sort(right) or left.answers == "choices":
        yield (
            f"{left.id} ({left.answers}) and {right.id} ({right.answers}) cannot be compared",
            "compare facts of one sort",
        )
    elif compare.op in ("in", "not in"):
        yield f"{compare.op} wants a list of words", f"write {left.id} == {right.id}"
    elif compare.op not in ("==", "!=") and left.answers not in ORDERED:
        yield f"{left.id} has no order", "write == or !="


def _sort(fact: Fact) -> str:
    return "words" if fact.answers in (*WORDS, "choice") else fact.answers


def _with_value(compare: Compare, fact: Fact, value: Any) -> Iterator[Said]:
    if fact.answers == "yes_no":
        yield f"{fact.id} is answered yes or no, and is compared with {value!r}", f"write {fact.id}, or not {fact.id}"
        return
    if fact.answers == "choices" and not (compare.op in ("in", "not in") and isinstance(compare.left, Value)):
        yield f"{fact.id} can have several answers", f"write 'ANSWER' in {fact.id}"
        return
    if fact.answers != "choices" and (compare.op in ("in", "not in")) != isinstance(value, tuple):
        yield f"{compare.op} does not fit {value!r}", f"write {fact.id} in ('…', '…'), or {fact.id} == '…'"
        return
    if compare.op in ("<", "<=", ">", ">=") and fact.answers not in ORDERED:
        yield f"{fact.id} has no order", "write == or !="
    for each in value if isinstance(value, tuple) else (value,):
        yield from _fits(fact, each)


def _fits(fact: Fact, value: Any) -> Iterator[Said]:
    offered = [choice.id for choice in fact.choices]
    withdrawn = {choice.id: choice.withdrawn for choice in fact.choices if choice.withdrawn}
    if value in withdrawn:
        yield (
            f"{value!r} is withdrawn as an answer to {fact.id} ({withdrawn[value]})",
            "name an answer that is still given",
        )
    elif fact.answers in ("choice", "choices") and value not in offered:
        near = get_close_matches(str(value), offered, n=1)
        yield (
            f"{value!r} is no answer to {fact.id}",
            f"write {near[0]!r}" if near else f"write one of {', '.join(offered)}",
        )
    elif fact.answers == "number" and not isinstance(value, int | float):
        yield f"{fact.id} is answered with a number, and is compared with {value!r}", "write the number without quotes"
    elif fact.answers in DATES and not _is_day(value):
        yield f"{fact.id} is answered with a {fact.answers}, and is compared with {value!r}", "write '2026-04-03'"
    elif fact.answers in WORDS and not isinstance(value, str):
        yield f"{fact.id} is answered in words, and is compared with {value!r}", "put it in quotes"


def _is_day(value: Any) -> bool:
    try:
        date.fromisoformat(str(value))
    except ValueError:
        return False
    return True


def _anchored(site: Site, anchors: Iterator[str], rules: Rules) -> Iterator[Problem]:
    for name in anchors:
        fact = rules.facts.get(name)
        if fact is not None and fact.answers not in DATES:
            yield site.problem(
                f"{name} is no date ({fact.answers}), and a time counts from it", "name a date or a moment"
            )


def _clocks(page: Page) -> Iterator[Problem]:
    for duty in page.rules.duties.values():
        from_fact = getattr(duty.arises, "from_fact", None)
        for key, name in (("counts_from", duty.counts_from), ("arises", from_fact)):
            if name:
                yield from _anchored(Site(page, "duties", duty.id, key), iter([name]), page.rules)


def _decided(page: Page) -> Iterator[Problem]:
    """A row points to an answer that the fact of the decision's name offers, where the pack declares that fact."""
    for decision in page.rules.decisions.values():
        if decision.id in page.book.chapters["facts"]:
            yield from _rows_offered(page, decision, page.rules.facts[decision.id])


def _rows_offered(page: Page, decision: Decision, fact: Fact) -> Iterator[Problem]:
    for row in decision.rows:
        if fact.answers in ("choice", "choices") and not row.points_to.startswith("="):
            for what, write in _fits(fact, row.points_to):
                yield Site(page, "decisions", decision.id, "points_to", row.id).problem(what, write)
