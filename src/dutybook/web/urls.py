"""Every page's address. Each has a row in tests/access/policy.py; one without a row fails the sweep beside it."""

from __future__ import annotations

from django.urls import path

from dutybook.web.access.emergency import emergency_access, emergency_looked_at
from dutybook.web.access.people import end, extend, grant, let_in, take_off, undo_recusal
from dutybook.web.access.restricting import lift_restriction, restrict
from dutybook.web.access.views import reading_log, who_may_see
from dutybook.web.allegations.calls import call_sheet, call_sheets
from dutybook.web.allegations.journey import check_concern, concern_question, new_concern
from dutybook.web.cases.correcting import correct, retract
from dutybook.web.cases.moving import elsewhere, under
from dutybook.web.cases.not_done import not_done
from dutybook.web.cases.recording import record
from dutybook.web.cases.something_else import something_else
from dutybook.web.cases.views import case_file, case_page
from dutybook.web.children.referring import refer
from dutybook.web.decisions.views import decide
from dutybook.web.directory.views import number_checked, whom_to_ring
from dutybook.web.handbook.adopting import adopt
from dutybook.web.handbook.comparing import beside, choose_two
from dutybook.web.handbook.from_folder import from_folder
from dutybook.web.handbook.side_by_side import side_by_side
from dutybook.web.handbook.side_by_side import stylesheet as beside_stylesheet
from dutybook.web.handbook.trying import one_concern
from dutybook.web.handbook.views import procedure_page, stylesheet
from dutybook.web.sign_in.passwords import ChangePassword, ChoosePassword
from dutybook.web.sign_in.sent_again import send_again
from dutybook.web.sign_in.views import AccountClosed, EnterCode, SetUpCode, SignIn, SignOut
from dutybook.web.subjects.reports import my_report, what_i_reported
from dutybook.web.subjects.views import lock_out, open_organisation, subject, subject_question
from dutybook.web.today.noting import chase, look_again
from dutybook.web.today.views import today

urlpatterns = [
    path("", today, name="today"),
    path("concerns/new", new_concern, name="new_concern"),
    path("concerns/new/check", check_concern, name="check_concern"),
    path("concerns/new/<str:question>", concern_question, name="concern_question"),
    path("calls", call_sheets, name="call_sheets"),
    path("calls/<uuid:sheet>", call_sheet, name="call_sheet"),
    path("children/refer", refer, name="refer_child"),
    path("cases/<str:reference>", case_page, name="case"),
    path("cases/<str:reference>/case.yaml", case_file, name="case_file"),
    path("cases/<str:reference>/under", elsewhere, name="elsewhere"),
    path("cases/<str:reference>/under/<str:name>", under, name="under"),
    path("cases/<str:reference>/record", something_else, name="something_else"),
    path("cases/<str:reference>/record/<str:event>", record, name="record"),
    path("cases/<str:reference>/entries/<int:number>/correct", correct, name="correct"),
    path("cases/<str:reference>/entries/<int:number>/retract", retract, name="retract"),
    path("cases/<str:reference>/decisions/<str:decision>", decide, name="decide"),
    path("cases/<str:reference>/duties/<str:duty>/chased", chase, name="chase"),
    path("cases/<str:reference>/duties/<str:duty>/look-again", look_again, name="look_again"),
    path("cases/<str:reference>/duties/<str:duty>/not-done", not_done, name="not_done"),
    path("cases/<str:reference>/subject", subject, name="subject"),
    path("cases/<str:reference>/subject/questions/<int:number>", subject_question, name="subject_question"),
    path("cases/<str:reference>/subject/organisations/<int:organisation>", open_organisation, name="open_organisation"),
    path("cases/<str:reference>/subject/lock-out", lock_out, name="lock_out"),
    path("reports", what_i_reported, name="what_i_reported"),
    path("reports/<str:receipt>", my_report, name="my_report"),
    path("cases/<str:reference>/access", who_may_see, name="who_may_see"),
    path("cases/<str:reference>/access/readings", reading_log, name="reading_log"),
    path("cases/<str:reference>/access/let-in", let_in, name="let_in"),
    path("cases/<str:reference>/access/let-in/<int:account>", grant, name="grant"),
    path("cases/<str:reference>/access/people/<int:account>/extend", extend, name="extend"),
    path("cases/<str:reference>/access/people/<int:account>/end", end, name="end_involvement"),
    path("cases/<str:reference>/access/people/<int:account>/take-off", take_off, name="take_off"),
    path("cases/<str:reference>/access/people/<int:recused>/undo", undo_recusal, name="undo_recusal"),
    path("cases/<str:reference>/access/restrict", restrict, name="restrict"),
    path("cases/<str:reference>/access/lift", lift_restriction, name="lift_restriction"),
    path("emergency-access", emergency_access, name="emergency_access"),
    path("emergency-access/<int:opening>/looked-at", emergency_looked_at, name="emergency_looked_at"),
    path("whom-to-ring", whom_to_ring, name="whom_to_ring"),
    path("whom-to-ring/<str:contact>/<int:place>", number_checked, name="number_checked"),
    path("procedures/handbook.css", stylesheet, name="handbook_stylesheet"),
    path("procedures/beside.css", beside_stylesheet, name="beside_stylesheet"),
    path("procedures/beside", choose_two, name="choose_two"),
    path("procedures/side-by-side", side_by_side, name="side_by_side"),
    path("procedures/<str:name>/beside/<str:other>", beside, name="beside"),
    path("procedures/from-folder", from_folder, name="from_folder"),
    path("procedures/one-concern", one_concern, name="one_concern"),
    path("procedures/<str:name>", procedure_page, name="procedure"),
    path("procedures/<str:name>/adopt", adopt, name="adopt_procedure"),
    path("sign-in", SignIn.as_view(), name="account_login"),
    path("sign-in/code", EnterCode.as_view(), name="mfa_authenticate"),
    path("sign-in/set-up-code", SetUpCode.as_view(), name="mfa_activate_totp"),
    path("sign-in/closed", AccountClosed.as_view(), name="account_inactive"),
    path("sign-in/send-again", send_again, name="send_again"),
    path("sign-in/choose-password/<str:uidb64>/<str:token>", ChoosePassword.as_view(), name="choose_password"),
    path("account/password", ChangePassword.as_view(), name="change_password"),
    path("sign-out", SignOut.as_view(), name="account_logout"),
]
