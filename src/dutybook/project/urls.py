"""Every address of the service, by topic. No view may live here."""

from __future__ import annotations

from django.urls import include, path

from dutybook.api.door import PREFIX, api

urlpatterns = [path(PREFIX, api.urls), path("", include("dutybook.web.urls"))]
