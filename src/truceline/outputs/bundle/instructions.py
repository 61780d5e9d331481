"""VERIFY.md: what a bundle is, what it says, and how anybody checks it, for a person who never heard of truceline."""

from __future__ import annotations

from truceline.ledger.leaf.canonical import Json
from truceline.model import Incident, RecordKind
from truceline.outputs.bundle.shares import Shares
from truceline.outputs.bundle.summary import ranged, summary

_ROLES = {
    "opening": "opens the log and says what kind of record it is",
    "pack": "names of actors and places in use",
    "report": "a report came in",
    "claim": "what somebody says in it",
    "decision": "a person decided on that reading",
    "link": "puts the claim into this incident",
    "copy": "one report repeats another",
    "judgement": "a person said whether two claims are about the same happening",
    "call": "a telephone allegation",
    "redaction": "orders that something be taken out",
    "succession": "the log goes on under another name",
}

_KINDS: dict[RecordKind, str] = {
    "demonstration": "**demonstration: not a record of actual monitoring**",
    "exercise": "**exercise: nothing here happened**",
    "actual": "record of actual monitoring",
}

_TEXT = """\
# Proof of incident {incident}

This file is one incident of a record kept with {software}, as it was put together from entries of its log. Anybody can check
it without that program and without trusting whoever sent it.

**What it shows:** that these entries stand in the log named below and were not changed since. **What it never shows:** that a
claim is true. Entries that were left out of this file cannot be seen in it.

| | |
|---|---|
| what kind of record | {kind} |
| log | `{origin}` |
| entries in the log | {size} |
| root | `{root}` |
| made by | {software} |
| filter | {filter} |
| sealed values shown | {shown} |
| sealed values withheld (blanks among them) | {withheld} |
| texts that go along | {texts} |

## What it says

As {software} put it together from the entries. **Nobody signed this summary**, nor the filter above: whoever passes
the file on can change this page. The verifier holds claims, accounts, figures, places and times of it (they stand in
`bundle.json` too) against the entries, and says so where they do not fit; that nothing was left out, what kind of
happening it is, what is contested and who repeats whom it does not compute.

{summary}

Each account stands for itself: none is preferred, and nothing is a sum or an average. A name in `code` is an id of
the names in use (the pack, whose hash is in its entry): ask whoever keeps the record for the list, or for the texts,
where the words stand. What a claim is in the record is its entry of the kind `claim.proposed` (a machine read it) or
`claim.entered` (a person did) below.

## Check it

With Python 3.8 or newer, and nothing else:

    python3 -I -S verify.py THIS_FILE.tlp

Take `verify.py` out of this file only if you trust whoever sent it: a forger would send a verifier that agrees.
Better is one that you had before, or from a truceline of your own (`truceline verify THIS_FILE.tlp` is the same
program). Without Python: open `verify.html` in a browser and drop this file on it; the same holds for that page. Any
bundle from somebody whom you do trust has both. They need no network.

The keys in `vkeys.txt` and `policy.txt` came with the file: they are only as good as the way it reached you. Keys that you got
otherwise are named with `--vkey KEY` or `--policy FILE`, the certificate of a timestamping party with `--tsa-ca FILE`.

| level | |
|---|---|
| 0 | hash only: the parts fit together |
| 1 | signed by the log: its keeper cannot deny this record |
| 2 | cosigned by the witnesses that the policy asks for: they saw the same record |
| 3 | besides, timestamped by a party that you trust |

By hand: a line of `entries.jsonl` is one entry; its hash is SHA-256 of a zero byte and the line without its newline. For each,
`proofs/` has a file in the format c2sp.org/tlog-proof@v1, all for the checkpoint in `checkpoint.txt` (a C2SP signed note).
Programs of other people read these formats too.

## How the parts lead to the incident

{lead}

| entries | kind | |
|---|---|---|
{parts}
"""

_LEAD = """\
Reports came in; claims were read in them; people decided on the claims where a decision stands below; links put the claims into
this incident. `bundle.json` has the incident as folded from these entries, in codes."""


def instructions(kind: RecordKind, about: dict[str, Json], incident: Incident, shares: Shares) -> str:
    """Return VERIFY.md of a bundle from a record of this kind."""
    chosen = about["filter"]
    parts = about["parts"]
    assert isinstance(chosen, dict)
    assert isinstance(parts, list)
    clocks = ", ".join(f"{name} {value}" for name, value in chosen.items() if value not in {None, False})
    listed: dict[tuple[str, str], list[int]] = {}
    for part in parts:
        assert isinstance(part, dict)
        listed.setdefault((str(part["kind"]), _ROLES[str(part["as"])]), []).append(int(str(part["entry"])))
    rows = [f"| {ranged(entries)} | `{of}` | {role} |" for (of, role), entries in listed.items()]
    return _TEXT.format(
        **{name: about[name] for name in ("incident", "software", "origin", "size", "root")},
        kind=_KINDS[kind],
        filter=clocks,
        shown=len(shares.disclosures),
        withheld=shares.withheld,
        texts=len(shares.texts),
        lead=_LEAD,
        summary=summary(incident),
        parts="\n".join(rows),
    )
