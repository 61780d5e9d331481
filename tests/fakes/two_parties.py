"""A record that two parties witness, and what travels between them; everything real but the table they sit at."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from truceline.ledger import Draft, Record
from truceline.ledger.heads import heads, policies
from truceline.ledger.heads.log_keys import signer_of
from truceline.ledger.leaf.bodies import LogPadded
from truceline.ledger.witnesses import requests
from truceline.ledger.witnesses.witness import Answer, Witness

NOON = dt.datetime(2026, 9, 20, 12, tzinfo=dt.UTC)


def make_record(folder: Path) -> Record:
    """Make an empty record."""
    return Record.create(folder, "exercise", "valley")


def grow(record: Record, number: int = 1) -> None:
    """Append entries that say nothing."""
    record.append([Draft(kind="log.padded", body=LogPadded(), by="tester") for _ in range(number)])


def make_witness(folder: Path, name: str, record: Record) -> Witness:
    """Make a witness that watches the record."""
    witness = Witness.create(folder / name, f"{name}.example/witness")
    witness.trust(signer_of(record).vkey)
    return witness


def policy_of(record: Record, *parties: Witness, quorum: str = "all") -> str:
    """Return a policy of these parties for the record."""
    names = [f"P{at}" for at in range(len(parties))]
    lines = [f"log {signer_of(record).vkey}\n"]
    lines += [f"witness {name} {party.signer.vkey}\n" for name, party in zip(names, parties, strict=True)]
    return "".join((*lines, f"group both {quorum} {' '.join(names)}\nquorum both\n"))


def agree(record: Record, *parties: Witness) -> None:
    """Put in force that all of these parties must have cosigned."""
    policies.set_policy(record, policy_of(record, *parties).encode(), "policy", by="tester")


def request_of(record: Record) -> str:
    """Return what travels to the witnesses."""
    return requests.request_file(record, requests.prepare(record, by="tester", at=NOON, is_now=True))


def cosigned_by(record: Record, *parties: Witness) -> list[Answer]:
    """Have parties cosign the record as it is now, and take in their answers."""
    request = request_of(record)
    answers = [party.add_checkpoint(request) for party in parties]
    for answer in answers:
        assert answer.last is not None, answer
        heads.take_cosigned(record, answer.last, "answer")
    return answers
