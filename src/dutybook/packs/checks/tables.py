"""Truth tables: rows that nothing reaches, conditions that always or never hold, decided exactly.

Every world is a bit of one large whole number: a condition is the number of the worlds in which it is true. At most
sixteen facts are weighed; a larger table is reported as not checked, never guessed. Quantified conditions, events and
moments count as free: so what is called impossible here is impossible, whatever they turn out to be.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from dutybook.engine.forms import And, Compare, Expression, FirstOf, Means, Name, Not, Or, Value
from dutybook.engine.procedure import Fact, Rules
from dutybook.engine.reads import names_of
from dutybook.packs.checks.page import Page
from dutybook.packs.checks.sites import Site, expressions, timescales
from dutybook.packs.problems import Problem

AT_MOST = 16
MOST_WORLDS = 1 << 20


class TooLarge(Exception):
    """More facts than are weighed exactly."""


@dataclass(frozen=True)
class Atom:
    """Something a world decides: a name or a comparison, with the values it can have."""

    name: str
    values: tuple[Any, ...] = (True, False)


class Worlds:
    """Every way in which the atoms of some expressions can turn out."""

    def __init__(self, expressions: Iterable[Expression], rules: Rules) -> None:
        self.rules = rules
        self.atoms = list(dict.fromkeys(atom for each in expressions for atom in _atoms(each, rules)))
        self.size = 1
        for atom in self.atoms:
            self.size *= len(atom.values)
        if len(self.atoms) > AT_MOST or self.size > MOST_WORLDS:
            raise TooLarge(len(self.atoms))
        self.all = (1 << self.size) - 1
        self._bits = self._numbered()

    def _numbered(self) -> dict[tuple[str, Any], int]:
        """For each atom and value, the worlds in which it has that value."""
        bits: dict[tuple[str, Any], int] = {}
        stride = 1
        for atom in self.atoms:
            block = (1 << stride) - 1
            period = stride * len(atom.values)
            repeated = self.all // ((1 << period) - 1)
            for n, value in enumerate(atom.values):
                bits[atom.name, value] = (block << (n * stride)) * repeated
            stride = period
        return bits

    def of(self, expression: Expression | None) -> int:
        """The worlds in which the expression is true; all of them for none."""
        match expression:
            case None:
                return self.all
            case Not(part):
                return self.all & ~self.of(part)
            case And(parts):
                found = self.all
                for part in parts:
                    found &= self.of(part)
                return found
            case Or(parts):
                found = 0
                for part in parts:
                    found |= self.of(part)
                return found
            case Name(name):
                inner = _meaning(name, self.rules)
                return self.of(inner) if inner is not None else self._bits[name, True]
            case Compare():
                return self._compared(expression)
        return self.all

    def _compared(self, compare: Compare) -> int:
        fact = _enumerated(compare, self.rules)
        if fact is None:
            positive, negated = _positive(compare)
            found = self._bits[_spelled(positive), True]
            return self.all & ~found if negated else found
        wanted = compare.right.value if isinstance(compare.right, Value) else ()
        members = wanted if isinstance(wanted, tuple) else (wanted,)
        found = 0
        for member in members:
            found |= self._bits.get((fact.id, member), 0)
        return self.all & ~found if compare.op in ("!=", "not in") else found


def _atoms(expression: Expression | None, rules: Rules) -> Iterator[Atom]:
    match expression:
        case Not(part):
            yield from _atoms(part, rules)
        case And(parts) | Or(parts):
            for part in parts:
                yield from _atoms(part, rules)
        case Name(name):
            inner = _meaning(name, rules)
            yield from _atoms(inner, rules) if inner is not None else [Atom(name)]
        case Compare():
            fact = _enumerated(expression, rules)
            yield (
                Atom(fact.id, tuple(choice.id for choice in fact.choices))
                if fact
                else Atom(_spelled(_positive(expression)[0]))
            )


def _meaning(name: str, rules: Rules) -> Expression | None:
    """What a condition of the form `means` says; every other form is free."""
    condition = rules.conditions.get(name)
    return condition.form.expression if condition is not None and isinstance(condition.form, Means) else None


def _enumerated(compare: Compare, rules: Rules) -> Fact | None:
    """The choice fact whose answers can be gone through one by one."""
    if (
        compare.op not in ("==", "!=", "in", "not in")
        or not isinstance(compare.left, Name)
        or not isinstance(compare.right, Value)
    ):
        return None
    fact = rules.facts.get(compare.left.name)
    return fact if fact is not None and fact.answers == "choice" and fact.choices else None


def _positive(compare: Compare) -> tuple[Compare, bool]:
    """`a != b` is `not a == b`; so `a >= b` is not `a < b` spelled otherwise."""
    opposite = {"!=": "==", "not in": "in", ">=": "<", "<=": ">"}
    if compare.op in opposite:
        return Compare(compare.left, opposite[compare.op], compare.right), True
    return compare, False


def _spelled(compare: Compare) -> str:
    return f"{compare.left!r} {compare.op} {compare.right!r}"


def settled(page: Page) -> Iterator[Problem]:
    """Conditions that hold always, or never, whatever is answered.

    A gate may rest on `asked or not asked`: it is shut until that is answered, whatever the answer is.
    """
    for site, expression in expressions(page):
        worlds = _worlds_of(site, [expression], page.rules)
        if isinstance(worlds, Problem):
            yield worlds
        elif (held := worlds.of(expression)) == 0 or (held == worlds.all and site.chapter != "gates"):
            word = "never" if held == 0 else "always"
            yield site.problem(f"the condition {word} holds, whatever is answered", "take it out, or mend it")


def unreachable(page: Page) -> Iterator[Problem]:
    """Rows behind others that leave nothing for them."""
    for site, rows in _tables(page):
        written = [when for _, when in rows if when is not None]
        worlds = _worlds_of(site, written, page.rules)
        if isinstance(worlds, Problem):
            yield worlds
        else:
            yield from _behind(site, rows, worlds)


def _behind(site: Site, rows: list[tuple[str, Expression | None]], worlds: Worlds) -> Iterator[Problem]:
    left = worlds.all
    for row, when in rows:
        held = worlds.of(when)
        if held and not left & held:
            inside = Site(site.page, site.chapter, site.id, site.key, row if site.chapter == "decisions" else "")
            what = f"row {row} is never reached: the rows before it leave nothing"
            yield inside.problem(what, "place it before them with after:, or take it out")
        left &= ~held


def _tables(page: Page) -> Iterator[tuple[Site, list[tuple[str, Expression | None]]]]:
    """Everything that is read row by row until one holds."""
    for decision in page.rules.decisions.values():
        if decision.mode == "first":
            yield Site(page, "decisions", decision.id, "first"), [(row.id, row.when) for row in decision.rows]
    for duty in page.rules.duties.values():
        if len(duty.owner) > 1:
            yield Site(page, "duties", duty.id, "owner"), [(row.role, row.when) for row in duty.owner]
    for site, scale in timescales(page):
        if isinstance(scale, FirstOf):
            yield site, [(str(n), when) for n, (when, _) in enumerate(scale.rows, 1)]


def _worlds_of(site: Site, written: list[Expression], rules: Rules) -> Worlds | Problem:
    try:
        return Worlds(written, rules)
    except TooLarge:
        facts = len({name for each in written for name in names_of(each)})
        return site.problem(
            f"not checked: the rows read more than can be gone through ({facts} names)",
            f"nothing need be done; at most {AT_MOST} facts are weighed exactly",
            note=True,
        )
