"""One concern tried out under every authority's procedure, a column each. Its answers can be changed in a form.

Nothing is recorded here, nothing about a case may be shown, and no column may be worked out from another.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from dutybook.casework import procedures
from dutybook.casework.queries import CaseView, view_of_no_case
from dutybook.engine import words
from dutybook.engine.calendar import Calendar
from dutybook.engine.instance import Missing
from dutybook.engine.procedure import Fact, Procedure
from dutybook.packs.one_concern import Concern, Level, Under, read_concern, under_each
from dutybook.web.asking.form import Error
from dutybook.web.asking.questions import Question, Typed, Unreadable, question_of, read
from dutybook.web.decisions.lines import Row, row
from dutybook.web.duties import Line, lines, missing_in_words
from dutybook.web.sending import REFUSED, Page, account_of, page

CHANGED = "changed"
NOT_CHANGED_HERE = ("text", "person", "organisation")
"""What is said in words is the example's own: a page that keeps nothing is no place to type about anybody."""
RAISED = Question(
    name="raised", ask="When was the concern raised?", kind="moment", required="Enter when the concern was raised"
)
A_DAY = len("2026-03-09")


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelLine:
    """One decision about the level: what is pointed to, or what is still possible and what would settle it."""

    id: str
    ask: str
    rows: Sequence[Row]
    possible: Sequence[str]
    missing: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """What one procedure says; `also` is what an organisation's own adds, in columns of the same form."""

    procedure: Procedure
    levels: Sequence[LevelLine]
    duties: Sequence[Line]
    doubtful: Sequence[Line]
    left_out: int
    also: Sequence[Column] = ()


def one_concern(request: HttpRequest) -> HttpResponse:
    calendar = procedures.of_account(account_of(request)).calendar
    example = read_concern()
    asked = _questions(under_each(example), example)
    typed: Typed = dict(request.GET.lists()) if CHANGED in request.GET else _typed(example, asked, calendar)
    concern, errors = _changed(example, asked, typed, calendar)
    found = under_each(concern)
    context: dict[str, Any] = {
        "concern": concern,
        "raised": words.moment(concern.at, calendar),
        "columns": [_column(each, concern.at) for each in found],
        "page": _page(_questions(found, example), typed, errors),
        "answered": _answered(example),
    }
    return render(request, "handbook/one_concern.html", context, status=REFUSED if errors else 200)


def _page(asked: Mapping[str, Fact], typed: Typed, errors: Sequence[Error]) -> Page:
    return page([RAISED, *map(question_of, asked.values())], typed, expected_number=0, errors=errors)


def _answered(concern: Concern) -> frozenset[str]:
    return frozenset(name for raw in concern.raws for name in raw["data"])


def _questions(found: Iterable[Under], concern: Concern) -> dict[str, Fact]:
    """What can be changed: what the concern answers, then what any procedure still asks, as the first asks it."""
    columns = list(found)
    wanted = [*_answered_in_order(concern), *(each.fact for column in columns for each in _open(column))]
    declared = {name: fact for name in dict.fromkeys(wanted) if (fact := _fact(columns, name)) is not None}
    return {name: fact for name, fact in declared.items() if fact.answers not in NOT_CHANGED_HERE}


def _open(column: Under) -> Iterator[Missing]:
    yield from column.to_answer
    for each in column.also:
        yield from each.to_answer


def _answered_in_order(concern: Concern) -> Iterator[str]:
    for raw in concern.raws:
        yield from raw["data"]


def _fact(columns: Iterable[Under], name: str) -> Fact | None:
    every = (each for column in columns for each in (column, *column.also))
    return next((fact for each in every if (fact := each.procedure.editions[-1][1].facts.get(name)) is not None), None)


def _typed(concern: Concern, asked: Mapping[str, Fact], calendar: Calendar) -> Typed:
    """The example's own answers as the form holds them."""
    said = {name: value for raw in concern.raws for name, value in raw["data"].items() if name in asked}
    typed = dict(_moment_typed(RAISED.name, calendar.local(concern.at)))
    for name, value in said.items():
        if asked[name].answers == "date":
            typed |= dict(_date_typed(name, datetime.fromisoformat(str(value))))
        else:
            typed[name] = [_as_typed(each) for each in (value if isinstance(value, list) else [value])]
    return typed


def _date_typed(name: str, day: datetime) -> Iterator[tuple[str, list[str]]]:
    for part, number in (("day", day.day), ("month", day.month), ("year", day.year)):
        yield f"{name}-{part}", [str(number)]


def _moment_typed(name: str, moment: datetime) -> Iterator[tuple[str, list[str]]]:
    yield from _date_typed(name, moment)
    yield f"{name}-time", [f"{moment:%H:%M}"]


def _as_typed(value: Any) -> str:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def _changed(
    example: Concern, asked: Mapping[str, Fact], typed: Typed, calendar: Calendar
) -> tuple[Concern, list[Error]]:
    """The concern with what was typed in place of the example's answers; the example itself where it is not sound."""
    answers: dict[str, Any] = {}
    errors: list[Error] = []
    for question in (RAISED, *map(question_of, asked.values())):
        try:
            answers[question.name] = _read(question, typed, calendar)
        except Unreadable as unreadable:
            errors.append(Error(question.first_field, str(unreadable)))
    return (example, errors) if errors else (_with(example, answers), [])


def _read(question: Question, typed: Typed, calendar: Calendar) -> Any:
    answer = read(question, typed, calendar)
    if question is RAISED and len(str(answer)) <= A_DAY:
        raise Unreadable("Enter the date and the time at which the concern was raised")
    return answer


def _with(example: Concern, answers: dict[str, Any]) -> Concern:
    """What was answered stays where it was said; what is answered besides is said with the entry that names most."""
    raised, own = answers.pop(RAISED.name), _answered(example)
    besides = {name: value for name, value in answers.items() if name not in own and value is not None}
    most = max(example.raws, key=lambda raw: len(raw["data"]))
    raws = []
    for raw in example.raws:
        kept = {name: answers.get(name, value) for name, value in raw["data"].items()}
        said = {name: value for name, value in kept.items() if value is not None}
        raws.append({**raw, "happened_at": raised, "data": said | (besides if raw is most else {})})
    return replace(example, raws=raws)


def _column(under: Under, at: datetime) -> Column:
    view = view_of_no_case(under.procedure, under.entries, under.duties, at=at)
    clear = [each for each in under.duties if each.status != "cannot tell"]
    return Column(
        procedure=under.procedure,
        levels=[_level(view, each) for each in under.levels],
        duties=lines(view, clear),
        doubtful=lines(view, [each for each in under.duties if each.status == "cannot tell"]),
        left_out=len(under.left_out),
        also=[_column(each, at) for each in under.also],
    )


def _level(view: CaseView, level: Level) -> LevelLine:
    fact, calendar = view.rules.facts.get(level.decision.id), view.procedure.calendar
    return LevelLine(
        id=level.decision.id,
        ask=level.decision.ask or level.decision.title,
        rows=[row(view, level.decision.id, each) for each in level.weighed.points_to],
        possible=[words.answer(fact, each, calendar) for each in level.weighed.possible],
        missing=[missing_in_words(view, each, with_state=False) for each in level.weighed.missing],
    )
