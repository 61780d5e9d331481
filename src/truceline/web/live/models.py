"""Who is working on what, for as long as they say so. No word of the record is kept here, and nothing of it outlasts a minute."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Presence(models.Model):
    """Somebody has a thing open to work on it. ``place``: what it is and its id, ``claim:c_0123``; ``seen_at``: last heard of."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="presences")
    place = models.CharField(max_length=200)
    seen_at = models.DateTimeField(db_index=True)

    class Meta:
        """One line a person and thing."""

        constraints = (models.UniqueConstraint(fields=("account", "place"), name="one_presence"),)

    def __str__(self) -> str:
        return f"{self.account_id} at {self.place}"
