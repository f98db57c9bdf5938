"""What a worked example may expect of any element and of the head of a pack, by the keys that a pack writes."""

from __future__ import annotations

from typing import Any

import pytest

from dutybook.engine.procedure import Procedure
from dutybook.packs import load
from dutybook.packs.expected import Story, shows
from dutybook.packs.showing import shown_of
from tests.packs.test_every_key import BARSETSHIRE


@pytest.fixture(scope="module")
def barsetshire() -> Procedure:
    return load(BARSETSHIRE)


def differences(procedure: Procedure, element: str, has: Any) -> list[str]:
    return list(shows(Story((), procedure), {"element": element, "has": has}))


@pytest.mark.parametrize(
    ("element", "has"),
    [
        ("pack", {"edition": "2026", "status": "published"}),
        ("things/child", {"title": "Child"}),
        ("events/advice_asked", {"about": "consultation", "asks": ["what_worries"], "class": "general"}),
        (
            "duties/hold-the-meeting",
            {"for": "allegation", "if_unknown": "run", "within": "within 72 hours of a concern being raised"},
        ),
        ("gates/nothing-left", {"no_open_duties": True}),
        ("decisions/level", {"of": "allegation", "order_of_rows": "high, slow, rest"}),
        ("directory/duty_desk", {"out_of_hours": "night-desk"}),
        ("duties/write-to-the-ministry", "none"),
    ],
)
def test_what_is_shown_of_an_element_of_any_chapter_can_be_expected(
    element: str, has: Any, barsetshire: Procedure
) -> None:
    assert differences(barsetshire, element, has) == []


@pytest.mark.parametrize(
    ("element", "has", "said"),
    [
        ("pack", {"edition": "2025"}, "pack/: edition: it is 2026, not 2025"),
        ("duties/give-advice", {"promptly": "today"}, "it is as soon as it can be given, not today"),
        ("duties/nothing", {"title": "Nothing"}, "duties/nothing is not shown"),
        ("follies/tower", {"title": "A tower"}, "follies/tower is not shown"),
        ("duties/give-advice", "none", "duties/give-advice is shown, and was not expected"),
    ],
)
def test_what_is_otherwise_is_said(element: str, has: Any, said: str, barsetshire: Procedure) -> None:
    (difference,) = differences(barsetshire, element, has)

    assert said in difference


def test_a_chapter_of_the_page_is_shown_as_its_file_writes_it(barsetshire: Procedure) -> None:
    talk = shown_of(barsetshire, "meetings", "allegations_meeting")

    assert talk is not None
    assert (talk["aka"], talk["order_of_agenda"]) == (["joint meeting"], "child")
