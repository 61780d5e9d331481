"""The demonstration: the bundled reports of a pack, through the whole way, in a record of its own that says what it is.

Its claims are accepted by a reviewer who is plainly no person. The rule is part of the demonstration and is shown: accept every
proposal that was linked to an incident or says something of an agreement of the theatre, of aid movements or of diplomacy, decide
on nothing else, so that something is left to try ``truceline review`` on.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec

from truceline.agreement.parties import Parties
from truceline.agreement.statements import read
from truceline.diplomacy import reading as diplomacy
from truceline.errors import RecordBrokenError, UsageError
from truceline.ledger import Record
from truceline.model import Claim
from truceline.model.hearing import Heard, Hearing
from truceline.movements import reading as movements
from truceline.workflow.claims import decide
from truceline.workflow.demo_told import tell_of_the_convoy
from truceline.workflow.ingest import CLASH, Ingested, Watch, ingest
from truceline.workflow.linking import Linked, link_record
from truceline.workflow.opening import MARK, check_place, make, theatre_of
from truceline.workflow.packs import load_theatre
from truceline.workflow.reading import Defaults

REVIEWER = "demonstration reviewer (not a person)"
RULE = (
    "accepts every proposal that was linked to an incident or speaks of an agreement, of aid movements or of diplomacy, "
    "and nothing else"
)
THEATRE = "syria_2016"
STAMP = "demonstration"
"""File inside the record that says: made by ``truceline demo``, may be made anew by it."""


class Demonstration(msgspec.Struct, frozen=True, kw_only=True):
    """What the demonstration did: made anew or used again, what came in, what was linked, how many proposals were accepted."""

    is_new: bool
    ingested: Ingested
    linked: Linked
    accepted: int


def demonstrate(
    folder: Path, *, watch: Watch = lambda _done, _total: None, say: Callable[[str], None] = lambda _text: None
) -> Demonstration:
    """Make the demonstration in ``folder``, or use the one that is there.

    Raises:
        UsageError: the folder holds something else than a demonstration made by this function.
    """
    check_place(folder)
    _check_ours(folder)
    if (folder / MARK).exists():
        found = _again(folder, watch)
        if found is not None:
            return found
        say(f"the demonstration in {folder} was damaged or made by another version; making it anew")
        _remove(folder)
    with make(folder, theatre=THEATRE, kind="demonstration") as record:
        (folder / ".truceline" / STAMP).write_text("made by `truceline demo`, which may make it anew\n", encoding="utf-8")
        return _run(record, watch, is_new=True)


def _check_ours(folder: Path) -> None:
    """Refuse a folder in which there is anything that we did not make."""
    if not folder.exists() or (folder / ".truceline" / STAMP).is_file() or not any(folder.iterdir()):
        return
    message = f"{folder} is not empty and holds no demonstration of ours; nothing was touched; name another folder with --record"
    raise UsageError(message)


def _again(folder: Path, watch: Watch) -> Demonstration | None:
    """Use the demonstration that is there; None where it does not hold together or is of other reports."""
    try:
        with Record.open(folder) as record:
            if not record.verify().ok:
                return None
            done = _run(record, watch, is_new=False)
    except RecordBrokenError:
        return None
    return None if any(fault.code == CLASH for fault in done.ingested.refused) else done


def _remove(folder: Path) -> None:
    """Take away what we made, and nothing else."""
    shutil.rmtree(folder / ".truceline")
    (folder / MARK).unlink(missing_ok=True)


def _run(record: Record, watch: Watch, *, is_new: bool) -> Demonstration:
    ingested = ingest(record, load_theatre(THEATRE).reports, defaults=Defaults(), watch=watch)
    linked = link_record(record)
    accepted = decide(record, _by_rule(record), "accepted", REVIEWER)
    tell_of_the_convoy(record, REVIEWER)
    return Demonstration(is_new=is_new, ingested=ingested, linked=linked, accepted=accepted)


def _by_rule(record: Record) -> list[str]:
    """Return the proposals that the rule of the demonstration accepts."""
    linked = {held.link.claim for held in record.links() if held.link.outcome == "linked"}
    waiting = [held.claim for held in record.claims() if held.standing == "proposed"]
    others = [claim for claim in waiting if claim.id not in linked]
    speaking = _speaking_of_agreements(record, others) | _speaking_of_movements_and_diplomacy(record, others)
    return [claim.id for claim in waiting if claim.id in linked or claim.id in speaking]


def _speaking_of_agreements(record: Record, claims: Sequence[Claim]) -> set[str]:
    """Return the claims that say something of an agreement of the theatre that was there on their day."""
    theatre = theatre_of(record)
    known = {held.id: held.published_at or held.received_at[:10] for held in record.reports()}
    asked = [(each, Parties(each, theatre.actors, theatre.places)) for each in theatre.agreements]
    found = set()
    for claim in claims:
        heard = _heard(claim, record.report(claim.report).text, known[claim.report])
        if any(text.date <= heard.known_on and read(heard, text, parties) for text, parties in asked):
            found.add(claim.id)
    return found


def _speaking_of_movements_and_diplomacy(record: Record, claims: Sequence[Claim]) -> set[str]:
    """Return the claims that say something of aid movements, of proposals or of contacts."""
    theatre = theatre_of(record)
    known = {held.id: held.published_at or held.received_at[:10] for held in record.reports()}
    heard = tuple(_heard(each, record.report(each.report).text, known[each.report]) for each in claims)
    hearing = Hearing(on=max(known.values(), default=""), heard=heard, incidents=(), actors=theatre.actors, places=theatre.places)
    return {said.source.id for said in (*movements.read(hearing), *diplomacy.read(hearing))}


def _heard(claim: Claim, text: str, known_on: str) -> Heard:
    first, last = claim.reach.start, claim.reach.end
    return Heard(
        claim=claim,
        words=" ".join(text[span.start : span.end] for span in claim.content),
        sentence=text[first:last],
        sentence_at=first,
        known_on=known_on,
        said_on=known_on,
        standing="proposed",
    )
