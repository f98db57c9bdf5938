"""`dutybook procedures new NAME`: a pack to begin with, which passes `check` as it is.

Nothing here may know what a pack is made of: see `dutybook.packs.skeleton`.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any


def add(inner: Any) -> None:
    """The command and its arguments."""
    parser = inner.add_parser("new", help="begin a pack: a folder with an example of each chapter")
    parser.add_argument("name", metavar="NAME", help="its name, as north-mere")
    parser.add_argument("--extends", metavar="PACK", default="", help="the pack it builds on, as england")
    parser.add_argument(
        "--in", dest="within", metavar="FOLDER", type=Path, default=Path(), help="where (default: here)"
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """2 where it cannot be written so, with what to write instead; 1 where what it builds on is at fault."""
    from dutybook.packs import check
    from dutybook.packs.skeleton import NotWritten, write_skeleton

    try:
        folder = write_skeleton(arguments.name, arguments.within, arguments.extends)
    except NotWritten as why:
        print(why, file=sys.stderr)
        return 2
    wrong = [each for each in check([folder]) if not each.note]
    for each in wrong:
        print(each, file=sys.stderr)
    print(f"{folder} is written{'' if wrong else ' and passes'}. Change it to what your document says, then type:")
    print(f"  dutybook procedures check {folder}")
    return 1 if wrong else 0
