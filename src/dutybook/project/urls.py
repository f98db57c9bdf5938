"""Every address of the service, by topic. No view may live here."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [path("", include("dutybook.web.urls"))]
