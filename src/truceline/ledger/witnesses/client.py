"""Asking a witness over HTTP for its cosignature, and drawing the conclusions from what it answers.

A witness that knows another size says so; the proof from there follows. One that knows more than this log has, or another
history, is asked for the checkpoint it cosigned: what that shows is judged here (``timeline.py``) and leaves evidence.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from truceline.errors import NoteError, UsageError, WitnessError
from truceline.ledger.heads import head_tables
from truceline.ledger.heads.heads import Taken, check_own, take_cosigned
from truceline.ledger.heads.log_keys import origin_of
from truceline.ledger.heads.policies import check_addresses, current_policy
from truceline.ledger.notes.address import parse_address
from truceline.ledger.notes.keys import VerifierKey
from truceline.ledger.notes.note import parse_note
from truceline.ledger.notes.plain import decimal, shown
from truceline.ledger.store import Store
from truceline.ledger.witnesses.asking import Asking
from truceline.ledger.witnesses.request import request_text
from truceline.ledger.witnesses.requests import Prepared, proof_from
from truceline.ledger.witnesses.witness import CONFLICT, INCONSISTENT, OK

TRIES = 3
"""A witness that names one size after another is given up."""


ADVICE = {
    404: "its keeper must let it watch this log: `truceline witness trust KEY`, with the key that `truceline keys` prints",
    403: "it trusts another key of this log: its keeper runs `truceline witness trust KEY`, with what `truceline keys` prints",
    INCONSISTENT: "the proof did not satisfy it; run `truceline verify`",
}


def addresses(store: Store, given: Sequence[str]) -> list[str]:
    """Return the addresses of the witnesses to ask: those given, else those of the policy. Each is looked at, nothing is sent.

    Raises: UsageError where one given is none or there is none at all, NoteError where one in the policy is none.
    """
    try:
        for url in given:
            parse_address(url)
    except NoteError as error:
        raise UsageError(str(error)) from error
    found, policy = list(given), current_policy(store)
    if not given and policy is not None:
        check_addresses(policy.policy, f"policy {policy.sha256[:12]} (entry {policy.idx})")
        found = [witness.url for witness in policy.policy.witnesses if witness.url]
    if not found:
        message = "no witness to ask: name its address, or write it behind its key in the policy"
        raise UsageError(message)
    return found


def submit(store: Store, prepared: Prepared, url: str, keys: Sequence[VerifierKey] = ()) -> Taken:
    """Have a witness cosign a checkpoint and keep its answer.

    Raises: WitnessError where it is not reached, takes too long or refuses, NoteError where its answer or ``url`` is none,
    RolledBackError and ForkError where it knows more than this record or another history.
    """
    asking = Asking(url)
    old = _last_size_of(store, url)
    for _ in range(TRIES):
        body = request_text({old: proof_from(store, old, prepared.size)}, prepared.note)
        status, answer = asking.ask("POST", "/add-checkpoint", body.encode("utf-8"))
        if status == OK:
            return take_cosigned(store, str(parse_note(prepared.note).with_lines(answer)), f"answer of {url}", keys)
        known = decimal(answer.removesuffix("\n"), f"answer of {url}") if status == CONFLICT else None
        if known is None or known > prepared.size or known == old:
            break
        old = known
    _hold_against(store, asking, url)
    refusal = f"the witness {url} did not cosign {prepared.size:,} entries: {status} {shown(answer.strip())}"
    message = f"{refusal}; {ADVICE[status]}" if status in ADVICE else refusal
    raise WitnessError(message)


def _hold_against(store: Store, asking: Asking, url: str) -> None:
    """Compare what the witness cosigned last with this log. Raises: RolledBackError, ForkError, NoteError."""
    name = hashlib.sha256(origin_of(store).encode("utf-8")).hexdigest()
    status, answer = asking.ask("GET", f"/{name}/checkpoint")
    if status == OK:
        check_own(store, answer, f"the checkpoint that {url} cosigned")


def _last_size_of(store: Store, url: str) -> int:
    policy = current_policy(store)
    for witness in policy.policy.witnesses if policy else ():
        if witness.url is not None and witness.url.rstrip("/") == url.rstrip("/"):
            return max(head_tables.cosigned_sizes(store.connection, origin_of(store), str(witness.key)), default=0)
    return 0
