"""Whether what a case says of people can be opened.

Nothing may be mended here, and nothing that a statement says may leave it.
"""

from __future__ import annotations

from collections.abc import Iterator

from dutybook.casework import keystore, people
from dutybook.casework.access_verifying import Wrong
from dutybook.casework.models import Case, PersonStatement


def verify(case: Case) -> Iterator[Wrong]:
    """All that is wrong, each with the number of the entry that said it."""
    for statement in case.people.order_by("entry_number", "id"):
        if why := _why_not_opened(statement):
            said = f"who somebody is, as entry {statement.entry_number} says it, cannot be read: {why[1]}"
            yield Wrong(statement.entry_number, why[0], said)


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
