"""`dutybook procedures show PACK [CHAPTER | CHAPTER/ID]`: what a pack says, for whoever reads it or builds on it.

Nothing here may leave out of the list what another pack may name.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from dutybook.engine.procedure import Element, Fact, Procedure, Rules


def add(inner: Any) -> None:
    """The command and its arguments."""
    parser = inner.add_parser("show", help="what a pack says: all of it, a chapter, or one element")
    parser.add_argument("name", help="the name of a pack, or the path of its folder")
    parser.add_argument("what", nargs="?", metavar="CHAPTER[/ID]", help="facts, or all of one: facts/so_serious")
    parser.add_argument("--json", action="store_true", help="as JSON")
    parser.set_defaults(run=show)


def show(arguments: argparse.Namespace) -> int:
    """The pack in the order of its page; one chapter of it; or every key of one element."""
    from dutybook.packs import load

    procedure = load(arguments.name)
    chapter, slash, id = (arguments.what or "").partition("/")
    if slash:
        return _show_element(procedure, chapter, id, as_json=arguments.json)
    chapters = _chapters(procedure.editions[-1][1])
    if chapter and chapter not in chapters:
        return _not_there(f"there is no chapter {chapter!r} in {procedure.name}; write one of {', '.join(chapters)}")
    wanted = {chapter: chapters[chapter]} if chapter else chapters
    if arguments.json:
        _json({"procedure": {key: getattr(procedure, key) for key in ("name", "edition", "hash")}} | wanted)
    else:
        _print([] if chapter else _head(procedure))
        _print(line for each, elements in wanted.items() for line in _listed(each, elements))
    return 0


def _not_there(said: str) -> int:
    print(said, file=sys.stderr)
    return 2


def _head(procedure: Procedure) -> Iterator[str]:
    from dutybook.cli.procedures import today
    from dutybook.packs.reviewing import review_of

    yield procedure.title
    yield f"edition {procedure.edition or 'not stated'}, {procedure.hash[:12]}, over {' < '.join(procedure.layers)}"
    if said := review_of(procedure, today()).says:
        yield said


# --- the list ---------------------------------------------------------------------------------------------------------


def _chapters(rules: Rules) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for chapter, element in rules.elements():
        found.setdefault(chapter, []).append(_line(element, rules))
    return found


def _line(element: Element, rules: Rules) -> dict[str, Any]:
    from dutybook.packs.showing import asked_by

    at = element.cite.at or f"ours: {element.cite.ours}"
    line = {"id": element.id, "title": element.title, "at": at, "set_by": element.set_by.get("cite", "")}
    if not isinstance(element, Fact):
        return line
    fact = {"of": list(element.of), "answers": element.answers, "asked_by": asked_by(rules, element.id)}
    return line | {"title": element.title or element.ask} | fact


def _listed(chapter: str, elements: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    yield ""
    yield chapter.upper()
    for each in elements:
        yield f"  {each['title'] or each['id']}  [{each['id']}]  {each['at']}{_of_fact(each)}"


def _of_fact(line: Mapping[str, Any]) -> str:
    """What a fact is of, how it is answered and which forms ask it."""
    if "answers" not in line:
        return ""
    of = f" of {' and '.join(line['of'])}" if line["of"] else ""
    asked = ", ".join(line["asked_by"]) or "no event"
    return f"  ({line['answers']}{of}; asked by {asked})"


# --- one element ------------------------------------------------------------------------------------------------------


def _show_element(procedure: Procedure, chapter: str, id: str, *, as_json: bool) -> int:
    """Every key that the element has, one a line; 2 where there is no such element."""
    from dutybook.packs.showing import shown_of

    found = shown_of(procedure, chapter, id)
    if found is None:
        chapters = ", ".join(_chapters(procedure.editions[-1][1]))
        return _not_there(
            f"there is no '{chapter}/{id}' in {procedure.name};"
            f" `dutybook procedures show {procedure.name} CHAPTER` lists a chapter, one of {chapters}"
        )
    if as_json:
        _json(found)
    else:
        _print(f"{key}: {_in_a_line(value)}" for key, value in found.items() if value not in (None, "", [], {}))
    return 0


def _in_a_line(value: Any) -> str:
    if isinstance(value, dict):
        said = {key: _of_member(each) if isinstance(each, dict) else _in_a_line(each) for key, each in value.items()}
        return ", ".join(f"{key} ({each})" for key, each in said.items() if each)
    if isinstance(value, list):
        return ", ".join(_in_a_line(each) for each in value)
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def _of_member(member: Mapping[str, Any]) -> str:
    """The title of a row or a choice, and when it holds or is offered."""
    held = f"when {member['when']}" if member.get("when") else ""
    gone = f"withdrawn: {member['withdrawn']}" if member.get("withdrawn") else ""
    return ", ".join(filter(None, [member.get("title", ""), held, gone]))


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        print(line)


def _json(data: Any) -> None:
    print(json.dumps(data, indent=2, ensure_ascii=False))
