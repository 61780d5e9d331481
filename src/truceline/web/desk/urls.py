"""The working pages: each line is one page or one act, each page is one module."""

from __future__ import annotations

from django.urls import URLPattern, path

from truceline.web.desk import call, handover, join, join_asked, pack, release, step, too_large, upload_parts, uploads
from truceline.web.desk.reviewing.urls import PATHS

app_name = "desk"
urlpatterns: list[URLPattern] = [
    *PATHS,
    path("desk/call", call.call, name="call"),
    path("desk/handover", handover.handover, name="handover"),
    path("desk/handover/notes/<int:note_id>/settle", handover.settle, name="settle"),
    path("desk/join", join.join, name="join"),
    path("desk/join/merge", join.merge, name="merge"),
    path("desk/join/split", join.split, name="split"),
    path("desk/join/asked/<uuid:asked_id>", join_asked.asked, name="joining"),
    path("desk/join/<str:joining_id>/undo", join.undo, name="undo"),
    path("desk/pack", pack.pack, name="pack"),
    path("desk/pack/<int:entry>/<path:path>", pack.download, name="pack_file"),
    path("desk/release", release.releases, name="release"),
    path("desk/release/<str:release_id>", release.release, name="release_one"),
    path("desk/release/<str:release_id>/give", release.give, name="release_give"),
    path("desk/release/<str:release_id>/withdraw", release.withdraw, name="release_withdraw"),
    path("desk/uploads", uploads.uploads, name="uploads"),
    path("desk/uploads/begin", upload_parts.begin, name="upload_begin"),
    path("desk/uploads/<uuid:upload_id>", uploads.upload, name="upload"),
    path("desk/uploads/<uuid:upload_id>/part", upload_parts.part, name="upload_part"),
    path("desk/uploads/<uuid:upload_id>/end", upload_parts.end, name="upload_end"),
    path("desk/uploads/<uuid:upload_id>/again", uploads.again, name="upload_again"),
    path("desk/uploads/<uuid:upload_id>/remove", uploads.remove, name="upload_remove"),
    path("desk/violations/step", step.page, name="step"),
    path("desk/too-large", too_large.too_large, name="too_large"),
]
