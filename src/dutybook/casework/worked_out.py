"""What was worked out for a page, kept in this process for whoever asks for the very same thing a little later.

It is found by all that it depends on, and so is never out of date; no key may be kept here. It is opened text all the
same: few are kept, none for longer than some minutes, and nothing is ever written to a disk.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Hashable
from typing import Generic, TypeVar

T = TypeVar("T")

MOST = 128
MINUTES = 10


class WorkedOut(Generic[T]):
    """The last `most` that were asked for, each for `seconds` from when it was worked out."""

    def __init__(self, most: int = MOST, seconds: float = MINUTES * 60) -> None:
        self._most = most
        self._seconds = seconds
        self._kept: OrderedDict[Hashable, tuple[float, T]] = OrderedDict()
        self._lock = threading.Lock()
        self._sweep: threading.Timer | None = None

    def __len__(self) -> int:
        return len(self._kept)

    def get(self, key: Hashable) -> T | None:
        with self._lock:
            self._drop_the_old()
            if key not in self._kept:
                return None
            self._kept.move_to_end(key)
            return self._kept[key][1]

    def keep(self, key: Hashable, value: T) -> None:
        """In the place of what was kept under this key; the one nobody has asked for the longest goes."""
        with self._lock:
            self._kept[key] = (time.monotonic(), value)
            self._kept.move_to_end(key)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
            self._drop_the_old()
            self._sweep_later()

    def _drop_the_old(self) -> None:
        oldest = time.monotonic() - self._seconds
        for key in [key for key, (since, _) in self._kept.items() if since <= oldest]:
            del self._kept[key]

    def _sweep_later(self) -> None:
        """Also where nobody asks for anything any more."""
        if self._kept and self._sweep is None:
            self._sweep = threading.Timer(self._seconds, self._swept)
            self._sweep.daemon = True
            self._sweep.start()

    def _swept(self) -> None:
        with self._lock:
            self._sweep = None
            self._drop_the_old()
            self._sweep_later()
