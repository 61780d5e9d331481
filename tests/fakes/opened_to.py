"""To whom each address of the room is opened: written by hand, so that a page is opened on purpose and not by a slip.

A new address fails its test until it has a line here, and a line that says another act than its view does fails too.
"""

from __future__ import annotations

OPEN, SELF, PUBLIC = "open", "self", "public"
"""For everybody; for whoever is signed in; for those who may read, and without sign-in in a public room."""
_OPEN = "account_login account_logout mfa_authenticate mfa_login_webauthn accounts:join"
_SELF = (
    "account_change_password account_reauthenticate mfa_index mfa_reauthenticate mfa_reauthenticate_webauthn mfa_activate_totp "
    "mfa_deactivate_totp mfa_view_recovery_codes mfa_generate_recovery_codes mfa_download_recovery_codes mfa_list_webauthn "
    "mfa_add_webauthn mfa_remove_webauthn mfa_edit_webauthn"
)
_PUBLIC = (
    "room:home room:incidents room:incident room:report room:proof room:claim room:search room:learned room:verification "
    "room:verifier room:agreement room:violations room:proposals room:contacts room:movements room:deliveries room:sites "
    "room:actors room:actor room:sources room:source maps:map maps:points maps:labels maps:base maps:tile desk:too_large"
)
_ACTS = {
    "read": "room:movement room:plan room:care live:events live:here desk:handover desk:settle",
    "call": "desk:call",
    "ingest": (
        "desk:uploads desk:upload_begin desk:upload desk:upload_part desk:upload_end desk:upload_again desk:upload_remove"
    ),
    "mark": "desk:mark",
    "decide": "desk:review desk:decide desk:take_back desk:dismiss desk:correct",
    "join": "desk:join desk:joining desk:merge desk:split desk:undo",
    "step": "desk:step",
    "release": "desk:release desk:release_one desk:release_withdraw",
    "approve": "desk:release_give",
    "pack": "desk:pack desk:pack_file",
    "people": (
        "accounts:people accounts:invite accounts:withdraw accounts:person accounts:roles accounts:compartments "
        "accounts:activity accounts:renew"
    ),
}
ACTS: dict[str, str] = {
    name: act for act, names in {OPEN: _OPEN, SELF: _SELF, PUBLIC: _PUBLIC, **_ACTS}.items() for name in names.split()
}
"""By the name of an address: OPEN, SELF, PUBLIC, or the act that a role must allow."""
