"""What people are in the middle of: files that come in, and notes for the next shift. None of it is the record.

Bytes of an upload lie in the room's folder until the job that takes them in is over; what they became stands in the log.
"""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models

STATES = ("coming", "waiting", "working", "linking", "done", "failed")
"""coming: bytes are being sent. waiting: for the worker. working: being read. linking: its claims are grouped. done: see the
outcome. failed: see the outcome; nothing is lost and it may be tried again."""

JOINING_STATES = ("waiting", "working", "done", "refused")
"""waiting: for the worker. working: all claims are being linked. done: it is written. refused: nothing was; see the trouble."""


class Upload(models.Model):
    """One file that somebody sends. ``name`` as checked, ``size`` in bytes, ``sha256`` of the whole, empty where it was not said.

    ``outcome``: what came of it as JSON, empty before there is one. ``done``: how many reports were looked at so far.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="uploads")
    name = models.CharField(max_length=200)
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64, blank=True)
    state = models.CharField(max_length=10, choices=[(each, each) for each in STATES], default="coming", db_index=True)
    published = models.CharField(max_length=10, blank=True)
    publisher = models.CharField(max_length=200, blank=True)
    encoding = models.CharField(max_length=40, blank=True)
    compartment = models.CharField(max_length=100, default="open")
    is_confidential = models.BooleanField(default=False)
    begun_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    done = models.IntegerField(default=0)
    outcome = models.TextField(blank=True)

    class Meta:
        """The newest first."""

        ordering = ("-begun_at",)

    def __str__(self) -> str:
        return f"{self.name} ({self.state})"


class JoiningAsked(models.Model):
    """A merge, a split or the taking back of one (``act``), asked for in a record so large that the worker does it.

    ``first`` and ``second``: incidents as in the form; of a taking back ``first`` is the joining's id. ``size``: how many entries
    the log had when it was asked for. ``why`` stands here until it is over. ``joining`` and ``incident``: what came of it, and
    ``trouble`` why nothing did.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="joinings_asked")
    act = models.CharField(max_length=10)
    first = models.CharField(max_length=100)
    second = models.CharField(max_length=100, blank=True)
    claims = models.JSONField(default=list)
    why = models.CharField(max_length=1000, blank=True)
    seen = models.BigIntegerField(null=True)
    size = models.BigIntegerField()
    state = models.CharField(max_length=10, choices=[(each, each) for each in JOINING_STATES], default="waiting", db_index=True)
    joining = models.CharField(max_length=40, blank=True)
    incident = models.CharField(max_length=100, blank=True)
    trouble = models.TextField(blank=True)
    asked_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        """The newest first."""

        ordering = ("-asked_at",)

    def __str__(self) -> str:
        return f"{self.act} {self.first} ({self.state})"


class Note(models.Model):
    """A line for the next shift. It is no record: whoever must be able to rely on it enters it as what it is."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notes")
    text = models.CharField(max_length=1000)
    written_at = models.DateTimeField(auto_now_add=True)
    settled_by = models.CharField(max_length=150, blank=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        """The newest first."""

        ordering = ("-written_at",)

    def __str__(self) -> str:
        return self.text[:40]
