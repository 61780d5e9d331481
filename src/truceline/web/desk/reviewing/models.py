"""A decision that its person may still take back. It is no part of the record until it is written there."""

from __future__ import annotations

from django.conf import settings
from django.db import models

STATES = ("held", "writing", "refused")
"""held: may be taken back. writing: on its way into the log. refused: it cannot be written any more, mostly as somebody else
decided first, and the person is told."""


class HeldDecision(models.Model):
    """A verdict on a claim, with the last entry of the log that the person had seen, and a few of the claim's ``words``.

    ``told``: what stood in the way when it was to be written (``errors.Meanwhile`` as JSON); empty before that.
    """

    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="held_decisions")
    claim = models.CharField(max_length=40)
    report = models.CharField(max_length=200)
    verdict = models.CharField(max_length=10, choices=[("accepted", "accepted"), ("rejected", "rejected")])
    seen = models.BigIntegerField()
    words = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=[(each, each) for each in STATES], default="held", db_index=True)
    told = models.CharField(max_length=1000, blank=True)
    decided_at = models.DateTimeField(db_index=True)

    class Meta:
        """In the order in which they were made."""

        ordering = ("decided_at", "pk")

    def __str__(self) -> str:
        return f"{self.claim}: {self.verdict} ({self.state})"
