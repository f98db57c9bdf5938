"""Every page's address. Each has a row in tests/web/test_access.py; one without a row fails there."""

from __future__ import annotations

from django.urls import path

from dutybook.web.allegations.views import new_concern
from dutybook.web.cases.views import case_file, case_page, record
from dutybook.web.handbook.views import procedure_page, stylesheet
from dutybook.web.sign_in.views import AccountClosed, EnterCode, SetUpCode, SignIn, SignOut
from dutybook.web.today.views import today

urlpatterns = [
    path("", today, name="today"),
    path("concerns/new", new_concern, name="new_concern"),
    path("cases/<str:reference>", case_page, name="case"),
    path("cases/<str:reference>/case.yaml", case_file, name="case_file"),
    path("cases/<str:reference>/record/<str:event>", record, name="record"),
    path("procedures/handbook.css", stylesheet, name="handbook_stylesheet"),
    path("procedures/<str:name>", procedure_page, name="procedure"),
    path("sign-in", SignIn.as_view(), name="account_login"),
    path("sign-in/code", EnterCode.as_view(), name="mfa_authenticate"),
    path("sign-in/set-up-code", SetUpCode.as_view(), name="mfa_activate_totp"),
    path("sign-in/closed", AccountClosed.as_view(), name="account_inactive"),
    path("sign-out", SignOut.as_view(), name="account_logout"),
]
