"""Where packs lie: the folder `procedures` of a checkout or of the installed package, and any that a setting adds.

Nothing here may open a file of a pack.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from dutybook.packs.problems import UnknownPack

SETTING = "DUTYBOOK_PROCEDURES"
HEADER = "pack.yaml"

Among = Sequence[Path] | None
"""The folders of packs to look in; without them, those of `folders()`."""


def procedures() -> Path:
    """The packs that come with Dutybook: beside `src` in a checkout, inside the package once installed."""
    checkout, installed = (Path(__file__).parents[n] / "procedures" for n in (3, 1))
    return checkout if checkout.is_dir() else installed


def added() -> list[Path]:
    """The folders of packs that the setting names."""
    return [Path(each) for each in os.environ.get(SETTING, "").split(os.pathsep) if each]


def folders() -> list[Path]:
    """Every folder of packs, the added ones first."""
    return [*added(), procedures()]


def pack_folders(among: Among = None) -> Iterator[Path]:
    """The folder of every pack; where two have one name, the first found counts."""
    seen = set()
    for folder in folders() if among is None else among:
        for header in sorted(folder.glob(f"*/{HEADER}")):
            if header.parent.name not in seen:
                seen.add(header.parent.name)
                yield header.parent


def names() -> list[str]:
    """The names of all packs."""
    return sorted(folder.name for folder in pack_folders())


def find(which: str | Path, beside: Path | None = None, among: Among = None) -> Path:
    """The folder of a pack, by path or by name; a parent is looked for beside its child first."""
    if beside is not None and (beside.parent / which / HEADER).is_file():
        return beside.parent / which
    for folder in pack_folders(among):
        if folder.name == str(which):
            return folder
    if (Path(which) / HEADER).is_file():
        return Path(which)
    raise UnknownPack(
        f"there is no pack {str(which)!r}; write the path of a folder with a {HEADER}, or one of: {', '.join(names())}"
    )
