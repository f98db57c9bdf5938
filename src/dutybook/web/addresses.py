"""Refuses an address that holds a NUL: no page and no name has one, and not every database can be asked about it.

Nothing else may be judged here.
"""

from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse

NUL = "\0"


class NoNulInAnAddress:
    """Stands before whatever would look something up."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if NUL in request.path_info or any(mark in request.META.get("QUERY_STRING", "") for mark in (NUL, "%00")):
            raise BadRequest("a NUL in the address")
        return self.get_response(request)
