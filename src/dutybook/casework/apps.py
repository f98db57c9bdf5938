"""Tells Django that this package is an app. Nothing may happen here when it starts."""

from __future__ import annotations

from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    name = "dutybook.casework"
    verbose_name = "Casework"
