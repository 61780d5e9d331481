"""Twins of our types that leave out what has its default, so that msgspec writes them in one go in its own fast code.

``canonical.encode_struct`` could walk a value part by part in Python; a twin says once, for its type, what the walk would do. A
type is only given a twin where both surely give the same bytes; the others go the slow way. Tests compare the two ways.
"""

from __future__ import annotations

import re
import sys
import types
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import msgspec

MAX_INTEGER = 2**53 - 1
SMALL = range(257)
"""Whole numbers of which Python has one object each."""

_INTEGER = Annotated[int, msgspec.Meta(ge=-MAX_INTEGER, le=MAX_INTEGER)]
_KEY = re.compile(r"[a-z_][a-z0-9_.]{0,63}", re.ASCII)
_PLAIN = (str, bool, None, types.NoneType)


class NoTwinError(Exception):
    """A type whose twin might be written otherwise."""


def twin_of(kind: type[msgspec.Struct]) -> type[msgspec.Struct] | None:
    """Return the twin of a type, None where it gets none."""
    try:
        return _twin(kind)
    except NoTwinError:
        return None


def _twin(kind: type[msgspec.Struct]) -> type[msgspec.Struct]:
    fields = msgspec.structs.fields(kind)
    if not all(_KEY.fullmatch(field.encode_name) for field in fields):
        raise NoTwinError(kind.__name__)
    is_list = kind.__struct_config__.array_like
    return msgspec.defstruct(
        f"{kind.__name__}Twin",
        [_field(field) for field in fields],
        frozen=True,
        kw_only=not is_list,
        array_like=is_list,
        omit_defaults=not is_list,
        rename={field.name: field.encode_name for field in fields},
    )


def _field(field: msgspec.structs.FieldInfo) -> tuple[str, Any] | tuple[str, Any, Any]:
    """Return a field of the twin. What is left out is told by identity, so a default must have only one object."""
    if field.default_factory is not msgspec.NODEFAULT:
        raise NoTwinError(field.name)
    if field.default is msgspec.NODEFAULT:
        return field.name, _rewritten(field.type)
    default = field.default
    if type(default) is str and get_origin(field.type) is Literal:
        return field.name, _rewritten(field.type), sys.intern(default)
    if default is None or default is True or default is False or default == () or (type(default) is int and default in SMALL):
        return field.name, _rewritten(field.type), default
    raise NoTwinError(field.name)


def _rewritten(kind: Any) -> Any:  # noqa: ANN401  # an annotation
    """Return an annotation with twins in the place of our types."""
    origin = get_origin(kind)
    if kind in _PLAIN:
        return kind
    if kind is int:
        return _INTEGER
    if origin is Literal:
        return Literal[tuple(sys.intern(value) if type(value) is str else value for value in get_args(kind))]
    if origin in (Union, types.UnionType):
        return Union[tuple(_rewritten(part) for part in get_args(kind))]  # noqa: UP007  # made at run time
    if origin is tuple:
        return tuple[tuple(part if part is Ellipsis else _rewritten(part) for part in get_args(kind))]  # type: ignore[misc]  # as above
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct) and not kind.__subclasses__():
        return _twin(kind)  # a type that others are made from could stand for one with more fields
    raise NoTwinError(repr(kind))
