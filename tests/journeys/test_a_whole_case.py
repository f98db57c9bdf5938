"""A whole allegation on the pages of the service, from the concern to the closed case, with every date right."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, BrowserContext

from tests.journeys.conftest import Demonstration, signed_in_page, start
from tests.journeys.hands import ByMouse
from tests.journeys.looking import Looking
from tests.journeys.telling import DILYS, Person
from tests.journeys.walking import Walker
from tests.journeys.whole_case import Seen, walk

THAT_MORNING = "2026-04-02T09:00:00+01:00"


@dataclass
class Walked:
    """The case when the journey is over."""

    demonstration: Demonstration
    reference: str
    seen: list[Seen]
    looking: Looking


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demonstration]:
    """One in which time goes on when it is told to."""
    running = start(tmp_path_factory.mktemp("whole case") / "home", told=THAT_MORNING)
    yield running
    running.stop()


@pytest.fixture(scope="module")
def walked(browser: Browser, demonstration: Demonstration) -> Iterator[Walked]:
    opened: dict[Person, tuple[BrowserContext, Walker]] = {}
    looking = Looking()

    def window(person: Person) -> Walker:
        if person not in opened:
            context = browser.new_context(viewport={"width": 1280, "height": 900})
            page = signed_in_page(context, person.email, demonstration)
            opened[person] = context, Walker(page, ByMouse(), demonstration.address, looking.at)
        return opened[person][1]

    reference, seen = walk(demonstration, window, DILYS)
    yield Walked(demonstration, reference, seen, looking)
    for context, _ in opened.values():
        context.close()


def test_every_duty_has_its_date_and_its_status_after_every_step(walked: Walked) -> None:
    wrong = {each.name: (each.expected, each.duties) for each in walked.seen if each.duties != each.expected}

    assert not wrong, differences(wrong)


def test_today_of_each_person_concerned_says_the_same(walked: Walked) -> None:
    wrong = {each.name: (each.expected_today, each.today) for each in walked.seen if each.today != each.expected_today}

    assert not wrong, wrong


def test_axe_finds_nothing_on_any_page_that_the_case_meets(walked: Walked) -> None:
    assert walked.looking.axe == {}


def test_nothing_is_cut_off_at_320_pixels_on_any_page_that_the_case_meets(walked: Walked) -> None:
    assert walked.looking.cut_off == set()


def test_no_page_offers_a_list_of_entry_types_or_a_box_of_raw_data(walked: Walked) -> None:
    assert walked.looking.raw == {}


def differences(wrong: dict[str, tuple[dict[str, str], dict[str, str]]]) -> str:
    """Each step with only the lines in which what was expected and what stood there differ."""
    said = []
    for name, (expected, found) in wrong.items():
        said.append(f"\n{name}")
        for title in sorted({*expected, *found}):
            if expected.get(title) != found.get(title):
                said.append(f"  {title}\n    should say {expected.get(title)}\n    says       {found.get(title)}")
    return "\n".join(said)
