"""Correcting a claim: the same form as for marking, filled with what was read; what is changed in it makes a new claim.

The old one stays in the log for ever, with its author. A correction is written at once.
"""

from __future__ import annotations

import msgspec
from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from truceline.errors import MeanwhileError, NotFoundError, ProtectedError, UsageError
from truceline.model import Claim, Span
from truceline.outputs.labels import Labels
from truceline.outputs.reading import ClaimLine, ReportHead, claim_read
from truceline.outputs.views import Material, Selection
from truceline.web.access import needs
from truceline.web.chrome import labels_now
from truceline.web.desk.reviewing import sitting
from truceline.web.desk.reviewing.deciding import safe_address
from truceline.web.desk.reviewing.marking import in_words_of_form, protected
from truceline.web.desk.reviewing.saying_form import SayingForm, days_of
from truceline.web.desk.reviewing.shown import Change, change_of, claim_in
from truceline.web.desk.reviewing.slot_rows import Row, SlotReader, as_read, fields_of, rows_of, shown
from truceline.web.live import presence
from truceline.web.record import by, desk, material_of, viewer_of
from truceline.web.showing import show
from truceline.workflow import claims, pasting, standings
from truceline.workflow.correcting import NARRATION, Correction

SEVERAL = ("event", "means", "place", "when_from", "when_to")
"""What a claim may have several of: each has a row of its own, see ``slot_rows``."""


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

    def __init__(self, *arguments: object, text: str, claim: Claim, labels: Labels, **named: object) -> None:
        self.text, self.counts, self.of = text, claim.counts, rows_of(claim, text)
        super().__init__(*arguments, labels=labels, **named)
        choices = {name: self._choices_with(name, claim) for name in ("event", "means")}
        for name in SEVERAL:
            del self.fields[name]
        self.fields |= fields_of(self.of, choices)

    def _choices_with(self, name: str, claim: Claim) -> list[tuple[str, str]]:
        """Return the choices of a field, with whatever the claim has: what was read must stand in its row."""
        known = dict(self.fields[name].choices)  # type: ignore[attr-defined] # a choice field
        read = {event.type if name == "event" else event.means for event in claim.events}
        return [*known.items(), *((each, each) for each in read if each and each not in known)]

    @property
    def rows_shown(self) -> dict[str, tuple[Row, ...]]:
        """The rows of each kind for the page."""
        return {kind: tuple(shown(self, rows)) for kind, rows in self.of.items()}

    def clean(self) -> dict[str, object]:
        """Find the other words, if there are any, and hold the fields of each row against each other."""
        given = super().clean()
        given["span"] = self._span(str(given.get("words") or ""))
        if "said_from" in self.changed_data and not given.get("said_from") and "said_from" not in self.errors:
            words = _("A correction can replace this, not empty it. Write what is right, or reject the claim and mark anew.")
            self.add_error("said_from", words)
        for row in self.of["events"].numbers:
            if given.get(f"means{row}") and not given.get(f"event{row}"):
                self.add_error(f"event{row}", _("Choose what happened, or take the means out as well."))
        for row in self.of["times"].numbers:
            first, last = given.get(f"when_from{row}"), given.get(f"when_to{row}")
            if first and last and str(first) > str(last):
                self.add_error(f"when_to{row}", _("It lies before the beginning."))
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
        return Correction(
            spans=(given["span"],) if given["span"] else None,
            speaker=speaker if is_spoken else None,
            unnamed=given["unnamed"] if is_spoken and given["voice"] == "unnamed" else None,
            stance=given["stance"] if "stance" in changed else None,
            about=tuple(given["about"]) if "about" in changed else None,
            said_at=self.said_at if changed & {"said_from", "said_to"} else None,
            slots=SlotReader(self, self.of).slots(),
        )


class CorrectPage(msgspec.Struct, frozen=True, kw_only=True):
    """A claim to correct, and the report it stands in. ``changes``: what others did to it since the form was opened.

    ``after``: the id of the claim that stands in its place by now, which is then ``claim``; None where it still stands.
    """

    claim: ClaimLine
    head: ReportHead
    changes: tuple[Change, ...] = ()
    after: str | None = None


@needs("decide")
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, claim: str) -> HttpResponse:
    """Show the form; put the corrected claim in the place of the old one."""
    labels = labels_now()
    found = material_of(Selection(), viewer_of(request))
    told = claim_in(found, claim)
    if told is None:
        return _too_late(request, found, claim)
    text = found.read(told.claim.report)
    start = {**_as_read(told.claim), "seen": found.size}
    form = CorrectForm(request.POST or None, initial=start, text=text, claim=told.claim, labels=labels)
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


def _too_late(request: HttpRequest, found: Material, claim: str) -> HttpResponse:
    """Say who corrected a claim already, with all that was typed; whoever only asked for the form is led to the later claim.

    Raises:
        NotFoundError: there is no such claim, or none that the person may see.
    """
    with desk.borrow() as record:
        change, after = standings.replaced(record, claim), standings.last_in_place(record, claim)
        told = claim_in(found, after)
        if change is None or told is None:
            message = gettext("There is no claim “%(claim)s” to correct. It may have been taken out of the record.")
            raise NotFoundError(message % {"claim": claim[:40]})
        old = claims.as_it_was(record, claim)
    if request.method != "POST":
        return HttpResponseRedirect(f"{reverse('desk:correct', args=[after])}?{request.GET.urlencode()}")
    labels = labels_now()
    form = CorrectForm(request.POST, initial=_as_read(old), text=found.read(old.report), claim=old, labels=labels)
    line, head = claim_read(found, told, labels)
    page = CorrectPage(claim=line, head=head, changes=(change_of(change),), after=after)
    here = presence.at(request, "claim", after)
    return show(request, "desk/correct.html", page, form=form, here=here, back=reverse("desk:review"), status=409)


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
    said = days_of(claim.said_at)
    return {
        "voice": ("unnamed" if speaker.unnamed else "named") if speaker else "report",
        "speaker": speaker.name if speaker and not speaker.unnamed else "",
        "unnamed": speaker.name if speaker and speaker.unnamed else "",
        "stance": claim.stance,
        "about": list(claim.about),
        "said_from": said[0],
        "said_to": said[1],
        **as_read(claim),
    }
