"""``truceline serve``: the situation room of a record in a browser, on this machine or for a mission."""

from __future__ import annotations

import importlib
import os
import resource
import socket
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from truceline.cli.options import RecordDir
from truceline.cli.output import say
from truceline.errors import UsageError

if TYPE_CHECKING:
    from uvicorn import Server

APPLICATION = "truceline.web.asgi:application"
PROTOCOL = "truceline.web.patience:Patient"
STARTING = "truceline.web.starting"
WORKER = "truceline.web.desk.beside"
WARMING = "truceline.web.warming"
"""The web face is named and not imported: the two faces do not know each other."""
PORT = 8765
LOCAL = "127.0.0.1"
LINES = 16_384


def serve(  # noqa: PLR0913 - where, for whom, and behind what
    *,
    record: RecordDir = None,
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port to listen on; 0: any that is free.")] = PORT,
    host: Annotated[
        str,
        typer.Option(metavar="ADDRESS", help="The address to listen on. Others reach it only if it is not this machine's own."),
    ] = LOCAL,
    public: Annotated[
        bool, typer.Option("--public", help="Show without sign-in what two people released, after the mission's delay.")
    ] = False,
    name: Annotated[
        list[str] | None, typer.Option("--name", metavar="HOST", help="A host name by which browsers reach the room; repeatable.")
    ] = None,
    behind_tls: Annotated[
        bool, typer.Option("--behind-tls", help="A server of yours in front speaks HTTPS: send cookies over nothing else.")
    ] = False,
    accounts: Annotated[
        str | None,
        typer.Option(
            metavar="URL",
            help="PostgreSQL for people and sessions; SQLite beside the record where not given.",
            envvar="TRUCELINE_ACCOUNTS",
        ),
    ] = None,
    tiles: Annotated[
        Path | None,
        typer.Option(
            exists=True,
            help="Map tiles of your own: a folder {z}/{x}/{y}, .mbtiles or raster .pmtiles. The record's folder tiles, if any.",
            envvar="TRUCELINE_TILES",
        ),
    ] = None,
    second_factor: Annotated[
        str | None,
        typer.Option(
            metavar="all|none|ROLE,ROLE",
            help="Which roles rest until their holder has set up a second factor [default: administrator,adjudicator,publisher].",
            envvar="TRUCELINE_SECOND_FACTOR",
            show_envvar=False,
        ),
    ] = None,
    boundaries: Annotated[
        str,
        typer.Option(
            metavar="neutral|as-in-natural-earth|none",
            help="How the map draws boundaries; neutral: what is disputed is dashed and in no state.",
            envvar="TRUCELINE_BOUNDARIES",
        ),
    ] = "neutral",
) -> None:
    """Open the situation room of a record in a browser.

    Reading needs sign-in. The first administrator is made with `truceline people first`.
    """
    from truceline.workflow.opening import opened  # noqa: PLC0415 - imports wait until the command needs them

    with opened(record) as held:
        folder = held.folder
    os.environ["TRUCELINE_BOUNDARIES"] = boundaries
    if second_factor is not None:
        os.environ["TRUCELINE_SECOND_FACTOR"] = second_factor
    if tiles is not None:
        os.environ["TRUCELINE_TILES"] = str(tiles)
    run(folder, port=port, host=host, is_public=public, names=tuple(name or ()), is_behind_tls=behind_tls, accounts=accounts)


def run(  # noqa: PLR0913 - as for serve
    folder: Path,
    *,
    port: int,
    host: str = LOCAL,
    is_public: bool = False,
    names: tuple[str, ...] = (),
    is_behind_tls: bool = False,
    accounts: str | None = None,
    first: str = "",
) -> None:
    """Open the room of the record in ``folder`` and serve it until it is stopped; ``first``: of its addresses the one to say."""
    _take_room_for_lines()
    listening = _listening(host, port)
    told = {
        "TRUCELINE_RECORD": str(folder),
        "TRUCELINE_PUBLIC": "1" if is_public else "0",
        "TRUCELINE_HOSTS": ",".join((*names, *(() if host in {LOCAL, "0.0.0.0", "::"} else (host,)))),  # noqa: S104 - compared, not bound
        "TRUCELINE_TLS": "1" if is_behind_tls else "0",
        "TRUCELINE_PROXIES": os.environ.get("TRUCELINE_PROXIES") or ("1" if is_behind_tls else "0"),
        "DJANGO_SETTINGS_MODULE": "truceline.web.settings",
    }
    os.environ.update(told)
    if accounts:
        os.environ["TRUCELINE_ACCOUNTS"] = accounts
    starting = importlib.import_module(STARTING)
    starting.prepare()
    shown = "localhost" if host == LOCAL else f"[{host}]" if ":" in host else host  # a passkey needs a name
    say(f"the situation room of {folder}: http://{shown}:{listening.getsockname()[1]}/{first}  (stop with Ctrl-C)")
    if not is_public and starting.is_nobodys():
        say(f"nobody can sign in yet: make the first administrator with `truceline people first NAME --record {folder}`")
    server = _server()
    importlib.import_module(WARMING).begin()
    with importlib.import_module(WORKER).worker():
        server.run(sockets=[listening])


def _server() -> Server:
    """Return the server of the room, once the environment says which record that is."""
    import uvicorn  # noqa: PLC0415 - imports wait until a command needs them

    return uvicorn.Server(
        uvicorn.Config(
            APPLICATION,
            http=PROTOCOL,
            log_level="warning",
            access_log=False,
            proxy_headers=False,  # the room itself reads them, and believes only as many as there are proxies
            server_header=False,
            lifespan="off",
            h11_max_incomplete_event_size=32_768,
            timeout_keep_alive=15,
            timeout_graceful_shutdown=3,
        )
    )


def _take_room_for_lines() -> None:
    """Let this process have as many lines open as the machine allows: each page that listens is one; many shells allow few."""
    now, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = LINES if most == resource.RLIM_INFINITY else min(LINES, most)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(wanted, now), most))


def _listening(host: str, port: int) -> socket.socket:
    """Return a socket that listens there, before anything else is begun."""
    try:
        return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET, backlog=512)
    except OSError as error:
        number = error.errno or 0
        why = os.strerror(number) if number > 0 else error.strerror or error  # a resolver counts below zero
        message = f"cannot listen on {host} port {port}: {why}; another room may be open there: try --port"
        raise UsageError(message) from error
