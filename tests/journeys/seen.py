"""What stands on a page about duties, as its reader reads it: each with its status and its date in words.

Nothing here works anything out; what is not on the page is not there.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import Any

from playwright.sync_api import Locator, Page

DUTIES = "section[aria-labelledby=duties] article"
DOUBTFUL, NOT_NEEDED = "Cannot tell yet", "Not needed"

READ = """
articles => articles.map(article => {
  const heading = article.querySelector("h2, h3, h4"), about = heading.querySelector(".db-quiet");
  const words = element => element ? element.textContent.replace(/\\s+/g, " ").trim() : "";
  const case_link = article.previousElementSibling?.matches(".db-case-link") ? article.previousElementSibling : null;
  return {
    title: words(heading),
    clocks: [...article.querySelectorAll(".db-duty__due")].map(clock => ({
      status: words(clock.querySelector(".govuk-tag")),
      due: words(clock.querySelector(".govuk-tag ~ strong")),
      says: words(clock.nextElementSibling?.matches(".db-clock") ? clock.nextElementSibling : null),
    })),
    about: words(about),
    about_case: words(case_link),
  };
})
"""


def duties_on(page: Page) -> dict[str, str]:
    """Every duty of the case page, done ones too: its title, and then `To do: Due Friday 3 April 2026 at 16:00`."""
    return together(_lines(page.locator(DUTIES)))


def that_matter(found: dict[str, str], expected: Iterable[str]) -> dict[str, str]:
    """Without the duties that nobody expects and nobody has to do: not needed, or not to be told yet."""
    wanted = set(expected)
    return {
        title: state
        for title, state in found.items()
        if title in wanted or not set(re.split(r"; | \| ", state)) <= {DOUBTFUL, NOT_NEEDED}
    }


def on_today(page: Page, reference: str) -> dict[str, dict[str, str]]:
    """What of one case stands under *Dated*, and under *Waiting for others*."""
    return {
        part: together(_lines(page.locator(f"section[aria-labelledby={part}] article"), reference))
        for part in ("dated", "waiting")
    }


def _lines(articles: Locator, reference: str = "") -> Iterable[tuple[str, str]]:
    read: list[dict[str, Any]] = articles.evaluate_all(READ)
    for each in read:
        if reference in each["about_case"]:
            yield each["title"], "; ".join(_said(clock) for clock in each["clocks"])


def _said(clock: dict[str, str]) -> str:
    return f"{clock['status']}: {clock['due']}" if clock["due"] else clock["status"]


def clocks_on(page: Page) -> Counter[tuple[str, str, str]]:
    """Every clock of the case page by itself: the duty's title, its status, and its date if it has one."""
    read: list[dict[str, Any]] = page.locator(DUTIES).evaluate_all(READ)
    return Counter(
        (clock["says"].partition(": ")[2] or _title(each), clock["status"], _dated(clock["due"]))
        for each in read
        for clock in each["clocks"]
    )


def _title(line: dict[str, Any]) -> str:
    return str(line["title"]).removesuffix(line["about"]).strip()


def _dated(due: str) -> str:
    """Without what the procedure says instead of a date: `As quickly as possible`."""
    return due if due.startswith(("Due ", "Was due ", "Done ")) else ""


def together(lines: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Where the same is to be done twice, both are said under the one title, whichever comes first on the page."""
    found: dict[str, list[str]] = {}
    for title, state in lines:
        found.setdefault(title, []).append(state)
    return {title: " | ".join(sorted(states)) for title, states in found.items()}
