"""Every address and every operation, asked for and sent to by everybody, against the table in policy.py."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from copy import deepcopy
from functools import cache
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, get_resolver, reverse

from dutybook.api.door import api
from dutybook.casework.models import Account, Reading
from tests.access.policy import (
    ADDRESSED,
    NEVER_KNOW,
    OPERATIONS,
    PAGES,
    PEOPLE,
    REFUSED,
    SEE_NOTHING,
    SET_UP,
    SIGN_IN,
    Outcome,
    Row,
    expected,
)
from tests.access.world import World

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

METHODS, INTERFACE = ("get", "post"), "in json"
NEVER_WAS = "ZZZZ-ZZZZ"
NAMED_APART = "rest_of_team"
"""Of a restricted case, whoever of the team is not named in it knows as little as anybody else."""
DIFFERS_EACH_TIME = re.compile(r'nonce-[\w+/=-]+|nonce="[^"]*"|name="csrfmiddlewaretoken" value="\w+"')

Key = tuple[str, str]
"""The name of a row, and how it was tried: by a method, or as an operation of the interface."""


def hidden_from(people: Sequence[str]) -> pytest.MarkDecorator:
    """Everybody of these towards either case; and of the restricted one, whoever of the team is not named."""
    rows = [(False, person) for person in people] + [(True, person) for person in (*people, NAMED_APART)]
    names = [f"{person}, {'a restricted case' if restricted else 'a case'}" for restricted, person in rows]
    return pytest.mark.parametrize(("world", "person"), rows, indirect=["world"], ids=names)


class Sweep:
    """One person's browser: whatever it sends is taken back before the next."""

    def __init__(self, world: World, person: str, signed_in: Callable[[Account], Client]) -> None:
        self.world, self.person = world, person
        self.account = world.people.get(person, world.people["outsider"])
        self.client = Client() if person == "signed_out" else self._client(signed_in)
        self.client.raise_request_exception = False
        self.cookies = deepcopy(self.client.cookies)

    def everything(self, *, names: Iterable[Key] | None = None, reference: str = "") -> dict[Key, Any]:
        """The answer to every row, or to those named; about another reference if one is given."""
        asked = every_row() if names is None else names
        return {
            key: self._page(*key, reference) if key[1] in METHODS else self._operation(*key, reference) for key in asked
        }

    def _page(self, name: str, method: str, reference: str) -> Any:
        page = PAGES[name]
        sent = dict(page.asks) if method == "get" else page.sends(self.world, self.account)
        return self._take_back(method, address_of(name, self._arguments(reference)), sent)

    def _operation(self, name: str, _interface: str, reference: str) -> Any:
        row, (method, path) = OPERATIONS[name], published()[name]
        address = path.format_map(self._arguments(reference))
        if method == "get":
            return self._take_back(method, address, dict(row.asks))
        return self._take_back(method, address, row.sends(self.world, self.account), content_type="application/json")

    def _take_back(self, method: str, address: str, sent: dict[str, Any], **more: Any) -> Any:
        self.client.cookies = deepcopy(self.cookies)
        with transaction.atomic(using="default"), transaction.atomic(using="keys"):
            before = self._read()
            response = getattr(self.client, method)(address, sent, **more)
            response.recorded = self.world.case.entries.count()
            response.read = self._read() - before
            for alias in ("default", "keys"):
                transaction.set_rollback(True, using=alias)
        return response

    def _read(self) -> int:
        """How often this person has read the case, by the reading log."""
        return Reading.objects.filter(case=self.world.case, account=self.account).count()

    def _arguments(self, reference: str) -> dict[str, Any]:
        case = self.world.case
        head = self.world.people["involved"]
        recused = self.world.people["recused"]
        of_the_world = {"name": case.procedure, "organisation": head.organisation_id, "account": head.pk}
        of_the_world |= {"recused": recused.pk}
        return {**ADDRESSED, "reference": reference or case.reference, **of_the_world}

    def _client(self, signed_in: Callable[[Account], Client]) -> Client:
        if self.person != "no_code":
            return signed_in(self.account)
        client = Client()
        client.force_login(self.account)
        return client


@pytest.fixture
def sweep(world: World, signed_in: Callable[[Account], Client]) -> Callable[[str], Sweep]:
    return lambda person: Sweep(world, person, signed_in)


@cache
def published() -> dict[str, tuple[str, str]]:
    """Every operation that is published: its method and its address."""
    return {
        operation["operationId"]: (method, path)
        for path, methods in api.get_openapi_schema()["paths"].items()
        for method, operation in methods.items()
    }


def every_row() -> dict[Key, Row]:
    """Every address by each method, and every operation."""
    pages = {(name, method): page.row(method) for name, page in PAGES.items() for method in METHODS}
    return pages | {(name, INTERFACE): operation.gets for name, operation in OPERATIONS.items()}


def under_a_case() -> list[Key]:
    """Whatever has the case's reference in its address."""
    held = {(name, method) for name, pattern in patterns().items() for method in METHODS if ":reference>" in pattern}
    held |= {(name, INTERFACE) for name, (_, path) in published().items() if "{reference}" in path}
    return [key for key in every_row() if key in held]


def addresses(patterns: list[Any] | None = None, within: str = "") -> Iterator[tuple[str, str]]:
    """Every address of the service as its name and its pattern."""
    for each in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(each, URLPattern):
            yield within + str(each.name), str(each.pattern)
        else:
            yield from addresses(each.url_patterns, within + (f"{each.namespace}:" if each.namespace else ""))


@cache
def patterns() -> dict[str, str]:
    return dict(addresses())


def address_of(name: str, arguments: dict[str, Any]) -> str:
    """The address with as many of the arguments as it takes."""
    pattern = patterns()[name]
    wanted = re.findall(r"<\w+:(\w+)>", pattern)
    try:
        return reverse(name, kwargs={each: arguments[each] for each in wanted})
    except (KeyError, NoReverseMatch) as lacking:
        raise AssertionError(f"{name} needs {lacking}: give it in ADDRESSED of tests/access/policy.py") from lacking


def outcome(response: Any) -> Outcome:
    to = response.headers.get("Location", "")
    if response.status_code == 302 and to.startswith(reverse("account_login") + "?next="):
        return SIGN_IN
    if response.status_code == 302 and to == reverse("mfa_activate_totp"):
        return SET_UP
    return int(response.status_code)


def said(response: Any) -> str:
    """Headers, cookies and body, without what is drawn anew for every answer."""
    whole = f"{response.headers}\n{response.cookies}\n{response.content.decode()}"
    return DIFFERS_EACH_TIME.sub("", re.sub(r"csrftoken=\w+|sessionid=\w+|whose=[^;]+|expires=[^;]+", "", whole))


def leaves_a_sign(answer: Any, world: World) -> bool:
    """Whether an answer to somebody who may see nothing says anything of the case, recorded in it, or read it."""
    changed = answer.recorded != world.case.entries.count()
    return changed or answer.read > 0 or any(sign in said(answer) for sign in world.signs)


def test_every_address_has_its_row_and_every_row_its_address() -> None:
    operations = {path.removeprefix("/api/v1/") for _, path in published().values()}
    pages = {name for name, pattern in addresses() if not name.startswith("api:") or _braced(pattern) not in operations}

    assert sorted(pages) == sorted(PAGES)


def test_every_published_operation_has_its_row_and_every_row_its_operation() -> None:
    assert sorted(published()) == sorted(OPERATIONS)


def test_no_address_of_the_interface_is_left_out_of_the_document() -> None:
    hidden = {
        operation.view_func.__name__
        for router in api._get_bound_routers()
        for view in router.path_operations.values()
        for operation in view.operations
        if not operation.include_in_schema
    }
    interface = {_braced(pattern) for name, pattern in addresses() if name.startswith("api:")}
    in_the_document = {path.removeprefix("/api/v1/") for _, path in published().values()}

    assert not hidden
    assert interface - in_the_document == {"openapi.json", ""}


def test_every_row_has_a_column_for_everybody() -> None:
    assert [key for key, row in every_row().items() if set(row) != set(PEOPLE)] == []


@pytest.mark.parametrize("world", [False, True], ids=["a case", "a restricted case"], indirect=True)
@pytest.mark.parametrize("person", PEOPLE)
def test_everybody_gets_what_the_table_says_and_no_sign_of_a_case_that_is_not_for_them(
    person: str, world: World, sweep: Callable[[str], Sweep]
) -> None:
    answers = sweep(person).everything()

    wanted = {key: expected(row, person, is_restricted=world.is_restricted) for key, row in every_row().items()}
    got = {key: outcome(answer) for key, answer in answers.items()}
    assert {key: got[key] for key in got if got[key] != wanted[key]} == {
        key: wanted[key] for key in got if got[key] != wanted[key]
    }
    if person in SEE_NOTHING or (person == NAMED_APART and world.is_restricted):
        assert [key for key, answer in answers.items() if leaves_a_sign(answer, world)] == []


@hidden_from(NEVER_KNOW)
def test_a_hidden_case_and_one_that_never_was_answer_alike(
    person: str, world: World, sweep: Callable[[str], Sweep]
) -> None:
    browser, names = sweep(person), under_a_case()

    hidden, absent = browser.everything(names=names), browser.everything(names=names, reference=NEVER_WAS)

    assert [key for key in names if said(hidden[key]) != said(absent[key])] == []


@pytest.mark.parametrize("person", ["involved", "team"])
def test_whatever_is_read_of_a_case_is_one_line_of_the_reading_log(
    person: str, world: World, sweep: Callable[[str], Sweep]
) -> None:
    answers = sweep(person).everything(names=under_a_case())

    read = {key: answer for key, answer in answers.items() if answer.status_code == 200}
    assert {key: answer.read for key, answer in read.items() if answer.read != 1} == {}
    assert {key: answer.read for key, answer in answers.items() if answer.read > 1} == {}


def test_nothing_is_sent_without_the_protection_of_the_session(world: World, sweep: Callable[[str], Sweep]) -> None:
    browser = sweep("team")
    browser.client.handler.enforce_csrf_checks = True
    sending = [
        key for key in every_row() if key[1] == "post" or (key[1] == INTERFACE and published()[key[0]][0] == "post")
    ]

    answers = browser.everything(names=sending)

    assert {key: answer.status_code for key, answer in answers.items() if answer.status_code != REFUSED} == {}
    assert {answer.recorded for answer in answers.values()} == {world.case.entries.count()}


def _braced(pattern: str) -> str:
    return re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", pattern)
