"""The short form of the language cases: what it leaves out is put back, and the loader of real packs does the rest.

Left out are titles, questions, citations, roles and privacy classes, and what sort of answer a fact has, which shows in
how the case uses it. Nothing here may read an expression or a timescale otherwise than the loader does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from dutybook.engine.forms import Compare
from dutybook.engine.grammar import parse_expression, parse_timescale
from dutybook.engine.procedure import Procedure
from dutybook.engine.reads import anchors_of, names_of
from dutybook.packs.calendars import load_calendar
from dutybook.packs.loading import assemble, procedure_of
from dutybook.packs.pack import Pack, put_together
from dutybook.packs.source import Document

FOLDER = Path(__file__).parent / "language-cases"
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T.*")


def language_cases() -> Iterator[dict[str, Any]]:
    """Every case, in the order of the files."""
    for path in sorted(FOLDER.glob("*.yaml")):
        yield from (case for case in yaml.safe_load_all(path.read_text(encoding="utf-8")) if case)


def language_case(case: Mapping[str, Any]) -> Procedure:
    """The procedure of a case; raises `PackErrors` where the case expects to be refused."""
    layers = case.get("layers") or [case["pack"]]
    calendar = load_calendar("england-and-wales")
    head = {"kind": "national"} | ({"organisation_fact": case["organisation_fact"]} if "organisations" in case else {})
    stack = [_pack(f"layer-{n}", head, layer, case) for n, layer in enumerate(layers, 1)]
    over = {
        name: procedure_of(
            assemble([*stack, _pack(name, {"kind": "organisation"}, layer, case)], whole=False), calendar, {}
        )
        for name, layer in case.get("organisations", {}).items()
    }
    return procedure_of(assemble(stack, whole=False), calendar, over)


def _pack(name: str, head: Mapping[str, str], layer: Mapping[str, Any], case: Mapping[str, Any]) -> Pack:
    document = Document("pack.yaml", {"name": name, "title": "a language case", **head})
    return put_together(name, document, [_chapters(layer, case)])


def _chapters(layer: Mapping[str, Any], case: Mapping[str, Any]) -> Document:
    facts = {id: _fact(id, written, layer, case) for id, written in layer.get("facts", {}).items()}
    decisions = {id: _decision(written, facts) for id, written in layer.get("decisions", {}).items()}
    made = {"facts": facts, "decisions": decisions}
    return Document("case.yaml", {**layer, **{chapter: found for chapter, found in made.items() if found}})


def _fact(id: str, written: Mapping[str, Any], layer: Mapping[str, Any], case: Mapping[str, Any]) -> dict[str, Any]:
    choices = {each["is"]: {key: each[key] for key in each if key != "is"} for each in written.get("choices", [])}
    rest = {key: value for key, value in written.items() if key != "choices"}
    if choices:
        return {"answers": "choice", **rest, "choices": choices}
    return rest if "answers" in rest else {**rest, "answers": _sort_of_answer(id, layer, case)}


def _sort_of_answer(id: str, layer: Mapping[str, Any], case: Mapping[str, Any]) -> str:
    """By the answers given in the case, else by how the pack uses the fact."""
    given = [each["data"][id] for each in case["entries"] if id in each.get("data", {})]
    given = [each for each in given if each != "not_known"]
    if given:
        return _sort_of(given[0])
    if id in _anchors(layer):
        return "date"
    return "text" if id in _compared_with_words(layer) else "yes_no"


def _sort_of(answer: Any) -> str:
    if isinstance(answer, bool):
        return "yes_no"
    if isinstance(answer, int):
        return "number"
    return "date" if DAY.fullmatch(answer) else "moment" if MOMENT.fullmatch(answer) else "text"


def _anchors(layer: Mapping[str, Any]) -> set[str]:
    """The facts that a timescale of this layer counts from."""
    spans = [each[key] for each in _parts(layer) for key in ("within", "target", "until", "passed") if key in each]
    starts = {each[key] for each in _parts(layer) for key in ("counts_from", "from") if key in each}
    return starts | {name for span in spans for name in anchors_of(parse_timescale(span))}


def _compared_with_words(layer: Mapping[str, Any]) -> set[str]:
    """The facts whose answers are words: compared with some, or with one another, or given as an answer."""
    texts = [each[key] for each in _parts(layer) for key in ("when", "where", "means", "becomes") if key in each]
    compared = {name for text in texts for each in _comparisons(parse_expression(text)) for name in names_of(each)}
    given = {str(each["points_to"])[1:] for each in _parts(layer) if str(each.get("points_to", "")).startswith("=")}
    return compared | given | {each["different"] for each in _parts(layer) if "different" in each}


def _comparisons(expression: Any) -> Iterator[Compare]:
    if isinstance(expression, Compare) and not isinstance(getattr(expression.right, "value", ""), int | float):
        yield expression
    for each in getattr(expression, "parts", (getattr(expression, "part", None),)):
        if each is not None:
            yield from _comparisons(each)


def _parts(value: Any) -> Iterator[Mapping[str, Any]]:
    """Every mapping inside a layer."""
    if isinstance(value, Mapping):
        yield value
        for each in value.values():
            yield from _parts(each)
    elif isinstance(value, list):
        for each in value:
            yield from _parts(each)


def _decision(written: Mapping[str, Any], facts: Mapping[str, Any]) -> dict[str, Any]:
    mode = "first" if "first" in written else "all"
    rows = {each.get("id", each["points_to"].replace("_", "-")): each for each in written[mode]}
    rows = {id: {key: row[key] for key in row if key != "id"} for id, row in rows.items()}
    return {**_of(rows, facts), **written, mode: rows}


def _of(rows: Mapping[str, Any], facts: Mapping[str, Any]) -> dict[str, str]:
    """The kind of thing that the facts of the rows are about, where they are about one."""
    names = {name for row in rows.values() if "when" in row for name in names_of(parse_expression(row["when"]))}
    kinds = {facts[name]["of"] for name in names if "of" in facts.get(name, {})}
    return {"of": kinds.pop()} if len(kinds) == 1 else {}
