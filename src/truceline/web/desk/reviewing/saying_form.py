"""The form in which a person says what words claim: who says it, with which stance, about what, which figures, when and where.

Marking and correcting have the same fields. Everything typed stays in the form when something is wrong with it, and what is wrong
stands beside its field.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import get_args

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from truceline.errors import UsageError
from truceline.model import About, Count, Effect, Figure, Interval, Stance
from truceline.model.event_codes import EVENT_CODES, MEANS
from truceline.outputs.labels import Labels
from truceline.web.desk.fields import DayField
from truceline.workflow import figures
from truceline.workflow.correcting import TYPED

VOICES = ("report", "named", "unnamed")
ROWS = 4
"""Figures that an empty form takes; whoever has more corrects the claim with the rest."""
MORE = 2
"""Empty rows below those that were read."""
FIGURES = ("effect", "number", "unit", "category")
"""The fields of a figure, without the number of its row."""


class SayingForm(forms.Form):
    """What marking and correcting have in common. ``labels``: the words for codes in the language of the page.

    ``counts`` are the figures that were read in a claim, in the order of the rows; none where a form begins empty.
    """

    counts: tuple[Count, ...] = ()

    voice = forms.ChoiceField(label=_("Who says it"), widget=forms.RadioSelect)
    speaker = forms.CharField(
        label=_("Name of the speaker"),
        required=False,
        max_length=300,
        help_text=_("As in the text. Only for somebody whom the text names."),
    )
    unnamed = forms.CharField(
        label=_("Role of an unnamed speaker"),
        required=False,
        max_length=300,
        help_text=_(
            "For example “a resident” or “a senior official”. Never a name, and nothing by which one could find the person."
        ),
    )
    stance = forms.ChoiceField(label=_("Stance"))
    about = forms.MultipleChoiceField(label=_("About"), required=False, widget=forms.CheckboxSelectMultiple)
    event = forms.ChoiceField(label=_("What happened"), required=False)
    means = forms.ChoiceField(label=_("By which means"), required=False)
    place = forms.CharField(
        label=_("Place"), required=False, max_length=300, help_text=_("A name or an id of the theatre pack, or any name.")
    )
    when_from = DayField(label=_("Happened on, or from"), required=False)
    when_to = DayField(label=_("Happened until"), required=False)
    said_from = DayField(label=_("Said on, or from"), required=False)
    said_to = DayField(label=_("Said until"), required=False)

    def __init__(self, *arguments: object, labels: Labels, **named: object) -> None:
        super().__init__(*arguments, **named)  # type: ignore[arg-type] # those of a form, handed on
        self.rows = len(self.counts) + MORE if self.counts else ROWS
        said = {"report": _("the report itself"), "named": _("somebody named"), "unnamed": _("somebody unnamed")}
        self.fields["voice"].choices = [(each, said[each]) for each in VOICES]  # type: ignore[attr-defined] # a choice field
        self._choices("stance", ((each, labels.say("stance", each)) for each in get_args(Stance)))
        self._choices("about", ((each, labels.say("about", each)) for each in get_args(About)))
        self._choices("event", [("", "–"), *sorted(((each, labels.say("event", each)) for each in EVENT_CODES), key=_words)])
        self._choices("means", [("", "–"), *sorted(((each, labels.say("means", each)) for each in MEANS), key=_words)])
        effects = [("", "–"), *((each, labels.say("effect", each)) for each in get_args(Effect))]
        for row in range(self.rows):
            self.fields[f"effect{row}"] = forms.ChoiceField(label=_("Effect"), required=False, choices=effects)
            self.fields[f"number{row}"] = forms.CharField(label=_("Number"), required=False, max_length=40)
            self.fields[f"unit{row}"] = forms.CharField(label=_("Of what"), required=False, max_length=60)
            self.fields[f"category{row}"] = forms.CharField(label=_("Which of them"), required=False, max_length=60)

    def _choices(self, name: str, choices: Iterable[tuple[str, str]]) -> None:
        self.fields[name].choices = list(choices)  # type: ignore[attr-defined] # a choice field

    @property
    def figure_rows(self) -> Iterator[tuple[forms.BoundField, ...]]:
        """The fields of each figure: effect, number, of what, which of them."""
        for row in range(self.rows):
            yield tuple(self[f"{name}{row}"] for name in FIGURES)

    def clean(self) -> dict[str, object]:
        """Check what only several fields together can say."""
        given = super().clean() or self.cleaned_data
        self._check_speaker(given)
        for first, last in (("said_from", "said_to"), ("when_from", "when_to")):
            if given.get(first) and given.get(last) and str(given[first]) > str(given[last]):
                self.add_error(last, _("It lies before the beginning."))
        given["figure_rows"] = dict(self._figures(given))
        given["figures"] = tuple(given["figure_rows"].values())
        return given

    def _check_speaker(self, given: dict[str, object]) -> None:
        voice = given.get("voice")
        if voice == "named" and not given.get("speaker"):
            self.add_error("speaker", _("Write the name as it stands in the text, or choose another answer above."))
        if voice == "unnamed" and not given.get("unnamed"):
            self.add_error("unnamed", _("Write a role, for example “a resident”."))

    def _figures(self, given: dict[str, object]) -> Iterator[tuple[int, Figure]]:
        """Yield the figures with the numbers of their rows."""
        for row in range(self.rows):
            effect, number, unit, category = (str(given.get(f"{name}{row}") or "").strip() for name in FIGURES)
            if not number and not (effect and (unit or category)):
                continue
            if not number:
                self.add_error(f"number{row}", _("Write the number, or ? where it is said to be unknown."))
                continue
            try:
                yield row, self._as_read(row) or figures.figure(number, effect or "other", unit or "people", category or None)
            except UsageError:
                self.add_error(f"number{row}", wrong_number(number))

    def _as_read(self, row: int) -> Figure | None:
        """Return the figure of a row that the person left as it was read; None where it is to be read from what was typed."""
        if row >= len(self.counts) or any(f"{name}{row}" in self.changed_data for name in FIGURES):
            return None
        count = self.counts[row]
        return Figure(**{name: getattr(count, name) for name in TYPED})

    @property
    def when(self) -> str | None:
        """When it happened, as the record takes it: a day, or two with dots between."""
        return _between(self.cleaned_data["when_from"], self.cleaned_data["when_to"])

    @property
    def said_at(self) -> str | None:
        """When it was said, in the same form."""
        return _between(self.cleaned_data["said_from"], self.cleaned_data["said_to"])


def wrong_number(number: str) -> ValidationError:
    """Return what to say of a number that is none of the forms."""
    words = gettext(
        "“%(number)s” is not a figure. Write 20, 20+ (at least), 20..25, ..90 (up to), ~100 (about), 18/31 or ? (unknown)."
    )
    return ValidationError(words % {"number": number[:40]})


def typed(count: Count) -> str:
    """Return a count as a person would type it."""
    if count.low is None and count.high is None:
        return "?"
    if count.of_total is not None and count.low is not None:
        return f"{count.low}/{count.of_total}"
    if count.low is None:
        return f"..{count.high}"
    if count.high is None:
        return f"{count.low}+"
    about = "~" if count.bound == "about" and count.low == count.high else ""
    return f"{about}{count.low}" if count.low == count.high else f"{count.low}..{count.high}"


def days_of(interval: Interval | None) -> tuple[str, str]:
    """Return an interval as the two days of a form; the second is empty where they are the same."""
    first, last = (interval.first_day, interval.last_day) if interval else (None, None)
    begin, end = ((day.isoformat() if day else "") for day in (first, last))
    return begin, "" if end == begin else end


def _between(first: str, last: str) -> str | None:
    return f"{first}..{last}" if last else first or None


def _words(choice: tuple[str, str]) -> str:
    return choice[1].casefold()
