"""What can be said about files that are sent in, and how one begins, goes on and ends. The views are beside, in ``uploads``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

import msgspec
from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from truceline.errors import UsageError
from truceline.web.accounts.models import Account
from truceline.web.desk import keeping
from truceline.web.desk.fields import OPEN, DayField
from truceline.web.desk.jobs import take_in
from truceline.web.desk.models import Upload
from truceline.workflow import receiving
from truceline.workflow.media import HEAD_BYTES

KEPT = dt.timedelta(days=3)
"""An upload that nobody goes on with is forgotten after so long."""
MOST_COMING = 40


class About(forms.Form):
    """What is said about the reports of a file that do not say it themselves."""

    published = DayField(
        label=gettext_lazy("Published on"), required=False, help_text=gettext_lazy("For reports that name no day.")
    )
    publisher = forms.CharField(
        label=gettext_lazy("Publisher"), required=False, max_length=200, help_text=gettext_lazy("For reports that name none.")
    )
    encoding = forms.ChoiceField(
        label=gettext_lazy("Encoding"),
        required=False,
        choices=[
            ("", gettext_lazy("as the file says, else UTF-8")),
            ("utf-8", "UTF-8"),
            ("utf-16", "UTF-16"),
            ("cp1256", "Windows-1256"),
            ("cp1251", "Windows-1251"),
            ("cp1252", "Windows-1252"),
            ("iso-8859-6", "ISO 8859-6"),
            ("koi8-u", "KOI8-U"),
        ],
    )
    compartment = forms.ChoiceField(label=gettext_lazy("Compartment"), required=False)
    is_confidential = forms.BooleanField(
        label=gettext_lazy("Protect who gave them: seal publisher, title and address, and keep the files encrypted"),
        required=False,
    )

    def __init__(self, *arguments: object, compartments: Sequence[tuple[str, str]], **named: object) -> None:
        super().__init__(*arguments, **named)  # type: ignore[arg-type] # what a form of Django takes
        self.fields["compartment"].choices = compartments  # type: ignore[attr-defined] # a field with choices

    def clean_compartment(self) -> str:
        """Return the opaque id of a compartment, the open one where none was chosen."""
        return str(self.cleaned_data["compartment"] or OPEN)

    def clean(self) -> dict[str, object]:
        """Refuse to protect a source in no compartment: its key would be everybody's."""
        found = super().clean() or {}
        if found.get("is_confidential") and found.get("compartment") == OPEN:
            raise ValidationError(
                {"compartment": _("Choose a compartment to protect who gave the reports; ask an administrator for one.")}
            )
        return found


class Announced(msgspec.Struct, frozen=True, kw_only=True):
    """A file that is about to be sent. ``sha256`` of the whole tells the same file again after a break."""

    name: str
    size: int
    sha256: str


def begin(person: Account, announced: Announced, about: About) -> Upload:
    """Begin an upload, or go on with the one of the same file that the person did not finish.

    Raises:
        UsageError: it cannot be taken; nothing was begun.
    """
    name = receiving.checked_name(announced.name)
    receiving.check_size(name, announced.size)
    _forget_old()
    same = Upload.objects.filter(
        account=person,
        state="coming",
        name=name,
        size=announced.size,
        sha256=announced.sha256,
        compartment=about.cleaned_data["compartment"],
    ).first()
    if same is not None and announced.sha256:
        _set(same, about)
        return same
    if Upload.objects.filter(account=person, state="coming").count() >= MOST_COMING:
        message = _("%(count)s uploads of yours are not finished. Finish or remove some of them first.") % {"count": MOST_COMING}
        raise UsageError(message)
    keeping.check_room(announced.size)
    upload = Upload(account=person, name=name, size=announced.size, sha256=announced.sha256)
    _set(upload, about)
    return upload


def _set(upload: Upload, about: About) -> None:
    """Note what is said about the reports; the last word counts."""
    for name in ("published", "publisher", "encoding", "compartment", "is_confidential"):
        setattr(upload, name, about.cleaned_data[name])
    upload.save()


def take_part(upload: Upload, offset: int, data: bytes) -> int | keeping.Behind:
    """Take bytes that begin at ``offset``; return how many are here now, or that these do not follow on.

    Raises:
        UsageError: they are more than was announced, or the file is none that may be sent; it is forgotten then.
        DiskFullError: there is no room; what came is kept.
    """
    if offset + len(data) > upload.size:
        message = _("%(name)s is longer than was announced; it was changed while it was sent. Begin again.") % {
            "name": upload.name
        }
        remove(upload)
        raise UsageError(message)
    if offset == 0:
        try:
            receiving.check_head(upload.name, data)
        except UsageError:
            remove(upload)
            raise
    return keeping.append(upload.pk, offset, data)


def end(upload: Upload) -> None:
    """End an upload whose bytes are all here: hold it against its hash, and put it into the queue.

    Its beginning is looked at again: the first part may have been too short to say what the file is.

    Raises:
        UsageError: something is missing; or it is none that may be sent, or another than was announced, and is forgotten.
    """
    there = keeping.got(upload.pk)
    if there != upload.size:
        message = _("%(got)s of %(size)s bytes of %(name)s are here; send the rest first.") % {
            "got": there,
            "size": upload.size,
            "name": upload.name,
        }
        raise UsageError(message)
    try:
        receiving.check_head(upload.name, keeping.head(upload.pk, HEAD_BYTES))
    except UsageError:
        remove(upload)
        raise
    found = keeping.digest(upload.pk)
    if upload.sha256 and upload.sha256 != found:
        remove(upload)
        message = _("%(name)s arrived changed: SHA-256 %(found)s, %(said)s was announced. Send it again.") % {
            "name": upload.name,
            "found": found[:12],
            "said": upload.sha256[:12],
        }
        raise UsageError(message)
    queue(upload)


def queue(upload: Upload) -> None:
    """Put an upload whose bytes are here into the queue, once: both are written or neither."""
    with transaction.atomic():
        taken = Upload.objects.filter(pk=upload.pk, state__in=("coming", "failed")).update(
            state="waiting", outcome="", changed_at=timezone.now()
        )
        if taken:
            take_in.enqueue(str(upload.pk))


def take_whole(person: Account, name: str, size: int, blocks: Iterable[bytes], about: About) -> Upload:
    """Take a file that came in one piece with a form.

    Raises:
        UsageError: it cannot be taken; nothing of it is kept.
    """
    upload = begin(person, Announced(name=name, size=size, sha256=""), about)
    offset = 0
    try:
        for block in blocks:
            took = take_part(upload, offset, block)
            assert isinstance(took, int), "nobody else knows the id of this upload"
            offset = took
    except keeping.DiskFullError:
        remove(upload)  # it says no hash of its own by which one could go on with it
        raise
    end(upload)
    return upload


def remove(upload: Upload) -> None:
    """Forget an upload that is not being worked on, and its bytes."""
    keeping.forget(upload.pk)
    Upload.objects.filter(pk=upload.pk).delete()


def is_kept(upload: Upload) -> bool:
    """Say whether the bytes are still here, so that it can be tried again."""
    return keeping.is_here(upload.pk, upload.name)


def _forget_old() -> None:
    for old in Upload.objects.filter(state="coming", changed_at__lt=timezone.now() - KEPT):
        remove(old)
