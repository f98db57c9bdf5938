"""Every place of a pack where something is named, asked or timed, with its line and what is in scope there.

The checks walk these places instead of knowing each element themselves. Nothing here may decide that something is
wrong.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from dutybook.engine.forms import (
    AnyOf,
    AtLeast,
    Different,
    Every,
    Expression,
    Happened,
    IsAnswered,
    IsNotKnown,
    IsOpen,
    Means,
    Passed,
    Timescale,
)
from dutybook.engine.grammar import parse_expression
from dutybook.engine.procedure import After, Becomes, Contact, Decision, Duty, Expires, Gate, Recurs
from dutybook.engine.reads import anchors_of, conditions_of, names_of
from dutybook.packs.checks.page import Beside, Page
from dutybook.packs.problems import Problem

ANYTHING: frozenset[str] | None = None
"""The scope of a condition's own body: what it needs is asked for where the condition is used."""


@dataclass(frozen=True)
class Site:
    """A key of an element or of one of its rows; `kinds` are the things in scope, None where anything may be."""

    page: Page
    chapter: str
    id: str
    key: str
    row: str = ""
    kinds: frozenset[str] | None = ANYTHING

    def problem(self, what: str, write: str, *, note: bool = False, beside: Iterable[Beside] = ()) -> Problem:
        return self.page.problem(self.chapter, self.id, self.key, what, write, row=self.row, note=note, beside=beside)


Asked = tuple[Site, Expression]
Timed = tuple[Site, Timescale]
Named = tuple[Site, str, tuple[str, ...]]


def expressions(page: Page) -> Iterator[Asked]:
    """Every expression, those that choose between the rows of a timescale too."""
    for site, expression in _written_expressions(page):
        if expression is not None:
            yield site, expression
    for site, scale in timescales(page):
        for expression in conditions_of(scale):
            yield site, expression


def _written_expressions(page: Page) -> Iterator[tuple[Site, Expression | None]]:
    rules = page.rules
    for fact in rules.facts.values():
        for choice in fact.choices:
            yield Site(page, "facts", fact.id, "when", choice.id, frozenset(fact.of)), choice.when
    for condition in rules.conditions.values():
        yield (
            Site(page, "conditions", condition.id, "means"),
            getattr(condition.form, "means", None) or getattr(condition.form, "expression", None),
        )
    for duty in rules.duties.values():
        yield from _of_duty(page, duty)
    for decision in rules.decisions.values():
        for row in decision.rows:
            yield _row_site(page, decision, row.id, "when"), row.when
    for gate in rules.gates.values():
        yield Site(page, "gates", gate.id, "needs", kinds=_gate_kinds(page, gate)), gate.needs
    yield from _of_agendas(page)


def _of_duty(page: Page, duty: Duty) -> Iterator[tuple[Site, Expression | None]]:
    def at(key: str) -> Site:
        return Site(page, "duties", duty.id, key, kinds=frozenset(duty.kinds))

    if isinstance(duty.arises, After):
        yield at("arises"), duty.arises.where
    if isinstance(duty.arises, Becomes):
        yield at("arises"), duty.arises.condition
    yield at("when"), duty.when
    yield at("held_while"), duty.held_while
    yield from ((at("owner"), row.when) for row in duty.owner)
    yield from ((at("done_by"), deed.where) for deed in (duty.done_by.deeds if duty.done_by else ()))


def _of_agendas(page: Page) -> Iterator[tuple[Site, Expression | None]]:
    for chapter, passages in page.rules.plain.items():
        for passage in passages.values():
            for _, member in _members(passage):
                if text := member.more.get("when"):
                    yield Site(page, chapter, passage.id, "when", member.id), parse_expression(text)


def _row_site(page: Page, decision: Decision, row: str, key: str) -> Site:
    return Site(page, "decisions", decision.id, key, row, frozenset([decision.kind] if decision.kind else []))


def _gate_kinds(page: Page, gate: Gate) -> frozenset[str]:
    """What every action behind the gate is about."""
    kinds = [frozenset(page.rules.events[each].about) for each in gate.before if each in page.rules.events]
    return frozenset.intersection(*kinds) if kinds else frozenset()


def timescales(page: Page) -> Iterator[Timed]:
    """Every timescale."""
    for duty in page.rules.duties.values():
        for key, scale in (("within", duty.within), ("target", duty.target)):
            if scale is not None:
                yield Site(page, "duties", duty.id, key, kinds=frozenset(duty.kinds)), scale
    for decision in page.rules.decisions.values():
        for row in decision.rows:
            if row.until is not None:
                yield _row_site(page, decision, row.id, "until"), row.until
    for condition in page.rules.conditions.values():
        if isinstance(condition.form, Passed):
            yield Site(page, "conditions", condition.id, "passed"), condition.form.timescale


def names(page: Page) -> Iterator[Named]:
    """Every name, with the chapters that may declare it."""
    for site, expression in expressions(page):
        yield from ((site, name, ("conditions", "facts")) for name in names_of(expression))
    for site, scale in timescales(page):
        yield from ((site, name, ("facts", "events")) for name in anchors_of(scale))
    for chapter, id, key, row, name, chapters in _plain_names(page):
        yield Site(page, chapter, id, key, row), name, chapters


_Plain = tuple[str, str, str, str, str, tuple[str, ...]]


def _plain_names(page: Page) -> Iterator[_Plain]:
    rules = page.rules
    for event in rules.events.values():
        yield from _each("events", event.id, {"about": (event.about, "things"), "asks": (event.asks, "facts")})
    for fact in rules.facts.values():
        if fact.id in page.book.chapters["facts"]:
            yield from _each("facts", fact.id, {"of": (fact.of, "things")})
    for condition in rules.conditions.values():
        yield from _each("conditions", condition.id, _of_form(condition.form))
    for duty in rules.duties.values():
        yield from _each("duties", duty.id, _named_by_duty(duty))
    for decision in rules.decisions.values():
        yield from _each("decisions", decision.id, {"of": ([decision.kind or ""], "things")})
        for row in decision.rows:
            if row.points_to.startswith("="):
                yield "decisions", decision.id, "points_to", row.id, row.points_to[1:], ("facts",)
    for gate in rules.gates.values():
        wanted = {"before": (gate.before, "events"), "different_people": (gate.different_people, "events")}
        yield from _each("gates", gate.id, wanted)
    for contact in rules.directory.values():
        yield from _each("directory", contact.id, _named_by_contact(contact))
    for chapter, passages in rules.plain.items():
        for passage in passages.values():
            yield from _of_passage(chapter, passage)


Wanted = Mapping[str, tuple[Iterable[str], str]]


def _named_by_contact(contact: Contact) -> Wanted:
    more = contact.more
    return {
        "out_of_hours": ([more.get("out_of_hours", "")], "directory"),
        "rung_for": (more.get("rung_for", ()), "events"),
    }


def _each(chapter: str, id: str, wanted: Wanted, row: str = "") -> Iterator[_Plain]:
    for key, (found, among) in wanted.items():
        yield from ((chapter, id, key, row, name, (among,)) for name in found if name)


def _of_form(form: Any) -> Wanted:
    match form:
        case AnyOf(kind, _):
            return {"any": ([kind], "things")}
        case Every(kind, _):
            return {"every": ([kind], "things")}
        case AtLeast(_, kind, _):
            return {"of": ([kind], "things")}
        case Different(fact, kind, _):
            return {"different": ([fact], "facts"), "of": ([kind], "things")}
        case Happened(event):
            return {"happened": ([event], "events")}
        case IsAnswered(fact):
            return {"answered": ([fact], "facts")}
        case IsNotKnown(fact):
            return {"not_known": ([fact], "facts")}
        case IsOpen(contact):
            return {"open": ([contact], "directory")}
        case Passed() | Means():
            return {}
    return {}


def _named_by_duty(duty: Duty) -> Wanted:
    wanted: dict[str, tuple[Iterable[str], str]] = {
        "for": (duty.kinds, "things"),
        "counts_from": ([duty.counts_from or ""], "facts"),
        "done_by": ([deed.event for deed in duty.done_by.deeds] if duty.done_by else [], "events"),
        "ends": (duty.ends, "events"),
    }
    match duty.arises:
        case After(events, _):
            wanted["arises"] = (events, "events")
        case Expires(other):
            wanted["arises"] = ([other], "duties")
        case Recurs(_, fact):
            wanted["arises"] = ([fact], "facts")
    return wanted


def provisional_names(page: Page) -> Iterator[Named]:
    """Both names of `provisionally`, which stand in two chapters."""
    for duty in page.rules.duties.values():
        if duty.provisionally:
            site = Site(page, "duties", duty.id, "provisionally")
            yield site, duty.provisionally.by, ("events",)
            yield site, duty.provisionally.until, ("duties",)


_PASSAGE_NAMES = {
    ("vocabularies", "of_fact"): "facts",
    ("meetings", "held_by"): "events",
    ("meetings", "invitees"): "decisions",
    ("meetings", "sections_by"): "decisions",
    ("records", "asks"): "facts",
    ("retention", "decision"): "decisions",
    ("strands", "of"): "things",
    ("strands", "shows"): "facts",
    ("strands", "opened_by"): "events",
    ("strands", "closed_by"): "events",
    ("strands", "duties"): "duties",
    ("strands", "flow"): "flows",
    ("targets", "from"): "events",
    ("targets", "to"): "events",
}


def _of_passage(chapter: str, passage: Any) -> Iterator[_Plain]:
    wanted: Wanted = {
        key: (_several(passage.more[key]), among)
        for (of, key), among in _PASSAGE_NAMES.items()
        if of == chapter and key in passage.more
    }
    yield from _each(chapter, passage.id, wanted)
    for key in ("convened_by", "chaired_by"):
        if chapter == "meetings" and key in passage.more:
            yield chapter, passage.id, key, "", passage.more[key], ("decisions", "roles")
    for step in passage.more.get("steps", []):
        for key, among in (("event", "events"), ("decision", "decisions"), ("meeting", "meetings")):
            if key in step:
                yield chapter, passage.id, "steps", "", step[key], (among,)
    for _, member in _members(passage):
        if "fact" in member.more:
            yield chapter, passage.id, "fact", member.id, member.more["fact"], ("facts",)
        yield from _each(chapter, passage.id, {"events": (member.more.get("events", ()), "events")}, member.id)


def _members(passage: Any) -> Iterator[tuple[str, Any]]:
    for key in ("values", "sections", "agenda", "records"):
        yield from ((key, member) for member in passage.more.get(key, {}).values())


def _several(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else list(value)


def roles(page: Page) -> Iterator[Named]:
    """Every role that is named anywhere."""
    for event in page.rules.events.values():
        yield from ((Site(page, "events", event.id, "by"), role, ("roles",)) for role in event.by)
    for duty in page.rules.duties.values():
        yield from ((Site(page, "duties", duty.id, "owner"), row.role, ("roles",)) for row in duty.owner)
    for decision in page.rules.decisions.values():
        yield from (
            (Site(page, "decisions", decision.id, "decided_by"), role, ("roles",)) for role in decision.decided_by
        )
    for chapter, key in (("records", "kept_by"), ("retention", "kept_by"), ("roles", "answers_for")):
        for passage in page.rules.plain.get(chapter, {}).values():
            for role in passage.more.get(key, ()):
                yield Site(page, chapter, passage.id, key), role, ("roles",)
