"""Tags and filters of every template: foreign text made safe, numbers in order, codes in words, and addresses."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import Context
from django.urls import reverse
from django.utils.safestring import SafeString

from truceline.outputs.labels import Labels
from truceline.outputs.report import text
from truceline.web.asking import addressed, kept_in

register = template.Library()


@register.filter
def shown(value: object) -> SafeString:
    """Return foreign text escaped, with what is hidden in it made visible."""
    return SafeString(text.shown(_plain(value)))


@register.filter
def unhidden(value: object) -> str:
    """Return foreign text for where no markup can stand, a title or a choice: what is hidden in it is named in letters."""
    return text.HIDDEN.sub(lambda found: f"[U+{ord(found.group()):04X}]", str(_plain(value)))


@register.filter
def isolated(value: object) -> SafeString:
    """Return foreign text for the middle of a line, in a direction of its own."""
    return SafeString(text.isolated(_plain(value)))


@register.filter
def ltr(value: object) -> SafeString:
    """Return a number, a range, a hash or an id, which reads from left to right in every language."""
    return SafeString(text.ltr(_plain(value)))


@register.simple_tag(takes_context=True)
def say(context: Context, group: str, code: str | None) -> str:
    """Return the words for a code of the model."""
    return _labels(context).say(group, code) if code else ""


@register.simple_tag(takes_context=True)
def day(context: Context, value: str | None) -> SafeString:
    """Return a day or an instant in words, isolated; an empty text where there is none."""
    return SafeString(text.isolated(_labels(context).day(value))) if value else SafeString("")


@register.simple_tag(takes_context=True)
def interval(context: Context, value: Any) -> SafeString:  # noqa: ANN401 - an Interval of the model or None
    """Return an interval of days in words, isolated."""
    return SafeString(text.isolated(_labels(context).interval(value))) if value is not None else SafeString("")


@register.simple_tag(takes_context=True)
def query(context: Context, **changed: object) -> str:
    """Return the address of this page with some parameters changed; an empty value takes one away."""
    request = context["request"]
    asked = request.GET.copy()
    for name, value in changed.items():
        if value in {None, ""}:
            asked.pop(name, None)
        else:
            asked[name] = str(value)
    return addressed(request.path, asked)


@register.simple_tag(takes_context=True)
def link(context: Context, name: str, *arguments: object, **changed: object) -> str:
    """Return the address of another page that shows the same part of the record; ``changed``: parameters beside that.

    From a page that says that there is no such part (``is_astray``) only the language goes along, or every link would lead there.
    """
    request = context.get("request")
    kept = kept_in(request) if request is not None else {}
    asked = {key: value for key, value in kept.items() if key == "lang" or not context.get("is_astray")}
    asked |= {key: str(value) for key, value in changed.items() if value not in {None, ""}}
    return addressed(reverse(name, args=arguments), asked)


@register.inclusion_tag("kept_fields.html", takes_context=True)
def kept_fields(context: Context, *without: str) -> dict[str, object]:
    """Write what the address asks for as hidden fields of a form that is sent by GET, but for those it asks anew."""
    request = context["request"]
    asked = ((key, value) for key, values in request.GET.lists() for value in values)
    return {"fields": [(key, value) for key, value in asked if key not in {*without, "page"}]}


def _plain(value: object) -> object:
    """Return a text of which nothing is trusted: also one that calls itself safe is escaped again."""
    return "" if value is None else str(value) + ""


def _labels(context: Context) -> Labels:
    found = context["labels"]
    assert isinstance(found, Labels)
    return found
