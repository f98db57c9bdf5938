"""What every test can count on: the marks by which the runs choose, Hypothesis's profiles, and a real browser.

Never hides a failure: nothing here skips, retries or expects one. Fixtures of one topic live beside that topic's tests.
"""

import os
from collections.abc import Iterator
from typing import Any

import hypothesis
import pytest
from django.test import TransactionTestCase
from playwright.sync_api import Browser, sync_playwright

from tests.chromium import find_chromium, launch_arguments

DATABASE_FIXTURES = {"db", "transactional_db", "django_db_setup", "django_db_serialized_rollback", "live_server"}

hypothesis.settings.register_profile("ci", derandomize=True, deadline=None)
hypothesis.settings.register_profile("thorough", deadline=None, max_examples=1000)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        if "browser" in fixtures or "journeys" in item.path.parts:
            item.add_marker("browser")
        elif fixtures & DATABASE_FIXTURES or item.get_closest_marker("django_db") or _is_django_test_case(item):
            item.add_marker("database")


def _is_django_test_case(item: pytest.Item) -> bool:
    return isinstance(item, pytest.Function) and issubclass(item.cls or object, TransactionTestCase)


@pytest.fixture(scope="session")
def chromium_path() -> str:
    path = find_chromium()
    assert path, "Install Chromium (on Debian: apt-get install chromium), or set DUTYBOOK_CHROMIUM to its path"
    return path


@pytest.fixture(scope="session")
def browser(chromium_path: str) -> Iterator[Browser]:
    """Playwright keeps an event loop in the test's thread, where Django would refuse to touch the database."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        options: dict[str, Any] = {"executable_path": chromium_path, "args": launch_arguments()}
        opened = playwright.chromium.launch(headless=True, **options)
        yield opened
        opened.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]
