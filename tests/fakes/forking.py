"""Processes that are there in milliseconds: forks of one helper that has imported everything already.

Run as a program it is that helper, ready for what the modules that it is called with ``prepare``. It takes lines of JSON on
stdin: ``["start", module, function, arguments, environment]`` is answered by the number of the process, and ``["wait", number]``
by its exit code (negative: the signal that ended it).
"""

from __future__ import annotations

import atexit
import contextlib
import importlib
import json
import os
import signal
import subprocess
import sys
import traceback
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

IMPORTED = (
    *("truceline.cli.app", "truceline.linker", "truceline.outputs.views", "truceline.workflow.opening"),
    *(
        "truceline.workflow.packs",
        "truceline.ledger.joint",
        "truceline.ledger.checking.fsck",
        "sqlalchemy.dialects.sqlite",
        "ruamel.yaml",
    ),
    *("truceline.cli.listing", "truceline.outputs.views.status_page", "rich.console", "rich.table", "zoneinfo"),
    *("pydantic.fields", "pydantic.type_adapter", "pydantic.types"),
    *("fakes.asking", "fakes.ingesting", "fakes.limited", "fakes.writers"),
)


class Child:
    """A process, by its number; ``like`` is a module whose ``prepare`` the helper has run before it copies itself."""

    def __init__(self, function: Callable[..., object], *arguments: object, like: str = "") -> None:
        self._helper = _helper(like)
        self.number = _asked(self._helper, "start", function.__module__, function.__name__, arguments, dict(os.environ))

    def kill(self) -> None:
        """Kill it without warning."""
        os.kill(self.number, signal.SIGKILL)

    def join(self) -> int:
        """Wait for its end and return its exit code."""
        return _asked(self._helper, "wait", self.number)


@cache
def _helper(like: str) -> subprocess.Popen[str]:
    environment = os.environ | {"PYTHONPATH": os.pathsep.join((str(Path(__file__).parents[1]), os.environ.get("PYTHONPATH", "")))}
    command = [sys.executable, "-m", "fakes.forking", *([like] if like else [])]
    helper = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment)
    atexit.register(_end, helper)
    return helper


def _end(helper: subprocess.Popen[str]) -> None:
    assert helper.stdin is not None
    with contextlib.suppress(OSError):
        helper.stdin.close()
    helper.wait()


def _asked(helper: subprocess.Popen[str], *request: object) -> int:
    assert helper.stdin is not None
    assert helper.stdout is not None
    helper.stdin.write(json.dumps(request) + "\n")
    helper.stdin.flush()
    return int(helper.stdout.readline())


def _started(module: str, function: str, arguments: list[Any], environment: dict[str, str]) -> int:
    """Fork: the environment is that of the asking test, not of the first one that needed the helper."""
    number = os.fork()
    if number:
        return number
    code = 70
    try:
        # What it prints goes where errors go: stdout is the helper's.
        os.dup2(2, 1)
        os.environ.clear()
        os.environ.update(environment)
        getattr(importlib.import_module(module), function)(*arguments)
        code = 0
    except BaseException:  # noqa: BLE001  # nothing may come back into the helper's own loop
        traceback.print_exc()
    finally:
        os._exit(code)


def _serve(prepared: list[str]) -> None:
    for module in IMPORTED:
        importlib.import_module(module)
    for module in prepared:
        importlib.import_module(module).prepare()
    out = os.dup(1)
    for line in sys.stdin:
        verb, *rest = json.loads(line)
        answer = _started(*rest) if verb == "start" else os.waitstatus_to_exitcode(os.waitpid(rest[0], 0)[1])
        os.write(out, f"{answer}\n".encode())


if __name__ == "__main__":
    _serve(sys.argv[1:])
