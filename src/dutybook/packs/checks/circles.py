"""Circles: a condition that rests on itself, a duty that waits for its own expiry. Each is printed whole.

Nothing here may mend a circle by leaving a part of it out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from dutybook.engine.forms import Different, Form, IsAnswered, IsNotKnown, Passed
from dutybook.engine.procedure import Duty, Expires
from dutybook.engine.reads import anchors_of, conditions_of, names_of
from dutybook.packs.checks.page import Page
from dutybook.packs.problems import Problem


def circles(page: Page) -> Iterator[Problem]:
    """Every circle among conditions, and among duties through `expires` and `until`."""
    conditions = {id: _read_by(each.form) for id, each in page.rules.conditions.items()}
    duties = {id: _awaited_by(each) for id, each in page.rules.duties.items()}
    yield from _found(page, "conditions", conditions, "means", "let one of them rest on facts alone")
    yield from _found(page, "duties", duties, "arises", "let one of them arise from an event")


def _found(page: Page, chapter: str, edges: Mapping[str, list[str]], key: str, write: str) -> Iterator[Problem]:
    for circle in circles_in(edges):
        what = f"a circle: {' -> '.join([*circle, circle[0]])}"
        yield page.problem(chapter, circle[0], key, what, write)


def circles_in(edges: Mapping[str, Iterable[str]]) -> list[list[str]]:
    """Each circle once, beginning with its first member in the order declared."""
    found: list[list[str]] = []
    done: set[str] = set()
    for start in edges:
        _walk(start, edges, [], done, found)
    return found


def _walk(
    name: str, edges: Mapping[str, Iterable[str]], path: list[str], done: set[str], found: list[list[str]]
) -> None:
    if name in path:
        found.append(path[path.index(name) :])
        return
    if name in done or name not in edges:
        return
    for other in edges[name]:
        _walk(other, edges, [*path, name], done, found)
    done.add(name)


def _read_by(form: Form) -> list[str]:
    """The names that a condition reads; facts among them lead nowhere."""
    expression = getattr(form, "expression", None) or getattr(form, "means", None)
    scale = form.timescale if isinstance(form, Passed) else None
    single = [form.fact] if isinstance(form, Different | IsAnswered | IsNotKnown) else []
    inner = [name for each in conditions_of(scale) for name in names_of(each)]
    return [*names_of(expression), *inner, *anchors_of(scale), *single]


def _awaited_by(duty: Duty) -> list[str]:
    expires = [duty.arises.duty] if isinstance(duty.arises, Expires) else []
    return [*expires, *([duty.provisionally.until] if duty.provisionally else [])]
