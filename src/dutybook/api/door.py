"""Every operation put together: what all of them ask of whoever calls, and the document that publishes them.

No operation may live here, and none may be reached that is not in the document.
"""

from __future__ import annotations

import threading

from django.contrib.auth.decorators import login_not_required
from ninja import NinjaAPI
from ninja.operation import Operation
from ninja.security import SessionAuth
from ninja.throttling import UserRateThrottle

from dutybook.api import access, allegations, cases, decisions, due, duties, events, gates, procedures, subjects
from dutybook.api.errors import declare_errors
from dutybook.api.parsing import StrictJson

VERSION = "v1"
PREFIX = f"api/{VERSION}/"
PER_ACCOUNT = "300/min"
DESCRIPTION = """\
The same actions as on the pages, under the same rules of who may see and do what. Every reading is logged.

**Signing in.** There are no tokens: sign in on the page, with password and code, and send the session's cookie.
Whatever records also needs the header `X-CSRFToken` with the value of the cookie `csrftoken`.

**Times** are ISO 8601 with an offset. A moment that is asked about may also be local time without one, or a bare day,
which is that day's end. In an address, write `+` as `%2B`.

**Errors** all have the same shape: what is wrong, what to write instead, and where. What you may not know of is not
found.

**Recording.** Send the `next_number` of the case as `expected_number`. If somebody recorded in the meantime, the
answer is 409 with what you sent and what they recorded. Send a `form_token` of your own (a UUID), and sending again
records once.
"""


class Door(NinjaAPI):
    """Names an operation in the document by the action it stands for."""

    def get_openapi_operation_id(self, operation: Operation) -> str:
        return operation.view_func.__name__


class PerAccount(threading.local, UserRateThrottle):
    """The library keeps its count on itself: shared between threads, two people's counts would be mixed."""


api = Door(
    title="Dutybook",
    version=VERSION,
    description=DESCRIPTION,
    urls_namespace="api",
    docs_url=None,
    docs_decorator=login_not_required,
    auth=SessionAuth(),
    throttle=PerAccount(PER_ACCOUNT),
    parser=StrictJson(),
)
declare_errors(api)
for each in (cases, access, subjects, allegations, events, duties, decisions, gates, procedures, due):
    api.add_router("", each.topic)
