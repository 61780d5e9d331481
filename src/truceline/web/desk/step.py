"""Entering a step about an alleged violation: a question, a party's answer, a finding, in the name of one's own authority."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from truceline.errors import Meanwhile, MeanwhileError, UsageError
from truceline.outputs.room import stepping
from truceline.outputs.room.stepping import KINDS, StepDesk
from truceline.web.access import needs
from truceline.web.asking import word_in
from truceline.web.chrome import labels_now
from truceline.web.desk.step_form import StepForm
from truceline.web.record import by, desk, material, viewer_of
from truceline.web.showing import show
from truceline.workflow.violations import take_step


@needs("step")
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """Show the form of the kind chosen, or enter what was sent."""
    assert request.user.is_authenticated, "the view needs sign-in"
    seen = material(request)
    found = stepping.built(
        seen,
        labels_now(),
        request.user.authorities,
        violation=word_in(request, "violation"),
        agreement=word_in(request, "agreement"),
    )
    kind = word_in(request, "kind")
    if found.opened is None or kind not in KINDS or not found.own:
        return show(request, "desk/step.html", found, kind=None, form=None)
    form = StepForm(found, kind, labels_now(), request.POST if request.method == "POST" else None, seen=seen.size)
    changes: tuple[Meanwhile, ...] = ()
    if request.method == "POST" and form.is_valid():
        done = _entered(request, found, form)
        if isinstance(done, HttpResponse):
            return done
        changes = done
    status = 409 if changes else 400 if form.errors else 200
    return show(request, "desk/step.html", found, kind=kind, form=form, changes=changes, status=status)


def _entered(request: HttpRequest, found: StepDesk, form: StepForm) -> HttpResponse | tuple[Meanwhile, ...]:
    """Enter the step and go to where it stands; where it does not fit, every fault stands beside its field.

    Returned is what others entered meanwhile, if that is why; sent again, it is seen.
    """
    assert found.opened is not None, "asked only with a violation chosen"
    given = form.given(found.opened.row.violation.id)
    _refuse_others(request, form.entered_for(given))
    try:
        with desk.borrow() as record:
            taken = take_step(record, given, by(request), seen=form.seen_before, opens=viewer_of(request).opens)
    except MeanwhileError as error:
        form.has_seen(1 + max(each.entry or 0 for each in error.changes))
        return error.changes
    except UsageError as error:
        form.show_faults(str(error))
        return ()
    said = _("The step is entered as %(step)s.")
    if not taken.new:
        said = _("This step was there already, as %(step)s: entered by %(name)s, %(at)s.")
    messages.success(request, said % {"step": taken.step, "name": taken.by, "at": taken.at})
    asked = urlencode({"agreement": taken.agreement, "opened": taken.violation})
    return redirect(f"{reverse('room:violations')}?{asked}#opened")


def _refuse_others(request: HttpRequest, authority: str) -> None:
    """Refuse what is not one's own to enter, whatever the form let through.

    Raises:
        PermissionDenied: the person does not speak for this authority.
    """
    if not (request.user.is_authenticated and request.user.speaks_for(authority)):
        raise PermissionDenied(_("You may enter steps only in the name of your own authority."))
