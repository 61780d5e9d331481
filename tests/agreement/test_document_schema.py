"""The JSON Schema of an agreement's file says what reading it takes: no more keys, no other words."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from truceline.agreement.document.schema import schema, schema_text
from truceline.reader.formats.located_yaml import read_yaml

ROOT = Path(__file__).parents[2]
FILES = sorted([*ROOT.glob("src/truceline/packs/*/agreements/*.yaml"), *ROOT.glob("docs/examples/*/agreements/*.yaml")])
TYPES: dict[str, type] = {
    "string": str,
    "number": str,
    "integer": str,
    "boolean": str,
    "array": list,
    "object": dict,
    "null": type(None),
}
"""Words of a file are words; an editor would take some of them for numbers."""


def problems(value: object, rule: dict[str, object], whole: dict[str, object], at: str = "$") -> list[str]:
    """What a plain reading of the keywords that the schema uses finds wrong with a value."""
    if "$ref" in rule:
        return problems(value, whole["$defs"][str(rule["$ref"]).rsplit("/", 1)[1]], whole, at)  # type: ignore[index]
    if "anyOf" in rule:
        each = [problems(value, one, whole, at) for one in rule["anyOf"]]  # type: ignore[attr-defined]
        return [] if [] in each else [f"{at}: none of the choices fits: {'; '.join(map(str, each))}"]
    if "enum" in rule:
        return [] if value in rule["enum"] else [f"{at}: {value!r} is not allowed"]  # type: ignore[operator]
    kinds = rule["type"] if isinstance(rule["type"], list) else [rule["type"]]
    if not any(isinstance(value, TYPES[str(kind)]) for kind in kinds):
        return [f"{at}: {value!r} is no {kinds}"]
    found = []
    if isinstance(value, str) and "pattern" in rule and not re.search(str(rule["pattern"]), value):
        found.append(f"{at}: {value!r} is not written so")
    if isinstance(value, list):
        found += [one for n, each in enumerate(value) for one in problems(each, rule["items"], whole, f"{at}[{n}]")]  # type: ignore[arg-type]
    if isinstance(value, dict):
        found += of_object(value, rule, whole, at)
    return found


def of_object(value: dict[str, object], rule: dict[str, object], whole: dict[str, object], at: str) -> list[str]:
    properties = rule.get("properties", {})
    others = rule["additionalProperties"]
    found = [f"{at}.{name} is missing" for name in rule.get("required", ()) if name not in value]  # type: ignore[attr-defined]
    for name, each in value.items():
        if name in properties:  # type: ignore[operator]
            found += problems(each, properties[name], whole, f"{at}.{name}")  # type: ignore[index]
        elif others is False:
            found.append(f"{at}.{name} is unknown")
        else:
            found += problems(each, others, whole, f"{at}.{name}")  # type: ignore[arg-type]
    return found


def test_the_schema_in_the_docs_is_the_one_that_the_types_make() -> None:
    """Whoever points an editor at the published file checks by what the program reads."""
    assert (ROOT / "docs/formats/agreement.schema.json").read_text(encoding="utf-8") == schema_text(), (
        "write it anew: truceline agreement schema > docs/formats/agreement.schema.json"
    )


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_agreement_that_we_write_fits_the_schema(path: Path) -> None:
    """The examples that people begin with are fine in an editor too."""
    assert problems(read_yaml(path.name, path.read_bytes(), []), schema(), schema()) == []


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("parties", None, "$.parties"),
        ("date", "10.4.2027", "$.date: '10.4.2027' is not written so"),
        ("party", ["aa"], "$.party is unknown"),
        ("clauses", [{"id": "a", "kind": "refrains", "summary": "x"}], "'refrains' is not allowed"),
        ("calendar", {"day_d": "2027-04-15"}, "utc_offset is missing"),
    ],
)
def test_the_schema_finds_what_a_schema_can_find(key: str, value: object, said: str) -> None:
    """An unknown key, a wrong word, a date that is none and a missing part are underlined while one writes."""
    good = read_yaml("k", (ROOT / "docs/examples/ardun/agreements/kell-2027.yaml").read_bytes(), [])
    assert isinstance(good, dict)
    assert any(said in problem for problem in problems({**good, key: value}, schema(), schema()))


def test_the_schema_is_plain_json_of_the_newest_dialect() -> None:
    """Any validator can read it."""
    read = json.loads(schema_text())
    assert read["$schema"].endswith("2020-12/schema")
    assert read["additionalProperties"] is False
    assert "sha256" not in read["properties"]
