"""Whole elements: what must be said is said, once, and with its citation, whichever layer says it.

Nothing here may look at what a name or a condition means.
"""

from __future__ import annotations

from collections.abc import Iterator

from dutybook.packs.checks.page import Page
from dutybook.packs.elements import form_of
from dutybook.packs.layers import Resolved
from dutybook.packs.problems import Problem
from dutybook.packs.schema.rules import Condition, Decision, Duty, Element, Gate

FORMS = "means, any, every, at_least, different, happened, passed, answered, not_known or open"


def unsaid(page: Page) -> Iterator[Problem]:
    """Keys that an element needs and no layer writes."""
    for elements in page.book.chapters.values():
        for id, found in elements.items():
            yield from _needs(id, found)
            for member in (each for rows in found.members.values() for each in rows.items()):
                yield from _needs(*member)


def _needs(id: str, found: Resolved) -> Iterator[Problem]:
    model_type = type(found.model)
    for name in _wanted(found.model):
        key = model_type.written(name)
        if name not in found.model.model_fields_set and key not in found.spoilt:
            yield Problem(
                found.place.path, found.place.line, f"{id} has no {key}", f"write {key}: for {model_type.noun}"
            )


def _wanted(model: Element) -> Iterator[str]:
    """Its needs; either of `first` and `all`, and a deed or an end."""
    said = model.model_fields_set
    for name in model.needs:
        if not (name == "first" and "all" in said):
            yield name
    if isinstance(model, Duty) and "ends" not in said:
        yield "done_by"


def one_form(page: Page) -> Iterator[Problem]:
    """A condition has exactly one form, and so has a gate."""
    for id, found in page.book.chapters["conditions"].items():
        if isinstance(found.model, Condition) and not found.spoilt and form_of(found.model) is None:
            said = ", ".join(
                found.model.written(each) for each in found.model.forms if each in found.model.model_fields_set
            )
            yield _at(found, f"{id} has {f'{said} together' if said else 'no form'}", f"write exactly one of {FORMS}")
    for id, found in page.book.chapters["gates"].items():
        said_forms = [each for each in Gate.forms if each in found.model.model_fields_set]
        if not found.spoilt and len(said_forms) != 1:
            yield _at(
                found,
                f"{id} has {len(said_forms)} conditions",
                "write exactly one of needs, different_people, no_open_duties: yes",
            )


def both_tables(page: Page) -> Iterator[Problem]:
    """A decision is read by the first row that holds or by all of them."""
    for id, found in page.book.chapters["decisions"].items():
        if isinstance(found.model, Decision) and {"first", "all"} <= found.model.model_fields_set:
            yield _at(found, f"{id} has both first and all", "keep one of the two")


def _at(found: Resolved, what: str, write: str) -> Problem:
    return Problem(found.place.path, found.place.line, what, write)
