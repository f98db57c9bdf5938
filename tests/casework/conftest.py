"""The people of tests/cast.py, for every test of the record, and a database that a test can really commit to."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connections

from dutybook.casework import append_only
from tests.cast import anchored, case, cast, master_key, on_thursday, quick_passwords

__all__ = ["anchored", "case", "cast", "master_key", "on_thursday", "quick_passwords", "tables_that_can_be_emptied"]


@pytest.fixture(scope="module")
def tables_that_can_be_emptied(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """After a test that commits, Django empties the tables; the triggers would refuse even that."""
    with django_db_blocker.unblock():
        for alias in ("default", "keys"):
            append_only.unprotect(connections[alias])
    yield
    with django_db_blocker.unblock():
        for alias in ("default", "keys"):
            append_only.protect(connections[alias])
