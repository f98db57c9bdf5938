"""What the desk settled about the subject, as its line of the access log has it, and whether it still stands so.

Nothing may be settled here, and no reason may be opened. Of a line from before lines said this, nothing is known.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from dutybook.casework import access_log
from dutybook.casework.models import AccessChange, Case, OrganisationOpened, SubjectQuestion

QUESTIONS = "who may be the subject, or reach them, is not what the access log says"
CHOICES = "who at an organisation may know of the case is not what the access log says"


def by_an_answer(question: SubjectQuestion, *, reaches_the_subject: bool) -> dict[str, Any]:
    return {"question": question.pk, "reaches_the_subject": reaches_the_subject}


def by_a_choice(choice: OrganisationOpened) -> dict[str, Any]:
    return {
        "organisation": choice.organisation_id,
        "account": choice.account_id,
        "mailbox": choice.mailbox_id,
        "may_know": choice.may_know,
    }


def wrong(case: Case, log: Iterable[AccessChange]) -> Iterator[str]:
    """What does not stand as it was settled, in a sentence each."""
    lines = {line.number: line for line in log}
    if any(not _stands(question, lines) for question in SubjectQuestion.objects.filter(case=case)):
        yield QUESTIONS
    if not _choices_stand(list(OrganisationOpened.objects.filter(case=case)), lines):
        yield CHOICES


def _stands(question: SubjectQuestion, lines: dict[int, AccessChange]) -> bool:
    """By its line, which has to be the last that answers it; a lock on the account answers it too."""
    answering = [number for number, line in lines.items() if _what(line).get("question") == question.pk]
    if question.line is None:
        return not answering and question.reaches_the_subject is None and question.answered_at is None
    line = lines.get(question.line)
    if line is None or question.line < max(answering, default=0):
        return False
    said = (question.answered_by_id, question.answered_at, question.account_id)
    if said != (line.by_id, line.at, line.whom_id) or question.reaches_the_subject is None:
        return False
    if line.deed == access_log.LINKED:
        return question.reaches_the_subject
    answered = by_an_answer(question, reaches_the_subject=question.reaches_the_subject)
    return line.deed == access_log.QUESTION_ANSWERED and (line.settles is None or _what(line) == answered)


def _choices_stand(choices: Iterable[OrganisationOpened], lines: dict[int, AccessChange]) -> bool:
    """One for each line, none without, and each as its line says."""
    found = {choice.line: choice for choice in choices}
    wanted = {number for number, line in lines.items() if line.deed == access_log.ORGANISATION_OPENED}
    return set(found) == wanted and all(_is_as_chosen(choice, lines[number]) for number, choice in found.items())


def _is_as_chosen(choice: OrganisationOpened, line: AccessChange) -> bool:
    said = (choice.opened_by_id, choice.opened_at, choice.account_id) == (line.by_id, line.at, line.whom_id)
    return said and (line.settles is None or _what(line) == by_a_choice(choice))


def _what(line: AccessChange) -> dict[str, Any]:
    return dict(json.loads(line.settles)) if line.settles else {}
