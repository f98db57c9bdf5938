"""Worked examples: entries, and what a practitioner would expect of them; run against the engine.

Only the keys that an example writes are compared. Nothing here may know a procedure.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from dutybook.engine.entries import Entry
from dutybook.engine.procedure import Procedure
from dutybook.packs import expected
from dutybook.packs.casefile import read_entries
from dutybook.packs.expected import Differs, Story
from dutybook.packs.loading import load
from dutybook.packs.pack import Pack
from dutybook.packs.paths import find
from dutybook.packs.problems import Problem
from dutybook.packs.source import Document, Where, read_file

FOLDER = "examples"

PARTS: Mapping[str, Callable[[Story, Mapping[str, Any]], Iterable[str]]] = {
    "expect": expected.duty,
    "weigh": expected.weigh,
    "gates": expected.gate,
    "out_of_order": expected.out_of_order,
    "keep": expected.keep,
    "ring": expected.ring,
    "asks": expected.asks,
    "offers": expected.offers,
    "roles": expected.roles,
    "shows": expected.shows,
}
KEYS = ("says", "kind", "procedure", "entries", *PARTS)


@dataclass(frozen=True)
class Outcome:
    """How one example went; each difference names its line."""

    name: str
    passed: bool
    differences: tuple[str, ...]
    file: str
    line: int

    def problems(self) -> list[Problem]:
        write = "mend the pack or the example, whichever is not what the document says"
        return [Problem(self.file, self.line, f"{self.name}: {each}", write) for each in self.differences]


@dataclass(frozen=True)
class Example:
    """One example as written."""

    name: str
    document: Document
    where: Where

    @property
    def written(self) -> Any:
        return self.document.data["examples"][self.name]


def run_examples(
    procedure: Procedure, folder: str | Path | Sequence[Path] | None = None, only: Collection[str] | None = None
) -> list[Outcome]:
    """Every example of a folder or of some files (by default the pack's own), or only those named."""
    return [outcome_of(each, procedure) for each in examples_in(folder, procedure) if only is None or each.name in only]


def examples_in(folder: str | Path | Sequence[Path] | None, procedure: Procedure) -> Iterator[Example]:
    """The examples of files, in order. A file that is not examples counts as one that nothing can pass."""
    for path in files_of(folder, procedure):
        document = read_file(path, dates="plain")
        told = document.data.get("examples") if isinstance(document.data, dict) else None
        if document.problems or not isinstance(told, dict):
            yield Example(path.stem, document, ())
        else:
            yield from (Example(name, document, ("examples", name)) for name in told)


def files_of(folder: str | Path | Sequence[Path] | None, procedure: Procedure) -> list[Path]:
    """The example files: those given, or all of a folder."""
    if folder is not None and not isinstance(folder, str | Path):
        return list(folder)
    place = Path(folder) if folder is not None else find(procedure.name) / FOLDER
    return [place] if place.is_file() else sorted(place.glob("*.yaml"))


def outcome_of(example: Example, procedure: Procedure) -> Outcome:
    """What one example shows under this procedure."""
    differences = tuple(_differences(example, procedure))
    place = example.document.place(example.where)
    return Outcome(example.name, not differences, differences, place.path, place.line)


def _differences(example: Example, procedure: Procedure) -> Iterator[str]:
    if not example.where:
        yield from _not_examples(example.document)
        return
    if wrong := _shape(example.written):
        yield wrong
        return
    under = _whose_case(example, procedure)
    if isinstance(under, str):
        yield under
        return
    entries, problems = read_entries(
        example.written.get("entries", []), under, example.document, (*example.where, "entries")
    )
    yield from (str(each) for each in problems)
    if not problems:
        yield from _compared(example, entries, under)


def _whose_case(example: Example, procedure: Procedure) -> Procedure | str:
    """The procedure that the example's case is read under; or what is wrong with the one that it names.

    An organisation's example may be a case of the authority above it, in which only some things follow its pack.
    """
    name = example.written.get("procedure", procedure.name)
    if name == procedure.name:
        return procedure
    if procedure.more.get("kind") != "organisation" or name not in procedure.layers:
        above = [*procedure.layers[:-1], procedure.name] if procedure.more.get("kind") == "organisation" else []
        write = f"write one of {', '.join(above)}" if above else "leave it out"
        return f"procedure: {name!r} is not a pack that this example can be a case of; {write}"
    authority = load(find(name, beside=Path(example.document.path).parent.parent))
    return replace(authority, organisations={**authority.organisations, procedure.name: procedure})


def _not_examples(document: Document) -> Iterator[str]:
    yield from (str(each) for each in document.problems)
    if not document.problems:
        yield "the file holds no `examples:`; write examples: and, below it, `name: {says, entries, expect}`"


def _shape(written: Any) -> str:
    if not isinstance(written, dict):
        return "the example is not a mapping; write says, entries and what to expect"
    for key in written:
        if key not in KEYS:
            near = get_close_matches(key, KEYS, n=1)
            return f"{key!r} is not a key of an example; write {near[0] if near else ', '.join(KEYS)}"
    for key in ("entries", *PARTS):
        if not isinstance(written.get(key, []), list):
            return f"{key} is not a list; write `- {{…}}` below it, one for each"
    if not any(written.get(part) for part in PARTS):
        return f"the example expects nothing; write one of {', '.join(PARTS)}"
    return ""


def _compared(example: Example, entries: tuple[Entry, ...], procedure: Procedure) -> Iterator[str]:
    story = Story(entries, procedure)
    for part, compare in PARTS.items():
        for n, row in enumerate(example.written.get(part, [])):
            place = example.document.place((*example.where, part, n))
            for difference in _row(compare, story, row):
                yield f"line {place.line}: {difference}"


def _row(compare: Callable[[Story, Any], Iterable[str]], story: Story, row: Any) -> list[str]:
    if not isinstance(row, dict):
        return [f"{row!r} is not a mapping; write {{at: …, …}}"]
    try:
        return list(compare(story, row))
    except Differs as error:
        return [str(error)]


def departures(procedure: Procedure, stack: Sequence[Pack]) -> list[Problem]:
    """Examples of the packs above that fail under this one and are not among its `departures`; those listed in vain."""
    listed = dict(stack[-1].header.departures)
    failed = {}
    for pack in stack[:-1]:
        for outcome in run_examples(procedure, pack.folder / FOLDER):
            if not outcome.passed:
                failed[outcome.name] = outcome
    head = stack[-1].head
    unlisted = [each for name, each in failed.items() if name not in listed]
    idle = [name for name in listed if name not in failed]
    return [
        *(_departs(each, procedure.name) for each in unlisted),
        *(
            head.problem(
                ("departures", name), f"{name} is no example of the packs above that fails here", "take it out"
            )
            for name in idle
        ),
    ]


def _departs(outcome: Outcome, pack: str) -> Problem:
    what = f"{outcome.name} does not hold under {pack}: {outcome.differences[0]}"
    return replace(
        Problem(outcome.file, outcome.line, what, ""),
        write=f"mend {pack}, or list it under departures: in its pack.yaml, with why",
    )
