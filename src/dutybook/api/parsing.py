"""Reading what was sent: JSON as the standard has it, and text that can be stored. Nothing may be guessed or mended."""

from __future__ import annotations

import json
import re
from math import isfinite
from typing import Any, NoReturn

from django.http import HttpRequest
from ninja.parser import Parser

NUL = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")
"""As JSON writes it; after an odd number of backslashes more it is those that are written."""


class StrictJson(Parser):
    """JSON without the words and the halves of characters that Python would read and nobody could write back."""

    def parse_body(self, request: HttpRequest) -> dict[str, Any]:
        body = json.loads(request.body, parse_constant=_refuse, parse_float=_finite)
        written = json.dumps(body, ensure_ascii=False)
        written.encode()  # half of a character cannot be encoded
        if NUL.search(written):
            raise ValueError("a NUL is no text that can be stored")
        if not isinstance(body, dict):
            raise ValueError("the body is not a JSON object")
        return body


def _refuse(word: str) -> NoReturn:
    raise ValueError(f"{word} is not JSON")


def _finite(written: str) -> float:
    number = float(written)
    if not isfinite(number):
        raise ValueError(f"{written} is too large a number")
    return number
