"""What an organisation's own pack may do to the procedure over it: add, and tighten; never withdraw and never loosen.

Only what can be proved to be tighter passes. Nothing here may judge an authority's pack.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from dutybook.engine.forms import Length
from dutybook.packs.checks.page import Page
from dutybook.packs.checks.written import parts_of
from dutybook.packs.layers import on_day
from dutybook.packs.pack import Pack, Written
from dutybook.packs.problems import Problem
from dutybook.packs.schema.forms import Changed
from dutybook.packs.schema.rules import Element

STRENGTHS = ("prompt", "may", "will", "should", "must")
HOURS = {"hours": 1, "days": 24, "weeks": 7 * 24}
MONTHS = {"months": 1, "years": 12}
FREE = {"title", "cite", "seen", "says", "editions", "from_", "promptly"}


def loosened(stack: Sequence[Pack]) -> Iterator[Problem]:
    """Everything that an organisation's pack takes out or makes weaker."""
    pack, above = stack[-1], stack[:-1]
    if pack.header.kind != "organisation":
        return
    for chapter, elements in pack.chapters.items():
        for id, element in elements.items():
            over = [each.chapters[chapter][id] for each in above if id in each.chapters[chapter]]
            if over:
                yield from _changes(chapter, id, element, over)


def out_of_reach(page: Page) -> Iterator[Problem]:
    """What an organisation declares for itself, and is about nothing that could follow its procedure."""
    *above, pack = page.stack
    name = next((each.header.organisation_fact for each in reversed(page.stack) if each.header.organisation_fact), "")
    fact = page.rules.facts.get(name)
    if pack.header.kind != "organisation" or fact is None:
        return
    for chapter, key, about in _ABOUT:
        own = (id for id in pack.chapters[chapter] if not any(id in each.chapters[chapter] for each in above))
        for element in (getattr(page.rules, chapter)[id] for id in own if id in getattr(page.rules, chapter)):
            if not set(fact.of) <= set(about(element)):
                kinds = ", ".join(fact.of)
                what = f"{element.id} is an organisation's own and not about {kinds}, so nothing of it can be theirs"
                yield page.problem(chapter, element.id, key, what, f"write {kinds} under {key}:")


_ABOUT: tuple[tuple[str, str, Callable[[Any], Sequence[str]]], ...] = (
    ("events", "about", lambda event: event.about),
    ("duties", "for", lambda duty: duty.kinds),
    ("decisions", "of", lambda decision: (decision.kind,) if decision.kind else ()),
)


def _changes(chapter: str, id: str, element: Written, over: list[Written]) -> Iterator[Problem]:
    for part in parts_of(element):
        parent = on_day(over, part.model.from_ or date.max)
        for name in sorted(part.model.model_fields_set - FREE):
            if parent and not _is_tighter(chapter, name, part.model, parent.model):
                yield _refused(id, part, name)


def _refused(id: str, part: Written, name: str) -> Problem:
    key = part.model.written(name)
    place = part.place(key)
    if name == "withdrawn":
        return Problem(
            place.path,
            place.line,
            f"an organisation's pack withdraws {id}",
            "leave it: an organisation adds or tightens",
        )
    what = f"an organisation's pack changes {key} of {id}, and that is not shown to be tighter"
    return Problem(place.path, place.line, what, "write a shorter time, a stronger word, or a duty of your own")


def _is_tighter(chapter: str, name: str, model: Element, parent: Element) -> bool:
    proof = _PROOFS.get((chapter, name))
    return proof is not None and proof(getattr(model, name), getattr(parent, name))


def _stronger(own: str, parent: str) -> bool:
    return STRENGTHS.index(own) >= STRENGTHS.index(parent)


def _shorter(own: Any, parent: Any) -> bool:
    """Of one unit and anchor, or of units that never change in length; where there was none, any limit is tighter."""
    if parent is None:
        return True
    if not isinstance(own, Length) or not isinstance(parent, Length) or own.anchor != parent.anchor:
        return False
    if own.direction != parent.direction:
        return False
    sizes = next(
        (each for each in (HOURS, MONTHS, {"working days": 1}) if {own.unit, parent.unit} <= each.keys()), None
    )
    if sizes is None:
        return own.unit == "days" and parent.unit == "working days" and own.n <= parent.n and own.direction == "after"
    longer, shorter = parent.n * sizes[parent.unit], own.n * sizes[own.unit]
    return shorter <= longer if own.direction == "after" else shorter >= longer


def _refuses(own: str, parent: str) -> bool:
    return own == "refuse" or parent == "reason"


def _adds(own: Sequence[str] | Changed, parent: Sequence[str]) -> bool:
    return not own.without if isinstance(own, Changed) else set(parent) <= set(own)


def _adds_rows(own: Mapping[str, Any], parent: Mapping[str, Any] | None) -> bool:
    return not set(own) & set(parent or {})


_PROOFS: Mapping[tuple[str, str], Callable[[Any, Any], bool]] = {
    ("duties", "strength"): _stronger,
    ("standards", "strength"): _stronger,
    ("duties", "within"): _shorter,
    ("duties", "target"): _shorter,
    ("gates", "effect"): _refuses,
    ("events", "asks"): _adds,
    ("records", "asks"): _adds,
    ("facts", "choices"): _adds_rows,
    ("decisions", "all"): _adds_rows,
    ("vocabularies", "values"): _adds_rows,
}
