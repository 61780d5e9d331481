"""The addresses of the map."""

from __future__ import annotations

from django.urls import path

from truceline.web.maps import base, page, points, tile_view

app_name = "maps"
urlpatterns = [
    path("map", page.show_map, name="map"),
    path("map/points.json", points.points, name="points"),
    path("map/labels.json", points.names, name="labels"),
    path("map/base/<path:name>", base.piece, name="base"),
    path("tiles/<slug:tile_set>/<int:zoom>/<int:x>/<int:y>", tile_view.tile, name="tile"),
]
