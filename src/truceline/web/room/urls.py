"""The pages for reading. Each line is one page; each page is one module."""

from __future__ import annotations

from django.urls import URLPattern, path

from truceline.web.room import (
    actors,
    agreement,
    aid,
    claim,
    diplomacy,
    home,
    incident,
    incidents,
    learned,
    movements,
    proof,
    report,
    search,
    sources,
    verification,
    violations,
)

app_name = "room"
urlpatterns: list[URLPattern] = [
    path("", home.page, name="home"),
    path("incidents", incidents.page, name="incidents"),
    path("incidents/<str:incident>", incident.incident, name="incident"),
    path("reports/<path:report>", report.report, name="report"),
    path("incidents/<str:incident>/proof", proof.page, name="proof"),
    path("claims/<str:claim>", claim.page, name="claim"),
    path("search", search.page, name="search"),
    path("learned", learned.page, name="learned"),
    path("verification", verification.page, name="verification"),
    path("verification/<str:name>", verification.program, name="verifier"),
    path("agreement", agreement.page, name="agreement"),
    path("violations", violations.page, name="violations"),
    path("proposals", diplomacy.proposals, name="proposals"),
    path("contacts", diplomacy.contacts, name="contacts"),
    path("movements", movements.board, name="movements"),
    path("movements/plans/<str:plan>", movements.plan, name="plan"),
    path("movements/<str:movement>", movements.one, name="movement"),
    path("deliveries", aid.deliveries, name="deliveries"),
    path("care", aid.care, name="care"),
    path("sites", aid.sites, name="sites"),
    path("actors", actors.listed, name="actors"),
    path("actors/<str:actor>", actors.one, name="actor"),
    path("sources", sources.listed, name="sources"),
    path("sources/<str:part>/<str:key>", sources.one, name="source"),
]
