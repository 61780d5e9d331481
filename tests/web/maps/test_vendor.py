"""The browser libraries in the package are what they are said to be."""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
VENDOR = ROOT / "src/truceline/web/static/vendor"
LIBRARIES = tomllib.loads((VENDOR / "VENDOR.toml").read_text("utf-8"))["library"]


def test_every_file_of_a_library_is_the_one_that_was_written_down() -> None:
    """Nothing was changed, added or lost since it was copied."""
    told = {place: digest for library in LIBRARIES for place, digest in library["sha256"].items()}
    found = {
        path.relative_to(VENDOR).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in VENDOR.rglob("*")
        if path.is_file() and path.name != "VENDOR.toml"
    }
    assert found == told


@pytest.mark.parametrize("library", LIBRARIES, ids=lambda library: library["name"])
def test_a_library_comes_with_its_licence_and_is_named_in_the_notice(library: dict[str, str]) -> None:
    """Who uses the package can see whose work is in it."""
    name, version = library["name"], library["version"]
    assert any("LICEN" in path.name.upper() for path in (VENDOR / f"{name}-{version}").iterdir())
    assert re.search(rf"{re.escape(name)} {re.escape(version)}", (ROOT / "NOTICE").read_text("utf-8"), re.IGNORECASE)


def test_what_is_copied_is_what_is_pinned() -> None:
    """The lock file pins each library by version and integrity, and says of no host where it is fetched."""
    text = (ROOT / "frontend/package-lock.json").read_text("utf-8")
    locked = json.loads(text)["packages"]
    wanted = {(each["name"], each["version"], each["integrity"]) for each in LIBRARIES}
    pinned = {(name.removeprefix("node_modules/"), each["version"], each["integrity"]) for name, each in locked.items() if name}
    assert wanted == pinned
    assert "resolved" not in text
    assert "://" not in text
