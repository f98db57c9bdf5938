"""What differs between two procedures, or two editions of one, in words.

What changes with a later edition is said with its day, and once: no difference may be said for every day it lasts.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from dutybook.engine import words
from dutybook.engine.comparing import Difference, Side, between
from dutybook.engine.comparing_heads import heads
from dutybook.engine.english.names import Words, humanised
from dutybook.engine.procedure import Procedure, Rules


def compare(left: Procedure, right: Procedure) -> list[Difference]:
    """Every difference, the heads first; what an edition changes later comes after, with its day."""
    sides = sides_of(left, right)
    first, *later = sorted({day for side in (left, right) for day, _ in side.editions})
    known = list(between(*_on(first, left, right, sides)))
    found = [*heads(left, right, sides), *known]
    for day in later:
        today = list(between(*_on(day, left, right, sides)))
        found += [_from(day, each) for each in today if each not in known]
        found += [_no_longer(day, each) for each in known if _place(each) not in map(_place, today)]
        known = today
    return found


def compare_rules(left: Rules, right: Rules, left_name: str, right_name: str) -> list[Difference]:
    """What differs between two sets of rules, each called by a name."""
    return list(between(Side(left_name, left, Words(left)), Side(right_name, right, Words(right))))


def sides_of(left: Procedure, right: Procedure) -> tuple[Side, Side]:
    """The two procedures as they stand in their last editions."""
    names = names_of(left, right)
    return _side(names[0], left, left.editions[-1][1]), _side(names[1], right, right.editions[-1][1])


def sides_on_the_first_day(left: Procedure, right: Procedure) -> tuple[Side, Side]:
    """The two procedures as they stand before any later edition of either."""
    return _on(date.min, left, right, sides_of(left, right))


def names_of(left: Procedure, right: Procedure) -> tuple[str, str]:
    """What the two are called: where their titles begin alike by their names, and then by their editions."""
    if left.name != right.name:
        short = short_name(left), short_name(right)
        return short if short[0] != short[1] else (humanised(left.name).title(), humanised(right.name).title())
    if left.edition != right.edition:
        return f"edition {left.edition}", f"edition {right.edition}"
    return "the first", "the second"


def short_name(procedure: Procedure) -> str:
    """What a column or a sentence calls a procedure: its title as far as the first bracket, comma or colon."""
    return re.split("[,:(]", procedure.title)[0].strip() or humanised(procedure.name).title()


def _side(name: str, procedure: Procedure, rules: Rules) -> Side:
    return Side(name, rules, Words(rules, procedure.more.get("terms") or {}))


def _on(day: date, left: Procedure, right: Procedure, sides: tuple[Side, Side]) -> tuple[Side, Side]:
    """The two sides as they stand on one day."""
    return _side(sides[0].name, left, left.on(day)), _side(sides[1].name, right, right.on(day))


def _from(day: date, difference: Difference) -> Difference:
    return replace(difference, from_day=day, sentence=f"From {words.day(day)}: {difference.sentence}")


def _no_longer(day: date, difference: Difference) -> Difference:
    sentence = f"From {words.day(day)} no longer: {difference.sentence}"
    return replace(difference, from_day=day, left="", right="", sentence=sentence)


def _place(difference: Difference) -> tuple[str, str, str]:
    return difference.chapter, difference.id, difference.field
