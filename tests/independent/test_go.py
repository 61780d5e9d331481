"""Go's own transparency log library verifies what we write, and refuses it after any change.

It was written by other people in another language for the checksum database of Go, and shares no line with truceline.
"""

from __future__ import annotations

import json
import random
from pathlib import Path

from fakes.mutations import mutated_numbers, mutated_text
from fakes.notaries import ANNA, BORIS, LOG, NOON, POLICY_TEXT, KeptTree, policy, proof_of, signed
from fakes.others import GoVerifier, Question
from fakes.small_reports import THEATRE, report
from truceline.errors import NoteError
from truceline.ledger import Record
from truceline.ledger.heads.heads import signed_head
from truceline.ledger.notes.checkpoint import parse_checkpoint
from truceline.ledger.notes.judging import judge
from truceline.ledger.notes.note import parse_note
from truceline.ledger.notes.plain import to_base64
from truceline.ledger.notes.signing import log_signer
from truceline.ledger.notes.tile_files import TilePath
from truceline.ledger.proofs import consistency_proof, inclusion_proof

LEAVES = [f"entry {number}".encode() for number in range(1100)]
TREE = KeptTree(LEAVES)
KEYS = [str(signer.vkey) for signer in (LOG, ANNA, BORIS)]


def inclusion(index: int, size: int, leaf: bytes, root: bytes, proof: tuple[bytes, ...]) -> Question:
    said = {"index": index, "size": size, "leaf": to_base64(leaf), "root": to_base64(root)}
    return {"what": "inclusion", **said, "proof": list(map(to_base64, proof))}


def consistency(old: int, new: int, before: bytes, root: bytes, proof: tuple[bytes, ...]) -> Question:
    said = {"old": old, "size": new, "before": to_base64(before), "root": to_base64(root)}
    return {"what": "consistency", **said, "proof": list(map(to_base64, proof))}


def proofs(seed: int, count: int) -> list[Question]:
    """Return as many proofs of inclusion and of consistency, from trees of up to 1100 leaves."""
    chosen, questions = random.Random(seed), []
    for _ in range(count):
        size = chosen.choice([chosen.randint(1, 20), chosen.randint(250, 262), chosen.randint(1, 1100)])
        index, old = chosen.randrange(size), chosen.randint(1, size)
        root = TREE.root_over(0, size)
        questions.append(inclusion(index, size, TREE.hashes[index], root, TREE.inclusion(index, size)))
        questions.append(consistency(old, size, TREE.root_over(0, old), root, TREE.consistency(old, size)))
    return questions


def test_go_accepts_thousands_of_our_proofs(go: GoVerifier) -> None:
    """Two thousand proofs of inclusion and two thousand of consistency."""
    assert all(go.holds(proofs(1, 2000)))


def test_go_refuses_our_proofs_after_any_change(go: GoVerifier) -> None:
    """A hash flipped, left out, doubled or added; a number moved by one; another root. So the check above means something."""
    chosen = random.Random(2)
    changed = [mutated_numbers(question, chosen) for question in proofs(3, 1000)]
    assert not any(go.holds(changed))


def test_go_accepts_our_notes_with_every_cosignature(go: GoVerifier) -> None:
    """The log's signature and both witnesses', over checkpoints of many sizes and times."""
    questions: list[Question] = [
        {"what": "note", "note": signed(TREE.checkpoint(size), ANNA, BORIS, at=NOON + size), "keys": KEYS, "needed": 3}
        for size in range(1, 1100, 7)
    ]
    assert all(go.holds(questions))


def test_go_refuses_a_changed_note_and_we_are_never_less_strict(go: GoVerifier) -> None:
    """Whatever Go refuses, we refuse; what we accept, Go accepts and it says the same tree."""
    chosen = random.Random(4)
    notes = [mutated_text(signed(TREE.checkpoint(size), ANNA, BORIS), chosen) for size in range(1, 1001)]
    questions: list[Question] = [{"what": "note", "note": note, "keys": KEYS, "needed": 3} for note in notes]
    refused = 0
    for size, (note, holds) in enumerate(zip(notes, go.holds(questions), strict=True), start=1):
        try:
            judged = judge(parse_note(note), policy())
        except NoteError:
            refused += 1
            continue
        assert holds == (len(judged.cosigned) == 2)
        assert judged.checkpoint == TREE.checkpoint(size)
    assert refused > 800, "the rest are changes to a name or key id, which make a line a stranger's"


def test_go_reads_our_secret_keys_and_signs_the_same_bytes(go: GoVerifier) -> None:
    """A log whose software is gone can go on with another program."""
    notes = [signed(TREE.checkpoint(size)) for size in range(1, 50)]
    assert all(go.holds([{"what": "signing", "secret": LOG.secret().strip(), "note": note} for note in notes]))
    assert not any(go.holds([{"what": "signing", "secret": LOG.secret().strip(), "note": notes[0].replace("\n1\n", "\n2\n")}]))


def test_go_verifies_our_proof_files_from_the_entry_to_the_signatures(go: GoVerifier) -> None:
    """And refuses them for another entry."""
    good: list[Question] = []
    for size in range(1, 1100, 11):
        index = size * 7 % size
        file = proof_of(TREE, index, size).text()
        good.append({"what": "proof file", "file": file, "entry": LEAVES[index].decode(), "keys": KEYS, "needed": 3})
    assert all(go.holds(good))
    assert not any(go.holds([{**question, "entry": question["entry"] + "!"} for question in good]))


def test_go_names_the_files_of_a_log_as_we_do(go: GoVerifier) -> None:
    """Up to the largest numbers."""
    chosen, questions = random.Random(5), []
    for _ in range(500):
        path = TilePath(
            chosen.randint(0, 7), chosen.randrange(10 ** chosen.randint(1, 17)), chosen.choice([256, chosen.randint(1, 256)])
        )
        questions.append({"what": "path", "path": str(path), "level": path.level, "number": path.number, "width": path.width})
    assert all(go.holds(questions))


def test_go_verifies_a_record_on_disk(go: GoVerifier, tmp_path: Path) -> None:
    """Not only trees made for a test: the entries, tiles and key of a record as it is kept."""
    with Record.create(tmp_path / "record", "exercise", "valley") as record:
        record.append([record.draft_pack(THEATRE, {"actors.yaml": b"actors: []\n"})])
        told = [report(number) for number in range(1, 301)]
        record.append([record.draft_report(each, raw=each.text.encode(), media="text/plain") for each in told])
        note = signed_head(record)
        head = parse_checkpoint(parse_note(note).text)
        tree, leaves = record.log.tree(), record.log.leaves(0, head.size)
        questions = [
            inclusion(at, head.size, leaves[at], head.root, tuple(inclusion_proof(at, head.size, tree.root_over)))
            for at in range(head.size)
        ]
        for old in range(1, head.size, 3):
            steps = tuple(consistency_proof(old, head.size, tree.root_over))
            questions.append(consistency(old, head.size, tree.root_over(0, old), head.root, steps))
    vkey = str(log_signer(head.origin).vkey)
    questions.append({"what": "note", "note": note, "keys": [vkey], "needed": 1})
    assert all(go.holds(questions))


def test_go_reads_our_conformance_vectors_as_we_do(go: GoVerifier, root: Path) -> None:
    """Notes and proof files: what is said to hold holds there, what is said to be refused is refused there."""
    folder = root / "conformance" / "vectors"
    notes = [case for case in json.loads((folder / "notes.json").read_text("utf-8")) if "note" in case]
    asked: list[Question] = [
        {"what": "note", "note": case["note"], "keys": case["vkeys"], "needed": len(case["holds"] or "?")} for case in notes
    ]
    assert go.holds(asked) == [case["holds"] is not None for case in notes]
    read = json.loads((folder / "tlog-proofs.json").read_text("utf-8"))
    files = [case for case in read if case["policy"] == POLICY_TEXT]
    asked = [{"what": "proof file", "file": case["proof"], "entry": case["entry"], "keys": KEYS, "needed": 3} for case in files]
    differs = [case["why"] for case, holds in zip(files, go.holds(asked), strict=True) if holds != case["valid"]]
    assert differs == ["a leading zero"], "Go's way of reading numbers is not strict; ours is"
    assert len(files) > 15
