"""Django's settings, from the environment: the one place that picks the clock and the databases.

Importing this must never write a file or open a connection: type checkers and tests import it too.
"""

from __future__ import annotations

import os
import random

from csp.constants import NONCE, NONE, SELF
from django.urls import reverse_lazy

from dutybook.project import clock, home, mail
from dutybook.project.databases import databases

HOME = home.chosen()
DUTYBOOK_MASTER_KEY_FILE = HOME.master_key
DUTYBOOK_PROCEDURE_COPIES = HOME.procedure_copies
# Only `dutybook demo` sets this, and it works only on a database that `dutybook demo` made.
DUTYBOOK_SHOW_CODES = os.environ.get("DUTYBOOK_SHOW_CODES") == "yes"
DUTYBOOK_CLOCK = clock.chosen(demonstration=DUTYBOOK_SHOW_CODES)
# What the references of new cases are drawn from: nobody can tell the next one, but in a demonstration being told.
DUTYBOOK_CHANCE = random.SystemRandom()
# Without TLS in front a browser would not send the cookies back; only a service on this computer alone may do that.
DUTYBOOK_PLAIN_HTTP = os.environ.get("DUTYBOOK_PLAIN_HTTP") == "yes"

# How much each process may keep in its memory of what it worked out; and as much of what it rendered.
DUTYBOOK_KEPT_BYTES = int(os.environ.get("DUTYBOOK_KEPT_MEGABYTES", "128")) * 1_000_000 // 2

# Where people reach the service: what links in messages and for new accounts begin with.
DUTYBOOK_ADDRESS = os.environ.get("DUTYBOOK_ADDRESS", "http://127.0.0.1:8000")

SECRET_KEY = HOME.read_secret_key()
DEBUG = False
ALLOWED_HOSTS = os.environ.get("DUTYBOOK_HOSTS", "127.0.0.1,localhost").split(",")
CSRF_TRUSTED_ORIGINS = [each for each in os.environ.get("DUTYBOOK_ORIGINS", "").split(",") if each]

DATABASES = databases(HOME)
DATABASE_ROUTERS = ["dutybook.casework.routers.KeysApart"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "dutybook.casework",
    "dutybook.web",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "dutybook.api.middleware.AnswersInJson",
    "dutybook.web.addresses.NoNulInAnAddress",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "dutybook.web.sign_in.sent_again.SignInFirst",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "dutybook.web.sign_in.gate.CodeRequired",
    "dutybook.web.privacy.NothingIsCached",
]

ROOT_URLCONF = "dutybook.project.urls"
WSGI_APPLICATION = "dutybook.project.wsgi.application"

# Ours come first; Django's own engine is there for the few pages that allauth words itself.
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": False,
        "OPTIONS": {
            "environment": "dutybook.web.templating.environment",
            "context_processors": [
                "django.contrib.messages.context_processors.messages",
                "dutybook.web.templating.every_page",
            ],
        },
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    },
]

AUTH_USER_MODEL = "casework.Account"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PASSWORD_RESET_TIMEOUT = 3 * 24 * 60 * 60  # how long the link of a new account works
LOGIN_URL = reverse_lazy("account_login")
LOGIN_REDIRECT_URL = reverse_lazy("today")

ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "dutybook.web.sign_in.adapter.NobodySignsUp"
ACCOUNT_LOGOUT_REDIRECT_URL = reverse_lazy("account_login")
ACCOUNT_SESSION_REMEMBER = False
MFA_ADAPTER = "dutybook.web.sign_in.adapter.SealedCodes"
MFA_SUPPORTED_TYPES = ["totp"]
MFA_TOTP_ISSUER = "Dutybook"
MFA_TOTP_TOLERANCE = 1

SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not DUTYBOOK_PLAIN_HTTP
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_HSTS_SECONDS = 0 if DUTYBOOK_PLAIN_HTTP else 365 * 24 * 60 * 60
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if os.environ.get("DUTYBOOK_BEHIND_PROXY") == "yes":
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    ALLAUTH_TRUSTED_PROXY_COUNT = 1  # else everybody's failed sign-ins would count as the proxy's

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "connect-src": [SELF],  # a call sheet is kept every few seconds
        "img-src": [SELF, "data:"],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

# allauth counts failed sign-ins here: in one process's memory, two processes would allow twice as many.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "shared_cache"}}

MAIL = mail.chosen(os.environ)
DUTYBOOK_MAIL_IS_SET_UP = MAIL.is_set_up
DEFAULT_FROM_EMAIL = os.environ.get("DUTYBOOK_MAIL_FROM", "dutybook@localhost")
EMAIL_BACKEND, EMAIL_FILE_PATH, EMAIL_TIMEOUT = MAIL.backend, MAIL.folder, mail.SECONDS
EMAIL_HOST, EMAIL_PORT = MAIL.host, MAIL.port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = MAIL.user, MAIL.password
EMAIL_USE_TLS, EMAIL_USE_SSL = MAIL.scheme == "smtp", MAIL.scheme == "smtps"

STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True

LANGUAGE_CODE = "en-gb"
USE_TZ = True
TIME_ZONE = "UTC"
