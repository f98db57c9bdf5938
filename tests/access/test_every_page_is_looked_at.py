"""Every page of the table in policy.py, in a real browser: for a screen reader, by keyboard, and on a telephone.

Each is asked for, sent as an empty form and sent as a good one, by everybody who gets something else to see. Nothing is
listed here: a new address is looked at because it has its row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, Route

from dutybook.casework.models import Account
from tests.access.policy import PAGES, SET_UP, SIGN_IN
from tests.access.test_no_gap_shows import DRAWN_FOR_EACH_FORM
from tests.access.test_sweep import DIFFERS_EACH_TIME, Sweep, address_of
from tests.access.world import World

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

SITE = "http://dutybook.test"
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 320, "height": 640}
ASKED, SENT_EMPTY, SENT = "asked for", "sent empty", "sent"

UNFOLD = "() => document.querySelectorAll('details').forEach(each => { each.open = true })"
CUT_OFF = "() => document.documentElement.scrollWidth > window.innerWidth"
OUT_OF_REACH = """
() => [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, summary, textarea")]
  .filter(each => each.checkVisibility() && (each.tabIndex < 0 || each.disabled))
  .map(each => each.outerHTML.slice(0, 120))
"""
LEADS_NOWHERE = """
() => [...document.querySelectorAll(".govuk-error-summary a")]
  .map(each => each.getAttribute("href"))
  .filter(to => !to.startsWith("#") || !document.getElementById(to.slice(1)))
"""
ERROR_UNTITLED = "() => !!document.querySelector('.govuk-error-summary') && !document.title.startsWith('Error')"
UNTITLED = "() => !document.title.trim() || document.querySelectorAll('h1').length !== 1"
WRONG = {
    "is wider than the screen": CUT_OFF,
    "has a control that the keyboard does not reach": OUT_OF_REACH,
    "has an error that leads nowhere": LEADS_NOWHERE,
    "shows an error and does not say so in its title": ERROR_UNTITLED,
    "has no title, or not one heading above all others": UNTITLED,
}


class Pages(Sweep):
    """What one person gets to see of every row, by how they came to it; `seen` is what needs no second look."""

    def unseen(self, seen: set[str]) -> Mapping[str, Any]:
        shown = {}
        for name in PAGES:
            for how, answer in self._answers(name):
                if not answer.headers.get("Content-Type", "").startswith("text/html") or not answer.content:
                    continue
                what = shows(answer).replace(self.world.case.reference, "")
                if what not in seen:
                    seen.add(what)
                    shown[f"{name}, {how}"] = answer
        return shown

    def _answers(self, name: str) -> Iterator[tuple[str, Any]]:
        """Whoever is only sent to sign in, or to set up a code, sees that page at its own row."""
        row, address = PAGES[name], address_of(name, self._arguments(""))
        sent = row.sends(self.world, self.account)
        for how, method, form in ((ASKED, "get", dict(row.asks)), (SENT_EMPTY, "post", {}), (SENT, "post", sent)):
            if row.row(method)[self.person] not in (SIGN_IN, SET_UP):
                yield how, self._take_back(method, address, form, follow=True)


def shows(answer: Any) -> str:
    """What stands between the same head and foot, without what is drawn anew each time."""
    page = DIFFERS_EACH_TIME.sub("", answer.content.decode())
    return DRAWN_FOR_EACH_FORM.sub("", page.partition("<main")[2] or page)


@dataclass
class Served:
    """A browser that is given answers which the service has made already, with their headers, styles and scripts."""

    context: BrowserContext
    client: Client
    answer: Any = None

    def wrong_with(self, answer: Any) -> list[str]:
        """In a new page each time: one that shows hundreds keeps them all in its memory."""
        self.answer = answer
        page = self.context.new_page()
        page.goto(f"{SITE}/shown", wait_until="load")
        page.evaluate(UNFOLD)
        found = wrong_with(page)
        page.close()
        return found

    def serve(self, route: Route) -> None:
        path = urlsplit(route.request.url).path
        if path == "/shown":
            answer, body = self.answer, self.answer.content
        elif path.startswith("/static/") or path.endswith(".css"):
            answer = self.client.get(path)
            body = answer.getvalue()
        else:
            return route.fulfill(status=404)
        # Always as if it were found: the browser shows a page of its own for some answers that carry another number.
        return route.fulfill(status=200, headers=dict(answer.headers), body=body)


@pytest.fixture
def served(browser: Browser) -> Iterator[Served]:
    context = browser.new_context(viewport=WIDE)
    opened = Served(context, Client())
    context.route("**/*", opened.serve)
    yield opened
    context.close()


@pytest.fixture(scope="module")
def seen() -> set[str]:
    """What was looked at already: most refusals are alike, whoever is refused."""
    return set()


@pytest.fixture
def pages(world: World, signed_in: Callable[[Account], Client], seen: set[str]) -> Callable[[str], Mapping[str, Any]]:
    return lambda person: Pages(world, person, signed_in).unseen(seen)


def wrong_with(page: Page) -> list[str]:
    """Everything that is wrong with the page that is shown, at both widths."""
    found = Axe().run(page)
    axe = [
        f"axe: {each['id']} at {[node['target'] for node in each['nodes']]}" for each in found.response["violations"]
    ]
    wide = [f"{says} at {WIDE['width']}: {what}" for says, what in _complaints(page)]
    page.set_viewport_size(NARROW)
    return axe + wide + [f"{says} at {NARROW['width']}: {what}" for says, what in _complaints(page)]


def _complaints(page: Page) -> Iterator[tuple[str, Any]]:
    for says, question in WRONG.items():
        if what := page.evaluate(question):
            yield says, what


@pytest.mark.parametrize("person", ["team", "involved", "recused", "subject", "signed_out", "no_code"])
def test_nothing_is_wrong_with_any_page_of_the_table(
    person: str, pages: Callable[[str], Mapping[str, Any]], served: Served
) -> None:
    shown = pages(person)

    wrong = {name: served.wrong_with(answer) for name, answer in shown.items()}

    assert {name: each for name, each in wrong.items() if each} == {}


@pytest.mark.parametrize("world", [True], ids=["a restricted case"], indirect=True)
def test_nothing_is_wrong_with_any_page_of_a_restricted_case(
    pages: Callable[[str], Mapping[str, Any]], served: Served
) -> None:
    shown = pages("team")

    wrong = {name: served.wrong_with(answer) for name, answer in shown.items()}

    assert {name: each for name, each in wrong.items() if each} == {}
