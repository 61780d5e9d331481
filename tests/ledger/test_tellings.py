"""Tellings in the log: what is sealed, what is read back, and what has gone."""

from __future__ import annotations

import msgspec
import pytest

from truceline.errors import RecordBrokenError
from truceline.ledger import Draft, Record
from truceline.ledger.leaf.bodies import TellingEntered
from truceline.ledger.leaf.disclosures import seal
from truceline.ledger.tellings import LETTERS, TOLD, entry_of, kind_of, one_telling, subjects, tellings, written
from truceline.model.assertions import SUBJECT_LETTERS, Telling
from truceline.model.movements import MovementNamed, Permit, Quantity
from truceline.workflow.telling import ToOpen, ToTell, open_several, open_subject, tell, tell_several

PERMIT = Permit(step="governor", issuer="CANARYGOVERNOR", requested="2016-09-10", areas_granted=("CANARYAREA",))
SAID = Telling(by="un", facts=(PERMIT, MovementNamed(kind="convoy", crosses_lines=False)), note="CANARYNOTE")


def test_no_word_of_what_is_told_stands_in_a_leaf(record: Record) -> None:
    """Neither the name of its subject, nor its reference, nor who says it, nor where it is."""
    opened = open_subject(record, "movement", "CANARYNAME", reference="CANARYREF", by="ann")
    tell(record, opened.id, SAID, by="ann", sealed={"position": "CANARY 36.1, 37.1"})
    leaves = b"".join(entry.leaf for entry in record.entries())
    assert (b"CANARY" in leaves, b'"by":"un"' in leaves, b"governor" in leaves) == (False, False, False)
    (found,) = tellings(record)
    assert (found.telling, found.extra) == (SAID, {})
    (subject,) = subjects(record)
    assert (subject.id, subject.of, subject.name, subject.reference) == ("mv1", "movement", "CANARYNAME", "CANARYREF")


def test_what_is_sealed_beside_a_telling_is_read_for_one_telling_alone(record: Record) -> None:
    """A position is never among what is read of all of them."""
    tell(record, open_subject(record, "site", "clinic", by="ann").id, SAID, by="ann", sealed={"position": "36.1, 37.1"})
    found = one_telling(record, "tl1")
    assert found is not None
    assert (found.extra, found.telling) == ({"position": "36.1, 37.1"}, SAID)
    assert one_telling(record, "tl2") is None
    assert one_telling(record, "st1") is None


def test_each_kind_of_subject_has_its_own_numbers(record: Record) -> None:
    """The first movement and the first site are both number one, and each is found by its id."""
    for of in SUBJECT_LETTERS:
        found = open_several(record, of, [ToOpen(name="a"), ToOpen(name="b")], by="ann")
        assert [each.id for each in found] == [f"{SUBJECT_LETTERS[of]}1", f"{SUBJECT_LETTERS[of]}2"]
        assert [kind_of(each.id) for each in found] == [of, of]
        assert [each.id for each in subjects(record, of=of)] == [each.id for each in found]
    assert LETTERS not in SUBJECT_LETTERS.values()
    assert len(set(SUBJECT_LETTERS.values())) == len(SUBJECT_LETTERS)
    assert [entry_of(record, name) for name in ("mv3", "zz1", "mv", "mv01", "tl1")] == [None] * 5
    assert len({each.entry for each in subjects(record)}) == 2 * len(SUBJECT_LETTERS)


def test_what_has_its_default_is_not_written(record: Record) -> None:
    """So a field that a later version adds changes no mark; told to be false, or none, is not the same as not told."""
    assert written(SAID) == (
        '{"by":"un","facts":[{"areas_granted":["CANARYAREA"],"issuer":"CANARYGOVERNOR","requested":"2016-09-10",'
        '"step":"governor","type":"permit"},{"crosses_lines":false,"type":"movement"}],"note":"CANARYNOTE"}'
    )
    zero = Telling(by="un", facts=(Quantity(phase="loaded", item="kits", unit="kits", low=0, high=None),))
    tell(record, open_subject(record, "movement", "m", by="ann").id, zero, by="ann")
    assert [each.telling for each in tellings(record)] == [zero]


def test_a_value_that_was_ordered_to_go_leaves_the_telling_without_words(record: Record) -> None:
    """That something was told stays known: by whom entered, of what, and when."""
    name = open_subject(record, "movement", "m", by="ann").id
    tell(record, name, SAID, by="ann")
    record.log.sql.execute("DELETE FROM disclosure")
    (found,), (subject,) = tellings(record), subjects(record)
    assert (found.telling, found.subject, found.by, found.said_on) == (None, "mv1", "ann", found.known_on)
    assert (subject.name, subject.reference) == (None, None)


def test_what_a_later_version_sealed_is_named_and_never_passed_over(record: Record) -> None:
    """A fact of a kind that we do not know would be missing from every page without a word."""
    open_subject(record, "movement", "m", by="ann")
    body = TellingEntered(telling="tl1", subject="mv1", of="movement", mark="0a")
    new = seal("telling", '{"by":"un","facts":[{"type":"teleported"}]}')
    record.append([Draft(kind=TOLD, body=body, by="ann", key="1", sealed=(new,))])
    with pytest.raises(RecordBrokenError, match=r"is no telling of this version.*teleported"):
        tellings(record)


def test_several_hundred_are_read_back_in_the_order_in_which_they_were_told(record: Record) -> None:
    """More than are looked up at once, of two kinds of subject."""
    mv, pl = (open_subject(record, of, "x", by="ann").id for of in ("movement", "plan"))
    said = [msgspec.structs.replace(SAID, note=str(number)) for number in range(450)]
    tell_several(record, [ToTell(subject=(mv, pl)[number % 2], telling=each) for number, each in enumerate(said)], by="ann")
    found = tellings(record)
    assert [each.telling for each in found] == said
    assert [each.id for each in found] == [f"tl{number}" for number in range(1, 451)]
    assert len(tellings(record, of="plan")) == 225
    assert len(tellings(record, found[9].entry)) == 10
