"""Every key that the published schema knows, where a pack writes it, and the pack as it is without it.

Nothing here may know what a key means.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from dutybook.packs.pack import Pack, files_of, put_together
from dutybook.packs.schema.chapters import CHAPTERS
from dutybook.packs.schema.plain import Plain
from dutybook.packs.schema.rules import Element
from dutybook.packs.source import Document, Where, read_file

Key = tuple[str, str]
"""A form, such as `Duty` or `Duty.arises`, and a key of it."""

SHARED = {
    "Element": {Element.written(name) for name in Element.model_fields},
    "Plain": set(Plain.model_fields) - set(Element.model_fields),
}
"""The keys that every element has, and every element of a plain chapter: counted once, whatever the element."""

NOT_ELEMENTS = {"Header", "Source", "Cite", "Number", "Step"}
TIMESCALES = {"within", "target", "until", "passed"}


@dataclass(frozen=True)
class Place:
    """Where a key is written: a file of the pack, and the path to it there."""

    key: Key
    file: str
    where: Where

    def __str__(self) -> str:
        return f"{'.'.join(self.key)} at {self.file}: {'/'.join(map(str, self.where))}"


def keys_of(schema: Mapping[str, Any]) -> set[Key]:
    """Every key of every form."""
    return {key for name, form in schema["$defs"].items() for key in _keys(name, form, schema)}


def _keys(owner: str, form: Mapping[str, Any], schema: Mapping[str, Any]) -> Iterator[Key]:
    for key, inner in form.get("properties", {}).items():
        yield _named(owner, key)
        yield from _keys(_inside(owner, key), inner, schema)
    for inner in (*form.get("anyOf", ()), form.get("items"), form.get("additionalProperties")):
        if isinstance(inner, Mapping):
            yield from _keys(owner, inner, schema)


def _inside(owner: str, key: str) -> str:
    """The form that the value of a key is written in: one for every timescale, and one for every deed."""
    if key in TIMESCALES:
        return "timescale"
    return owner if owner == "Duty.done_by" else f"{owner}.{key}"


def _named(owner: str, key: str) -> Key:
    """A target and a head have keys of their own under a name that others share."""
    shared = next((form for form, keys in SHARED.items() if key in keys), None)
    own = not owner[0].isupper() or "." in owner or owner in NOT_ELEMENTS or (owner, key) == ("Target", "from")
    return (owner if own or shared is None else shared), key


def places(pack: Pack, schema: Mapping[str, Any]) -> Iterator[Place]:
    """Every key that the files of a pack write."""
    for path in files_of(pack.folder):
        data = read_file(path).data
        if path.name == "pack.yaml":
            yield from _written("Header", schema["$defs"]["Header"], data, schema, path.name, ())
            continue
        for chapter, elements in data.items():
            name = CHAPTERS[chapter].__name__
            for id, element in elements.items():
                yield from _written(name, schema["$defs"][name], element, schema, path.name, (chapter, id))


def _written(
    owner: str, form: Mapping[str, Any], data: Any, schema: Mapping[str, Any], file: str, where: Where
) -> Iterator[Place]:
    owner, form = _form_of(owner, form, data, schema)
    if isinstance(data, list):
        for n, each in enumerate(data):
            yield from _written(owner, form.get("items", {}), each, schema, file, (*where, n))
    for key, value in data.items() if isinstance(data, dict) else ():
        inside = form.get("properties", {}).get(key)
        if inside is not None:
            yield Place(_named(owner, key), file, (*where, key))
            yield from _written(_inside(owner, key), inside, value, schema, file, (*where, key))
        elif isinstance(form.get("additionalProperties"), Mapping):
            yield from _written(owner, form["additionalProperties"], value, schema, file, (*where, key))


def _form_of(
    owner: str, form: Mapping[str, Any], data: Any, schema: Mapping[str, Any]
) -> tuple[str, Mapping[str, Any]]:
    """The one of several forms that this was written in."""
    if "$ref" in form:
        name = form["$ref"].rpartition("/")[2]
        return _form_of(name, schema["$defs"][name], data, schema)
    for each in form.get("anyOf", ()):
        if _fits(each, data, schema):
            return _form_of(owner, each, data, schema)
    return owner, form


def _fits(form: Mapping[str, Any], data: Any, schema: Mapping[str, Any]) -> bool:
    if "$ref" in form:
        return isinstance(data, dict)
    if isinstance(data, dict):
        known = form.get("properties")
        return form.get("type") == "object" and (known is None or data.keys() <= known.keys())
    return form.get("type") == ("array" if isinstance(data, list) else "string")


def without(pack: Pack, place: Place) -> Pack:
    """The pack as it would be if this key were not written."""
    documents = [read_file(path) for path in files_of(pack.folder)]
    head, *chapters = [
        _without(each, place.where) if each.path.endswith(f"/{place.file}") else each for each in documents
    ]
    return replace(put_together(pack.name, head, chapters), folder=pack.folder, digest=str(place))


def _without(document: Document, where: Where) -> Document:
    return replace(document, data=_cut(document.data, where))


def _cut(data: Any, where: Where) -> Any:
    first, *rest = where
    if isinstance(data, list):
        return [_cut(each, tuple(rest)) if n == first else each for n, each in enumerate(data)]
    return {
        key: _cut(each, tuple(rest)) if key == first else each for key, each in data.items() if key != first or rest
    }
