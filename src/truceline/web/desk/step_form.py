"""The form of a step: for each kind the fields that belong to it and no others, so nothing can be given that does not fit."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from truceline.outputs.labels import Labels
from truceline.outputs.room.stepping import AXIS_AND_VALUE, StepDesk
from truceline.outputs.room.violations import NOBODY, Choice
from truceline.web.desk.fields import DayField
from truceline.workflow.violations import Given

ANSWERS = ("accepts", "denies", "explains", "justifies", "refuses_to_answer", "no_answer")
FIELDS: dict[str, tuple[str, ...]] = {
    "info_requested": ("of", "due"),
    "response": ("answers", "answer"),
    "finding": ("value",),
}
"""What belongs to one kind alone; everything else belongs to all. ``claim`` and ``threat``: what it stands on, how grave."""
OPTIONS = {
    "--on": "on",
    "--due": "due",
    "--of": "of",
    "--to": "answers",
    "--answer": "answer",
    "--axis": "value",
    "--value": "value",
    "--threat": "threat",
    "--authority": "authority",
    "no claim": "claim",
}
"""By how a fault begins, beside which field it is shown."""
_OPTION = re.compile(r"^--\w+ ")


class StepForm(forms.Form):
    """One step. ``kind`` is chosen before; the choices are those of the page; ``seen``: the size of the log that it stands on."""

    authority = forms.ChoiceField(label=_("In whose name"))
    on = DayField(label=_("Day of the step"))
    of = forms.ChoiceField(label=_("Of whom information is asked"))
    due = DayField(label=_("Due by"), required=False)
    answers = forms.ChoiceField(label=_("Whose answer, to what was asked"))
    answer = forms.ChoiceField(label=_("What the answer was"))
    value = forms.ChoiceField(label=_("What was found"))
    claim = forms.ChoiceField(label=_("The claim it stands on"), required=False)
    threat = forms.ChoiceField(
        label=_("How far it threatens the truce"),
        required=False,
        help_text=_("From 1, not at all, to 5, as this authority held."),
    )
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=_("Sealed: it is on no page and in no export."),
    )

    seen = forms.IntegerField(min_value=0, required=False, widget=forms.HiddenInput)

    def __init__(self, page: StepDesk, kind: str, labels: Labels, data: object = None, *, seen: int | None = None) -> None:
        super().__init__(data, initial={"seen": seen})  # type: ignore[arg-type] # the form's own data, as Django has it
        self._page, self._kind = page, kind
        for several in (names for each, names in FIELDS.items() if each != kind):
            for name in several:
                del self.fields[name]
        if kind == "response":
            del self.fields["authority"]
        self._choose("authority", page.own)
        self._choose("of", page.parties, empty=_("choose"))
        asked = (Choice(value=each.step, name=f"{each.name} · {each.on} · {each.step}") for each in page.questions)
        self._choose("answers", asked, empty=_("choose"))
        said = (Choice(value=each, name=labels.say("party_answer", each)) for each in ANSWERS)
        self._choose("answer", said, empty=_("choose"))
        self._choose("claim", page.claims, empty=_("none"))
        self._choose("threat", (Choice(value=str(n), name=str(n)) for n in range(1, 6)), empty=_("not said"))
        if "value" in self.fields:
            grouped = [(labels.say("axis", axis), [(each.value, each.name) for each in values]) for axis, values in page.findings]
            self.fields["value"].choices = [("", _("choose")), *grouped]  # type: ignore[attr-defined] # a choice field

    def _choose(self, name: str, choices: Iterable[Choice], empty: object = None) -> None:
        field = self.fields.get(name)
        if field is not None:
            first = [("", empty)] if empty is not None else []
            field.choices = [*first, *((each.value, each.name) for each in choices)]  # type: ignore[attr-defined] # a choice field

    def given(self, violation: str) -> Given:
        """Return the step as workflow takes it; only after the form was found valid."""
        incident, clause, party = violation.split("/", 2)
        said = self.cleaned_data
        axis, _colon, value = (said.get("value") or "").partition(AXIS_AND_VALUE)
        asked = next((each for each in self._page.questions if each.step == said.get("answers")), None)
        return Given(
            incident=incident,
            clause=clause,
            party=None if party == NOBODY else party,
            kind=self._kind,
            authority=asked.of if asked else said["authority"],
            on=said["on"],
            due=said.get("due") or None,
            of=said.get("of") or None,
            answers=said.get("answers") or None,
            answer=said.get("answer") or None,
            axis=axis or None,
            value=value or None,
            claim=said.get("claim") or None,
            threat_to_truce=int(said["threat"]) if said.get("threat") else None,
            agreement=self._page.agreement.id if self._page.agreement else None,
            note=said.get("note") or None,
        )

    @property
    def seen_before(self) -> int | None:
        """The last entry of the log that the person's page stood on, None where the page did not say."""
        seen = self.cleaned_data.get("seen")
        return None if seen is None else int(seen) - 1

    def has_seen(self, size: int) -> None:
        """Note up to which size of the log the page that is shown now stands."""
        assert isinstance(self.data, QueryDict), "asked only of a form that was sent"
        again = self.data.copy()
        again["seen"] = str(size)
        self.data = again

    def entered_for(self, given: Given) -> str:
        """Return in whose name a step is entered: an answer in that of whoever asked."""
        asked = next((each for each in self._page.questions if each.step == given.answers), None)
        return asked.by if asked else given.authority

    def show_faults(self, message: str) -> None:
        """Put every fault that workflow found beside the field it is about."""
        for line in (each.strip() for each in message.splitlines()[1:]):
            name = next((field for start, field in OPTIONS.items() if line.startswith(start) and field in self.fields), None)
            self.add_error(name, ValidationError(_OPTION.sub("", line)))
