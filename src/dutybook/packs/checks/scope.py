"""Scope: a fact about a kind of thing can be read only where a thing of that kind is in hand.

Nothing here may look at a name that is not declared: see `naming`.
"""

from __future__ import annotations

from collections.abc import Iterator

from dutybook.engine.forms import (
    AnyOf,
    AtLeast,
    Different,
    Every,
    Expression,
    Form,
    IsAnswered,
    IsNotKnown,
    Means,
    Passed,
    Timescale,
)
from dutybook.engine.procedure import Recurs, Rules
from dutybook.engine.reads import anchors_of, conditions_of, names_of
from dutybook.packs.checks.page import Page
from dutybook.packs.checks.sites import Site, expressions, timescales
from dutybook.packs.problems import Problem


def out_of_scope(page: Page) -> Iterator[Problem]:
    """Every fact or condition that asks about a thing which is not in hand where it is named."""
    for site, expression in expressions(page):
        for name in names_of(expression):
            yield from _missing(site, name, kinds_of_name(page.rules, name))
    for site, scale in timescales(page):
        for name in anchors_of(scale):
            yield from _missing(
                site, name, frozenset(page.rules.facts[name].of) if name in page.rules.facts else frozenset()
            )
    yield from _single_names(page)


def _single_names(page: Page) -> Iterator[Problem]:
    """Facts that are named outside an expression."""
    for duty in page.rules.duties.values():
        named = {"counts_from": duty.counts_from}
        if isinstance(duty.arises, Recurs):
            named["arises"] = duty.arises.from_fact
        for key, name in named.items():
            if name:
                yield from _missing(
                    Site(page, "duties", duty.id, key, kinds=frozenset(duty.kinds)),
                    name,
                    kinds_of_name(page.rules, name),
                )
    for decision in page.rules.decisions.values():
        scope = frozenset([decision.kind] if decision.kind else [])
        for row in decision.rows:
            name = row.points_to.removeprefix("=")
            if name != row.points_to:
                yield from _missing(
                    Site(page, "decisions", decision.id, "points_to", row.id, scope),
                    name,
                    kinds_of_name(page.rules, name),
                )


def _missing(site: Site, name: str, needed: frozenset[str]) -> Iterator[Problem]:
    if site.kinds is None:
        return
    for kind in sorted(needed - site.kinds):
        scope = f"only {', '.join(sorted(site.kinds))} is" if site.kinds else "no thing is"
        yield site.problem(
            f"{name} is about {a(kind)}, and {scope} in hand here",
            _what_to_write(site, kind, name),
            beside=[("facts", name, "of"), (site.chapter, site.id, "for"), (site.chapter, site.id, "of")],
        )


def a(kind: str) -> str:
    """The kind with its article."""
    return f"{'an' if kind[0] in 'aeiou' else 'a'} {kind}"


def _what_to_write(site: Site, kind: str, name: str) -> str:
    quantified = f"name a condition {{any: {kind}, means: {name}}}"
    match site.chapter:
        case "duties":
            return f"write for: {kind}, or {quantified}"
        case "decisions":
            return f"write of: {kind}, or {quantified}"
        case "gates":
            return f"let every event behind the gate be about {a(kind)}, or {quantified}"
    return quantified


def kinds_of_name(rules: Rules, name: str, seen: frozenset[str] = frozenset()) -> frozenset[str]:
    """The kinds of thing that must be in hand to read a fact or a condition; a circle is another check's to name."""
    if name in rules.facts:
        return frozenset(rules.facts[name].of)
    if name in rules.conditions and name not in seen:
        return kinds_of_form(rules, rules.conditions[name].form, seen | {name})
    return frozenset()


def kinds_of_form(rules: Rules, form: Form, seen: frozenset[str]) -> frozenset[str]:
    match form:
        case Means(expression):
            return _of_expression(rules, expression, seen)
        case AnyOf(kind, means) | Every(kind, means):
            return _of_expression(rules, means, seen) - {kind}
        case AtLeast(_, kind, means):
            return _of_expression(rules, means, seen) - {kind}
        case Different(fact, kind, _):
            return kinds_of_name(rules, fact, seen) - {kind}
        case Passed(scale):
            return _of_timescale(rules, scale, seen)
        case IsAnswered(fact) | IsNotKnown(fact):
            return kinds_of_name(rules, fact, seen)
    return frozenset()


def _of_expression(rules: Rules, expression: Expression | None, seen: frozenset[str]) -> frozenset[str]:
    return frozenset().union(*(kinds_of_name(rules, name, seen) for name in names_of(expression)))


def _of_timescale(rules: Rules, scale: Timescale, seen: frozenset[str]) -> frozenset[str]:
    anchors = frozenset().union(*(kinds_of_name(rules, name, seen) for name in anchors_of(scale)))
    return anchors.union(*(_of_expression(rules, each, seen) for each in conditions_of(scale)))
