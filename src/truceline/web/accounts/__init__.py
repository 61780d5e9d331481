"""People: accounts, roles, invitations, sign-in."""
