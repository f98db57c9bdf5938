"""No field is stored of which nobody has said whose it is, how long it is kept, and who may be shown it."""

from __future__ import annotations

from django.apps import apps

from dutybook.casework.classification import FIELDS


def test_every_stored_field_is_classified_and_nothing_else_is() -> None:
    stored = {
        model.__name__: sorted(field.name for field in model._meta.concrete_fields)
        for model in apps.get_app_config("casework").get_models()
    }

    assert {model: sorted(fields) for model, fields in FIELDS.items()} == stored
