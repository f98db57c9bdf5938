"""`python -m dutybook.cli.docs [--check]`: the generated pages of `docs/generated/`, written anew or found fresh.

No page may be written here by hand: each is what the packs, the schema and the JSON interface say.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from dutybook.packs import json_schema, load, side_by_side_page
from dutybook.packs.handbook import document
from dutybook.packs.paths import HEADER, procedures
from dutybook.packs.side_by_side import authorities

FOLDER = "docs/generated"


def main(argv: Sequence[str] | None = None) -> int:
    """Write every page; with `--check` write none, and exit 1 naming each that is not as it would be written."""
    parser = argparse.ArgumentParser(prog="python -m dutybook.cli.docs", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if a page is not fresh")
    arguments = parser.parse_args(argv)
    folder = procedures().parent / FOLDER
    return _check(folder) if arguments.check else _write(folder)


def pages() -> Iterator[tuple[str, str]]:
    """The name and the text of every generated file: the two documents in JSON, one for each pack that ships, and one
    of all authorities' packs side by side.
    """
    yield "pack.schema.json", _json(json_schema())
    yield "openapi.json", _json(_openapi())
    for header in sorted(procedures().glob(f"*/{HEADER}")):
        yield f"{header.parent.name}.html", document(load(header.parent))
    every = [load(header.parent) for header in sorted(procedures().glob(f"*/{HEADER}"))]
    yield "side-by-side.html", side_by_side_page.document(authorities(every))


def _openapi() -> dict[str, Any]:
    """Only the service has a JSON interface, so only this page needs what the service needs."""
    from dutybook.project.published import openapi

    return openapi()


def _json(document: dict[str, Any]) -> str:
    return json.dumps(document, indent=2, ensure_ascii=False, sort_keys=True) + "\n"


def _write(folder: Path) -> int:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in pages():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    return 0


def _check(folder: Path) -> int:
    wanted = dict(pages())
    stale = [name for name, text in wanted.items() if _text(folder / name) != text]
    left = [path.name for path in sorted(folder.glob("*")) if path.name not in wanted]
    for name in stale:
        print(f"{FOLDER}/{name} is not fresh; run make docs", file=sys.stderr)
    for name in left:
        print(f"{FOLDER}/{name} is generated from nothing any more; delete it", file=sys.stderr)
    return 1 if stale or left else 0


def _text(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.is_file() else None


if __name__ == "__main__":
    raise SystemExit(main())
