"""A list that is worked out when somebody first looks into it: of a case's reasons, most are never read.

It reads, compares and is written as the tuple it becomes. Nothing may be put in it that depends on when it is asked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, TypeVar, overload

T = TypeVar("T")


class WhenAsked(Sequence[T]):
    """What `work` gives, worked out once."""

    __slots__ = ("_items", "_work")

    def __init__(self, work: Callable[[], Iterable[T]]) -> None:
        self._work: Callable[[], Iterable[T]] | None = work
        self._items: tuple[T, ...] = ()

    def _found(self) -> tuple[T, ...]:
        # Of two who ask in the same instant both work it out, alike: the items are there before the work is let go.
        if (work := self._work) is not None:
            self._items = tuple(work())
            self._work = None
        return self._items

    @overload
    def __getitem__(self, index: int) -> T: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[T, ...]: ...
    def __getitem__(self, index: int | slice) -> T | tuple[T, ...]:
        return self._found()[index]

    def __iter__(self) -> Iterator[T]:
        return iter(self._found())

    def __len__(self) -> int:
        return len(self._found())

    def __eq__(self, other: object) -> bool:
        return self._found() == (other._found() if isinstance(other, WhenAsked) else other)

    def __hash__(self) -> int:
        return hash(self._found())

    def __repr__(self) -> str:
        return repr(self._found())

    def __reduce__(self) -> tuple[Any, ...]:
        return tuple, (self._found(),)
