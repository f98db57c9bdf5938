"""Somebody gets an account of a real service: from the link that they are given to their first page."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from allauth.mfa.totp.internal import auth
from playwright.sync_api import Browser, Page, expect

from tests.journeys.looking import Looking

ADA = "ada@northmere.example"
FIRST, SECOND = "seven grey herons", "eleven brown owls"
SET_UP = [
    ["organisations", "add", "Northmere Council", "--procedure", "staffordshire"],
    ["accounts", "add", "--email", ADA, "--name", "Ada Coyle", "--role", "designated_officer",
     "--organisation", "Northmere Council"],
]  # fmt: skip
PATIENCE = 120


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """The address of a service with nobody in it, and its data folder."""
    folder = tmp_path_factory.mktemp("service")
    with (folder / "printed").open("w") as output:
        running = subprocess.Popen(
            dutybook("serve"), stdout=output, stderr=subprocess.STDOUT, env=environment(folder), start_new_session=True
        )
    try:
        yield address(folder / "printed", running), folder
    finally:
        os.killpg(running.pid, signal.SIGTERM)
        running.wait(timeout=30)


def test_from_the_link_to_the_first_page_and_a_new_password(browser: Browser, service: tuple[str, Path]) -> None:
    at, folder = service
    page, looking = browser.new_page(), Looking()
    page.goto(at + link_for_ada(folder))
    looking.at(page, "choosing a password")

    choose(page, FIRST, "another one")
    expect(page.get_by_role("alert")).to_contain_text("The two are not the same")
    looking.at(page, "choosing a password, with errors")
    choose(page, FIRST, FIRST)

    expect(page.get_by_text("Your password is set")).to_be_visible()
    page.get_by_label("Email address").fill(ADA)
    page.locator("#password").fill(FIRST)
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("The 6 numbers that your app shows now").fill(code(page.locator("code").inner_text()))
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name="Today", level=1)).to_be_visible()
    expect(page.get_by_text("This is a demonstration")).to_have_count(0)

    page.get_by_role("link", name="Change your password").click()
    looking.at(page, "changing a password")
    page.get_by_role("button", name="Change my password").click()
    expect(page.get_by_role("alert")).to_contain_text("Enter your present password")
    looking.at(page, "changing a password, with errors")
    page.locator("#oldpassword").fill(FIRST)
    page.locator("#password1").fill(SECOND)
    page.locator("#password2").fill(SECOND)
    page.get_by_role("button", name="Change my password").click()
    expect(page.get_by_text("Your password is changed")).to_be_visible()
    page.goto(f"{at}/sign-in/choose-password/none/none")
    looking.at(page, "a link that does not work")
    assert looking == Looking(examined=looking.examined)


def choose(page: Page, first: str, second: str) -> None:
    page.locator("#new_password1").fill(first)
    page.locator("#new_password2").fill(second)
    page.get_by_role("button", name="Set my password").click()


def code(secret: str) -> str:
    """What an app would show for this key now."""
    counter = list(auth.yield_hotp_counters_from_time())[1]
    return str(auth.format_hotp_value(auth.hotp_value(secret, counter)))


def link_for_ada(folder: Path) -> str:
    said = [
        subprocess.run(dutybook(*words), check=True, capture_output=True, text=True, env=environment(folder)).stdout
        for words in SET_UP
    ]
    return re.findall(r"/sign-in/choose-password/\S+", said[-1])[0]


def dutybook(*words: str) -> list[str]:
    return [sys.executable, "-m", "dutybook.cli.main", *words]


def environment(folder: Path) -> dict[str, str]:
    kept = {
        name: value for name, value in os.environ.items() if name not in ("DUTYBOOK_DATABASE", "DUTYBOOK_KEY_STORE")
    }
    return kept | {"DUTYBOOK_HOME": str(folder / "home"), "DUTYBOOK_PLAIN_HTTP": "yes", "PYTHONUNBUFFERED": "1"}


def address(printed: Path, running: subprocess.Popen[bytes]) -> str:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and running.poll() is None:
        if found := re.search(r"listens on (http://127\.0\.0\.1:\d+)/", printed.read_text()):
            return found[1]
        time.sleep(0.2)
    raise AssertionError(f"The service did not start:\n{printed.read_text()}")
