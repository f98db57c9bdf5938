"""What is wrong in a file, where, and what to write instead.

Nothing here may read a file or decide that something is wrong: these are the shapes in which refusals leave.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Place:
    """A line of a file, counted from 1."""

    path: str
    line: int = 1

    def __str__(self) -> str:
        return f"{self.path}:{self.line}"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong; a `note` is something that could not be decided, and fails nothing."""

    path: str
    line: int
    what: str
    write: str
    note: bool = False

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.what}; {self.write}"


class PackErrors(ValueError):
    """A pack that cannot be used, with everything that is wrong in it."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(each) for each in self.problems))


class CaseRefused(ValueError):
    """A case file that cannot be read, with everything that is wrong in it."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(each) for each in self.problems))


class UnknownPack(LookupError):
    """There is no pack of this name or in this folder."""


def shown(path: Path) -> str:
    """The path as a reader would type it: from the current folder when it lies inside it."""
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except ValueError:
        return str(path)


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Each problem once, by file and line, in the order found within a line."""
    return sorted(dict.fromkeys(problems), key=lambda each: (each.path, each.line))
