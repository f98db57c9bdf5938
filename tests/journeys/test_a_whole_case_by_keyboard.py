"""The same whole case by somebody who has no mouse."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.journeys import seen
from tests.journeys.conftest import Demonstration, start
from tests.journeys.hands import ByKeyboard
from tests.journeys.telling import DILYS
from tests.journeys.whole_case import THAT_MORNING, Windows, walk


@pytest.fixture
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demonstration]:
    running = start(tmp_path_factory.mktemp("by-keyboard") / "home", told=THAT_MORNING)
    yield running
    running.stop()


def test_a_whole_case_goes_from_the_concern_to_its_end_by_keyboard_alone(
    browser: Browser, demonstration: Demonstration
) -> None:
    windows = Windows(browser=browser, demonstration=demonstration, hands=ByKeyboard())

    walk(windows)

    page = windows.of(DILYS).page
    assert page.get_by_role("heading", name="The case was closed").count() == 1
    assert {status for _, status, _ in seen.clocks_on(page)} == {"Done", "Done late", "Not needed"}
    windows.close()
