"""The policy of a record: whose cosignatures make it joint. Set by an entry, archived as it came, the last one holds.

A checkpoint counts for a policy only if the entry that set it is among its entries: those who cosign have seen the rule they
cosign under, and a policy that is put in place later makes nothing joint that was not.
"""

from __future__ import annotations

import msgspec

from truceline.errors import NoteError
from truceline.ledger.heads.log_keys import counted, log_keys, origin_of
from truceline.ledger.leaf.bodies import PolicySet
from truceline.ledger.leaf.entries import Draft, Entry
from truceline.ledger.notes.address import parse_address
from truceline.ledger.notes.policy import NONE, Policy, parse_policy
from truceline.ledger.numbered import append_next
from truceline.ledger.store import Store


class PolicyInForce(msgspec.Struct, frozen=True):
    """A policy, the entry that set it, the hash of its file, and how many were in force before it."""

    idx: int
    by: str
    at: str
    sha256: str
    policy: Policy
    earlier: int

    @property
    def is_asking(self) -> bool:
        """Whether any cosignature at all is asked for."""
        return self.policy.quorum != NONE


def set_policy(store: Store, data: bytes, where: str, *, by: str) -> PolicyInForce:
    """Archive a policy file and put it in force; the one in force already is not set again.

    Raises: NoteError, with the line, where it is no policy or not one of this log; nothing is written then.
    """
    policy = parse_policy(data, where)
    _check_logs(store, policy, where)
    _check_witnesses(store, policy, where)
    check_addresses(policy, where)
    before = current_policy(store)
    sha256 = store.archive(data)
    if before is None or before.sha256 != sha256:
        append_next(store, "policy.set", lambda _: Draft(kind="policy.set", body=PolicySet(policy_sha256=sha256), by=by))
    found = current_policy(store)
    assert found is not None, "one was just set"
    return found


def check_addresses(policy: Policy, where: str) -> None:
    """Refuse a witness with an address where nobody can be asked. Raises: NoteError, with the name of the witness."""
    for witness in policy.witnesses:
        if witness.url is not None:
            parse_address(witness.url, f"{where}, witness {witness.name}")


def current_policy(store: Store, size: int | None = None) -> PolicyInForce | None:
    """Return the policy in force, or the one that was in force after ``size`` entries; None where none was."""
    entries = [entry for entry in counted(store, "policy.set") if size is None or entry.idx < size]
    return _in_force(store, entries[-1], len(entries) - 1) if entries else None


def policy_file(store: Store, policy: PolicyInForce) -> bytes:
    """Return the policy file as it came. Raises: NotFoundError, RecordBrokenError."""
    return store.read_archived(policy.sha256)


def _in_force(store: Store, entry: Entry, earlier: int) -> PolicyInForce:
    assert isinstance(entry.body, PolicySet), "the kind says the type"
    sha256 = entry.body.policy_sha256
    policy = parse_policy(store.read_archived(sha256), f"policy {sha256[:12]} (entry {entry.idx})")
    return PolicyInForce(entry.idx, entry.by, entry.at, sha256, policy, earlier)


def _check_logs(store: Store, policy: Policy, where: str) -> None:
    origin = origin_of(store)
    logs = [log.key.name for log in policy.logs]
    if logs and origin not in logs:
        message = (
            f"{where}: its logs are {', '.join(logs)}; this record is {origin}; add its line (`truceline keys` prints the key)"
        )
        raise NoteError(message)


def _check_witnesses(store: Store, policy: Policy, where: str) -> None:
    """Refuse a witness that has a key of this log, under whatever name: the log would witness itself."""
    own = {known.key.public_key: known.idx for known in log_keys(store)}
    for witness in policy.witnesses:
        if witness.key.public_key in own:
            message = (
                f"{where}: the witness {witness.name} ({witness.key.name}) has the key of the log itself (entry "
                f"{own[witness.key.public_key]}); a log cannot witness itself; name a witness that somebody else keeps"
            )
            raise NoteError(message)
