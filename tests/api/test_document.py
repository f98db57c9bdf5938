"""The published document, and that whatever goes wrong is said in its one shape."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pydantic import BaseModel

from dutybook.api.door import PerAccount
from dutybook.casework.models import Account, Case
from dutybook.cli import docs
from tests.cast import Cast
from tests.repo import tree

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

EVERY_REFUSAL = {"400", "401", "403", "404", "409", "422", "429"}


def document(client: Client) -> Any:
    return client.get(reverse("api:openapi-json")).json()


def operations(client: Client) -> Iterator[Any]:
    for methods in document(client)["paths"].values():
        yield from methods.values()


def test_the_document_is_openapi_3_1(client: Client) -> None:
    assert document(client)["openapi"].startswith("3.1.")


def test_the_copy_in_the_docs_is_fresh(client: Client) -> None:
    written = json.loads(tree.text_of(tree.ROOT / docs.FOLDER / "openapi.json"))

    assert written == document(client)
    assert dict(docs.pages())["openapi.json"] == tree.text_of(tree.ROOT / docs.FOLDER / "openapi.json")


def test_no_two_shapes_have_one_name() -> None:
    """The library publishes only one of the two, and whatever has the other then answers against it."""
    shapes = [shape for shape in _below(BaseModel) if shape.__module__.startswith("dutybook.api")]
    names = [shape.__name__ for shape in shapes]

    assert sorted(names) == sorted(set(names))


def test_every_operation_says_what_it_does_and_declares_every_refusal(client: Client) -> None:
    for operation in operations(client):
        assert operation["description"]
        assert set(operation["responses"]) - {"200", "201"} == EVERY_REFUSAL, operation["operationId"]
        assert operation["security"] == [{"SessionAuth": []}]


def test_every_refusal_has_one_shape(client: Client) -> None:
    problem = document(client)["components"]["schemas"]["Problem"]
    shapes = {
        response["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
        for operation in operations(client)
        for status, response in operation["responses"].items()
        if status in EVERY_REFUSAL
    }

    assert set(problem["required"]) == {"what", "write", "where"}
    assert shapes == {"Error", "Conflicting"}


def shape_of(response: Any) -> set[str]:
    assert response["Content-Type"].startswith("application/json")
    return set(response.json()["error"])


def test_nobody_signed_in_is_told_so_and_sent_nowhere(client: Client) -> None:
    response = client.get("/api/v1/cases")

    assert (response.status_code, shape_of(response)) == (401, {"what", "write", "where"})
    assert "Location" not in response


def test_an_address_that_there_is_not_is_answered_in_the_same_shape(client: Client) -> None:
    response = client.get("/api/v1/nothing")

    assert (response.status_code, shape_of(response)) == (404, {"what", "write", "where"})


def test_a_method_that_an_address_does_not_take_is_answered_with_those_that_it_takes(
    cast: Cast, signed_in: Callable[[Account], Client]
) -> None:
    response = signed_in(cast.head).delete("/api/v1/cases")

    assert (response.status_code, shape_of(response)) == (405, {"what", "write", "where"})
    assert response["Allow"] == "GET"


def test_a_fault_of_ours_says_so_and_shows_nothing_of_the_case(
    cast: Cast, case: Case, signed_in: Callable[[Account], Client], settings: Any, tmp_path: Any
) -> None:
    client = signed_in(cast.head)
    client.raise_request_exception = False
    settings.DUTYBOOK_MASTER_KEY_FILE = tmp_path / "lost.key"

    response = client.get(f"/api/v1/cases/{case.reference}")

    assert (response.status_code, shape_of(response)) == (500, {"what", "write", "where"})
    assert "lost.key" not in response.content.decode()


def test_too_many_requests_are_stopped_and_told_when_to_come_back(
    cast: Cast, signed_in: Callable[[Account], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(PerAccount, "allow_request", lambda *_: False)
    monkeypatch.setattr(PerAccount, "wait", lambda *_: 11.5)

    response = signed_in(cast.head).get("/api/v1/procedures")

    assert (response.status_code, shape_of(response)) == (429, {"what", "write", "where"})
    assert response["Retry-After"] == "12"


def test_one_person_s_requests_do_not_count_against_another(
    cast: Cast, signed_in: Callable[[Account], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    head, lado = signed_in(cast.head), signed_in(cast.lado)
    monkeypatch.setattr(PerAccount, "throttle_success", _after_two)

    assert [head.get("/api/v1/cases").status_code for _ in range(3)] == [200, 200, 429]
    assert lado.get("/api/v1/cases").status_code == 200


def _after_two(throttle: Any) -> bool:
    """As if the limit were two."""
    if len(throttle.history) >= 2:
        return throttle.throttle_failure()
    throttle.history.insert(0, throttle.now)
    throttle.cache.set(throttle.key, throttle.history, throttle.duration)
    return True


def _below(shape: type[BaseModel]) -> set[type[BaseModel]]:
    return {each for below in shape.__subclasses__() for each in (below, *_below(below))}
