"""A demonstration started by its own command, as a newcomer would start it, and a browser in front of it.

It is Thursday 2 April 2026, 17:00, in it; everything else about it is as it is for anybody.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.journeys.hands import ByMouse, Hands

NOW = "2026-04-02T17:00:00+01:00"
PASSWORD = "northmere demonstration"
PATIENCE = 120
BY_MOUSE = ByMouse()


@dataclass
class Demonstration:
    """A running `dutybook demo`, and the folder it lives in."""

    home: Path
    port: int
    process: subprocess.Popen[str]

    def tell(self, moment: str) -> None:
        """What time it is from now on; only one that was started with `told` listens."""
        passing = self.told.with_suffix(".new")
        passing.write_text(moment)
        passing.replace(self.told)

    @property
    def told(self) -> Path:
        """Beside its folder, and not in it: a folder that is lost and restored does not take the time with it."""
        return self.home.parent / f"{self.home.name}.now"

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def stop(self) -> int:
        """As Ctrl-C does in a terminal: every process of it is told."""
        os.killpg(self.process.pid, signal.SIGINT)
        return self.process.wait(timeout=30)


def start(home: Path, *more: str, told: str = "", port: int = 0) -> Demonstration:
    """With `told`, the moment at which it begins, it can be told to go on; otherwise time stands still in it."""
    port = port or _free_port()
    command = [sys.executable, "-m", "dutybook.cli.main", "demo", "--home", str(home), "--port", str(port), *more]
    file = home.parent / f"{home.name}.now"
    if told:
        file.write_text(told)
    clock = {"DUTYBOOK_NOW_FILE": str(file)} if told else {"DUTYBOOK_NOW": NOW}
    environment = os.environ | clock | {"PYTHONUNBUFFERED": "1"}
    output = home.parent / f"{home.name}.log"
    with output.open("w") as log:
        process = subprocess.Popen(
            command, env=environment, stdout=log, stderr=subprocess.STDOUT, text=True, start_new_session=True
        )
    running = Demonstration(home, port, process)
    _wait(running, output)
    return running


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demonstration]:
    running = start(tmp_path_factory.mktemp("demonstration") / "home")
    yield running
    running.stop()


@pytest.fixture
def signed_in(browser: Browser, demonstration: Demonstration) -> Iterator[Callable[..., Page]]:
    """Signs somebody in by hand, code and all, in a window of their own."""
    opened: list[BrowserContext] = []

    def sign_in(email: str, at: Demonstration = demonstration, **window: Any) -> Page:
        context = browser.new_context(**({"viewport": {"width": 1280, "height": 900}} | window))
        opened.append(context)
        return signed_in_page(context, email, at)

    yield sign_in
    for context in opened:
        context.close()


def signed_in_page(context: BrowserContext, email: str, at: Demonstration, hands: Hands = BY_MOUSE) -> Page:
    """A new page, on Today."""
    page = context.new_page()
    page.goto(at.address)
    hands.write(page, page.get_by_label("Email address"), email)
    hands.write(page, page.locator("#password"), PASSWORD)
    hands.press(page, page.get_by_role("button", name="Continue"))
    hands.write(page, page.get_by_label("The 6 numbers that your app shows now"), _unused_code(page, email, at))
    hands.press(page, page.get_by_role("button", name="Sign in"))
    page.get_by_role("heading", name="Today", level=1).wait_for()
    return page


USED: set[tuple[str, str, str]] = set()
"""Who signed in where with which code: none is taken twice, and many windows in one minute run out of them."""


def _unused_code(page: Page, email: str, at: Demonstration) -> str:
    """The code on the page, or, once all codes of this minute are used, the next one."""
    until = time.monotonic() + PATIENCE
    while (used := (at.address, email, page.locator("#shown-code strong").inner_text())) in USED:
        assert time.monotonic() < until, "no code that has not been used was shown"
        page.wait_for_timeout(2000)
        page.reload()
    USED.add(used)
    return used[2]


def _wait(running: Demonstration, output: Path) -> None:
    """Until it answers; with what it printed if it never does."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and running.process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", running.port)) == 0:
                return
        time.sleep(0.1)
    if running.process.poll() is None:
        os.killpg(running.process.pid, signal.SIGKILL)
    raise AssertionError(f"The demonstration did not start:\n{output.read_text()}")
