"""The people of tests/cast.py, and the two cases that the sweep is made on."""

from __future__ import annotations

import pytest

from tests.access.world import World, make_world
from tests.cast import Cast, anchored, case, cast, master_key, on_thursday, quick_passwords
from tests.web.conftest import signed_in

__all__ = ["anchored", "case", "cast", "master_key", "on_thursday", "quick_passwords", "signed_in", "world"]


@pytest.fixture
def world(cast: Cast, request: pytest.FixtureRequest) -> World:
    """A case with everybody in their place: parametrise with True for one that is restricted to named people."""
    return make_world(cast, is_restricted=getattr(request, "param", False))
