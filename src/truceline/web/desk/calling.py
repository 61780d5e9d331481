"""The form for an allegation made by telephone, and what of it becomes a call. The record checks it again: see workflow.calls."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from truceline.errors import ProtectedError, RecordBusyError, RecordClashError, UsageError
from truceline.model import Figure
from truceline.model.event_codes import EVENT_CODES
from truceline.outputs.labels import Labels
from truceline.web.desk.fields import DayField
from truceline.workflow.calls import Call
from truceline.workflow.figures import figure

ZONE = re.compile(r"[+-](?:0\d|1[0-4]):[0-5]\d|Z")
COMMON = ("V.SHELL", "V.AIR", "V.GROUND", "V.EXPLOSIVE", "V.DRONE", "V.CIV", "H.BLOCK", "M.MOBILISE", "V.UNSPEC")
"""Stand first among the codes of a happening: what most calls are about."""
SEALED = ("caller", "contact", "position")
LEFT_TO_RIGHT = ("killed", "injured", "zone")
OPTIONS = {
    "--about": "about",
    "--words": "words",
    "--place": "place",
    "--channel": "channel",
    "--asked-of": "asked_of",
    "--when": "when_day",
    "--answer-by": "answer_day",
    "--event": "event",
}
"""The fields by the words in which workflow names them."""


class TimeField(forms.CharField):
    """A time of the day, ``HH:MM``."""

    widget = forms.TimeInput(attrs={"type": "time", "autocomplete": "off"})

    def clean(self, value: str | None) -> str:
        """Return the time, an empty text for none."""
        text = str(super().clean(value)).strip()
        if text and not re.fullmatch(r"(?:[01]\d|2[0-3]):[0-5]\d", text[:5]):
            raise ValidationError(_("“%(time)s” is no time of day. Write it as 07:30.") % {"time": text[:20]})
        return text[:5]


class FigureField(forms.CharField):
    """A number of people as a duty officer notes it down: 3, 3+, 2..4, ~10, ?."""

    def clean(self, value: str | None) -> str:
        """Return what was typed, once it can be read."""
        text = str(super().clean(value)).strip()
        if text:
            try:
                figure(text, "killed", "people")
            except UsageError:
                message = _("“%(figure)s” is no figure. Write 3, 3+ (at least), 2..4, ..9 (up to), ~10 (about) or ? (not known).")
                raise ValidationError(message, params={"figure": text[:20]}) from None
        return text


class CallForm(forms.Form):
    """What was said on the telephone, in the order in which one asks."""

    about = forms.CharField(
        label=gettext_lazy("What happened, in a line"),
        max_length=300,
        help_text=gettext_lazy("Never who calls: this line is read by all."),
        widget=forms.TextInput(attrs={"autofocus": True, "autocomplete": "off", "dir": "auto"}),
    )
    words = forms.CharField(
        label=gettext_lazy("The caller's own words, as you noted them"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=gettext_lazy("In any language, without names that lead to the caller."),
    )
    place = forms.CharField(
        label=gettext_lazy("Where"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("A town or district. The exact place goes into the sealed part."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"}),
    )
    when_day = DayField(label=gettext_lazy("On which day"), required=False)
    when_until = DayField(label=gettext_lazy("Until which day, if more than one"), required=False)
    event = forms.ChoiceField(label=gettext_lazy("What sort of event"), required=False)
    killed = FigureField(label=gettext_lazy("Killed"), required=False, max_length=20, help_text="3, 3+, 2..4, ~10, ?")
    injured = FigureField(label=gettext_lazy("Injured"), required=False, max_length=20, help_text="3, 3+, 2..4, ~10, ?")
    caller = forms.CharField(label=gettext_lazy("Who calls"), required=False, max_length=200)
    contact = forms.CharField(label=gettext_lazy("How the caller is reached"), required=False, max_length=200)
    position = forms.CharField(label=gettext_lazy("The exact place"), required=False, max_length=200)
    compartment = forms.ChoiceField(label=gettext_lazy("Compartment of what is sealed"), required=False)
    asked_of = forms.CharField(
        label=gettext_lazy("Who was asked for an answer"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("A party or an office of the theatre, by its name."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"}),
    )
    answer_day = DayField(label=gettext_lazy("Answer by (day)"), required=False)
    answer_time = TimeField(label=gettext_lazy("Answer by (time)"), required=False)
    received_day = DayField(label=gettext_lazy("Call received on"))
    received_time = TimeField(label=gettext_lazy("at"))
    zone = forms.CharField(label=gettext_lazy("Zone, from UTC"), max_length=6, help_text="+03:00")
    channel = forms.CharField(label=gettext_lazy("By"), max_length=40, initial="telephone")

    def __init__(self, *arguments: object, compartments: Sequence[tuple[str, str]], labels: Labels, **named: object) -> None:
        super().__init__(*arguments, **named)  # type: ignore[arg-type] # what a form of Django takes
        codes = [*COMMON, *(code for code in EVENT_CODES if code not in COMMON)]
        events = [("", _("not said")), *((code, labels.say("event", code)) for code in codes)]
        self.fields["event"].choices = events  # type: ignore[attr-defined] # a field with choices
        self.fields["compartment"].choices = compartments  # type: ignore[attr-defined] # the same
        for name in LEFT_TO_RIGHT:
            self.fields[name].widget.attrs["dir"] = "ltr"
        for name in SEALED:
            self.fields[name].widget.attrs |= {"autocomplete": "off", "spellcheck": "false", "dir": "auto", "data-sealed": ""}

    def clean_zone(self) -> str:
        """Return a zone as hours from UTC."""
        zone = str(self.cleaned_data["zone"]).strip().replace("−", "-")
        if not ZONE.fullmatch(zone):
            raise ValidationError(_("“%(zone)s” is no zone. Write +03:00, -05:00 or Z."), params={"zone": zone})
        return zone

    def clean(self) -> dict[str, object]:
        """Hold the days against each other."""
        found = super().clean() or {}
        first, last = found.get("when_day"), found.get("when_until")
        if last and not first:
            self.add_error("when_day", _("Say on which day it began."))
        elif first and last and str(last) < str(first):
            self.add_error("when_until", _("This day lies before the first."))
        if found.get("answer_time") and not found.get("answer_day"):
            self.add_error("answer_day", _("Say on which day."))
        self._clean_received(found)
        return found

    def _clean_received(self, found: dict[str, object]) -> None:
        if all(found.get(name) for name in ("received_day", "received_time", "zone")):
            received = dt.datetime.fromisoformat(f"{found['received_day']}T{found['received_time']}{found['zone']}")
            if received > dt.datetime.now(dt.UTC) + dt.timedelta(minutes=5):
                self.add_error("received_day", _("This lies in the future. Check day, time and zone."))

    def call(self) -> Call:
        """Return the call that was written down."""
        got = self.cleaned_data
        when = f"{got['when_day']}..{got['when_until']}" if got["when_until"] else got["when_day"]
        answer = got["answer_day"] and (
            f"{got['answer_day']}T{got['answer_time']}{got['zone']}" if got["answer_time"] else got["answer_day"]
        )
        return Call(
            received=f"{got['received_day']}T{got['received_time']}{got['zone']}",
            about=got["about"],
            channel=got["channel"],
            words=got["words"] or None,
            place=got["place"] or None,
            when=when or None,
            event=got["event"] or None,
            caller=got["caller"] or None,
            contact=got["contact"] or None,
            position=got["position"] or None,
            asked_of=got["asked_of"] or None,
            answer_by=answer or None,
            figures=self._figures(),
        )

    def _figures(self) -> tuple[Figure, ...]:
        got = self.cleaned_data
        return tuple(figure(got[effect], effect, "people") for effect in ("killed", "injured") if got[effect])

    def refuse(self, error: UsageError | RecordClashError | RecordBusyError) -> None:
        """Put what the record refused beside the field that it is about; what is sealed is not repeated."""
        match error:
            case RecordClashError():
                message = _(
                    "A call of this minute with the same open words stands in the record already; something else of it differs. "
                    "If this is another call, say in a word what is different. If it is the same one, it is written down."
                )
                self.add_error("about", message)
            case RecordBusyError():
                self.add_error(None, _("Somebody else is writing into the record just now. Nothing is lost: send it again."))
            case ProtectedError(part="--by"):
                self.add_error(
                    "caller", _("The caller has a name like yours, and yours stands in the log. Ask somebody else to enter it.")
                )
            case ProtectedError(part=str(part)) if part in OPTIONS:
                message = _(
                    "What you wrote into the sealed part stands here as well, or a part of it, and this field is not sealed. "
                    "Leave it out here; it is kept in the sealed part."
                )
                self.add_error(OPTIONS[part], message)
            case _:
                self.add_error(None, str(error))
