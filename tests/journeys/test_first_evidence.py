"""The first evidence.

A head teacher types one concern, and reads back what must be done, by when, and by which paragraph.
"""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.journeys.conftest import NOW, Demonstration

HEAD = "head@northmere.example"


QUESTIONS_LEFT_EMPTY = 20


def report_a_concern(page: Page, name: str) -> None:
    """One question a page, and the answers checked before they are sent."""
    page.get_by_role("link", name="Report a concern").click()
    page.get_by_role("button", name="Start").click()
    knew = page.get_by_role("group", name="When did anyone at your organisation first know about this?")
    knew.get_by_label("Day").fill("2")
    knew.get_by_label("Month").fill("4")
    knew.get_by_label("Year").fill("2026")
    knew.get_by_label("Time, if you know it").fill("16:00")
    go_on_to(page, "adult_name")
    page.get_by_label("What is the person's name?").fill(name)
    go_on_to(page, "what_happened")
    page.get_by_label("What is said to have happened?").fill("A pupil says that she was pulled by the wrist.")
    go_on_to(page, "harm_may_have_happened")
    criterion = page.get_by_role(
        "group", name="Has the person behaved in a way that has harmed a child, or may have harmed a child?"
    )
    criterion.get_by_label("Yes").check()
    go_on_to(page, "check")
    page.get_by_role("button", name="Report this concern").click()
    page.get_by_role("heading", name=name, level=1).wait_for()


def go_on_to(page: Page, question: str) -> None:
    """Continues, and leaves the questions between empty."""
    for _ in range(QUESTIONS_LEFT_EMPTY):
        page.get_by_role("button", name="Continue").click()
        if page.url.endswith(f"/{question}"):
            return
    raise AssertionError(f"the journey does not lead to {question}")


def test_a_head_teacher_reads_back_the_duty_its_date_and_its_paragraph(
    signed_in: Callable[..., Page], demonstration: Demonstration, tmp_path: Path
) -> None:
    page = signed_in(HEAD)

    report_a_concern(page, "Sylvie Thackray")

    duty = page.get_by_role("article").filter(has_text="Tell the duty LADO within 24 hours")
    expect(duty).to_contain_text("Due Friday 3 April 2026 at 16:00")
    expect(duty).to_contain_text("Senior manager")
    expect(duty.get_by_role("link", name="Para 12", exact=True)).to_be_visible()

    with page.expect_download() as download:
        page.get_by_role("link", name="Save the case as a file").click()
    case_file = tmp_path / "case.yaml"
    download.value.save_as(case_file)
    told = said_by_the_command_line(case_file)["tell-the-lado-24-hours"]
    assert (told["due_at"], told["status"], told["cite"]["at"]) == ("2026-04-03T16:00:00+01:00", "open", "para 12")

    number, previous, ciphertext = newest_entry(demonstration)
    assert (number, previous) == (1, "0" * 64)
    assert b"Thackray" not in ciphertext
    assert b"Thackray" not in everything_stored(demonstration)


def test_the_paragraph_leads_to_its_place_in_the_handbook(signed_in: Callable[..., Page]) -> None:
    page = signed_in(HEAD)

    page.get_by_role("link", name="Para 12", exact=True).first.click()

    assert page.url.endswith("/procedures/staffordshire#duty-tell-the-lado-24-hours")
    expect(page.locator("#duty-tell-the-lado-24-hours")).to_be_in_viewport()
    expect(page.get_by_text("Do not ring them from a demonstration")).to_be_attached()


def test_the_duty_ends_when_the_lado_has_been_told(signed_in: Callable[..., Page]) -> None:
    page = signed_in(HEAD)
    report_a_concern(page, "Rowan Ashby")

    page.get_by_role("link", name="The designated officer was told").click()
    for part, typed in (("Day", "2"), ("Month", "4"), ("Year", "2026"), ("Time, if you know it", "16:30")):
        page.get_by_label(part).fill(typed)
    page.get_by_role("button", name="Record this").click()

    page.get_by_text("Done, or not needed").click()
    duty = page.get_by_role("article").filter(has_text="Tell the duty LADO within 24 hours")
    expect(duty).to_contain_text("Done Thursday 2 April 2026 at 16:30")


def said_by_the_command_line(case_file: Path) -> dict[str, dict]:
    command = [sys.executable, "-m", "dutybook.cli.main", "duties", str(case_file), "--at", NOW, "--json"]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return {each["id"]: each for each in json.loads(said)["duties"]}


def newest_entry(demonstration: Demonstration) -> tuple[int, str, bytes]:
    with sqlite3.connect(demonstration.home / "dutybook.sqlite3") as database:
        return database.execute(
            "SELECT number, previous_hash, ciphertext FROM casework_entry ORDER BY id DESC LIMIT 1"
        ).fetchone()


def everything_stored(demonstration: Demonstration) -> bytes:
    return b"".join(each.read_bytes() for each in demonstration.home.rglob("*") if each.is_file())
