"""Who gets which operation: a row for each that is published, a column for everybody. One without a row fails."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from dutybook.api.door import api
from dutybook.casework import involvement, queries
from dutybook.casework.models import Account, Case, Reading
from tests.cast import THURSDAY_AT_FIVE, THURSDAY_AT_FOUR, Cast, report

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

GONE, REFUSED, NOBODY = 404, 403, 401

# The columns of tests/web/test_access.py: somebody involved (the head who reported), the team that holds the case (a
# LADO of the authority), an outsider (head of another school), the other authority's LADO, a police officer who is not
# involved, the subject of the allegation (who was let in once, before anybody knew), and somebody not signed in.
PEOPLE = ("head", "lado", "outsider", "far_lado", "police", "subject", "nobody")
TABLE = {
    # a case, and everything under its address: for those who may not know of it, it is not there
    "case": (200, 200, GONE, GONE, GONE, GONE, NOBODY),
    "duties": (200, 200, GONE, GONE, GONE, GONE, NOBODY),
    "case_file": (200, 200, GONE, GONE, GONE, GONE, NOBODY),
    "weigh": (200, 200, GONE, GONE, GONE, GONE, NOBODY),
    "may_record": (200, 200, GONE, GONE, GONE, GONE, NOBODY),
    "record_event": (201, 201, GONE, GONE, GONE, GONE, NOBODY),
    # the head reported, and so may correct; the team may correct every entry
    "correct_entry": (201, 201, GONE, GONE, GONE, GONE, NOBODY),
    # about oneself, or about nobody; everybody here is of a role that may report
    "cases": (200, 200, 200, 200, 200, 200, NOBODY),
    "receive_allegation": (201, 201, 201, 201, 201, 201, NOBODY),
    "procedures": (200, 200, 200, 200, 200, 200, NOBODY),
    "procedure": (200, 200, 200, 200, 200, 200, NOBODY),
    "due": (200, 200, 200, 200, 200, 200, NOBODY),
}
OF_A_CASE = [name for name, row in TABLE.items() if GONE in row]


@pytest.fixture
def locked(cast: Cast) -> Case:
    """A case about Colin Farrow, who had been let in before anybody knew that it was about him."""
    case = report(cast.head)
    involvement.involve(cast.subject, case, reason="colleague", by=cast.lado, now=THURSDAY_AT_FIVE)
    involvement.link_subject(cast.subject, case, reason="named", by=cast.lado, now=THURSDAY_AT_FIVE)
    return case


def operations() -> dict[str, tuple[str, str]]:
    """Every operation that is published: its method and its address."""
    paths = api.get_openapi_schema()["paths"]
    return {
        operation["operationId"]: (method, path)
        for path, methods in paths.items()
        for method, operation in methods.items()
    }


def routes_of_the_api() -> Iterator[URLPattern]:
    resolvers = [each for each in get_resolver().url_patterns if isinstance(each, URLResolver)]
    for resolver in resolvers:
        if resolver.namespace == "api":
            yield from resolver.url_patterns


def ask(client: Client, name: str, case: Case, *, by: Account) -> Any:
    """Carries out one operation, well formed, on this case."""
    method, path = operations()[name]
    address = path.format(reference=case.reference, number=1, name=case.procedure, decision="threshold",
                          event="designated_officer_told")  # fmt: skip
    if method == "get":
        about = {"about": "allegation=allegation-1"} if name in ("weigh", "may_record") else {}
        return client.get(address, about | ({"limit": "24 hours", "from": "2026-04-02T16:00"} if name == "due" else {}))
    return client.post(address, sent(name, by, case), content_type="application/json")


def sent(name: str, by: Account, case: Case) -> dict[str, Any]:
    number = queries.next_number(case) if case.entries.exists() else 2
    deed = {"happened_at": THURSDAY_AT_FOUR, "data": {"allegation": "allegation-1"}}
    own = {"by": "Ruth Okafor", "as": "senior_manager"} if by.role == "designated_officer" else {}
    more = {
        "record_event": {"type": "designated_officer_told", "expected_number": number},
        "correct_entry": {"reason": "a slip of the pen", "expected_number": number},
    }
    return deed | own | more.get(name, {})


def test_every_published_operation_has_a_row() -> None:
    assert sorted(operations()) == sorted(TABLE)


def test_no_address_of_the_interface_is_left_out_of_the_document() -> None:
    hidden = {
        operation.view_func.__name__
        for router in api._get_bound_routers()
        for view in router.path_operations.values()
        for operation in view.operations
        if not operation.include_in_schema
    }
    addresses = {str(route.pattern).replace("<", "{").replace(">", "}") for route in routes_of_the_api()}
    published = {path.removeprefix("/api/v1/") for _, path in operations().values()}

    assert not hidden
    assert addresses - published == {"openapi.json", ""}
    assert published <= addresses


@pytest.mark.parametrize("person", PEOPLE)
def test_everybody_gets_what_the_table_says(
    person: str, cast: Cast, locked: Case, signed_in: Callable[[Account], Client]
) -> None:
    account = getattr(cast, person, cast.outsider)
    client = Client() if person == "nobody" else signed_in(account)

    got = {name: ask(client, name, locked, by=account).status_code for name in TABLE}

    assert got == {name: row[PEOPLE.index(person)] for name, row in TABLE.items()}


@pytest.mark.parametrize("person", ["outsider", "far_lado", "police", "subject"])
def test_a_case_that_is_hidden_and_one_that_never_was_answer_alike(
    person: str, cast: Cast, locked: Case, signed_in: Callable[[Account], Client]
) -> None:
    account = getattr(cast, person)
    client = signed_in(account)
    never_was = Case(reference="ZZZZ-ZZZZ", procedure=locked.procedure)

    hidden = {name: ask(client, name, locked, by=account).content for name in OF_A_CASE}
    absent = {name: ask(client, name, never_was, by=account).content for name in OF_A_CASE}

    assert hidden == absent
    assert locked.entries.count() == 1


@pytest.mark.parametrize("person", ["outsider", "far_lado", "police", "subject"])
def test_whoever_may_not_know_of_the_case_finds_no_sign_of_it(
    person: str, cast: Cast, locked: Case, signed_in: Callable[[Account], Client]
) -> None:
    account = getattr(cast, person)
    client = signed_in(account)

    said = "".join(ask(client, name, locked, by=account).content.decode() for name in TABLE)

    assert locked.reference not in said
    assert not Reading.objects.filter(case=locked).exists()


def test_whoever_was_involved_and_is_no_longer_finds_the_case_no_more(
    cast: Cast, case: Case, signed_in: Callable[[Account], Client]
) -> None:
    client = signed_in(cast.head)
    involvement.end_involvement(cast.head, case, reason="left the school", by=cast.lado, now=THURSDAY_AT_FIVE)

    assert {ask(client, name, case, by=cast.head).status_code for name in OF_A_CASE} == {GONE}


@pytest.mark.parametrize("name", OF_A_CASE)
def test_every_reading_of_a_case_is_logged_with_its_ground(
    name: str, cast: Cast, case: Case, signed_in: Callable[[Account], Client]
) -> None:
    ask(signed_in(cast.lado), name, case, by=cast.lado)

    (logged,) = Reading.objects.filter(case=case)
    assert (logged.account, logged.ground) == (cast.lado, "the team that holds this authority's cases")
    assert "JSON" in logged.page or logged.page == "the case as a file"


def test_the_list_of_cases_logs_the_reading_of_each(
    cast: Cast, case: Case, signed_in: Callable[[Account], Client]
) -> None:
    ask(signed_in(cast.head), "cases", case, by=cast.head)

    assert [each.page for each in Reading.objects.filter(case=case)] == ["cases, as JSON"]


def test_a_password_without_a_code_opens_nothing(cast: Cast, case: Case) -> None:
    client = Client()
    client.force_login(cast.head)

    response = ask(client, "case", case, by=cast.head)

    assert response.status_code == NOBODY
    assert response.json()["error"]["what"] == "Nobody is signed in"


@pytest.mark.parametrize("name", ["receive_allegation", "record_event", "correct_entry"])
def test_nothing_is_recorded_without_the_protection_of_the_session(
    name: str, cast: Cast, case: Case, signed_in: Callable[[Account], Client]
) -> None:
    unprotected = Client(enforce_csrf_checks=True)
    unprotected.cookies = signed_in(cast.head).cookies

    response = ask(unprotected, name, case, by=cast.head)

    assert response.status_code == REFUSED
    assert "X-CSRFToken" in response.json()["error"]["write"]
    assert Case.objects.count() == 1
    assert case.entries.count() == 1


def test_the_document_itself_is_for_everybody(client: Client) -> None:
    assert client.get(reverse("api:openapi-json")).status_code == 200


def test_what_was_read_is_kept_in_no_cache(cast: Cast, case: Case, signed_in: Callable[[Account], Client]) -> None:
    response = ask(signed_in(cast.head), "case", case, by=cast.head)

    assert response["Cache-Control"] == "no-store, private"
    assert response["Content-Type"] == "application/json; charset=utf-8"
