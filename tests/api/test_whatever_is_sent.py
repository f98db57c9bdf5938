"""Whatever a LADO's program sends, well formed or not: no fault of ours, and no answer that is not declared."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.middleware.csrf import _get_new_csrf_string
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from dutybook.api.door import PerAccount
from dutybook.casework.models import Account, Case
from tests.access.policy import OPERATIONS
from tests.cast import Cast

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

EXAMPLES = 8
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]


@pytest.fixture
def session(cast: Cast, signed_in: Callable[[Account], Client]) -> dict[str, str]:
    """The cookies of a LADO who is signed in, and of the protection of the session."""
    return {"sessionid": signed_in(cast.lado).cookies["sessionid"].value, "csrftoken": _get_new_csrf_string()}


@pytest.fixture(autouse=True)
def connections_stay_open() -> Iterator[None]:
    """A request through the real door ends by closing its connection, and with it this test's transaction."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture(autouse=True)
def no_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PerAccount, "allow_request", lambda *_: True)


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=["well formed", "ill formed"])
@pytest.mark.parametrize("name", OPERATIONS)
def test_every_answer_is_one_that_the_document_declares(
    name: str, mode: GenerationMode, case: Case, session: dict[str, str]
) -> None:
    document = schemathesis.openapi.from_wsgi(reverse("api:openapi-json"), get_wsgi_application())
    operation = document.find_operation_by_id(name)

    @settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
    @given(operation.as_strategy(mode))
    def send(sent: schemathesis.Case) -> None:
        if sent.path_parameters and "reference" in sent.path_parameters:
            sent.path_parameters["reference"] = case.reference
        sent.cookies = session
        sent.call_and_validate(headers={"X-CSRFToken": session["csrftoken"]}, checks=CHECKS)

    send()
