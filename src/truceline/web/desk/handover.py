"""The hand-over: what the next shift takes over, who is on it, and lines that one shift leaves for the next."""

from __future__ import annotations

import msgspec
from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from truceline.outputs.views import HandoverPage, Material, handover_page
from truceline.web.access import needs
from truceline.web.accounts.models import Account
from truceline.web.chrome import labels_now
from truceline.web.desk.models import Note
from truceline.web.desk.uploads import person
from truceline.web.live import presence
from truceline.web.record import by, desk, kept, viewer_of
from truceline.web.showing import show

SETTLED_SHOWN = 5
MOST_NOTES = 100


class NoteForm(forms.Form):
    """A line for the next shift."""

    text = forms.CharField(
        label=_("A line for the next shift"),
        max_length=1000,
        help_text=_("Read by all who may sign in. No names of callers or sources: this is not sealed."),
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )


class NoteView(msgspec.Struct, frozen=True, kw_only=True):
    """One line: its ``text``, who wrote it ``at`` when; ``settled_by`` None while it is open."""

    id: int
    text: str
    by: str
    at: str
    settled_by: str | None


@require_http_methods(["GET", "HEAD", "POST"])
@needs("read")
def handover(request: HttpRequest) -> HttpResponse:
    """Show the list; take a line for the next shift."""
    form = NoteForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        _leave(person(request), form.cleaned_data["text"])
        return HttpResponseRedirect(reverse("desk:handover"))
    viewer, labels = viewer_of(request), labels_now()

    def build(material: Material) -> HandoverPage:
        with desk.borrow() as record:
            return handover_page(record, material, viewer, labels=labels)

    here = presence.at(request, "handover", "now")
    page = kept(request, build, "handover", labels.lang, viewer.at)
    return show(
        request,
        "desk/handover.html",
        page,
        form=form,
        notes=_notes(),
        here=here,
        working=presence.all_working(person(request).pk),
        status=422 if form.is_bound else 200,
    )


@require_POST
@needs("read")
def settle(request: HttpRequest, note_id: int) -> HttpResponse:
    """Settle a line: it stays, struck through, with who settled it; a second person changes nothing."""
    Note.objects.filter(pk=note_id, settled_at=None).update(settled_at=timezone.now(), settled_by=by(request))
    return HttpResponseRedirect(f"{reverse('desk:handover')}#notes")


def _leave(account: Account, text: str) -> None:
    """Leave a line, once: one of the same words that the person left and that is still open is the same line."""
    with transaction.atomic():
        Account.objects.select_for_update().get(pk=account.pk)  # of a form that is sent twice at once, one waits
        if not Note.objects.filter(account=account, text=text, settled_at=None).exists():
            Note.objects.create(account=account, text=text)


def _notes() -> tuple[NoteView, ...]:
    """Return what is open, the oldest first, then the last that were settled."""
    every = Note.objects.select_related("account")
    opened = every.filter(settled_at=None).order_by("written_at")[:MOST_NOTES]
    settled = every.exclude(settled_at=None).order_by("-settled_at")[:SETTLED_SHOWN]
    return tuple(
        NoteView(
            id=each.pk,
            text=each.text,
            by=each.account.get_username(),
            at=each.written_at.strftime("%Y-%m-%dT%H:%MZ"),
            settled_by=each.settled_by or None,
        )
        for each in (*opened, *settled)
    )
