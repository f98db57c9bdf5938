"""Case files: plain YAML to entries, every refusal with its file and line.

The same form serves tests, worked examples, import and export. Nothing here may read half a case: all that is wrong is
listed, and nothing is read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Literal

from dutybook.engine.belonging import Ids, named, not_theirs, rules_together
from dutybook.engine.entries import Entry, EntryRefused, read_entry, value_of
from dutybook.engine.procedure import DUTY_NOT_DONE, Fact, Procedure
from dutybook.packs.loading import load
from dutybook.packs.problems import CaseRefused, Problem
from dutybook.packs.source import Document, Unread, Where, read_file, read_text

KEYS = ("procedure", "kind", "title", "says", "entries")
KINDS = ("allegation", "child")


@dataclass(frozen=True)
class Case:
    """A case as its file says it. `ignored` says what another pack than the case's own does not declare."""

    procedure_name: str
    kind: str
    entries: tuple[Entry, ...]
    raw: Mapping[str, Any]
    procedure: Procedure
    ignored: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NotDeclared:
    """An event, a fact or an answer of the case's `entry` that another procedure does not have, by its stored name."""

    entry: int
    name: str
    lacks: Lacks
    procedure: str

    def __str__(self) -> str:
        return f"entry {self.entry}: {self.name} {LACKS[self.lacks]} {self.procedure}"


Lacks = Literal["event", "fact", "answer"]
LACKS: Mapping[Lacks, str] = {
    "event": "is not an event of",
    "fact": "is not a fact of",
    "answer": "has no such answer in",
}


def read_case(path_or_text: str | Path, procedure: Procedure | None = None) -> Case:
    """The case in a file, or in text of several lines, read under its own procedure or the one given.

    Raises `CaseRefused` with everything that is wrong; `PackErrors` or `UnknownPack` where its procedure is at fault.
    """
    document = document_of(path_or_text)
    if problems := [*document.problems, *wrong_head(document, named=procedure is not None)]:
        raise CaseRefused(problems)
    named = str(document.data.get("procedure") or (procedure.name if procedure else ""))
    own = procedure is None or procedure.name == named
    under = procedure or load(named)
    raws, ignored = (document.data["entries"], []) if own else declared_only(document.data["entries"], under)
    entries, problems = read_entries(raws, under, document, ("entries",))
    if problems:
        raise CaseRefused(problems)
    left_out = tuple(map(str, ignored))
    return Case(named, document.data.get("kind", "allegation"), entries, document.data, under, left_out)


def entries_from(raws: Iterable[Mapping[str, Any]], procedure: Procedure) -> tuple[Entry, ...]:
    """The entries of plain mappings, numbered by their `seq`, else by their place.

    The first wrong one raises `EntryRefused`.
    """
    entries = tuple(_entry(raw, n, procedure) for n, raw in enumerate(raws, 1))
    for entry in entries:
        if wrong := _wrong_order(entry, entries):
            raise EntryRefused(f"entry {entry.seq}: {wrong}")
    return entries


def entries_under(raws: Sequence[Mapping[str, Any]], procedure: Procedure) -> tuple[tuple[Entry, ...], tuple[str, ...]]:
    """The entries of a case as another procedure than its own reads them, and a line for all it does not declare."""
    kept, ignored = declared_only(raws, procedure)
    return entries_from(kept, procedure), tuple(map(str, ignored))


def read_entries(
    raws: Sequence[Any], procedure: Procedure, document: Document, where: Where
) -> tuple[tuple[Entry, ...], list[Problem]]:
    """Every entry that can be read, and what is wrong with every other."""
    read: dict[int, Entry] = {}
    problems: list[Problem] = []
    for n, raw in enumerate(raws):
        try:
            entry = _entry(raw, n + 1, procedure)
            if wrong := _wrong_order(entry, [*read.values()]):
                raise EntryRefused(wrong)
            read[n] = entry
        except EntryRefused as refusal:
            problems.append(_problem(document, (*where, n), raw, str(refusal)))
    problems += [_problem(document, (*where, n), raws[n], said) for n, said in _not_theirs(read, procedure)]
    return tuple(read.values()), problems


def _not_theirs(read: Mapping[int, Entry], procedure: Procedure) -> Iterable[tuple[int, str]]:
    """What an organisation's pack alone declares, said of what no entry of the case says follows it."""
    told: dict[Ids, set[str]] = {}
    for ids, name in named(read.values(), procedure):
        told.setdefault(ids, set()).add(name)
    found = ((n, not_theirs(entry, procedure, told)) for n, entry in read.items())
    return [(n, str(wrong)) for n, wrong in found if wrong is not None]


def _entry(raw: Any, seq: int, procedure: Procedure) -> Entry:
    if not isinstance(raw, Mapping):
        raise EntryRefused(f"{raw!r} is not an entry; write {{type: …, happened_at: …, by: …, as: …, data: {{…}}}}")
    if not isinstance(raw.get("data", {}), Mapping):
        raise EntryRefused(f"data {raw['data']!r} is not a mapping; write data: {{allegation: a1}}")
    for key in ("seq", "corrects"):
        if key in raw and (isinstance(raw[key], bool) or not isinstance(raw[key], int)):
            raise EntryRefused(f"{key} {raw[key]!r} is not the number of an entry; write a whole number, from 1")
    return read_entry(raw, raw.get("seq", seq), procedure)


def _wrong_order(entry: Entry, others: Sequence[Entry]) -> str:
    earlier = {each.seq for each in others if each is not entry}
    if entry.seq in earlier:
        return f"seq {entry.seq} is the number of two entries; number each once"
    if entry.corrects is not None and (entry.corrects not in earlier or entry.corrects >= entry.seq):
        return f"corrects {entry.corrects} is no earlier entry; write the number of the entry it corrects, from 1"
    return ""


def _problem(document: Document, where: Where, raw: Any, refusal: str) -> Problem:
    """At the line of the key that the refusal begins with, where it names one; else at the entry's."""
    what, _, write = refusal.partition("; ")
    key = what.split(" ")[0].strip("':\"")
    inside = next((path for path in ((key,), ("data", key)) if (*where, *path) in document.lines), ())
    if not inside and isinstance(raw, Mapping) and raw.get("type") == key:
        inside = ("type",)
    return document.problem((*where, *inside), what, write or "write it as docs/language.md says")


def document_of(path_or_text: str | Path) -> Document:
    """The data of a case file, or of text of several lines."""
    if isinstance(path_or_text, str) and "\n" in path_or_text:
        return read_text(path_or_text, "case", dates="plain")
    return read_file(Path(path_or_text), dates="plain")


def wrong_head(document: Document, *, named: bool) -> Iterable[Problem]:
    """What is wrong with the head of the file."""
    data = document.data
    if document.broken:
        return
    if not isinstance(data, dict):
        yield document.problem((), "this is not a case", "write procedure:, kind: and entries:")
        return
    for key in data:
        if key not in KEYS:
            near = get_close_matches(key, KEYS, n=1)
            yield document.problem(
                (key,), f"{key!r} is not a key of a case", f"write {near[0] if near else ', '.join(KEYS)}"
            )
    if not named and not isinstance(data.get("procedure"), str):
        yield document.problem((), "the case names no procedure", "write procedure: and the name of a pack")
    kind = data.get("kind", "allegation")
    if kind not in KINDS and not isinstance(kind, Unread):
        yield document.problem(("kind",), f"{kind!r} is not a kind of case", f"write {' or '.join(KINDS)}")
    if not isinstance(data.get("entries"), list):
        yield document.problem(
            ("entries",), "the case has no list of entries", "write entries: and `- {type: …}` below it"
        )


def declared_only(raws: Sequence[Any], procedure: Procedure) -> tuple[list[Any], list[NotDeclared]]:
    """Entries of another pack, without what this one does not declare; what was left out is said.

    An entry of a type that is not declared keeps its place, so that `corrects` still finds the others.
    """
    kept: list[Any] = []
    ignored: list[NotDeclared] = []
    rules = rules_together(procedure, procedure.organisations)
    for n, raw in enumerate(raws, 1):
        if not isinstance(raw, Mapping) or raw.get("type") == DUTY_NOT_DONE:
            kept.append(raw)
        elif raw.get("type") not in rules.events:
            ignored.append(NotDeclared(n, str(raw.get("type")), "event", procedure.name))
        else:
            data = raw.get("data") or {}
            known = {key: value for key, value in data.items() if key in rules.things or key in rules.facts}
            said = {key: value for key, value in known.items() if _is_said(rules.facts.get(key), value, procedure)}
            ignored += [NotDeclared(n, key, "fact", procedure.name) for key in data if key not in known]
            ignored += [NotDeclared(n, key, "answer", procedure.name) for key in known if key not in said]
            kept.append({**raw, "seq": raw.get("seq", n), "data": said})
    return kept, ignored


def _is_said(fact: Fact | None, value: Any, procedure: Procedure) -> bool:
    """Whether what was answered is an answer here too: another procedure may offer other choices."""
    if fact is None:
        return True
    try:
        value_of(fact, value, procedure.calendar)
    except EntryRefused:
        return False
    return True
