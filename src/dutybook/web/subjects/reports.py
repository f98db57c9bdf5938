"""What somebody reported, for them to keep: a list with receipts, and each report as they wrote it.

Nothing here may say that there is a case, or what became of the report.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from dutybook.casework import procedures, reports, visibility
from dutybook.casework.store import Raw
from dutybook.engine import words
from dutybook.engine.calendar import Calendar
from dutybook.engine.procedure import NOT_KNOWN, Procedure, Rules
from dutybook.web.dates import happened_in_words
from dutybook.web.sending import account_of

IN_FOURS = 4


def what_i_reported(request: HttpRequest) -> HttpResponse:
    account = account_of(request)
    calendar = procedures.of_account(account).calendar
    found = [
        {"receipt": each.receipt, "shown": in_fours(each.receipt), "sent": words.moment(each.sent_at, calendar)}
        for each in reports.reports_of(account)
    ]
    return render(request, "subjects/reports.html", {"reports": found})


def my_report(request: HttpRequest, receipt: str) -> HttpResponse:
    account, now = account_of(request), settings.DUTYBOOK_CLOCK()
    try:
        report = reports.report_of(account, receipt, now=now)
    except visibility.NotThere:
        raise Http404 from None
    procedure = procedures.of_account(account)
    context = {
        "receipt": in_fours(report.receipt),
        "sent": words.moment(report.sent_at, procedure.calendar),
        "parts": [_part(raw, procedure, procedure.at(now)) for raw in report.raws],
    }
    return render(request, "subjects/report.html", context)


def in_fours(receipt: str) -> str:
    """As it can be read out over the telephone."""
    return " ".join(receipt[at : at + IN_FOURS] for at in range(0, len(receipt), IN_FOURS))


def _part(raw: Raw, procedure: Procedure, rules: Rules) -> dict[str, Any]:
    return {
        "title": words.event(rules.events.get(raw["type"]), raw["type"]),
        "happened": words.sentence(happened_in_words(str(raw["happened_at"]), procedure.calendar)),
        "answers": list(_answers(raw, rules, procedure.calendar)),
    }


def _answers(raw: Raw, rules: Rules, calendar: Calendar) -> Iterator[dict[str, str]]:
    """Words that somebody typed stand as they typed them."""
    for name, value in raw["data"].items():
        fact = rules.facts.get(name)
        if fact is None:
            continue
        typed = isinstance(value, str) and value != NOT_KNOWN and not fact.choices
        said = tuple(value) if isinstance(value, list) else value
        yield {"ask": words.question(fact, name), "answer": str(value) if typed else words.answer(fact, said, calendar)}
