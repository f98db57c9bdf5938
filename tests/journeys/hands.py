"""How somebody uses a page: with a mouse, or with nothing but the keyboard.

Nothing here knows what is asked; and nothing may reach what a person could not reach in the same way.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from playwright.sync_api import Locator, Page

FURTHEST = 600
"""How often somebody presses Tab before they give up."""
HAS_THE_FOCUS = "wanted => wanted === document.activeElement"
ONE_OF_THEM_HAS = "wanted => document.activeElement.type === 'radio' && document.activeElement.name === wanted.name"
NEARER_BACKWARDS = """
wanted => {
  const all = [...document.querySelectorAll("a[href], button, input, select, textarea, summary")];
  const here = all.indexOf(document.activeElement), there = all.indexOf(wanted);
  return here < 0 ? all.length - there < there : here > there;
}
"""


class Hands(Protocol):
    """What is done to a page."""

    def press(self, page: Page, target: Locator) -> None:
        """A link or a button, and wait for the page it leads to."""

    def unfold(self, page: Page, summary: Locator) -> None:
        """What is folded."""

    def write(self, page: Page, field: Locator, text: str) -> None:
        """In the place of what stands there."""

    def tick(self, page: Page, option: Locator) -> None:
        """One answer of several that are offered."""

    def untick(self, page: Page, box: Locator) -> None:
        """A box that is ticked."""


class ByMouse:
    """Points at what is wanted."""

    def press(self, page: Page, target: Locator) -> None:
        with another_page(page):
            target.click()

    def unfold(self, page: Page, summary: Locator) -> None:
        summary.click()

    def write(self, page: Page, field: Locator, text: str) -> None:
        field.fill(text)

    def tick(self, page: Page, option: Locator) -> None:
        option.check()

    def untick(self, page: Page, box: Locator) -> None:
        box.uncheck()


class ByKeyboard:
    """Presses Tab until it is there. No mouse is moved, and no element is touched in any other way."""

    def press(self, page: Page, target: Locator) -> None:
        reach(page, target)
        with another_page(page):
            page.keyboard.press("Enter")

    def unfold(self, page: Page, summary: Locator) -> None:
        reach(page, summary)
        page.keyboard.press("Enter")

    def write(self, page: Page, field: Locator, text: str) -> None:
        reach(page, field)
        page.keyboard.press("ControlOrMeta+a")
        page.keyboard.type(text)

    def tick(self, page: Page, option: Locator) -> None:
        """A box is ticked with the space bar; among radio buttons the arrows choose."""
        if option.is_checked():
            return
        if option.get_attribute("type") == "checkbox":
            reach(page, option)
            page.keyboard.press("Space")
            return
        _choose(page, option)

    def untick(self, page: Page, box: Locator) -> None:
        reach(page, box)
        page.keyboard.press("Space")


def reach(page: Page, target: Locator, there: str = HAS_THE_FOCUS) -> None:
    """Tab until the target has the focus, or the other way about where that is nearer."""
    wanted = target.element_handle()
    key = "Shift+Tab" if page.evaluate(NEARER_BACKWARDS, wanted) else "Tab"
    for _ in range(FURTHEST):
        if page.evaluate(there, wanted):
            return
        page.keyboard.press(key)
    raise AssertionError(f"the keyboard does not reach {target}")


@contextmanager
def another_page(page: Page) -> Iterator[None]:
    """Until what was pressed has led to another page, or to the same page again."""
    with page.expect_navigation():
        yield


def _choose(page: Page, option: Locator) -> None:
    """Into the group, to the chosen one or to whichever of its ends is nearer, and on with the arrows."""
    wanted = option.element_handle()
    reach(page, option, ONE_OF_THEM_HAS)
    page.keyboard.press("Space")
    for _ in range(page.locator(f'input[type=radio][name="{option.get_attribute("name")}"]').count()):
        if page.evaluate("wanted => wanted.checked", wanted):
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"the arrows do not reach {option}")
