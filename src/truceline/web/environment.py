"""What the room is told when it starts: by environment variables, which ``truceline serve`` sets. Nothing else is configured."""

from __future__ import annotations

import fcntl
import os
import secrets
from pathlib import Path

import msgspec
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from truceline.errors import UsageError

RECORD = "TRUCELINE_RECORD"
PUBLIC = "TRUCELINE_PUBLIC"
ACCOUNTS = "TRUCELINE_ACCOUNTS"
HOSTS = "TRUCELINE_HOSTS"
STATIC = "TRUCELINE_STATIC"
TLS = "TRUCELINE_TLS"
PROXIES = "TRUCELINE_PROXIES"
SECOND_FACTOR = "TRUCELINE_SECOND_FACTOR"
TILES = "TRUCELINE_TILES"
BOUNDARIES = "TRUCELINE_BOUNDARIES"
BOUNDARY_CHOICES = ("neutral", "as-in-natural-earth", "none")
FOLDER = Path(".truceline") / "room"
MOST_DIGITS = 3
SQLITE = "accounts.sqlite3"
SECRET = "secret"  # noqa: S105 - the name of a file
SECRET_LETTERS = 64


class Environment(msgspec.Struct, frozen=True, kw_only=True):
    """Where everything is. ``room``: the folder for what is not the record: accounts, sessions, half-finished uploads.

    ``is_public``: serve what was released without sign-in. ``is_behind_tls``: browsers reach us over HTTPS only, so cookies are
    sent over nothing else. ``proxies``: how many proxies in front of us are ours, each of which adds one address.
    ``second_factor``: the roles that rest without one, as `serve --second-factor` takes them.
    ``tiles``: a folder or file of map tiles that the mission brought. ``boundaries``: how the base map draws them.
    """

    record: Path
    room: Path
    static: Path
    is_public: bool
    accounts: str | None
    hosts: tuple[str, ...]
    is_behind_tls: bool
    proxies: int
    second_factor: str | None
    tiles: Path | None
    boundaries: str


def environment() -> Environment:
    """Return what the environment says.

    Raises:
        UsageError: no record is named.
    """
    named = os.environ.get(RECORD)
    if not named:
        message = f"{RECORD} names no record; start the room with `truceline serve`, which sets it"
        raise UsageError(message)
    record = Path(named).resolve()
    room = record / FOLDER
    return Environment(
        record=record,
        room=room,
        static=Path(os.environ.get(STATIC) or room / "static"),
        is_public=os.environ.get(PUBLIC) == "1",
        accounts=os.environ.get(ACCOUNTS) or None,
        hosts=tuple(host for host in os.environ.get(HOSTS, "").split(",") if host),
        is_behind_tls=os.environ.get(TLS) == "1",
        proxies=_proxies(),
        second_factor=os.environ.get(SECOND_FACTOR) or None,
        tiles=_tiles(record),
        boundaries=_boundaries(),
    )


def _tiles(record: Path) -> Path | None:
    """Return where tiles are: as told, else the record's folder ``tiles`` where there is one."""
    named = os.environ.get(TILES)
    place = Path(named).resolve() if named else record / "tiles"
    if named and not place.exists():
        message = f"{TILES} is {named}, which is not there; expected a folder of tiles, an .mbtiles or a .pmtiles file"
        raise UsageError(message)
    return place if place.exists() else None


def _boundaries() -> str:
    named = os.environ.get(BOUNDARIES) or BOUNDARY_CHOICES[0]
    if named not in BOUNDARY_CHOICES:
        message = f'{BOUNDARIES} is "{named}"; expected one of: {", ".join(BOUNDARY_CHOICES)}'
        raise UsageError(message)
    return named


def _proxies() -> int:
    """Return how many proxies of ours stand in front.

    Raises:
        UsageError: it is no number.
    """
    told = os.environ.get(PROXIES) or "0"
    if not (told.isascii() and told.isdigit() and len(told) < MOST_DIGITS):
        message = f'{PROXIES} is "{told}"; expected how many proxies of yours stand in front of the room, such as 1'
        raise UsageError(message)
    return int(told)


def database(found: Environment) -> dict[str, object]:
    """Return Django's settings of the database of accounts: SQLite in the room's folder, or the PostgreSQL of the URL.

    Raises:
        UsageError: the URL is not one of PostgreSQL.
    """
    if found.accounts is None:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": str(found.room / SQLITE),
            "OPTIONS": {
                "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;",
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
            },
        }
    try:
        url = make_url(found.accounts)
    except ArgumentError:
        url = None
    if url is None or not url.drivername.startswith("postgres"):
        message = f"{ACCOUNTS} is not the URL of a PostgreSQL database; expected postgresql://USER:PASSWORD@HOST/NAME"
        raise UsageError(message)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": url.database or "",
        "USER": url.username or "",
        "PASSWORD": url.password or "",
        "HOST": url.host or "",
        "PORT": str(url.port or ""),
        "OPTIONS": {key: str(value) for key, value in url.query.items()},
        "CONN_MAX_AGE": 0,  # every request has a thread of its own: nobody would ever use again what it leaves open
    }


def secret_key(found: Environment) -> str:
    """Return the key that signs sessions: made once, readable for its owner alone; what a crash left of one is made anew."""
    found.room.mkdir(mode=0o700, parents=True, exist_ok=True)
    with os.fdopen(os.open(found.room / SECRET, os.O_RDWR | os.O_CREAT, 0o600), "r+", encoding="ascii") as file:
        fcntl.flock(file, fcntl.LOCK_EX)  # of two who open the room at once, one makes it and the other reads it
        key = file.read()
        if len(key) < SECRET_LETTERS:
            key = secrets.token_urlsafe(SECRET_LETTERS)[:SECRET_LETTERS]
            file.seek(0)
            file.write(key)
            file.flush()
            os.fsync(file.fileno())
    return key
