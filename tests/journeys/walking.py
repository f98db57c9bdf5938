"""Somebody taking one step after another on the pages of the service, by whichever hands they have.

Every link and every question is found by the words on the page. Nothing may be sent that was not asked there.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Locator, Page

from tests.journeys.hands import Hands
from tests.journeys.telling import Answer, Answers, On, Person, Step

REPORT, WHO_MAY_SEE = "Report a concern", "Who may see this case"
ANYTHING_ELSE = "Record something else"
HAPPENED = "When did this happen?"
OWN_VIEW, WHY = "What is your own view?", "Why?"
QUESTIONS_OF_A_CONCERN = 30

Met = Callable[[Page, str], None]
"""What is looked at on every page that is met, under a name for the page."""


def not_looking(_page: Page, _name: str) -> None:
    """For a journey on which nothing is looked at on the way."""


@dataclass
class Walker:
    """One person's window, and how they use it."""

    page: Page
    hands: Hands
    address: str
    met: Met

    def take(self, step: Step, reference: str) -> str:
        """Takes the step, and says which case it was in."""
        if step.does == REPORT:
            return self.report(step.answers)
        self.open_case(reference)
        if step.turned_back:
            self.turn_back(step)
        elif step.whom:
            self.let_in(step, step.whom)
        elif step.button:
            self.send(step)
        elif step.own_view:
            self.decide(step)
        else:
            self.record(step)
        self.met(self.page, "the case")
        return reference

    def open_today(self) -> None:
        self.page.goto(self.address)

    def open_case(self, reference: str) -> None:
        """From Today, where each of one's cases is a link."""
        if self.page.url.endswith(f"/cases/{reference}"):
            self.page.reload()
            return
        if self.page.url.rstrip("/") != self.address:
            self.open_today()
        link = self.page.locator(f'a[href$="/cases/{reference}"]').last
        if not link.is_visible():
            self.hands.unfold(self.page, self.page.locator("details").filter(has=link).last.locator("summary").first)
        self.hands.press(self.page, link)

    def report(self, answers: Answers) -> str:
        """One question a page, and the answers checked before they are sent."""
        self.follow(REPORT)
        self.press("Start")
        left = dict(answers)
        for _ in range(QUESTIONS_OF_A_CONCERN):
            if self.page.url.endswith("/check"):
                break
            self.met(self.page, "a question of a concern")
            for ask in [each for each in left if self.asks(each)]:
                self.answer(ask, left.pop(ask))
            self.press("Continue")
        assert not left, f"nobody asked {list(left)}"
        self.met(self.page, "checking the answers")
        self.press("Report this concern")
        self.met(self.page, "the case")
        return self.page.url.rsplit("/", 1)[1]

    def turn_back(self, step: Step) -> None:
        """Reads what stands before it, and goes back to do that first."""
        self.find(step.does)
        self.met(self.page, f"{step.does} (behind a gate)")
        assert step.turned_back in self.page.locator("main").inner_text()
        self.follow("Back to the case")

    def let_in(self, step: Step, whom: Person) -> None:
        """Looks for them by their name, and says why they need to see the case."""
        for link in (WHO_MAY_SEE, step.does):
            self.follow(link)
            self.met(self.page, link)
        self.fill({"Name or e-mail address": whom.name})
        self.press("Search")
        self.met(self.page, f"{step.does} (found)")
        self.follow(whom.name)
        self.met(self.page, f"{step.does} (why, and until when)")
        self.fill(step.answers)
        self.press(f"Let {whom.name} in")
        assert "/let-in/" not in self.page.url, self.errors()
        self.met(self.page, f"{WHO_MAY_SEE} (somebody was let in)")

    def send(self, step: Step) -> None:
        for link in (step.does, *step.through):
            self.follow(link)
            self.met(self.page, f"{step.does} ({link})")
        self.fill(step.answers)
        self.press(step.button)
        assert not self.page.title().startswith("Error"), self.errors()

    def find(self, name: str) -> None:
        """Among what the case waits for, or else among everything that can be recorded."""
        if not self.offers(name):
            self.follow(ANYTHING_ELSE)
            self.met(self.page, ANYTHING_ELSE)
        self.follow(name)

    def record(self, step: Step) -> None:
        self.find(step.does)
        self.met(self.page, step.does)
        self.fill({HAPPENED: step.at} | dict(step.answers) | _whose(step))
        self.press("Record this")
        assert "/record/" not in self.page.url, self.errors()

    def decide(self, step: Step) -> None:
        """The questions, one's own view and why, and only then what the procedure points to."""
        self.follow(step.does, step.about)
        left = dict(step.answers)
        if not self.asks(OWN_VIEW):
            self.met(self.page, f"{step.does} (questions)")
            for ask in [each for each in left if self.asks(each)]:
                self.answer(ask, left.pop(ask))
            self.press("Go on to your own view")
        self.met(self.page, f"{step.does} (own view)")
        self.fill({OWN_VIEW: step.own_view, WHY: step.why})
        self.press("Go on to what the procedure points to")
        self.met(self.page, f"{step.does} (what the procedure points to)")
        self.fill(left)
        self.press("Record the decision")
        assert "/decisions/" not in self.page.url, self.errors()

    def fill(self, answers: Answers) -> None:
        for ask, answer in answers.items():
            assert self.asks(ask), f"{self.page.title()!r} does not ask {ask!r}"
            self.answer(ask, answer)

    def asks(self, ask: str) -> bool:
        return bool(self._group(ask).count() or self._field(ask).count())

    def answer(self, ask: str, answer: Answer) -> None:
        if isinstance(answer, On):
            self._date(self._group(ask), answer)
        elif group := self._group(ask).count() and self._group(ask):
            self._choose(group, [answer] if isinstance(answer, str) else list(answer))
        else:
            self.hands.write(self.page, self._field(ask), str(answer))

    def offers(self, name: str) -> bool:
        """Whether there is such a link, folded away or not."""
        return bool(self.page.locator("a", has_text=_just(name)).count())

    def follow(self, name: str, about: str = "") -> None:
        """A link by its words; one that is folded away is unfolded first."""
        row = self.page.get_by_role("listitem").filter(has_text=about) if about else self.page.locator("body")
        link = row.get_by_role("link", name=_just(name)).first
        if not link.count():
            folded = self.page.locator("details:not([open])").filter(has=self.page.locator("a", has_text=_just(name)))
            assert folded.count(), f"there is no link {name!r} on {self.page.title()!r}"
            self.hands.unfold(self.page, folded.first.locator("summary").first)
        self.hands.press(self.page, link)

    def press(self, name: str) -> None:
        self.hands.press(self.page, self.page.get_by_role("button", name=name, exact=True))

    def errors(self) -> str:
        """What the page has against what was typed, for a test that fails."""
        return f"{self.page.title()}: {self.page.locator('.govuk-error-summary, #gates').all_inner_texts()}"

    def _group(self, ask: str) -> Locator:
        return self.page.get_by_role("group", name=ask, exact=True)

    def _field(self, ask: str) -> Locator:
        return self.page.get_by_label(ask, exact=True)

    def _date(self, group: Locator, on: On) -> None:
        for part, typed in zip(("Day", "Month", "Year"), on.day.split(), strict=True):
            self.hands.write(self.page, group.get_by_label(part, exact=True), typed)
        if on.time:
            self.hands.write(self.page, group.get_by_label("Time, if you know it"), on.time)

    def _choose(self, group: Locator, labels: list[str]) -> None:
        """Just these; what stands ticked already and is none of them is taken back."""
        for box in group.locator("input[type=checkbox]:checked").all():
            if box.evaluate("box => box.labels[0].textContent.trim()") not in labels:
                self.hands.untick(self.page, box)
        for label in labels:
            option = group.get_by_label(label, exact=True)
            assert option.count(), f"{label!r} is not among {group.locator('label').all_inner_texts()}"
            self.hands.tick(self.page, option)


def _just(name: str) -> re.Pattern[str]:
    """These words and no others; the browser puts a space before what is there for a screen reader alone."""
    words = re.escape(name).replace(":", r"\s?:")
    return re.compile(rf"^\s*{words}\s*$")


def _whose(step: Step) -> Answers:
    """Whoever records what somebody else did says who it was."""
    if not step.as_role:
        return {}
    return {"Who did this?": step.as_role, "What is their name?": step.for_whom}
