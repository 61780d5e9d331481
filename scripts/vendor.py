"""Copy the browser libraries into the package, and write down what they are; for developers, and never needed to install or run.

Only the few files that a page loads are copied, unchanged, with their licence. VENDOR.toml says for each library the version, the
licence, where it comes from and the integrity of its npm package; for each file its SHA-256, which a test takes again.

    (cd frontend && npm ci --ignore-scripts) && python scripts/vendor.py
"""

from __future__ import annotations

import hashlib
import json
import shutil
import sys
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent
MODULES = ROOT / "frontend/node_modules"
TARGET = ROOT / "src/truceline/web/static/vendor"
LICENCES = {"BSD-2-Clause", "BSD-3-Clause", "0BSD", "BSD-0-Clause", "MIT", "ISC"}


class Library(NamedTuple):
    """What is taken of a library: files by their path in it, the licence file among them."""

    name: str
    source: str
    files: tuple[str, ...]


LIBRARIES = (
    Library(
        name="leaflet",
        source="https://github.com/Leaflet/Leaflet",
        files=(
            "LICENSE",
            "dist/leaflet.js",
            "dist/leaflet.js.map",
            "dist/leaflet.css",
            "dist/images/layers.png",
            "dist/images/layers-2x.png",
            "dist/images/marker-icon.png",
        ),
    ),
    Library(
        name="leaflet.markercluster",
        source="https://github.com/Leaflet/Leaflet.markercluster",
        files=("MIT-LICENCE.txt", "dist/leaflet.markercluster.js", "dist/leaflet.markercluster.js.map", "dist/MarkerCluster.css"),
    ),
)


def copied(library: Library, version: str) -> dict[str, str]:
    """Copy a library's files and return their hashes by their place below the folder of all libraries."""
    folder = TARGET / f"{library.name}-{version}"
    found: dict[str, str] = {}
    for name in library.files:
        place = folder / name.removeprefix("dist/")
        place.parent.mkdir(parents=True, exist_ok=True)
        content = (MODULES / library.name / name).read_bytes()
        place.write_bytes(content)
        place.chmod(0o644)
        found[place.relative_to(TARGET).as_posix()] = hashlib.sha256(content).hexdigest()
    return found


def entry(library: Library, locked: dict[str, str], files: dict[str, str]) -> str:
    """Return what VENDOR.toml says of a library."""
    lines = [
        "[[library]]",
        f'name = "{library.name}"',
        f'version = "{locked["version"]}"',
        f'licence = "{locked["license"]}"',
        f'source = "{library.source}"',
        f'integrity = "{locked["integrity"]}"',
        "[library.sha256]",
        *(f'"{place}" = "{digest}"' for place, digest in files.items()),
    ]
    return "\n".join(lines)


def main() -> int:
    """Copy everything anew."""
    packages = json.loads((ROOT / "frontend/package-lock.json").read_text("utf-8"))["packages"]
    if not MODULES.is_dir():
        print(f"{MODULES} is not there; run `npm ci --ignore-scripts` in frontend/ first", file=sys.stderr)
        return 3
    shutil.rmtree(TARGET, ignore_errors=True)
    said = ["# What scripts/vendor.py copied here, as frontend/package-lock.json pins it. Not to be edited by hand."]
    for library in LIBRARIES:
        locked = packages[f"node_modules/{library.name}"]
        if locked["license"] not in LICENCES:
            print(f"{library.name} is under {locked['license']}; expected one of {', '.join(sorted(LICENCES))}", file=sys.stderr)
            return 1
        said.append(entry(library, locked, copied(library, locked["version"])))
    (TARGET / "VENDOR.toml").write_text("\n\n".join(said) + "\n", encoding="utf-8")
    print(f"{len(LIBRARIES)} libraries in {TARGET.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
