"""Whatever goes wrong outside an operation, its answer is JSON too: nobody signed in, no such address, a fault of ours.

Nothing may be let through here: an answer only changes its form.
"""

from __future__ import annotations

import json
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from dutybook.api.errors import plain

EVERY_VERSION = "/api/"
SENT_TO_SIGN_IN = 302


class AnswersInJson:
    """Stands outside everything that asks who is signed in, and so sees what they answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.path_info.startswith(EVERY_VERSION) and not _is_ours(response):
            _rewrite(response)
        return response


def _is_ours(response: HttpResponse) -> bool:
    refuses = response.status_code == SENT_TO_SIGN_IN or response.status_code >= 400
    return not refuses or response["Content-Type"].startswith("application/json")


def _rewrite(response: HttpResponse) -> None:
    """In place, so that the headers and cookies of the others stay."""
    if response.status_code == SENT_TO_SIGN_IN:
        response.status_code = 401
        del response["Location"]
    response["Content-Type"] = "application/json"
    response.content = json.dumps(plain(response.status_code)).encode()
