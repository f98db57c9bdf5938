"""Random small procedures that use every form of conditions, duties, timescales, decisions and gates.

Every one of them must be a procedure that the checker would pass: names declared, kinds in scope, no circles.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from random import Random
from typing import Any, TypeVar

from dutybook.engine.forms import (
    And,
    AnyOf,
    AtLeast,
    Compare,
    Different,
    Earliest,
    Every,
    Expression,
    FirstOf,
    Form,
    Happened,
    IsAnswered,
    IsNotKnown,
    IsOpen,
    Latest,
    Length,
    Means,
    Name,
    Not,
    Or,
    Passed,
    SetBy,
    Timescale,
    Value,
)
from dutybook.engine.procedure import (
    After,
    Arises,
    Becomes,
    Condition,
    CutOff,
    Decision,
    Deed,
    DoneBy,
    Duty,
    Expires,
    Gate,
    Longer,
    OwnerRow,
    Procedure,
    Provisionally,
    Recurs,
    Row,
    Rules,
)
from tests.agreement.words import CALENDAR, DIRECTORY, EVENTS, FACTS, IDS, OWN_ANSWERS, OWN_STEP, THINGS

T = TypeVar("T")
Kinds = tuple[str, ...]

KEYS: tuple[Kinds, ...] = ((), ("child",), ("employment",), ("child", "employment"))
LENGTHS = (
    *(Length(n, "hours") for n in (0, 1, 6, 24, 48)),
    *(Length(n, "working days") for n in (0, 1, 2, 3)),
    *(Length(n, "days") for n in (0, 1, 2, 5)),
    Length(1, "weeks"),
    Length(1, "months"),
    Length(1, "years"),
)


@dataclass
class Author:
    """Somebody who makes a procedure up, one choice after another."""

    chances: Random
    conditions: dict[str, tuple[Condition, Kinds]] = field(default_factory=dict)
    duties: dict[str, Duty] = field(default_factory=dict)

    def one_of(self, choices: Sequence[T]) -> T:
        return self.chances.choice(choices)

    def chance(self, per_cent: int) -> bool:
        return self.chances.randrange(100) < per_cent

    def number(self, least: int, most: int) -> int:
        return self.chances.randint(least, most)

    # --- expressions ------------------------------------------------------------------------------------------------

    def expression(self, kinds: Kinds, depth: int = 2) -> Expression:
        shape = self.one_of(("atom", "atom", "not", "and", "or")) if depth else "atom"
        match shape:
            case "not":
                return Not(self.expression(kinds, depth - 1))
            case "and" | "or":
                parts = tuple(self.expression(kinds, depth - 1) for _ in range(2))
                return And(parts) if shape == "and" else Or(parts)
        return self.atom(kinds)

    def atom(self, kinds: Kinds) -> Expression:
        named = [name for name, (_, needed) in self.conditions.items() if set(needed) <= set(kinds)]
        facts = [name for name, fact in FACTS.items() if fact.answers == "yes_no" and set(fact.of) <= set(kinds)]
        match self.one_of(("fact", "fact", "condition", "compare")):
            case "condition" if named:
                return Name(self.one_of(named))
            case "compare":
                return self.one_of(comparisons(kinds))
        return Name(self.one_of(facts))

    def perhaps(self, per_cent: int, kinds: Kinds) -> Expression | None:
        return self.expression(kinds) if self.chance(per_cent) else None

    # --- timescales -------------------------------------------------------------------------------------------------

    def timescale(self, kinds: Kinds, depth: int = 1) -> Timescale:
        shape = self.one_of(("plain", "plain", "plain", "anchored", "set by", "several")) if depth else "plain"
        match shape:
            case "anchored":
                return self.anchored(kinds)
            case "set by":
                return SetBy(self.one_of(dates(kinds)))
            case "several":
                return self.several(kinds)
        return self.one_of((*LENGTHS, self.anchored(kinds)))

    def several(self, kinds: Kinds) -> Timescale:
        parts = tuple(self.timescale(kinds, 0) for _ in range(2))
        match self.one_of(("first", "earliest", "latest")):
            case "first":
                return FirstOf(((self.expression(kinds, 1), parts[0]), (self.perhaps(30, kinds), parts[1])))
            case "earliest":
                return Earliest(parts)
        return Latest(parts)

    def anchored(self, kinds: Kinds) -> Length:
        length = self.one_of([each for each in LENGTHS if each.unit != "years"])
        anchor = self.one_of((*dates(kinds), *EVENTS))
        return replace(length, anchor=anchor, direction=self.one_of(("after", "before")))

    # --- conditions -------------------------------------------------------------------------------------------------

    def condition(self, name: str) -> None:
        kinds = self.one_of(KEYS)
        self.conditions[name] = (Condition(id=name, form=self.form(kinds)), kinds)

    def form(self, kinds: Kinds) -> Form:
        kind = self.one_of(tuple(IDS))
        wider = tuple(dict.fromkeys((*kinds, kind)))
        match self.one_of(
            ("means", "any", "every", "at least", "different", "happened", "passed", "answered", "unknown", "open")
        ):
            case "any":
                return AnyOf(kind, self.expression(wider, 1))
            case "every":
                return Every(kind, self.expression(wider, 1))
            case "at least":
                return AtLeast(self.number(1, 2), kind, self.perhaps(50, wider))
            case "different":
                fact = self.one_of(
                    [each for each in FACTS if kind in FACTS[each].of and set(FACTS[each].of) <= set(wider)]
                )
                return Different(fact, kind, 2)
            case "happened":
                return Happened(self.one_of(tuple(EVENTS)))
            case "passed":
                return Passed(self.anchored(kinds) if self.chance(50) else SetBy(self.one_of(dates(kinds))))
            case "answered":
                return IsAnswered(self.one_of([name for name, fact in FACTS.items() if set(fact.of) <= set(kinds)]))
            case "unknown":
                return IsNotKnown(self.one_of([name for name, fact in FACTS.items() if set(fact.of) <= set(kinds)]))
            case "open":
                return IsOpen(self.one_of(tuple(DIRECTORY)))
        return Means(self.expression(kinds))

    # --- duties -----------------------------------------------------------------------------------------------------

    def duty(self, name: str) -> Duty:
        kinds = self.one_of((*KEYS[:3], *KEYS, *[each.kinds for each in self.duties.values()] * 4))
        same = [each.id for each in self.duties.values() if each.kinds == kinds and each.strength != "prompt"]
        provisional = Provisionally(self.one_of(tuple(EVENTS)), self.one_of(same)) if same and self.chance(70) else None
        return Duty(
            id=name,
            kinds=kinds,
            owner=self.owner(kinds),
            strength=self.one_of(("must", "should", "will", "may", "must", "should", "prompt")),
            arises=self.arises(kinds, same),
            again=self.one_of(("new", "new", "keep", "restart")),
            when=self.perhaps(40, kinds),
            counts_from=self.one_of(dates(kinds)) if self.chance(30) else None,
            cut_off=self.one_of((CutOff("16:00"), CutOff("10:00", ("fri", "sat")))) if self.chance(25) else None,
            target=self.timescale(kinds) if self.chance(20) else None,
            within=self.timescale(kinds) if self.chance(80) else None,
            held_while=self.perhaps(25, kinds),
            if_unknown=self.one_of(("hold", "run")),
            done_by=self.done_by(kinds),
            earlier_counts=self.chance(10),
            ends=(self.one_of(tuple(EVENTS)),) if self.chance(25) else (),
            provisionally=provisional,
            reading_of="one-line" if self.chance(10) else None,
            longer=self.longer(kinds) if self.chance(15) else None,
        )

    def longer(self, kinds: Kinds) -> Longer:
        cut_off = self.one_of((None, CutOff("16:00")))
        counts_from = self.one_of(dates(kinds)) if self.chance(20) else None
        return Longer(self.timescale(kinds), cut_off, counts_from, "above", "the text says so")

    def owner(self, kinds: Kinds) -> tuple[OwnerRow, ...]:
        rows = [OwnerRow(f"role_{i}", self.expression(kinds, 1)) for i in range(self.number(0, 2))]
        return (*rows, OwnerRow("last_role"))

    def arises(self, kinds: Kinds, same: Sequence[str]) -> Arises:
        match self.one_of(("after", "after", "after", "after", "becomes", "expires", "expires", "every")):
            case "becomes":
                return Becomes(self.expression(kinds))
            case "expires" if same:
                return Expires(self.one_of(same))
            case "every":
                # A recurring duty counts on from a fact's day; years back would make hundreds of instances.
                length = self.one_of(
                    (Length(1, "weeks"), Length(1, "months"), Length(4, "days"), Length(3, "working days"))
                )
                return Recurs(length, self.one_of(dates(kinds)))
        events = tuple(dict.fromkeys(self.one_of(tuple(EVENTS)) for _ in range(self.number(1, 3))))
        return After(events, self.perhaps(30, kinds))

    def done_by(self, kinds: Kinds) -> DoneBy | None:
        able = [name for name, event in EVENTS.items() if set(kinds) <= set(event.about)]
        deeds = tuple(Deed(self.one_of(able), self.perhaps(30, kinds)) for _ in range(self.number(1, 2)))
        return DoneBy(self.one_of(("any", "any", "all")), deeds)

    # --- decisions and gates ----------------------------------------------------------------------------------------

    def decision(self, name: str, kind: str | None) -> Decision:
        kinds = (kind,) if kind else ()
        words = ("a", "b", "c", "=reason", "=planned_on", *(("=school",) if kind else ()))
        rows = [self.row(f"row-{i}", kinds, words) for i in range(self.number(1, 3))]
        last = (Row(id="last", points_to="c"),) if self.chance(60) else ()
        return Decision(id=name, kind=kind, mode=self.one_of(("first", "first", "all")), rows=(*rows, *last))

    def row(self, name: str, kinds: Kinds, words: Sequence[str]) -> Row:
        until: Timescale | None = self.anchored(kinds) if self.chance(40) else None
        if isinstance(until, Length) and until.unit == "hours":
            until = SetBy(self.one_of(dates(kinds)))
        return Row(id=name, when=self.expression(kinds, 1), points_to=self.one_of(words), until=until)

    def gate(self, name: str) -> Gate:
        event = self.one_of(tuple(EVENTS))
        gate = Gate(id=name, before=(event,), effect=self.one_of(("refuse", "reason")))
        match self.one_of(("needs", "needs", "people", "duties")):
            case "people":
                return replace(gate, different_people=(self.one_of(tuple(EVENTS)),))
            case "duties":
                return replace(gate, no_open_duties=True)
        return replace(gate, needs=self.expression(EVENTS[event].about))


def dates(kinds: Kinds) -> list[str]:
    """The facts that give a day or a moment about these kinds."""
    return [name for name, fact in FACTS.items() if fact.answers in ("date", "moment") and set(fact.of) <= set(kinds)]


def comparisons(kinds: Kinds) -> list[Expression]:
    found: list[Expression] = [
        Compare(Name("level"), "==", Value("high")),
        Compare(Name("level"), "not in", Value(("low", "none_yet"))),
        Compare(Name("how_many"), ">=", Value(2)),
        Compare(Name("reason"), "!=", Value("")),
        Compare(Name("planned_on"), "<", Value("2026-10-25")),
        Compare(Name("tier"), "==", Value("a")),
    ]
    if "child" in kinds:
        found += [Compare(Name("review_on"), "<=", Name("planned_on")), Compare(Name("route"), "in", Value(("a", "b")))]
    return found


def _rules(author: Author) -> Rules:
    for i in range(author.number(2, 5)):
        author.condition(f"condition_{i}")
    for i in range(author.number(2, 4)):
        author.duties[f"duty-{i}"] = author.duty(f"duty-{i}")
    return Rules(
        things=THINGS,
        events=EVENTS,
        facts=FACTS,
        conditions={name: condition for name, (condition, _) in author.conditions.items()},
        duties=dict(author.duties),
        decisions={"tier": author.decision("tier", None), "route": author.decision("route", "child")},
        gates={f"gate-{i}": author.gate(f"gate-{i}") for i in range(author.number(0, 2))},
        directory=DIRECTORY,
    )


def _changed(author: Author, rules: Rules, new: Sequence[str] = ()) -> Rules:
    """The same rules with one duty written anew in part, and perhaps others added."""
    name = author.one_of(tuple(rules.duties))
    old = rules.duties[name]
    changed = replace(
        old,
        within=author.timescale(old.kinds),
        when=author.perhaps(40, old.kinds),
        owner=author.owner(old.kinds),
        strength=author.one_of(("must", "should")),
    )
    gates = {name: author.gate(name) for name in rules.gates} if new else rules.gates
    added = {each: replace(author.duty(each), provisionally=None) for each in new}
    return replace(rules, duties={**rules.duties, name: changed, **added}, gates=gates)


def _procedure(name: str, editions: Sequence[tuple[date, Rules]], **more: Any) -> Procedure:
    return Procedure(name=name, title="", edition="", hash="", calendar=CALENDAR, editions=tuple(editions), **more)


def procedure_for(chances: Random, days: Sequence[str]) -> Procedure:
    """A procedure for cases on these days: now and then with a second edition, and with an organisation's pack."""
    author = Author(chances)
    rules = _rules(author)
    editions = [(date.min, rules)]
    if author.chance(20):
        editions.append((date.fromisoformat(author.one_of(days[1:])), _changed(author, rules)))
    if not author.chance(25):
        return _procedure("authority", editions)
    names = ("academy", "north") if author.chance(40) else ("academy",)
    own = {name: _procedure(name, [(day, _own(author, each, name)) for day, each in editions[:1]]) for name in names}
    return _procedure("authority", editions, organisations=own, organisation_fact="pack_named")


def _own(author: Author, rules: Rules, name: str) -> Rules:
    """The rules as an organisation's pack changes them, with a step, an answer, a duty and a gate of its own."""
    changed, answer = _changed(author, rules, ["duty-own"]), OWN_ANSWERS[name]
    deeds = (Deed(OWN_STEP.id, Name(answer.id)), Deed(author.one_of(("post_left", "linked"))))
    able = tuple(each for each in deeds if set(answer.of) <= set({**EVENTS, OWN_STEP.id: OWN_STEP}[each.event].about))
    duty = replace(
        author.duty("duty-own-step"),
        kinds=answer.of,
        owner=(OwnerRow("own_role", Name(answer.id)), OwnerRow("last_role")),
        arises=After((OWN_STEP.id, "post_named")),
        again=author.one_of(("new", "keep", "restart")),
        when=author.one_of((None, Not(Name(answer.id)))),
        within=author.timescale(answer.of),
        held_while=None,
        done_by=DoneBy("any", able) if able else None,
        provisionally=None,
    )
    return replace(
        changed,
        events={**changed.events, OWN_STEP.id: OWN_STEP},
        facts={**changed.facts, answer.id: answer},
        duties={**changed.duties, duty.id: duty},
        gates={**changed.gates, "own-gate": Gate(id="own-gate", before=(OWN_STEP.id,), needs=Name("suspended"))},
    )
