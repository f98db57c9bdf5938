"""What stands on a page about duties, as its reader reads it: each with its status and its date in words.

Nothing here works anything out; what is not on the page is not there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from playwright.sync_api import Locator, Page

DOUBTFUL, NOT_NEEDED = "Cannot tell yet", "Not needed"

READ = """
articles => articles.map(article => {
  const heading = article.querySelector("h2, h3, h4"), about = heading.querySelector(".db-quiet");
  const words = element => element ? element.textContent.replace(/\\s+/g, " ").trim() : "";
  const case_link = article.previousElementSibling?.matches(".db-case-link") ? article.previousElementSibling : null;
  return {
    title: words(heading),
    clocks: [...article.querySelectorAll(".db-duty__due")].map(
      clock => [words(clock.querySelector(".govuk-tag")), words(clock.querySelector(".govuk-tag ~ strong"))]),
    about_case: words(case_link),
  };
})
"""


def duties_on(page: Page) -> dict[str, str]:
    """Every duty of the case page, done ones too: its title, and then `To do: Due Friday 3 April 2026 at 16:00`."""
    return together(_lines(page.locator("section[aria-labelledby=duties] article")))


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
            yield each["title"], "; ".join(said(status, due) for status, due in each["clocks"])


def said(status: str, due: str) -> str:
    return f"{status}: {due}" if due else status


def together(lines: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Where the same is to be done twice, both are said under the one title, whichever comes first on the page."""
    found: dict[str, list[str]] = {}
    for title, state in lines:
        found.setdefault(title, []).append(state)
    return {title: " | ".join(sorted(states)) for title, states in found.items()}
