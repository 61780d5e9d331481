"""Laws of projections: folding anew gives the same bytes, batches leave no trace, every earlier state can be asked for."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from fakes.small_reports import claim, report
from truceline.ledger import Draft, Record
from truceline.ledger.leaf import drafts
from truceline.model import Copy, Judgement, Link

REPORTS = [report(number) for number in range(3)]
CLAIMS = [claim(each, about_line=line) for each in REPORTS for line in (0, 5)]
IDS = [each.id for each in CLAIMS]

ACTS = st.one_of(
    st.tuples(st.just("claim"), st.integers(0, len(CLAIMS) - 1)),
    st.tuples(st.just("accept"), st.sampled_from(IDS)),
    st.tuples(st.just("reject"), st.sampled_from(IDS)),
    st.tuples(st.just("supersede"), st.sampled_from(IDS), st.sampled_from(IDS)),
    st.tuples(st.just("link"), st.sampled_from(IDS), st.sampled_from(["i1", "i2"]), st.sampled_from(["linked", "possible"])),
    st.tuples(st.just("unlink"), st.sampled_from(IDS), st.sampled_from(["i1", "i2"])),
    st.tuples(st.just("judge"), st.sampled_from(IDS), st.sampled_from(IDS)),
    st.tuples(st.just("copy"), st.integers(0, 100)),
)
BATCHES = st.lists(st.lists(ACTS, min_size=1, max_size=6), min_size=1, max_size=6)


def drafted(record: Record, act: tuple[object, ...]) -> list[Draft]:
    """Return the entries of an act."""
    made: list[Draft] = []
    match act:
        case ("claim", int(at)):
            told = next(each for each in REPORTS if each.id == CLAIMS[at].report)
            made += [record.draft_report(told, raw=b"", media="text/plain"), record.draft_claim(CLAIMS[at])]
        case ("accept", str(one)):
            made += [drafts.accepted(one, by="ann")]
        case ("reject", str(one)):
            made += [drafts.rejected(one, by="ben")]
        case ("supersede", str(one), str(other)):
            made += [drafts.superseded(one, other, by="ann")]
        case ("link", str(one), str(incident), "linked" | "possible" as outcome):
            made += [drafts.linked(Link(claim=one, incident=incident, outcome=outcome, why="same day"))]
        case ("unlink", str(one), str(incident)):
            made += [drafts.unlinked(one, incident)]
        case ("judge", str(one), str(other)):
            made += [drafts.judged(Judgement(left=one, right=other, verdict="same"), by="ann")]
        case ("copy", int(share)):
            made += [drafts.copied(Copy(report="r2", of="r1", share_percent=share))]
    return made


@contextmanager
def fresh_record() -> Iterator[Record]:
    """Give an empty record, in memory where there is a folder for that: these laws are not about the disk."""
    memory = Path("/dev/shm")
    where = memory if memory.is_dir() else None
    with tempfile.TemporaryDirectory(dir=where) as folder, Record.create(folder, "exercise", "valley") as record:
        yield record


def everything(record: Record, entry: int | None = None) -> tuple[object, ...]:
    """Return all that a record says, as of an entry."""
    return (
        record.reports(entry),
        record.claims(entry, superseded=True),
        record.links(entry),
        record.copies(entry),
        record.judgements(entry),
    )


@settings(max_examples=15, deadline=None)
@given(BATCHES)
def test_tables_folded_anew_are_the_same_bytes(batches: list[list[tuple[object, ...]]]) -> None:
    """Whatever was appended in whatever batches, dropping and folding again changes not one byte."""
    with fresh_record() as record:
        for batch in batches:
            record.append([draft for act in batch for draft in drafted(record, act)])
        before = record.dump()
        record.rebuild()
        assert record.dump() == before
        assert record.verify().ok


@settings(max_examples=15, deadline=None)
@given(BATCHES)
def test_an_earlier_state_is_what_the_record_said_then(batches: list[list[tuple[object, ...]]]) -> None:
    """After every batch we note what the record says; asked later as of that entry, it still says so."""
    with fresh_record() as record:
        noted = []
        for batch in batches:
            record.append([draft for act in batch for draft in drafted(record, act)])
            noted.append((record.size - 1, everything(record)))
        for entry, said in noted:
            assert everything(record, entry) == said


@settings(max_examples=15, deadline=None)
@given(BATCHES)
def test_batches_leave_no_trace(batches: list[list[tuple[object, ...]]]) -> None:
    """One transaction for all or one for each act: the tables say the same."""
    acts = [act for batch in batches for act in batch]
    dumps = []
    for parts in (batches, [acts], [[act] for act in acts]):
        with fresh_record() as record:
            for part in parts:
                record.append([draft for act in part for draft in drafted(record, act)])
            dumps.append(record.dump())
    assert dumps[0] == dumps[1] == dumps[2]
