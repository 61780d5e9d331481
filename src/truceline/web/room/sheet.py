"""A reading page that is a sheet of a list: the sheet that the address asks for, in the language of the request."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
from django.http import HttpRequest, HttpResponse

from truceline.outputs.labels import Labels
from truceline.outputs.views import Material
from truceline.web.asking import sheet_in
from truceline.web.chrome import labels_now
from truceline.web.record import kept
from truceline.web.showing import show

Make = Callable[[Material, Labels, int], msgspec.Struct]


def show_sheet(request: HttpRequest, name: str, make: Make) -> HttpResponse:
    """Show what ``make`` makes of the request's material, in the template of that name."""
    labels, number = labels_now(), sheet_in(request)

    def build(material: Material) -> msgspec.Struct:
        return make(material, labels, number)

    return show(request, f"room/{name}.html", kept(request, build, name, number, labels.lang))
