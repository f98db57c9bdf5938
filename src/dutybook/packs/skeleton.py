"""A pack to begin with: an example of each chapter, written into a folder of its own, that passes every check as it is.

Nothing here may write over a file that is there already, or write what `check` would refuse.
"""

from __future__ import annotations

import json
from pathlib import Path

from dutybook.packs.paths import find
from dutybook.packs.schema.publish import json_schema
from dutybook.packs.schema.words import is_kebab

FILES = Path(__file__).with_name("skeleton_files")
SCHEMA = "pack.schema.json"
"""Lies beside the chapters, so that an editor completes and checks them without any other file."""


class NotWritten(ValueError):
    """The skeleton was not written; the message says what to write instead."""


def write_skeleton(name: str, within: Path, extends: str = "") -> Path:
    """The folder of the new pack. Raises `UnknownPack` where there is no such parent."""
    if not is_kebab(name):
        raise NotWritten(f"{name!r} is not the name of a pack; write small letters, digits and -, as in north-mere")
    folder = within / name
    if folder.exists():
        raise NotWritten(f"{folder} is there already; choose another name, or another folder with --in")
    parent = find(extends, beside=folder).name if extends else ""
    for path in sorted(FILES.rglob("*.yaml")):
        _write(folder / path.relative_to(FILES), _filled(path.read_text(encoding="utf-8"), name, parent))
    _write(folder / SCHEMA, json.dumps(json_schema(), indent=1, ensure_ascii=False) + "\n")
    return folder


def _filled(text: str, name: str, parent: str) -> str:
    """A pack that extends another has the calendar of that one, and names no other."""
    extends = f"extends: {parent}\n" if parent else ""
    calendar = "" if parent else "calendar: england-and-wales\n"
    return text.replace("NAME", name).replace("PARENT", extends).replace("CALENDAR", calendar)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
