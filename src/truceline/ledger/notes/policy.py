r"""Policies: whose signatures make a checkpoint count. Source: C2SP tlog-policy.

A policy lists logs, witnesses and groups of witnesses, and one quorum. A checkpoint is joint when one of the logs has signed it
and those have cosigned it whom the quorum asks for. In a record that two parties keep, the quorum is ``all`` of the two.

>>> from truceline.ledger.notes.keys import COSIGNATURE
>>> from truceline.ledger.notes.signing import Signer
>>> a, b = (Signer(f"example.com/{name}", bytes([at] * 32), COSIGNATURE).vkey for at, name in enumerate("ab"))
>>> policy = parse_policy(f"witness A {a}\nwitness B {b}\ngroup both all A B\nquorum both\n")
>>> policy.met_by(["A"]), policy.met_by(["A", "B"]), policy.missing(["A"])
(False, True, ('B',))
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import msgspec

from truceline.errors import NoteError
from truceline.ledger.notes.keys import COSIGNATURE, ED25519, ML_DSA_44, VerifierKey, parse_vkey
from truceline.ledger.notes.plain import check_visible, decimal, octets_of, shown

NONE = "none"
MAX_DEFINED = 256
"""More logs, witnesses and groups than this are not read; the specification asks for 32 of each at least."""

MAX_LINES = 10_000
NEWLINE = b"\n"

_WHITE = re.compile(rb"[ \t]+")
_FORBIDDEN = re.compile(rb"[\x00-\x08\x0b-\x1f\x7f]")
_LOG_KEYS = (ED25519, ML_DSA_44)
_WITNESS_KEYS = (COSIGNATURE, ML_DSA_44)


class PolicyLog(msgspec.Struct, frozen=True):
    """A log whose signature is accepted; the name of its key is its origin."""

    key: VerifierKey
    url: str | None = None


class Witness(msgspec.Struct, frozen=True):
    """A witness under the name that only this policy gives it."""

    name: str
    key: VerifierKey
    url: str | None = None


class Group(msgspec.Struct, frozen=True):
    """Witnesses and groups of which at least ``threshold`` must have cosigned."""

    name: str
    threshold: int
    members: tuple[str, ...]


class Policy(msgspec.Struct, frozen=True):
    """Whose signatures are accepted, and how many of them are enough."""

    logs: tuple[PolicyLog, ...]
    witnesses: tuple[Witness, ...]
    groups: tuple[Group, ...]
    quorum: str

    @property
    def keys(self) -> tuple[VerifierKey, ...]:
        """All keys: of the logs, then of the witnesses."""
        return tuple(log.key for log in self.logs) + tuple(witness.key for witness in self.witnesses)

    def names_of(self, keys: Iterable[VerifierKey]) -> tuple[str, ...]:
        """Return the names of the witnesses whose keys these are, in the order of the policy."""
        given = set(keys)
        return tuple(witness.name for witness in self.witnesses if witness.key in given)

    def met_by(self, names: Iterable[str]) -> bool:
        """Say whether cosignatures of the witnesses of these names are enough."""
        return self.quorum == NONE or self.quorum in self._witnessed(names)

    def missing(self, names: Iterable[str]) -> tuple[str, ...]:
        """Return the witnesses who have not cosigned and of whom some would still be needed, in the order of the policy.

        Empty where the quorum is met; a group that is met already asks for nobody.
        """
        given = set(names)
        if self.met_by(given):
            return ()
        members = {group.name: group.members for group in self.groups}
        witnessed, waiting, wanted = self._witnessed(given), [self.quorum], set()
        while waiting:
            name = waiting.pop()
            if name not in witnessed:
                wanted.add(name)
                waiting.extend(members.get(name, ()))
        return tuple(witness.name for witness in self.witnesses if witness.name in wanted)

    def _witnessed(self, names: Iterable[str]) -> set[str]:
        """Return the names of the witnesses given and of the groups that are met; groups stand after their members."""
        found = {witness.name for witness in self.witnesses} & set(names)
        for group in self.groups:
            if len(found.intersection(group.members)) >= group.threshold:
                found.add(group.name)
        return found


def parse_policy(data: bytes | str, where: str = "policy") -> Policy:
    """Read a policy.

    Raises: NoteError, with the line.
    """
    reading = _Reading(where)
    for number, words in _lines(octets_of(data, where), where):
        reading.take(f"{where} line {number}", words)
    return reading.done()


def _lines(data: bytes, where: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the words of each line that says something, with its number."""
    if data.count(NEWLINE) > MAX_LINES:
        message = f"{where}: {data.count(NEWLINE)} lines; more than {MAX_LINES} are not read"
        raise NoteError(message)
    found = _FORBIDDEN.search(data)
    if found:
        at = data.count(NEWLINE, 0, found.start()) + 1
        message = f"{where} line {at}: control character 0x{found[0][0]:02x}; lines end with a newline alone"
        raise NoteError(message)
    for number, line in enumerate(data.split(NEWLINE), start=1):
        bare = line.strip(b" \t")
        if bare and not bare.startswith(b"#"):
            try:
                yield number, _WHITE.sub(b" ", bare).decode("utf-8").split(" ")
            except UnicodeDecodeError as error:
                message = f"{where} line {number}: names and addresses are read as UTF-8; this line is none"
                raise NoteError(message) from error


class _Reading:
    """What the lines so far have defined."""

    def __init__(self, where: str) -> None:
        self._where = where
        self._logs: list[PolicyLog] = []
        self._witnesses: list[Witness] = []
        self._groups: list[Group] = []
        self._quorum: str | None = None
        self._names: set[str] = set()
        self._members: dict[str, str] = {}
        self._public: dict[bytes, str] = {}

    def take(self, where: str, words: list[str]) -> None:
        """Take in one line."""
        keyword, *rest = words
        if keyword == "log" and len(rest) in (1, 2):
            self._take_log(where, *rest)
        elif keyword == "witness" and len(rest) in (2, 3):
            self._take_witness(where, *rest)
        elif keyword == "group" and len(rest) >= 3:
            self._take_group(where, rest[0], rest[1], rest[2:])
        elif keyword == "quorum" and len(rest) == 1:
            self._take_quorum(where, rest[0])
        else:
            message = (
                f"{where}: {shown(' '.join(words))} is no line of a policy; expected `log VKEY [URL]`, "
                "`witness NAME VKEY [URL]`, `group NAME all|any|NUMBER NAME...` or `quorum NAME`"
            )
            raise NoteError(message)
        if max(len(self._logs), len(self._witnesses), len(self._groups)) > MAX_DEFINED:
            message = f"{where}: more than {MAX_DEFINED} {keyword} lines; so many are not read"
            raise NoteError(message)

    def done(self) -> Policy:
        """Return the policy."""
        if self._quorum is None:
            message = f"{self._where}: no `quorum` line; write `quorum none` where no witness is asked for"
            raise NoteError(message)
        return Policy(tuple(self._logs), tuple(self._witnesses), tuple(self._groups), self._quorum)

    def _take_log(self, where: str, vkey: str, url: str | None = None) -> None:
        self._logs.append(PolicyLog(self._key(where, vkey, _LOG_KEYS, "log"), url))

    def _take_witness(self, where: str, name: str, vkey: str, url: str | None = None) -> None:
        self._define(where, name)
        self._witnesses.append(Witness(name, self._key(where, vkey, _WITNESS_KEYS, "witness"), url))

    def _take_group(self, where: str, name: str, threshold: str, members: list[str]) -> None:
        for member in members:
            self._check_known(where, member)
            if member in self._members:
                message = f"{where}: {shown(member)} is listed a second time (first at {self._members[member]}); each counts once"
                raise NoteError(message)
            self._members[member] = where
        self._define(where, name)
        self._groups.append(Group(name, _threshold_of(threshold, len(members), where), tuple(members)))

    def _take_quorum(self, where: str, name: str) -> None:
        if self._quorum is not None:
            message = f"{where}: a second `quorum` line; a policy has exactly one"
            raise NoteError(message)
        if name != NONE:
            self._check_known(where, name)
        self._quorum = name

    def _define(self, where: str, name: str) -> None:
        check_visible(name, where)
        if name == NONE or name in self._names:
            message = f"{where}: the name {shown(name)} is taken; each witness and group needs one of its own"
            raise NoteError(message)
        self._names.add(name)

    def _check_known(self, where: str, name: str) -> None:
        if name not in self._names:
            known = ", ".join(sorted(map(shown, self._names))[:16]) or "none"
            message = f"{where}: no witness or group {shown(name)} is defined before this line; defined are: {known}"
            raise NoteError(message)

    def _key(self, where: str, vkey: str, algorithms: tuple[int, ...], what: str) -> VerifierKey:
        key = parse_vkey(vkey, where)
        if key.algorithm not in algorithms:
            expected = " or ".join(f"0x{algorithm:02x}" for algorithm in algorithms)
            message = f"{where}: the key {key.name} is of type 0x{key.algorithm:02x}; a {what} needs {expected}"
            raise NoteError(message)
        if key.public_key in self._public:
            message = f"{where}: the key {key.name} is the same as at {self._public[key.public_key]}, under another name or not"
            raise NoteError(message)
        self._public[key.public_key] = where
        return key


def _threshold_of(text: str, members: int, where: str) -> int:
    threshold = {"all": members, "any": 1}.get(text)
    if threshold is None:
        threshold = decimal(text, f"{where} (expected all, any or how many)")
    if not 1 <= threshold <= members:
        message = f"{where}: {threshold} of {members} members; expected 1 to {members}"
        raise NoteError(message)
    return threshold
