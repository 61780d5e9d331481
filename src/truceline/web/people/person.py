"""One person: roles, compartments, whether they may sign in, and links to set a password or a second factor anew."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from truceline.errors import UsageError
from truceline.web.access import needs
from truceline.web.accounts import administering
from truceline.web.accounts.models import Account
from truceline.web.people import words
from truceline.web.people.fields import CompartmentsForm, RolesForm
from truceline.web.people.granting import Grantable, grantable
from truceline.web.people.pages import person_page
from truceline.web.showing import show


@needs("people")
@require_safe
def person(request: HttpRequest, person: int) -> HttpResponse:
    """Show one person, with what may be changed."""
    account = get_object_or_404(Account.objects.prefetch_related("memberships", "grants"), pk=person)
    names = grantable()
    return _page(request, account, names, _roles_form(account, names), _compartments_form(account, names))


@needs("people")
@require_POST
def roles(request: HttpRequest, person: int) -> HttpResponse:
    """Give the roles that were ticked and take the others."""
    account = get_object_or_404(Account, pk=person)
    names = grantable()
    form = RolesForm(request.POST, authorities=_choices(names.authorities, account.authorities))
    if form.is_valid():
        try:
            administering.set_roles(administrator(request), account, form.held())
        except UsageError:
            form.add_error("roles", _("Nobody would be administrator any more. Make somebody else administrator first."))
        else:
            return _done(request, account, _("The roles are changed."))
    return _page(request, account, names, form, _compartments_form(account, names))


@needs("people")
@require_POST
def compartments(request: HttpRequest, person: int) -> HttpResponse:
    """Open the compartments that were ticked and close the others."""
    account = get_object_or_404(Account, pk=person)
    names = grantable()
    form = CompartmentsForm(request.POST, compartments=_choices(names.compartments, account.compartments))
    if form.is_valid():
        administering.set_compartments(administrator(request), account, form.cleaned_data["compartments"])
        return _done(request, account, _("The compartments are changed."))
    return _page(request, account, names, _roles_form(account, names), form)


@needs("people")
@require_POST
def activity(request: HttpRequest, person: int) -> HttpResponse:
    """Deactivate somebody, activate them again, or end all their sessions."""
    account = get_object_or_404(Account, pk=person)
    acts: dict[str, tuple[Callable[[Account, Account], None], str]] = {
        "deactivate": (administering.deactivate, _("They can sign in no more, and what they had open is closed.")),
        "reactivate": (administering.reactivate, _("They can sign in again.")),
        "sign-out": (administering.sign_out, _("They are signed out everywhere.")),
    }
    act, told = acts.get(request.POST.get("act", ""), (None, ""))
    if act is None:
        return _done(request, account, _("Nothing was changed."))
    try:
        act(administrator(request), account)
    except UsageError:
        messages.error(request, _("Nobody would be administrator any more. Make somebody else administrator first."))
        return redirect("accounts:person", person=account.pk)
    return _done(request, account, told)


def administrator(request: HttpRequest) -> Account:
    """Return who sent the request."""
    assert isinstance(request.user, Account), "these pages need sign-in"
    return request.user


def _page(
    request: HttpRequest, account: Account, names: Grantable, roles_form: RolesForm, compartments_form: CompartmentsForm
) -> HttpResponse:
    page = person_page(account, names, is_self=account.pk == administrator(request).pk)
    return show(
        request,
        "people/person.html",
        page,
        roles_form=roles_form,
        compartments_form=compartments_form,
        role_words=list(words.ROLES.values()),
        status=422 if roles_form.errors or compartments_form.errors else 200,
    )


def _roles_form(account: Account, names: Grantable) -> RolesForm:
    held = {"roles": account.roles, "authorities": account.authorities}
    return RolesForm(initial=held, authorities=_choices(names.authorities, account.authorities))


def _compartments_form(account: Account, names: Grantable) -> CompartmentsForm:
    held = account.compartments
    return CompartmentsForm(initial={"compartments": tuple(held)}, compartments=_choices(names.compartments, held))


def _choices(named: dict[str, str], held: Iterable[str]) -> list[tuple[str, str]]:
    """Return what can be ticked: all that the record names, and what the person has though it is named no more."""
    return [*named.items(), *((each, each) for each in sorted(held) if each not in named)]


def _done(request: HttpRequest, account: Account, told: str) -> HttpResponse:
    messages.success(request, told)
    return redirect("accounts:person", person=account.pk)
