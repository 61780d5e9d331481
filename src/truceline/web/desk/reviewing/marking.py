"""Marking words: which words of a report, who says them, and what they claim. The claim stands in the report at once.

Words are chosen in the page by pointer or by keys, which gives spans in characters of the text; or pasted, where no script runs.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Container, Sequence

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from truceline.errors import NotFoundError, ProtectedError, UsageError
from truceline.model import Span
from truceline.outputs.labels import Labels
from truceline.outputs.reading import words_read
from truceline.outputs.views import Selection
from truceline.web.access import needs
from truceline.web.chrome import labels_now
from truceline.web.desk.reviewing.saying_form import SayingForm
from truceline.web.live import presence
from truceline.web.record import by, desk, material_of, viewer_of
from truceline.web.showing import show
from truceline.workflow import claims, marking, pasting

SPANS = re.compile(r"\d{1,9}:\d{1,9}(?: \d{1,9}:\d{1,9}){0,19}")
AROUND = 40


class MarkForm(SayingForm):
    """What is marked. ``spans`` come from the page's own script; ``words`` are pasted; ``which`` chooses among several places."""

    spans = forms.CharField(required=False, max_length=400, widget=forms.HiddenInput)
    words = forms.CharField(
        label=_("The words"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=_("Mark them in the text, or copy them from it and paste them here, exactly as they stand."),
    )
    which = forms.ChoiceField(
        label=_("They stand in several places. Which do you mean?"), required=False, widget=forms.RadioSelect
    )
    incident = forms.CharField(
        label=_("Incident"),
        required=False,
        max_length=40,
        help_text=_("Its number, where you are sure. Otherwise leave it empty."),
    )
    field_order = ("words", "which", "voice", "speaker", "unnamed", "stance", "about")

    def __init__(self, *arguments: object, text: str, labels: Labels, **named: object) -> None:
        super().__init__(*arguments, labels=labels, **named)
        self.text = text
        self.places: tuple[Span, ...] = ()
        chosen = self.data.get("which", "") if self.is_bound else ""
        self.fields["which"].choices = [(chosen, chosen)] if chosen else []  # type: ignore[attr-defined] # a choice field

    def clean(self) -> dict[str, object]:
        """Find the marked words in the text."""
        given = super().clean()
        words, spans = str(given.get("words") or ""), str(given.get("spans") or "")
        try:
            given["marked"] = self._spans(spans, words) if spans else (self._pasted(words, str(given.get("which") or "")),)
        except ValidationError as error:
            self.add_error("words", error)
        return given

    def _spans(self, spans: str, words: str) -> tuple[Span, ...]:
        """Return the spans that the page's script found, held against the words that the person saw."""
        if not SPANS.fullmatch(spans):
            raise ValidationError(_("The place of the words was not understood. Mark them again."))
        pairs = [tuple(int(number) for number in part.split(":")) for part in spans.split()]
        if any(start >= end or end > len(self.text) for start, end in pairs):
            raise ValidationError(_("The marked words do not lie in this text. Mark them again."))
        found = [pasting.without_edges(self.text, Span(start, end)) for start, end in pairs]
        marked = tuple(sorted(pasting.whole(self.text, span) for span in found if span is not None))
        if not marked:
            raise ValidationError(_("Only spaces are marked. Mark words."))
        if any(one.meets(other) for one, other in itertools.pairwise(marked)):
            raise ValidationError(_("Two of the marked parts overlap. Mark them again."))
        if words and not pasting.is_same("".join(span.of(self.text) for span in marked), words):
            raise ValidationError(_("The marked place and the words that you saw do not fit together. Mark them again."))
        return marked

    def _pasted(self, words: str, which: str) -> Span:
        """Return where pasted words stand; where that is in several places, the one that was chosen."""
        if not words.strip():
            raise ValidationError(_("No words are marked. Mark them in the text, or paste them here."))
        found = pasting.occurrences(self.text, words)
        if not found:
            raise ValidationError(_("These words do not stand in the text. Copy them from it exactly, or take fewer of them."))
        if len(found) == 1:
            return found[0]
        chosen = next((span for span in found if f"{span.start}:{span.end}" == which), None)
        if chosen is not None:
            return chosen
        self.places = found
        self.fields["which"].choices = [(f"{span.start}:{span.end}", self._around(span)) for span in found]  # type: ignore[attr-defined] # a choice field
        raise ValidationError(_("These words stand in several places. Choose one below, or paste more words."))

    def _around(self, span: Span) -> str:
        """Return words with a little of what stands around them, so that a person knows which these are."""
        before, after = self.text[max(0, span.start - AROUND) : span.start], self.text[span.end : span.end + AROUND]
        return " ".join(f"…{before}[{span.of(self.text)}]{after}…".split())

    def marking(self) -> marking.Marking:
        """Return what the person marked."""
        given = self.cleaned_data
        return marking.Marking(
            spans=given["marked"],
            speaker=given["speaker"] or None if given["voice"] == "named" else None,
            unnamed=given["unnamed"] or None if given["voice"] == "unnamed" else None,
            stance=given["stance"],
            about=tuple(given["about"]),
            figures=given["figures"],
            said_at=self.said_at,
            when=self.when,
            place=given["place"] or None,
            event=given["event"] or None,
            means=given["means"] or None,
        )


@needs("mark")
@require_http_methods(["GET", "HEAD", "POST"])
def mark(request: HttpRequest, report: str) -> HttpResponse:
    """Show the text and the form; enter the claim that was marked."""
    labels = labels_now()
    found = material_of(Selection(), viewer_of(request))
    page = words_read(found, report, labels)
    text = found.read(report)
    start = {"voice": "report", "stance": "assert", "words": request.GET.get("words", "")[:20_000]}
    form = MarkForm(request.POST or None, initial=start, text=text, labels=labels)
    if request.method == "POST" and form.is_valid():
        there = {link.incident for link in found.links}
        done = _enter(request, form, report, there)
        if done is not None:
            return done
    here = presence.at(request, "report", report)
    return show(request, "desk/mark.html", page, form=form, here=here, status=422 if form.errors else 200)


def _enter(request: HttpRequest, form: MarkForm, report: str, there: Container[str]) -> HttpResponse | None:
    """Enter the claim and go to it; None where the record refuses it, which the form then says.

    ``there``: the incidents that the person may know of; of any other it is said that there is none.
    """
    incident = form.cleaned_data["incident"] or None
    try:
        _refuse_hidden(incident, there)
        with desk.borrow() as record:
            whole = claims.report_of(record, report)
            claim = claims.add_claim(record, form.marking(), whole, by(request), incident=incident)
    except ProtectedError as error:
        protected(form, error)
    except NotFoundError:
        form.add_error(
            "incident", _("There is no incident of this number. Leave the field empty: the claims are grouped anyway.")
        )
    except UsageError as error:
        form.add_error(None, in_words_of_form(str(error)))
    else:
        messages.success(request, _("The claim is in the record, with your name."))
        return HttpResponseRedirect(f"{reverse('room:report', args=[report])}#{claim}")
    return None


def _refuse_hidden(incident: str | None, there: Container[str]) -> None:
    """Refuse an incident that is not among those that are shown.

    Raises:
        NotFoundError: it is not.
    """
    if incident is not None and incident not in there:
        raise NotFoundError(incident)


def protected(form: SayingForm, error: ProtectedError) -> None:
    """Say beside the field which name would uncover somebody, and what to do; the name itself is not repeated."""
    form.add_error(
        "unnamed" if form.cleaned_data.get("voice") == "unnamed" else "speaker",
        _(
            "Refused, and nothing was written: this would name somebody whom the report leaves unnamed, or who asked to stay so. "
            "Choose “somebody unnamed” with a role, such as “a resident”, or name the institution if the theatre pack has it."
        ),
    )
    form.add_error(None, in_words_of_form(str(error)))


OPTIONS: Sequence[tuple[str, str]] = (
    ("--unnamed", "“Role of an unnamed speaker”"),
    ("--speaker", "“Name of the speaker”"),
    ("--place", "“Place”"),
    ("--span", "“The words”"),
    ("--event", "“What happened”"),
    ("--means", "“By which means”"),
    ("--by", "your name"),
)


def in_words_of_form(message: str) -> str:
    """Return a message of the record with the names of fields where it has those of options."""
    for option, words in OPTIONS:
        message = message.replace(option, words)
    return message
