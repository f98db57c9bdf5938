"""The people of tests/cast.py, and a client of each with its sign-in behind it."""

from __future__ import annotations

from tests.cast import anchored, case, cast, master_key, on_thursday, quick_passwords
from tests.web.conftest import signed_in

__all__ = ["anchored", "case", "cast", "master_key", "on_thursday", "quick_passwords", "signed_in"]
