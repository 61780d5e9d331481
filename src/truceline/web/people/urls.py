"""The addresses about people."""

from __future__ import annotations

from django.urls import path

from truceline.web.people import inviting, joining, listing, person, renewing

app_name = "accounts"
urlpatterns = [
    path("", listing.people, name="people"),
    path("invite", inviting.invite, name="invite"),
    path("invitations/<int:invitation>/withdraw", inviting.withdraw, name="withdraw"),
    path("join/<str:secret>", joining.join, name="join"),
    path("<int:person>", person.person, name="person"),
    path("<int:person>/roles", person.roles, name="roles"),
    path("<int:person>/compartments", person.compartments, name="compartments"),
    path("<int:person>/activity", person.activity, name="activity"),
    path("<int:person>/renew", renewing.renew, name="renew"),
]
