"""Whom to ring, on its own page and wherever else a number stands; in a demonstration nothing that could be rung."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from dutybook import packs
from dutybook.casework import demonstration
from dutybook.casework.models import Account, Case
from dutybook.packs.numbers import NOT_TO_RING, every_number
from tests.access.policy import PAGES
from tests.cast import THURSDAY_AT_FIVE, Cast
from tests.web.test_queries import ROUTES, pages

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

SignedIn = Callable[[Account], Client]
PAGE = reverse("whom_to_ring")
FORM = reverse("number_checked", args=["duty_lado", 1])
RUNG = {"on-day": "2", "on-month": "4", "on-year": "2026", "came_of_it": "answered", "says": "They gave no hours."}


def text_of(response: object) -> str:
    html = response.content.decode()  # type: ignore[attr-defined]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html.partition("<main")[2])).split())


def test_danger_stands_above_everybody_and_nobody_s_hours_are_made_up(cast: Cast, signed_in: SignedIn) -> None:
    page = text_of(signed_in(cast.outsider).get(PAGE))

    assert page.index("999") < page.index("0300 111 8007")
    assert "Duty LADO (the procedure does not give its hours)" in page
    assert "Nobody is recorded as having rung it to check" in page


def test_another_moment_can_be_asked_about(cast: Cast, signed_in: SignedIn) -> None:
    asked = {"at-day": "25", "at-month": "12", "at-year": "2026", "at-time": "22:00"}

    page = text_of(signed_in(cast.head).get(PAGE, asked))

    assert "As at Friday 25 December 2026 at 22:00" in page


def test_a_date_that_is_none_is_refused_and_now_is_shown(cast: Cast, signed_in: SignedIn) -> None:
    answer = signed_in(cast.head).get(PAGE, {"at-day": "31", "at-month": "2", "at-year": "2026"})

    assert answer.status_code == 422
    assert "Enter a real date" in text_of(answer)


def test_the_desk_records_that_it_rang_a_number_and_everybody_reads_it(cast: Cast, signed_in: SignedIn) -> None:
    desk, head = signed_in(cast.lado), signed_in(cast.head)
    assert FORM in desk.get(PAGE).content.decode()
    assert FORM not in head.get(PAGE).content.decode()

    answer = desk.post(FORM, RUNG)

    assert answer["Location"] == PAGE
    said = "ast checked on Thursday 2 April 2026 by Dilys Marsh: rung and right (They gave no hours.)"
    for where in (PAGE, reverse("procedure", args=["staffordshire"])):
        assert said in text_of(head.get(where))


def test_what_is_missing_is_asked_for(cast: Cast, signed_in: SignedIn) -> None:
    answer = signed_in(cast.lado).post(FORM, {"on-day": "2", "on-month": "4", "on-year": "2026"})

    assert answer.status_code == 422
    assert "Choose what came of it" in text_of(answer)


def test_nobody_rings_for_help_to_see_whether_it_answers(cast: Cast, signed_in: SignedIn) -> None:
    assert signed_in(cast.lado).get(reverse("number_checked", args=["emergency", 1])).status_code == 404


def test_a_number_is_said_to_be_checked_beside_the_duty_it_is_for(
    cast: Cast, case: Case, signed_in: SignedIn, on_thursday: None
) -> None:
    desk, head = signed_in(cast.lado), signed_in(cast.head)
    assert "Nobody is recorded as having rung it to check" in text_of(head.get(reverse("today")))

    desk.post(FORM, RUNG)

    assert "Last checked on Thursday 2 April 2026 by Dilys Marsh" in text_of(head.get(reverse("today")))


NUMBERS = sorted(
    {
        number.value
        for name in packs.names()
        for number in every_number(packs.load(name).editions[-1][1], packs.load(name))
        if number.kind == "telephone"
    }
)
BESIDE = re.compile(rf"[ (:]*({NOT_TO_RING}|only if somebody really is in danger)")
IN_A_SENTENCE = "999"
"""The emergency number may be named in a sentence too: it is the one that is right in any danger that is real."""


def wrongly_shown(text: str) -> Iterator[str]:
    """Every number without the words beside it."""
    for number in NUMBERS:
        for found in re.finditer(rf"(?<![\d.]){re.escape(number)}(?![\d:])", text):
            rest = text[found.end() :]
            if not BESIDE.match(rest) and number != IN_A_SENTENCE:
                yield text[found.start() - 40 : found.end() + 40]


def test_in_a_demonstration_no_page_has_a_number_that_could_be_taken_for_one_to_ring(
    cast: Cast, case: Case, signed_in: SignedIn, settings: object, on_thursday: None
) -> None:
    demonstration.Demonstration.objects.create(made_at=datetime(2026, 4, 2, tzinfo=UTC))
    shown = {name: PAGES[name].get for name in ROUTES}
    assert NUMBERS
    wrong: dict[str, list[str]] = {}

    for account in (cast.lado, cast.head):
        client = signed_in(account)
        addresses = pages(case, cast) | {
            f"procedure {name}": reverse("procedure", args=[name]) for name in packs.names()
        }
        for name, where in addresses.items():
            answer = client.get(where)
            if answer.status_code >= 300 or not answer["Content-Type"].startswith("text/html"):
                continue
            html = answer.content.decode()
            found = [*re.findall(r'href="(?:tel|mailto|sms):[^"]*"', html), *wrongly_shown(text_of(answer))]
            if found:
                wrong[f"{name} for {account.name}"] = found

    assert shown
    assert wrong == {}


def test_under_every_authority_s_procedure_whom_to_ring_is_a_page_with_nothing_to_dial_in_a_demonstration(
    cast: Cast, signed_in: SignedIn
) -> None:
    demonstration.Demonstration.objects.create(made_at=THURSDAY_AT_FIVE)
    client = signed_in(cast.lado)
    for name in ("bedfordshire", "dorset", "gloucestershire", "hampshire", "staffordshire"):
        cast.authority.procedure = name
        cast.authority.save()

        answer = client.get(PAGE)

        assert answer.status_code == 200, name
        assert "tel:" not in answer.content.decode()
        assert list(wrongly_shown(text_of(answer))) == []
        assert "999" in text_of(answer)
