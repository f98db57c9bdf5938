"""From what the layers say to the engine's data classes, one function a chapter.

Nothing here may refuse anything: what is not whole is left out, and the checks say why.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any, cast

from dutybook.engine import forms
from dutybook.engine import procedure as engine
from dutybook.packs.layers import Book, Resolved
from dutybook.packs.schema import chapters, rules
from dutybook.packs.schema.forms import ALWAYS, Deciders
from dutybook.packs.schema.words import Cite, Part

Sources = Mapping[str, str]
"""For each pack, the source that a citation means when it names none."""


def rules_of(book: Book, sources: Sources) -> engine.Rules:
    """The rules of one day."""
    made = {
        chapter: {id: element for id, found in book.chapters[chapter].items() if (element := build(id, found, sources))}
        for chapter, build in _BUILDERS.items()
    }
    made["facts"] = {**made["facts"], **_facts_of_decisions(made["decisions"], made["facts"])}
    pages = {
        chapter: {id: _passage(id, found, chapter, sources) for id, found in book.chapters[chapter].items()}
        for chapter in chapters.PLAIN
    }
    return engine.Rules(**cast("dict[str, Any]", made), plain=pages)


def cited(cite: Cite | None, source: str = "") -> engine.Citation:
    """The citation as the engine keeps it."""
    if cite is None:
        return engine.Citation()
    named = cite.source or ("" if cite.ours else source)
    return engine.Citation(source=named, at=cite.at, rules=tuple(cite.rules), ours=cite.ours)


def _common(id: str, found: Resolved, sources: Sources) -> dict[str, Any]:
    return {
        "id": id,
        "title": found.model.title,
        "cite": cited(found.model.cite, sources.get(found.set_by.get("cite", ""), "")),
        "set_by": dict(sorted(found.set_by.items())),
        "origin": found.origin,
    }


def _thing(id: str, found: Resolved, sources: Sources) -> engine.Thing:
    return engine.Thing(**_common(id, found, sources))


def _event(id: str, found: Resolved, sources: Sources) -> engine.Event:
    model = cast(rules.Event, found.model)
    return engine.Event(
        **_common(id, found, sources), by=model.by, about=model.about, asks=model.asks, privacy=model.class_
    )


def _fact(id: str, found: Resolved, sources: Sources) -> engine.Fact:
    model = cast(rules.Fact, found.model)
    return engine.Fact(
        **_common(id, found, sources),
        of=model.of,
        ask=model.ask,
        answers=model.answers,
        choices=tuple(_choice(each, row, sources) for each, row in found.members.get("choices", {}).items()),
        privacy=model.class_,
    )


def _choice(id: str, found: Resolved, sources: Sources) -> engine.Choice:
    model = cast(rules.Choice, found.model)
    return engine.Choice(**_common(id, found, sources), when=model.when, withdrawn=model.withdrawn)


def _condition(id: str, found: Resolved, sources: Sources) -> engine.Condition | None:
    form = form_of(cast(rules.Condition, found.model))
    return engine.Condition(**_common(id, found, sources), form=form) if form else None


def form_of(model: rules.Condition) -> forms.Form | None:
    """The one form that a condition has, or None where it has none or two."""
    form = _FORMS.get(frozenset(model.model_fields_set & set(model.forms)))
    return form(model) if form else None


_FORMS: Mapping[frozenset[str], Callable[[Any], forms.Form]] = {
    frozenset({"means"}): lambda model: forms.Means(model.means),
    frozenset({"any", "means"}): lambda model: forms.AnyOf(model.any, model.means),
    frozenset({"every", "means"}): lambda model: forms.Every(model.every, model.means),
    frozenset({"at_least", "of", "means"}): lambda model: forms.AtLeast(model.at_least, model.of, model.means),
    frozenset({"at_least", "of"}): lambda model: forms.AtLeast(model.at_least, model.of),
    frozenset({"different", "of", "at_least"}): lambda model: forms.Different(
        model.different, model.of, model.at_least
    ),
    frozenset({"happened"}): lambda model: forms.Happened(model.happened),
    frozenset({"passed"}): lambda model: forms.Passed(model.passed),
    frozenset({"answered"}): lambda model: forms.IsAnswered(model.answered),
    frozenset({"not_known"}): lambda model: forms.IsNotKnown(model.not_known),
    frozenset({"open"}): lambda model: forms.IsOpen(model.open),
}


def _duty(id: str, found: Resolved, sources: Sources) -> engine.Duty | None:
    model = cast(rules.Duty, found.model)
    if model.arises is None:
        return None
    return engine.Duty(
        **_common(id, found, sources),
        kinds=model.for_,
        owner=model.owner,
        strength=model.strength,
        arises=model.arises,
        again=model.again,
        when=model.when,
        counts_from=model.counts_from,
        cut_off=model.cut_off,
        target=model.target,
        within=model.within,
        longer=_longer(model, found),
        promptly=model.promptly,
        held_while=model.held_while,
        if_unknown=model.if_unknown or "hold",
        done_by=model.done_by,
        earlier_counts=model.earlier_counts,
        ends=model.ends,
        provisionally=model.provisionally,
        reading_of=model.reading_of,
    )


def _longer(model: rules.Duty, found: Resolved) -> engine.Longer | None:
    """Only where the very layer that changes the limit says why."""
    changed = [key for key in ("within", "cut_off", "counts_from") if key in found.above]
    if not changed or not model.because or found.set_by.get("because") != found.set_by[changed[0]]:
        return None
    within, cut_off, counts_from = (
        found.above[key].value if key in found.above else getattr(model, key)
        for key in ("within", "cut_off", "counts_from")
    )
    return within and engine.Longer(within, cut_off, counts_from, found.above[changed[0]].pack, model.because)


def _decision(id: str, found: Resolved, sources: Sources) -> engine.Decision:
    model = cast(rules.Decision, found.model)
    mode = "all" if "all" in found.members else "first"
    deciders: Deciders = model.decided_by or Deciders(())
    return engine.Decision(
        **_common(id, found, sources),
        ask=model.ask,
        kind=model.of,
        decided_by=deciders.roles,
        agreed=deciders.agreed,
        mode=cast(Any, mode),
        rows=tuple(_row(each, row, sources) for each, row in found.members.get(mode, {}).items()),
    )


def _row(id: str, found: Resolved, sources: Sources) -> engine.Row:
    model = cast(rules.Row, found.model)
    more = dict(found.extra) | ({"says": model.says} if model.says else {})
    return engine.Row(
        **_common(id, found, sources),
        when=model.when,
        points_to=model.points_to,
        strength=model.strength,
        until=model.until,
        more=more,
    )


def _gate(id: str, found: Resolved, sources: Sources) -> engine.Gate:
    model = cast(rules.Gate, found.model)
    return engine.Gate(
        **_common(id, found, sources),
        before=model.before,
        needs=model.needs_,
        different_people=model.different_people,
        no_open_duties=model.no_open_duties,
        effect=model.effect,
    )


def _contact(id: str, found: Resolved, sources: Sources) -> engine.Contact:
    model = cast(rules.Contact, found.model)
    hours = None if model.hours in (None, "not_given") else model.hours
    return engine.Contact(
        **_common(id, found, sources),
        hours=hours,
        bank_holidays=model.bank_holidays or hours == ALWAYS,
        more=_more(found, {"hours", "bank_holidays"}),
    )


def _passage(id: str, found: Resolved, chapter: str, sources: Sources) -> engine.Passage:
    more = _more(found, set())
    for key, members in found.members.items():
        more[key] = {each: _passage(each, row, key, sources) for each, row in members.items()}
    return engine.Passage(**_common(id, found, sources), chapter=chapter, more=more)


def _more(found: Resolved, apart: set[str]) -> dict[str, Any]:
    """Every key that is written, beside those that all elements have, as plain data."""
    left_out = apart | {"title", "cite", "withdrawn", "seen", "editions", "after"}
    named = ((name, type(found.model).written(name)) for name in type(found.model).model_fields)
    return {
        key: _plain(getattr(found.model, name))
        for name, key in named
        if name in found.model.model_fields_set and key not in left_out
    }


def _plain(value: Any) -> Any:
    if isinstance(value, Part):
        return value.model_dump(mode="json", by_alias=True, exclude_unset=True)
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return value.isoformat() if isinstance(value, date) else value


def _facts_of_decisions(decisions: Mapping[str, Any], facts: Mapping[str, Any]) -> dict[str, engine.Fact]:
    """A decision is also a fact of its own name; a pack that declares the fact itself keeps its own."""
    return {id: _fact_of(decision) for id, decision in decisions.items() if id not in facts}


def _fact_of(decision: engine.Decision) -> engine.Fact:
    words = dict.fromkeys(row.points_to for row in decision.rows)
    free = any(word.startswith("=") for word in words)
    titles = {row.points_to: row.title for row in decision.rows}
    answers = "text" if free else "choices" if decision.mode == "all" else "choice"
    choices = () if free else tuple(engine.Choice(id=word, title=titles[word]) for word in words)
    bare = engine.Fact(id=decision.id, title=decision.title, ask=decision.ask, answers=answers, choices=choices)
    return replace(bare, of=(decision.kind,) if decision.kind else (), cite=decision.cite, origin=decision.origin)


_BUILDERS: dict[str, Callable[[str, Resolved, Sources], engine.Element | None]] = {
    "things": _thing,
    "events": _event,
    "facts": _fact,
    "conditions": _condition,
    "duties": _duty,
    "decisions": _decision,
    "gates": _gate,
    "directory": _contact,
}
