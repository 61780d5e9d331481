"""The words for roles, for kinds of links and for changes of people."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

ROLES = {
    "observer": (_("Observer"), _("Looks at the record, and writes down calls.")),
    "monitor": (_("Monitor"), _("Also takes in reports and marks claims in them.")),
    "analyst": (_("Analyst"), _("Also decides on proposals, and joins and splits incidents.")),
    "adjudicator": (_("Adjudicator"), _("Enters steps and findings in the name of one authority.")),
    "publisher": (_("Publisher"), _("Asks for releases, and gives those that another person asked for.")),
    "administrator": (_("Administrator"), _("Looks after people, compartments and the theatre pack; decides on no claim.")),
}
PURPOSES = {
    "join": _("Invitation to join"),
    "password": _("A new password"),
    "factor": _("A new second factor"),
}
CHANGES = {
    "first": _("was made the first administrator"),
    "invited": _("was invited"),
    "withdrawn": _("had a link withdrawn"),
    "joined": _("joined"),
    "role_given": _("was given a role"),
    "role_taken": _("lost a role"),
    "compartment_given": _("was given a compartment"),
    "compartment_taken": _("lost a compartment"),
    "deactivated": _("was deactivated"),
    "reactivated": _("was activated again"),
    "signed_out": _("was signed out everywhere"),
    "password_link": _("was given a link for a new password"),
    "password_reset": _("set a new password by a link"),
    "factor_link": _("was given a link for a new second factor"),
    "factor_reset": _("gave up a second factor by a link"),
}
NAME_REASONS = {
    "empty": _("Write a name with at least one letter or digit."),
    "long": _("Write a name of at most 80 characters."),
    "edge": _("Begin the name with a letter or a digit."),
    "sign": _("Use letters, digits, spaces and . - _ @ + ' only."),
    "mixed": _("Use letters of one script only, so that the name cannot look like somebody else's."),
}
