"""`dutybook procedures adopt`, as somebody types it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cast import PROCEDURE
from tests.cli.installations import installation

pytestmark = pytest.mark.database

MADE = """
from dutybook.project import start
start.prepare()
from django.conf import settings
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
from tests.cast import make_cast
cast = make_cast()
print(cast.lado.email, cast.head.email)
"""


def test_a_procedure_is_adopted_once_and_by_the_designated_officer_only(tmp_path: Path) -> None:
    with installation(tmp_path / "home") as place:
        lado, head = place.do(MADE).split()
        command = ("procedures", "adopt", PROCEDURE, "--reason", "agreed by the partnership", "--by")

        refused, unknown = place.run(*command, head), place.run(*command, "nobody@northmere.example")
        adopted, again = place.run(*command, lado), place.run(*command, lado)

    assert (refused.returncode, unknown.returncode, adopted.returncode, again.returncode) == (2, 2, 0, 2)
    assert "adopted by the authority's designated officer" in refused.stderr
    assert "Nobody signs in as nobody@northmere.example" in unknown.stderr
    assert adopted.stdout.startswith(f"Northmere Council has adopted {PROCEDURE}.")
    assert "is adopted as it is" in again.stderr
