"""Tells Django where the pages' own static files lie. Nothing may happen here when it starts."""

from __future__ import annotations

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "dutybook.web"
    verbose_name = "Pages"
