"""Sends wrapped keys and anchors to the key store, and everything else to the record's database.

Never one into the other.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Model

KEYS = "keys"
IN_THE_KEY_STORE = {"wrappedkey", "anchor", "loganchor"}


class KeysApart:
    """Django asks this for every query and every migration."""

    def db_for_read(self, model: type[Model], **_hints: Any) -> str | None:
        return KEYS if self._is_kept_apart(model._meta.app_label, model._meta.model_name) else None

    def db_for_write(self, model: type[Model], **_hints: Any) -> str | None:
        return self.db_for_read(model)

    def allow_migrate(self, db: str, app_label: str, model_name: str | None = None, **_hints: Any) -> bool:
        return (db == KEYS) == self._is_kept_apart(app_label, model_name)

    def _is_kept_apart(self, app_label: str, model_name: str | None) -> bool:
        return app_label == "casework" and model_name in IN_THE_KEY_STORE
