"""The template engine, and what every page is given. Nothing about a case may be put on every page."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import get_script_prefix, reverse
from django.utils.http import urlencode
from jinja2 import ChoiceLoader, Environment, PackageLoader, PrefixLoader
from markupsafe import Markup

from dutybook.casework import demonstration, permissions
from dutybook.casework.adoption import adopted_by
from dutybook.casework.models import Account
from dutybook.web.unadopted import unadopted_beside


def environment(**options: Any) -> Environment:
    """Our own templates, and the form controls of GOV.UK Frontend by the name of their package."""
    controls = PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")})
    options |= {
        "loader": ChoiceLoader([PackageLoader("dutybook.web"), controls]),
        "trim_blocks": True,
        "lstrip_blocks": True,
        "extensions": ["jinja2.ext.do"],
    }
    made = Environment(**options)  # noqa: S701 - Django's engine hands over autoescape=True
    made.globals |= {
        "static": lru_cache(static),
        "url": _url,
        "unadopted_beside": unadopted_beside,
        "rendered_once": rendered_once,
    }
    return made


@lru_cache(maxsize=256)
def rendered_once(template: str, **values: str | bool) -> Markup:
    """What stands on every page, by all that it depends on: it says nothing of any case, and names nobody."""
    return Markup(render_to_string(template, values))  # noqa: S704 - a template of ours


def every_page(request: HttpRequest) -> dict[str, Any]:
    """Whether it is a demonstration; what the menu offers whoever is signed in, and whether the procedure counts."""
    user = getattr(request, "user", None)
    return {"demonstration": demonstration.is_demonstration()} | (_of(user) if isinstance(user, Account) else {})


def _of(account: Account) -> dict[str, Any]:
    authority = account.organisation.own_authority
    adopted = adopted_by([authority])
    rules = adopted.procedure(authority, authority.procedure).at(settings.DUTYBOOK_CLOCK())
    return {
        "may_raise": _is(permissions.may_raise_a_concern(account, rules)),
        "may_refer": _is(permissions.may_refer_a_child(account, rules)),
        "may_take_calls": _is(permissions.may_take_calls(account)),
        "not_adopted": adopted.last(authority, authority.procedure) is None,
    }


def _is(answer: permissions.Allowed | permissions.Refused) -> bool:
    return isinstance(answer, permissions.Allowed)


def _url(name: str, *args: Any, **query: Any) -> str:
    path = _path(get_script_prefix(), name, args)
    return path + _said(tuple((key, tuple(each) if isinstance(each, list) else each) for key, each in query.items()))


@lru_cache(maxsize=4096)
def _path(_prefix: str, name: str, args: tuple[Any, ...]) -> str:
    """One page asks for the same few hundred addresses each time; what they depend on does not change meanwhile."""
    return reverse(name, args=args)


@lru_cache(maxsize=4096)
def _said(query: tuple[tuple[str, Any], ...]) -> str:
    """What an address asks of its page: which things it is about, by the names that the record gave them."""
    return f"?{urlencode(query, doseq=True)}" if query else ""
