"""The forms about people. What can be chosen comes from the record: its authorities and its compartments."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib.auth.password_validation import password_validators_help_text_html, validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from truceline.web.accounts.administering import Held
from truceline.web.accounts.links import is_taken
from truceline.web.accounts.models import Account
from truceline.web.accounts.names import reason_against, settled
from truceline.web.people import words

Choices = Sequence[tuple[str, str]]


class RolesForm(forms.Form):
    """Which roles somebody has, and for which authorities they adjudicate."""

    roles = forms.MultipleChoiceField(
        label=_("Roles"),
        choices=[(role, name) for role, (name, _does) in words.ROLES.items()],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    authorities = forms.MultipleChoiceField(
        label=_("Authorities"),
        help_text=_("For an adjudicator: in whose name findings are entered."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *arguments: Any, authorities: Choices, **named: Any) -> None:  # noqa: ANN401 - Django's signature
        super().__init__(*arguments, **named)
        self.fields["authorities"].choices = list(authorities)  # type: ignore[attr-defined] # a MultipleChoiceField

    def clean(self) -> dict[str, Any]:
        """Check that adjudicators have an authority and nobody else has."""
        data = super().clean() or {}
        is_adjudicator = "adjudicator" in data.get("roles", ())
        if is_adjudicator and not data.get("authorities") and "authorities" not in self.errors:
            self.add_error("authorities", _("Choose for which authority this adjudicator enters findings."))
        if not is_adjudicator and data.get("authorities"):
            self.add_error("roles", _("An authority goes with the role of adjudicator alone: choose that role, or no authority."))
        return data

    def held(self) -> tuple[Held, ...]:
        """Return the roles that were chosen."""
        others = tuple((role, "") for role in self.cleaned_data["roles"] if role != "adjudicator")
        return (*others, *(("adjudicator", authority) for authority in self.cleaned_data["authorities"]))


class CompartmentsForm(forms.Form):
    """Which compartments somebody may see."""

    compartments = forms.MultipleChoiceField(
        label=_("Compartments"),
        help_text=_("Everybody with a role sees what is in no compartment."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *arguments: Any, compartments: Choices, **named: Any) -> None:  # noqa: ANN401 - Django's signature
        super().__init__(*arguments, **named)
        self.fields["compartments"].choices = list(compartments)  # type: ignore[attr-defined] # a MultipleChoiceField


class InviteForm(RolesForm, CompartmentsForm):
    """Whom to invite."""

    name = forms.CharField(
        label=_("Name to sign with"),
        help_text=_("It stands in the log under every act of this person and is never changed. Left empty, they choose it."),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    field_order = ("name", "roles", "authorities", "compartments")

    def clean_name(self) -> str:
        """Return the name, settled."""
        return _free(self.cleaned_data["name"]) if self.cleaned_data["name"] else ""

    def clean_roles(self) -> list[str]:
        """Return the roles: at least one."""
        if not self.cleaned_data["roles"]:
            raise ValidationError(_("Choose at least one role."))
        return list(self.cleaned_data["roles"])


class NewPasswordForm(forms.Form):
    """A password, twice."""

    password1 = forms.CharField(
        label=_("Password"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )
    password2 = forms.CharField(
        label=_("The same password again"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )

    def __init__(self, *arguments: Any, person: Account | None = None, **named: Any) -> None:  # noqa: ANN401 - Django's signature
        super().__init__(*arguments, **named)
        self.person = person
        self.fields["password1"].help_text = password_validators_help_text_html()

    def clean(self) -> dict[str, Any]:
        """Check that both are the same and that it is a good one."""
        data = super().clean() or {}
        first, second = data.get("password1"), data.get("password2")
        if first and second and first != second:
            self.add_error("password2", _("The two passwords are not the same."))
        elif first:
            try:
                validate_password(first, self.person or Account(username=data.get("name", "")))
            except ValidationError as error:
                self.add_error("password1", error)
        return data


class JoinForm(NewPasswordForm):
    """A name and a password."""

    name = forms.CharField(
        label=_("Name to sign with"),
        help_text=_("It stands in the log under everything you do here, and is never changed. It need not be your own name."),
        widget=forms.TextInput(attrs={"autocomplete": "username"}),
    )
    field_order = ("name", "password1", "password2")

    def __init__(self, *arguments: Any, given: str = "", **named: Any) -> None:  # noqa: ANN401 - Django's signature
        super().__init__(*arguments, **named)
        if given:
            self.fields["name"].initial = given
            self.fields["name"].disabled = True

    def clean_name(self) -> str:
        """Return the name, settled."""
        return _free(self.cleaned_data["name"])


class PasswordForm(forms.Form):
    """The password that somebody has."""

    password = forms.CharField(
        label=_("Your password"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )


def _free(name: str) -> str:
    """Return a name, settled.

    Raises: ValidationError where it can be nobody's, or is somebody's.
    """
    kept = settled(name)
    if (reason := reason_against(kept)) is not None:
        raise ValidationError(words.NAME_REASONS[reason])
    if is_taken(kept):
        raise ValidationError(_("Somebody here has this name, or one that is too much like it. Choose another."))
    return kept
