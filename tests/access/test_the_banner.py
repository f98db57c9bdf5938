"""In a demonstration every page says that it is one; and anywhere else none does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from dutybook.casework.models import Demonstration
from tests.access.policy import PAGES
from tests.access.test_sweep import Key, Sweep, sweep
from tests.cast import THURSDAY_AT_FIVE

__all__ = ["sweep"]

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

BANNER = "This is a demonstration"
ASKED: list[Key] = [(name, "get") for name in PAGES]


def pages(answers: dict[Key, Any]) -> Iterator[tuple[str, str]]:
    """The answers that a person reads on a screen, a refusal among them."""
    for (name, _), answer in answers.items():
        if answer.headers.get("Content-Type", "").startswith("text/html") and answer.content:
            yield name, answer.content.decode()


@pytest.mark.parametrize("person", ["team", "outsider", "signed_out"])
def test_every_page_of_a_demonstration_says_that_it_is_one(person: str, sweep: Callable[[str], Sweep]) -> None:
    Demonstration.objects.create(made_at=THURSDAY_AT_FIVE)

    shown = dict(pages(sweep(person).everything(names=ASKED)))

    assert "account_logout" in shown or "account_login" in shown
    assert [name for name, page in shown.items() if BANNER not in page] == []


def test_no_page_of_a_service_says_so(sweep: Callable[[str], Sweep]) -> None:
    shown = dict(pages(sweep("team").everything(names=ASKED)))

    assert [name for name, page in shown.items() if BANNER in page] == []
