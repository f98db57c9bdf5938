"""What procedures say is found, unfolded and compared by mouse, by keyboard, on a telephone and by a screen reader."""

from __future__ import annotations

from collections.abc import Callable

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Demonstration
from tests.journeys.looking import CUT_OFF, NARROW
from tests.journeys.test_for_everybody import LADO, go_to

SHOWN = "each => getComputedStyle(each).display !== 'none'"


def look_at(page: Page) -> None:
    """As it is unfolded, for a screen reader; then on a telephone."""
    assert Axe().run(page).violations_count == 0
    page.set_viewport_size(NARROW)
    assert not page.evaluate(CUT_OFF)
    page.set_viewport_size({"width": 1280, "height": 900})


def test_a_topic_is_found_among_all_authorities_by_keyboard_alone(
    signed_in: Callable[..., Page], demonstration: Demonstration
) -> None:
    page = signed_in(LADO)
    page.goto(f"{demonstration.address}/procedures/staffordshire")
    go_to(page, "all authorities side by side")
    page.keyboard.press("Enter")
    page.wait_for_url("**/procedures/side-by-side")

    page.locator("#words").focus()
    page.keyboard.type("strategy discussion was held")
    page.keyboard.press("Enter")

    expect(page.get_by_text("What speaks of")).to_be_visible()
    expect(page.get_by_text("Time limits differ").first).to_be_visible()
    expect(page.get_by_text("Within 24 hours of “Children's social care received the referral”").first).to_be_visible()
    look_at(page)


def test_a_link_to_a_topic_unfolds_it(signed_in: Callable[..., Page], demonstration: Demonstration) -> None:
    page = signed_in(LADO)
    page.goto(f"{demonstration.address}/procedures/side-by-side")
    expect(page.get_by_text("The designated officer was told", exact=True)).to_be_hidden()

    page.get_by_role("link", name="The concern", exact=True).click()

    expect(page.get_by_text("The designated officer was told", exact=True)).to_be_visible()
    look_at(page)


def test_columns_stand_under_each_other_on_a_telephone_each_with_its_name(
    signed_in: Callable[..., Page], demonstration: Demonstration
) -> None:
    page = signed_in(LADO, viewport=NARROW)

    page.goto(f"{demonstration.address}/procedures/side-by-side?words=strategy+discussion+was+held")

    cells = page.locator(".beside-table td:not(.beside-none)")
    assert len({cells.nth(place).bounding_box()["x"] for place in range(min(5, cells.count()))}) == 1  # type: ignore[index]
    assert page.locator(".beside-who").first.evaluate(SHOWN)


def test_two_procedures_are_chosen_and_set_beside_each_other(
    signed_in: Callable[..., Page], demonstration: Demonstration
) -> None:
    page = signed_in(LADO)
    page.goto(f"{demonstration.address}/procedures/staffordshire")
    page.get_by_role("link", name="Set it beside another procedure").click()
    page.get_by_role("button", name="Set the two beside each other").click()
    page.get_by_role("link", name="Choose a procedure").click()
    assert page.evaluate("document.activeElement.id") == "other"

    page.get_by_label("Another procedure").select_option("gloucestershire")
    page.get_by_role("button", name="Set the two beside each other").click()

    expect(page.get_by_role("heading", name="Two procedures beside each other", level=1)).to_be_visible()
    expect(page.get_by_text("within 24 hours").first).to_be_visible()
    look_at(page)
