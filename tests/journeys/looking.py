"""What is looked at on every page that a journey meets: for a screen reader, on a telephone, and for a plain question.

Nothing here presses or types anything; what it finds wrong it keeps until the journey is over.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from dutybook import packs

NARROW = {"width": 320, "height": 640}
CUT_OFF = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
CHOICES = """
() => [...document.querySelectorAll("option, input[type=radio], input[type=checkbox]")].map(each => each.value)
"""
BOXES = """
() => [...document.querySelectorAll("textarea, input[type=text]")].map(
  each => (each.labels[0]?.textContent ?? "").trim())
"""
RAW = re.compile(r"\b(JSON|YAML|raw|payload)\b", re.IGNORECASE)


@dataclass
class Looking:
    """What was wrong, by the name of the page. Each page is examined for a screen reader once, when it is first met."""

    axe: dict[str, str] = field(default_factory=dict)
    cut_off: set[str] = field(default_factory=set)
    raw: dict[str, list[str]] = field(default_factory=dict)
    examined: set[str] = field(default_factory=set)

    def at(self, page: Page, name: str) -> None:
        if name in self.examined:
            return
        self.examined.add(name)
        self._plain(page, name)
        found = Axe().run(page)
        if found.violations_count:
            self.axe[name] = found.generate_report()
        self.narrow(page, name)

    def narrow(self, page: Page, name: str) -> None:
        """As it is on a telephone; what is wider than that could only be read by pushing it from side to side."""
        wide = page.viewport_size
        page.set_viewport_size(NARROW)
        if page.evaluate(CUT_OFF):
            self.cut_off.add(name)
        self._keep(page, name, "telephone")
        page.set_viewport_size(wide or NARROW)
        self._keep(page, name, "wide")

    def _plain(self, page: Page, name: str) -> None:
        """No page offers the procedure's own names for what can happen, nor a box for anything but an answer."""
        events = stored_names()
        offered = events & set(page.evaluate(CHOICES))
        said = events & set(re.findall(r"\w+", page.locator("main").inner_text()))
        boxes = [label for label in page.evaluate(BOXES) if not label or RAW.search(label)]
        if offered or said or boxes:
            self.raw[name] = [*sorted(offered | said), *boxes]

    def _keep(self, page: Page, name: str, width: str) -> None:
        """A picture of the page, for whoever wants to look at them all: DUTYBOOK_PICTURES names the folder."""
        folder = os.environ.get("DUTYBOOK_PICTURES")
        if folder:
            Path(folder).mkdir(parents=True, exist_ok=True)
            file = f"{len(self.examined):03} {width} {re.sub(r'[^A-Za-z0-9 ()]', '', name)[:80]}.png"
            page.screenshot(path=Path(folder, file), full_page=True)


@cache
def stored_names() -> frozenset[str]:
    """What only the record and the packs call an event: `hearing_held`, say."""
    return frozenset(packs.load("staffordshire").at(datetime(2026, 4, 2, tzinfo=UTC)).events)
