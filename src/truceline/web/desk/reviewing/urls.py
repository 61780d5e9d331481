"""The addresses of review and marking; they stand among those of the desk."""

from __future__ import annotations

from django.urls import URLPattern, path

from truceline.web.desk.reviewing import correcting, deciding, marking, review

PATHS: list[URLPattern] = [
    path("desk/review", review.review, name="review"),
    path("desk/decide", deciding.decide, name="decide"),
    path("desk/take-back", deciding.take_back, name="take_back"),
    path("desk/dismiss", deciding.dismiss, name="dismiss"),
    path("desk/mark/<path:report>", marking.mark, name="mark"),
    path("desk/correct/<str:claim>", correcting.correct, name="correct"),
]
