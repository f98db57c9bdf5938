"""A pack in a folder that somebody names on a page: found, checked, and said what it holds.

Only a folder of packs that the setting names is ever looked into, and nothing outside it may be read for a page: no
link is followed, and nothing too large is opened. What is not there and what is not allowed answer alike.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from dutybook.engine.procedure import Procedure
from dutybook.packs.checking import check_pack
from dutybook.packs.loading import load
from dutybook.packs.pack import read_pack
from dutybook.packs.paths import HEADER, added, find, procedures
from dutybook.packs.problems import Problem, UnknownPack

MOST_FILES, MOST_BYTES = 300, 5_000_000
"""The largest pack that comes with Dutybook has some thirty files and a tenth of that."""


class NotLookedInto(ValueError):
    """The folder is not one that a page may look into; the message says what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What checking a pack came to: `procedure` is there where nothing is wrong. `is_hidden`: another has its name."""

    name: str
    wrong: Sequence[Problem]
    notes: Sequence[Problem]
    procedure: Procedure | None
    is_hidden: bool


def places() -> list[Path]:
    """The folders of packs that the setting names; those that come with Dutybook need no loading."""
    return [each for each in added() if each.is_dir()]


def offered() -> list[Path]:
    """Every pack in them that may be looked into, by its name."""
    found = (folder for place in places() for folder in sorted(place.iterdir()) if (folder / HEADER).is_file())
    return [each for each in found if _why_not(each) is None]


def look_into(written: str) -> Found:
    """The pack in the folder of this path, or of this name in one of the places. Raises `NotLookedInto`."""
    folder = _folder(written)
    _follow_what_it_extends(folder)
    problems = check_pack(folder)
    wrong = [each for each in problems if not each.note]
    return Found(
        name=folder.name,
        wrong=wrong,
        notes=[each for each in problems if each.note],
        procedure=None if wrong else load(folder),
        is_hidden=find(folder.name).resolve() != folder.resolve(),
    )


def _folder(written: str) -> Path:
    for place in places():
        folder = place / written
        if _lies_in(folder, place):
            _must_be_fit(folder)
            return folder
    raise NotLookedInto(
        f"There is no pack there. Enter a folder with a {HEADER} that lies directly in one of the places"
    )


def _lies_in(folder: Path, place: Path) -> bool:
    """Whether a pack really does, whatever dots and links are in its path; what cannot be a path is nowhere."""
    try:
        return folder.resolve().parent == place.resolve() and (folder / HEADER).is_file()
    except (OSError, ValueError):
        return False


def _must_be_fit(folder: Path) -> None:
    why_not = _why_not(folder)
    if why_not is not None:
        raise NotLookedInto(why_not)


def _why_not(folder: Path) -> str | None:
    """What stands against opening its files."""
    count = size = 0
    for path in (folder, *_inside(folder)):
        if path.is_symlink():
            return f"{folder.name} holds a link. Put the files themselves into it, and no link to a place outside"
        count, size = count + 1, size + (path.stat().st_size if path.is_file() else 0)
        if count > MOST_FILES or size > MOST_BYTES:
            return f"{folder.name} is too large for a pack: at most {MOST_FILES} files and 5 megabytes are looked into"
    return None


def _inside(folder: Path) -> Iterator[Path]:
    """What lies in it, without going through any link."""
    for path in folder.iterdir():
        yield path
        if path.is_dir() and not path.is_symlink():
            yield from _inside(path)


def _follow_what_it_extends(folder: Path) -> None:
    """Every pack below it is one that comes with Dutybook, or may be looked into as well."""
    seen: set[Path] = set()
    while folder not in seen:
        seen.add(folder)
        header = read_pack(folder).header
        if _is_a_path(header.extends) or _is_a_path(header.calendar):
            raise NotLookedInto("Its pack.yaml names another place. Write the name of a pack, and of a holiday table")
        try:
            folder = find(header.extends, beside=folder)
        except UnknownPack:
            return
        if _lies_in(folder, procedures()):
            return
        _must_be_fit(folder)


def _is_a_path(name: str) -> bool:
    return Path(name).name != name
