"""What travels with every form: its own token, and the number that its entry is to have. No answer may be read here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.http import HttpRequest

from dutybook.casework import crypto, keystore
from dutybook.casework.actions.events import Sent
from dutybook.casework.models import Account
from dutybook.casework.own_organisation import with_their_organisation
from dutybook.web.addresses import NUL
from dutybook.web.asking.form import Error
from dutybook.web.asking.questions import Question, Typed, value_of

TOKEN, NUMBER = "form-token", "expected-number"
REFUSED = 422


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A form as it is shown: what it asks, what stands in it, what to put right, and what others recorded meanwhile."""

    questions: Sequence[Question]
    typed: Typed
    token: str
    expected_number: int
    errors: Sequence[Error] = ()
    clashed: bool = False
    others: Sequence[Any] = ()
    error_at: dict[str, str] = field(default_factory=dict)

    @property
    def number(self) -> str:
        """The expected number as the form holds it: whoever does not read every entry must not count them by it."""
        sealed = crypto.seal(str(self.expected_number).encode(), keystore.key_for(NUMBER), bound_to=NUMBER.encode())
        return (sealed.nonce + sealed.ciphertext).hex()

    @property
    def status(self) -> int:
        return REFUSED if self.errors or self.clashed else 200


def page(questions: Sequence[Question], typed: Typed, *, expected_number: int, errors: Sequence[Error] = (),
         clashed: bool = False, others: Sequence[Any] = ()) -> Page:  # fmt: skip
    """The same token as before, if the form was sent already: sending it again must not record twice."""
    token = value_of(typed, TOKEN) or str(uuid4())
    at = {error.field: error.text for error in reversed(errors)}
    return Page(questions=questions, typed=typed, token=token, expected_number=expected_number, errors=errors,
                clashed=clashed, others=others, error_at=at)  # fmt: skip


def typed_in(request: HttpRequest) -> Typed:
    """What the form held, without what only protects it, and without what nobody can type and not all can store."""
    lists = request.POST.lists()
    return {name: [each.replace(NUL, "") for each in values] for name, values in lists if name != "csrfmiddlewaretoken"}


def sent_with(request: HttpRequest, typed: Typed) -> Sent:
    """Who sent the form, when, and what came with it; a token or number that is none counts as none."""
    return Sent(
        by=account_of(request),
        now=settings.DUTYBOOK_CLOCK(),
        expected_number=number_in(value_of(typed, NUMBER)),
        form_token=_token(typed),
    )


def account_of(request: HttpRequest) -> Account:
    """Whoever is signed in; no page is reached by anybody else."""
    user = request.user
    if not isinstance(user, Account):
        raise PermissionError("nobody is signed in")
    # Django hands over a wrapper that looks for what it wraps each time anything is asked of it.
    return with_their_organisation(getattr(user, "_wrapped", user))


def number_in(written: str) -> int:
    """The number that a form's own field holds; one that is none, or was tampered with, counts as none."""
    if written.isdecimal():
        return int(written)
    try:
        raw = bytes.fromhex(written)
        sealed = crypto.Sealed(raw[: crypto.NONCE_BYTES], raw[crypto.NONCE_BYTES :])
        return int(crypto.unseal(sealed, keystore.key_for(NUMBER), bound_to=NUMBER.encode()))
    except ValueError:
        return 0


def _token(typed: Typed) -> UUID | None:
    try:
        return UUID(value_of(typed, TOKEN))
    except ValueError:
        return None
