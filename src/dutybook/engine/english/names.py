"""What the things of a procedure are called in a sentence.

No sentence about a condition or a clock may be made here: these are the words that such sentences are made of.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from dutybook.engine.procedure import NOT_KNOWN, Element, Fact, Rules
from dutybook.engine.words import day

NOUNS = {
    "things": "thing",
    "events": "event",
    "facts": "question",
    "conditions": "condition",
    "duties": "duty",
    "decisions": "decision",
    "gates": "gate",
    "directory": "contact",
    "roles": "role",
    "definitions": "definition",
    "vocabularies": "vocabulary",
    "meetings": "meeting",
    "records": "record",
    "retention": "retention",
    "statistics": "statistic",
    "standards": "standard",
    "guidance": "guidance",
    "strands": "strand",
    "flows": "flow",
    "targets": "target",
}
"""One element of each chapter; also the first half of its anchor on a page (`duty-tell-the-lado`)."""

STRENGTHS = {"must": "must", "should": "should", "will": "will", "may": "may", "prompt": "a prompt of our own"}

_OPENERS = {"A", "An", "The", "Every", "Each", "No", "Some", "Somebody", "Someone", "All", "Any", "One", "It", "They"}
_PAST = re.compile(r"(?P<who>.+?) (?P<verb>was|were) (?P<rest>.+)")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_PLURALS = {"child": "children", "person": "people"}


def _bare(_chapter: str, _id: str, words: str) -> str:
    return words


@dataclass(frozen=True, slots=True)
class Words:
    """What one set of rules calls things. A page passes `refer`, to link a name, and `quote`, to make a text safe."""

    rules: Rules
    terms: Mapping[str, str] = field(default_factory=dict)
    refer: Callable[[str, str, str], str] = _bare
    quote: Callable[[str], str] = str

    def fact(self, name: str) -> str:
        """A fact, or a decision read as one; one whose title is a question is called the answer to it."""
        chapter = "decisions" if name in self.rules.decisions else "facts"
        element = getattr(self.rules, chapter).get(name)
        called = self._called(chapter, element, name)
        return f"the answer to “{called}”" if title_of(element, name).endswith("?") else called

    def question(self, name: str) -> str:
        """A fact or a decision as the form asks it."""
        element = self.rules.decisions.get(name) or self.rules.facts.get(name)
        return f"“{self.quote(element.ask)}”" if element is not None and element.ask else self.fact(name)

    def condition(self, name: str) -> str:
        return self._called("conditions", self.rules.conditions.get(name), name)

    def duty(self, name: str) -> str:
        return f"“{self._called('duties', self.rules.duties.get(name), name)}”"

    def contact(self, name: str) -> str:
        return self._called("directory", self.rules.directory.get(name), name)

    def role(self, name: str) -> str:
        """A role under its local name, where the pack has one."""
        role = self.rules.plain.get("roles", {}).get(name)
        return self.refer("roles", name, self.quote(self.terms.get(name) or title_of(role, name)))

    def kind(self, name: str, n: int = 1) -> str:
        """A kind of thing, one or several of it."""
        one = humanised(name)
        return self.refer("things", name, self.quote(one if n == 1 else _PLURALS.get(one, f"{one}s")))

    def event(self, name: str) -> str:
        return self._called("events", self.rules.events.get(name), name)

    def happens(self, name: str) -> str:
        """An event as a clause: "a concern is raised"."""
        return self._clause(name, {"was": "is", "were": "are"}, "“{}” is recorded")

    def happening(self, name: str) -> str:
        """An event as a noun: "a concern being raised"."""
        return self._clause(name, {"was": "being", "were": "being"}, "“{}”")

    def happened(self, name: str, otherwise: str = "“{}” is in the record") -> str:
        """An event as what stands in the record: "a concern was raised"."""
        return self._clause(name, {"was": "was", "were": "were"}, otherwise)

    def answer(self, name: str, value: Any) -> str:
        """An answer to a fact (or to a decision) as the form offers it."""
        if isinstance(value, bool):
            return "yes" if value else "no"
        if value == NOT_KNOWN:
            return "not known"
        if isinstance(value, int | float):
            return str(value)
        return self.quote(_choice_title(self.rules.facts.get(name), str(value)))

    def _called(self, chapter: str, element: Element | None, name: str) -> str:
        return self.refer(chapter, name, self.quote(running(title_of(element, name))))

    def _clause(self, name: str, verbs: Mapping[str, str], otherwise: str) -> str:
        title = title_of(self.rules.events.get(name), name)
        found = _PAST.fullmatch(title)
        if found is None:
            return otherwise.format(self.refer("events", name, self.quote(title)))
        clause = f"{running(found['who'])} {verbs[found['verb']]} {found['rest']}"
        return self.refer("events", name, self.quote(clause))


def title_of(element: Element | None, name: str) -> str:
    """Its title, or its id as words."""
    return element.title if element is not None and element.title else humanised(name)


def humanised(name: str) -> str:
    return name.replace("_", " ").replace("-", " ")


def running(title: str) -> str:
    """A title inside a sentence: only an article or the like loses its capital; Ofsted and the LADO keep theirs."""
    first, space, rest = title.partition(" ")
    return f"{first.lower()}{space}{rest}" if first in _OPENERS else title


def listed(parts: Iterable[str], last: str = "and") -> str:
    """a, b and c."""
    *most, end = list(parts) or [""]
    return f"{', '.join(most)} {last} {end}" if most else end


def _choice_title(fact: Fact | None, value: str) -> str:
    if _DAY.fullmatch(value):
        return day(date.fromisoformat(value))
    choices = fact.choices if fact is not None else ()
    title = next((choice.title for choice in choices if choice.id == value), "")
    return f"“{title or humanised(value)}”"
