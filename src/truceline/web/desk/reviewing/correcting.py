"""Correcting a claim: the same form as for marking, filled with what was read; what is changed in it makes a new claim.

The old one stays in the log for ever, with its author. A correction is written at once.
"""

from __future__ import annotations

import msgspec
from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from truceline.errors import MeanwhileError, NotFoundError, ProtectedError, UsageError
from truceline.model import Claim, Count, Span
from truceline.outputs.labels import Labels
from truceline.outputs.reading import ClaimLine, ReportHead, claim_read
from truceline.outputs.views import Material, Selection, Told
from truceline.web.access import needs
from truceline.web.chrome import labels_now
from truceline.web.desk.reviewing import sitting
from truceline.web.desk.reviewing.deciding import safe_address
from truceline.web.desk.reviewing.marking import in_words_of_form, protected
from truceline.web.desk.reviewing.saying_form import FIGURES, SayingForm, days_of, typed
from truceline.web.desk.reviewing.shown import Change, change_of
from truceline.web.live import presence
from truceline.web.record import by, desk, material_of, viewer_of
from truceline.web.showing import show
from truceline.workflow import claims, pasting
from truceline.workflow.correcting import NARRATION, Correction

REPLACED = ("event", "means", "place", "when_from", "said_from")


class CorrectForm(SayingForm):
    """What is changed. ``words``: other words of the report than those that were marked; empty: the same."""

    words = forms.CharField(
        label=_("Other words"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
        help_text=_("Only where the wrong words were marked: copy the right ones from the text, exactly as they stand."),
    )
    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, *arguments: object, text: str, counts: tuple[Count, ...], labels: Labels, **named: object) -> None:
        self.text, self.counts = text, counts
        super().__init__(*arguments, labels=labels, **named)

    def clean(self) -> dict[str, object]:
        """Find the other words, if there are any."""
        given = super().clean()
        given["span"] = self._span(str(given.get("words") or ""))
        for name in set(REPLACED) & set(self.changed_data):
            if not given.get(name) and name not in self.errors:
                words = _("A correction can replace this, not empty it. Write what is right, or reject the claim and mark anew.")
                self.add_error(name, words)
        return given

    def _span(self, words: str) -> Span | None:
        if not words.strip():
            return None
        found = pasting.occurrences(self.text, words)
        if len(found) == 1:
            return found[0]
        if found:
            self.add_error("words", _("These words stand in several places. Paste more of them."))
        else:
            self.add_error("words", _("These words do not stand in the text. Copy them from it exactly, or take fewer of them."))
        return None

    def correction(self) -> Correction:
        """Return what the person changed; what was left as it stood is not in it."""
        given, changed = self.cleaned_data, set(self.changed_data)
        speaker = given["speaker"] if given["voice"] == "named" else NARRATION if given["voice"] == "report" else None
        is_spoken = bool(changed & {"voice", "speaker", "unnamed"})
        has_figures = any(f"{name}{row}" in changed for name in FIGURES for row in range(self.rows))
        return Correction(
            spans=(given["span"],) if given["span"] else None,
            speaker=speaker if is_spoken else None,
            unnamed=given["unnamed"] if is_spoken and given["voice"] == "unnamed" else None,
            stance=given["stance"] if "stance" in changed else None,
            about=tuple(given["about"]) if "about" in changed else None,
            figures=given["figures"] if has_figures else None,
            said_at=self.said_at if changed & {"said_from", "said_to"} else None,
            when=self.when if changed & {"when_from", "when_to"} else None,
            place=given["place"] or None if "place" in changed else None,
            event=given["event"] or None if "event" in changed else None,
            means=given["means"] or None if "means" in changed else None,
        )


class CorrectPage(msgspec.Struct, frozen=True, kw_only=True):
    """A claim to correct, and the report it stands in. ``changes``: what others did to it since the form was opened."""

    claim: ClaimLine
    head: ReportHead
    changes: tuple[Change, ...] = ()


@needs("decide")
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, claim: str) -> HttpResponse:
    """Show the form; put the corrected claim in the place of the old one."""
    labels = labels_now()
    found = material_of(Selection(), viewer_of(request))
    told = _told(found, claim)
    text = found.read(told.claim.report)
    start = {**_as_read(told.claim), "seen": found.size}
    form = CorrectForm(request.POST or None, initial=start, text=text, counts=told.claim.counts, labels=labels)
    changes: tuple[Change, ...] = ()
    if request.method == "POST" and form.is_valid():
        done = _enter(request, form, claim)
        if isinstance(done, HttpResponse):
            return done
        changes = done
    line, head = claim_read(found, told, labels)
    page = CorrectPage(claim=line, head=head, changes=changes)
    status = 409 if changes else 422 if form.errors else 200
    here = presence.at(request, "claim", claim)
    back = safe_address(request, request.GET.get("next"), reverse("desk:review"))
    return show(request, "desk/correct.html", page, form=form, here=here, back=back, status=status)


def _told(found: Material, claim: str) -> Told:
    for several in (found.told, found.waiting, found.rejected):
        for each in several:
            if each.claim.id == claim:
                return each
    message = _now("There is no claim “%(claim)s” to correct: it may have been corrected already, so that another stands for it.")
    raise NotFoundError(message % {"claim": claim[:40]})


def _enter(request: HttpRequest, form: CorrectForm, claim: str) -> HttpResponse | tuple[Change, ...]:
    """Enter the correction and go on; where it cannot be, the form says why, and what others did is returned."""
    try:
        with desk.borrow() as record:
            new = claims.correct(record, claim, form.correction(), by(request), seen=form.cleaned_data["seen"] - 1)
            report = claims.claim_in(record, new).claim.report
    except MeanwhileError as error:
        entries = [each.entry + 1 for each in error.changes if each.entry is not None]
        again = request.POST.copy()
        again["seen"] = str(max(entries, default=form.cleaned_data["seen"]))
        form.data = again
        return tuple(change_of(each) for each in error.changes)
    except ProtectedError as error:
        protected(form, error)
    except UsageError as error:
        words = _("Nothing was changed.") if form.correction() == Correction() else in_words_of_form(str(error))
        form.add_error(None, words)
    else:
        sitting.note(request, claim)
        messages.success(request, _("Corrected. The old claim stays in the log."))
        return HttpResponseRedirect(
            safe_address(request, request.GET.get("next"), f"{reverse('room:report', args=[report])}#{new}")
        )
    return ()


def _as_read(claim: Claim) -> dict[str, object]:
    """Return a claim as the form shows it."""
    speaker = claim.speaker
    first = claim.events[0] if claim.events else None
    said, when = days_of(claim.said_at), days_of(claim.times[0].interval if claim.times else None)
    rows = {
        f"{name}{row}": value
        for row, count in enumerate(claim.counts)
        for name, value in zip(FIGURES, (count.effect, typed(count), count.unit, count.category or ""), strict=True)
    }
    return {
        "voice": ("unnamed" if speaker.unnamed else "named") if speaker else "report",
        "speaker": speaker.name if speaker and not speaker.unnamed else "",
        "unnamed": speaker.name if speaker and speaker.unnamed else "",
        "stance": claim.stance,
        "about": list(claim.about),
        "event": first.type if first else "",
        "means": (first.means or "") if first else "",
        "place": claim.places[0].name if claim.places else "",
        "when_from": when[0],
        "when_to": when[1],
        "said_from": said[0],
        "said_to": said[1],
        **rows,
    }
