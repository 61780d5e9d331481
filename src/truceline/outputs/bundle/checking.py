"""Checking a bundle that somebody brings, by the same program that lies in every bundle, and holding it against this record.

What was checked and what was not is part of the answer. A bundle of this record may be out of date and still hold: then it is
said how many entries came since, which of them concern its incident, and whether something in it was ordered to go.
"""

from __future__ import annotations

import msgspec

from truceline.ledger import Record, verify_bundle
from truceline.ledger.heads.log_keys import origin_of
from truceline.ledger.heads.succession import successions
from truceline.ledger.leaf.bodies import RedactionOrdered
from truceline.ledger.redactions import ordered
from truceline.outputs.views import Material
from truceline.outputs.views.review_history import review_history

MOST_LISTED = 50
_PROGRAMS = (b"MZ", b"\x7fELF", b"\xcf\xfa\xed\xfe", b"\xfe\xed\xfa\xce", b"#!")
_POLICY_WORDS = ("log ", "witness ", "group ", "quorum ")


class ProblemLine(msgspec.Struct, frozen=True):
    """What does not hold: a ``code``, ``where`` in the bundle, and a sentence."""

    code: str
    where: str
    message: str


class Unreadable(msgspec.Struct, frozen=True, kw_only=True):
    """It is no bundle, or keys that were put in are none: nothing was checked. ``is_program``: it begins as a program does."""

    problem: ProblemLine
    is_program: bool = False
    is_of_keys: bool = False


class Against(msgspec.Struct, frozen=True, kw_only=True):
    """A bundle of this record, held against it now. ``is_on_line``: the first entries of this log have just its root.

    ``since``: how many entries came after it; ``acts_since``: how many of them are acts on its incident that the reader may see;
    ``ordered_since``: entries of it of which something was ordered to go later.
    """

    is_on_line: bool
    since: int
    acts_since: int
    ordered_since: tuple[int, ...]

    @property
    def is_out_of_date(self) -> bool:
        """What the record says of this incident has changed since."""
        return bool(self.acts_since or self.ordered_since)


class Checked(msgspec.Struct, frozen=True, kw_only=True):
    """What the verifier found: everything of the bundle that it names is somebody else's word, and is shown as such.

    ``level`` 0 to 3, reached by ``keys`` that were "pinned" by the reader or came with the "bundle". Times are instants in words.
    ``against`` this record; None where the bundle is of another log.
    """

    holds: bool
    level: int
    keys: str
    origin: str
    size: int
    root: str
    software: str
    incident: str
    entries: int
    disclosed: int
    withheld: int
    texts: int
    problems: tuple[ProblemLine, ...]
    more_problems: int
    cosigned: tuple[tuple[str, str], ...]
    missing: tuple[str, ...]
    stamps: tuple[tuple[str, bool], ...]
    against: Against | None = None


def check(record: Record, material: Material, data: bytes, trusted: str = "") -> Checked | Unreadable:
    """Check a bundle; ``trusted``: a policy, or verifier keys a line each, that the reader puts in."""
    try:
        pins = _pins(trusted)
    except verify_bundle.UnreadableError as error:
        return Unreadable(problem=_problem(error), is_of_keys=True)
    try:
        result = verify_bundle.verify(data, pins)
    except verify_bundle.UnreadableError as error:
        return Unreadable(problem=_problem(error), is_program=data.startswith(_PROGRAMS))
    problems = tuple(ProblemLine(each.code, each.where, each.message) for each in result.problems)
    return Checked(
        holds=result.holds,
        level=result.level,
        keys=result.keys,
        origin=result.origin,
        size=result.size,
        root=result.root,
        software=result.software,
        incident=result.incident,
        entries=len(result.entries),
        disclosed=sum(len(each.disclosed) for each in result.entries),
        withheld=sum(each.withheld for each in result.entries),
        texts=len(result.texts),
        problems=problems[:MOST_LISTED],
        more_problems=max(0, len(problems) - MOST_LISTED),
        cosigned=tuple((name, verify_bundle.when(at)) for name, at in result.cosigned),
        missing=tuple(result.missing),
        stamps=tuple((verify_bundle.when(stamp.at), stamp.is_independent) for stamp in result.stamps),
        against=_against(record, material, result) if result.holds else None,
    )


def _problem(error: verify_bundle.UnreadableError) -> ProblemLine:
    return ProblemLine(error.code, error.where, error.message)


def _pins(trusted: str) -> verify_bundle.Pins:
    """Return what the reader trusts, from what was put in; nothing where that is empty, but not where it is comments alone."""
    lines = [line.strip() for line in trusted.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    if not lines and trusted.strip():
        verify_bundle.refuse("vkey", "keys", "holds no key; expected a policy, or verifier keys, one a line")
    if not lines:
        return verify_bundle.NOTHING_PINNED
    if any(line.startswith(_POLICY_WORDS) for line in lines):
        policy = verify_bundle.policy_of("".join(f"{line}\n" for line in lines).encode(), "policy")
        if not policy.logs:
            verify_bundle.refuse("policy", "policy", "names no log; add its key on a line of its own: log KEY")
        return verify_bundle.Pins(policy)
    for line in lines:
        if line.count("+") < 2:  # whatever is no key would be taken for the name of a file
            verify_bundle.refuse("key", "keys", f"{verify_bundle.shown(line)} is no verifier key")
    return verify_bundle.pins_of(lines, None, None)


def _against(record: Record, material: Material, result: verify_bundle.Result) -> Against | None:
    origins = {origin_of(record), record.origin, *(each.body.old_origin for each in successions(record))}
    if result.origin not in origins:
        return None
    with record.log.reading():
        is_on_line = result.size <= record.size and record.log.tree().root_over(0, result.size).hex() == result.root
    if not is_on_line:
        return Against(is_on_line=False, since=0, acts_since=0, ordered_since=())
    acts = review_history(record, material, result.incident, with_names=False).acts
    later = {order.entry for order in ordered(record).values() if order.entry >= result.size}
    inside = {each.entry for each in result.entries}
    bodies = (record.entry(idx).body for idx in sorted(later))
    gone = {t.entry for body in bodies if isinstance(body, RedactionOrdered) for t in body.targets if t.entry in inside}
    return Against(
        is_on_line=True,
        since=record.size - result.size,
        acts_since=sum(entry >= result.size for act in acts for entry in act.entries),
        ordered_since=tuple(sorted(gone)),
    )
