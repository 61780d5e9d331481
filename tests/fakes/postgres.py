"""A PostgreSQL server for the tests: the one that TRUCELINE_TEST_POSTGRES names, else a cluster of our own for one run.

The server refuses to run as root, and tests often do: then it runs as the user ``nobody``, in a folder of its own, reached by a
socket and by nothing else.
"""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

BINARIES = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: int(folder.parent.name), reverse=True)
VARIABLE = "TRUCELINE_TEST_POSTGRES"
MISSING = (
    f"NO POSTGRESQL: neither {VARIABLE} names a server nor are Debian's binaries in /usr/lib/postgresql "
    "(apt-get install postgresql-15); the log was NOT tested on it"
)
UNPRIVILEGED = "nobody"
START_S = 60


def is_at_hand() -> bool:
    """Say whether there is a server to use or one to start."""
    return bool(os.environ.get(VARIABLE)) or bool(BINARIES)


@contextlib.contextmanager
def server() -> Iterator[str]:
    """Yield the URL of a database to test in; a cluster of our own is gone when this ends."""
    given = os.environ.get(VARIABLE)
    if given:
        yield given
        return
    folder = Path(tempfile.mkdtemp(prefix="tl-pg-", dir="/tmp"))  # a socket's path must be short
    try:
        with _running(folder, BINARIES[0]) as url:
            yield url
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def _running(folder: Path, binaries: Path) -> Iterator[str]:
    """Make and start a cluster in ``folder``, and stop it."""
    user = pwd.getpwnam(UNPRIVILEGED) if os.geteuid() == 0 else None
    if user is not None:
        os.chown(folder, user.pw_uid, user.pw_gid)
    who: dict[str, object] = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user is not None else {}
    data = folder / "data"
    environment = {"PATH": os.environ["PATH"], "LC_ALL": "C", "HOME": str(folder)}
    make = [binaries / "initdb", "-D", data, "-U", "tester", "-A", "trust", "-E", "UTF8", "--no-locale", "--data-checksums"]
    subprocess.run(make, check=True, stdout=subprocess.DEVNULL, env=environment, cwd=folder, **who)  # type: ignore[call-overload]
    settings = {"listen_addresses": "", "unix_socket_directories": str(folder), "shared_buffers": "32MB", "max_connections": "60"}
    options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [binaries / "postgres", "-D", data, *options],
            stdout=log,
            stderr=log,
            env=environment,
            cwd=folder,
            **who,  # type: ignore[call-overload]
        )
    try:
        url = f"postgresql://tester@/postgres?host={folder}"
        _wait_for(url, process, folder / "log")
        yield url
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_for(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    import psycopg  # noqa: PLC0415  # only where there is a server to test with

    until = time.monotonic() + START_S
    while True:
        try:
            psycopg.connect(url, connect_timeout=2).close()
        except psycopg.OperationalError as error:
            if process.poll() is not None or time.monotonic() > until:
                message = f"the test cluster did not start: {error}\n{log.read_text(errors='replace')}"
                raise RuntimeError(message) from error
            time.sleep(0.1)
        else:
            return
