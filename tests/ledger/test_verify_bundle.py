"""The verifier of proof bundles, run as a stranger would: one file, nothing of truceline beside it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from hypothesis import given
from hypothesis import strategies as st

from fakes import hand_made_bundle as hand
from fakes.forged_bundles import FORGED
from truceline.errors import NoteError
from truceline.ledger import verify_bundle
from truceline.ledger.notes.policy import parse_policy

RFC_8032 = (
    ("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "", "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"),  # noqa: E501 - as published
    ("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72", "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"),  # noqa: E501 - as published
    ("fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82", "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"),  # noqa: E501 - as published
)  # fmt: skip
"""RFC 8032, section 7.1, TEST 1 to 3."""


def alone(tmp_path: Path, data: bytes, *options: str) -> subprocess.CompletedProcess[str]:
    """Run the verifier as the one file that it is, in an empty folder, with nothing but the standard library."""
    folder = tmp_path / "empty"
    folder.mkdir(exist_ok=True)
    program, bundle = tmp_path / "verify.py", tmp_path / "x.tlp"
    shutil.copyfile(verify_bundle.__file__, program)
    bundle.write_bytes(data)
    command = [sys.executable, "-I", "-S", str(program), str(bundle), *options]
    done = subprocess.run(command, cwd=folder, env={"PATH": os.defpath}, capture_output=True, text=True, check=False)
    assert not list(folder.iterdir())
    assert "Traceback" not in done.stderr
    return done


@pytest.mark.parametrize(("key", "message", "signature"), RFC_8032)
def test_ed25519_holds_for_the_published_vectors(key: str, message: str, signature: str) -> None:
    """The arithmetic written out by hand is that of RFC 8032."""
    assert verify_bundle.ed25519_holds(bytes.fromhex(key), bytes.fromhex(message), bytes.fromhex(signature))


@given(st.binary(min_size=32, max_size=32), st.binary(max_size=40), st.integers(0, 95), st.integers(0, 255))
def test_ed25519_agrees_with_openssl(seed: bytes, message: bytes, at: int, flip: int) -> None:
    """A signature changed in any byte, or a key, is refused by both or taken by both."""
    signer = Ed25519PrivateKey.from_private_bytes(seed)
    changed = bytearray(signer.public_key().public_bytes_raw() + signer.sign(message))
    changed[at] ^= flip
    key, signature = bytes(changed[:32]), bytes(changed[32:])
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, message)
        theirs = True
    except InvalidSignature:
        theirs = False
    assert verify_bundle.ed25519_holds(key, message, signature) is theirs


def test_a_signature_with_a_second_spelling_of_its_number_is_refused() -> None:
    """S + L signs the same by arithmetic; only the one canonical spelling counts."""
    key, message, signature = (bytes.fromhex(part) for part in RFC_8032[1])
    order = 2**252 + 27742317777372353535851937790883648493
    second = (int.from_bytes(signature[32:], "little") + order).to_bytes(32, "little")
    assert not verify_bundle.ed25519_holds(key, message, signature[:32] + second)


def test_a_bundle_is_checked_with_nothing_but_the_standard_library(tmp_path: Path) -> None:
    """A party who distrusts everybody runs one file and is told the level, what is shown and what is withheld."""
    done = alone(tmp_path, hand.packed(hand.members()), "--json")
    told = json.loads(done.stdout)
    assert (done.returncode, told["level"], told["keys"], told["problems"]) == (0, 2, "bundle", [])
    (call,) = (entry for entry in told["entries"] if entry["kind"] == "call.received")
    assert call["disclosed"] == [{"name": "caller", "value": "Nadia"}]
    assert (call["withheld"], call["ordered"]) == (2, [9])


def test_keys_from_inside_the_bundle_are_called_that(tmp_path: Path) -> None:
    """Without keys of their own, readers are told that those in the bundle are only as good as how it reached them."""
    (tmp_path / "policy.txt").write_text(hand.POLICY)
    own = alone(tmp_path, hand.packed(hand.members()), "--policy", str(tmp_path / "policy.txt"))
    given = alone(tmp_path, hand.packed(hand.members()))
    assert "LEVEL 2" in own.stdout
    assert "LEVEL 2" in given.stdout
    assert "by keys that came with the bundle" in given.stdout
    assert "by keys that came with the bundle" not in own.stdout
    assert "never that what it says is true" in given.stdout


def test_a_level_is_never_called_higher_than_it_is() -> None:
    """No keys: hash only. The log's key: signed. One witness of two: still only signed, and the other is named as missing."""
    entries = hand.leaves()

    def level(note: str, *drop: str) -> tuple[int, list[str]]:
        files = hand.members(entries, note)
        result = verify_bundle.verify(hand.packed({name: data for name, data in files.items() if name not in drop}))
        assert result.holds
        return result.level, result.missing

    assert level(hand.checkpoint(entries), "policy.txt", "vkeys.txt") == (0, [])
    assert level(hand.checkpoint(entries), "policy.txt") == (1, [])
    assert level(hand.checkpoint(entries, [hand.LOG, hand.A])) == (1, ["B"])
    assert level(hand.checkpoint(entries, [hand.A, hand.B])) == (0, [])
    assert level(hand.checkpoint(entries)) == (2, [])


def test_asking_for_more_than_is_shown_ends_with_1(tmp_path: Path) -> None:
    """A script that asks for a level gets its answer as the exit code, by keys that it names."""
    data = hand.packed(hand.members())
    (tmp_path / "policy.txt").write_text(hand.POLICY)
    mine = ["--policy", str(tmp_path / "policy.txt"), "--level"]
    assert [alone(tmp_path, data, *mine, str(n)).returncode for n in range(4)] == [0, 0, 0, 1]
    assert [alone(tmp_path, data, "--level", str(n)).returncode for n in range(2)] == [0, 1]


def test_a_key_of_the_readers_own_that_did_not_sign_is_an_answer_of_no(tmp_path: Path) -> None:
    """A bundle signed by somebody else under the same name does not hold for who knows the right key."""
    other = hand.Signer(hand.ORIGIN, 9)
    done = alone(tmp_path, hand.packed(hand.members()), "--vkey", other.vkey)
    assert done.returncode == 1
    assert "is not signed" in done.stdout
    assert alone(tmp_path, hand.packed(hand.members()), "--vkey", hand.LOG.vkey).returncode == 0


def test_what_the_reader_pins_cannot_be_loosened_from_inside() -> None:
    """A policy in the bundle that asks for nobody does not count beside the reader's own."""
    entries = hand.leaves()
    files = hand.members(entries, hand.checkpoint(entries, [hand.LOG]))
    files["policy.txt"] = f"log {hand.LOG.vkey}\nquorum none\n".encode()
    pins = verify_bundle.Pins(verify_bundle.policy_of(hand.POLICY.encode(), "mine"))
    assert [problem.code for problem in verify_bundle.verify(hand.packed(files), pins).problems] == ["quorum"]
    assert verify_bundle.verify(hand.packed(files)).level == 1


def test_used_wrongly_ends_with_2_and_unreadable_with_3(tmp_path: Path) -> None:
    """The house rules for exit codes hold for the file that travels alone, too."""
    data = hand.packed(hand.members())
    assert alone(tmp_path, data, "--level", "7").returncode == 2
    assert alone(tmp_path, b"no bundle").returncode == 3
    assert alone(tmp_path, data, "--vkey", "no+such+key").returncode == 3
    assert alone(tmp_path, data, "--policy", str(tmp_path / "absent")).returncode == 3


POLICIES = st.lists(
    st.sampled_from(
        [
            f"log {hand.LOG.vkey}",
            f"log {hand.LOG.vkey} https://log.example/",
            f"witness A {hand.A.vkey}",
            f"witness B {hand.B.vkey}",
            f"witness C {hand.B.vkey}",
            f"log {hand.A.vkey}",
            "group g all A B",
            "group h 1 A",
            "group i any A A",
            "group j 2 A",
            "quorum g",
            "quorum A",
            "quorum none",
            "quorum X",
            "# words",
            "\t ",
            "nonsense",
            "witness none x",
            "group k 01 A",
            "log x+y+z",
        ]
    ),
    max_size=7,
)


@given(POLICIES)
def test_a_policy_is_read_as_the_rest_of_truceline_reads_it(lines: list[str]) -> None:
    """Two readers of policies, written apart, take and refuse the same files and agree on who is a quorum."""
    text = "".join(f"{line}\n" for line in lines)
    try:
        ours = parse_policy(text)
    except NoteError:
        with pytest.raises(verify_bundle.UnreadableError):
            verify_bundle.policy_of(text.encode(), "policy")
        return
    alone = verify_bundle.policy_of(text.encode(), "policy")
    for present in ((), ("A",), ("B",), ("A", "B")):
        assert alone.is_met(frozenset(present)) is (ours.quorum != "none" and ours.met_by(present))


VECTORS = Path(__file__).resolve().parents[2] / "conformance" / "vectors" / "bundles"
EXPECTED = json.loads((VECTORS / "expected.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_the_published_bundles_get_the_published_answers(name: str) -> None:
    """What a second verifier is checked with is what this one says."""
    assert answer((VECTORS / name).read_bytes()) == EXPECTED[name]


@pytest.mark.parametrize("name", sorted(FORGED))
def test_each_forgery_is_among_the_published_bundles(name: str) -> None:
    """A second verifier is tried with all that this one is."""
    assert (VECTORS / f"bad-{name}.tlp").read_bytes() == hand.packed(FORGED[name][0])


def answer(data: bytes) -> dict[str, object]:
    """What the verifier says, in the words of the vectors."""
    try:
        result = verify_bundle.verify(data)
    except verify_bundle.UnreadableError as error:
        return {"exit": 3, "unreadable": error.code, "where": error.where}
    problems = [problem.code for problem in result.problems]
    return {"exit": 1 if problems else 0, "level": result.level, "problems": problems}
