"""`dutybook procedures side-by-side`: what every authority's procedure says, by topic, each point with its paragraph.

Nothing here may judge what belongs to a topic: see `dutybook.packs.side_by_side`.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any


def add(inner: Any) -> None:
    parser = inner.add_parser("side-by-side", help="what all authorities' procedures say, by topic")
    parser.add_argument("names", nargs="*", metavar="NAME", help="only these packs; every authority's if left out")
    parser.add_argument("--words", default="", help="only what speaks of these words")
    parser.add_argument("--json", action="store_true", help="as JSON")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    from dutybook.packs import load, names
    from dutybook.packs.side_by_side import authorities, side_by_side

    chosen = [load(name) for name in arguments.names or names()]
    shown = side_by_side(chosen if arguments.names else authorities(chosen)).about(arguments.words)
    if arguments.json:
        print(json.dumps(asdict(shown), indent=2, ensure_ascii=False))
    else:
        print("\n".join(_lines(shown)))
    return 0


def _lines(shown: Any) -> Iterator[str]:
    """A heading for each topic, a line for each matter, and below it a line for each point."""
    for topic in shown.topics:
        yield from ("", topic.title.upper())
        for line in topic.lines:
            yield f"  {line.title}{' [time limits differ]' if line.differs else ''}"
            if line.shared:
                yield f"    All of them: {'; '.join(line.shared)}"
            for column, cell in zip(shown.columns, line.cells, strict=True):
                yield from (f"    {column.title}: {_said(each)}" for each in cell)


def _said(saying: Any) -> str:
    strength = f" ({saying.strength})" if saying.strength else ""
    parts = [f"{saying.title}{strength}", saying.limit, saying.says]
    return "; ".join(part for part in parts if part) + (f" [{saying.at}]" if saying.at else "")
