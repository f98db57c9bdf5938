"""One whole case, walked on the pages of a running demonstration, and what stood on them after every step.

Nothing is judged here: what is wrong with what was seen, the tests say.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from tests.journeys import seen
from tests.journeys.conftest import Demonstration
from tests.journeys.how_it_ended import THE_OUTCOMES, WHAT_FOLLOWS
from tests.journeys.over_easter import STEPS as OVER_EASTER
from tests.journeys.telling import Lines, On, Person, Step, Today
from tests.journeys.the_second_allegation import STEPS as THE_SECOND_ALLEGATION
from tests.journeys.to_the_end import THE_EMPLOYER, THE_INVESTIGATIONS
from tests.journeys.until_the_threshold import STEPS as UNTIL_THE_THRESHOLD
from tests.journeys.walking import Walker

STEPS = (
    *UNTIL_THE_THRESHOLD,
    *OVER_EASTER,
    *THE_SECOND_ALLEGATION,
    *THE_INVESTIGATIONS,
    *THE_EMPLOYER,
    *THE_OUTCOMES,
    *WHAT_FOLLOWS,
)

AGAIN = " #2"
"""How a step names the second of two duties that have the same title and are about the same."""

Windows = Callable[[Person], Walker]


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
        if not bracket or any(rest.startswith(kind) for kind in self.several):
            return title
        return name


def walk(
    demonstration: Demonstration,
    window: Windows,
    reader: Person,
    *,
    steps: Sequence[Step] = STEPS,
) -> tuple[str, list[Seen]]:
    """Takes every step, and reads the case by the reader's eyes after each. The reference, and what was seen."""
    reference, expected, found = "", Expected(), []
    for step in steps:
        demonstration.tell(moment(step.now or step.at))
        reference = window(step.who).take(step, reference)
        expected.after(step)
        found.append(_look(window, reader, reference, step, expected))
    return reference, found


def _look(window: Windows, reader: Person, reference: str, step: Step, expected: Expected) -> Seen:
    concerned = [person for person in expected.today if person in step.today or person is step.who]
    walker, lines = window(reader), expected.lines()
    today = {person.name: _today(window(person), reference) for person in concerned}
    walker.page.goto(f"{walker.address}/cases/{reference}")
    return Seen(
        step=step,
        duties=seen.that_matter(seen.duties_on(walker.page), lines),
        expected=lines,
        today=today,
        expected_today={
            person.name: {"dated": expected.today[person].dated, "waiting": expected.today[person].waiting}
            for person in concerned
        },
    )


def _today(walker: Walker, reference: str) -> dict[str, dict[str, str]]:
    walker.open_today()
    return seen.on_today(walker.page, reference)


def moment(on: On) -> str:
    """As the clock file has it; the whole case is told in British Summer Time."""
    day, month, year = (int(part) for part in on.day.split())
    return f"{year}-{month:02}-{day:02}T{on.time}:00+01:00"
