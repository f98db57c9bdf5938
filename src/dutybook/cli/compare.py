"""`dutybook procedures compare A B`: what differs between two procedures, a sentence each, by topic.

Nothing here may judge what is a difference: see `dutybook.engine.compare`. Every line is one difference, and names its
topic itself: two procedures that say the same print nothing.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from typing import Any


def add(inner: Any) -> None:
    parser = inner.add_parser("compare", help="what differs between two procedures, in words")
    parser.add_argument("left", metavar="A", help="the name of a pack, or the path of its folder")
    parser.add_argument("right", metavar="B", help="another")
    parser.add_argument("--json", action="store_true", help="as JSON")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    from dutybook.packs import load
    from dutybook.packs.beside import beside

    topics = beside(load(arguments.left), load(arguments.right))
    if arguments.json:
        print(json.dumps({"differences": list(_data(topics))}, indent=2, ensure_ascii=False))
    else:
        for topic in topics:
            for each in topic.differences:
                print(f"{topic.title} | {each.sentence}")
    return 0


def _data(topics: Any) -> Any:
    for topic in topics:
        for each in topic.differences:
            from_day = each.from_day and each.from_day.isoformat()
            yield {"topic": topic.title} | asdict(each) | {"from_day": from_day}
