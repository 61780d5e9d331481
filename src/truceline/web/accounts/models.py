"""People: who may sign in, in which roles, for which authority, with which compartments. No word of the record is kept here."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models

from truceline.web.accounts.roles import ROLES, Act, acts_of


class Account(AbstractUser):
    """A person. ``username`` is the name that stands in the log for every act, so it is chosen once and never changed."""

    first_name = None  # type: ignore[assignment] # only the name that is signed with
    last_name = None  # type: ignore[assignment] # the same
    email = models.EmailField(blank=True)

    @property
    def acts(self) -> frozenset[Act]:
        """What this person may do, by all roles together."""
        if not hasattr(self, "_acts"):
            self._acts = acts_of(self.memberships.values_list("role", flat=True))
        return self._acts

    def may(self, act: Act) -> bool:
        """Say whether the person may do ``act``."""
        return self.is_active and act in self.acts

    @property
    def authorities(self) -> tuple[str, ...]:
        """For which authorities the person may enter findings, by their ids."""
        found = self.memberships.filter(role="adjudicator").exclude(authority="")
        return tuple(found.order_by("authority").values_list("authority", flat=True))

    @property
    def compartments(self) -> frozenset[str]:
        """Which compartments the person may see."""
        return frozenset(self.grants.values_list("compartment", flat=True))


class Membership(models.Model):
    """A role of an account; ``authority`` only for an adjudicator: the body in whose name findings are entered."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=20, choices=[(role, role) for role in ROLES])
    authority = models.CharField(max_length=100, blank=True)

    class Meta:
        """One line a role and authority."""

        constraints = (models.UniqueConstraint(fields=("account", "role", "authority"), name="one_membership"),)

    def __str__(self) -> str:
        return f"{self.account.username}: {self.role} {self.authority}".rstrip()


class Grant(models.Model):
    """A compartment whose sealed values an account may see."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="grants")
    compartment = models.CharField(max_length=100)

    class Meta:
        """One line a compartment."""

        constraints = (models.UniqueConstraint(fields=("account", "compartment"), name="one_grant"),)

    def __str__(self) -> str:
        return f"{self.account.username}: {self.compartment}"
