"""VERIFY.md: what a bundle is, what it says, and how anybody checks it, for a person who never heard of truceline."""

from __future__ import annotations

from truceline.ledger.canonical import Json
from truceline.outputs.bundle.shares import Shares

_ROLES = {
    "opening": "opens the log and says what kind of record it is",
    "pack": "names of actors and places in use",
    "report": "a report came in",
    "claim": "what somebody says in it",
    "decision": "a person accepted that reading",
    "link": "puts the claim into this incident",
    "copy": "one report repeats another",
    "judgement": "a person said whether two claims are about the same happening",
    "call": "a telephone allegation",
    "redaction": "orders that something be taken out",
    "succession": "the log goes on under another name",
}

_TEXT = """\
# Proof of incident {incident}

This file is one incident of a record kept with {software}, as it was put together from entries of its log. Anybody can check
it without that program and without trusting whoever sent it.

**What it shows:** that these entries stand in the log named below and were not changed since. **What it never shows:** that a
claim is true. Entries that were left out of this file cannot be seen in it.

| | |
|---|---|
| log | `{origin}` |
| entries in the log | {size} |
| root | `{root}` |
| made by | {software} |
| filter | {filter} |
| sealed values shown | {shown} |
| sealed values withheld (blanks among them) | {withheld} |
| texts that go along | {texts} |

## Check it

With Python 3.8 or newer, and nothing else:

    python3 -I -S verify.py THIS_FILE.tlp

Take `verify.py` out of this file only if you trust whoever sent it; better, from a truceline of your own
(`truceline verify THIS_FILE.tlp` is the same program). Without Python: open `verify.html` in a browser and drop this file on it.
Both work without a network.

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

| entry | kind | |
|---|---|---|
{parts}
"""

_LEAD = """\
Reports came in; claims were read in them; people decided on the claims where a decision stands below; links put the claims into
this incident. `bundle.json` has the incident as folded from these entries, in codes: accounts stay side by side, a range says
by which rule it was made, and nothing in it is the sum or the average of rival figures."""


def instructions(about: dict[str, Json], shares: Shares) -> str:
    """Return VERIFY.md."""
    chosen = about["filter"]
    parts = about["parts"]
    assert isinstance(chosen, dict)
    assert isinstance(parts, list)
    clocks = ", ".join(f"{name} {value}" for name, value in chosen.items() if value not in {None, False})
    rows = [f"| {p['entry']} | `{p['kind']}` | {_ROLES[str(p['as'])]} |" for p in parts if isinstance(p, dict)]
    return _TEXT.format(
        **{name: about[name] for name in ("incident", "software", "origin", "size", "root")},
        filter=clocks,
        shown=len(shares.disclosures),
        withheld=shares.withheld,
        texts=len(shares.texts),
        lead=_LEAD,
        parts="\n".join(rows),
    )
