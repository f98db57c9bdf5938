"""One whole case, walked on the pages of a running demonstration, and what stood on them after every step.

Nothing is judged here: what is wrong with what was seen, the tests say.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, BrowserContext

from tests.journeys import seen
from tests.journeys.conftest import Demonstration, signed_in_page
from tests.journeys.hands import Hands
from tests.journeys.how_it_ended import THE_OUTCOMES, WHAT_FOLLOWS
from tests.journeys.over_easter import STEPS as OVER_EASTER
from tests.journeys.telling import Lines, On, Person, Step, Today
from tests.journeys.the_second_allegation import STEPS as THE_SECOND_ALLEGATION
from tests.journeys.to_the_end import THE_EMPLOYER, THE_INVESTIGATIONS
from tests.journeys.until_the_threshold import STEPS as UNTIL_THE_THRESHOLD
from tests.journeys.walking import Met, Walker, not_looking

STEPS = (
    *UNTIL_THE_THRESHOLD,
    *OVER_EASTER,
    *THE_SECOND_ALLEGATION,
    *THE_INVESTIGATIONS,
    *THE_EMPLOYER,
    *THE_OUTCOMES,
    *WHAT_FOLLOWS,
)
THAT_MORNING, AT_THE_END = "2026-04-02T09:00:00+01:00", "2026-06-03T11:00:00+01:00"
WIDE = {"viewport": {"width": 1280, "height": 900}}
AGAIN = " #2"
"""How a step names the second of two duties that have the same title and are about the same."""


@dataclass(kw_only=True)
class Windows:
    """Each person at a screen of their own, signed in there once."""

    browser: Browser
    demonstration: Demonstration
    hands: Hands
    met: Met = not_looking
    options: Mapping[str, Any] = field(default_factory=lambda: WIDE)
    opened: dict[Person, tuple[BrowserContext, Walker]] = field(default_factory=dict)

    def of(self, person: Person) -> Walker:
        if person not in self.opened:
            context = self.browser.new_context(**self.options)
            page = signed_in_page(context, person.email, self.demonstration, self.hands)
            self.opened[person] = context, Walker(page, self.hands, self.demonstration.address, self.met)
        return self.opened[person][1]

    def close(self) -> None:
        for context, _ in self.opened.values():
            context.close()
        self.opened.clear()


@dataclass(frozen=True, kw_only=True)
class Seen:
    """What stood on the pages after one step, and what the step says should stand there."""

    step: Step
    duties: Lines
    expected: Lines
    today: Mapping[str, Mapping[str, Lines]]
    expected_today: Mapping[str, Mapping[str, Lines]]

    @property
    def name(self) -> str:
        return f"{self.step.at.day} {self.step.at.time}, {self.step.who.name}: {self.step.does}"


@dataclass
class Expected:
    """What should stand on the pages by now: what every step so far said."""

    duties: dict[str, str] = field(default_factory=dict)
    today: dict[Person, Today] = field(default_factory=dict)
    several: set[str] = field(default_factory=set)

    def after(self, step: Step) -> None:
        self.duties |= step.duties
        self.today |= step.today
        self.several |= {step.several} - {""}

    def lines(self) -> dict[str, str]:
        """The duties as their reader meets them: which thing they are about is said only where there are two."""
        return seen.together((self._shown(title), state) for title, state in self.duties.items())

    def _shown(self, title: str) -> str:
        title = title.removesuffix(AGAIN)
        name, bracket, rest = title.partition(" (")
        return title if not bracket or any(rest.startswith(kind) for kind in self.several) else name


def walk(windows: Windows) -> str:
    """Takes every step; the reference of the case."""
    reference = ""
    for step in STEPS:
        reference = _take(windows, step, reference)
    return reference


def walk_and_look(windows: Windows, reader: Person) -> tuple[str, list[Seen]]:
    """The same, and reads the case by one person's eyes after every step, and Today by those of whom it concerns."""
    reference, expected, found = "", Expected(), []
    for step in STEPS:
        reference = _take(windows, step, reference)
        expected.after(step)
        found.append(_look(windows, reader, reference, step, expected))
    return reference, found


def _take(windows: Windows, step: Step, reference: str) -> str:
    windows.demonstration.tell(moment(step.now or step.at))
    return windows.of(step.who).take(step, reference)


def _look(windows: Windows, reader: Person, reference: str, step: Step, expected: Expected) -> Seen:
    concerned = [person for person in expected.today if person in step.today or person is step.who]
    lines = expected.lines()
    return Seen(
        step=step,
        duties=seen.that_matter(_duties(windows.of(reader), reference, recorded=step.who is reader), lines),
        expected=lines,
        today={person.name: today(windows.of(person), reference) for person in concerned},
        expected_today={
            person.name: {"dated": expected.today[person].dated, "waiting": expected.today[person].waiting}
            for person in concerned
        },
    )


def _duties(walker: Walker, reference: str, *, recorded: bool) -> dict[str, str]:
    """Whoever has just recorded something was led to the case page by that, and reads it there."""
    is_there = recorded and walker.page.url.endswith(f"/cases/{reference}")
    return seen.duties_on(walker.page) if is_there else duties(walker, reference)


def duties(walker: Walker, reference: str) -> dict[str, str]:
    walker.page.goto(f"{walker.address}/cases/{reference}")
    return seen.duties_on(walker.page)


def today(walker: Walker, reference: str) -> dict[str, dict[str, str]]:
    walker.open_today()
    return seen.on_today(walker.page, reference)


def moment(on: On) -> str:
    """As the clock file has it; the whole case is told in British Summer Time."""
    day, month, year = (int(part) for part in on.day.split())
    return f"{year}-{month:02}-{day:02}T{on.time}:00+01:00"
