"""Pages work by keyboard alone, without JavaScript, on a telephone and for a screen reader, and hide what they must."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.journeys.conftest import BY_MOUSE, Demonstration, start
from tests.journeys.test_first_evidence import HEAD, report_a_concern

press = BY_MOUSE.press
LADO = "lado@northmere.example"
SUBJECT = "subject@northmere.example"
PRINCIPAL = "principal@northmere.example"
NURSERY = "nursery@northmere.example"
"""Their concerns are left half told: no other journey through the same demonstration begins one in their names."""


def every_page(page: Page, demonstration: Demonstration) -> Iterator[str]:
    """Each page that a LADO meets, in each state; the page is there when its name is given."""
    yield "Today"
    press(page, page.get_by_role("link", name="Colin Farrow").last)
    yield "the case"
    for folded in page.locator("summary").all():
        folded.click()
    yield "the case, unfolded"
    press(page, page.locator("section[aria-labelledby=next] a").first)
    yield "recording"
    press(page, page.get_by_role("button", name="Record this"))
    yield "recording, with errors"
    press(page, page.get_by_role("link", name="New concern"))
    yield "calls"
    press(page, page.get_by_role("button", name="Start a call sheet"))
    yield "a call sheet"
    press(page, page.get_by_role("button", name="Record this call"))
    yield "a call sheet, with errors"
    page.get_by_label("Notes of the call").fill("Somebody rang about a coach.")
    press(page, page.get_by_role("button", name="Keep it, and show the clocks"))
    yield "a call sheet with its clocks"
    press(page, page.get_by_role("link", name="Today"))
    for folded in page.locator("summary").all():
        folded.click()
    yield "Today with an unfinished call, unfolded"
    press(page, page.get_by_role("link", name="Chased").first)
    yield "chased"
    press(page, page.get_by_role("button", name="Record this"))
    yield "chased, with errors"
    press(page, page.get_by_role("link", name="Today").first)
    for folded in page.locator("summary").all():
        folded.click()
    press(page, page.get_by_role("link", name="Look again").first)
    press(page, page.get_by_role("button", name="Record this"))
    yield "look again, with errors"
    yield from every_page_of_the_journey(page, demonstration)
    press(page, page.get_by_role("link", name="The procedure"))
    page.wait_for_load_state("load")
    yield "the handbook"
    page.goto(demonstration.address + "/nowhere")
    yield "page not found"


def every_page_of_the_journey(page: Page, demonstration: Demonstration) -> Iterator[str]:
    """Each kind of question that a referrer meets, with and without an error, and the page where they are checked."""
    page.goto(demonstration.address + "/concerns/new/happened")
    press(page, page.get_by_role("button", name="Continue"))
    yield "a question, with errors"
    for kind in ("what_happened", "origin", "harm_may_have_happened"):
        page.goto(f"{demonstration.address}/concerns/new/{kind}")
        yield f"the question {kind}"
    page.goto(demonstration.address + "/concerns/new/check")
    yield "checking the answers"
    press(page, page.get_by_role("button", name="Report this concern"))
    yield "checking the answers, with errors"


def test_axe_finds_nothing_on_any_page(signed_in: Callable[..., Page], demonstration: Demonstration) -> None:
    page = signed_in(LADO)

    results = {name: Axe().run(page) for name in every_page(page, demonstration)}

    assert {name: found.generate_report() for name, found in results.items() if found.violations_count} == {}


def test_nothing_is_cut_off_at_320_pixels(signed_in: Callable[..., Page], demonstration: Demonstration) -> None:
    page = signed_in(LADO, viewport={"width": 320, "height": 640})

    wide = {}
    for name in every_page(_with_open_menu(page), demonstration):
        wide[name] = page.evaluate("document.documentElement.scrollWidth")

    assert {name: width for name, width in wide.items() if width > 320} == {}


def test_a_concern_can_be_reported_without_javascript(signed_in: Callable[..., Page]) -> None:
    page = signed_in(HEAD, java_script_enabled=False)

    report_a_concern(page, "Imogen Slade")

    expect(page.get_by_role("article").first).to_contain_text("Due Friday 3 April 2026 at 16:00")


def test_a_concern_can_be_reported_by_keyboard_alone(signed_in: Callable[..., Page]) -> None:
    page = signed_in(HEAD)
    go_to(page, "Report a concern")
    page.keyboard.press("Enter")
    page.wait_for_url("**/concerns/new")

    go_to(page, "Start")
    page.keyboard.press("Enter")
    page.wait_for_url("**/happened")
    for field, typed in (
        ("happened-day", "2"),
        ("happened-month", "4"),
        ("happened-year", "2026"),
        ("happened-time", "16:00"),
        ("adult_name", "Felix Orme"),
    ):
        go_to_field(page, field)
        page.keyboard.type(typed)
        if field in ("happened-time", "adult_name"):
            go_on(page)
    while not page.url.endswith("/check"):
        if page.url.endswith("/harm_may_have_happened"):
            go_to_field(page, "harm_may_have_happened")
            page.keyboard.press("Space")
        go_on(page)
    go_to(page, "Report this concern")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="Felix Orme", level=1)).to_be_visible()
    expect(page.get_by_role("article").first).to_contain_text("Due Friday 3 April 2026 at 16:00")


def test_a_call_is_taken_by_keyboard_alone_and_kept_while_it_is_written(signed_in: Callable[..., Page]) -> None:
    page = signed_in(LADO)
    go_to(page, "Take a call")
    page.keyboard.press("Enter")
    page.wait_for_url("**/calls")
    go_to(page, "Start a call sheet")
    page.keyboard.press("Enter")
    page.wait_for_url("**/calls/*")

    go_to_field(page, "adult_name")
    page.keyboard.type("Petra Wynne")
    page.keyboard.press("Shift+Tab")
    go_to_field(page, "call_notes")
    page.keyboard.type("A parent rang about a swimming teacher.")
    for part, typed in (("day", "2"), ("month", "4"), ("year", "2026"), ("time", "09:00")):
        go_to_field(page, f"happened-{part}")
        page.keyboard.type(typed)

    expect(page.locator("#kept")).to_contain_text("Kept Thursday 2 April 2026", timeout=10_000)
    expect(page.locator("#clocks").get_by_role("article").first).to_be_visible()
    page.goto(page.url)
    expect(page.get_by_label("Notes of the call")).to_have_value("A parent rang about a swimming teacher.")
    go_to(page, "Record this call")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Petra Wynne", level=1)).to_be_visible()


def test_a_session_that_ends_takes_nothing_from_a_call_sheet(signed_in: Callable[..., Page]) -> None:
    page = signed_in(LADO)
    page.get_by_role("link", name="New concern").click()
    page.get_by_role("button", name="Start a call sheet").click()
    page.context.clear_cookies(name="sessionid")

    page.get_by_label("Notes of the call").fill("The second sentence, after the session ended.")

    expect(page.locator("#kept")).to_contain_text("You may have been signed out", timeout=10_000)
    expect(page.get_by_label("Notes of the call")).to_have_value("The second sentence, after the session ended.")


def test_a_session_that_ends_takes_no_answer_from_a_referrer(
    signed_in: Callable[..., Page], demonstration: Demonstration
) -> None:
    page = signed_in(PRINCIPAL)
    page.goto(demonstration.address + "/concerns/new/what_happened")
    page.context.clear_cookies(name="sessionid")

    page.get_by_label("What is said to have happened?").fill("He said that it hurt.")
    expect(page.locator("#kept")).to_contain_text("You may have been signed out", timeout=10_000)
    page.get_by_role("button", name="Continue").click()

    expect(page.get_by_label("What is said to have happened?")).to_have_value("He said that it hurt.")


def test_a_call_can_be_taken_without_javascript(signed_in: Callable[..., Page]) -> None:
    page = signed_in(LADO, java_script_enabled=False)
    page.get_by_role("link", name="Take a call").click()
    page.get_by_role("button", name="Start a call sheet").click()
    page.get_by_label("Notes of the call").fill("A neighbour rang about a childminder.")

    page.get_by_role("button", name="Keep it, and show the clocks").click()
    expect(page.locator("#clocks")).to_contain_text("say when anyone at the organisation first knew")
    page.get_by_role("button", name="Record this call").click()

    expect(page.get_by_role("heading", name="Nobody named yet", level=1)).to_be_visible()


def test_the_error_summary_leads_to_the_field(signed_in: Callable[..., Page]) -> None:
    page = signed_in(NURSERY)
    page.get_by_role("link", name="Report a concern").click()
    page.get_by_role("button", name="Start").click()
    page.get_by_role("button", name="Continue").click()

    page.get_by_role("link", name="Enter when this happened").click()

    assert page.evaluate("document.activeElement.id") == "happened-day"


def test_the_subject_of_a_case_finds_no_sign_of_it(
    signed_in: Callable[..., Page], demonstration: Demonstration
) -> None:
    lado, subject = signed_in(LADO), signed_in(SUBJECT)
    lado.get_by_role("link", name="Colin Farrow").last.click()

    answer = subject.goto(lado.url)

    assert answer is not None
    assert answer.status == 404
    subject.goto(demonstration.address)
    expect(subject.get_by_text("You are not involved in any case")).to_be_visible()


def test_no_script_and_no_style_breaks_the_policy(signed_in: Callable[..., Page], demonstration: Demonstration) -> None:
    page = signed_in(LADO)
    complaints: list[str] = []
    page.on(
        "console",
        lambda message: complaints.append(message.text) if "Content Security Policy" in message.text else None,
    )
    page.on("pageerror", lambda error: complaints.append(str(error)))

    for _ in every_page(page, demonstration):
        pass

    assert complaints == []


@pytest.fixture
def another(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demonstration]:
    running = start(tmp_path_factory.mktemp("another") / "a home with a space")
    yield running
    if running.process.poll() is None:
        running.stop()


def test_a_demonstration_started_again_keeps_what_is_there_until_it_is_told_to_begin_anew(
    another: Demonstration, signed_in: Callable[..., Page]
) -> None:
    report_a_concern(signed_in(HEAD, another), "Nerys Coombe")
    assert another.stop() == 0

    for options, kept in (((), 1), (("--reset",), 0)):
        again = start(another.home, *options)
        try:
            cases = signed_in(LADO, again).locator(".govuk-grid-column-one-third")
            expect(cases.get_by_text("Jonah Petrie")).to_have_count(1)
            expect(cases.get_by_text("Nerys Coombe")).to_have_count(kept)
        finally:
            assert again.stop() == 0


def go_to(page: Page, label: str) -> None:
    """Tab until the link or button with this label has the focus."""
    for _ in range(200):
        page.keyboard.press("Tab")
        if label in page.evaluate("document.activeElement.textContent").strip()[:60]:
            return
    raise AssertionError(f"the keyboard does not reach {label!r}")


def go_on(page: Page) -> None:
    """Sends the question by keyboard, and waits for the next page."""
    before = page.url
    go_to(page, "Continue")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda address: address != before)


def go_to_field(page: Page, name: str) -> None:
    for _ in range(200):
        if page.evaluate("document.activeElement.id") == name:
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the keyboard does not reach {name!r}")


def _with_open_menu(page: Page) -> Page:
    page.add_init_script(
        "addEventListener('load', () => document.querySelector('.govuk-service-navigation__toggle')?.click())"
    )
    page.reload()
    return page
