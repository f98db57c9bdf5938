"""One pack as its folder says it: the head, and every element as written, each key with its line.

Nothing here may know another pack: see `layers`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from dutybook.packs.paths import HEADER
from dutybook.packs.problems import Place, Problem
from dutybook.packs.schema.chapters import CHAPTERS, Header
from dutybook.packs.schema.rules import Element
from dutybook.packs.schema.words import Part, is_kebab, is_snake
from dutybook.packs.source import Document, Unread, Where, read_file

NOT_CHAPTERS = {HEADER, "coverage.yaml"}

ROWS = ("first", "all", "choices", "values", "sections", "agenda", "records")
"""Keys whose members have ids, and may be written as a list of rows with `id`."""

Spoilt = frozenset[tuple[str, ...]]

M = TypeVar("M", bound=Part)


@dataclass(frozen=True)
class Written:
    """One element, or one edition or row of it, as one pack writes it."""

    pack: str
    model: Element
    document: Document
    where: Where
    spoilt: Spoilt = frozenset()
    """Paths of keys that were written and could not be read."""

    def place(self, *inside: str | int) -> Place:
        return self.document.place((*self.where, *inside))

    @property
    def origin(self) -> str:
        """The pack's folder, the file and the line, the same on every machine."""
        return f"{self.pack}/{Path(self.document.path).name}:{self.place().line}"


@dataclass(frozen=True)
class Pack:
    """A pack as written. `broken`: some file could not be read at all, so that names may be missing."""

    name: str
    folder: Path
    header: Header
    head: Document
    chapters: Mapping[str, Mapping[str, Written]]
    problems: tuple[Problem, ...] = ()
    broken: bool = False
    digest: str = ""


def files_of(folder: Path) -> list[Path]:
    """The files that say what a pack says: its head, and its chapters."""
    chapters = (each for each in sorted(folder.glob("*.yaml")) if each.is_file() and each.name not in NOT_CHAPTERS)
    return [folder / HEADER, *chapters]


def read_pack(folder: Path) -> Pack:
    """The pack in a folder; what is wrong in it is in its `problems`."""
    files = files_of(folder)
    digest = hashlib.sha256()
    for path in files:
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return _read(folder, tuple(files), digest.hexdigest(), Path.cwd())


@lru_cache(maxsize=64)
def _read(folder: Path, files: tuple[Path, ...], digest: str, _shown_from: Path) -> Pack:
    head, *chapters = [read_file(path) for path in files]
    return replace(put_together(folder.name, head, chapters), folder=folder, digest=digest)


def put_together(name: str, head: Document, chapters: Sequence[Document]) -> Pack:
    """The pack that these documents say."""
    header, problems = _header(name, head)
    found: dict[str, dict[str, Written]] = {chapter: {} for chapter in CHAPTERS}
    for document in chapters:
        problems += document.problems
        problems += _gather(name, document, found)
    broken = any(document.broken for document in (head, *chapters))
    return Pack(name, Path(), header, head, found, tuple(problems), broken)


def _header(name: str, head: Document) -> tuple[Header, list[Problem]]:
    least = {"name": name, "title": name, "kind": "national"}
    header, problems, spoilt = fitted(Header, head.data, head, ())
    if header is None:
        read = _without(head.data, spoilt) if isinstance(head.data, dict) else {}
        header = fitted(Header, least | read, head, ())[0] or Header.model_validate(least)
    elif header.name != name:
        problems.append(
            head.problem(["name"], f"the pack is named {header.name} and its folder {name}", f"write name: {name}")
        )
    return header, [*head.problems, *problems]


def _gather(name: str, document: Document, found: dict[str, dict[str, Written]]) -> Iterator[Problem]:
    """Adds the elements of one document to what was found."""
    if not isinstance(document.data, dict):
        yield document.problem((), "a chapter file holds chapters", "write `duties:` and, below it, `id: {…}`")
        return
    for chapter, elements in document.data.items():
        if chapter not in CHAPTERS:
            yield document.problem((chapter,), f"{chapter!r} is not a chapter", f"write {_nearest(chapter, CHAPTERS)}")
        elif not isinstance(elements, dict):
            yield document.problem((chapter,), f"{chapter} holds no elements", "write `id: {…}` below it")
        else:
            for id in elements:
                yield from _add(name, document, chapter, id, found[chapter])


def _add(name: str, document: Document, chapter: str, id: str, found: dict[str, Written]) -> Iterator[Problem]:
    where = (chapter, id)
    if id in found:
        yield document.problem(where, f"{id} is declared twice, first at {found[id].place()}", "keep one of the two")
        return
    model_type = CHAPTERS[chapter]
    yield from _spelling(document, where, model_type)
    raw, listed = with_rows_named(document.data[chapter][id], document, where)
    model, problems, spoilt = fitted(model_type, raw, listed, where)
    yield from problems
    if model is not None:
        found[id] = Written(name, model, listed, where, spoilt)


def _spelling(document: Document, where: Where, model_type: type[Element]) -> Iterator[Problem]:
    id = str(where[-1])
    if model_type.ids == "snake" and not is_snake(id):
        yield document.problem(where, f"{id!r} is not the id of {model_type.noun}", f"write {_respelt(id, '_')}")
    elif model_type.ids != "snake" and not is_kebab(id) and not (model_type.ids == "either" and is_snake(id)):
        yield document.problem(where, f"{id!r} is not the id of {model_type.noun}", f"write {_respelt(id, '-')}")


def _respelt(id: str, joint: str) -> str:
    words = "".join(each if each.isalnum() else " " for each in id.lower()).split()
    return joint.join(words) or "small letters and digits"


def with_rows_named(raw: Any, document: Document, where: Where) -> tuple[Any, Document]:
    """Rows written as a list with `id` become a mapping by id, and keep their lines."""
    if not isinstance(raw, dict):
        return raw, document
    lines = dict(document.lines) if any(isinstance(raw.get(key), list) for key in ROWS) else document.lines
    changed = {key: _named(rows, (*where, key), lines) for key, rows in raw.items() if key in ROWS}
    return {**raw, **changed}, replace(document, lines=lines)


def _named(rows: Any, where: Where, lines: Any) -> Any:
    if not isinstance(rows, list) or not all(isinstance(row, dict) and isinstance(row.get("id"), str) for row in rows):
        return rows
    for n, row in enumerate(rows):
        for inside in ((), *((key,) for key in row)):
            lines[(*where, row["id"], *inside)] = lines.get((*where, n, *inside), 1)
    return {row["id"]: {key: value for key, value in row.items() if key != "id"} for row in rows}


def fitted(
    model_type: type[M], raw: Any, document: Document, where: Where, left_out: Spoilt = frozenset()
) -> tuple[M | None, list[Problem], Spoilt]:
    """The model of what is written. Keys that do not fit are named, then left out, so that the rest is still read."""
    try:
        return model_type.model_validate(raw), [], left_out
    except ValidationError as error:
        found = error.errors()
    problems = [_as_problem(each, model_type, document, where) for each in found if not _said(each, left_out)]
    spoilt = frozenset(_spoilt(each["loc"], raw) for each in found) - {()}
    if not spoilt:
        return None, problems, left_out
    model, more, spoilt = fitted(model_type, _without(raw, spoilt), document, where, spoilt | left_out)
    return model, problems + more, spoilt


def _said(error: Any, left_out: Spoilt) -> bool:
    """Whether this is only what a refusal left behind: a value that was refused as YAML, a key that was left out."""
    return isinstance(error["input"], Unread) or error["loc"] in left_out


def _spoilt(loc: Sequence[Any], raw: Any) -> tuple[str, ...]:
    """The path, through mappings alone, to the smallest part that holds what is wrong."""
    path: list[str] = []
    for step in loc:
        if not isinstance(raw, dict) or step not in raw:
            break
        path.append(step)
        raw = raw[step]
    return tuple(path)


def _without(raw: dict[str, Any], spoilt: Spoilt) -> dict[str, Any]:
    kept = {key: each for key, each in raw.items() if (key,) not in spoilt}
    inner = {
        path[0]: frozenset(each[1:] for each in spoilt if each[0] == path[0]) for path in spoilt if path[0] in kept
    }
    return {key: _without(each, inner[key]) if key in inner else each for key, each in kept.items()}


def _as_problem(error: Any, model_type: type[Part], document: Document, where: Where) -> Problem:
    context = error.get("ctx", {})
    path = (*where, *error["loc"], *context.get("inside", []))
    what, write = _in_words(error, model_type, context)
    return document.problem(path, what, write)


def _in_words(error: Any, model_type: type[Part], context: Mapping[str, Any]) -> tuple[str, str]:
    key = ".".join(str(each) for each in error["loc"]) or "this"
    match error["type"]:
        case "refused":
            return context["what"], context["write"]
        case "extra_forbidden":
            return _extra(error["loc"], model_type)
        case "missing":
            return f"{key} is missing", f"add {key}"
        case "literal_error":
            return f"{key}: {error['input']!r} is not one of the words for it", f"write {context['expected']}"
        case "dict_type" | "model_type":
            return f"{key}: {error['input']!r} is not a mapping", "write `key: value` below it, or {key: value}"
    return f"{key}: {error['input']!r} does not fit", error["msg"].removeprefix("Input should be ").join(("write ", ""))


def _extra(loc: Sequence[Any], model_type: type[Part]) -> tuple[str, str]:
    inside = _model_at(model_type, loc[:-1])
    known = [field.alias or name for name, field in inside.model_fields.items()]
    return f"{loc[-1]!r} is not a key of {inside.noun}", f"write {_nearest(str(loc[-1]), known)}"


def _model_at(model_type: type[Part], loc: Iterable[Any]) -> type[Part]:
    """The model in which an error lies, as far as the annotations tell."""
    here = model_type
    for step in loc:
        field = next((each for name, each in here.model_fields.items() if step in (name, each.alias)), None)
        if field is not None:
            here = next((each for each in _inner(field.annotation) if issubclass(each, Part)), here)
    return here


def _inner(annotation: Any) -> Iterator[type]:
    if isinstance(annotation, type) and not hasattr(annotation, "__args__"):
        yield annotation
    for each in getattr(annotation, "__args__", ()):
        yield from _inner(each)


def _nearest(word: str, known: Iterable[str]) -> str:
    """The key that was perhaps meant, or all there are."""
    choices = list(known)
    near = get_close_matches(word, choices, n=1, cutoff=0.6)
    return near[0] if near else "one of: " + ", ".join(choices)
