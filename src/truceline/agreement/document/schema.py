"""The JSON Schema of the file of an agreement, made from the same types and the same table that reading it follows.

It says what a file can look like, for editors; what must hold between its parts (that a phase does not wait on itself) no schema
can say, and `truceline agreement check` does.
"""

from __future__ import annotations

import json
import types
import typing
from collections.abc import Mapping
from typing import Literal

import msgspec

from truceline.agreement.document.cited import FAMILIES
from truceline.agreement.document.forms import SHORT, Form, Kind, fields_of, form_of, is_required
from truceline.agreement.document.written import EXPECTED, PATTERNS
from truceline.model import Target
from truceline.model.agreements import Agreement
from truceline.model.event_codes import EVENT_CODES, MEANS

Schema = dict[str, object]

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_WORDS: Schema = {"type": ["string", "number"]}
"""Words; an editor takes an unquoted number for one, and the reading does not."""
_ENUMS: Mapping[Form, tuple[str, ...]] = {"event": (*EVENT_CODES, *FAMILIES), "target": typing.get_args(Target), "means": MEANS}
_HINTS: Mapping[Form, str] = {
    "member": "id of an actor of the pack",
    "actor": "id of an actor of the pack",
    "party": "one of parties",
    "who": "id of an actor of the pack, or a capacity; parties for all parties",
    "taker": "id of an actor of the pack, or a capacity; parties, alleged_party or reporter",
    "capacity": "name of a capacity",
    "clause": "id of a clause",
    "awaited": "id of a condition or a phase",
    "phase": "id of a phase",
    "step": "id of an earlier step of this procedure",
    "line": "id of a line",
    "place": "id of a place of the pack",
    "point": "id of a place of the pack, or LAT,LON in degrees",
    "citation": "a citation, or a key of sources",
}


def schema_text() -> str:
    """Return the schema as JSON text, the same on every machine."""
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"


def schema() -> Schema:
    """Return the schema as plain values."""
    definitions: dict[str, Schema] = {}
    whole = _object(Agreement, definitions)
    properties = typing.cast("dict[str, object]", whole["properties"])
    properties["sources"] = {
        "description": "short keys for citations, for use wherever a source is named",
        "type": "object",
        "additionalProperties": {"type": "string"},
    }
    return {
        "$schema": DIALECT,
        "title": "truceline agreement",
        **whole,
        "$defs": dict(sorted(definitions.items())),
    }


def _object(kind: Kind, definitions: dict[str, Schema]) -> Schema:
    fields = fields_of(kind)
    return {
        "description": _sentence(kind),
        "type": "object",
        "additionalProperties": False,
        "required": [field.name for field in fields if is_required(kind, field)],
        "properties": {
            field.name: _field(field.type, form_of(kind, field.name), definitions, required=is_required(kind, field))
            for field in fields
        },
    }


def _field(kind: object, form: Form | None, definitions: dict[str, Schema], *, required: bool) -> Schema:
    found = _several(_WORDS) if form == "citation" else _value(kind, form, definitions)
    whole: Schema = found if required else {"anyOf": [*_choices(found), {"type": "null"}]}
    hint = _HINTS.get(form) or EXPECTED.get(form) if form else None
    return Schema(description=hint, **whole) if hint else whole


def _value(kind: object, form: Form | None, definitions: dict[str, Schema]) -> Schema:
    if typing.get_origin(kind) in (typing.Union, types.UnionType):
        kind = next(each for each in typing.get_args(kind) if each is not type(None))
    if typing.get_origin(kind) is tuple:
        return _several(_value(typing.get_args(kind)[0], form, definitions))
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        return _reference(kind, definitions)
    if typing.get_origin(kind) is Literal:
        return {"enum": list(typing.get_args(kind))}
    if kind in (bool, int):
        return {"type": "boolean"} if kind is bool else {"type": "integer", "minimum": 0}
    return _text(form) if form else _WORDS


def _text(form: Form) -> Schema:
    if form in _ENUMS:
        return {"enum": list(_ENUMS[form])}
    return {"type": "string", "pattern": f"^(?:{PATTERNS[form]})$"} if form in PATTERNS else _WORDS


def _reference(kind: Kind, definitions: dict[str, Schema]) -> Schema:
    name = kind.__name__
    if name not in definitions:
        definitions[name] = {}  # so that a type that holds itself ends here
        definitions[name] = _object(kind, definitions)
    reference: Schema = {"$ref": f"#/$defs/{name}"}
    if kind not in SHORT:
        return reference
    short = next(field for field in fields_of(kind) if field.name == SHORT[kind])
    return {"anyOf": [*_choices(_value(short.type, form_of(kind, short.name), definitions)), reference]}


def _several(one: Schema) -> Schema:
    """Return the schema of a list whose only entry may stand alone."""
    return {"anyOf": [*_choices(one), {"type": "array", "items": one}]}


def _choices(schema: Schema) -> list[object]:
    """Return what may be chosen from, so that choices do not nest."""
    return typing.cast("list[object]", schema["anyOf"]) if list(schema) == ["anyOf"] else [schema]


def _sentence(kind: Kind) -> str:
    """Return the first paragraph of what a type says of itself, without marks of code."""
    paragraph = (kind.__doc__ or "").split("\n\n")[0]
    return " ".join(paragraph.replace("``", "").split())
