"""How many questions a page puts to the databases does not depend on how much there is.

Every page of the table in tests/access/policy.py that the designated officer gets is asked for: a new one joins there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from typing import Any

import pytest
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dutybook.casework import store
from dutybook.casework.models import Account, Case, SubjectQuestion
from dutybook.web.urls import urlpatterns
from tests.access.policy import ADDRESSED, PAGES
from tests.cast import THURSDAY_AT_FIVE, Cast, report, told

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

NOT_SHOWN = 300
"""An answer from here on is a way to another page, or a refusal."""
ROUTES = {pattern.name: str(pattern.pattern) for pattern in urlpatterns}
KNOWN_ON = {"the case as it was known": ("case", {"known_at": "2026-04-01"})}
"""A page that is another one when it is asked otherwise."""


def pages(case: Case, cast: Cast) -> dict[str, str]:
    """The address of everything that the officer can open, by its name."""
    question = SubjectQuestion.objects.filter(case=case).first()
    named = {
        **ADDRESSED,
        "reference": case.reference,
        "name": case.procedure,
        "organisation": cast.school.pk,
        "account": cast.head.pk,
        "recused": cast.second_lado.pk,
        "number": question.pk if question else ADDRESSED["number"],
    }
    shown = {name: PAGES[name].asks for name in ROUTES if PAGES[name].get["team"] == 200}
    found = {name: address(name, named | _of_an_entry(name), asks) for name, asks in shown.items()}
    return found | {title: address(name, named, asks) for title, (name, asks) in KNOWN_ON.items()}


def address(name: str, named: Mapping[str, Any], asks: Mapping[str, str]) -> str:
    wanted = re.findall(r"<\w+:(\w+)>", ROUTES[name])
    return reverse(name, kwargs={each: named[each] for each in wanted}, query=asks or None)


def counted(client: Client, addresses: Mapping[str, str]) -> dict[str, int]:
    """How many questions each page puts, once it has been asked for before."""
    made = {}
    for name, where in addresses.items():
        if client.get(where).status_code < NOT_SHOWN:
            made[name] = asked_by(client, where)
    return made


def asked_by(client: Client, where: str) -> int:
    with CaptureQueriesContext(connections["default"]) as record, CaptureQueriesContext(connections["keys"]) as keys:
        assert client.get(where).status_code < NOT_SHOWN
    return len(record) + len(keys)


def grown(before: Mapping[str, int], after: Mapping[str, int]) -> dict[str, tuple[int, int]]:
    """The pages that put more questions than they did, or fewer."""
    return {name: (number, after[name]) for name, number in before.items() if after[name] != number}


def test_no_page_asks_more_of_a_case_of_two_hundred_entries_than_of_one_of_five(
    cast: Cast, case: Case, signed_in: Callable[[Account], Client]
) -> None:
    client = signed_in(cast.lado)
    lengthen(case, cast, range(2, 6))
    addresses = pages(case, cast)
    of_a_short_one = counted(client, addresses)

    lengthen(case, cast, range(6, 201))

    assert len(of_a_short_one) > 20
    assert grown(of_a_short_one, counted(client, addresses)) == {}


def test_no_page_asks_more_of_forty_cases_than_of_two(
    cast: Cast, case: Case, signed_in: Callable[[Account], Client]
) -> None:
    client = signed_in(cast.lado)
    report(cast.head)
    addresses = pages(case, cast)
    of_two = counted(client, addresses)

    for _ in range(38):
        report(cast.head)

    assert {"today", "case", "who_may_see"} <= of_two.keys()
    assert grown(of_two, counted(client, addresses)) == {}


def lengthen(case: Case, cast: Cast, numbers: Iterable[int]) -> None:
    for number in numbers:
        now = THURSDAY_AT_FIVE + timedelta(seconds=number)
        store.append(case, told(cast.head, "2026-04-02T16:30:00+01:00"), by=cast.lado, now=now, expected_number=number)


def _of_an_entry(name: str) -> dict[str, int]:
    return {"number": 1} if name in ("correct", "retract") else {}
