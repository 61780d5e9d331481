"""The arithmetic of the log: leaf and node hashes, inclusion and consistency proofs, and their verification.

RFC 6962, section 2.1: leaf = SHA-256(0x00 || bytes), node = SHA-256(0x01 || left || right). Only the standard library is
used and nothing else of truceline is imported, so that a party who distrusts everybody else can read and run this file alone::

    python3 -I -S proofs.py vectors.json

reads a JSON list of proofs as in conformance/vectors/rfc6962.json, prints one line each and ends with 1 if any is false.
What a true proof shows is that the record was not changed, never that what it says is true.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

HASH_BYTES = 32
MAX_PROOF = 64
"""More hashes than this no proof can need: a tree of 2^64 leaves is 64 high."""

EMPTY_ROOT = hashlib.sha256(b"").digest()

RangeRoot = Callable[[int, int], bytes]
"""Gives the root of the tree over leaves [start, end)."""


class ProofError(ValueError):
    """A proof does not show what it is said to show."""


def leaf_hash(leaf: bytes) -> bytes:
    """Return the hash of a leaf (RFC 6962, 2.1)."""
    return hashlib.sha256(b"\x00" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of an inner node (RFC 6962, 2.1)."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def split(size: int) -> int:
    """Return the largest power of two smaller than ``size`` (at least 2): where RFC 6962 divides a tree."""
    return 1 << ((size - 1).bit_length() - 1)


def root_of(hashes: Sequence[bytes]) -> bytes:
    """Return the root over leaf hashes, in order."""
    if not hashes:
        return EMPTY_ROOT
    level = list(hashes)
    while len(level) > 1:
        paired = [node_hash(left, right) for left, right in zip(level[::2], level[1::2], strict=False)]
        if len(level) % 2:
            # A lone right-most node moves up unchanged; this gives the same tree as splitting at powers of two.
            paired.append(level[-1])
        level = paired
    return level[0]


def inclusion_proof(index: int, size: int, root_over: RangeRoot) -> list[bytes]:
    """Return the audit path of leaf ``index`` in the tree of ``size`` leaves, from the leaf upwards (RFC 6962, 2.1.1)."""
    if not 0 <= index < size:
        message = f"no leaf {index} in a tree of {size}"
        raise ProofError(message)
    start, end, path = 0, size, []
    while end - start > 1:
        middle = start + split(end - start)
        if index < middle:
            path.append(root_over(middle, end))
            end = middle
        else:
            path.append(root_over(start, middle))
            start = middle
    return path[::-1]


def consistency_proof(old: int, new: int, root_over: RangeRoot) -> list[bytes]:
    """Return the proof that a tree of ``new`` leaves begins with the tree of its first ``old`` leaves (RFC 6962, 2.1.2)."""
    if not 0 <= old <= new:
        message = f"a tree of {old} leaves cannot be the beginning of one of {new}"
        raise ProofError(message)
    if old in (0, new):
        return []
    start, end, path, whole = 0, new, [], True
    while end != old:
        middle = start + split(end - start)
        if old <= middle:
            path.append(root_over(middle, end))
            end = middle
        else:
            path.append(root_over(start, middle))
            start, whole = middle, False
    if not whole:
        path.append(root_over(start, end))
    return path[::-1]


def verify_inclusion(index: int, size: int, leaf: bytes, proof: Sequence[bytes], root: bytes) -> None:
    """Check that the leaf with hash ``leaf`` stands at ``index`` of the tree of ``size`` leaves with this root.

    Steps as in RFC 9162, 2.1.3.2. Raises: ProofError.
    """
    _check_hashes(proof, leaf, root)
    if not 0 <= index < size:
        message = f"no leaf {index} in a tree of {size}"
        raise ProofError(message)
    computed, place, last = leaf, index, size - 1
    for sibling in proof:  # the steps of _climb, written out: a reader on a phone checks thousands
        if last == 0:
            message = f"proof has {len(proof)} hashes, more than a tree of {size} is high"
            raise ProofError(message)
        if place & 1 or place == last:
            computed = hashlib.sha256(b"\x01" + sibling + computed).digest()
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            computed = hashlib.sha256(b"\x01" + computed + sibling).digest()
        place, last = place >> 1, last >> 1
    if last != 0:
        message = f"proof has {len(proof)} hashes, fewer than leaf {index} of {size} needs"
        raise ProofError(message)
    _check_equal("root", root, computed)


def verify_consistency(old: int, new: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]) -> None:
    """Check that the tree of ``new`` leaves begins with the tree of ``old`` leaves.

    Steps as in RFC 9162, 2.1.4.2. Raises: ProofError.
    """
    _check_hashes(proof, old_root, new_root)
    if not 0 <= old <= new:
        message = f"a tree of {old} leaves cannot be the beginning of one of {new}"
        raise ProofError(message)
    if old in (0, new):
        _check_trivial(old, new, old_root, new_root, proof)
        return
    path = list(proof)
    if old & (old - 1) == 0:
        path.insert(0, old_root)
    if not path:
        message = f"no hashes given; a proof from {old} to {new} needs some"
        raise ProofError(message)
    # The oldest whole subtree that both trees share stands at `old - 1`, after the levels it fills by itself.
    filled = (old & -old).bit_length() - 1
    computed_old = computed_new = path[0]
    for sibling, is_left in _climb((old - 1) >> filled, ((new - 1) >> filled) + 1, path[1:]):
        if is_left:
            computed_old, computed_new = node_hash(sibling, computed_old), node_hash(sibling, computed_new)
        else:
            computed_new = node_hash(computed_new, sibling)
    _check_equal("old root", old_root, computed_old)
    _check_equal("new root", new_root, computed_new)


def _climb(index: int, size: int, proof: Sequence[bytes]) -> Iterator[tuple[bytes, bool]]:
    """Yield each hash of a proof, from the leaf up, with whether it stands on the left; refuse too many and too few."""
    place, last = index, size - 1
    for sibling in proof:
        if last == 0:
            message = f"proof has {len(proof)} hashes, more than a tree of {size} is high"
            raise ProofError(message)
        is_left = bool(place & 1) or place == last
        yield sibling, is_left
        while is_left and not place & 1 and place:
            place, last = place >> 1, last >> 1
        place, last = place >> 1, last >> 1
    if last != 0:
        message = f"proof has {len(proof)} hashes, fewer than leaf {index} of {size} needs"
        raise ProofError(message)


def _check_trivial(old: int, new: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]) -> None:
    if proof:
        message = f"proof has {len(proof)} hashes; from {old} to {new} none is needed"
        raise ProofError(message)
    _check_equal("old root", old_root, EMPTY_ROOT if old == 0 else new_root)


def _check_hashes(proof: Sequence[bytes], *roots: bytes) -> None:
    if len(proof) > MAX_PROOF:
        message = f"proof has {len(proof)} hashes; no tree is higher than {MAX_PROOF}"
        raise ProofError(message)
    for given in (*roots, *proof):
        if len(given) != HASH_BYTES:
            message = f"a hash of {len(given)} bytes; expected {HASH_BYTES}"
            raise ProofError(message)


def _check_equal(what: str, given: bytes, computed: bytes) -> None:
    if given != computed:
        message = f"{what} differs: given {given.hex()}, computed {computed.hex()}"
        raise ProofError(message)


def _check_case(case: dict[str, object]) -> None:
    """Check one proof of a vector file, all hashes in hex."""
    proof = [bytes.fromhex(step) for step in _strings(case["proof"])]
    if case["what"] == "inclusion":
        leaf = leaf_hash(bytes.fromhex(str(case["leaf"])))
        verify_inclusion(_number(case["index"]), _number(case["size"]), leaf, proof, bytes.fromhex(str(case["root"])))
        return
    roots = bytes.fromhex(str(case["old_root"])), bytes.fromhex(str(case["new_root"]))
    verify_consistency(_number(case["old"]), _number(case["new"]), *roots, proof)


def _strings(value: object) -> list[str]:
    if not isinstance(value, list):
        message = f"{value!r} where a list of hashes was expected"
        raise ProofError(message)
    return [str(part) for part in value]


def _number(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        message = f"{value!r} where a whole number was expected"
        raise ProofError(message)
    return value


def main(paths: Sequence[str]) -> int:
    """Check the proofs in the files named and say of each whether it holds.

    Return 0 if all do, 1 if one does not, 2 where no file is named.
    """
    say = sys.stdout.write
    if not paths:
        say(f"{__doc__}\n")
        return 2
    false = 0
    for path in paths:
        for number, case in enumerate(json.loads(Path(path).read_text(encoding="utf-8"))):
            try:
                _check_case(case)
            except (ProofError, KeyError, ValueError) as error:
                false += 1
                say(f"{path} {number}: FALSE: {error}\n")
            else:
                say(f"{path} {number}: holds ({case['what']})\n")
    return 1 if false else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
