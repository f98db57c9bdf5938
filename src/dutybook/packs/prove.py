"""That every citation is earned: an element taken out of its pack fails a worked example, or changes the page.

Nothing here may take a citation's word for it, nor an example that does not hold to begin with.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from dutybook.engine.procedure import Procedure
from dutybook.packs.citing import Citing, citing, every_element, names_in, related
from dutybook.packs.coverage import Coverage
from dutybook.packs.examples import FOLDER, Example, examples_in, outcome_of
from dutybook.packs.handbook import shown
from dutybook.packs.paths import find, procedures
from dutybook.packs.taking_out import without

SHOWN_BY_THE_PAGE = frozenset({"definitions", "roles", "vocabularies", "standards", "guidance"})
"""Chapters whose elements only say something: the page that says it proves them."""


@dataclass(frozen=True, slots=True)
class Proof:
    """How one place that cites a rule, or one test that meets it, is proved; `by` is empty if it is not."""

    place: str
    rules: tuple[str, ...]
    by: str


def prove(every: Iterable[Procedure], coverage: Coverage) -> Iterator[Proof]:
    """A proof for each citing element of each procedure, and for each rule that the product meets.

    What a national pack says may be proved by the examples of any pack over it.
    """
    benches = [Bench(each) for each in sorted(every, key=lambda each: -len(each.layers))]
    for each, said_by in _places(benches, coverage).values():
        over = (bench for bench in benches if said_by in bench.procedure.layers)
        rules = tuple(id for id in each.element.cite.rules if id in coverage.rules)
        yield Proof(each.place, rules, next(filter(None, (bench.proof(each) for bench in over)), ""))
    for id, said in coverage.met_by_product.items():
        yield Proof(said["test"], (id,), "the test is there" if is_a_test(said["test"]) else "")


def _places(benches: Iterable[Bench], coverage: Coverage) -> dict[str, tuple[Citing, str]]:
    """Every place that cites a rule of the file, once, with the pack that says it."""
    found: dict[str, tuple[Citing, str]] = {}
    for bench in benches:
        for each in citing(bench.procedure):
            if not coverage.rules.keys().isdisjoint(each.element.cite.rules):
                found.setdefault(each.place, (each, each.element.origin.partition("/")[0]))
    return found


def is_a_test(name: str) -> bool:
    """Whether `tests/…/test_….py::test_…` names a function of that file."""
    path, _, function = name.partition("::")
    file = procedures().parent / path
    if not file.is_file():
        return False
    defined = ast.walk(ast.parse(file.read_text(encoding="utf-8")))
    return any(isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef) and each.name == function for each in defined)


class Bench:
    """One procedure, the examples that hold under it, and what each of them mentions."""

    def __init__(self, procedure: Procedure) -> None:
        self.procedure = procedure
        self._holds: dict[int, bool] = {}
        self._pages: dict[str, str] = {}

    def proof(self, each: Citing) -> str:
        """What fails or changes once the element is taken out; "" if nothing does."""
        smaller = without(self.procedure, each.chapter, each.id, each.member)
        if each.chapter in SHOWN_BY_THE_PAGE and self._page(each.chapter) != shown(smaller, each.chapter):
            return "the page that shows it"
        for example in self._in_order(each):
            if self._holding(example) and not outcome_of(example, smaller).passed:
                return f"example {example.name}"
        return ""

    def _page(self, chapter: str) -> str:
        if chapter not in self._pages:
            self._pages[chapter] = shown(self.procedure, chapter)
        return self._pages[chapter]

    def _holding(self, example: Example) -> bool:
        if id(example) not in self._holds:
            self._holds[id(example)] = outcome_of(example, self.procedure).passed
        return self._holds[id(example)]

    def _in_order(self, each: Citing) -> Iterator[Example]:
        """The examples that mention it, then those that mention what depends on it, then those about any gate.

        A gate that wants no open duties depends on all of them without naming one.
        """
        touched = [each.member, *related(self._names, each.id)] if each.member else related(self._names, each.id)
        yielded: set[int] = set()
        for name in touched:
            for example in self._mentioning.get(name, ()):
                if id(example) not in yielded:
                    yielded.add(id(example))
                    yield example
        yield from (example for example in self._mentioning.get("gates", ()) if id(example) not in yielded)

    @cached_property
    def _examples(self) -> list[Example]:
        """The pack's own examples and those of the packs above."""
        folders = (find(layer) / FOLDER for layer in reversed(self.procedure.layers))
        return [each for folder in folders if folder.is_dir() for each in examples_in(folder, self.procedure)]

    @cached_property
    def _mentioning(self) -> Mapping[str, list[Example]]:
        """The examples in which each text stands, as a key or as a value."""
        found: dict[str, list[Example]] = {}
        for example in self._examples:
            for text in _words(names_in(example.written) if example.where else set()):
                found.setdefault(text, []).append(example)
        return found

    @cached_property
    def _names(self) -> dict[str, set[str]]:
        """What each element names, over all editions."""
        found: dict[str, set[str]] = {}
        for _, rules in self.procedure.editions:
            for each in every_element(rules):
                found.setdefault(each.id, set()).update(names_in(each.element))
        return found


def _words(texts: Iterable[str]) -> set[str]:
    """Each text, and each part of one such as meetings/strategy_meeting."""
    return {word for text in texts for word in (text, *text.split("/"))}
