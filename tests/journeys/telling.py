"""The words in which a journey is told: who does what on which page, what they answer, and what then stands there.

A step says nothing about how a page is used; `walking.py` does it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Person:
    """Somebody with an account in the demonstration."""

    email: str
    name: str


RUTH = Person("head@northmere.example", "Ruth Okafor")
"""The head teacher: the senior manager, who looks to what the employer and the referrer owe."""
DILYS = Person("lado@northmere.example", "Dilys Marsh")
ASHA = Person("socialcare@northmere.example", "Asha Venn")
GRACE = Person("police@northmere.example", "Grace Toller")

YES, NO, NOT_KNOWN = "Yes", "No", "Not known"


@dataclass(frozen=True)
class On:
    """A day, and a time if there is one: `On("2 4 2026", "16:00")`."""

    day: str
    time: str = ""


Answer = str | Sequence[str] | On
Answers = Mapping[str, Answer]
Lines = Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Today:
    """What of this case stands on somebody's *Today*."""

    dated: Lines = field(default_factory=dict)
    waiting: Lines = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Step:
    """One thing that somebody records.

    `at` is when it happened, as it is typed; `now`, what the clock says then, if that is later. `does` is the name of
    the link on the case page, and `about` what stands beside it where there are two; `whom`, who is let in. `as_role`
    and `for_whom`: the desk records it for somebody else. `own_view` and `why` make it a decision. `turned_back` is the
    gate that they read on the page, and go back without recording anything. `button` sends what is no event of the
    procedure's, on the page that the links in `through` lead on to.

    `duties` are the lines of the case page that this step changes or adds; every other line stays as it was.
    `several`: from now on there are two of this kind, and every line says which it is about.
    `today` is whatever stands on the page of each person concerned, and stays there until a later step says otherwise.
    """

    at: On
    who: Person
    does: str
    through: tuple[str, ...] = ()
    button: str = ""
    whom: Person | None = None
    now: On | None = None
    answers: Answers = field(default_factory=dict)
    about: str = ""
    as_role: str = ""
    for_whom: str = ""
    turned_back: str = ""
    own_view: Answer = ""
    why: str = ""
    duties: Lines = field(default_factory=dict)
    several: str = ""
    today: Mapping[Person, Today] = field(default_factory=dict)
