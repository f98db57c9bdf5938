"""What somebody answered, read back to them in words before they send it. Nothing here may mend an answer."""

from __future__ import annotations

from typing import Any

from dutybook.engine import words
from dutybook.engine.procedure import NOT_KNOWN, Fact
from dutybook.web.asking.form import HAPPENED, EventForm
from dutybook.web.asking.questions import Question, Typed, Unreadable, read
from dutybook.web.dates import happened_in_words

NOTHING = "Not answered"


def answer_in_words(question: Question, typed: Typed, form: EventForm) -> str:
    """Words that somebody typed stand as they typed them."""
    try:
        answer = read(question, typed, form.procedure.calendar)
    except Unreadable as unreadable:
        return NOTHING if question.required == str(unreadable) else str(unreadable)
    if answer is None:
        return NOTHING
    if question.name == HAPPENED:
        return words.sentence(happened_in_words(str(answer), form.procedure.calendar))
    return _said(form.rules.facts.get(question.name), answer, question, form)


def _said(fact: Fact | None, answer: Any, question: Question, form: EventForm) -> str:
    if answer == NOT_KNOWN:
        return "Not known"
    if question.kind in ("date", "moment"):
        return words.sentence(happened_in_words(str(answer), form.procedure.calendar))
    if isinstance(answer, str) and not question.options:
        return answer
    return words.answer(fact, tuple(answer) if isinstance(answer, list) else answer, form.procedure.calendar)
