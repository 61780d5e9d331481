"""Compare the installed language models with models.lock, file by file.

The English model comes from a re-upload by a third party, so a version number alone proves nothing: every file of it is
pinned. Prints nothing where all is well; names each file that is missing, added or different, and ends with 1.

    python scripts/check_models.py
"""

from __future__ import annotations

import hashlib
import importlib.util
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

LOCK = Path(__file__).resolve().parent.parent / "models.lock"


def installed_files(module: str) -> dict[str, str]:
    """Return path and SHA-256 of every file of an installed module, none where it is not installed."""
    spec = importlib.util.find_spec(module)
    if spec is None or spec.origin is None:
        return {}
    top = Path(spec.origin).parent
    files = (f for f in top.rglob("*") if f.is_file() and "__pycache__" not in f.parts)
    return {f.relative_to(top).as_posix(): hashlib.sha256(f.read_bytes()).hexdigest() for f in files}


def differences(module: str, expected: dict[str, str]) -> Iterator[str]:
    """Say in a sentence each where the installed module differs from the lock."""
    found = installed_files(module)
    if not found:
        yield f"{module}: not installed; expected the version that requirements/run.txt pins"
        return
    for path in sorted(expected.keys() | found.keys()):
        want, got = expected.get(path, "no such file"), found.get(path, "no such file")
        if want != got:
            yield f"{module}/{path}: models.lock has {want[:16]}, installed is {got[:16]}; reinstall from requirements/run.txt"


def main() -> int:
    """Check every model of the lock."""
    models = tomllib.loads(LOCK.read_text(encoding="utf-8"))["model"]
    problems = [line for model in models for line in differences(model["module"], model["files"])]
    for line in problems:
        print(line, file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    raise SystemExit(main())
