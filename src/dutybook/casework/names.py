"""What makes two ways of writing a name the same name, or names that sound alike.

No name may be kept here, and nobody is found by one here: this only says what is to be compared with what.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

import jellyfish

TITLES = frozenset(
    (
        "mr", "mrs", "ms", "miss", "mx", "dr", "doctor", "prof", "professor", "rev", "revd", "reverend", "fr", "father",
        "sr", "sister", "br", "brother", "imam", "rabbi", "pastor", "canon", "sir", "dame", "lord", "lady", "cllr",
        "councillor", "pc", "wpc", "coach",
    )
)  # fmt: skip
"""Words that stand before a name and are no part of it."""

LETTERS = str.maketrans({"ß": "ss", "ł": "l", "ø": "o", "æ": "ae", "œ": "oe", "đ": "d", "ð": "d", "þ": "th", "ı": "i"})
"""Letters with something on them to the eye, which to Unicode are letters of their own."""

APOSTROPHES = re.compile("['’‘`´ʼ]")
WORD = re.compile(r"[^\W\d_]+")
SON_OF = re.compile(r"\b(?:mac|mc) ?(?=[^\W\d_]{3})")
O_BEFORE = re.compile(r"\bo (?=[^\W\d_]{3})")
REMEMBERED = 20_000


@lru_cache(maxsize=REMEMBERED)
def parts(name: str) -> tuple[str, ...]:
    """The parts of a name in the order of the alphabet: case, accents, hyphens, titles and their order do not count.

    O'Neill, O’Neill and O Neill are one name, and so are McDonald, Mc Donald and MacDonald.
    """
    plain = APOSTROPHES.sub("", _without_accents(name))
    found = WORD.findall(O_BEFORE.sub("o", SON_OF.sub("mc", plain)))
    return tuple(sorted(word for word in found if word not in TITLES) or sorted(found))


@lru_cache(maxsize=REMEMBERED)
def sounds(name: str) -> tuple[str, ...]:
    """How a name sounds, reckoned in two ways that err differently; a name in another script has no sound here."""
    heard = parts(name)
    found = {way.__name__: _joined(way(part) for part in heard) for way in (jellyfish.metaphone, jellyfish.nysiis)}
    return tuple(f"{way} {sound}" for way, sound in found.items() if sound)


@lru_cache(maxsize=REMEMBERED)
def place(name: str) -> str:
    """An organisation's name as it is compared with another: its words in their order, without "the"."""
    words = re.findall(r"\w+", APOSTROPHES.sub("", _without_accents(name)).replace("&", " and "))
    return " ".join(word for word in words if word != "the")


def same(one: str, other: str) -> bool:
    return bool(parts(one)) and parts(one) == parts(other)


def sound_alike(one: str, other: str) -> bool:
    return bool(set(sounds(one)) & set(sounds(other)))


def one_within_the_other(one: str, other: str) -> bool:
    """Whether either could be the other with something left out: a first name, a middle name, or all but an initial."""
    fewer, more = sorted((parts(one), parts(other)), key=len)
    return any(len(part) > 1 for part in fewer) and _fits(fewer, more)


def share_a_part(one: str, other: str) -> bool:
    """Whether they share a whole part: perhaps a family name."""
    return any(len(part) > 1 for part in set(parts(one)) & set(parts(other)))


def _fits(fewer: Iterable[str], more: Iterable[str]) -> bool:
    """Whether each part is there in the longer name, or stands in it as an initial; the longest first."""
    left = sorted(more, key=len, reverse=True)
    for part in sorted(fewer, key=len, reverse=True):
        found = part if part in left else next((each for each in left if _is_initial_of(part, each)), None)
        if found is None:
            return False
        left.remove(found)
    return True


def _is_initial_of(one: str, other: str) -> bool:
    return 1 in (len(one), len(other)) and one[0] == other[0]


def _without_accents(name: str) -> str:
    apart = unicodedata.normalize("NFKD", name.casefold().translate(LETTERS))
    return "".join(each for each in apart if not unicodedata.combining(each))


def _joined(found: Iterable[str]) -> str:
    return " ".join(sorted(filter(None, found)))
