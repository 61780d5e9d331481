"""Asking a witness over HTTP for its cosignature, and drawing the conclusions from what it answers.

A witness that knows another size says so; the proof from there follows. One that knows more than this log has, or another
history, is asked for the checkpoint it cosigned: what that shows is judged here (``timeline.py``) and leaves evidence.
"""

from __future__ import annotations

import hashlib
import http.client
import urllib.parse
from collections.abc import Sequence

from truceline.errors import NoteError, RecordError, UsageError
from truceline.ledger.heads import head_tables
from truceline.ledger.heads.heads import Taken, check_own, take_cosigned
from truceline.ledger.heads.log_keys import origin_of
from truceline.ledger.heads.policies import current_policy
from truceline.ledger.notes.keys import VerifierKey
from truceline.ledger.notes.note import parse_note
from truceline.ledger.notes.plain import MAX_BYTES, decimal, shown
from truceline.ledger.store import Store
from truceline.ledger.witnesses.request import request_text
from truceline.ledger.witnesses.requests import Prepared, proof_from
from truceline.ledger.witnesses.witness import CONFLICT, INCONSISTENT, OK

TIMEOUT_S = 30.0
TRIES = 3
"""A witness that names one size after another is given up."""


ADVICE = {
    404: "its keeper must let it watch this log: `truceline witness trust KEY`, with the key that `truceline keys` prints",
    403: "it trusts another key of this log: its keeper runs `truceline witness trust KEY`, with what `truceline keys` prints",
    INCONSISTENT: "the proof did not satisfy it; run `truceline verify`",
}


def submit(store: Store, prepared: Prepared, url: str, keys: Sequence[VerifierKey] = ()) -> Taken:
    """Have a witness cosign a checkpoint and keep its answer.

    Raises: RecordError where it cannot be reached or refuses, NoteError where its answer is none, RolledBackError and ForkError
    where it knows more than this record or another history.
    """
    old = _last_size_of(store, url)
    for _ in range(TRIES):
        body = request_text({old: proof_from(store, old, prepared.size)}, prepared.note)
        status, answer = _ask(url, "POST", "/add-checkpoint", body.encode("utf-8"))
        if status == OK:
            return take_cosigned(store, str(parse_note(prepared.note).with_lines(answer)), f"answer of {url}", keys)
        known = decimal(answer.removesuffix("\n"), f"answer of {url}") if status == CONFLICT else None
        if known is None or known > prepared.size or known == old:
            break
        old = known
    _hold_against(store, url)
    refusal = f"the witness {url} did not cosign {prepared.size:,} entries: {status} {shown(answer.strip())}"
    message = f"{refusal}; {ADVICE[status]}" if status in ADVICE else refusal
    raise RecordError(message)


def _hold_against(store: Store, url: str) -> None:
    """Compare what the witness cosigned last with this log. Raises: RolledBackError, ForkError, NoteError."""
    name = hashlib.sha256(origin_of(store).encode("utf-8")).hexdigest()
    status, answer = _ask(url, "GET", f"/{name}/checkpoint")
    if status == OK:
        check_own(store, answer, f"the checkpoint that {url} cosigned")


def _last_size_of(store: Store, url: str) -> int:
    policy = current_policy(store)
    for witness in policy.policy.witnesses if policy else ():
        if witness.url is not None and witness.url.rstrip("/") == url.rstrip("/"):
            return max(head_tables.cosigned_sizes(store.connection, origin_of(store), str(witness.key)), default=0)
    return 0


def _ask(url: str, method: str, path: str, body: bytes | None = None) -> tuple[int, str]:
    parts = urllib.parse.urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        message = f"{shown(url)} is no address of a witness; expected http://HOST:PORT"
        raise UsageError(message)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    try:
        connection = kind(parts.hostname, parts.port, timeout=TIMEOUT_S)
        try:
            headers = {"Content-Type": "text/plain; charset=utf-8"}
            connection.request(method, parts.path.rstrip("/") + path, body, headers)
            answer = connection.getresponse()
            data = answer.read(MAX_BYTES + 1)
        finally:
            connection.close()
    except (OSError, ValueError, http.client.HTTPException) as error:
        message = f"the witness {url} cannot be reached: {error}; is `truceline witness serve` running there?"
        raise RecordError(message) from error
    if len(data) > MAX_BYTES:
        message = f"answer of {url}: longer than {MAX_BYTES} bytes; no witness answers so much"
        raise NoteError(message)
    return answer.status, data.decode("utf-8", "replace")
