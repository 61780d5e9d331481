"""Holds a page object against its template: every field of it, and of every value in it, is shown or is listed with a reason.

A template is parsed by Django itself, with all that it extends and includes, and what it looks up is collected by name: a field
counts as shown when some lookup has its name. Types of which a tag or a filter takes the whole value are named in ``whole``.

>>> compare(IncidentPage, "room/incident.html", not_shown={"Basis.version": "stands in the foot of exports"})  # doctest: +SKIP
"""

from __future__ import annotations

import types
import typing
from collections.abc import Iterator, Mapping

import msgspec
from django.template import Template, TemplateDoesNotExist, engines
from django.template.base import FilterExpression, Node, Variable
from django.template.loader_tags import ExtendsNode, IncludeNode

FRAME = {
    "Basis.kind": "the banner of every page says it",
    "Basis.theatre": "the head of every page says it",
    "Basis.size": "the foot of every page says it",
    "Basis.root": "the foot of every page says it",
    "Basis.version": "of exports, which are read elsewhere",
    "Basis.selection": "the control of every page says it",
}
"""Of every page's basis: what stands around every page."""
WHOLE = frozenset({"Interval", "Span", "StandingCount", "Selection", "Labels"})
"""Values that a tag or a filter takes whole, unless a caller says otherwise."""
NOT_HELD = frozenset({"origin", "token", "nodelist"})
DEEPEST = 12


def compare(
    page: type[msgspec.Struct],
    template: str,
    *,
    not_shown: Mapping[str, str] | None = None,
    whole: frozenset[str] = WHOLE,
    **more: type[msgspec.Struct],
) -> None:
    """Fail where a field of ``page`` is neither looked up by the template nor listed in ``not_shown``, or is both.

    ``not_shown``: ``Type.field`` to a reason; those of `FRAME` need not be given. ``more``: values beside the page.
    """
    reasons = {**FRAME, **(not_shown or {})}
    there = {f"{kind.__name__}.{name}" for each in (page, *more.values()) for kind, name in fields_of(each, whole)}
    used = lookups(template)
    missing = sorted(field for field in there if field.partition(".")[2] not in used and field not in reasons)
    assert not missing, f"{template} shows nothing of {', '.join(missing)}; show it, or list it with a reason in not_shown"
    unknown = sorted(field for field in (not_shown or {}) if field not in there)
    assert not unknown, f"{page.__name__} has no {', '.join(unknown)}; take it out of not_shown"
    assert all(reason.strip() for reason in reasons.values()), "a field is left out without a reason"


def fields_of(page: type[msgspec.Struct], whole: frozenset[str] = WHOLE) -> Iterator[tuple[type[msgspec.Struct], str]]:
    """Yield every field of a page object and of the values in it, each type once."""
    seen: set[type[msgspec.Struct]] = set()
    waiting = [page]
    while waiting:
        kind = waiting.pop()
        if kind in seen or kind.__name__ in whole:
            continue
        seen.add(kind)
        hints = typing.get_type_hints(kind)
        for name in kind.__struct_fields__:
            yield kind, name
            waiting += [each for each in _inside(hints[name]) if issubclass(each, msgspec.Struct)]


def _inside(hint: object) -> Iterator[type]:
    if isinstance(hint, type) and not isinstance(hint, types.GenericAlias):
        yield hint
    for part in typing.get_args(hint):
        yield from _inside(part)


def lookups(template: str) -> set[str]:
    """Return the names that a template looks up, with those of what it extends and includes."""
    seen: set[str] = set()
    found: set[str] = set()
    waiting = [template]
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        for node in _nodes(_template(name).nodelist):
            found.update(_names(node))
            waiting += _others(node)
    return found


def _template(name: str) -> Template:
    return engines["django"].get_template(name).template  # type: ignore[attr-defined,no-any-return] # Django's own back end


def _nodes(nodes: object) -> Iterator[Node]:
    for node in nodes:  # type: ignore[attr-defined] # a list of nodes, and each may have several
        yield node
        for part in vars(node).values():
            if hasattr(part, "get_nodes_by_type"):
                yield from _nodes(part if not isinstance(part, Node) else [part])
            elif isinstance(part, list | tuple):
                for each in part:
                    for inner in each if isinstance(each, tuple) else (each,):
                        if hasattr(inner, "get_nodes_by_type") and not isinstance(inner, Node):
                            yield from _nodes(inner)


def _others(node: Node) -> list[str]:
    for kind, held in ((ExtendsNode, "parent_name"), (IncludeNode, "template")):
        named = getattr(getattr(node, held, None), "var", None)
        if isinstance(node, kind) and isinstance(named, str):
            return [named]
    named = getattr(node, "filename", None)
    if isinstance(named, str):
        try:
            _template(named)
        except TemplateDoesNotExist:
            return []
        return [named]
    return []


def _names(thing: object, depth: int = 0) -> Iterator[str]:
    """Yield the parts of every variable that a node holds, in its filters' arguments and conditions as well."""
    if isinstance(thing, Variable):
        yield from (str(part) for part in (thing.lookups or ())[1:])
    elif isinstance(thing, FilterExpression):
        yield from _names(thing.var, depth + 1)
        for _, arguments in thing.filters:
            for _, argument in arguments:
                yield from _names(argument, depth + 1)
    elif isinstance(thing, list | tuple):
        for each in thing:
            yield from _names(each, depth + 1)
    elif isinstance(thing, dict):
        yield from _names(list(thing.values()), depth + 1)
    elif depth < DEEPEST and _is_held(thing) and (depth == 0 or not hasattr(thing, "get_nodes_by_type")):
        yield from _names([value for name, value in vars(thing).items() if name not in NOT_HELD], depth + 1)


def _is_held(thing: object) -> bool:
    """Say whether a thing may hold variables: a condition, a cycle, a tag's own values."""
    return not isinstance(thing, str | int | float | type | types.FunctionType | None) and hasattr(thing, "__dict__")
