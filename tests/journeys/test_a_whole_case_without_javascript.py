"""The same whole case on a telephone 320 pixels wide, on which no script runs."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.journeys import seen
from tests.journeys.conftest import Demonstration, start
from tests.journeys.hands import ByMouse
from tests.journeys.looking import CUT_OFF, NARROW
from tests.journeys.telling import DILYS
from tests.journeys.whole_case import THAT_MORNING, Windows, walk


@pytest.fixture
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demonstration]:
    running = start(tmp_path_factory.mktemp("without-javascript") / "home", told=THAT_MORNING)
    yield running
    running.stop()


def test_a_whole_case_goes_from_the_concern_to_its_end_without_javascript_at_320_pixels(
    browser: Browser, demonstration: Demonstration
) -> None:
    cut_off: set[str] = set()
    windows = Windows(
        browser=browser,
        demonstration=demonstration,
        hands=ByMouse(),
        options={"java_script_enabled": False, "viewport": NARROW},
        met=lambda page, name: cut_off.update({name} if is_cut_off(page) else ()),
    )

    walk(windows)

    page = windows.of(DILYS).page
    assert cut_off == set()
    assert page.get_by_role("heading", name="The case was closed").count() == 1
    assert {status for _, status, _ in seen.clocks_on(page)} == {"Done", "Done late", "Not needed"}
    windows.close()


def is_cut_off(page: Page) -> bool:
    return bool(page.evaluate(CUT_OFF))
