"""What is next stands at the top of a case, and what is finished is folded: nobody scrolls for what is to be done."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Demonstration

LADO = "lado@northmere.example"
AT_THE_TOP = 600
CASES = """
links => [...new Set(links.map(link => link.getAttribute("href")).filter(each => each.split("/").length == 3))]
"""
BOTTOM = "sentence => sentence.getBoundingClientRect().bottom + scrollY"
ENTRIES = ".db-chronology > li"


@pytest.fixture
def officer(signed_in: Callable[..., Page]) -> Page:
    return signed_in(LADO)


@pytest.fixture
def cases(officer: Page) -> list[str]:
    """Every case of the demonstration, whatever stage it is at."""
    found: list[str] = officer.locator("main a[href^='/cases/']").evaluate_all(CASES)
    assert len(found) > 20
    return found


@pytest.fixture
def a_long_one(officer: Page, cases: list[str], demonstration: Demonstration) -> str:
    """The address of the case with the longest record."""
    return max((demonstration.address + each for each in cases), key=lambda each: _entries(officer, each))


def _entries(page: Page, address: str) -> int:
    page.goto(address)
    return page.locator(ENTRIES).count()


@pytest.mark.parametrize("width", [1280, 320])
def test_what_is_next_stands_in_one_sentence_at_the_top_of_every_case(
    width: int, officer: Page, cases: list[str], demonstration: Demonstration
) -> None:
    officer.set_viewport_size({"width": width, "height": 900})

    bottoms = {}
    for each in cases:
        officer.goto(demonstration.address + each)
        bottoms[each] = officer.locator(".db-next").evaluate(BOTTOM)

    assert {case: bottom for case, bottom in bottoms.items() if bottom > AT_THE_TOP} == {}


def test_of_a_long_record_the_latest_stands_open_and_a_link_to_an_earlier_entry_opens_the_rest(
    officer: Page, a_long_one: str
) -> None:
    officer.goto(a_long_one)
    record = officer.locator("section[aria-labelledby=record]")
    assert record.locator(ENTRIES).count() > 30
    assert [each.is_visible() for each in record.locator(ENTRIES).all()].count(True) == 20
    expect(officer.locator("#entry-1")).to_be_hidden()

    officer.goto(a_long_one + "#entry-1")

    expect(officer.locator("#entry-1")).to_be_visible()
    expect(officer.locator("#entry-1")).to_be_in_viewport()


def test_a_link_on_the_page_to_a_folded_entry_opens_it(officer: Page, a_long_one: str) -> None:
    officer.goto(a_long_one)
    link = officer.locator("main .db-answers a[href='#entry-1']").first
    link.click()

    expect(officer.locator("#entry-1")).to_be_in_viewport()


def test_as_on_another_day_and_on_paper_all_of_the_record_is_there(officer: Page, a_long_one: str) -> None:
    officer.goto(a_long_one + "?known_at=2026-04-01")
    entries = officer.locator(ENTRIES)

    assert entries.count() > 20
    assert all(each.is_visible() for each in entries.all())

    officer.goto(a_long_one)
    officer.emulate_media(media="print")
    assert officer.locator("#entry-1").evaluate("entry => entry.getBoundingClientRect().height") > 0
