"""`dutybook procedures compare A B`: what differs between two procedures, a sentence each.

Nothing here may judge what is a difference: see `dutybook.engine.compare`.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable
from dataclasses import asdict
from itertools import groupby
from typing import Any

HEADINGS = {"procedure": "The procedure as a whole"}


def add(inner: Any) -> None:
    parser = inner.add_parser("compare", help="what differs between two procedures, in words")
    parser.add_argument("left", metavar="A", help="the name of a pack, or the path of its folder")
    parser.add_argument("right", metavar="B", help="another")
    parser.add_argument("--json", action="store_true", help="as JSON")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    from dutybook.engine.compare import compare
    from dutybook.packs import load

    found = compare(load(arguments.left), load(arguments.right))
    if arguments.json:
        lines = [asdict(each) | {"from_day": each.from_day and each.from_day.isoformat()} for each in found]
        print(json.dumps({"differences": lines}, indent=2, ensure_ascii=False))
    else:
        print("\n".join(_lines(found)))
    return 0


def _lines(found: list[Any]) -> Iterable[str]:
    """Sentences under the name of their chapter; those that only cite differently are counted at the end."""
    said = [each for each in found if each.field != "cite"]
    for chapter, differences in groupby(said, key=lambda each: each.chapter):
        yield HEADINGS.get(chapter, chapter.capitalize())
        yield from (f"  {each.sentence}" for each in differences)
        yield ""
    if not said:
        yield "They say the same."
    if cited := len(found) - len(said):
        yield f"Besides, {cited} citations differ where what is said may be the same; --json lists them."
