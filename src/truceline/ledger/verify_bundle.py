"""Check a proof bundle (X.tlp): one file, Python's standard library only, so that nobody has to trust truceline to run it.

    python3 -I -S verify.py X.tlp [--policy FILE] [--vkey KEY|FILE] [--tsa-ca FILE] [--level N] [--json]

What a bundle is stands in docs/formats/proof-bundle.md. This file reads it without unpacking anything, and checks

1. that it is a plain zip file of known members within narrow limits (else it is *unreadable*: exit 3),
2. that every entry stands in the log of which the checkpoint is (RFC 6962 inclusion proofs in C2SP tlog-proof files),
3. who signed and cosigned that checkpoint (C2SP signed-note, tlog-cosignature, tlog-policy; Ed25519 of RFC 8032),
4. that disclosed values (RFC 9901) and texts are those to which the entries commit themselves, and that no sealed value is shown
   that no entry has; what is withheld is counted,
5. RFC 3161 timestamps over the checkpoint, up to a certificate that the reader names.

The answer is a level: 0 hash only, 1 signed by the log, 2 cosigned by the quorum of a policy, 3 besides timestamped by a party
that the reader trusts. Keys that came with the bundle are only as good as the way in which the bundle came: pin your own. Entries
that were left out of a bundle cannot be seen. All of this shows that the record was not changed, never that a claim is true.

Exit codes: 0 it holds, 1 it does not (or reaches less than asked for), 2 used wrongly, 3 unreadable.
"""

from __future__ import annotations

import argparse
import base64
import calendar
import functools
import hashlib
import io
import json
import re
import struct
import sys
import zlib
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn

FORMAT = "truceline.proof-bundle/1"
SAYS = "This shows that the record was not changed, never that what it says is true."
UNPROVED = "The summary of the incident, its filter and its software are the word of whoever made the bundle: nobody signed them."
NOT_YOURS = "by keys that came with the bundle; name keys that you trust with --policy or --vkey"
LEVELS = (
    "hash only: the parts fit together, and nobody whose key is known answers for it",
    "signed by the log: its keeper cannot deny this record",
    "cosigned: the witnesses that the policy asks for saw this record",
    "cosigned and timestamped: besides, a timestamping party of your choice saw it at the time given",
)

MAX_BUNDLE_BYTES = 200_000_000
MAX_MEMBERS = 2_000
MAX_RATIO = 100
MAX_NOTE_BYTES = 1_000_000
MAX_SIGNATURES = 100
MAX_JSON_BYTES = 8_000_000
MAX_LEAF_BYTES = 65_535
MAX_DISCLOSURE_CHARACTERS = 100_000
MAX_DEPTH = 16
MAX_INTEGER = 2**53 - 1
MAX_OID_BYTES = 128
MAX_CERTIFICATE_BYTES = 65_535
MAX_CHAIN = 7
MAX_CHAIN_CHECKS = 128
HASH_BYTES = 32

if TYPE_CHECKING:  # this runs with Python 3.8, where these are not there to be called
    from collections.abc import Iterator, Sequence

    Json = Any
    Point = tuple[int, int, int, int]
    Affine = tuple[int, int] | None


class UnreadableError(ValueError):
    """The bundle, or a file that the reader named, is not what it should be. ``where`` is the member and the place in it."""

    def __init__(self, code: str, where: str, message: str) -> None:
        super().__init__(f"{where}: {message}")
        self.code, self.where, self.message = code, where, message


def refuse(code: str, where: str, message: str) -> NoReturn:
    """Stop: this cannot be read."""
    raise UnreadableError(code, where, message)


class Problem(NamedTuple):
    """Something that the bundle claims to show and does not."""

    code: str
    where: str
    message: str


def shown(value: object, longest: int = 60) -> str:
    """Return a value for a message: short, and without characters that could turn or repaint the line."""
    text = repr(value)  # what cannot be printed, such as marks that turn the line, is escaped
    return text if len(text) <= longest else text[:longest] + "..."


# The zip file: read from its end, every byte accounted for, nothing ever written under a name from inside.

_END = struct.Struct("<4s4H2LH")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_LOCAL = struct.Struct("<4s5H3L2H")
_NAMES = re.compile(
    r"bundle\.json|entries\.jsonl|checkpoint\.txt|vkeys\.txt|policy\.txt|disclosures\.txt|tsa\.pem|VERIFY\.md|verify\.py|verify\.html"
    r"|proofs/(?:0|[1-9][0-9]{0,15})\.tlog-proof|texts/[0-9a-f]{64}\.txt|blobs/[0-9a-f]{64}|timestamps/[1-9][0-9]?\.(?:tsr|txt)"
)
_FILE_TYPES = (0, 0o100000)


class Member(NamedTuple):
    """One member as the central directory lists it."""

    name: str
    method: int
    flags: int
    crc: int
    packed: int
    size: int
    offset: int


def read_zip(data: bytes) -> dict[str, bytes]:
    """Return the members of a bundle by name.

    Raises: UnreadableError for anything that is not a plain zip file of known members within the limits.
    """
    if len(data) > MAX_BUNDLE_BYTES:
        refuse("zip.size", "bundle", f"{len(data)} bytes; at most {MAX_BUNDLE_BYTES} are read")
    members, directory = _central_directory(data)
    names: set[str] = set()
    for member in members:
        _check_name(member.name)
        if member.name.lower() in names:
            refuse("zip.twice", shown(member.name), "stands twice in the bundle (or differs in case only)")
        names.add(member.name.lower())
    _check_sizes(members)
    found, at = {}, 0
    for member in sorted(members, key=lambda one: one.offset):
        if member.offset != at:
            refuse("zip.overlap", member.name, f"begins at byte {member.offset}, {at} was expected: overlap or gap")
        found[member.name], at = _unpacked(data, member, directory)
    if at != directory:
        refuse("zip.gap", "bundle", f"{directory - at} bytes before the directory belong to no member")
    return found


def _central_directory(data: bytes) -> tuple[list[Member], int]:
    """Return the members that the directory at the end lists, and where the directory begins."""
    end = len(data) - _END.size
    if end < 0 or data[end : end + 4] != b"PK\x05\x06":
        refuse("zip.none", "bundle", "is no zip file, is cut short, or something stands behind its end")
    _, disk, first, here, count, length, start, comment = _END.unpack_from(data, end)
    if disk or first or here != count or comment or start + length != end:
        refuse("zip.end", "bundle", "has an end that does not fit what stands before it")
    if count > MAX_MEMBERS:
        refuse("zip.members", "bundle", f"lists {count} members; at most {MAX_MEMBERS} are read")
    members, at = [], start
    for number in range(count):
        member, at = _listed(data, at, end, number)
        members.append(member)
    if at != end:
        refuse("zip.end", "bundle", f"has {end - at} bytes in its directory that list nothing")
    return members, start


def _listed(data: bytes, at: int, end: int, number: int) -> tuple[Member, int]:
    """Read one line of the directory."""
    where = f"member {number}"
    if at + _CENTRAL.size > end or data[at : at + 4] != b"PK\x01\x02":
        refuse("zip.directory", where, "is not listed as a member should be")
    fields = _CENTRAL.unpack_from(data, at)
    _, made, _, flags, method, _, _, crc, packed, size, name_length, extra, comment, disk, _, attributes, offset = fields
    begin = at + _CENTRAL.size
    if begin + name_length + extra + comment > end:
        refuse("zip.directory", where, "is cut short in the directory")
    name = data[begin : begin + name_length].decode("utf-8", "replace")
    where = shown(name)
    if flags & 0x2041:
        refuse("zip.encrypted", where, "is encrypted; a bundle is not")
    if flags & ~0x806 or disk or comment or method not in (0, 8):
        refuse("zip.method", where, f"is packed in a way that a bundle does not use (method {method}, flags {flags:#x})")
    if extra:
        refuse("zip.extra", where, "has extra fields, by which other programs may call it otherwise")
    if made >> 8 == 3 and (attributes >> 16) & 0o170000 not in _FILE_TYPES:
        refuse("zip.type", where, "is a link, a folder or a device; a bundle has plain files only")
    return Member(name, method, flags, crc, packed, size, offset), begin + name_length + extra + comment


def _check_name(name: str) -> None:
    """Refuse every name but those that a bundle has, and say of the dangerous ones what they are."""
    where = shown(name)
    dangers = (
        ("\x00" in name, "has a NUL in its name"),
        ("\\" in name, "has a backslash in its name"),
        (name.startswith("/"), "has an absolute name"),
        (bool(re.match(r"[A-Za-z]:", name)), "names a drive"),
        (".." in name.split("/"), "leads out of the bundle"),
    )
    for is_so, message in dangers:
        if is_so:
            refuse("zip.path", where, message + "; nothing is unpacked")
    if not _NAMES.fullmatch(name):
        refuse("zip.name", where, f"is no part of a bundle ({FORMAT})")


def _check_sizes(members: Sequence[Member]) -> None:
    """Refuse what would unpack to too much, before anything is unpacked."""
    total = 0
    for member in members:
        total += member.size
        if member.size > MAX_RATIO * member.packed:
            refuse("zip.ratio", member.name, f"unpacks {member.packed} to {member.size} bytes; at most {MAX_RATIO} times")
        limit = _limit(member.name)
        if member.size > limit:
            refuse("size", member.name, f"has {member.size} bytes; at most {limit} are read")
        if total > MAX_BUNDLE_BYTES:
            refuse("zip.size", member.name, f"brings the bundle over {MAX_BUNDLE_BYTES} bytes unpacked")


def _limit(name: str) -> int:
    if name.startswith(("texts/", "blobs/")) or name == "entries.jsonl":
        return MAX_BUNDLE_BYTES
    return MAX_JSON_BYTES if name in ("bundle.json", "disclosures.txt", "verify.html", "VERIFY.md") else MAX_NOTE_BYTES


def _unpacked(data: bytes, member: Member, directory: int) -> tuple[bytes, int]:
    """Return the bytes of a member and where they end in the file."""
    where = member.name
    if member.offset + _LOCAL.size > directory or data[member.offset : member.offset + 4] != b"PK\x03\x04":
        refuse("zip.member", where, "does not stand where the directory says")
    _, _, flags, method, _, _, crc, packed, size, name_length, extra = _LOCAL.unpack_from(data, member.offset)
    begin = member.offset + _LOCAL.size + name_length + extra
    name = data[member.offset + _LOCAL.size : member.offset + _LOCAL.size + name_length].decode("utf-8", "replace")
    if extra:
        refuse("zip.extra", where, "has extra fields, by which other programs may call it otherwise")
    if Member(name, method, flags, crc, packed, size, member.offset) != member:
        refuse("zip.member", where, "is described in one way in front of it and in another in the directory")
    end = begin + packed
    if end > directory:
        refuse("zip.overlap", where, "reaches into the directory")
    content = data[begin:end] if method == 0 else _inflated(data[begin:end], member)
    if len(content) != size:
        refuse("zip.lying", where, f"has {len(content)} bytes; {size} are announced")
    if zlib.crc32(content) != crc:
        refuse("zip.crc", where, f"has the checksum {zlib.crc32(content):08x}; {crc:08x} is announced: damaged on the way")
    return content, end


def _inflated(packed: bytes, member: Member) -> bytes:
    """Unpack, but never more than the announced size and one byte."""
    unpacking = zlib.decompressobj(-15)
    try:
        content = unpacking.decompress(packed, member.size + 1)
    except zlib.error as error:
        refuse("zip.deflate", member.name, f"cannot be unpacked: {error}")
    if len(content) > member.size or not unpacking.eof or unpacking.unused_data or unpacking.unconsumed_tail:
        refuse("zip.lying", member.name, f"does not unpack to the {member.size} bytes announced")
    return content


# Text, numbers and JSON, read strictly: what would not be written again as the same bytes is refused.

_KEY = re.compile(r"[a-z_][a-z0-9_.]{0,63}|\.\.\.", re.ASCII)
_DECIMAL = re.compile(r"0|[1-9][0-9]{0,18}", re.ASCII)
_HEX_HASH = re.compile(r"[0-9a-f]{64}", re.ASCII)


def text_of(data: bytes, where: str) -> str:
    """Return UTF-8 text."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        refuse("utf8", where, f"is not UTF-8 from byte {error.start} on")


def number_of(text: str, where: str, what: str) -> int:
    """Return a whole number written in decimal without leading zeros."""
    if not _DECIMAL.fullmatch(text) or int(text) > MAX_INTEGER:
        refuse("number", where, f"{what} {shown(text)} is no number from 0 to 2^53 - 1 without leading zeros")
    return int(text)


def base64_of(text: str, where: str, what: str) -> bytes:
    """Return the bytes of canonical standard base64."""
    try:
        data = base64.b64decode(text.encode("ascii"), validate=True)
    except (ValueError, UnicodeEncodeError):
        refuse("base64", where, f"{what} {shown(text)} is not base64")
    if base64.b64encode(data).decode() != text:
        refuse("base64", where, f"{what} {shown(text)} is not base64 as it is written by anybody")
    return data


def json_of(data: bytes, where: str) -> Json:
    """Return the value of canonical JSON (TL-JSON/1, docs/formats/entry.md)."""
    text = text_of(data, where)
    try:
        value = json.loads(text, parse_float=_no_number, parse_constant=_no_number, parse_int=_whole_number)
    except (ValueError, RecursionError) as error:
        refuse("json", where, f"is not JSON: {shown(str(error))}")
    _check_json(value, where, MAX_DEPTH)
    again = canonical(value).decode()
    if again != text:
        at = next((i for i in range(min(len(again), len(text))) if again[i] != text[i]), min(len(again), len(text)))
        refuse("json", where, f"is not canonical JSON from character {at} on")
    return value


def canonical(value: Json) -> bytes:
    """Return the bytes of a value as TL-JSON/1 writes it."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode("utf-8")


def _whole_number(text: str) -> int:
    return int(text) if len(text) <= len(str(MAX_INTEGER)) + 1 else int("1" + "0" * len(str(MAX_INTEGER)))


def _no_number(text: str) -> None:
    message = f"{text[:20]} is no whole number"
    raise ValueError(message)


def _check_json(value: Json, where: str, depth: int) -> None:
    if isinstance(value, (dict, list)) and depth == 0:
        refuse("json", where, f"is nested deeper than {MAX_DEPTH}")
    if isinstance(value, int) and not -MAX_INTEGER <= value <= MAX_INTEGER:
        refuse("json", where, f"has a number beyond 2^53 - 1: {shown(value)}")
    if isinstance(value, str) and any(0xD800 <= ord(c) < 0xE000 for c in value):
        refuse("json", where, "has half a character")
    if isinstance(value, list):
        for part in value:
            _check_json(part, where, depth - 1)
    if isinstance(value, dict):
        for key, part in value.items():
            if not _KEY.fullmatch(key):
                refuse("json", where, f"has a key {shown(key)}")
            _check_json(part, where, depth - 1)


def object_of(value: Json, where: str) -> dict[str, Json]:
    """Return a JSON object."""
    if not isinstance(value, dict):
        refuse("json", where, f"{shown(value)} stands where an object was expected")
    return value


# Ed25519 (RFC 8032, section 5.1): points in extended coordinates (X, Y, Z, T).

_P = 2**255 - 19
_L = 2**252 + 27742317777372353535851937790883648493
_D = -121665 * pow(121666, _P - 2, _P) % _P
_ROOT = pow(2, (_P - 1) // 4, _P)
_ZERO: Point = (0, 1, 1, 0)


def _plus(left: Point, right: Point) -> Point:
    a = (left[1] - left[0]) * (right[1] - right[0]) % _P
    b = (left[1] + left[0]) * (right[1] + right[0]) % _P
    c = 2 * left[3] * right[3] * _D % _P
    d = 2 * left[2] * right[2] % _P
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % _P, g * h % _P, f * g % _P, e * h % _P)


def _point(data: bytes) -> Point | None:
    """Return the point that 32 bytes encode, None where they encode none or not in the one canonical way."""
    y = int.from_bytes(data, "little") & (2**255 - 1)
    sign = data[31] >> 7
    if y >= _P:
        return None
    square = (y * y - 1) * pow(_D * y * y + 1, _P - 2, _P) % _P
    x = pow(square, (_P + 3) // 8, _P)
    if x * x % _P != square:
        x = x * _ROOT % _P
    if x * x % _P != square or (x == 0 and sign):
        return None
    if x & 1 != sign:
        x = _P - x
    return (x, y, 1, x * y % _P)


def _encoded(point: Point) -> bytes:
    inverse = pow(point[2], _P - 2, _P)
    x, y = point[0] * inverse % _P, point[1] * inverse % _P
    return (y | (x & 1) << 255).to_bytes(32, "little")


_BASE = _point((4 * pow(5, _P - 2, _P) % _P).to_bytes(32, "little"))


@functools.lru_cache(maxsize=256)
def ed25519_holds(key: bytes, message: bytes, signature: bytes) -> bool:
    """Say whether a signature is that of the key over the message: S canonical, R compared as bytes, no cofactor."""
    point = _point(key) if len(key) == 32 and len(signature) == 64 else None
    scalar = int.from_bytes(signature[32:], "little")
    if point is None or scalar >= _L or _BASE is None:
        return False
    challenge = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % _L
    minus: Point = (_P - point[0], point[1], 1, _P - point[3])
    both = _plus(_BASE, minus)
    computed = _ZERO
    for bit in range(252, -1, -1):
        computed = _plus(computed, computed)
        choice = (scalar >> bit & 1) | (challenge >> bit & 1) << 1
        if choice:
            computed = _plus(computed, (_BASE, minus, both)[choice - 1])
    return _encoded(computed) == signature[:32]


@functools.lru_cache(maxsize=256)
def _is_weak(key: bytes) -> bool:
    """Say whether a key is no point, or one of small order, for which a signature proves nothing."""
    point = _point(key)
    for _ in range(3):
        point = _plus(point, point) if point else None
    return point is None or (point[0] == 0 and point[1] == point[2])


# Notes, verifier keys, cosignatures and policies (C2SP signed-note, tlog-checkpoint, tlog-cosignature, tlog-policy).

ED25519 = 1
COSIGNATURE = 4
ML_DSA_44 = 6
_SPACES = re.compile("[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000+]")


class Key(NamedTuple):
    """A verifier key: ``kind`` 1 signs checkpoints, 4 and 6 cosign them. Kind 6 (ML-DSA-44) is read but never counted here."""

    name: str
    id: bytes
    kind: int
    public: bytes


class Note(NamedTuple):
    """A checkpoint: its signed text, what that says, and its signature lines (name, key id, signature)."""

    text: str
    origin: str
    size: int
    root: bytes
    signatures: list[tuple[str, bytes, bytes]]


class Policy(NamedTuple):
    """Whom to believe. ``groups`` hold for each name how many of which names it takes; ``quorum`` is a name or "none"."""

    logs: list[Key]
    witnesses: dict[str, Key]
    groups: dict[str, tuple[int, list[str]]]
    quorum: str

    def is_met(self, present: frozenset[str]) -> bool:
        """Say whether the witnesses present are a quorum; a quorum of none is never met, for it says nothing."""
        met = set(present)
        for name, (least, members) in self.groups.items():  # members stand before their group
            if sum(member in met for member in members) >= least:
                met.add(name)
        return self.quorum != "none" and self.quorum in met


def key_of(text: str, where: str) -> Key:
    """Read a verifier key: name+hex(id)+base64(kind, public key)."""
    parts = text.split("+", 2)
    if len(parts) != 3 or not parts[0] or _SPACES.search(parts[0]) or not re.fullmatch(r"[0-9a-f]{8}", parts[1]):
        refuse("vkey", where, f"{shown(text)} is no verifier key; expected name+id+key")
    data = base64_of(parts[2], where, "key")
    if data[:1] not in (b"\x01", b"\x04", b"\x06") or len(data) != (1313 if data[0] == ML_DSA_44 else 33):
        refuse("vkey.kind", where, f"{shown(text)} is of a kind not known here; expected Ed25519 (1, 4) or ML-DSA-44 (6)")
    if hashlib.sha256(parts[0].encode() + b"\n" + data).hexdigest()[:8] != parts[1]:
        refuse("vkey.id", where, f"{shown(text)} has an id that is not that of its name and key")
    if data[0] != ML_DSA_44 and _is_weak(data[1:]):
        refuse("vkey.weak", where, f"{shown(text)} is a key under which anybody can sign anything")
    return Key(parts[0], bytes.fromhex(parts[1]), data[0], data[1:])


def note_of(data: bytes, where: str) -> Note:
    """Read a signed checkpoint."""
    if len(data) > MAX_NOTE_BYTES:
        refuse("size", where, f"a note of {len(data)} bytes; at most {MAX_NOTE_BYTES} are read")
    text = text_of(data, where)
    if any(c < " " and c != "\n" for c in text):
        refuse("note", where, "has control characters")
    at = text.rfind("\n\n")
    if at < 0 or not text.endswith("\n"):
        refuse("note", where, "is no signed note: no empty line before signatures, or cut short")
    body, lines = text[: at + 1], text[at + 2 :].split("\n")[:-1]
    if not 1 <= len(lines) <= MAX_SIGNATURES:
        refuse("note", where, f"has {len(lines)} signatures; from 1 to {MAX_SIGNATURES} are read")
    signatures = [_signature_of(line, f"{where}, signature {number}") for number, line in enumerate(lines, 1)]
    parts = body.split("\n")[:-1]
    if len(parts) < 3 or not all(parts):
        refuse("checkpoint", where, "is no checkpoint: expected origin, size and root, a line each")
    root = base64_of(parts[2], where, "root")
    if len(root) != HASH_BYTES:
        refuse("checkpoint", where, f"has a root of {len(root)} bytes; expected {HASH_BYTES}")
    return Note(body, parts[0], number_of(parts[1], where, "size"), root, signatures)


def _signature_of(line: str, where: str) -> tuple[str, bytes, bytes]:
    parts = line.split(" ")
    if len(parts) != 3 or parts[0] != "\u2014" or not parts[1] or _SPACES.search(parts[1]):
        refuse("note", where, f"{shown(line)} is no signature line")
    data = base64_of(parts[2], where, "signature")
    if len(data) <= 4:
        refuse("note", where, f"has {len(data)} bytes; expected more than 4")
    return parts[1], data[:4], data[4:]


def signed_by(note: Note, key: Key) -> bool | None:
    """Say whether a log key signed the note; None where the note has no signature of this name and key id."""
    found = [signature for name, given, signature in note.signatures if (name, given) == (key.name, key.id)]
    signed = note.text.encode()
    return all(ed25519_holds(key.public, signed, signature) for signature in found) if found else None


def cosigned_at(note: Note, key: Key) -> int | None:
    """Return when a witness cosigned the note, -1 where a cosignature of it is false, None where there is none."""
    times = []
    for name, given, signature in note.signatures if key.kind == COSIGNATURE else ():
        if (name, given) == (key.name, key.id):
            at = int.from_bytes(signature[:8], "big")
            message = f"cosignature/v1\ntime {at}\n{note.text}".encode()
            if len(signature) != 72 or at >= 2**63 or not ed25519_holds(key.public, message, signature[8:]):
                return -1
            times.append(at)
    return max(times) or None if times else None


def policy_of(data: bytes, where: str) -> Policy:
    """Read a policy file."""
    if len(data) > MAX_NOTE_BYTES:
        refuse("size", where, f"has {len(data)} bytes; at most {MAX_NOTE_BYTES} are read")
    if any((byte < 32 and byte not in (9, 10)) or byte == 127 for byte in data):
        refuse("policy", where, "has control characters")
    policy, quorum, taken = Policy([], {}, {}, "none"), None, _Taken(set(), set())
    for number, line in enumerate(data.decode("latin-1").split("\n"), 1):
        words = re.findall(r"[^ \t]+", line)
        if not words or words[0].startswith("#"):
            continue
        at = f"{where}, line {number}"
        if words[0] == "quorum" and len(words) == 2 and quorum is None:
            quorum = words[1]
            if quorum != "none":
                _check_known(policy, quorum, at)
        else:
            _add_line(policy, words, at, taken)
    if quorum is None:
        refuse("policy", where, "has no quorum line")
    return policy._replace(quorum=quorum)


class _Taken(NamedTuple):
    """What may stand in a policy once only: keys, and names as members of a group."""

    keys: set[bytes]
    members: set[str]


def _add_line(policy: Policy, words: list[str], at: str, taken: _Taken) -> None:
    """Take in a line that defines a log, a witness or a group."""
    if words[0] == "log" and 2 <= len(words) <= 3:
        key = key_of(words[1].encode("latin-1").decode("utf-8", "replace"), at)
        _check_new(key, taken, at, ED25519)
        policy.logs.append(key)
    elif words[0] == "witness" and 3 <= len(words) <= 4:
        _check_name_free(policy, words[1], at)
        key = key_of(words[2].encode("latin-1").decode("utf-8", "replace"), at)
        _check_new(key, taken, at, COSIGNATURE, ML_DSA_44)
        policy.witnesses[words[1]] = key
    elif words[0] == "group" and len(words) >= 4:
        _check_name_free(policy, words[1], at)
        members = words[3:]
        for name in members:
            _check_known(policy, name, at)
        if len(set(members)) != len(members) or not taken.members.isdisjoint(members):
            refuse("policy", at, "names a member twice")
        taken.members.update(members)  # each witness may count in one way only
        policy.groups[words[1]] = (_least(words[2], len(members), at), members)
    else:
        refuse("policy", at, f"{shown(' '.join(words))} is no line of a policy, or a second quorum")


def _least(word: str, count: int, at: str) -> int:
    least = {"any": 1, "all": count}.get(word)
    if least is None:
        least = number_of(word, at, "threshold")
    if not 1 <= least <= count:
        refuse("policy", at, f"asks for {least} of {count}")
    return least


def _check_known(policy: Policy, name: str, at: str) -> None:
    if name not in policy.witnesses and name not in policy.groups:
        refuse("policy.unknown", at, f"names {shown(name)}, which no line before it defines")


def _check_name_free(policy: Policy, name: str, at: str) -> None:
    if name == "none" or name in policy.witnesses or name in policy.groups:
        refuse("policy", at, f"defines {shown(name)}, which is taken")


def _check_new(key: Key, taken: _Taken, at: str, *kinds: int) -> None:
    if key.kind not in kinds:
        refuse("policy", at, f"the key of {shown(key.name)} is for the other kind of signature")
    if key.public in taken.keys:
        refuse("policy", at, f"the key of {shown(key.name)} stands there twice")
    taken.keys.add(key.public)


# Inclusion in the log (RFC 6962, section 2.1; C2SP tlog-proof).


def leaf_hash(leaf: bytes) -> bytes:
    """Return the hash of a leaf."""
    return hashlib.sha256(b"\x00" + leaf).digest()


def root_from(index: int, size: int, leaf: bytes, proof: Sequence[bytes]) -> bytes | None:
    """Return the root that a leaf hash and its audit path give, None where the path is too short or too long."""
    if not 0 <= index < size:
        return None
    place, last, computed = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            return None
        if place & 1 or place == last:
            computed = hashlib.sha256(b"\x01" + sibling + computed).digest()
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            computed = hashlib.sha256(b"\x01" + computed + sibling).digest()
        place, last = place >> 1, last >> 1
    return computed if last == 0 else None


def proof_of(data: bytes, where: str) -> tuple[int, list[bytes], bytes]:
    """Read a tlog-proof@v1 file: index, hashes, and the bytes of the checkpoint behind them."""
    head, gap, checkpoint = data.partition(b"\n\n")
    lines = text_of(head, where).split("\n")
    if not gap or lines[0] != "c2sp.org/tlog-proof@v1":
        refuse("proof", where, "is no c2sp.org/tlog-proof@v1 with a checkpoint")
    rest = lines[1:]
    if rest and rest[0].startswith("extra "):
        base64_of(rest[0][6:], where, "extra data")
        rest = rest[1:]
    if not rest or not rest[0].startswith("index "):
        refuse("proof", where, "has no index line")
    if len(rest) > 64:
        refuse("proof", where, f"has {len(rest) - 1} hashes; no tree is so high")
    hashes = [base64_of(line, where, "hash") for line in rest[1:]]
    if any(len(one) != HASH_BYTES for one in hashes):
        refuse("proof", where, f"has a hash that is not of {HASH_BYTES} bytes")
    return number_of(rest[0][6:], where, "index"), hashes, checkpoint


# RFC 3161 timestamps: DER, X.509 and CMS as far as a timestamp needs them.

_OIDS = {
    "1.2.840.113549.1.7.2": "signedData",
    "1.2.840.113549.1.9.16.1.4": "TSTInfo",
    "1.2.840.113549.1.9.3": "contentType",
    "1.2.840.113549.1.9.4": "messageDigest",
    "1.2.840.113549.1.9.16.2.12": "signingCertificate",
    "1.2.840.113549.1.9.16.2.47": "signingCertificateV2",
    "1.2.840.113549.1.1.1": "rsa",
    "1.2.840.113549.1.1.10": "pss",
    "1.2.840.113549.1.1.11": "rsa-sha256",
    "1.2.840.113549.1.1.12": "rsa-sha384",
    "1.2.840.113549.1.1.13": "rsa-sha512",
    "1.2.840.113549.1.1.8": "mgf1",
    "1.2.840.10045.2.1": "ec",
    "1.2.840.10045.4.3.2": "ecdsa-sha256",
    "1.2.840.10045.4.3.3": "ecdsa-sha384",
    "1.2.840.10045.4.3.4": "ecdsa-sha512",
    "1.2.840.10045.3.1.7": "P-256",
    "1.3.132.0.34": "P-384",
    "2.16.840.1.101.3.4.2.1": "sha256",
    "2.16.840.1.101.3.4.2.2": "sha384",
    "2.16.840.1.101.3.4.2.3": "sha512",
    "1.3.14.3.2.26": "sha1",
    "2.5.29.19": "basicConstraints",
    "2.5.29.15": "keyUsage",
    "2.5.29.37": "extKeyUsage",
    "2.5.29.32": "certificatePolicies",
    "1.3.6.1.5.5.7.3.8": "timeStamping",
}
_STRONG = ("sha256", "sha384", "sha512")


class _BadDerError(ValueError):
    """A timestamp or certificate is not well-formed; caught where it is read and given its place."""


def _bad(message: str) -> NoReturn:
    raise _BadDerError(message)


class Der(NamedTuple):
    """One DER value: its tag, its content, and all its bytes."""

    tag: int
    body: bytes
    raw: bytes

    def parts(self) -> list[Der]:
        """Return the values that stand inside this one."""
        found, at = [], 0
        while at < len(self.body):
            part, at = _der(self.body, at)
            found.append(part)
        return found

    def oid(self) -> str:
        """Return an object identifier, by name where it is one that we know."""
        if self.tag != 0x06 or not self.body or self.body[-1] & 0x80:
            _bad("an object identifier was expected")
        if len(self.body) > MAX_OID_BYTES:  # a number of N bytes takes N * N steps to put together
            _bad(f"an object identifier of {len(self.body)} bytes; at most {MAX_OID_BYTES} are read")
        numbers, value = [], 0
        for byte in self.body:
            value = value << 7 | byte & 0x7F
            if not byte & 0x80:
                numbers.append(value)
                value = 0
        first = min(numbers[0] // 40, 2)
        dotted = ".".join(str(n) for n in (first, numbers[0] - 40 * first, *numbers[1:]))
        return _OIDS.get(dotted, dotted)

    def integer(self) -> int:
        """Return a whole number."""
        if self.tag != 0x02 or not self.body:
            _bad("a whole number was expected")
        return int.from_bytes(self.body, "big", signed=True)

    def bits(self) -> bytes:
        """Return a bit string of whole bytes."""
        if self.tag != 0x03 or self.body[:1] != b"\x00":
            _bad("a bit string was expected")
        return self.body[1:]


def _der(data: bytes, at: int = 0) -> tuple[Der, int]:
    """Read the DER value at a place and say where it ends."""
    if at + 2 > len(data) or data[at] & 0x1F == 0x1F:
        _bad("cut short, or a tag that is not used here")
    length, begin = data[at + 1], at + 2
    if length >= 0x80:
        count = length & 0x7F
        length, begin = int.from_bytes(data[begin : begin + count], "big"), begin + count
        if not 1 <= count <= 4 or length < 0x80 or length >> 8 * (count - 1) == 0:
            _bad("a length that is not DER")
    if begin + length > len(data):
        _bad("cut short")
    return Der(data[at], data[begin : begin + length], data[at : begin + length]), begin + length


def _whole(data: bytes) -> Der:
    value, end = _der(data)
    if end != len(data):
        _bad("something stands behind its end")
    return value


def _take(parts: list[Der], *tags: int) -> Der:
    """Take the first value off a list; it must have one of these tags."""
    if not parts or parts[0].tag not in tags:
        _bad(f"expected a value with tag {tags[0]:#x}")
    return parts.pop(0)


def _maybe(parts: list[Der], tag: int) -> Der | None:
    return parts.pop(0) if parts and parts[0].tag == tag else None


_TIME = re.compile(r"(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:\.\d+)?Z", re.ASCII)


def _time(value: Der) -> int:
    """Return a GeneralizedTime or UTCTime as seconds since 1970."""
    text = value.body.decode("latin-1")
    if value.tag == 0x17:
        text = ("19" if text[:2] >= "50" else "20") + text
    found = _TIME.fullmatch(text) if value.tag in (0x17, 0x18) else None
    if not found:
        _bad(f"{shown(text)} is no time")
    fields = [int(part) for part in found.groups()]
    if not (
        fields[0] >= 1 and 1 <= fields[1] <= 12 and 1 <= fields[2] <= 31 and fields[3] < 24 and fields[4] < 60 and fields[5] < 61
    ):
        _bad(f"{shown(text)} is no time")
    return calendar.timegm((*fields, 0, 0, 0))


class Certificate(NamedTuple):
    """A certificate as far as it matters for a timestamp. Times are seconds since 1970."""

    raw: bytes
    signed: bytes
    algorithm: Der
    signature: bytes
    serial: int
    issuer: bytes
    subject: bytes
    begins: int
    ends: int
    key: Der
    is_ca: bool
    path_length: int | None
    signs_certificates: bool
    stamps_only: bool
    is_strange: bool


def _certificate(value: Der) -> Certificate:
    if len(value.raw) > MAX_CERTIFICATE_BYTES:
        _bad(f"a certificate of {len(value.raw)} bytes; at most {MAX_CERTIFICATE_BYTES} are read")
    outer = value.parts()
    signed, algorithm, signature = _take(outer, 0x30), _take(outer, 0x30), _take(outer, 0x03)
    inner = signed.parts()
    _maybe(inner, 0xA0)
    serial, again, issuer = _take(inner, 0x02), _take(inner, 0x30), _take(inner, 0x30)
    validity, subject, key = _take(inner, 0x30).parts(), _take(inner, 0x30), _take(inner, 0x30)
    if again.raw != algorithm.raw or outer or len(validity) != 2:
        _bad("a certificate that contradicts itself")
    extensions = next((part for part in inner if part.tag == 0xA3), None)
    limits = _limits(extensions.parts()[0].parts() if extensions else [])
    begins, ends = _time(validity[0]), _time(validity[1])
    return Certificate(
        value.raw, signed.raw, algorithm, signature.bits(), serial.integer(), issuer.raw, subject.raw, begins, ends, key, *limits
    )


def _limits(extensions: list[Der]) -> tuple[bool, int | None, bool, bool, bool]:
    """Return what the extensions of a certificate allow, in the order of the fields of ``Certificate``."""
    is_ca, path_length, signs, stamps, strange, seen = False, None, True, False, False, set()
    for extension in extensions:
        parts = extension.parts()
        name = _take(parts, 0x06).oid()
        critical = _maybe(parts, 0x01)
        is_critical = critical is not None and critical.body != b"\x00"
        value = _whole(_take(parts, 0x04).body)
        if name in seen:
            _bad("an extension twice")
        seen.add(name)
        if name == "basicConstraints":
            inside = value.parts()
            flag, length = _maybe(inside, 0x01), _maybe(inside, 0x02)
            is_ca, path_length = flag is not None and flag.body != b"\x00", length.integer() if length else None
        elif name == "keyUsage":
            signs = value.tag == 0x03 and len(value.body) > 1 and bool(value.body[1] & 0x04)
        elif name == "extKeyUsage":
            stamps = is_critical and [use.oid() for use in value.parts()] == ["timeStamping"]
        elif name != "certificatePolicies" and is_critical:
            strange = True
    return is_ca, path_length, signs, stamps, strange


class _Curve(NamedTuple):
    p: int
    b: int
    n: int
    x: int
    y: int


_CURVES = {
    "P-256": _Curve(
        0xFFFFFFFF00000001000000000000000000000000FFFFFFFFFFFFFFFFFFFFFFFF,
        0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B,
        0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551,
        0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
        0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5,
    ),
    "P-384": _Curve(
        0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEFFFFFFFF0000000000000000FFFFFFFF,
        0xB3312FA7E23EE7E4988E056BE3F82D19181D9C6EFE8141120314088F5013875AC656398D8A2ED19D2A85C8EDD3EC2AEF,
        0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFC7634D81F4372DDF581A0DB248B0A77AECEC196ACCC52973,
        0xAA87CA22BE8B05378EB1C71EF320AD746E1D3B628BA79B9859F741E082542A385502F25DBF55296C3A545E3872760AB7,
        0x3617DE4A96262C6F5D9E98BF9292DC29F8F41DBD289A147CE9DA3113B5F0B8C00A60B1CE1D7E819D7A431D7C90EA0E5F,
    ),
}


def _joined(curve: _Curve, left: Affine, right: Affine) -> Affine:
    """Add two points of a curve; None is the point at infinity."""
    if left is None or right is None:
        return left or right
    if left[0] == right[0]:
        if (left[1] + right[1]) % curve.p == 0:
            return None
        slope = (3 * left[0] * left[0] - 3) * pow(2 * left[1], -1, curve.p) % curve.p
    else:
        slope = (right[1] - left[1]) * pow(right[0] - left[0], -1, curve.p) % curve.p
    x = (slope * slope - left[0] - right[0]) % curve.p
    return x, (slope * (left[0] - x) - left[1]) % curve.p


def _ecdsa_holds(curve: _Curve, public: bytes, digest: bytes, signature: bytes) -> bool:
    width = (curve.p.bit_length() + 7) // 8
    if len(public) != 2 * width + 1 or public[0] != 4:
        _bad("a key of an elliptic curve that is not written out")
    x, y = int.from_bytes(public[1 : width + 1], "big"), int.from_bytes(public[width + 1 :], "big")
    if x >= curve.p or y >= curve.p or (y * y - x * x * x + 3 * x - curve.b) % curve.p:
        _bad("a key that is no point of its curve")
    numbers = _whole(signature).parts()
    r, s = (numbers[0].integer(), numbers[1].integer()) if len(numbers) == 2 else (0, 0)
    if not (0 < r < curve.n and 0 < s < curve.n):
        return False
    hashed = int.from_bytes(digest[:width], "big") if len(digest) > width else int.from_bytes(digest, "big")
    inverse = pow(s, -1, curve.n)
    first, second = hashed * inverse % curve.n, r * inverse % curve.n
    base, key = (curve.x, curve.y), (x, y)
    both = _joined(curve, base, key)
    computed: Affine = None
    for bit in range(curve.n.bit_length() - 1, -1, -1):
        computed = _joined(curve, computed, computed)
        choice = (first >> bit & 1) | (second >> bit & 1) << 1
        if choice:
            computed = _joined(curve, computed, (base, key, both)[choice - 1])
    return computed is not None and computed[0] % curve.n == r


_PREFIX = {
    "sha256": bytes.fromhex("3031300d060960864801650304020105000420"),
    "sha384": bytes.fromhex("3041300d060960864801650304020205000430"),
    "sha512": bytes.fromhex("3051300d060960864801650304020305000440"),
}


def _mask(seed: bytes, length: int, name: str) -> bytes:
    made, count = b"", 0
    while len(made) < length:
        made += hashlib.new(name, seed + count.to_bytes(4, "big")).digest()
        count += 1
    return made[:length]


def _pss_fits(block: bytes, bits: int, digest: bytes, name: str, salt_length: int) -> bool:
    """Check an encoded block (RFC 8017, section 9.1.2) of ``bits`` bits."""
    size, length = len(digest), (bits + 7) // 8
    spare = len(block) - length
    if any(block[:spare]) or length < size + salt_length + 2 or block[-1] != 0xBC:
        return False
    block = block[spare:]
    masked, found = block[: length - size - 1], block[length - size - 1 : -1]
    mask = _mask(found, len(masked), name)
    plain = bytearray(left ^ right for left, right in zip(masked, mask))  # noqa: B905 - Python 3.8
    if masked[0] >> (8 - (8 * length - bits)) and 8 * length != bits:
        return False
    plain[0] &= 0xFF >> (8 * length - bits)
    gap = len(plain) - salt_length - 1
    if any(plain[:gap]) or plain[gap] != 1:
        return False
    return hashlib.new(name, bytes(8) + digest + bytes(plain[gap + 1 :])).digest() == found


def _rsa_holds(public: bytes, message: bytes, signature: bytes, name: str, salt_length: int | None) -> bool:
    """Check an RSA signature: PKCS #1 v1.5, or PSS where a salt length is given."""
    numbers = _whole(public).parts()
    modulus, exponent = (numbers[0].integer(), numbers[1].integer()) if len(numbers) == 2 else (0, 0)
    if not 2048 <= modulus.bit_length() <= 8192 or not 3 <= exponent < 2**32 or exponent % 2 == 0 or modulus % 2 == 0:
        _bad("an RSA key that is too weak or too large")
    length = (modulus.bit_length() + 7) // 8
    value = int.from_bytes(signature, "big")
    if len(signature) != length or value >= modulus:
        return False
    block = pow(value, exponent, modulus).to_bytes(length, "big")
    digest = hashlib.new(name, message).digest()
    if salt_length is not None:
        return _pss_fits(block, modulus.bit_length() - 1, digest, name, salt_length)
    ending = _PREFIX[name] + digest
    return block == b"\x00\x01" + b"\xff" * (length - len(ending) - 3) + b"\x00" + ending


def _hash_name(algorithm: Der) -> str:
    name = _take(algorithm.parts(), 0x06).oid()
    if name not in _STRONG:
        _bad(f"a hash {name} that is not used here; expected SHA-256, SHA-384 or SHA-512")
    return name


def _pss_parameters(parts: list[Der]) -> tuple[str, int]:
    """Return hash and salt length of PSS; the mask must use the same hash."""
    inside = _take(parts, 0x30).parts()
    hashed, mask, salt = _maybe(inside, 0xA0), _maybe(inside, 0xA1), _maybe(inside, 0xA2)
    if hashed is None or mask is None or inside:
        _bad("PSS with parameters that are not used here")
    name = _hash_name(_whole(hashed.body))
    masks = _whole(mask.body).parts()
    if _take(masks, 0x06).oid() != "mgf1" or _hash_name(_take(masks, 0x30)) != name:
        _bad("PSS with a mask that is not used here")
    return name, _whole(salt.body).integer() if salt else 20


def _signature_holds(key: Der, algorithm: Der, message: bytes, signature: bytes, default: str) -> bool:
    """Check a signature by a public key; ``default`` is the hash where the algorithm names none."""
    parts = algorithm.parts()
    named = _take(parts, 0x06).oid()
    fields = key.parts()
    kinds, public = _take(fields, 0x30).parts(), _take(fields, 0x03).bits()
    kind = _take(kinds, 0x06).oid()
    if kind == "rsa" and named in ("rsa", "rsa-sha256", "rsa-sha384", "rsa-sha512"):
        return _rsa_holds(public, message, signature, named[4:] or default, None)
    if kind in ("rsa", "pss") and named == "pss":
        name, salt_length = _pss_parameters(parts)
        if not 0 <= salt_length <= 512:
            return False
        return _rsa_holds(public, message, signature, name, salt_length)
    if kind == "ec" and named in ("ecdsa-sha256", "ecdsa-sha384", "ecdsa-sha512"):
        curve = _CURVES.get(_take(kinds, 0x06).oid())
        if curve is not None:
            return _ecdsa_holds(curve, public, hashlib.new(named[6:], message).digest(), signature)
    _bad(f"a signature {named} by a key {kind}, which this verifier does not know")


class Stamp(NamedTuple):
    """A timestamp that was read: over which hash, when, whether its signature holds, and by which certificate."""

    hash_name: str
    imprint: bytes
    at: int
    holds: bool
    signer: Certificate
    others: list[Certificate]


def stamp_of(data: bytes, extra: Sequence[Certificate], where: str) -> Stamp:
    """Read an RFC 3161 token (or the reply that holds it) and check its signature."""
    try:
        return _stamp(data, extra)
    except (ValueError, IndexError, OverflowError) as error:
        refuse("timestamp", where, f"is no timestamp that can be checked: {error}")


def _stamp(data: bytes, extra: Sequence[Certificate]) -> Stamp:
    content = _whole(data).parts()
    if content and content[0].tag == 0x30:  # a reply: its status, then the token
        content = _take(content[1:], 0x30).parts()
    if _take(content, 0x06).oid() != "signedData":
        _bad("no signed data")
    fields = _whole(_take(content, 0xA0).body).parts()
    _take(fields, 0x02), _take(fields, 0x31)
    inside = _take(fields, 0x30).parts()
    if _take(inside, 0x06).oid() != "TSTInfo":
        _bad("signed data that is no timestamp")
    info = _whole(_take(inside, 0xA0).body)
    given = _maybe(fields, 0xA0)
    others = [_certificate(one) for one in (given.parts() if given else []) if one.tag == 0x30] + list(extra)
    _maybe(fields, 0xA1)
    signers = _take(fields, 0x31).parts()
    if info.tag != 0x04 or len(signers) != 1:
        _bad(f"{len(signers)} signers; expected one")
    signer, holds = _signer(signers[0], info.body, others)
    told = _whole(info.body).parts()
    _take(told, 0x02), _take(told, 0x06)
    imprint = _take(told, 0x30).parts()
    hash_name, hashed = _hash_name(_take(imprint, 0x30)), _take(imprint, 0x04).body
    _take(told, 0x02)
    return Stamp(hash_name, hashed, _time(_take(told, 0x18)), holds, signer, others)


def _signer(info: Der, content: bytes, certificates: Sequence[Certificate]) -> tuple[Certificate, bool]:
    """Return the certificate of the signer and whether its signature, and what it names, is right."""
    parts = info.parts()
    _take(parts, 0x02), _take(parts, 0x30, 0x80)
    hash_name = _hash_name(_take(parts, 0x30))
    attributes = _take(parts, 0xA0)
    algorithm, signature = _take(parts, 0x30), _take(parts, 0x04)
    values: dict[str, Der] = {}
    for attribute in attributes.parts():
        fields = attribute.parts()
        called, inside = _take(fields, 0x06).oid(), _take(fields, 0x31).parts()
        if called in values or len(inside) != 1:
            _bad("a signed attribute twice")
        values[called] = inside[0]
    name, digest = _signer_named(values)
    signer = next((one for one in certificates if hashlib.new(name, one.raw).digest() == digest), None)
    if signer is None:
        _bad("the certificate that the signature names is not there")
    if "contentType" not in values or values["contentType"].oid() != "TSTInfo" or "messageDigest" not in values:
        _bad("signed attributes are missing")
    signed = b"\x31" + attributes.raw[1:]
    is_same = values["messageDigest"].body == hashlib.new(hash_name, content).digest()
    return signer, is_same and _signature_holds(signer.key, algorithm, signed, signature.body, hash_name)


def _signer_named(values: dict[str, Der]) -> tuple[str, bytes]:
    """Return by which hash, and its name, the signature names the certificate of its signer (RFC 5816, RFC 5035)."""
    for attribute in ("signingCertificateV2", "signingCertificate"):
        if attribute in values:
            first = values[attribute].parts()[0].parts()[0].parts()
            name = "sha1" if attribute == "signingCertificate" else "sha256"
            if first and first[0].tag == 0x30 and attribute == "signingCertificateV2":
                name = _hash_name(first.pop(0))
            return name, _take(first, 0x04).body
    _bad("the signer's certificate is not named by the signature")


def certificates_of(data: bytes, where: str) -> list[Certificate]:
    """Read certificates in PEM."""
    blocks = re.findall(r"-----BEGIN CERTIFICATE-----([A-Za-z0-9+/= \t\r\n]*)-----END CERTIFICATE-----", text_of(data, where))
    if not blocks:
        refuse("certificate", where, "holds no certificate; expected PEM")
    found = []
    for number, block in enumerate(blocks, 1):
        at = f"{where}, certificate {number}"
        data = base64_of("".join(block.split()), at, "content")
        try:
            found.append(_certificate(_whole(data)))
        except (ValueError, IndexError, OverflowError) as error:
            refuse("certificate", at, f"cannot be read: {error}")
    return found


def leads_to(stamp: Stamp, anchors: Sequence[Certificate], checked: dict[tuple[bytes, bytes], bool]) -> bool | None:
    """Say whether the signer of a timestamp is, or was certified by, one of the certificates that the reader trusts.

    Certificates are climbed level by level and none twice, so that junk among them costs no more than a check of each pair.
    ``checked`` keeps over all timestamps of a bundle which certificate was signed by which key; the answer is None where it would
    grow over ``MAX_CHAIN_CHECKS``.
    """
    signer, trusted = stamp.signer, {one.raw for one in anchors}
    if not signer.stamps_only or signer.is_strange or not signer.begins <= stamp.at <= signer.ends:
        return False
    if signer.raw in trusted:
        return True
    by_subject: dict[bytes, list[Certificate]] = {}
    for one in {one.raw: one for one in (*anchors, *stamp.others)}.values():
        if one.is_ca and one.signs_certificates and not one.is_strange and one.begins <= stamp.at <= one.ends:
            by_subject.setdefault(one.subject, []).append(one)
    reached, level = {signer.raw}, [signer]
    for height in range(MAX_CHAIN):
        higher = []
        for below, above in ((one, other) for one in level for other in by_subject.get(one.issuer, ())):
            if above.raw in reached or (above.path_length is not None and above.path_length < height):
                continue
            is_certified = _is_certified(below, above, checked)
            if is_certified is None or (is_certified and above.raw in trusted):
                return is_certified
            if is_certified:
                reached.add(above.raw)
                higher.append(above)
        level = sorted(higher, key=lambda one: one.subject == one.issuer)  # who certifies itself leads on rarely
    return False


def _is_certified(below: Certificate, above: Certificate, checked: dict[tuple[bytes, bytes], bool]) -> bool | None:
    """Say whether the key of one certificate signed the other; not where it is of a kind that this verifier does not know."""
    pair = (below.raw, above.key.raw)
    if pair not in checked:
        if len(checked) == MAX_CHAIN_CHECKS:
            return None
        try:
            checked[pair] = _signature_holds(above.key, below.algorithm, below.signed, below.signature, "sha256")
        except (ValueError, IndexError, OverflowError):
            checked[pair] = False
    return checked[pair]


# The bundle as a whole.


class Pins(NamedTuple):
    """What the reader trusts, whatever came with the bundle. ``policy`` None: the keys that came with it are shown as such."""

    policy: Policy | None = None
    anchors: list[Certificate] | None = None


NOTHING_PINNED = Pins()


class Shown(NamedTuple):
    """One entry: what of it is shown and what is withheld. ``ordered`` are entries in which a withholding was ordered."""

    entry: int
    kind: str
    id: str
    at: str
    by: str
    leaf_hash: str
    body: Json
    disclosed: list[tuple[str, str]]
    withheld: int
    ordered: list[int]


class Stamped(NamedTuple):
    """A timestamp over the checkpoint: when, and whether it leads to a certificate that the reader trusts."""

    at: int
    is_independent: bool


class Result(NamedTuple):
    """The answer. ``level`` is what is shown; ``keys`` says whose word the keys are: "pinned" or "bundle".

    ``before`` are the origins that the log had, each with the entry that declares the next one.
    """

    level: int
    keys: str
    origin: str
    size: int
    root: str
    software: str
    incident: str
    filter: Json
    statement: Json
    log_signed: bool
    cosigned: list[tuple[str, int]]
    missing: list[str]
    stamps: list[Stamped]
    entries: list[Shown]
    texts: dict[str, str]
    problems: list[Problem]
    before: list[tuple[int, str]]

    @property
    def holds(self) -> bool:
        """Whether everything that the bundle claims to show was shown."""
        return not self.problems


def verify(data: bytes, pins: Pins = NOTHING_PINNED) -> Result:
    """Check the bytes of a bundle.

    Raises: UnreadableError.
    """
    members = read_zip(data)
    for name in ("bundle.json", "entries.jsonl", "checkpoint.txt"):
        if name not in members:
            refuse("missing", "bundle", f"has no {name}")
    problems: list[Problem] = []
    note = note_of(members["checkpoint.txt"], "checkpoint.txt")
    about = _about(members["bundle.json"])
    leaves = _leaves(members, about)
    _check_about(about, note, problems)
    before, began = _successions(leaves, note.origin, problems)
    _check_entries(members, leaves, note, problems, began)
    entries, values = _disclosed(members, leaves, problems)
    texts = _texts(members, leaves, values, problems)
    _check_statement(about, leaves, problems)
    policy = pins.policy or _policy_inside(members, note)
    signed = _log_signed(note, policy, problems, is_pinned=pins.policy is not None)
    cosigned, missing, is_met = _cosigned(note, policy, problems, is_pinned=pins.policy is not None)
    stamps = _stamps(members, note, pins.anchors, problems)
    level = (2 if is_met else 1) if signed else 0
    if level == 2 and any(stamp.is_independent for stamp in stamps):
        level = 3
    return Result(
        level=0 if problems else level,
        keys="pinned" if pins.policy else "bundle",
        origin=note.origin,
        size=note.size,
        root=note.root.hex(),
        software=about["software"],
        incident=about["incident"],
        filter=about["filter"],
        statement=about["statement"],
        log_signed=signed,
        cosigned=cosigned,
        missing=missing,
        stamps=stamps,
        entries=entries,
        texts=texts,
        problems=problems,
        before=before,
    )


_ABOUT = {
    "format": str,
    "software": str,
    "origin": str,
    "size": int,
    "root": str,
    "incident": str,
    "filter": dict,
    "statement": dict,
    "parts": list,
}


def _about(data: bytes) -> dict[str, Json]:
    """Read bundle.json: what the bundle says it is."""
    about = object_of(json_of(data, "bundle.json"), "bundle.json")
    if about.get("format") != FORMAT:
        refuse("format", "bundle.json", f"has the format {shown(about.get('format'))}; this verifier reads {FORMAT}")
    for name, kind in _ABOUT.items():
        if type(about.get(name)) is not kind:
            refuse("bundle", "bundle.json", f"{name} is {shown(about.get(name))}; expected {kind.__name__}")
    return about


class Leaf(NamedTuple):
    """An entry of the bundle: its place, its bytes and what they say."""

    entry: int
    data: bytes
    value: dict[str, Json]

    @property
    def where(self) -> str:
        """How messages name it."""
        return f"entry {self.entry}"


def _leaves(members: dict[str, bytes], about: dict[str, Json]) -> list[Leaf]:
    """Read the entries; bundle.json says which line is which, and every one must have its proof."""
    data = members["entries.jsonl"]
    lines = data.split(b"\n")
    parts = about["parts"]
    if lines.pop() != b"" or len(lines) != len(parts):
        refuse("entries", "entries.jsonl", f"has {len(lines)} lines; bundle.json lists {len(parts)} parts")
    found, last = [], -1
    for line, part in zip(lines, parts):  # noqa: B905 - Python 3.8; the lengths were compared
        fields = object_of(part, "bundle.json, parts")
        index, kind, role = fields.get("entry"), fields.get("kind"), fields.get("as")
        if type(index) is not int or index <= last or type(kind) is not str or type(role) is not str:
            refuse("bundle", "bundle.json, parts", f"{shown(part)} is no part, or out of order")
        if kind not in _PARTS.get(role, kind).split():
            refuse("bundle", "bundle.json, parts", f"calls entry {index}, which is {shown(kind)}, a {shown(role)}")
        found.append(_leaf(index, line, kind))
        last = index
    proofs = sum(1 for name in members if name.startswith("proofs/"))
    if proofs != len(found):
        refuse("proof", "proofs", f"{proofs} proofs for {len(found)} entries")
    return found


def _leaf(index: int, line: bytes, kind: str) -> Leaf:
    where = f"entry {index}"
    if len(line) > MAX_LEAF_BYTES:
        refuse("size", where, f"has {len(line)} bytes; at most {MAX_LEAF_BYTES} are read")
    value = object_of(json_of(line, where), where)
    for name in ("log", "kind", "id", "at", "by", "co"):
        if type(value.get(name)) is not str:
            refuse("entry", where, f"{name} is {shown(value.get(name))}; expected text")
    if type(value.get("v")) is not int or value["v"] != 1 or type(value.get("body")) is not dict:
        refuse("entry", where, "is of a version that this verifier does not know")
    if value["kind"] != kind:
        refuse("bundle", "bundle.json, parts", f"calls entry {index} {shown(kind)}; it is {shown(value['kind'])}")
    sealed = value.get("_sd", [])
    if type(sealed) is not list or any(type(digest) is not str for digest in sealed):
        refuse("entry", where, "has sealed values that are no list of digests")
    return Leaf(index, line, value)


def _check_about(about: dict[str, Json], note: Note, problems: list[Problem]) -> None:
    for name, stands, given in (
        ("origin", note.origin, about["origin"]),
        ("size", note.size, about["size"]),
        ("root", note.root.hex(), about["root"]),
    ):
        if stands != given:
            message = f"{name} {shown(given)} is said there; the checkpoint has {shown(stands)}"
            problems.append(Problem("bundle.checkpoint", "bundle.json", message))


def _check_entries(members: dict[str, bytes], leaves: Sequence[Leaf], note: Note, problems: list[Problem], began: str) -> None:
    """Check the proof of every entry against the one checkpoint, and that all are of the log that ``began`` under a name."""
    for leaf in leaves:
        where = f"proofs/{leaf.entry}.tlog-proof"
        if where not in members:
            refuse("proof", where, "is not there")
        index, hashes, checkpoint = proof_of(members[where], where)
        if checkpoint != members["checkpoint.txt"]:
            problems.append(Problem("proof.checkpoint", where, "is for another checkpoint than checkpoint.txt"))
        computed = root_from(index, note.size, leaf_hash(leaf.data), hashes)
        if index != leaf.entry or computed != note.root:
            given = computed.hex() if computed else "none"
            message = f"does not show entry {leaf.entry}: computed root {given}, signed {note.root.hex()}"
            problems.append(Problem("proof.false", where, message))
        if leaf.value["log"] != began:
            message = f"is of the log {shown(leaf.value['log'])}; this one began as {shown(began)}"
            problems.append(Problem("entry.log", leaf.where, message))


def _successions(leaves: Sequence[Leaf], origin: str, problems: list[Problem]) -> tuple[list[tuple[int, str]], str]:
    """Return where the log went on under another origin and which it had before, and the origin under which it began.

    Leaves keep the origin under which the log began. ``origin`` is the newest one; entries ``log.successor`` lead back from it.
    """
    found = []
    for leaf in reversed(leaves):
        if leaf.value["kind"] == "log.successor":
            body = leaf.value["body"]
            if body.get("origin") != origin or type(body.get("old_origin")) is not str or body.get("size") != leaf.entry:
                message = f"goes on as {shown(body.get('origin'))} from entry {shown(body.get('size'))}; expected {shown(origin)}"
                problems.append(Problem("succession", leaf.where, message))
            else:
                origin = body["old_origin"]
                found.append((leaf.entry, origin))
    return found[::-1], origin


def _digests(value: Json) -> Iterator[str]:
    """Yield the digests of sealed values anywhere in a body."""
    if isinstance(value, list):
        for part in value:
            yield from _digests(part)
    elif isinstance(value, dict):
        if isinstance(value.get("..."), str):
            yield value["..."]
        for part in value.values():
            yield from _digests(part)


_URL64 = re.compile(r"[A-Za-z0-9_-]+", re.ASCII)


def _disclosure(line: str, where: str) -> tuple[str, str, str]:
    """Return digest, name and value of an encoded disclosure (RFC 9901, section 4.2)."""
    if not _URL64.fullmatch(line) or len(line) > MAX_DISCLOSURE_CHARACTERS:
        refuse("disclosure", where, f"{shown(line)} is not base64url, or too long")
    try:
        data = base64.urlsafe_b64decode(line + "=" * (-len(line) % 4))
    except ValueError:
        refuse("disclosure", where, f"{shown(line)} is not base64url")
    if base64.urlsafe_b64encode(data).rstrip(b"=").decode() != line:
        refuse("disclosure", where, f"{shown(line)} is not base64url as it is written by anybody")
    value = json_of(data, where)
    if not (isinstance(value, list) and len(value) == 3 and all(isinstance(part, str) for part in value)):
        refuse("disclosure", where, "does not hold salt, name and value")
    digest = base64.urlsafe_b64encode(hashlib.sha256(line.encode()).digest()).rstrip(b"=").decode()
    return digest, value[1], value[2]


def _disclosed(
    members: dict[str, bytes],
    leaves: Sequence[Leaf],
    problems: list[Problem],
) -> tuple[list[Shown], list[str]]:
    """Return what is shown of each entry, and all values disclosed."""
    given: dict[str, tuple[str, str]] = {}
    lines = text_of(members.get("disclosures.txt", b""), "disclosures.txt").split("\n")
    if lines.pop() != "":
        refuse("disclosure", "disclosures.txt", "is cut short")
    for number, line in enumerate(lines, 1):
        digest, name, value = _disclosure(line, f"disclosures.txt, line {number}")
        if digest in given:
            refuse("disclosure", f"disclosures.txt, line {number}", "stands there twice")
        given[digest] = (name, value)
    ordered = _ordered(leaves)
    entries, used = [], set()
    for leaf in leaves:
        sealed = sorted({*leaf.value.get("_sd", []), *_digests(leaf.value["body"])})
        used.update(sealed)
        entries.append(_shown(leaf, sealed, given, ordered))
    for number, digest in enumerate(given, 1):
        if digest not in used:
            where = f"disclosures.txt, line {number}"
            problems.append(Problem("disclosure.foreign", where, "is a value to which no entry of the bundle commits itself"))
    return entries, [value for _, value in given.values()]


def _shown(leaf: Leaf, sealed: Sequence[str], given: dict[str, tuple[str, str]], ordered: dict[str, int]) -> Shown:
    value = leaf.value
    hidden = [digest for digest in sealed if digest not in given]
    files = () if value["kind"].startswith("redaction.") else _strings(value["body"])
    return Shown(
        entry=leaf.entry,
        kind=value["kind"],
        id=value["id"],
        at=value["at"],
        by=value["by"],
        leaf_hash=leaf_hash(leaf.data).hex(),
        body=value["body"],
        disclosed=sorted(given[digest] for digest in sealed if digest in given),
        withheld=len(hidden),
        ordered=sorted({ordered[one] for one in (*hidden, *files) if one in ordered}),
    )


def _ordered(leaves: Sequence[Leaf]) -> dict[str, int]:
    """Return in which entry it was ordered that a sealed value (by digest) or a file (by hash) be taken out."""
    found: dict[str, int] = {}
    for leaf in leaves:
        if leaf.value["kind"] == "redaction.ordered":
            for name in _strings(leaf.value["body"].get("targets")):
                found.setdefault(name, leaf.entry)
    return found


def _strings(value: Json) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _strings(part)


def _texts(
    members: dict[str, bytes],
    leaves: Sequence[Leaf],
    values: Sequence[str],
    problems: list[Problem],
) -> dict[str, str]:
    """Check that every text and file has the hash it is named after, and that an entry names it; return the texts."""
    named = {one for leaf in leaves for one in _strings(leaf.value["body"]) if _HEX_HASH.fullmatch(one)}
    named.update(found for value in values for found in _HEX_HASH.findall(value))
    texts = {}
    for name, data in members.items():
        if not name.startswith(("texts/", "blobs/")):
            continue
        digest = name[6:70]
        if hashlib.sha256(data).hexdigest() != digest:
            problems.append(Problem("text.hash", name, f"has the hash {hashlib.sha256(data).hexdigest()}: it was changed"))
        elif digest not in named:
            problems.append(Problem("text.foreign", name, "is named by no entry of the bundle"))
        elif name.startswith("texts/"):
            texts[digest] = data.decode("utf-8", "replace")
    return texts


class _Basis(NamedTuple):
    """What the entries of a bundle say that its statement may rest on. ``claims`` are bodies by id."""

    claims: dict[str, dict[str, Json]]
    reports: set[str]
    linked: set[str]
    rejected: set[str]


def _basis(leaves: Sequence[Leaf], incident: str) -> _Basis:
    """Take out of the entries which claims and reports there are, which belong to the incident, and which were rejected."""
    basis = _Basis({}, set(), set(), set())
    for leaf in leaves:
        kind, body = leaf.value["kind"], leaf.value["body"]
        claim = body.get("report" if kind == "report.archived" else "claim")
        if type(claim) is not str:
            continue
        if kind in ("claim.proposed", "claim.entered"):
            basis.claims[claim] = body
        elif kind == "report.archived":
            basis.reports.add(claim)
        elif kind == "link.made" and body.get("incident") == incident:
            (basis.linked.add if body.get("outcome") == "linked" else basis.linked.discard)(claim)
        elif kind in ("claim.accepted", "claim.rejected"):
            (basis.rejected.add if kind == "claim.rejected" else basis.rejected.discard)(claim)
    return basis


_MENTIONED = {
    "figures": ("counts", ("effect", "unit", "category", "low", "high", "bound", "of_total")),
    "places": ("places", ("place", "precision", "relation")),
    "time": ("times", ("start", "end", "precision", "basis")),
}
"""Part of a statement, the part of a claim in which it must stand, and the fields that must be the same there."""
_LEFT_OUT = {
    ("places", "precision"): "unlocated",
    ("time", "precision"): "unresolved",
    ("time", "basis"): "stated",
    ("account", "stance"): "assert",
}
"""What a field stands for that an entry leaves out; all others are null then."""


def _check_statement(about: dict[str, Json], leaves: Sequence[Leaf], problems: list[Problem]) -> None:
    """Check what the statement says against the claims on which it stands, as far as it can be without folding them again."""
    statement, basis = about["statement"], _basis(leaves, about["incident"])
    good = (basis.claims.keys() & basis.linked) - basis.rejected
    claims, reports = _items(statement.get("claims")), _items(statement.get("reports"))
    wrong = [("claims", one) for one in claims if type(one) is not str or one not in good]
    wrong += [("reports", one) for one in reports if type(one) is not str or one not in basis.reports]
    if statement.get("id", about["incident"]) != about["incident"]:
        wrong.append(("id", statement["id"]))
    if not wrong:
        told = {one: basis.claims[one] for one in claims}
        wrong = [*_wrong_sums(statement, list(told.values())), *_wrong_accounts(statement, told, len(claims))]
    for name, one in wrong:
        message = f"names {shown(one)} among its {name}, and no entry of the bundle stands behind that"
        problems.append(Problem("statement", "bundle.json, statement", message))


def _wrong_sums(statement: dict[str, Json], told: Sequence[dict[str, Json]]) -> Iterator[tuple[str, Json]]:
    """Yield what is said of the incident as a whole and stands in none of its claims."""
    killed = statement.get("killed")
    ranges = [("figures", one) for one in _items(statement.get("figures"))]
    if killed is not None:
        ranges.append(("killed", {**killed, "effect": "killed", "unit": "people"} if isinstance(killed, dict) else killed))
    said = _numbers(told)
    yield from (one for one in ranges if not _spans(one[1], said))
    for name in ("places", "time"):
        there = _mentioned(name, told)
        yield from ((name, one) for one in _items(statement.get(name)) if _key(name, one) not in there)


def _wrong_accounts(statement: dict[str, Json], told: dict[str, dict[str, Json]], count: int) -> Iterator[tuple[str, Json]]:
    """Yield the accounts that are not what their claims say; together they have each claim of the incident once."""
    if "accounts" not in statement:
        return
    accounts = [one if isinstance(one, dict) else {} for one in _items(statement["accounts"])]
    named = [one for account in accounts for one in _items(account.get("claims"))]
    if len(named) != count or not all(type(one) is str for one in named) or set(named) != told.keys():
        yield "accounts", "other claims than those of the incident"
        return
    yield from (("accounts", one) for one in accounts if not _is_account(one, [told[name] for name in _items(one.get("claims"))]))


def _is_account(account: dict[str, Json], told: Sequence[dict[str, Json]]) -> bool:
    """Say whether an account is of the report, voice, stance and speaker that its claims have, with figures of theirs."""
    if not told:
        return False
    speaker = told[0].get("speaker")
    actor = speaker.get("actor") if isinstance(speaker, dict) else None
    fields = ("report", "voice", "stance")
    is_same = all(_field("account", name, claim) == _field("account", name, account) for claim in told for name in fields)
    there = _mentioned("figures", told)
    return (
        is_same and account.get("actor") == actor and all(_key("figures", one) in there for one in _items(account.get("figures")))
    )


def _items(value: Json) -> list[Json]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _field(what: str, name: str, value: dict[str, Json]) -> Json:
    found = value.get(name)
    return _LEFT_OUT.get((what, name)) if found is None else found


def _key(what: str, value: Json) -> bytes:
    """Return what makes a figure, place or time the same as another; empty for what is none."""
    return canonical([_field(what, name, value) for name in _MENTIONED[what][1]]) if isinstance(value, dict) else b""


def _mentioned(what: str, told: Sequence[dict[str, Json]]) -> set[bytes]:
    found = {_key(what, one) for claim in told for one in _items(claim.get(_MENTIONED[what][0]))}
    return found - {b""}


def _numbers(told: Sequence[dict[str, Json]]) -> dict[bytes, set[int]]:
    """Return the lows and the highs that the claims give, by effect and unit."""
    found: dict[bytes, set[int]] = {}
    for claim in told:
        for count in _items(claim.get("counts")):
            for name in ("low", "high") if isinstance(count, dict) else ():
                if type(count.get(name)) is int:
                    found.setdefault(_ends(count, name), set()).add(count[name])
    return found


def _spans(figure: Json, said: dict[bytes, set[int]]) -> bool:
    """Say whether each end of a range over accounts was said in one of the claims, of the same effect and unit."""
    if not isinstance(figure, dict):
        return False
    for name, of in (("low", "low"), ("greatest_low", "low"), ("high", "high")):
        end = figure.get(name)
        if end is not None and (type(end) is not int or end not in said.get(_ends(figure, of), ())):
            return False
    return True


def _ends(figure: dict[str, Json], name: str) -> bytes:
    return canonical([figure.get("effect"), figure.get("unit"), name])


_PARTS = {
    "opening": "log.opened",
    "pack": "pack.archived",
    "report": "report.archived",
    "claim": "claim.proposed claim.entered",
    "decision": "claim.accepted claim.rejected claim.entered claim.superseded",
    "link": "link.made",
    "copy": "copy.noted",
    "judgement": "judgement.made",
    "call": "call.received",
    "redaction": "redaction.ordered",
    "succession": "log.successor",
}
"""Which kinds of entry may play a part; a part that is not listed says nothing."""


def _policy_inside(members: dict[str, bytes], note: Note) -> Policy:
    """Return the policy that came with the bundle; its log keys and those of vkeys.txt count where they bear the log's name."""
    policy = Policy([], {}, {}, "none")
    if "policy.txt" in members:
        policy = policy_of(members["policy.txt"], "policy.txt")
    keys = keys_of(members["vkeys.txt"], "vkeys.txt") if "vkeys.txt" in members else []
    logs = [key for key in dict.fromkeys((*policy.logs, *keys)) if key.kind == ED25519 and key.name == note.origin]
    return policy._replace(logs=logs)


def keys_of(data: bytes, where: str) -> list[Key]:
    """Read verifier keys, one a line; empty lines and those that begin with # say nothing."""
    lines = text_of(data, where).split("\n")
    return [key_of(line, f"{where}, line {n}") for n, line in enumerate(lines, 1) if line and not line.startswith("#")]


def _log_signed(note: Note, policy: Policy, problems: list[Problem], *, is_pinned: bool) -> bool:
    """Say whether a key of the log signed the checkpoint. A false signature by a known key is a problem."""
    answers = [signed_by(note, key) for key in policy.logs if key.name == note.origin]
    if False in answers:
        problems.append(Problem("signature.false", "checkpoint.txt", "a signature by a key of the log is false"))
    elif is_pinned and True not in answers and policy.logs:
        message = f"is not signed for {shown(note.origin)} by a key that you trust"
        problems.append(Problem("signature.none", "checkpoint.txt", message))
    return True in answers and False not in answers


def _cosigned(
    note: Note,
    policy: Policy,
    problems: list[Problem],
    *,
    is_pinned: bool,
) -> tuple[list[tuple[str, int]], list[str], bool]:
    """Return who cosigned when, who did not, and whether that is a quorum."""
    logs = {key.public for key in policy.logs}  # who is no witness of its own
    times = {name: None if key.public in logs else cosigned_at(note, key) for name, key in policy.witnesses.items()}
    present = sorted((name, at) for name, at in times.items() if at is not None and at >= 0)
    false = sorted(name for name, at in times.items() if at == -1)
    problems.extend(Problem("cosignature.false", "checkpoint.txt", f"the cosignature of {shown(n)} is false") for n in false)
    is_met = policy.is_met(frozenset(name for name, _ in present))
    if is_pinned and policy.quorum != "none" and not is_met:
        problems.append(Problem("quorum", "checkpoint.txt", "is not cosigned by the quorum of your policy"))
    missing = sorted(_said(name) for name, at in times.items() if at is None)
    return [(_said(name), at) for name, at in present], missing, is_met and not false


def _said(name: str) -> str:
    """Return a name of a policy, whose octets mean nothing to it, as the UTF-8 it probably is."""
    return name.encode("latin-1").decode("utf-8", "replace")


def _stamps(
    members: dict[str, bytes],
    note: Note,
    anchors: Sequence[Certificate] | None,
    problems: list[Problem],
) -> list[Stamped]:
    """Check the timestamps: over the checkpoint's text or the whole note, and up to a certificate that the reader named."""
    extra = certificates_of(members["tsa.pem"], "tsa.pem") if "tsa.pem" in members else []
    found, given_up = [], []
    checked: dict[tuple[bytes, bytes], bool] = {}
    for where in sorted(name for name in members if name.endswith(".tsr")):
        stamp = stamp_of(members[where], [*extra, *(anchors or [])], where)
        signed = [note.text.encode(), members["checkpoint.txt"]]
        as_it_was = members.get(where[:-3] + "txt", b"")
        if as_it_was and note_of(as_it_was, where[:-3] + "txt").text == note.text:
            signed.append(as_it_was)  # cosignatures may have come later
        if stamp.imprint not in [hashlib.new(stamp.hash_name, one).digest() for one in signed]:
            problems.append(Problem("timestamp.other", where, "is over something else than this checkpoint"))
        elif not stamp.holds:
            problems.append(Problem("timestamp.false", where, "has a false signature"))
        else:
            leads = leads_to(stamp, anchors, checked) if anchors is not None else False
            found.append(Stamped(stamp.at, bool(leads)))
            given_up.extend([where] if leads is None else [])
    if anchors is not None and not any(stamp.is_independent for stamp in found):
        message = "none was made by a party that you trust"
        if given_up:
            message += f"; above the signer of {', '.join(given_up)} stand too many certificates: {MAX_CHAIN_CHECKS} were tried"
        problems.append(Problem("timestamp.none", "timestamps", message))
    return found


# The command line.


def pins_of(vkeys: Sequence[str], policy: str | None, tsa_ca: str | None) -> Pins:
    """Return what the reader pins: a policy file, or keys (of logs, and of witnesses, who must then all have cosigned).

    Raises: UnreadableError, OSError.
    """
    anchors = certificates_of(_named(tsa_ca), tsa_ca) if tsa_ca is not None else None
    read = policy_of(_named(policy), policy) if policy is not None else None
    keys: list[Key] = []
    for given in vkeys:
        if given.count("+") >= 2:
            keys.append(key_of(given.strip(), "--vkey"))
        else:
            found = keys_of(_named(given), given)
            if not found:  # else nothing would be pinned, and keys that came with the bundle would be believed
                refuse("vkey", given, "holds no key; expected verifier keys, one a line")
            keys.extend(found)
    if keys and read is None:
        asked = [key for key in keys if key.kind != ED25519]
        witnesses = {f"{key.name.encode().decode('latin-1')}+{key.id.hex()}": key for key in asked}
        groups = {"all of them": (len(witnesses), list(witnesses))} if witnesses else {}
        read = Policy([], witnesses, groups, "all of them" if witnesses else "none")
    if read is not None:
        read.logs.extend(key for key in keys if key.kind == ED25519)
        if not read.logs:
            refuse("policy", policy or "--vkey", "names no log; add its key with --vkey")
    return Pins(read, anchors)


def _named(path: str) -> bytes:
    """Return the bytes of a policy, key file or certificate that the reader named."""
    data = read_file(path, MAX_NOTE_BYTES)
    if len(data) > MAX_NOTE_BYTES:
        refuse("size", path, f"has more than {MAX_NOTE_BYTES} bytes; no policy, key file or certificate has")
    return data


def read_file(path: str, most: int = MAX_BUNDLE_BYTES) -> bytes:
    """Return the bytes of a file, of one that is too large (a device may have no end) only as many as show that.

    Raises: OSError, which names the file also where reading it broke off.
    """
    try:
        with open(path, "rb") as file:  # noqa: PTH123 - as few modules as can be
            return file.read(most + 1)
    except OSError as error:
        raise OSError(error.errno, error.strerror, path) from error


def when(seconds: int) -> str:
    """Return an instant for people."""
    days, rest = divmod(seconds, 86400)
    if not 0 <= days < 2932896:
        return f"second {seconds}"
    year, month, day = _civil(days)
    return f"{year:04}-{month:02}-{day:02} {rest // 3600:02}:{rest // 60 % 60:02}:{rest % 60:02} UTC"


def _civil(days: int) -> tuple[int, int, int]:
    """Return year, month and day of a day counted from 1970 on, in the Gregorian calendar."""
    year = 1970 + days // 366
    while calendar.timegm((year + 1, 1, 1, 0, 0, 0)) // 86400 <= days:
        year += 1
    month = 1
    while month < 12 and calendar.timegm((year, month + 1, 1, 0, 0, 0)) // 86400 <= days:
        month += 1
    return year, month, days - calendar.timegm((year, month, 1, 0, 0, 0)) // 86400 + 1


def reaches(result: Result, level: int) -> bool:
    """Say whether the bundle holds and reaches a level; above hash only, keys that came with it are nobody's word for that."""
    return result.holds and result.level >= level and (level == 0 or result.keys == "pinned")


def shortfall(result: Result, level: int) -> str | None:
    """Return why a bundle that holds does not reach a level that was asked for, None where it does."""
    if not result.holds or reaches(result, level):
        return None
    return f"level {level} was asked for and " + ("is not reached" if result.level < level else f"is reached only {NOT_YOURS}")


def as_json(result: Result) -> dict[str, Json]:
    """Return the answer as values that JSON has; texts by their hash and length only."""
    found: dict[str, Json] = result._asdict()
    found["holds"] = result.holds
    found["level_says"] = LEVELS[result.level]
    found["says"] = SAYS
    found["unproved"] = UNPROVED
    found["before"] = [{"origin": name, "until": entry} for entry, name in result.before]
    found["cosigned"] = [{"name": name, "at": at} for name, at in result.cosigned]
    found["stamps"] = [stamp._asdict() for stamp in result.stamps]
    found["entries"] = [
        {**entry._asdict(), "disclosed": [{"name": name, "value": value} for name, value in entry.disclosed]}
        for entry in result.entries
    ]
    found["texts"] = [{"sha256": digest, "characters": len(text)} for digest, text in sorted(result.texts.items())]
    found["problems"] = [problem._asdict() for problem in result.problems]
    return found


def told(result: Result) -> Iterator[str]:
    """Yield the answer as lines for people."""
    yield f"log       {shown(result.origin, 200)}"
    yield f"size      {result.size} entries"
    yield f"root      {result.root}"
    yield f"incident  {shown(result.incident)}, as {shown(result.software)} put it together; filter {_filter(result.filter)}"
    yield from (
        f"before    {shown(name, 200)}, until entry {entry} declared the origin that followed" for entry, name in result.before
    )
    yield from (f"cosigned  {shown(name)} at {when(at)}" for name, at in result.cosigned)
    yield from (f"missing   {shown(name)} has not cosigned" for name in result.missing)
    for stamp in result.stamps:
        whose = (
            "a party that you trust"
            if stamp.is_independent
            else "a certificate that came with the bundle: shows nothing by itself"
        )
        yield f"stamped   {when(stamp.at)}, by {whose}"
    yield ""
    for entry in result.entries:
        yield f"entry {entry.entry}  {entry.kind}  {shown(entry.at)}  by {shown(entry.by)}  {entry.leaf_hash[:16]}"
        yield from (f"    shown     {shown(name)} = {shown(value, 200)}" for name, value in entry.disclosed)
        if entry.withheld:
            yield f"    withheld  {entry.withheld} sealed value{'' if entry.withheld == 1 else 's'} (some may be blanks)"
        if entry.ordered:
            yield f"    taken out by order in entry {', '.join(map(str, entry.ordered))}: sealed values, or its text and files"
    yield f"{len(result.texts)} text{'' if len(result.texts) == 1 else 's'} shown"
    yield ""
    yield from (f"PROBLEM   {problem.where}: {problem.message}" for problem in result.problems)
    if result.holds:
        yield f"LEVEL {result.level}   {LEVELS[result.level]}"
        if result.keys == "bundle" and result.level:
            yield f"          {NOT_YOURS}"
    else:
        yield "DOES NOT HOLD"
    yield SAYS
    yield UNPROVED
    yield "Entries that were left out of the bundle cannot be seen in it."


def _filter(chosen: Json) -> str:
    parts = [f"{name} {shown(value)}" for name, value in sorted(chosen.items()) if value not in (None, False)]
    return ", ".join(parts) or "none"


def main(arguments: Sequence[str]) -> int:
    """Check the bundle named and print the answer."""
    parser = argparse.ArgumentParser(prog="verify.py", description="Check a proof bundle. " + SAYS)
    parser.add_argument("bundle", metavar="X.tlp")
    parser.add_argument("--policy", metavar="FILE", help="policy whose keys you trust (C2SP tlog-policy)")
    parser.add_argument(
        "--vkey", metavar="KEY|FILE", action="append", default=[], help="verifier key that you trust; may be repeated"
    )
    parser.add_argument("--tsa-ca", metavar="FILE", help="certificate (PEM) of a timestamping party that you trust")
    parser.add_argument(
        "--level",
        metavar="N",
        type=int,
        choices=range(4),
        default=0,
        help="level that you ask for, by keys that you name: 0 to 3",
    )
    parser.add_argument("--json", action="store_true", help="print JSON")
    asked = parser.parse_args(arguments)
    try:
        pins = pins_of(asked.vkey, asked.policy, asked.tsa_ca)
        result = verify(read_file(asked.bundle), pins)
    except UnreadableError as error:
        sys.stderr.write(f"verify: {shown(asked.bundle, 200)}: {error}\n")
        return 3
    except OSError as error:
        sys.stderr.write(f"verify: {shown(error.filename, 200)} cannot be read: {error.strerror}\n")
        return 3
    lines = [json.dumps(as_json(result), sort_keys=True)] if asked.json else told(result)
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    short = shortfall(result, asked.level)
    sys.stderr.write(f"verify: {short}\n" if short else "")
    return 0 if reaches(result, asked.level) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
