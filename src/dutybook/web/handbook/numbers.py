"""Published numbers on pages that set procedures beside each other: none can be dialled from a demonstration.

Nothing else of such a page may be changed here.
"""

from __future__ import annotations

import re

from django.utils.safestring import SafeString, mark_safe

from dutybook.casework import demonstration
from dutybook.packs.handbook_markup import Html
from dutybook.packs.numbers import NOT_TO_RING

PUBLISHED = re.compile(r"(?i)telephone (?!999\b)\d[\d ]+\d")
"""How a number is written on those pages, each word of which was made safe. 999 may be rung, in danger that is real."""


def marked(fragment: Html) -> SafeString:
    """The fragment for a template; in a demonstration each published number says beside itself that it is one."""
    said = PUBLISHED.sub(rf"\g<0>: {NOT_TO_RING}", fragment) if demonstration.is_demonstration() else fragment
    # The pages escape every word of a pack themselves; this is their mark-up.
    return mark_safe(said)  # noqa: S308
