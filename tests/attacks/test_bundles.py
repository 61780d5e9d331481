"""Attacks on proof bundles: whatever is changed in one, it is refused, answers no, or still says only what was said before.

The attacker may put right what anybody can put right: checksums, the zip file, bundle.json. They hold no key.
"""

from __future__ import annotations

import hashlib
import io
import random
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from fakes import hand_made_bundle as hand
from fakes.changed_bundles import changed
from fakes.plain_tree import mth, path
from truceline.ledger.verify_bundle import (
    MAX_NOTE_BYTES,
    Pins,
    Result,
    UnreadableError,
    pins_of,
    policy_of,
    read_zip,
    root_from,
    verify,
)

PINS = Pins(policy_of(hand.POLICY.encode(), "mine"))
GOOD = hand.members()
EVIL_NAMES = ("../../x", "/etc/x", "a\\..\\x", "C:x", "x\0y", "verify.exe", "texts/../x", "VERIFY.MD", "Bundle.json")


def said(result: Result) -> tuple[object, ...]:
    """What a reader is told that the record says."""
    entries = [(e.entry, e.kind, e.at, e.by, e.leaf_hash, repr(e.body), tuple(e.disclosed)) for e in result.entries]
    return (result.origin, result.size, result.root, entries, sorted(result.texts.items()))


TRUE = said(verify(hand.packed(GOOD), PINS))


def is_harmless(data: bytes, allowed: Callable[[tuple[object, ...]], bool] = lambda now: now == TRUE) -> bool:
    """Say whether a bundle is refused, is answered with no, or tells what the true one tells."""
    try:
        result = verify(data, PINS)
    except UnreadableError:
        return True
    return not result.holds or allowed(said(result))


def zipped(name: str, data: bytes, change: Callable[[zipfile.ZipInfo], None] = lambda _: None) -> bytes:
    """The true bundle with one more member, whatever it is called."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as made:
        for there, content in GOOD.items():
            made.writestr(zipfile.ZipInfo(there), content)
        info = zipfile.ZipInfo("placeholder")
        info.filename = name
        change(info)
        made.writestr(info, data)
    return held.getvalue()


@pytest.mark.parametrize("name", EVIL_NAMES)
def test_a_member_with_a_dangerous_name_is_refused(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No name leads anywhere: the whole bundle is refused, the member named, and nothing is written."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UnreadableError) as caught:
        read_zip(zipped(name, b"x"))
    assert caught.value.code in {"zip.path", "zip.name", "zip.twice"}
    assert not list(tmp_path.iterdir())


def test_a_member_that_stands_there_twice_is_refused() -> None:
    """Of two members of one name a reader could see one and check the other."""
    with pytest.warns(UserWarning, match="Duplicate"), pytest.raises(UnreadableError, match="twice"):
        read_zip(zipped("checkpoint.txt", b"x"))


def test_a_link_is_refused() -> None:
    """A symbolic link is no file of a bundle."""

    def link(info: zipfile.ZipInfo) -> None:
        info.create_system, info.external_attr = 3, 0o120777 << 16

    with pytest.raises(UnreadableError, match="is a link"):
        read_zip(zipped("blobs/" + "0" * 64, b"/etc/passwd", link))


def test_an_encrypted_member_is_refused() -> None:
    """What cannot be read cannot be checked."""
    data = bytearray(hand.packed(GOOD))
    for mark, flags in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        data[data.index(mark) + flags] |= 1
    with pytest.raises(UnreadableError, match="encrypted"):
        read_zip(bytes(data))


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    """More than a hundred times the packed size is no text."""
    files = {**GOOD, "blobs/" + "0" * 64: bytes(50_000_000)}
    with pytest.raises(UnreadableError, match="at most 100 times"):
        read_zip(hand.packed(files, zipfile.ZIP_DEFLATED))


def test_a_size_that_lies_is_noticed_while_unpacking() -> None:
    """A bomb that announces a small size is unpacked to that size and one byte, no further."""
    packed = zlib.compress(bytes(40_000_000), 9)[2:-4]
    held = hand.packed({**GOOD, "blobs/" + "0" * 64: packed})
    data, size = bytearray(held), 1000
    for mark, at in ((b"PK\x03\x04", 0), (b"PK\x01\x02", 2)):
        place = data.rindex(mark)
        data[place + 8 + at] = 8
        data[place + 22 + at : place + 26 + at] = size.to_bytes(4, "little")
    with pytest.raises(UnreadableError, match="does not unpack to the 1000 bytes"):
        read_zip(bytes(data))


def test_members_that_overlap_are_refused() -> None:
    """Two members over the same bytes: each byte of a bundle belongs to one member."""
    data = bytearray(hand.packed(GOOD))
    second = data.index(b"PK\x01\x02", data.index(b"PK\x01\x02") + 4)
    data[second + 42 : second + 46] = bytes(4)
    with pytest.raises(UnreadableError):
        read_zip(bytes(data))


def test_bytes_that_belong_to_no_member_are_refused() -> None:
    """Nothing is hidden in front of, between or behind the members."""
    data = hand.packed(GOOD)
    for odd in (b"#!/bin/sh\n" + data, data + b"\n", data[:-1], data[1:], b"", data[:4]):
        with pytest.raises(UnreadableError):
            read_zip(odd)


def test_more_members_than_a_bundle_has_are_refused() -> None:
    """A directory of many thousand names is not walked."""
    files = {f"proofs/{n}.tlog-proof": b"" for n in range(2001)}
    with pytest.raises(UnreadableError, match="at most 2000"):
        read_zip(hand.packed(files))


def test_a_note_of_ten_megabytes_is_refused_unread() -> None:
    """The size in the directory is enough to say no."""
    with pytest.raises(UnreadableError, match=f"at most {MAX_NOTE_BYTES}"):
        read_zip(hand.packed({**GOOD, "checkpoint.txt": b"x" * 10_000_000}))


def test_a_policy_that_names_an_unknown_key_is_located(tmp_path: Path) -> None:
    """The line is named, in the bundle and in the reader's own file."""
    policy = f"log {hand.LOG.vkey}\nwitness A {hand.A.vkey}\nquorum B\n"
    with pytest.raises(UnreadableError, match=r"policy\.txt, line 3: names 'B'"):
        verify(hand.packed({**GOOD, "policy.txt": policy.encode()}))
    (tmp_path / "mine").write_text(policy)
    with pytest.raises(UnreadableError, match="line 3"):
        pins_of([], str(tmp_path / "mine"), None)


def test_a_dropped_entry_is_noticed_where_the_statement_rests_on_it() -> None:
    """The claim, its report or its link cannot be taken out while the statement names them."""
    for gone in (2, 3, 4):
        result = verify(hand.packed(hand.members(shown=[n for n in hand.SHOWN if n != gone])), PINS)
        assert "statement" in {problem.code for problem in result.problems}


def test_an_edited_entry_has_no_proof() -> None:
    """One letter in a leaf, everything else put right but the signature."""
    entries = hand.leaves()
    forged = [leaf.replace(b'"by":"ann"', b'"by":"bob"') if n == 3 else leaf for n, leaf in enumerate(entries)]
    files = {**GOOD, "entries.jsonl": b"".join(forged[n] + b"\n" for n in hand.SHOWN)}
    assert {p.code for p in verify(hand.packed(files), PINS).problems} == {"proof.false"}


def test_a_forged_log_needs_the_key_of_the_log() -> None:
    """A whole log made anew, with proofs, checkpoint and keys of the attacker's own, is signed by nobody the reader knows."""
    entries = [leaf.replace(b'"by":"ann"', b'"by":"bob"') for leaf in hand.leaves()]
    mine = [hand.Signer(signer.name, 9 + n, signer.kind) for n, signer in enumerate((hand.LOG, hand.A, hand.B))]
    files = hand.members(entries, hand.checkpoint(entries, mine))
    files["vkeys.txt"] = f"{mine[0].vkey}\n".encode()
    files["policy.txt"] = (
        f"log {mine[0].vkey}\nwitness A {mine[1].vkey}\nwitness B {mine[2].vkey}\ngroup g all A B\nquorum g\n".encode()
    )
    own = verify(hand.packed(files))
    assert (own.level, own.keys) == (2, "bundle"), "that is why keys from inside are called that"
    assert {problem.code for problem in verify(hand.packed(files), PINS).problems} == {"signature.none", "quorum"}


def test_a_cosignature_of_another_checkpoint_is_false() -> None:
    """What a witness said of a smaller log is not taken over for a larger one."""
    entries = hand.leaves()
    older = hand.checkpoint(entries[:10]).splitlines()[-1] + "\n"
    files = hand.members(entries, hand.checkpoint(entries, [hand.LOG, hand.A]) + older)
    result = verify(hand.packed(files), PINS)
    assert {problem.code for problem in result.problems} == {"cosignature.false", "quorum"}


def test_a_value_that_no_entry_has_sealed_is_not_shown_as_if() -> None:
    """A made-up disclosure belongs to no entry, and a guess of a value has another salt."""
    made_up = hand.disclosure("caller", "Nadia", 7)
    result = verify(hand.packed(hand.members(disclosed=[made_up])), PINS)
    assert [problem.code for problem in result.problems] == ["disclosure.foreign"]


def test_a_text_that_was_changed_is_not_shown_as_the_text() -> None:
    """Nor one that no entry names."""
    name = f"texts/{hand.TEXT_HASH}.txt"
    changed = verify(hand.packed({**GOOD, name: hand.TEXT.replace("noon", "dusk").encode()}), PINS)
    other = verify(hand.packed({**GOOD, f"texts/{hashlib.sha256(b'x').hexdigest()}.txt": b"x"}), PINS)
    assert [p.code for p in changed.problems] == ["text.hash"]
    assert [p.code for p in other.problems] == ["text.foreign"]


def told_less(now: tuple[object, ...]) -> bool:
    """Say whether nothing is told that the true bundle does not tell; disclosures and texts may be fewer."""
    origin, size, root, entries, texts = now
    _, _, _, known, there = TRUE
    assert isinstance(entries, list)
    assert isinstance(known, list)
    assert isinstance(texts, list)
    assert isinstance(there, list)
    full = {entry[:6]: set(entry[6]) for entry in known}
    is_less = all(entry[:6] in full and set(entry[6]) <= full[entry[:6]] for entry in entries)
    return (origin, size, root) == TRUE[:3] and is_less and set(texts) <= set(there)


def attack(seed: int, rounds: int) -> None:
    for number, data in enumerate(changed(random.Random(seed), rounds)):
        assert is_harmless(data, told_less), f"seed {seed}, bundle {number} tells something new"


def test_no_changed_bundle_tells_anything_new() -> None:
    """Whatever is flipped, cut, doubled or moved in any member: refused, answered with no, or told as before."""
    attack(20160919, 800)


@pytest.mark.soak
def test_no_changed_bundle_tells_anything_new_in_many_rounds() -> None:
    """The same with a seed of its own each time."""
    attack(random.SystemRandom().randrange(2**32), 200_000)


def test_no_changed_proof_leads_to_the_root() -> None:
    """A hundred thousand changed audit paths, indexes and sizes: none gives the signed root."""
    seed, rounds = 9162, 100_000
    rng = random.Random(seed)
    entries = hand.leaves()
    root, size = mth(entries), len(entries)
    paths = [path(n, entries) for n in range(size)]
    hashes = [hashlib.sha256(b"\0" + leaf).digest() for leaf in entries]
    for _ in range(rounds):
        n = rng.randrange(size)
        index, length, leaf, steps = n, size, hashes[n], list(paths[n])
        match rng.randrange(6):
            case 0:
                index = rng.choice([i for i in range(-1, 16) if i != n])
            case 1:
                at = rng.randrange(len(steps))
                steps[at] = bytes([steps[at][0] ^ rng.randrange(1, 256)]) + steps[at][1:]
            case 2:
                steps.pop(rng.randrange(len(steps)))
            case 3:
                steps.insert(rng.randrange(len(steps) + 1), rng.choice([*hashes, root]))
            case 4:
                leaf = rng.choice([one for one in (*hashes, *steps, root) if one != leaf])
            case _:
                before = list(steps)
                rng.shuffle(steps)
                if steps == before:
                    continue
        assert root_from(index, length, leaf, steps) != root, f"seed {seed}: index {index} of {length}, {steps}"
