"""Running something in a process of its own with little memory and time, so that no input, however hostile, harms others."""

from __future__ import annotations

import importlib
import os
import resource
import tempfile
import traceback
from collections.abc import Callable
from pathlib import Path

import msgspec

from fakes.forking import Child
from truceline.errors import TrucelineError

MEMORY_BYTES = 512 << 20
CPU_S = 10


class Outcome(msgspec.Struct, frozen=True):
    """What came of it: what was returned (JSON), or our own error (its type and message), or how else it ended."""

    returned: msgspec.Raw = msgspec.Raw(b"null")
    refused: str = ""
    crashed: str = ""


def limited(function: Callable[..., object], *arguments: object) -> Outcome:
    """Call a function of a module with the limits set and return what came of it; all that goes in or out is plain JSON."""
    handle, name = tempfile.mkstemp(dir="/dev/shm" if os.access("/dev/shm", os.W_OK) else None)
    os.close(handle)
    file = Path(name)
    try:
        ended = Child(_call, name, function.__module__, function.__name__, list(arguments)).join()
        data = file.read_bytes()
        return msgspec.json.decode(data, type=Outcome) if data else Outcome(crashed=f"ended with {ended}")
    finally:
        file.unlink()


def attempt(function: Callable[..., object], *arguments: object) -> Outcome:
    """Call a function here and return what came of it."""
    try:
        return Outcome(returned=msgspec.Raw(msgspec.json.encode(function(*arguments))))
    except TrucelineError as error:
        return Outcome(refused=f"{type(error).__name__}: {error}")
    except BaseException:  # noqa: BLE001  # whatever else comes out is what the test is about
        return Outcome(crashed=traceback.format_exc())


def _call(out: str, module: str, function: str, arguments: list[object]) -> None:
    called = getattr(importlib.import_module(module), function)
    handle = os.open(out, os.O_WRONLY)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_S, CPU_S))
    outcome = attempt(called, *arguments)
    with os.fdopen(handle, "wb") as file:
        file.write(msgspec.json.encode(outcome))
