"""Which rules of the sources the packs carry, which the product meets, which wait, and which are missing.

No rule may be accounted for twice, and none that asks something of software may be put aside.
"""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dutybook.engine.procedure import Procedure
from dutybook.packs.citing import citing
from dutybook.packs.paths import find
from dutybook.packs.problems import Problem
from dutybook.packs.source import Document, read_file

FILE = "coverage.yaml"

BINDING = frozenset({"must", "should", "will"})
ASKS_OF_SOFTWARE = (
    "deadline",
    "decision-rule",
    "notification",
    "meeting-rule",
    "record",
    "data-field",
    "retention",
    "cross-border",
    "escalation",
    "complaint",
    "contact",
    "information-sharing",
)
"""Kinds of rule that are never `not_software` where they bind; a kind may have a suffix, as in contact/out-of-hours."""

SHAPES = {
    "met_by_product": ("how", "test"),
    "awaiting": ("issue", "feature"),
    "not_software": (),
}
"""What `coverage.yaml` says of a rule that no element carries: its lists, and what each line of them holds."""

_WRITE = {
    "met_by_product": "write ID: {how: …, test: tests/…/test_….py::test_…}",
    "awaiting": "write ID: {issue: the title or number of the issue, feature: …}",
    "not_software": "carry it, or let it await an issue; what asks nothing of software is written ID: why",
}


class RulesUnreadable(ValueError):
    """The list of rules cannot be read; the message says what to write."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule read out of a source."""

    id: str
    kind: str
    strength: str

    @property
    def source(self) -> str:
        """The letters that the ids of one source share."""
        return self.id.partition("-")[0]

    @property
    def asks_of_software(self) -> bool:
        parts = self.kind.replace("_", "-").split("/")
        return self.strength in BINDING and any(part in ASKS_OF_SOFTWARE for part in parts)


@dataclass(frozen=True, kw_only=True)
class Coverage:
    """Where every rule went. `of_packs` are the rules of the sources that some local pack is written from."""

    rules: Mapping[str, Rule]
    carried: Mapping[str, Sequence[str]]
    met_by_product: Mapping[str, Mapping[str, str]]
    awaiting: Mapping[str, Mapping[str, str]]
    not_software: Mapping[str, str]
    of_packs: Collection[str]
    problems: Sequence[Problem] = field(default_factory=tuple)

    @property
    def missing(self) -> list[str]:
        """The rules that nothing accounts for, in the order of the file."""
        lists: tuple[Mapping[str, Any], ...] = (self.carried, self.met_by_product, self.awaiting, self.not_software)
        return [id for id in self.rules if not any(id in each for each in lists)]

    @property
    def whole(self) -> bool:
        """Nothing is wrong, and nothing is missing of what the packs are written from."""
        return not self.problems and not set(self.missing) & set(self.of_packs)

    def as_json(self) -> dict[str, Any]:
        """The stable keys of `dutybook procedures coverage --json`."""
        return {
            "rules": len(self.rules),
            "carried": {id: list(places) for id, places in self.carried.items()},
            "met_by_product": {id: said["how"] for id, said in self.met_by_product.items()},
            "awaiting": {id: dict(said) for id, said in self.awaiting.items()},
            "not_software": dict(self.not_software),
            "missing": self.missing,
        }


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of a pack's `coverage.yaml`."""

    list: str
    id: str
    said: Any
    problem: Problem


def read_rules(path: Path, only: str = "") -> dict[str, Rule]:
    """The rules of a file, by id: JSON lines, or CSV with columns id, kind and strength; `only` is how ids begin."""
    try:
        text = path.read_text(encoding="utf-8")
        rows = _json_lines(text) if path.suffix == ".jsonl" else list(csv.DictReader(text.splitlines()))
        rules = [Rule(row["id"], row["kind"], row["strength"]) for row in rows]
    except OSError as error:
        raise RulesUnreadable(
            f"{path}: cannot be read ({error.strerror}); write the path of rules.jsonl or rules.csv"
        ) from None
    except (ValueError, KeyError, TypeError) as error:
        raise RulesUnreadable(f"{path}: is not a list of rules ({error}); each needs id, kind and strength") from None
    return {rule.id: rule for rule in rules if rule.id.startswith(only)}


def cover(procedures: Iterable[Procedure], rules: Mapping[str, Rule], only: str = "") -> Coverage:
    """Where every rule went, over all these procedures and what their packs list besides."""
    every = list(procedures)
    carried, ours, unknown = _carried(every, rules, only)
    listed = [each for procedure in every for each in _listed(procedure) if each.id.startswith(only)]
    shaped = [each for each in listed if not _shape(each)]
    by_list = {
        name: {each.id: each.said for each in shaped if each.list == name and each.id in rules} for name in SHAPES
    }
    sources = {rules[id].source for id in ours}
    return Coverage(
        rules=rules,
        carried=carried,
        met_by_product=by_list["met_by_product"],
        awaiting=by_list["awaiting"],
        not_software=by_list["not_software"],
        of_packs=[id for id, rule in rules.items() if only or rule.source in sources],
        problems=[*unknown, *_wrong(listed, carried, rules)],
    )


def _json_lines(text: str) -> list[dict[str, str]]:
    return [json.loads(line) for line in text.splitlines() if line.strip()]


def _carried(
    procedures: Sequence[Procedure], rules: Mapping[str, Rule], only: str
) -> tuple[dict[str, list[str]], set[str], list[Problem]]:
    """Each rule's places; the rules that a local pack itself cites; and citations of rules that there are not."""
    places: dict[str, dict[str, None]] = defaultdict(dict)
    ours: set[str] = set()
    unknown: dict[Problem, None] = {}
    for procedure in procedures:
        for each in citing(procedure):
            for id in each.element.cite.rules:
                if id in rules:
                    places[id][each.place] = None
                    if each.element.set_by.get("cite") == procedure.name and len(procedure.layers) > 1:
                        ours.add(id)
                elif id.startswith(only):
                    unknown[_unknown(each.element.origin, each.path, id)] = None
    return {id: list(places[id]) for id in rules if id in places}, ours, list(unknown)


def _unknown(origin: str, path: str, id: str) -> Problem:
    file, _, line = origin.rpartition(":")
    return Problem(file, int(line or 1), f"{path} cites {id}, which is no rule of the file", "cite a rule by its id")


def _listed(procedure: Procedure) -> Iterator[Listed]:
    """Every line of the pack's own list, with the problem that it would be."""
    path = find(procedure.name) / FILE
    if not path.is_file():
        return
    document = read_file(path)
    yield from (Listed("", "", None, each) for each in document.problems)
    for name, lines in document.data.items():
        if name not in SHAPES or not isinstance(lines, Mapping):
            yield Listed(
                "", "", None, document.problem((name,), f"{name!r} is no list of rules", f"write {', '.join(SHAPES)}")
            )
        else:
            yield from (_line(document, name, str(id), said) for id, said in lines.items())


def _line(document: Document, name: str, id: str, said: Any) -> Listed:
    return Listed(name, id, said, document.problem((name, id), f"{id} under {name}", _WRITE[name]))


def _shape(line: Listed) -> str:
    """What is wrong with the shape of a line."""
    keys = SHAPES.get(line.list)
    if keys is None:
        return line.problem.what
    if not keys:
        return "" if isinstance(line.said, str) and line.said.strip() else f"{line.id} says no reason"
    if not isinstance(line.said, Mapping) or set(line.said) != set(keys):
        return f"{line.id} under {line.list} does not say {' and '.join(keys)}"
    empty = [key for key in keys if not str(line.said[key]).strip()]
    return f"{line.id} under {line.list} names no {empty[0]}" if empty else ""


def _wrong(listed: Sequence[Listed], carried: Mapping[str, Any], rules: Mapping[str, Rule]) -> Iterator[Problem]:
    """Every line that may not stand."""
    seen: dict[str, str] = dict.fromkeys(carried, "an element that cites it")
    for line in listed:
        what = _shape(line) or _stands(line, seen, rules)
        if what:
            yield Problem(line.problem.path, line.problem.line, what, line.problem.write)
        seen[line.id] = line.list


def _stands(line: Listed, seen: Mapping[str, str], rules: Mapping[str, Rule]) -> str:
    rule = rules.get(line.id)
    if rule is None:
        return f"{line.id} is no rule of the file"
    if line.id in seen:
        return f"{line.id} is accounted for twice, by {seen[line.id]} and under {line.list}"
    if line.list == "not_software" and rule.asks_of_software:
        return f"{line.id} is a {rule.strength} of kind {rule.kind}, which always asks something of software"
    return ""
