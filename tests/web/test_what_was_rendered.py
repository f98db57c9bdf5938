"""What was rendered of a case is kept a while, and nobody can tell: it reads as it would if it were rendered now."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import pytest
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dutybook.casework import involvement, queries, store
from dutybook.casework.models import Account, Case, Reading
from dutybook.casework.store import Statement
from dutybook.casework.worked_out import WorkedOut
from dutybook.web import kept
from tests.cast import THURSDAY_AT_FIVE, Cast, account, report, told

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

SignedIn = Callable[[Account], Client]
ONE_TIME = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"|nonce="[^"]+"')
"""What is another one at every look."""


@pytest.fixture(autouse=True)
def rendered(monkeypatch: pytest.MonkeyPatch) -> WorkedOut[Any]:
    made: WorkedOut[Any] = WorkedOut()
    monkeypatch.setattr(kept, "RENDERED", made)
    monkeypatch.setattr(queries, "WORKED_OUT", WorkedOut())
    return made


@dataclass(frozen=True)
class Looking:
    """Everybody's browser, in front of one case, at the moments that a test tells."""

    case: Case
    clients: Mapping[str, Client]
    settings: Any

    def at(self, now: datetime) -> None:
        self.settings.DUTYBOOK_CLOCK = lambda: now

    def pages(self) -> Iterator[tuple[str, str]]:
        for name, client in self.clients.items():
            for where in (reverse("case", args=[self.case.reference]), reverse("today")):
                response = client.get(where)
                yield f"{name} at {where}", f"{response.status_code} {ONE_TIME.sub('', response.content.decode())}"

    def afresh(self) -> dict[str, str]:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(kept, "RENDERED", WorkedOut(room=0))
            patch.setattr(queries, "WORKED_OUT", WorkedOut(room=0))
            return dict(self.pages())


@pytest.fixture
def looking(cast: Cast, case: Case, signed_in: SignedIn, settings: Any) -> Looking:
    involvement.involve(cast.police, case, reason="their part", by=cast.lado, now=THURSDAY_AT_FIVE)
    reads_little = account("Ida Frame", "health_professional", cast.authority)
    involvement.involve(reads_little, case, reason="their part", by=cast.lado, now=THURSDAY_AT_FIVE)
    people = {
        "the head": cast.head, "the officer": cast.lado, "her colleague": cast.second_lado, "the police": cast.police,
        "health": reads_little, "the subject": cast.subject, "another authority": cast.far_lado,
        "nobody": cast.outsider,
    }  # fmt: skip
    return Looking(case, {name: signed_in(each) for name, each in people.items()}, settings)


def moments(chances: Random, since: datetime) -> list[datetime]:
    """Minutes, hours, days and weeks later; one a second before and one at midnight; and one of them once more."""
    spans = (1, 59, 3_600, 86_400, 7 * 86_400, 40 * 86_400)
    found = sorted(since + timedelta(seconds=chances.randrange(1, span + 1)) for span in spans)
    midnight = (found[3] + timedelta(days=1)).replace(hour=23, minute=0, second=0, microsecond=0)
    return [since, *found, midnight - timedelta(seconds=1), midnight, found[2]]


def steps(cast: Cast, chances: Random) -> list[tuple[Account, Statement]]:
    """Things that happen in a case in some order, with a correction and a retraction of what was recorded before."""
    later = told(cast.head, f"2026-04-0{chances.randrange(3, 8)}T09:00:00+01:00")
    name = {"adult_name": chances.choice(["Conor Farrow", "Una Bright"])}
    named = Statement(type="subject_described", happened_at="2026-04-03", by=cast.lado.name, role=cast.lado.role,
                      data=name, compartment="adult")  # fmt: skip
    from_whom = replace(told(cast.lado, "2026-04-03"), compartment="source")
    of_the_police = replace(told(cast.head, "2026-04-03T08:00:00+01:00"), compartment="police")
    mixed = [(cast.lado, named), (cast.lado, from_whom), (cast.head, later), (cast.lado, of_the_police)]
    chances.shuffle(mixed)
    corrects = replace(mixed[0][1], happened_at="2026-04-04", corrects=2, reason="It was on Saturday")
    takes_back = replace(mixed[1][1], data={}, corrects=3, retracted=True, reason="It was in another case")
    return [*mixed, (cast.lado, corrects), (cast.lado, takes_back)]


@pytest.mark.parametrize("seed", [3, 11])
def test_a_page_that_was_kept_is_the_page_as_it_would_be_made_now_for_every_reader_at_every_step(
    seed: int, cast: Cast, looking: Looking
) -> None:
    chances, now = Random(seed), THURSDAY_AT_FIVE + timedelta(days=5)  # noqa: S311 - nothing secret
    for number, (by, statement) in enumerate(steps(cast, chances), 2):
        now += timedelta(hours=chances.randrange(1, 40), seconds=chances.randrange(60), microseconds=900_000)
        store.append(looking.case, statement, by=by, now=now, expected_number=number)

        for moment in chances.sample(moments(chances, now), 2):
            looking.at(moment)
            dict(looking.pages())
            assert dict(looking.pages()) == looking.afresh(), (number, moment)


def test_how_late_something_is_goes_on_though_nothing_else_changes(cast: Cast, looking: Looking) -> None:
    now = datetime(2026, 4, 3, 16, 0, tzinfo=UTC)
    for minutes in (0, 1, 30, 59, 60, 23 * 60, 24 * 60, 25 * 60 - 1, 25 * 60):
        looking.at(now + timedelta(minutes=minutes))

        assert dict(looking.pages()) == looking.afresh(), minutes


def test_one_address_shows_each_reader_their_own_page_though_somebody_else_has_just_read_theirs(
    cast: Cast, case: Case, looking: Looking
) -> None:
    secret = replace(
        told(cast.lado, "2026-04-02T16:30:00+01:00"), compartment="source", by="Nadia Quill", reason="She rang herself."
    )
    store.append(case, secret, by=cast.lado, now=THURSDAY_AT_FIVE, expected_number=2)

    pages = dict(looking.pages())

    case_page = reverse("case", args=[case.reference])
    assert "Nadia Quill" in pages[f"the officer at {case_page}"]
    assert {name for name, page in pages.items() if "Nadia Quill" in page} <= {
        f"{who} at {where}" for who in ("the officer", "her colleague") for where in (case_page, reverse("today"))
    }
    for who in ("the subject", "another authority", "nobody"):
        assert pages[f"{who} at {case_page}"].startswith("404")
        assert case.reference not in pages[f"{who} at {reverse('today')}"]


def test_whoever_is_let_out_or_off_the_case_sees_it_no_more_though_their_page_is_kept(
    cast: Cast, case: Case, looking: Looking
) -> None:
    before = dict(looking.pages())
    at_the_case = reverse("case", args=[case.reference])

    involvement.end_involvement(cast.police, case, reason="done", by=cast.lado, now=THURSDAY_AT_FIVE)
    involvement.recuse(cast.second_lado, case, reason="cousins", by=cast.second_lado, now=THURSDAY_AT_FIVE)
    involvement.link_subject(cast.head, case, reason="it is she", by=cast.lado, now=THURSDAY_AT_FIVE)
    after = dict(looking.pages())

    for who, status in (("the police", "404"), ("her colleague", "403"), ("the head", "404")):
        assert before[f"{who} at {at_the_case}"].startswith("200")
        assert after[f"{who} at {at_the_case}"].startswith(status)
        assert case.reference not in after[f"{who} at {reverse('today')}"]


def test_nothing_of_a_form_is_kept(cast: Cast, case: Case, looking: Looking, rendered: WorkedOut[Any]) -> None:
    dict(looking.pages())

    held = repr(list(rendered._kept.values()))

    assert len(rendered) > 0
    assert "csrfmiddlewaretoken" not in held
    assert "form-token" not in held
    assert "nonce=" not in held


def test_the_second_look_is_kept_and_is_logged_and_asks_the_same_of_the_databases(
    cast: Cast, case: Case, signed_in: SignedIn, rendered: WorkedOut[Any]
) -> None:
    client = signed_in(cast.lado)
    for where in (reverse("case", args=[case.reference]), reverse("today")):
        client.get(where)  # puts each question into words
        rendered.forget()
        readings = Reading.objects.filter(case=case, account=cast.lado).count()

        asked = [_asked(client, where), _asked(client, where)]

        assert asked[0] == asked[1], where
        assert Reading.objects.filter(case=case, account=cast.lado).count() == readings + 2


def _asked(client: Client, where: str) -> list[str]:
    with CaptureQueriesContext(connections["default"]) as record, CaptureQueriesContext(connections["keys"]) as keys:
        assert client.get(where).status_code == 200
    return [re.sub(r"\d+|'[^']*'", "?", each["sql"]) for each in (*record.captured_queries, *keys.captured_queries)]


def test_a_reader_of_what_is_general_alone_is_told_the_same_whether_or_not_somebody_is_named(
    cast: Cast, case: Case, looking: Looking
) -> None:
    nobody_named = report(cast.head, adult_name="not_known")
    health = Account.objects.get(name="Ida Frame")
    involvement.involve(health, nobody_named, reason="their part", by=cast.lado, now=THURSDAY_AT_FIVE)

    headings = {
        each.reference: _heading(looking.clients["health"].get(reverse("case", args=[each.reference])))
        for each in (case, nobody_named)
    }

    assert headings == dict.fromkeys(headings, "The name is not shown to you")
    today = looking.clients["health"].get(reverse("today")).content.decode()
    assert "Nobody named yet" not in today
    assert "Colin Farrow" not in today
    assert (
        _heading(looking.clients["the head"].get(reverse("case", args=[nobody_named.reference]))) == "Nobody named yet"
    )


def _heading(response: Any) -> str:
    found = re.search(r"<h1[^>]*>([^<]*)</h1>", response.content.decode())
    assert found is not None
    return found[1]


def test_whoever_reads_only_what_is_general_asks_as_much_of_many_cases_as_of_one(
    cast: Cast, case: Case, looking: Looking
) -> None:
    client, today = looking.clients["health"], reverse("today")
    client.get(today)
    of_one = len(_asked(client, today))

    for _ in range(3):
        another = report(cast.head)
        health = Account.objects.get(name="Ida Frame")
        involvement.involve(health, another, reason="their part", by=cast.lado, now=THURSDAY_AT_FIVE)

    assert len(_asked(client, today)) == of_one
