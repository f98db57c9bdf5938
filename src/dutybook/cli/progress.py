"""How far a long command has come: one line on the terminal, told over itself. Never anywhere but on a terminal."""

from __future__ import annotations

import sys
import time

EVERY_SECONDS = 0.2


class Progress:
    """Called with how many are done, and of how many; says so, not too often."""

    def __init__(self, what: str) -> None:
        self._what, self._said_at = what, 0.0

    def __call__(self, done: int, of: int) -> None:
        if not sys.stderr.isatty():
            return
        if done == of:
            print("\r\033[K", end="", file=sys.stderr, flush=True)
        elif time.monotonic() - self._said_at > EVERY_SECONDS:
            self._said_at = time.monotonic()
            print(f"\r{done} of {of} {self._what}", end="", file=sys.stderr, flush=True)
