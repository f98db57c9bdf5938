"""A head teacher whose account nobody had linked is named as the subject, through the browser.

Until the desk has answered, nothing reaches her school; from then on she finds no sign of the case anywhere.
"""

from __future__ import annotations

import email
import re
from collections.abc import Callable, Iterator
from email.policy import default
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Demonstration

LADO, HEAD = "lado@northmere.example", "head@northmere.example"
HER_NAME, SCHOOL, CHAIR = "Ruth Okafor", "Alder Lane Primary School", "Winifred Tallow"
AT_THE_SCHOOL = {HEAD, "chair@northmere.example", "chair@alder-lane.example", "office@alder-lane.example"}
WHAT_SHE_DID = "A parent says that the head pulled her son out of the hall by his collar."


@pytest.fixture
def desk(signed_in: Callable[..., Page]) -> Page:
    return signed_in(LADO)


def take_a_call_about_her(page: Page) -> str:
    """The desk names her from a call; the address of the case."""
    page.get_by_role("link", name="Take a call").click()
    page.get_by_role("button", name="Start a call sheet").click()
    page.get_by_label("Notes of the call").fill(WHAT_SHE_DID)
    page.get_by_label("What is the person's name?").fill(HER_NAME)
    it_is_the_head = page.get_by_role("group", name="Is the concern about the person to whom allegations are reported")
    it_is_the_head.get_by_label("Yes").check()
    page.get_by_role("button", name="Record this call").click()
    page.get_by_role("heading", name=HER_NAME, level=1).wait_for()
    return page.url


def answer_all(page: Page, case: str) -> None:
    page.goto(f"{case}/subject")
    while page.get_by_role("link", name=re.compile("^Answer")).count():
        page.get_by_role("link", name=re.compile("^Answer")).first.click()
        page.get_by_label("Yes, or somebody close to them").check()
        page.get_by_label("How do you know?").fill("The authority's own directory says so.")
        page.get_by_role("button", name="Record the answer").click()
        page.get_by_role("heading", name="Whom the case may be about").wait_for()


def choose_the_chair(page: Page) -> None:
    page.get_by_role("link", name=f"Choose who may know at {SCHOOL}").click()
    offered = page.get_by_role("group", name="Who there may know?").get_by_role("radio")
    expect(page.get_by_role("list").filter(has_text="The chair of governors".lower())).to_contain_text(CHAIR)
    assert all(HER_NAME not in each for each in labels(page))
    assert CHAIR in labels(page)[0]
    offered.nth(next(place for place, each in enumerate(labels(page)) if "chair@northmere.example" in each)).check()
    page.get_by_label("Why?").fill("She leads the governors.")
    page.get_by_role("button", name="Record the choice").click()
    page.get_by_role("heading", name="Whom the case may be about").wait_for()


def labels(page: Page) -> list[str]:
    return page.get_by_role("group", name="Who there may know?").locator("label").all_inner_texts()


def look_for_the_chair(page: Page, case: str) -> None:
    page.goto(f"{case}/access/let-in")
    page.get_by_label("Name or e-mail address").fill(CHAIR)
    page.get_by_role("button", name="Search").click()


def let_the_chair_in(page: Page, case: str) -> None:
    look_for_the_chair(page, case)
    page.get_by_role("link", name=CHAIR, exact=True).click()
    page.get_by_label("Why do they need to see this case?").fill("She acts instead of the head.")
    page.get_by_role("button", name=f"Let {CHAIR} in").click()
    page.get_by_text(f"{CHAIR} may see this case from now on.").wait_for()


def written_to(demonstration: Demonstration) -> list[str]:
    """The addresses of every message that has left."""
    folder = demonstration.home / "mail"
    messages = (
        [each for path in sorted(folder.glob("*")) for each in _messages(path.read_bytes())] if folder.is_dir() else []
    )
    return [str(message["To"]) for message in messages]


def _messages(written: bytes) -> Iterator[email.message.EmailMessage]:
    """A folder's file holds the messages of one connection, with a line of hyphens after each."""
    for each in re.split(rb"\n-{70,}\n", written):
        if each.strip():
            yield email.message_from_bytes(each.lstrip(), policy=default)


def every_address(page: Page, case: str) -> set[str]:
    """All that the desk's pages of the case lead to, and the same case in the interface for programs."""
    reference = case.rsplit("/", 1)[1]
    found = {f"/cases/{reference}{more}" for more in ("", "/subject", "/access", "/case.yaml")}
    for each in sorted(found - {f"/cases/{reference}/case.yaml"}):
        page.goto(case.removesuffix(f"/cases/{reference}") + each)
        hrefs = page.locator("a[href]").evaluate_all("links => links.map(link => link.href)")
        parts = [urlsplit(href) for href in hrefs if reference in href]
        found |= {f"{part.path}?{part.query}" if part.query else part.path for part in parts}
    return found | {f"/api/v1/cases/{reference}{more}" for more in ("", "/duties", "/case.yaml", "/subject")}


def test_nothing_reaches_her_school_before_the_desk_answers_and_then_the_chair_is_told_and_she_finds_no_sign_of_it(
    desk: Page, signed_in: Callable[..., Page], demonstration: Demonstration
) -> None:
    before = written_to(demonstration)
    case = take_a_call_about_her(desk)

    expect(desk.get_by_text(f"Nobody has answered yet who {HER_NAME} may be.")).to_be_visible()
    look_for_the_chair(desk, case)
    expect(desk.get_by_text(f"Nobody has chosen yet who at {SCHOOL} may know of the case.")).to_be_visible()
    assert desk.get_by_role("link", name=CHAIR, exact=True).count() == 0
    assert not set(written_to(demonstration)[len(before) :]) & AT_THE_SCHOOL

    answer_all(desk, case)
    choose_the_chair(desk)
    let_the_chair_in(desk, case)
    assert written_to(demonstration)[len(before) :] == ["chair@northmere.example"]

    addresses = every_address(desk, case)
    assert len(addresses) > 15
    head = signed_in(HEAD)
    reference = case.rsplit("/", 1)[1]
    for each in sorted(addresses):
        answered = head.request.get(demonstration.address + each)
        assert (answered.status, reference in answered.text()) == (404, False), each
    for each in ("/", "/reports", "/api/v1/cases", "/concerns/new"):
        said = head.request.get(demonstration.address + each).text()
        assert reference not in said
        assert "collar" not in said
