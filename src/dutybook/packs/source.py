"""Strict YAML: text to plain data in which every value knows its line.

Only `yes` and `no` are answers and only whole numbers are numbers; everything else is text. Nothing here may guess
what a bare word, a date or the second of two equal keys was meant to be: each is refused with what to write.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
import yaml.composer
import yaml.parser
import yaml.reader
import yaml.scanner

from dutybook.packs.problems import Place, Problem, shown

Where = tuple[str | int, ...]

ANSWERS = {"yes": True, "no": False}
REFUSED = {"on", "off", "true", "false", "null", "~", "yes", "no"}
PLAIN, QUOTED = "plain", "quoted"

_WORD = "write yes or no, or put the word in quotes"
_INSTEAD = dict.fromkeys(("", "~", "null"), "write a value, the word none, or leave the key out")
_WHOLE = re.compile(r"-?(0|[1-9][0-9]*)")
_DATE_OR_TIME = re.compile(r"\d{4}-\d{2}(-\d{2})?([T ].*)?|\d{1,2}:\d{2}(:\d{2})?")


class Unread(str):
    """What stands for a value that was refused already, so that nothing is said of it twice."""


class _Resolver:
    """Tells plain words from quoted ones, and leaves every meaning to `_Reader`."""

    def resolve(self, kind: type[yaml.Node], value: Any, implicit: Any) -> str:
        if kind is yaml.ScalarNode:
            return PLAIN if implicit[0] else QUOTED
        return PLAIN

    def descend_resolver(self, current_node: Any, current_index: Any) -> None: ...

    def ascend_resolver(self) -> None: ...

    def check_resolver_prefix(self, depth: int, path: Any, current_node: Any, current_index: Any) -> bool:
        return False


if yaml.__with_libyaml__:
    from yaml.cyaml import CParser  # type: ignore[attr-defined]

    class _Loader(CParser, _Resolver):
        def __init__(self, text: str) -> None:
            CParser.__init__(self, text)

else:

    class _Loader(  # type: ignore[no-redef]
        yaml.reader.Reader, yaml.scanner.Scanner, yaml.parser.Parser, yaml.composer.Composer, _Resolver
    ):
        def __init__(self, text: str) -> None:
            yaml.reader.Reader.__init__(self, text)
            yaml.scanner.Scanner.__init__(self)
            yaml.parser.Parser.__init__(self)
            yaml.composer.Composer.__init__(self)


@dataclass(frozen=True)
class Document:
    """One file read: its data, the line of each part of it, and what was wrong on the way."""

    path: str
    data: Any
    lines: Mapping[Where, int] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    broken: bool = False

    def place(self, where: Sequence[Any] = ()) -> Place:
        """The line of the part at `where`, or of the nearest part around it."""
        here: Where = ()
        for step in where:
            if (*here, step) in self.lines:
                here = (*here, step)
        return Place(self.path, self.lines.get(here, 1))

    def problem(self, where: Sequence[Any], what: str, write: str) -> Problem:
        place = self.place(where)
        return Problem(place.path, place.line, what, write)


def read_file(path: Path, *, dates: str = "quoted") -> Document:
    """The data of a YAML file; `dates="plain"` lets dates and times stand without quotes, as in a case file."""
    name = shown(path)
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        problem = Problem(name, 1, f"cannot be read ({reason})", "write the path of a YAML file")
        return Document(name, {}, problems=(problem,), broken=True)
    return read_text(text, name, dates=dates)


def read_text(text: str, name: str = "text", *, dates: str = "quoted") -> Document:
    """The data of YAML text; `name` stands for the file in every problem."""
    reader = _Reader(name, dates == "quoted")
    try:
        root = _Loader(text).get_single_node()
    except yaml.YAMLError as error:
        return Document(name, {}, problems=(_syntax(name, text, error),), broken=True)
    except RecursionError:
        return Document(
            name, {}, problems=(Problem(name, 1, "this is nested too deep", "write it flatter"),), broken=True
        )
    data = {} if root is None else reader.value(root, ())
    return Document(name, data, reader.lines, tuple(reader.problems))


def _syntax(name: str, text: str, error: yaml.YAMLError) -> Problem:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    what = getattr(error, "problem", None) or str(error)
    line = min(mark.line + 1, len(text.splitlines())) if mark else 1
    return Problem(name, line, f"this is not YAML: {what}", "mind the indent, the colons and the quotes of this line")


class _Reader:
    """Walks the tree of one text, gathering lines and problems."""

    def __init__(self, name: str, dates_quoted: bool) -> None:
        self.name = name
        self.dates_quoted = dates_quoted
        self.lines: dict[Where, int] = {}
        self.problems: list[Problem] = []
        self._seen: set[int] = set()

    def value(self, node: yaml.Node, where: Where) -> Any:
        self.lines.setdefault(where, node.start_mark.line + 1)
        if id(node) in self._seen:
            self._wrong(node, "an alias (*) stands here", "write the value out again")
            return Unread()
        self._seen.add(id(node))
        if node.tag not in (PLAIN, QUOTED):
            self._wrong(
                node, f"a tag ({node.tag}) stands here", "leave it out; values are text, whole numbers, yes or no"
            )
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, where)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(each, (*where, n)) for n, each in enumerate(node.value)]
        return self._scalar(node)

    def _mapping(self, node: yaml.MappingNode, where: Where) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = self._key(key_node)
            if key in found:
                self._wrong(key_node, f"{key!r} is written twice", "keep one of the two")
                continue
            if (
                " " in key
                and isinstance(value_node, yaml.ScalarNode)
                and value_node.tag == PLAIN
                and not value_node.value
            ):
                self._wrong(
                    key_node,
                    f"{key!r} has no value: inside {{ }} a comma ends the words before it",
                    "put all the words in quotes",
                )
                continue
            self.lines[(*where, key)] = key_node.start_mark.line + 1
            found[key] = self.value(value_node, (*where, key))
        return found

    def _key(self, node: yaml.Node) -> str:
        if not isinstance(node, yaml.ScalarNode):
            self._wrong(node, "a key is not a word", "write `key: value`")
            return "?"
        if node.tag == PLAIN and (node.value.lower() in REFUSED or not node.value):
            self._wrong(node, f"{node.value!r} as a key reads two ways in YAML", f'write "{node.value}" in quotes')
        elif node.tag == PLAIN and node.value == "<<":
            self._wrong(node, "a merge key (<<) stands here", "write the keys out")
        return str(node.value)

    def _scalar(self, node: yaml.Node) -> Any:
        text = str(node.value)
        if node.tag != PLAIN:
            return text
        if text in ANSWERS:
            return ANSWERS[text]
        if not text or text.lower() in REFUSED:
            self._wrong(
                node, f"{text or 'nothing'!r} without quotes reads two ways in YAML", _INSTEAD.get(text.lower(), _WORD)
            )
            return Unread()
        if self.dates_quoted and _DATE_OR_TIME.fullmatch(text):
            self._wrong(node, f"the date or time {text} stands without quotes", f'write "{text}"')
            return text
        return int(text) if _WHOLE.fullmatch(text) else text

    def _wrong(self, node: yaml.Node, what: str, write: str) -> None:
        self.problems.append(Problem(self.name, node.start_mark.line + 1, what, write))
