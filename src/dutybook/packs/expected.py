"""What an example expects of duties, decisions, gates, retention, contacts, forms and pages, compared with what is so.

Each function yields one sentence for each difference. Lists are compared as sets, but for `moved`, which is in order.
Nothing here may call the engine otherwise than as everybody does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from dutybook import engine
from dutybook.engine import unforeseen
from dutybook.engine.belonging import rules_together
from dutybook.engine.entries import Entry
from dutybook.engine.instance import Allowed, Instance, LongerThan, Missing, Weighed
from dutybook.engine.opening import open_at
from dutybook.engine.procedure import Procedure, Rules
from dutybook.packs.showing import shown_of

Written = Mapping[str, Any]


class Differs(ValueError):
    """A row of an example that cannot be compared; the message says what to write."""


@dataclass
class Story:
    """The entries of one example under one procedure, and the duties already worked out for it."""

    entries: tuple[Entry, ...]
    procedure: Procedure
    _duties: dict[tuple[datetime, datetime], list[Instance]] = field(default_factory=dict)

    def moment(self, text: Any) -> datetime:
        """A moment with its offset, or a local time without one."""
        try:
            moment = datetime.fromisoformat(str(text))
        except ValueError:
            raise Differs(f"{text!r} is not a moment; write it as 2026-04-02T16:00:00+01:00") from None
        return moment if moment.tzinfo else self.procedure.calendar.from_local(moment)

    def clocks(self, row: Written) -> dict[str, Any]:
        """The two moments asked about; where the row does not say as known when, everything recorded is known."""
        if "at" not in row:
            raise Differs("the row says no moment; write at: 2026-04-02T16:00:00+01:00")
        at = self.moment(row["at"])
        last = max([at, *(each.recorded_at for each in self.entries)])
        return {"at": at, "known_at": self.moment(row["known_at"]) if "known_at" in row else last}

    def duties(self, row: Written) -> list[Instance]:
        clocks = self.clocks(row)
        key = (clocks["at"], clocks["known_at"])
        if key not in self._duties:
            self._duties[key] = list(engine.duties_for(self.entries, self.procedure, **clocks))
        return self._duties[key]

    def rules(self, row: Written) -> Rules:
        """With what the packs of organisations add: the row's names are looked up in them."""
        moment = self.moment(row["at"]) if "at" in row else None
        return rules_together(self.procedure, self.procedure.organisations, moment)

    def local(self, moment: datetime) -> str:
        return self.procedure.calendar.local(moment).isoformat()


# --- duties -----------------------------------------------------------------------------------------------------------

_DUTY_KEYS = {
    "status": "status",
    "timing": "timing",
    "late_by": "late_by_seconds",
    "owner": "owner",
    "strength": "strength",
    "was_overdue": "was_overdue",
    "recorded_late": "recorded_late",
    "reading_of": "reading_of",
    "title": "title",
}
_DUTY_MOMENTS = {
    "due": "due_at",
    "due_latest": "due_at_latest",
    "target": "target_at",
    "arose": "arose_at",
    "met": "met_at",
    "since": "since",
}
_DUTY_OTHERS = {
    "at", "known_at", "duty", "about", "nth", "how_many", "moved", "missing", "because", "cite", "longer_than",
}  # fmt: skip


def duty(story: Story, row: Written) -> Iterator[str]:
    """`status: none` says that there is no such instance."""
    _only(row, {*_DUTY_KEYS, *_DUTY_MOMENTS, *_DUTY_OTHERS})
    id = _named(row, "duty", story.rules(row).duties)
    found = [each for each in story.duties(row) if each.id == id and _is_about(each.about, row)]
    if "how_many" in row and len(found) != row["how_many"]:
        yield f"{id}: {len(found)} of them, not {row['how_many']}"
    if row.get("status") == "none":
        if found:
            yield f"{id}: there is one ({found[0].status}), and none was expected"
        return
    instance = _the_one(found, row, id)
    yield from (f"{id}: {each}" for each in _instance(story, instance, row))


def _the_one(found: list[Instance], row: Written, id: str) -> Instance:
    nth = row.get("nth")
    if nth is None and len(found) > 1:
        about = ", ".join(str(dict(each.about)) for each in found)
        raise Differs(f"{id}: there are {len(found)} of them ({about}); say which with about: or nth:")
    if len(found) < (nth or 1):
        raise Differs(f"{id}: there is no such duty{f' number {nth}' if nth else ''}")
    return found[(nth or 1) - 1]


def _instance(story: Story, instance: Instance, row: Written) -> Iterator[str]:
    for key, name in _DUTY_KEYS.items():
        if key in row and getattr(instance, name) != row[key]:
            yield f"{key} is {_said(getattr(instance, name))}, not {_said(row[key])}"
    for key, name in _DUTY_MOMENTS.items():
        yield from _moment(story, key, row, getattr(instance, name))
    if "moved" in row and [story.moment(each) for each in _listed(row["moved"])] != list(instance.moved):
        yield f"moved is {[story.local(each) for each in instance.moved]}, not {row['moved']}"
    if "missing" in row:
        yield from _same_set("missing", (_missing(each) for each in instance.missing), row["missing"])
    if "because" in row:
        yield from _same_set("because", instance.because, row["because"])
    if "cite" in row and instance.cite.at != str(row["cite"]):
        yield f"cite is {instance.cite.at!r}, not {row['cite']!r}"
    if "longer_than" in row:
        yield from _longer_than(story, instance.longer_than, row["longer_than"])


def _longer_than(story: Story, over: LongerThan | None, wanted: Any) -> Iterator[str]:
    """The limit above that the duty's own lengthens; `none` says that there is none."""
    if over is None or not isinstance(wanted, Mapping):
        if over is not None or wanted != "none":
            yield f"longer_than is {over}, not {wanted!r}"
        return
    _only(wanted, {"due", "set_by", "because", "within"})
    yield from _moment(story, "due", wanted, over.due_at)
    for key in ("set_by", "because", "within"):
        if key in wanted and getattr(over, key) != wanted[key]:
            yield f"{key} of the longer limit is {getattr(over, key)!r}, not {wanted[key]!r}"


def _moment(story: Story, key: str, row: Written, found: datetime | None) -> Iterator[str]:
    """`none` says that there is no such moment; a bare day is its end."""
    if key not in row:
        return
    wanted = None if row[key] in ("none", "") else _end_or_moment(story, row[key])
    if found != wanted:
        yield f"{key} is {story.local(found) if found else 'none'}, not {row[key]}"


def _end_or_moment(story: Story, text: Any) -> datetime:
    try:
        return story.procedure.calendar.end_of(date.fromisoformat(str(text)))
    except ValueError:
        return story.moment(text)


# --- decisions --------------------------------------------------------------------------------------------------------


def weigh(story: Story, row: Written) -> Iterator[str]:
    """What a decision points to, and what else it might."""
    _only(row, {"at", "known_at", "decision", "about", *_WEIGHED, *_UNTIL})
    id = _named(row, "decision", story.rules(row).decisions)
    try:
        weighed = engine.points_to(id, story.entries, story.procedure, about=row.get("about"), **story.clocks(row))
    except KeyError:
        raise Differs(f"{id} is not decided about {row.get('about', {})}; write about: with what it is for") from None
    yield from (f"{id}: {each}" for each in _weighed(story, weighed, row))


_UNTIL = ("until", "until_at_least")
_WEIGHED = ("points_to", "possible", "missing", "strength", "decided", "differs", "rows")


def _weighed(story: Story, weighed: Weighed, row: Written) -> Iterator[str]:
    sets = {
        "points_to": [each.points_to for each in weighed.points_to],
        "possible": weighed.possible,
        "missing": [_missing(each) for each in weighed.missing],
        "rows": [each.row.id for each in weighed.points_to],
    }
    for key, found in sets.items():
        if key in row:
            yield from _same_set(key, found, row[key])
    first = weighed.points_to[0] if weighed.points_to else None
    singles = {
        "strength": first.row.strength if first else None,
        "decided": weighed.decided,
        "differs": weighed.differs,
    }
    for key, value in singles.items():
        if key in row and value != row[key]:
            yield f"{key} is {_said(value)}, not {_said(row[key])}"
    for key in _UNTIL:
        yield from _moment(story, key, row, getattr(first, key) if first else None)


def keep(story: Story, row: Written) -> Iterator[str]:
    """What a record's retention decision points to, and until when."""
    _only(row, {"at", "known_at", "record", "about", *_WEIGHED, *_UNTIL})
    record = _named(row, "record", story.rules(row).plain.get("retention", {}))
    decision = story.rules(row).plain["retention"][record].more["decision"]
    inner = {key: value for key, value in row.items() if key != "record"}
    yield from (f"{record}: {each}" for each in weigh(story, {**inner, "decision": decision}))


# --- gates ------------------------------------------------------------------------------------------------------------


def gate(story: Story, row: Written) -> Iterator[str]:
    """Which gates are shut before an event."""
    _only(row, {"at", "known_at", "event", "about", "by", "blocked_by", "effect"})
    event = _named(row, "event", story.rules(row).events)
    answer = engine.may(
        event, row.get("about", {}), story.entries, story.procedure, by=row.get("by", ""), **story.clocks(row)
    )
    shut = [] if isinstance(answer, Allowed) else [each.gate for each in answer.reasons]
    effect = None if isinstance(answer, Allowed) else answer.effect
    yield from (f"{event}: {each}" for each in _same_set("blocked_by", shut, row.get("blocked_by", [])))
    if "effect" in row and effect != row["effect"]:
        yield f"{event}: effect is {_said(effect)}, not {row['effect']}"


def out_of_order(story: Story, row: Written) -> Iterator[str]:
    """What happened in spite of a gate, as [gate, number of the entry]."""
    _only(row, {"at", "known_at", "are"})
    found = [tuple(each)[:2] for each in engine.out_of_order(story.entries, story.procedure, **story.clocks(row))]
    yield from _same_set("out of order", found, [tuple(_listed(each)) for each in _listed(row.get("are"))])


# --- contacts, forms, roles, pages ------------------------------------------------------------------------------------


def ring(story: Story, row: Written) -> Iterator[str]:
    """Whether a contact is there at a moment, and its number."""
    _only(row, {"at", "contact", "open", "number", "says"})
    rules = story.rules(row)
    id = _named(row, "contact", rules.directory)
    contact = rules.directory[id]
    is_open = open_at(contact, story.clocks(row)["at"], story.procedure.calendar)
    if row.get("open", "unknown") not in (True, False, "unknown"):
        raise Differs(f"open: {row['open']!r} is not an answer; write yes, no or unknown")
    if "open" in row and is_open != (None if row["open"] == "unknown" else row["open"]):
        yield f"{id}: open is {'unknown' if is_open is None else _said(is_open)}, not {_said(row['open'])}"
    numbers = [each["value"] for each in contact.more.get("numbers", [])]
    if "number" in row and str(row["number"]) not in numbers:
        yield f"{id}: the numbers are {', '.join(numbers) or 'none'}, not {row['number']}"
    if "says" in row and contact.more.get("says") != row["says"]:
        yield f"{id}: it says {contact.more.get('says')!r}, not {row['says']!r}"


def asks(story: Story, row: Written) -> Iterator[str]:
    """Which facts the form of an event asks."""
    _only(row, {"event", "includes", "leaves_out"})
    event = _named(row, "event", story.rules(row).events)
    asked = story.rules(row).events[event].asks
    facts = story.rules(row).facts
    for fact in _listed(row.get("includes")):
        if fact not in asked or fact not in facts:
            yield f"{event} does not ask {fact}"
    for fact in _listed(row.get("leaves_out")):
        if fact in asked:
            yield f"{event} asks {fact}"


def offers(story: Story, row: Written) -> Iterator[str]:
    """Which answers of a fact are offered; one of which nobody can tell is in `possible`."""
    _only(row, {"at", "known_at", "fact", "about", "are", "possible"})
    fact = _named(row, "fact", story.rules(row).facts)
    found = unforeseen.offers(fact, story.entries, story.procedure, about=row.get("about", {}), **story.clocks(row))
    for key, value in (("are", True), ("possible", None)):
        if key in row:
            named = [each for each, is_offered in found.items() if is_offered is value]
            yield from (f"{fact}: {each}" for each in _same_set(key, named, row[key]))


def roles(story: Story, row: Written) -> Iterator[str]:
    """Who may record an event; a role that is not declared may record nothing."""
    _only(row, {"event", "may"})
    rules = story.rules(row)
    event = _named(row, "event", rules.events)
    for role in _listed(row.get("may")):
        if role not in rules.events[event].by or role not in rules.plain.get("roles", {}):
            yield f"{role} may not record {event}"


def shows(story: Story, row: Written) -> Iterator[str]:
    """What the page shows of an element, as "chapter/id", or of the head as "pack"; `has: none`: of no such element."""
    _only(row, {"element", "has"})
    chapter, _, id = str(row.get("element", "")).partition("/")
    data = shown_of(story.procedure, chapter, id)
    if row.get("has") == "none":
        if data is not None:
            yield f"{chapter}/{id} is shown, and was not expected"
    elif data is None:
        yield f"{chapter}/{id} is not shown"
    else:
        yield from (f"{chapter}/{id}: {each}" for each in _within(row.get("has", {}), data, ""))


def _within(wanted: Any, found: Any, path: str) -> Iterator[str]:
    """Everything wanted is found; what else is there does not matter."""
    if isinstance(wanted, Mapping) and isinstance(found, Mapping):
        for key, value in wanted.items():
            yield from _within(value, found.get(key), f"{path}{key}: ")
    elif isinstance(wanted, list) and isinstance(found, Mapping | list | tuple):
        absent = [each for each in wanted if each not in found]
        if absent:
            yield f"{path}{', '.join(map(str, absent))} is not there"
    elif isinstance(wanted, list) and isinstance(found, str):
        yield from _within(", ".join(map(str, wanted)), found, path)
    elif wanted != found and not (isinstance(found, list | tuple) and list(found) == [wanted]):
        yield f"{path}it is {_said(found)}, not {_said(wanted)}"


# --- what all of them use ---------------------------------------------------------------------------------------------


def _only(row: Written, keys: Iterable[str]) -> None:
    known = sorted(keys)
    for key in row:
        if key not in known:
            raise Differs(f"{key!r} is not a key of this row; write one of {', '.join(known)}")
    for key in ("about", "has"):
        if not isinstance(row.get(key, {}), Mapping) and (key, row[key]) != ("has", "none"):
            raise Differs(f"{key}: {row[key]!r} is not a mapping; write {{child: c1}}")


def _listed(value: Any) -> list[Any]:
    """One word stands for a list of one."""
    return value if isinstance(value, list) else [] if value is None else [value]


def _named(row: Written, key: str, known: Mapping[str, Any]) -> str:
    name = row.get(key)
    if name not in known:
        raise Differs(f"there is no {key} {name!r}")
    return str(name)


def _is_about(about: Mapping[str, str], row: Written) -> bool:
    return all(about.get(kind) == id for kind, id in row.get("about", {}).items())


def _missing(each: Missing) -> str:
    """As an example writes it: injury(c1), or next_review_on."""
    return f"{each.fact}({', '.join(each.about.values())})" if each.about else each.fact


def _same_set(key: str, found: Iterable[Any], wanted: Any) -> Iterator[str]:
    is_so, is_wanted = list(found), _listed(wanted)
    if set(is_so) != set(is_wanted):
        yield f"{key} is {is_so or 'nothing'}, not {is_wanted or 'nothing'}"


def _said(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date | time):
        return value.isoformat()
    return "none" if value is None else str(value)
