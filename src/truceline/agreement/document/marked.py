"""Which parts of an agreement are marked as not checked against the text."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from truceline.model.agreements import Agreement

_CALLED = {"DatedStep": "timetable", "Allowance": "exception", "ThirdParty": "third party"}
_TITLES = ("id", "name", "party", "actor", "act", "claimed_by")


def unverified(agreement: Agreement) -> tuple[str, ...]:
    """Return what is marked ``verified: false``, each as its kind and id, in the order of the file."""
    return tuple(_parts(agreement))


def _parts(value: object) -> Iterator[str]:
    if isinstance(value, tuple):
        for each in value:
            yield from _parts(each)
    elif isinstance(value, msgspec.Struct):
        if getattr(value, "verified", True) is False:
            kind = type(value).__name__
            title = next((str(getattr(value, name)) for name in _TITLES if getattr(value, name, None)), "")
            yield f"{_CALLED.get(kind, kind.lower())} {title}".rstrip()
        for name in value.__struct_fields__:
            yield from _parts(getattr(value, name))
