"""Whether what a case says of people can be opened, and whether each answer about its subject is one the log knows of.

Nothing may be mended here, and nothing that a statement says may leave it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from dutybook.casework import keystore, people
from dutybook.casework.access_log import LINKED, ORGANISATION_OPENED, QUESTION_ANSWERED
from dutybook.casework.access_verifying import Wrong
from dutybook.casework.models import AccessChange, Case, PersonStatement

Said = tuple[str, int | None, datetime | None, int | None]
"""A deed of the access log, by whom, when, and about which account."""


def verify(case: Case) -> Iterator[Wrong]:
    """All that is wrong, each with the number of the entry that said it, or of the line of the access log."""
    for statement in case.people.order_by("entry_number", "id"):
        if why := _why_not_opened(statement):
            said = f"who somebody is, as entry {statement.entry_number} says it, cannot be read: {why[1]}"
            yield Wrong(statement.entry_number, why[0], said)
    lines = {line.number: _of_line(line) for line in case.access_changes.all()}
    yield from _not_in_the_log(case, lines)


def _why_not_opened(statement: PersonStatement) -> tuple[str, str] | None:
    try:
        people.open_statement(statement, keystore.person_keys([statement.person_id])[statement.person_id])
    except keystore.KeyDestroyed:
        return "key missing", "the person's key is not in the key store"
    except keystore.WrongMasterKey:
        return "key does not open", "the master key does not open the person's key"
    except ValueError:
        return "altered", "its seal is broken"
    return None


def _not_in_the_log(case: Case, lines: Mapping[int, Said]) -> Iterator[Wrong]:
    for answer in case.subject_questions.exclude(answered_at=None):
        said = (answer.answered_by_id, answer.answered_at, answer.account_id)
        # Whoever is locked out without having been asked about is answered by that.
        if lines.get(answer.line or 0) not in ((QUESTION_ANSWERED, *said), (LINKED, *said)):
            yield Wrong(answer.line, "altered", "an answer about the subject is not what the access log says")
    for choice in case.organisations_opened.all():
        if lines.get(choice.line) != (ORGANISATION_OPENED, choice.opened_by_id, choice.opened_at, choice.account_id):
            yield Wrong(choice.line, "altered", "who at an organisation may know is not what the access log says")


def _of_line(line: AccessChange) -> Said:
    return line.deed, line.by_id, line.at, line.whom_id
