"""What was worked out for a page, kept in this process for whoever asks for the very same thing a little later.

It is found by all that it depends on, and so is never out of date; no key may be kept here. It is opened text all the
same: there is only so much room for it, none is kept longer than some minutes, and nothing is ever written to a disk.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Hashable
from typing import Generic, NamedTuple, TypeVar

from django.conf import settings

T = TypeVar("T")

MINUTES = 10


class _Kept(NamedTuple, Generic[T]):
    since: float
    size: int
    value: T


class WorkedOut(Generic[T]):
    """The last that were asked for, each for `seconds` from when it was worked out.

    There is room for so many bytes, as whoever keeps something reckons them; `room` is the service's own if not given.
    """

    def __init__(self, room: int | None = None, seconds: float = MINUTES * 60) -> None:
        self._room = room
        self._seconds = seconds
        self._kept: OrderedDict[Hashable, _Kept[T]] = OrderedDict()
        self._taken = 0
        self._lock = threading.Lock()
        self._sweep: threading.Timer | None = None

    def __len__(self) -> int:
        return len(self._kept)

    def get(self, key: Hashable) -> T | None:
        with self._lock:
            kept = self._kept.get(key)
            if kept is None:
                return None
            if kept.since <= time.monotonic() - self._seconds:
                self._drop(key)
                return None
            self._kept.move_to_end(key)
            return kept.value

    def keep(self, key: Hashable, value: T, *, size: int) -> None:
        """In the place of what was kept under this key; those that nobody has asked for the longest make room."""
        room = settings.DUTYBOOK_KEPT_BYTES if self._room is None else self._room
        with self._lock:
            self._drop(key)
            self._kept[key] = _Kept(time.monotonic(), size, value)
            self._taken += size
            while self._taken > room:
                self._drop(next(iter(self._kept)))
            self._sweep_later()

    def forget(self) -> None:
        """All of it, as if nobody had asked for anything yet."""
        with self._lock:
            self._kept.clear()
            self._taken = 0

    def _drop(self, key: Hashable) -> None:
        kept = self._kept.pop(key, None)
        self._taken -= kept.size if kept else 0

    def _sweep_later(self) -> None:
        """Also where nobody asks for anything any more."""
        if self._kept and self._sweep is None:
            self._sweep = threading.Timer(self._seconds, self._swept)
            self._sweep.daemon = True
            self._sweep.start()

    def _swept(self) -> None:
        with self._lock:
            self._sweep = None
            oldest = time.monotonic() - self._seconds
            for key in [key for key, kept in self._kept.items() if kept.since <= oldest]:
                self._drop(key)
            self._sweep_later()
