"""Draws the many cases of the demonstration from `demo_lines.yaml` and `demo_names.yaml`. The same seed draws the same.

Nothing may be drawn from the clock or from chance itself, and nothing that a line does not say may be made up here.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any

from dutybook import packs
from dutybook.cli.demo_story import Person, Step, Told, written
from dutybook.engine.procedure import Event

Written = Mapping[str, Any]
FIRST = "allegation-1"
FURTHER_ON = {"first_names": 17, "surnames": 28, "children": 17}
"""Unlike, or the manager of one case would have the name of the adult of another."""
BETWEEN = 6
"""Minutes between the entries of one beat."""
RUNG_IN_AFTER = 150
"""Minutes until the desk has heard from somebody who has no account, and has recorded it."""
TEAM = ("designated_officer", "duty_desk", "business_support")
ACCOUNTS = {
    "desk": ("freya", "tobias", "dilys"),
    "officer": ("dilys", "omar"),
    "care": ("asha",),
    "team": ("moss",),
    "worker": ("lena",),
    "fostering": ("gwil",),
}
"""Whose account may play which part."""
FOR_OTHERS = ("senior_manager", "employer", "referrer", "agency", "commissioner")
"""What a manager does in another part than their own, the desk records for them in the first of these that fits."""


@dataclass(frozen=True)
class Part:
    """Somebody in a case; with an account, they record their own steps."""

    name: str
    role: str
    account: str = ""


@dataclass(frozen=True, order=True)
class Beat:
    """What happens on one working day since the beginning, at one time."""

    day: int
    at: str
    name: str = field(compare=False)


def draw(procedure: str, people: Sequence[Person], seed: int) -> list[Told]:
    """One case for each line, in its order."""
    events = packs.load(procedure).editions[-1][1].events
    lines, names = written("demo_lines.yaml"), written("demo_names.yaml")
    shuffled = _shuffled(names, random.Random(seed))  # noqa: S311 - a story is no secret
    return [
        _Drawing(line, number, lines, shuffled, {each.id: each for each in people}, events, seed).case()
        for number, line in enumerate(lines["lines"])
    ]


def _shuffled(names: Written, chance: random.Random) -> dict[str, list[str]]:
    """So that nobody has another's name, each case takes the next of every list."""
    return {kind: chance.sample(each, len(each)) for kind, each in names.items()}


@dataclass(frozen=True)
class _Drawing:
    """One line, being drawn."""

    line: Written
    number: int
    lines: Written
    names: Mapping[str, Sequence[str]]
    people: Mapping[str, Person]
    events: Mapping[str, Event]
    seed: int

    def case(self) -> Told:
        steps = tuple(self._steps())
        accounts = dict.fromkeys(step.by for step in steps[1:] if self.people[step.by].role not in TEAM)
        taking_part = {each: f"takes part: {self.people[each].what}" for each in accounts if each != steps[0].by}
        return Told(says=self.line["says"], steps=steps, involve=taking_part | self.line.get("involve", {}))

    @cached_property
    def chance(self) -> random.Random:
        return random.Random(f"{self.seed}/{self.number}")  # noqa: S311 - a story is no secret

    @cached_property
    def setting(self) -> Written:
        return dict(self.lines["settings"][self.line["setting"]])

    @cached_property
    def matter(self) -> Written:
        return dict(self.lines["matters"][self.line["matter"]])

    @cached_property
    def parts(self) -> Mapping[str, Part]:
        """Who takes part; what nobody with an account does, the desk records for them."""
        drawn = {part: self.chance.choice(each) for part, each in ACCOUNTS.items()}
        known = {part: self._known(account) for part, account in drawn.items()}
        manager = self.setting["manager"]
        mine = self._known(manager["account"]) if "account" in manager else Part(self._name(1), manager["role"])
        detective = self.chance.choice((self._known("grace"), Part(f"DC {self._name(3)}", "police_officer")))
        return known | {"manager": mine, "police": detective}

    @cached_property
    def drawn(self) -> dict[str, str]:
        """What stands for the words in braces."""
        first, surname = self._name(0).rsplit(" ", 1)
        places = self.chance.sample(self.lines["settings"]["school"]["places"], 2)
        child, second = (self._next("children", turn) for turn in (0, 1))
        drawn = {
            "adult": f"{first} {surname}",
            "known_as": f"{self.chance.choice(self.names['titles'])} {surname}",
            "child": child,
            "second_child": second,
            "place": self.chance.choice(self.setting["places"]),
            "second_place": places[0],
            "third_place": places[1],
            "job": self.chance.choice(self.setting["jobs"]),
            "manager": self.parts["manager"].name,
            "second_manager": self._name(2),
            "hr": self._name(4),
            "officer": self.parts["officer"].name,
            "house": str(self.chance.randint(2, 98)),
            "number": f"{self.chance.randint(0, 999):03}",
            "born": self._birthday().isoformat(),
        }
        return drawn | {"conduct": self.chance.choice(self.matter["conduct"]).format_map(drawn)}

    def _steps(self) -> Iterator[Step]:
        began, late = self.chance.randint(*self.line["began"]), self.chance.randrange(BETWEEN)
        for beat in self._beats():
            for turn, step in enumerate(self.lines["beats"][beat.name]):
                yield Step(
                    event=step["event"],
                    working_days_ago=began - beat.day,
                    at=_minutes_after(beat.at, late + turn * BETWEEN),
                    data=self._said(beat, step),
                    reason=self.line.get("past", {}).get(step["event"], step.get("reason", "")),
                    **self._told_by(step),
                )

    def _beats(self) -> list[Beat]:
        """The course of the line, without what it leaves out, as far as it goes, and with what it adds."""
        course = [_beat(each) for each in self.lines["courses"][self.line["course"]]]
        instead, left_out = self.line.get("instead", {}), self.line.get("without", ())
        own = [replace(each, name=instead.get(each.name, each.name)) for each in course if each.name not in left_out]
        if "until" in self.line:
            own = own[: 1 + [each.name for each in own].index(self.line["until"])]
        return sorted([*own, *map(_beat, self.line.get("more", ()))])

    def _told_by(self, step: Written) -> dict[str, Any]:
        """Who records it, and for whom: somebody's own step is recorded by themselves if their role is asked for."""
        part, desk = self.parts[step["who"]], self.parts["desk"].account
        if "as" in step:
            return {"by": desk, "done_by": step.get("named", part.name).format_map(self.drawn), "as_role": step["as"]}
        by = self.events[step["event"]].by
        if part.account and part.role in by and not step.get("by_telephone"):
            return {"by": part.account}
        role = next(each for each in (part.role, *FOR_OTHERS) if each in by)
        return {"by": desk, "done_by": part.name, "as_role": role, "recorded_after_minutes": RUNG_IN_AFTER}

    def _said(self, beat: Beat, step: Written) -> dict[str, Any]:
        """What the entry says: what is drawn, what the matter and the setting answer, and what the beat says itself."""
        event = step["event"]
        about = {"allegation": FIRST} if "allegation" in self.events[event].about else {}
        answers = {"concern_raised": self.matter["concern"], "initial_discussion_held": self.matter["discussion"]}
        place = self.setting["work"] if event == "employment_described" else {}
        own = step.get("data", {}) | self.line.get("change", {}).get(beat.name, {})
        return {
            fact: answer.format_map(self.drawn) if isinstance(answer, str) else answer
            for fact, answer in (about | answers.get(event, {}) | place | own).items()
        }

    def _known(self, account: str) -> Part:
        person = self.people[account]
        return Part(person.name, person.role, account)

    def _birthday(self) -> date:
        return date(self.chance.randint(1962, 2003), self.chance.randint(1, 12), self.chance.randint(1, 28))

    def _name(self, turn: int) -> str:
        return f"{self._next('first_names', turn)} {self._next('surnames', turn)}"

    def _next(self, kind: str, turn: int) -> str:
        """The adults take a list from its beginning, one a case; whoever else is named, from further on in it."""
        names = self.names[kind]
        return names[(self.number + FURTHER_ON[kind] * turn) % len(names)]


def _beat(written: str) -> Beat:
    """`told, 0, 11:40`: what, on which working day since the beginning, at what time."""
    name, day, at = (each.strip() for each in written.split(","))
    return Beat(int(day), at, name)


def _minutes_after(at: str, minutes: int) -> str:
    hours, past = divmod(int(at[:2]) * 60 + int(at[3:]) + minutes, 60)
    return f"{hours:02}:{past:02}"
