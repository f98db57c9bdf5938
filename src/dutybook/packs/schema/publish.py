"""The form of a pack as JSON Schema, for editors that complete and check while somebody writes.

Nothing here may say more than the loader: what an editor cannot know (names, scope, layers) is left to `check`.
"""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from dutybook.packs.schema.chapters import CHAPTERS, Header

ROWS_AS_A_LIST = {"first", "all", "choices", "values", "sections", "agenda", "records"}


def json_schema() -> dict[str, Any]:
    """A schema that fits `pack.yaml` and every chapter file."""
    models: list[type[BaseModel]] = [Header, *dict.fromkeys(CHAPTERS.values())]
    by_model, definitions = models_json_schema([(each, "validation") for each in models], by_alias=True)
    refs = {model: by_model[model, "validation"] for model in models}
    defs = {name: _with_lists(each) for name, each in definitions["$defs"].items()}
    chapters = {chapter: {"type": "object", "additionalProperties": refs[model]} for chapter, model in CHAPTERS.items()}
    schema: dict[str, Any] = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A procedure pack: pack.yaml, or a file of chapters",
        "$defs": defs,
        "anyOf": [refs[Header], {"type": "object", "properties": chapters, "additionalProperties": False}],
    }
    return {key: _tidied(part) for key, part in schema.items()}


def _tidied(part: Any) -> Any:
    """Without what pydantic adds for Python alone: defaults, made-up titles, and null, which no pack may write."""
    if isinstance(part, list):
        return [_tidied(each) for each in part if not _is_null(each)]
    if not isinstance(part, dict):
        return part
    said = {key: each for key, each in part.items() if key != "default" and not _is_null(each)}
    kept = {key: _tidied(each) for key, each in said.items() if not _made_up(key, each)}
    return kept["anyOf"][0] if set(kept) == {"anyOf"} and len(kept["anyOf"]) == 1 else kept


def _is_null(part: Any) -> bool:
    return isinstance(part, dict) and part.get("type") == "null"


def _made_up(key: str, value: Any) -> bool:
    """Pydantic titles a key by its own name; `title` as a key of packs is a mapping."""
    return key == "title" and isinstance(value, str)


def _with_lists(definition: dict[str, Any]) -> dict[str, Any]:
    """Rows may also be written as a list, each with its `id`."""
    properties = definition.get("properties", {})
    rows = {key: {"anyOf": [properties[key], {"type": "array"}]} for key in ROWS_AS_A_LIST & properties.keys()}
    return {**definition, "properties": {**properties, **rows}} if properties else definition
