"""What a form on a page holds beside its questions, read as a browser would send it. Nothing here may send one."""

from __future__ import annotations

import re

from dutybook.web.sending import number_in


def number_on(page: str) -> int:
    """The number that the next entry is expected to get."""
    found = re.search(r'name="expected-number" value="([0-9a-f]+)"', page)
    assert found, "there is no form on the page"
    return number_in(found[1])
