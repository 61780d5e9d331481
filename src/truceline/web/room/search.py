"""Search: the words and facets of what this reader sees, the whole question in the address, every choice a link."""

from __future__ import annotations

from typing import Literal, cast, get_args

import msgspec
from django.http import HttpRequest, HttpResponse
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_safe

from truceline.outputs.views import Material
from truceline.outputs.views.search import FACETS, Asked, FacetCode, Found, SearchPage, index_of, search
from truceline.web.access import needs
from truceline.web.asking import addressed, day_in, kept_in, sheet_in
from truceline.web.chrome import labels_now
from truceline.web.record import prepared
from truceline.web.showing import show

Order = Literal["best", "newest", "oldest"]
OWN = frozenset({"q", "from", "to", "order", "sheet", *FACETS})
LONGEST = 1_000
_PAGES: dict[str, str] = {
    "incident": "room:incident",
    "report": "room:report",
    "actor": "room:actor",
    "movement": "room:movement",
}


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """A value of a facet and the address that chooses it, or takes it back where it is chosen."""

    name: str
    code: str
    count: int
    is_chosen: bool
    url: str


class Narrowing(msgspec.Struct, frozen=True, kw_only=True):
    """A facet with its choices; ``more``: how many values are not listed."""

    code: str
    choices: tuple[Choice, ...]
    more: int = 0

    @property
    def is_open(self) -> bool:
        """Something of it is chosen."""
        return any(choice.is_chosen for choice in self.choices)


@needs("read", public=True)
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Show what is found."""
    labels = labels_now()
    asked = _asked(request)

    def indexed(found: Material) -> object:
        return index_of(found, labels.lang)

    found = search(prepared(request, indexed, "search", labels.lang), asked, labels)
    return show(
        request,
        "room/search.html",
        found,
        results=tuple((each, _leads_to(request, each)) for each in found.results),
        narrowing=_narrowing(request, found),
        taken=_taken(request, found),
        hidden=_hidden(request),
        orders=get_args(Order),
        none_url=_none(request),
    )


def _asked(request: HttpRequest) -> Asked:
    order = request.GET.get("order")
    return Asked(
        words=request.GET.get("q", "")[:LONGEST],
        chosen={facet: tuple(values) for facet in FACETS if (values := [v for v in request.GET.getlist(facet) if v][:20])},
        published_from=day_in(request, "from"),
        published_to=day_in(request, "to"),
        order=cast("Order", order) if order in get_args(Order) else "best",
        page=sheet_in(request),
    )


def _leads_to(request: HttpRequest, found: Found) -> str | None:
    """Return the page of what was found, in the same part of the record; None for what has none."""
    asked = kept_in(request)
    if found.kind == "place":
        return addressed(reverse("room:search"), {**asked, "place": found.id})
    name, key, anchor = _PAGES.get(found.kind), found.id, ""
    if found.kind == "claim" and found.report:
        name, key, anchor = "room:report", found.report, f"#{found.id}"
    if name is None:
        return None
    try:
        place = reverse(name, args=[key])
    except NoReverseMatch:  # an id that no address can hold
        return None
    return f"{addressed(place, asked)}{anchor}"


def _narrowing(request: HttpRequest, found: SearchPage) -> tuple[Narrowing, ...]:
    return tuple(
        Narrowing(
            code=facet.code,
            more=facet.more,
            choices=tuple(
                Choice(
                    name=value.name,
                    code=value.code,
                    count=value.count,
                    is_chosen=value.is_chosen,
                    url=_turned(request, facet.code, value.code, is_chosen=value.is_chosen),
                )
                for value in facet.values
            ),
        )
        for facet in found.facets
    )


def _taken(request: HttpRequest, found: SearchPage) -> tuple[tuple[FacetCode, Choice], ...]:
    """Return every choice made, each with the address without it."""
    choices = []
    for facet, value in found.chosen:
        url = _turned(request, facet, value.code, is_chosen=True)
        choices.append((facet, Choice(name=value.name, code=value.code, count=value.count, is_chosen=True, url=url)))
    return tuple(choices)


def _turned(request: HttpRequest, facet: str, value: str, *, is_chosen: bool) -> str:
    """Return the address with a value chosen, or with it taken back; the first sheet of it."""
    asked = request.GET.copy()
    asked.pop("sheet", None)
    values = [each for each in asked.getlist(facet) if each != value]
    asked.setlist(facet, values if is_chosen else [*values, value])
    return addressed(request.path, asked)


def _none(request: HttpRequest) -> str:
    """Return the address of an empty search of the same part of the record."""
    asked = request.GET.copy()
    for name in OWN:
        asked.pop(name, None)
    return addressed(request.path, asked)


def _hidden(request: HttpRequest) -> tuple[tuple[str, str], ...]:
    """Return what the form sends along: the part of the record, and the choices made."""
    shown = {"q", "from", "to", "order", "sheet"}
    return tuple((name, value) for name, values in request.GET.lists() if name not in shown for value in values)
