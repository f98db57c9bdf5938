"""How many random questions are asked: enough for every run, or many more when somebody says so.

HYPOTHESIS_PROFILE=thorough asks ten times as many and other ones each time; every other run asks the same ones again.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, Phase, settings

THOROUGH = os.environ.get("HYPOTHESIS_PROFILE") == "thorough"


def asking(questions: int) -> Callable[[Any], Any]:
    """The settings for that many questions; they are drawn from one seed each, so there is nothing to shrink."""
    return settings(
        max_examples=questions * (10 if THOROUGH else 1),
        derandomize=not THOROUGH,
        deadline=None,
        database=None,
        phases=(Phase.explicit, Phase.generate),
        suppress_health_check=list(HealthCheck),
    )
