"""The document that publishes the JSON interface, as the running service gives it. No database may be opened for it."""

from __future__ import annotations

import os
from typing import Any

import django

from dutybook.project.start import SETTINGS


def openapi() -> dict[str, Any]:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    django.setup()
    from dutybook.api.door import api

    return dict(api.get_openapi_schema())
