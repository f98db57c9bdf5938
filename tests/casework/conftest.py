"""The people of tests/cast.py, for every test of the record."""

from tests.cast import anchored, case, cast, master_key, on_thursday, quick_passwords

__all__ = ["anchored", "case", "cast", "master_key", "on_thursday", "quick_passwords"]
