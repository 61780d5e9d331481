"""Where the log of a record is: in a file of the record's folder, or in a schema of a database somewhere else.

Written as ``postgresql://ann@db.example/mission#truceline_0123456789abcdef``: a URL that libpq takes, without its password, and
behind ``#`` the schema of this record.
"""

from __future__ import annotations

import re
import secrets
from typing import Self
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

import msgspec

from truceline.errors import UsageError

SCHEMES = ("postgresql", "postgres")
SECRETS = frozenset({"password", "sslpassword"})
_SCHEMA = re.compile(r"[a-z_][a-z0-9_]{0,62}", re.ASCII)


class Place(msgspec.Struct, frozen=True):
    """A schema in a PostgreSQL database. ``url`` has no password."""

    url: str
    schema: str

    def __str__(self) -> str:
        return f"{self.url}#{self.schema}"

    @classmethod
    def parse(cls, text: str) -> tuple[Self, str | None]:
        """Return the place that a URL names and the password in it; without a schema it is a new one.

        Raises: UsageError.
        """
        parts = urlsplit(text)
        if parts.scheme not in SCHEMES:
            message = f"database {_shown(text)!r} is none that can hold a record; expected postgresql://USER@HOST/NAME"
            raise UsageError(message)
        schema = parts.fragment or f"truceline_{secrets.token_hex(8)}"
        if not _SCHEMA.fullmatch(schema):
            message = f"schema {schema!r} in the database URL is no plain name; expected letters a-z, digits and _"
            raise UsageError(message)
        user, at, host = parts.netloc.rpartition("@")
        name, _, password = user.partition(":")
        query = parse_qsl(parts.query, keep_blank_values=True)
        given = unquote(password) or dict(query).get("password")
        kept = urlencode([pair for pair in query if pair[0] not in SECRETS], safe="/", quote_via=quote)
        return cls(f"{parts.scheme}://{name}{at}{host}{parts.path}{'?' if kept else ''}{kept}", schema), given


def _shown(text: str) -> str:
    """Return what of a text may be shown: nothing in front of an @, where a password may stand."""
    return text.rpartition("@")[2]
