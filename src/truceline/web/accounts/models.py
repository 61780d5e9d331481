"""People: who may sign in, in which roles, for which authority, with which compartments. No word of the record is kept here.

Beside the people stands what was changed of them: a list that only grows, each line over the one before, also in the database.
"""

from __future__ import annotations

import hashlib

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils import timezone
from django.utils.crypto import salted_hmac

from truceline.web.accounts.roles import ROLES, Act, acts_of

SECOND_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
PURPOSES = ("join", "password", "factor")


class Account(AbstractUser):
    """A person. ``username`` is the name that stands in the log for every act, so it is chosen once and never changed.

    ``signed_out`` counts how often all sessions of the person were ended; a session knows at which count it began.
    """

    first_name = None  # type: ignore[assignment] # only the name that is signed with
    last_name = None  # type: ignore[assignment] # the same
    email = models.EmailField(blank=True)
    signed_out = models.PositiveIntegerField(default=0)

    @property
    def roles(self) -> tuple[str, ...]:
        """The roles of this person, each once."""
        if not hasattr(self, "_roles"):
            self._roles = tuple(dict.fromkeys(self.memberships.values_list("role", flat=True)))
        return self._roles

    @property
    def resting(self) -> frozenset[str]:
        """Which roles rest until the person has set up a second factor."""
        waiting = frozenset(self.roles) & settings.SECOND_FACTOR_ROLES
        return frozenset() if not waiting or self.has_second_factor else waiting

    @property
    def has_second_factor(self) -> bool:
        """Whether signing in asks for more than the password."""
        if not hasattr(self, "_has_second_factor"):
            self._has_second_factor: bool = Authenticator.objects.filter(user=self, type__in=SECOND_FACTORS).exists()
        return self._has_second_factor

    @property
    def acts(self) -> frozenset[Act]:
        """What this person may do now, by all roles together that do not rest."""
        if not hasattr(self, "_acts"):
            self._acts = acts_of(set(self.roles) - self.resting)
        return self._acts

    def may(self, act: Act) -> bool:
        """Say whether the person may do ``act``."""
        return self.is_active and act in self.acts

    def would(self, act: Act) -> bool:
        """Say whether the person might do ``act`` after setting up a second factor."""
        return self.is_active and act in acts_of(self.roles)

    def speaks_for(self, authority: str) -> bool:
        """Say whether the person may enter steps and findings in the name of ``authority``, an actor's id."""
        return self.may("step") and authority in self.authorities

    @property
    def authorities(self) -> tuple[str, ...]:
        """For which authorities the person may enter findings, by their ids."""
        return tuple(sorted({each.authority for each in self.memberships.all() if each.role == "adjudicator" and each.authority}))

    @property
    def compartments(self) -> frozenset[str]:
        """Which compartments the person may see."""
        if not hasattr(self, "_compartments"):
            self._compartments = frozenset(self.grants.values_list("compartment", flat=True))
        return self._compartments

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Return what a session must have been begun with: the password, and the count of the times all sessions were ended."""
        held = f"{self.password}/{self.signed_out}"
        return salted_hmac("truceline.accounts.session", held, secret=secret, algorithm="sha256").hexdigest()


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


class Invitation(models.Model):
    """A link that works once: to join, or to set a password or a second factor anew. Of its secret only the hash is kept.

    ``roles``: pairs of role and authority. ``account``: who came of it, or whose password or second factor it is about.
    """

    secret_hash = models.CharField(max_length=64, unique=True)
    purpose = models.CharField(max_length=10, choices=[(each, each) for each in PURPOSES])
    name = models.CharField(max_length=80, blank=True)
    roles = models.JSONField(default=list)
    compartments = models.JSONField(default=list)
    account = models.ForeignKey(Account, null=True, on_delete=models.CASCADE, related_name="invitations")
    made_by = models.CharField(max_length=150, blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.purpose} {self.pk}"

    @property
    def is_open(self) -> bool:
        """Whether it can still be used."""
        return self.used_at is None and self.withdrawn_at is None and timezone.now() < self.expires_at

    @staticmethod
    def hash_of(secret: str) -> str:
        """Return under which hash the invitation with this secret stands."""
        return hashlib.sha256(secret.encode()).hexdigest()


class Change(models.Model):
    """One change to people: at which moment, by whom (nobody: at the command line), what, to whom, of what. Never altered.

    ``digest`` is over all of it and the digest of the line before, so that a line taken out or altered afterwards is noticed.
    """

    at = models.DateTimeField()
    by = models.CharField(max_length=150, blank=True)
    what = models.CharField(max_length=30)
    whom = models.CharField(max_length=150, blank=True)
    of = models.CharField(max_length=200, blank=True)
    previous = models.CharField(max_length=64, unique=True)
    digest = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.by or 'command line'}: {self.what} {self.whom} {self.of}".rstrip()
