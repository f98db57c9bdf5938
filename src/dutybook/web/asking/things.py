"""Which child, which allegation, which meeting an entry is about. Nothing here may guess between two that are there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from dutybook.engine.entries import Entry
from dutybook.engine.known import standing
from dutybook.engine.procedure import NOT_KNOWN, Rules
from dutybook.web.asking.questions import Option, Question, Typed, value_of

ANOTHER = "another"
PREFIX = "about-"


def named(entries: Iterable[Entry], kind: str) -> list[str]:
    """Every thing of a kind that the case ever named, in the order of its naming: no number is given twice."""
    return list(dict.fromkeys(each for entry in entries for each in entry.things.get(kind, ())))


def there_are(entries: Sequence[Entry], kind: str) -> list[str]:
    """Those that are still named, once what was corrected and retracted is left out."""
    still = set(named(_standing(entries), kind))
    return [each for each in named(entries, kind) if each in still]


def label(kind: str, thing: str, entries: Sequence[Entry], rules: Rules) -> str:
    """What a thing is called on the page: its number, and the answer to the fact `KIND_name`, if there is one."""
    return labels(entries, rules)[kind, thing]


def labels(entries: Sequence[Entry], rules: Rules) -> dict[tuple[str, str], str]:
    """What each thing of the case is called, by its kind and itself."""
    known = dict(_named_so(entries))
    return {
        (kind, thing): ": ".join(filter(None, (f"{_title(kind, rules)} {number}", known.get((kind, thing)))))
        for kind in dict.fromkeys(kind for entry in entries for kind in entry.things)
        for number, thing in enumerate(named(entries, kind), 1)
    }


def _named_so(entries: Sequence[Entry]) -> Iterator[tuple[tuple[str, str], str]]:
    """Each name that was given, the last one last."""
    for entry in _standing(entries):
        for kind, ids in entry.things.items():
            name = entry.answers.get(f"{kind}_name", NOT_KNOWN)
            if name != NOT_KNOWN:
                yield from (((kind, thing), str(name)) for thing in ids)


def _title(kind: str, rules: Rules) -> str:
    declared = rules.things.get(kind)
    return (declared.title if declared else "") or kind.replace("_", " ")


def question_for(kind: str, entries: Sequence[Entry], rules: Rules) -> Question | None:
    """Which one it is about; None if there is none yet, for then it is about a new one."""
    there = there_are(entries, kind)
    if not there:
        return None
    title = (rules.things[kind].title or kind.replace("_", " ")).lower()
    options = [Option(thing, label(kind, thing, entries, rules)) for thing in there]
    return Question(
        name=PREFIX + kind,
        ask=f"Which {title} is this about?",
        kind="choices",
        options=(*options, Option(ANOTHER, "Another one, not named before")),
    )


def chosen(kind: str, typed: Typed, entries: Sequence[Entry]) -> list[str]:
    """The ids that were chosen, with a new id for another one."""
    there = there_are(entries, kind)
    picked = [each for each in typed.get(PREFIX + kind) or [] if each] if there else [ANOTHER]
    return [_new(kind, entries) if each == ANOTHER else each for each in picked]


def preselected(kind: str, query: Typed, entries: Sequence[Entry]) -> list[str]:
    """What stands chosen when the form opens: what the link named, or the only one there is."""
    linked, there = value_of(query, kind), there_are(entries, kind)
    if linked in there or (linked == ANOTHER and there):
        return [linked]
    return there if len(there) == 1 else []


def _new(kind: str, entries: Sequence[Entry]) -> str:
    return f"{kind}-{len(named(entries, kind)) + 1}"


def _standing(entries: Sequence[Entry]) -> Sequence[Entry]:
    """By the order of what happened, as the last answer is read in it."""
    if not entries:
        return entries
    last = max(entry.recorded_at for entry in entries)
    return sorted(standing(entries, last), key=lambda entry: entry.place)
