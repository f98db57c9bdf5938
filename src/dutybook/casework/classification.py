"""Whose data each stored field is, how long it is kept, and whether a subject access request shows it.

A field that is not in this table may not be stored: a test compares it with the models.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Whose = Literal["nobody", "account holder", "organisation", "people in the case"]
Kept = Literal["with the service", "with the account", "with the case"]
Request = Literal["not personal", "shown", "redacted", "never"]


@dataclass(frozen=True, slots=True)
class Classified:
    """`never` is for what protects others or the service: keys, hashes, passwords."""

    whose: Whose
    kept: Kept
    request: Request


TECHNICAL = Classified("nobody", "with the service", "not personal")
OF_THE_CASE = Classified("nobody", "with the case", "not personal")
PROTECTS = Classified("nobody", "with the case", "never")
OF_THE_ACCOUNT = Classified("account holder", "with the account", "shown")
SECRET = Classified("account holder", "with the account", "never")
WHO_DID_IT = Classified("account holder", "with the case", "redacted")
SAID = Classified("people in the case", "with the case", "redacted")
ORGANISATION = Classified("organisation", "with the service", "not personal")

FIELDS: dict[str, dict[str, Classified]] = {
    "Organisation": {"id": TECHNICAL, "name": ORGANISATION, "authority": ORGANISATION, "procedure": ORGANISATION},
    "Account": {
        "id": TECHNICAL,
        "password": SECRET,
        "last_login": OF_THE_ACCOUNT,
        "email": OF_THE_ACCOUNT,
        "name": OF_THE_ACCOUNT,
        "role": OF_THE_ACCOUNT,
        "organisation": OF_THE_ACCOUNT,
        "is_active": OF_THE_ACCOUNT,
    },
    "AccountChange": {
        "id": TECHNICAL,
        **dict.fromkeys(("account", "what", "at", "by", "reason"), OF_THE_ACCOUNT),
    },
    "Case": dict.fromkeys(("id", "reference", "kind", "authority", "procedure"), OF_THE_CASE),
    "Entry": {
        **dict.fromkeys(("id", "case", "number", "type", "compartment", "recorded_at"), OF_THE_CASE),
        "recorded_by": WHO_DID_IT,
        "ciphertext": SAID,
        **dict.fromkeys(("form_token", "key", "nonce", "previous_hash", "hash"), PROTECTS),
    },
    "AccessChange": {
        **dict.fromkeys(("id", "case", "number", "deed", "at", "until"), OF_THE_CASE),
        **dict.fromkeys(("by", "whom"), WHO_DID_IT),
        **dict.fromkeys(("ciphertext", "settles"), SAID),
        **dict.fromkeys(("form_token", "nonce", "previous_hash", "hash"), PROTECTS),
    },
    "Involvement": {
        **dict.fromkeys(("id", "case", "line", "granted_at", "ends_at"), OF_THE_CASE),
        **dict.fromkeys(("account", "granted_by"), WHO_DID_IT),
    },
    "Recusal": {
        **dict.fromkeys(("id", "case", "recused_at"), OF_THE_CASE),
        **dict.fromkeys(("account", "recused_by"), WHO_DID_IT),
    },
    "Restriction": dict.fromkeys(("id", "case", "line", "restricted_at", "lifted_at"), OF_THE_CASE),
    "EmergencyAccess": {
        **dict.fromkeys(("id", "involvement", "looked_at"), OF_THE_CASE),
        "told": WHO_DID_IT,
    },
    "Notice": {
        **dict.fromkeys(("id", "case", "why", "raised_at", "sent_at", "dropped_at"), OF_THE_CASE),
        **dict.fromkeys(("account", "mailbox", "raised_by"), WHO_DID_IT),
    },
    "Mailbox": {
        **dict.fromkeys(("id", "organisation", "role", "is_shared", "ended_at"), ORGANISATION),
        **dict.fromkeys(("name", "email"), OF_THE_ACCOUNT),
    },
    "SubjectQuestion": {
        **dict.fromkeys(("id", "case", "asked_at", "answered_at", "line"), OF_THE_CASE),
        **dict.fromkeys(("account", "mailbox", "why", "reaches_the_subject"), SAID),
        "answered_by": WHO_DID_IT,
    },
    "OrganisationOpened": {
        **dict.fromkeys(("id", "case", "organisation", "opened_at", "may_know", "line"), OF_THE_CASE),
        **dict.fromkeys(("opened_by", "account", "mailbox"), WHO_DID_IT),
    },
    "Person": {"id": OF_THE_CASE, "authority": ORGANISATION, "made_at": OF_THE_CASE},
    "PersonStatement": {
        **dict.fromkeys(("id", "person", "case", "entry_number", "corrects", "part", "recorded_at"), OF_THE_CASE),
        **dict.fromkeys(("thing", "nonce"), PROTECTS),
        "ciphertext": SAID,
    },
    "PersonToken": dict.fromkeys(("id", "person", "kind", "token"), PROTECTS),
    "SubjectLink": {
        **dict.fromkeys(("id", "case", "linked_at", "line"), OF_THE_CASE),
        "account": SAID,
        "linked_by": WHO_DID_IT,
    },
    "Reading": {
        **dict.fromkeys(("id", "case", "number", "at", "page", "ground"), OF_THE_CASE),
        "account": WHO_DID_IT,
        **dict.fromkeys(("previous_hash", "hash"), PROTECTS),
    },
    "ProcedureCopy": dict.fromkeys(("digest", "name", "archive"), TECHNICAL),
    "Draft": {
        **dict.fromkeys(("id", "account", "form", "kept_at"), OF_THE_ACCOUNT),
        "nonce": SECRET,
        "ciphertext": Classified("people in the case", "with the account", "redacted"),
    },
    "Demonstration": {"id": TECHNICAL, "made_at": TECHNICAL},
    "WrappedKey": dict.fromkeys(("id", "name", "wrapped"), PROTECTS),
    "LogAnchor": dict.fromkeys(("id", "log", "case", "number", "hash", "anchored_at"), PROTECTS),
    "Anchor": dict.fromkeys(("id", "case", "number", "hash", "anchored_at"), PROTECTS),
}
