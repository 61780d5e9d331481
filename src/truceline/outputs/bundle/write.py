"""Proving an incident: choose the checkpoint, gather what its view rests on, and write the bundle whole or not at all."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec

from truceline.errors import BundleError, NotFoundError, UsageError
from truceline.ledger import Record, verify_bundle
from truceline.model import Incident
from truceline.outputs.bundle import heads
from truceline.outputs.bundle.basis import Part, parts
from truceline.outputs.bundle.members import FIRST, members, packed
from truceline.outputs.bundle.shares import asked, shares
from truceline.outputs.views import Material, Selection, gather, incident_list

MOST_ENTRIES = verify_bundle.MAX_MEMBERS - 400
"""A member each for the proofs, and room for texts and the rest."""
_HEAD = b"PK\x03\x04"
_NAME_AT = 30
See = Callable[[Material], Material]


class Proved(msgspec.Struct, frozen=True, kw_only=True):
    """What was written: against which checkpoint, at which level by the keys inside, and what of it is shown."""

    size: int
    root: str
    level: int
    entries: int
    disclosed: int
    withheld: int
    texts: int
    bytes: int


def prove(  # noqa: PLR0913 - which incident, where to, what goes along
    record: Record,
    incident_id: str,
    out: Path,
    *,
    selection: Selection | None = None,
    disclose: Sequence[str] = (),
    with_texts: bool = False,
) -> Proved:
    """Write the proof bundle of an incident to ``out`` and return what it holds.

    Raises:
        NotFoundError: no such incident in this selection, or no sealed value of a name asked for.
        UsageError: the file cannot be written, or is there and is no bundle; nothing was written.
        RolledBackError, ForkError: the record does not go on from what was seen of it before.
    """
    check_out(out)
    made, data = proved(record, incident_id, selection=selection, disclose=disclose, with_texts=with_texts)
    _put(out, data)
    return made


def proved(  # noqa: PLR0913 - which incident, as seen by whom, what goes along
    record: Record,
    incident_id: str,
    *,
    selection: Selection | None = None,
    disclose: Sequence[str] = (),
    with_texts: bool = False,
    see: See = lambda material: material,
    is_signing: bool = True,
) -> tuple[Proved, bytes]:
    """Return the proof bundle of an incident as bytes, and what it holds.

    ``see`` takes out of what was gathered whatever the one who asks may not see; the bundle rests on nothing else then.
    ``is_signing``: a checkpoint of the whole record is signed now, where the key is here; else the newest that was is taken.

    Raises:
        NotFoundError: no such incident in what is seen, no sealed value of a name asked for, or no checkpoint.
        RolledBackError, ForkError: the record does not go on from what was seen of it before.
    """
    wanted = asked(record, disclose)
    current = heads.newest(record) if is_signing else heads.last_signed(record)
    chosen = selection or Selection()
    entry = current.size - 1 if chosen.entry is None else min(chosen.entry, current.size - 1)
    head = heads.best(record, current, _suiting(record, incident_id, chosen, entry, see))
    shown = msgspec.structs.replace(chosen, entry=min(entry, head.size - 1))
    incident, resting = _resting(record, incident_id, shown, see)
    given = shares(record, resting, wanted, with_texts=with_texts)
    data = packed(members(record, incident, selection=shown, parts=resting, head=head, shares=given))
    told = Proved(
        size=head.size,
        root=head.root,
        level=_verified(data).level,
        entries=len(resting),
        disclosed=len(given.disclosures),
        withheld=given.withheld,
        texts=len(given.texts),
        bytes=len(data),
    )
    return told, data


def _suiting(record: Record, incident_id: str, chosen: Selection, entry: int, see: See) -> Callable[[int], bool]:
    """Return what says whether the incident rested on the same entries when the log was smaller as it did with ``entry``."""

    def resting(last: int) -> tuple[Part, ...]:
        return _resting(record, incident_id, msgspec.structs.replace(chosen, entry=last), see)[1]

    whole = resting(entry)

    def suits(size: int) -> bool:
        if size <= whole[-1].entry:
            return False
        if size > entry:
            return True
        if chosen.entry is not None:
            return False
        try:
            return resting(size - 1) == whole
        except NotFoundError:
            return False

    return suits


def _verified(data: bytes) -> verify_bundle.Result:
    """Return what the verifier that lies in a bundle says of it.

    Raises:
        BundleError: it does not hold.
    """
    result = verify_bundle.verify(data)
    if result.problems:
        problem = result.problems[0]
        message = (
            f"the bundle made does not hold: {problem.where}: {problem.message}; nothing was written; run `truceline verify`"
        )
        raise BundleError(message)
    return result


def _resting(record: Record, incident_id: str, selection: Selection, see: See) -> tuple[Incident, tuple[Part, ...]]:
    """Return an incident of a selection, as far as it is seen, and the entries on which it rests."""
    material = see(gather(record, selection))
    incident = next((one for one in incident_list.folded(material) if one.id == incident_id), None)
    if incident is None:
        waiting = sum(any(k.incident == incident_id for k in material.links_of.get(t.claim.id, ())) for t in material.waiting)
        rest = f"; {waiting} proposed claims of it wait: `truceline review`, or --with-proposals" if waiting else ""
        message = f'no incident "{incident_id}" in this selection; `truceline incidents` lists them{rest}'
        raise NotFoundError(message)
    found = parts(record, material, incident)
    if len(found) > MOST_ENTRIES:
        message = (
            f"incident {incident_id} rests on {len(found):,} entries; at most {MOST_ENTRIES:,} fit a bundle; narrow it by --known"
        )
        raise UsageError(message)
    return incident, found


def check_out(out: Path) -> None:
    """Refuse to write over a file that is no bundle, or into a folder that is not there.

    Raises:
        UsageError: it is so; nothing was written.
    """
    if not out.parent.is_dir():
        message = f"no folder {out.parent} to write {out.name} into; expected a folder that is there"
        raise UsageError(message)
    if out.is_dir():
        message = f"{out} is a folder; expected a file to write, such as {out / 'incident.tlp'}"
        raise UsageError(message)
    if out.exists() and not _is_ours(out):
        message = f"{out} is there and is no proof bundle; nothing was written; expected another name"
        raise UsageError(message)


def _is_ours(out: Path) -> bool:
    with out.open("rb") as file:
        head = file.read(_NAME_AT + len(FIRST))
    return head[:4] == _HEAD and head[_NAME_AT:] == FIRST.encode()


def _put(out: Path, data: bytes) -> None:
    """Write whole or not at all; a bundle that is there stays until the new one is complete."""
    waiting = out.with_name(f".{out.name}.{secrets.token_hex(4)}")
    try:
        try:
            with waiting.open("xb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            waiting.replace(out)
        finally:
            waiting.unlink(missing_ok=True)
    except OSError as error:
        message = f"{out} cannot be written: {error.strerror or error}; expected a file in a folder that you may write to"
        raise UsageError(message) from error
