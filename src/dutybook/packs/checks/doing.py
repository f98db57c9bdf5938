"""Duties that could never be met or never be told: by their deed, their key, their hold, their clock.

Nothing here may judge whether a duty is right.
"""

from __future__ import annotations

from collections.abc import Iterator

from dutybook.engine.procedure import After, Duty, Event, Expires, Recurs, Rules
from dutybook.packs.checks.page import Page
from dutybook.packs.checks.scope import a
from dutybook.packs.checks.sites import Site
from dutybook.packs.problems import Problem
from dutybook.packs.schema import rules as models


def undoable(page: Page) -> Iterator[Problem]:
    """What keeps a duty from ever being met by what its pack lets people record."""
    yield from _asked_of_nobody(page)
    yield from _rows_of_ours(page)
    for duty in page.rules.duties.values():
        yield from _deeds(page, duty)
        yield from _key_of_others(page, duty)
        yield from _hold(page, duty)
        yield from _clock(page, duty)


def unrecorded(page: Page) -> Iterator[Problem]:
    """A deed that no role may record."""
    for duty in page.rules.duties.values():
        for event in _deed_events(page.rules, duty):
            if not event.by:
                yield _at(page, duty, "done_by").problem(
                    f"no role may record {event.id}, which does this duty",
                    f"write by: [ROLE] under events, {event.id}",
                    beside=[("events", event.id, "by")],
                )


def done_once_for_all(page: Page) -> Iterator[Problem]:
    """A duty that comes round again, and that whatever did it once would do for ever."""
    for duty in page.rules.duties.values():
        if duty.earlier_counts and _comes_round(duty):
            yield _at(page, duty, "earlier_counts").problem(
                f"{duty.id} comes round again, and doing it once early would do it for every later time too",
                "leave earlier_counts out: what is done early then counts for the time that is running",
            )


def _comes_round(duty: Duty) -> bool:
    """Whether it arises every so often, or again from its own deed."""
    deeds = {each.event for each in duty.done_by.deeds} if duty.done_by else set()
    return isinstance(duty.arises, Recurs) or (
        isinstance(duty.arises, After) and not deeds.isdisjoint(duty.arises.events)
    )


def _asked_of_nobody(page: Page) -> Iterator[Problem]:
    """A form cannot ask about a thing that its event does not name."""
    for event in page.rules.events.values():
        for fact in (page.rules.facts[each] for each in event.asks if each in page.rules.facts):
            for kind in (each for each in fact.of if each not in event.about):
                yield Site(page, "events", event.id, "asks").problem(
                    f"{fact.id} is about {a(kind)}, and {event.id} is about none",
                    f"write {kind} under about: of {event.id}, or ask it elsewhere",
                    beside=[("events", event.id, "about"), ("facts", fact.id, "of")],
                )


def _rows_of_ours(page: Page) -> Iterator[Problem]:
    for decision in page.rules.decisions.values():
        for row in decision.rows:
            if row.strength == "prompt" and (row.cite.at or row.cite.rules) and not row.cite.ours:
                yield Site(page, "decisions", decision.id, "strength", row.id).problem(*_PROMPT)


_PROMPT = (
    "a prompt is ours, and this one cites a source",
    "write cite: {ours: why}, or the strength the source words",
)


def _at(page: Page, duty: Duty, key: str) -> Site:
    return Site(page, "duties", duty.id, key)


def _deed_events(rules: Rules, duty: Duty) -> list[Event]:
    deeds = duty.done_by.deeds if duty.done_by else ()
    return [rules.events[deed.event] for deed in deeds if deed.event in rules.events]


def _deeds(page: Page, duty: Duty) -> Iterator[Problem]:
    """The checker proves that a deed can name every thing the duty is about."""
    for event in _deed_events(page.rules, duty):
        for kind in duty.kinds:
            if kind not in event.about:
                yield _at(page, duty, "done_by").problem(
                    f"{event.id} is not about {a(kind)}, so it can never do a duty for one",
                    f"write {kind} under about: of {event.id}, or leave {kind} out of for:",
                    beside=[("events", event.id, "about"), ("duties", duty.id, "for")],
                )


def _key_of_others(page: Page, duty: Duty) -> Iterator[Problem]:
    """A duty that waits for another has the other's key, or the two would never be about the same thing."""
    others = {"arises": duty.arises.duty if isinstance(duty.arises, Expires) else None}
    others["provisionally"] = duty.provisionally.until if duty.provisionally else None
    for key, id in others.items():
        other = page.rules.duties.get(id or "")
        if other is not None and set(other.kinds) != set(duty.kinds):
            yield _at(page, duty, key).problem(
                f"{other.id} is for {_kinds(other)} and this duty for {_kinds(duty)}",
                "give both the same for:",
                beside=[("duties", other.id, "for"), ("duties", duty.id, "for")],
            )


def _kinds(duty: Duty) -> str:
    return " and ".join(f"each {kind}" for kind in duty.kinds) or "the case"


def _hold(page: Page, duty: Duty) -> Iterator[Problem]:
    model = page.resolved("duties", duty.id).model
    if duty.held_while is not None and isinstance(model, models.Duty) and model.if_unknown is None:
        yield _at(page, duty, "held_while").problem(
            "the clock is held while a condition lasts, and nothing says what an unknown does",
            "write if_unknown: hold, or if_unknown: run",
        )


def _clock(page: Page, duty: Duty) -> Iterator[Problem]:
    if duty.strength == "prompt" and (duty.cite.at or duty.cite.rules) and not duty.cite.ours:
        yield _at(page, duty, "strength").problem(*_PROMPT)
    if duty.again == "restart" and not isinstance(duty.arises, After):
        yield _at(page, duty, "again").problem(
            "only an event can restart a clock", "write arises: EVENT, or leave again out"
        )
