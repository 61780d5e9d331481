r"""TL-JSON/1: the one way a value is written into the log, and the strict way it is read back.

A subset of RFC 8785 (JSON Canonicalization Scheme) and of I-JSON: objects, arrays, strings of Unicode scalars, true, false,
null and integers up to 2^53 - 1 either way. No floating-point numbers at all: decimals and coordinates are strings. Keys are
``[a-z_][a-z0-9_.]{0,63}`` (so that the order of bytes is the order RFC 8785 asks for) or exactly ``...``, which marks a
sealed array element. Nesting is at most 16 deep. Text is never normalised: it is evidence.

Reading refuses whatever would not be written again as the same bytes: duplicate keys, spaces, other escapes, ``-0``.

>>> encode({"b": [1, None], "a": "é"})
b'{"a":"\xc3\xa9","b":[1,null]}'
"""

from __future__ import annotations

import re
from itertools import accumulate
from typing import Any, TypeAlias

import msgspec

from truceline.errors import EncodingError
from truceline.ledger.leaf import lean

Json: TypeAlias = "bool | int | str | list[Json] | dict[str, Json] | None"

MAX_INTEGER = 2**53 - 1
MAX_DEPTH = 16
MAX_LEAF_BYTES = 16 * 1024

_KEY = re.compile(r"[a-z_][a-z0-9_.]{0,63}|\.\.\.", re.ASCII)
_ENCODER = msgspec.json.Encoder(order="deterministic")
_SORTED = msgspec.json.Encoder(order="sorted")
_DECODER = msgspec.json.Decoder()


def encode(value: Json) -> bytes:
    """Return the canonical bytes of ``value``.

    Raises: EncodingError where ``value`` has no canonical form; the message says which part of it.
    """
    _check(value, "$", MAX_DEPTH)
    return _ENCODER.encode(value)


def decode(data: bytes, max_bytes: int = MAX_LEAF_BYTES) -> Json:
    """Return the value of canonical bytes, or refuse them.

    Raises: EncodingError for anything that ``encode`` would not have written byte for byte.
    """
    if len(data) > max_bytes:
        message = f"{len(data)} bytes where at most {max_bytes} may stand"
        raise EncodingError(message)
    try:
        value: Json = _DECODER.decode(data)
    except RecursionError as error:
        message = f"nested too deep; expected at most {MAX_DEPTH} levels"
        raise EncodingError(message) from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        message = f"not JSON: {error}"
        raise EncodingError(message) from error
    again = _ENCODER.encode(value)
    # Looking at the bytes is twice as fast as walking the value; only what looks odd is walked, to say where it is odd.
    if again != data or not _is_plain(data):
        _check(value, "$", MAX_DEPTH)
        if again != data:
            raise EncodingError(_difference(data, again))
    return value


def encode_struct(value: msgspec.Struct) -> bytes:
    """Return the canonical bytes of a Struct, leaving out every field that has its default.

    What is left out is filled in again by decoding into the same type, so the defaults of types that stand in the log are
    part of the format: a default may be added with a new field, never changed.

    Raises: EncodingError where a part of it has no canonical form.
    """
    kind = type(value)
    twin = _TWINS.get(kind, _UNSEEN)
    if twin is _UNSEEN:
        twin = _TWINS[kind] = lean.twin_of(kind)
    if twin is not None:
        try:
            return _SORTED.encode(msgspec.convert(value, twin, from_attributes=True))
        except (msgspec.ValidationError, UnicodeEncodeError):
            pass
    return encode_plainly(value)


def encode_plainly(value: msgspec.Struct) -> bytes:
    """Return the same as ``encode_struct`` by walking the value, which says where something has no canonical form."""
    found = _lean(value)
    try:
        return _ENCODER.encode(found)
    except UnicodeEncodeError:
        return encode(found)  # the slower way, which says where the half character stands


def _lean(value: object) -> Json:
    """Return a value of our types as JSON values without defaults; whatever it returns has a canonical form but for its text."""
    kind = type(value)
    if value is None or kind is str or kind is bool:
        return value  # type: ignore[return-value]  # kind says so
    if kind is int:
        _check(value, "$", 0)  # type: ignore[arg-type]  # as above
        return value  # type: ignore[return-value]  # as above
    if kind is tuple:
        return [_lean(part) for part in value]  # type: ignore[attr-defined]  # as above
    if not isinstance(value, msgspec.Struct):
        message = f"a {kind.__name__} ({value!r}) has no canonical form"
        raise EncodingError(message)
    if value.__struct_config__.array_like:
        return [_lean(getattr(value, name)) for name in value.__struct_fields__]
    fields = _FIELDS.get(kind) or _fields(type(value))
    return {written: _lean(part) for name, written, default in fields if (part := getattr(value, name)) != default}


_UNSEEN = msgspec.Struct
_TWINS: dict[type[msgspec.Struct], type[msgspec.Struct] | None] = {}
"""How each type is written fast, ``None`` where it is written part by part."""
_FIELDS: dict[type, list[tuple[str, str, Any]]] = {}


def _fields(kind: type[msgspec.Struct]) -> list[tuple[str, str, Any]]:
    """Return name, written name and default of every field of a type, looked at once."""
    found = [(field.name, field.encode_name, field.default) for field in msgspec.structs.fields(kind)]
    _check(dict.fromkeys((written for _, written, _ in found), None), kind.__name__, MAX_DEPTH)
    _FIELDS[kind] = found
    return found


_PLAIN_TOKENS = re.compile(rb'"(?:[a-z_][a-z0-9_.]{0,63}|\.\.\.)":|"(?:[^"\\]++|\\.)*+"(?!:)', re.DOTALL)
_ODD = re.compile(rb'["E.]|[0-9]e|[0-9]{16}')
_STEPS = {ord("["): 1, ord("{"): 1, ord("]"): -1, ord("}"): -1}
_NO_BRACKETS = bytes(byte for byte in range(256) if byte not in _STEPS)


def _is_plain(data: bytes) -> bool:
    """Say whether JSON bytes surely have only good keys, no fractions, no large integers and little nesting.

    Keys and strings are taken out; what is left of a bad key is a quotation mark.
    """
    rest = _PLAIN_TOKENS.sub(b"", data)
    if _ODD.search(rest):
        return False
    steps = accumulate(map(_STEPS.__getitem__, rest.translate(None, _NO_BRACKETS)))
    return max(steps, default=0) <= MAX_DEPTH


def _check(value: Json, where: str, depth: int) -> None:
    """Refuse what has no canonical form. ``where`` is the path to ``value``, ``depth`` how many levels may still follow."""
    kind = type(value)
    if kind is str:
        _check_text(value, where)  # type: ignore[arg-type]  # kind says so; a cast would cost as much as the check
    elif kind is int:
        if not -MAX_INTEGER <= value <= MAX_INTEGER:  # type: ignore[operator]  # as above
            message = f"integer {value} at {where} is beyond 2^53 - 1; write it as a string"
            raise EncodingError(message)
    elif kind is dict or kind is list:
        _check_nested(value, where, depth)  # type: ignore[arg-type]  # as above
    elif value is not None and kind is not bool:
        message = f"a {kind.__name__} ({value!r}) at {where} has no canonical form; decimals and coordinates are strings"
        raise EncodingError(message)


def _check_nested(value: dict[str, Json] | list[Json], where: str, depth: int) -> None:
    if depth == 0:
        message = f"nested too deep at {where[:200]}; expected at most {MAX_DEPTH} levels"
        raise EncodingError(message)
    if isinstance(value, list):
        for place, part in enumerate(value):
            _check(part, f"{where}[{place}]", depth - 1)
        return
    for key, part in value.items():
        if type(key) is not str or not _KEY.fullmatch(key):
            message = f"key {key!r} at {where} is not of the form [a-z_][a-z0-9_.]{{0,63}}"
            raise EncodingError(message)
        _check(part, f"{where}.{key}", depth - 1)


def _check_text(value: str, where: str) -> None:
    if value.isascii():
        return
    try:
        value.encode("utf-8")
    except UnicodeEncodeError as error:
        message = f"half a surrogate pair (U+{ord(value[error.start]):04X}) at {where}; only whole characters may be written"
        raise EncodingError(message) from error


def _difference(data: bytes, again: bytes) -> str:
    """Say where bytes that were read first differ from their canonical form."""
    at = next((i for i, (left, right) in enumerate(zip(data, again, strict=False)) if left != right), min(len(data), len(again)))
    return f"not canonical from byte {at} on: {data[at : at + 24]!r} where {again[at : at + 24]!r} was expected"
