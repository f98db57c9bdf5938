"""The door by which a web server reaches the service. Nothing else may happen here."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dutybook.project.settings")

application = get_wsgi_application()
