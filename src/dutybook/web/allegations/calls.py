"""The desk's pages for calls: the sheets that are not finished, and the sheet itself, kept while it is written.

Nothing typed may be lost: whatever is sent is kept before anything else is done with it.
"""

from __future__ import annotations

from uuid import UUID, uuid4

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from dutybook.casework import drafts, permissions, procedures, store, visibility
from dutybook.casework.actions.calls import as_it_would_stand, take_call
from dutybook.casework.models import Account, Case
from dutybook.casework.queries import CaseView
from dutybook.engine import words
from dutybook.engine.entries import EntryRefused
from dutybook.web.allegations.call_sheet import CallSheet
from dutybook.web.allegations.clocks import Clocks, clocks
from dutybook.web.allegations.unfinished import CALL_SHEET, KEEP, QUIETLY, unfinished
from dutybook.web.asking.form import Error
from dutybook.web.asking.questions import Typed, value_of
from dutybook.web.sending import Page, account_of, page, typed_in

THROW_AWAY = "throw-away"


def call_sheets(request: HttpRequest) -> HttpResponse:
    account = account_of(request)
    _sheet(account)
    begun = unfinished(account, procedures.of_account(account).calendar)
    return render(request, "allegations/call_sheets.html", {"unfinished": begun, "new": uuid4()})


def call_sheet(request: HttpRequest, sheet: UUID) -> HttpResponse:
    account = account_of(request)
    asked = _sheet(account)
    recorded = store.recorded_by_form(sheet, by=account)
    if recorded is not None:
        return _led_to(recorded.case, asked)
    if request.method != "POST":
        kept = drafts.find(account, _draft(sheet))
        return _show(request, asked, sheet, kept if kept is not None else asked.opened(), kept=kept is not None)
    return _take(request, asked, sheet, typed_in(request))


def _take(request: HttpRequest, asked: CallSheet, sheet: UUID, typed: Typed) -> HttpResponse:
    wanted = {name: value_of(typed, name) for name in (KEEP, THROW_AWAY)}
    typed = {name: values for name, values in typed.items() if name not in wanted}
    if wanted[THROW_AWAY]:
        drafts.drop(asked.account, _draft(sheet))
        messages.success(request, "The call sheet is thrown away. Nothing of it was on record.")
        return redirect("call_sheets")
    drafts.keep(asked.account, _draft(sheet), typed, now=asked.now)
    if wanted[KEEP] == QUIETLY:
        return render(request, "allegations/clocks.html", {"clocks": _clocks(asked, typed)})
    if wanted[KEEP]:
        messages.success(request, "The call sheet is kept. It is on nobody's record yet.")
        return redirect("call_sheet", sheet)
    return _record(request, asked, sheet, typed)


def _record(request: HttpRequest, asked: CallSheet, sheet: UUID, typed: Typed) -> HttpResponse:
    call, errors = asked.call(typed)
    if call is not None:
        try:
            case = take_call(call, by=asked.account, now=asked.now, form_token=sheet)
        except EntryRefused as refusal:
            errors = [Error("happened-day", str(refusal))]
        else:
            drafts.drop(asked.account, _draft(sheet))
            return _recorded(request, case, asked)
    return _show(request, asked, sheet, typed, errors=errors)


def _recorded(request: HttpRequest, case: Case, asked: CallSheet) -> HttpResponse:
    sees_it = visibility.may_know(asked.account, case, now=asked.now)
    elsewhere = "Somebody else at the desk takes it from here."
    then = "What must be done now, and by when, is below." if sees_it else elsewhere
    messages.success(request, f"The call is recorded. {then}")
    return _led_to(case, asked)


def _led_to(case: Case, asked: CallSheet) -> HttpResponse:
    """To the case, unless it may be about whoever took the call: somebody else at the desk has it then."""
    sees_it = visibility.may_know(asked.account, case, now=asked.now)
    return redirect("case", case.reference) if sees_it else redirect("today")


def _show(
    request: HttpRequest,
    asked: CallSheet,
    sheet: UUID,
    typed: Typed,
    *,
    kept: bool = True,
    errors: list[Error] | None = None,
) -> HttpResponse:
    shown: Page = page(asked.questions, typed, expected_number=1, errors=errors or [])
    context = {
        "page": shown,
        "parts": asked.parts,
        "sheet": sheet,
        "kept": kept,
        "clocks": _clocks(asked, typed, kept=kept),
    }
    return render(request, "allegations/call_sheet.html", context, status=shown.status)


def _clocks(asked: CallSheet, typed: Typed, *, kept: bool = True) -> Clocks:
    """What would have to be done if the call were recorded as it stands; nothing while it cannot be read yet."""
    now = words.moment(asked.now.replace(second=0, microsecond=0), asked.procedure.calendar)
    return clocks(_as_it_would_stand(asked, typed), kept=f"Kept {now}." if kept else "Nothing is kept yet.")


def _as_it_would_stand(asked: CallSheet, typed: Typed) -> CaseView | None:
    call, _ = asked.call(typed)
    if call is None:
        return None
    try:
        return as_it_would_stand(call, by=asked.account, now=asked.now)
    except EntryRefused:
        return None


def _sheet(account: Account) -> CallSheet:
    """The sheet, for those who answer the desk's telephone."""
    now = settings.DUTYBOOK_CLOCK()
    procedure = procedures.of_account(account)
    allowed = permissions.may_take_calls(account)
    if isinstance(allowed, permissions.Refused):
        raise PermissionDenied(*allowed.reasons)
    return CallSheet(procedure=procedure, rules=procedure.at(now), account=account, now=now)


def _draft(sheet: UUID) -> str:
    return f"{CALL_SHEET}{sheet}"
