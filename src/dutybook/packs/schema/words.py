"""The small parts that every chapter is written with: words, ids, days, expressions, timescales, citations.

Nothing here may know a chapter. A refusal reads "what is wrong; what to write".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Annotated, Any, ClassVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

from dutybook.engine import forms
from dutybook.engine.grammar import GrammarError, parse_expression, parse_timescale

AT_MOST_AS_A_LIST = 6
"""An element that cites more rule ids than this says beside each what it does for it."""

LONGEST_EXPRESSION = 4000

NOT_GIVEN = "not_given"
"""What a pack says of something that its source does not give, where a guess would be taken for the source's word."""

_SNAKE = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
_KEBAB = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_RULE = re.compile(r"[A-Z]+(-[A-Z0-9]+)+")
_AREA = re.compile(r"[EW][0-9]{8}")
_TIME = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]|24:00")


def refuse(what: str, write: str, *inside: str | int) -> PydanticCustomError:
    """A refusal; `inside` leads to the part of the value that is wrong."""
    return PydanticCustomError("refused", "{what}; {write}", {"what": what, "write": write, "inside": list(inside)})


def is_snake(text: str) -> bool:
    return _SNAKE.fullmatch(text) is not None


def is_kebab(text: str) -> bool:
    return _KEBAB.fullmatch(text) is not None


def _text(value: Any) -> str:
    if isinstance(value, bool):
        raise refuse("yes or no stands where words are wanted", 'put it in quotes: "yes"')
    if isinstance(value, int):
        return str(value)
    if not isinstance(value, str):
        raise refuse(f"{value!r} stands where words are wanted", "write one text")
    if not value.strip():
        raise refuse("nothing stands where words are wanted", "write them, or leave the key out")
    return value.strip()


def _several(value: Any) -> tuple[str, ...]:
    return tuple(_text(each) for each in (value if isinstance(value, list | tuple) else [value]))


def read_name(value: Any) -> str:
    text = _text(value)
    if not is_snake(text):
        raise refuse(f"{text!r} is not a name", "write small letters, digits and _, as in concern_raised")
    return text


def read_rule_name(value: Any) -> str:
    text = _text(value)
    if not is_kebab(text):
        raise refuse(f"{text!r} is not an id", "write small letters, digits and -, as in tell-the-lado")
    return text


def _area_code(value: Any) -> str:
    text = _text(value)
    if not _AREA.fullmatch(text):
        raise refuse(f"{text!r} is not the code of an authority", "write its GSS code, as E10000028")
    return text


def read_names(value: Any) -> tuple[str, ...]:
    return tuple(read_name(each) for each in _several(value))


def _yes(value: Any) -> bool:
    if not isinstance(value, bool):
        raise refuse(f"{value!r} is not an answer here", "write yes or no")
    return value


def _day(value: Any) -> date:
    try:
        return date.fromisoformat(_text(value))
    except ValueError:
        raise refuse(f"{value!r} is not a day", 'write it as "2026-04-03"') from None


def _day_or_not_given(value: Any) -> date | str:
    return NOT_GIVEN if value == NOT_GIVEN else _day(value)


def time_of_day(value: Any) -> str:
    text = _text(value)
    if not _TIME.fullmatch(text):
        raise refuse(f"{text!r} is not a time of day", 'write it as "16:00"')
    return text


def expression(value: Any) -> Any:
    """The expression a pack wrote; one that is already read stays as it is."""
    if not isinstance(value, str | bool | int):
        return value if _is_read(value) else _not_text(value)
    if isinstance(value, bool):
        raise refuse(
            "yes or no stands where a condition is wanted", "leave the key out for always, or name a condition"
        )
    text = str(value)
    if len(text) > LONGEST_EXPRESSION:
        raise refuse(f"a condition of {len(text)} characters", "name its parts under conditions")
    try:
        return parse_expression(text)
    except GrammarError as error:
        raise refuse(f"{error.what}, at column {error.column + 1}", error.write) from None
    except (RecursionError, MemoryError):
        raise refuse("a condition that is nested too deep", "name its parts under conditions") from None


def timescale(value: Any) -> Any:
    """The timescale a pack wrote; one that is already read stays as it is."""
    if not isinstance(value, str | Mapping | bool | int | list):
        return value
    try:
        return parse_timescale(value)
    except GrammarError as error:
        raise refuse(error.what, error.write) from None


def _is_read(value: Any) -> bool:
    return isinstance(value, forms.Name | forms.Value | forms.Not | forms.And | forms.Or | forms.Compare)


def _not_text(value: Any) -> Any:
    raise refuse(f"{value!r} stands where a condition is wanted", "write it as text")


def said(schema: dict[str, Any], read: Callable[[Any], Any]) -> tuple[BeforeValidator, WithJsonSchema]:
    """How a part is read, and how an editor is told about it."""
    return BeforeValidator(read), WithJsonSchema(schema)


def keys(required: str = "", **properties: Any) -> dict[str, Any]:
    """A mapping of these keys alone, as an editor is told about it; `required` names those that must be there."""
    said = {"type": "object", "properties": {key.rstrip("_"): each for key, each in properties.items()}}
    return {**said, "additionalProperties": False, "required": required.split()}


_STRING = {"type": "string"}
_STRINGS = {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}
NAME: dict[str, Any] = {"type": "string", "pattern": f"^{_SNAKE.pattern}$"}
NAMES: dict[str, Any] = {"anyOf": [NAME, {"type": "array", "items": NAME}]}
RULE_NAME: dict[str, Any] = {"type": "string", "pattern": f"^{_KEBAB.pattern}$"}
WHEN: dict[str, Any] = {
    "type": "string",
    "description": "names, 'words', numbers, and, or, not, ==, !=, <, <=, >, >=, in",
}
_SPAN = {"type": ["string", "object"]}
SPAN: dict[str, Any] = {
    "description": "as `15 working days`, or one of these keys",
    "anyOf": [
        {"type": "string"},
        keys("earliest", earliest={"type": "array", "items": _SPAN}),
        keys("latest", latest={"type": "array", "items": _SPAN}),
        keys("first", first={"type": "array", "items": keys("is", when=WHEN, is_=_SPAN)}),
        keys("set_by", set_by=NAME),
    ],
}

Text = Annotated[str, *said({"type": ["string", "integer"]}, _text)]
Texts = Annotated[tuple[str, ...], *said(_STRINGS, _several)]
Name = Annotated[str, *said(NAME, read_name)]
Names = Annotated[tuple[str, ...], *said(NAMES, read_names)]
RuleName = Annotated[str, *said(RULE_NAME, read_rule_name)]
AreaCode = Annotated[str, *said({"type": "string", "pattern": f"^{_AREA.pattern}$"}, _area_code)]
YesNo = Annotated[bool, *said({"enum": ["yes", "no", True, False]}, _yes)]
Day = Annotated[date, *said({"type": "string", "format": "date"}, _day)]
DayOrNotGiven = Annotated[
    date | str,
    *said({"anyOf": [{"type": "string", "format": "date"}, {"const": NOT_GIVEN}]}, _day_or_not_given),
]
TimeOfDay = Annotated[str, *said({"type": "string", "pattern": f"^({_TIME.pattern})$"}, time_of_day)]
When = Annotated[Any, *said(WHEN, expression)]
Span = Annotated[Any, *said(SPAN, timescale)]
WhenText = Annotated[str, *said(_STRING, lambda value: str(value) if expression(value) else "")]


class Part(BaseModel):
    """Any mapping in a pack; a key that it does not have is an error, and `noun` is what the error calls it."""

    noun: ClassVar[str] = "this"
    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True, populate_by_name=False)


class Cite(Part):
    """Where it stands: `at` and `rules` of a source, or `ours` with the reason a rule of our own exists."""

    noun = "a citation"
    source: Text = ""
    at: Text = ""
    rules: Annotated[dict[str, str], *said({"type": ["array", "object"]}, lambda value: _rules(value))] = {}
    ours: Text = ""

    @model_validator(mode="after")
    def _says_where(self) -> Cite:
        if not self.at and not self.ours:
            raise refuse(
                "a citation says neither `at` nor `ours`", "write {at: para 12, rules: [S-12-2]} or {ours: why}"
            )
        return self


def _rules(value: Any) -> dict[str, str]:
    """Rule ids, each with what the element does for it where the pack says so."""
    if not isinstance(value, list | dict):
        raise refuse(f"rules: {value!r} is not a list", "write [S-12-2, S-12-3], or {S-12-2: what it does for it}")
    if isinstance(value, list) and len(value) > AT_MOST_AS_A_LIST:
        raise refuse(
            f"{len(value)} rules are cited and none says what for",
            "write rules as a mapping {S-12-2: what the element does for it, …}",
        )
    written = (
        {_rule(each): "" for each in value}
        if isinstance(value, list)
        else {_rule(k): _text(v) for k, v in value.items()}
    )
    if len(written) < len(value):
        twice = next(each for each in value if list(value).count(each) > 1)
        raise refuse(f"{twice} is cited twice by one element", "cite it once")
    return written


def _rule(value: Any) -> str:
    text = _text(value)
    if not _RULE.fullmatch(text):
        raise refuse(f"{text!r} is not the id of a rule", "write it as S-12-2")
    return text
