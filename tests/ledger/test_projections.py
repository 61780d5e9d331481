"""What is folded from the log: standings, supersession, links, and the state as of any entry."""

from __future__ import annotations

import msgspec
import pytest

from fakes.engines import ENGINES
from fakes.small_reports import claim, report
from truceline.ledger import Record, RecordedClaim
from truceline.ledger.leaf import drafts
from truceline.model import Claim, Copy, Judgement, Link


@pytest.fixture(params=ENGINES)
def database(request: pytest.FixtureRequest) -> str | None:
    """Every test here that has a record holds on every engine."""
    return str(request.getfixturevalue("postgres_url")) if request.param == "postgresql" else None


def standing(record: Record, entry: int | None = None) -> list[tuple[str, str | None]]:
    return [(held.standing, held.decided_by) for held in record.claims(entry)]


def test_a_decision_holds_from_its_own_entry_on(record: Record) -> None:
    """As of the entry before it, the claim still stands as proposed."""
    first = record.claims()[0].claim.id
    (accepted,) = record.append([drafts.accepted(first, by="ann")])
    (rejected,) = record.append([drafts.rejected(first, by="ben")])
    assert standing(record, accepted - 1)[0] == ("proposed", None)
    assert standing(record, accepted)[0] == ("accepted", "ann")
    assert standing(record, rejected)[0] == standing(record)[0] == ("rejected", "ben")
    held = record.claims()[0]
    assert (held.decided_entry, held.decided_at) == (rejected, record.entry(rejected).at)


def test_what_came_later_is_not_in_an_earlier_state(record: Record) -> None:
    """As of entry 3 there is one report and one claim."""
    assert [held.id for held in record.reports(3)] == ["r1"]
    assert [held.entry for held in record.claims(3)] == [3]
    assert record.claims(2) == ()
    assert len(record.claims(record.size - 1)) == len(record.claims()) == 2


def test_a_correction_stands_for_what_it_corrects(record: Record) -> None:
    """The corrected claim is no longer among the claims, but can be asked for, and was there before."""
    old = record.claims()[0]
    new = msgspec.structs.replace(claim(report(1), author="ann"), supersedes=old.claim.id)
    (idx,) = record.append([record.draft_claim(new, entered=True)])
    assert old.claim.id not in {held.claim.id for held in record.claims()}
    assert record.claims(idx - 1)[0] == old
    gone = next(held for held in record.claims(superseded=True) if held.claim.id == old.claim.id)
    assert gone.superseded_by == new.id


def test_a_machine_never_displaces_what_a_person_stands_behind(record: Record) -> None:
    """A better reader's claim supersedes a proposal, not an accepted claim."""
    first, second = record.claims()
    record.append([drafts.accepted(first.claim.id, by="ann")])
    for number, old in ((1, first), (2, second)):
        better: Claim = msgspec.structs.replace(claim(report(number), author="en-2"), supersedes=old.claim.id)
        record.append([record.draft_claim(better)])
    left: list[RecordedClaim] = list(record.claims())
    assert first.claim.id in {held.claim.id for held in left}
    assert second.claim.id not in {held.claim.id for held in left}


def test_a_claim_can_be_superseded_by_hand(record: Record) -> None:
    """One entry says which claim stands for which."""
    first, second = (held.claim.id for held in record.claims())
    record.append([drafts.superseded(first, second, by="ann")])
    assert [held.claim.id for held in record.claims()] == [second]


def test_a_decision_on_an_unknown_claim_changes_nothing(record: Record) -> None:
    """The log keeps that it was said; no claim comes of it."""
    record.append([drafts.accepted("c_0000000000000000", by="ann")])
    assert standing(record) == [("proposed", None), ("proposed", None)]
    assert record.verify().ok


def test_a_link_made_again_replaces_the_one_before(record: Record) -> None:
    """A possible link becomes a sure one; taken apart, it is gone; every state stays askable."""
    link = Link(claim="c_1", incident="i1", outcome="possible", why="same day")
    sure = msgspec.structs.replace(link, outcome="linked", why="same day and place")
    (first,) = record.append([drafts.linked(link)])
    (second,) = record.append([drafts.linked(sure)])
    (third,) = record.append([drafts.unlinked("c_1", "i1", why="a reviewer parted them")])
    states = [[held.link for held in record.links(entry)] for entry in (first - 1, first, second, third)]
    assert states == [[], [link], [sure], []]
    assert record.links() == ()


def test_a_link_made_twice_in_one_batch_holds_once(record: Record) -> None:
    """The later of two entries holds, also where both come in one transaction."""
    link = Link(claim="c_1", incident="i1", outcome="possible", why="first")
    later = msgspec.structs.replace(link, why="second")
    record.append([drafts.linked(link), drafts.linked(later), drafts.linked(msgspec.structs.replace(link, incident="i2"))])
    record.append([drafts.unlinked("c_1", "i2"), drafts.unlinked("c_1", "i3")])
    assert [held.link for held in record.links()] == [later]
    before = record.dump()
    record.rebuild()
    assert record.dump() == before


def test_the_last_judgement_on_a_pair_holds_whichever_is_named_first(record: Record) -> None:
    """A person may change their mind, and may name the two claims in either order."""
    record.append([drafts.judged(Judgement(left="c_1", right="c_2", verdict="same"), by="ann")])
    record.append([drafts.judged(Judgement(left="c_2", right="c_1", verdict="unsure"), by="ben")])
    assert [(held.judgement.verdict, held.by) for held in record.judgements()] == [("unsure", "ben")]
    assert [held.judgement.verdict for held in record.judgements(record.size - 2)] == ["same"]


def test_a_copy_noted_again_replaces_the_one_before(record: Record) -> None:
    """A better measurement of the same pair."""
    record.append([drafts.copied(Copy(report="r2", of="r1", share_percent=60))])
    record.append([drafts.copied(Copy(report="r2", of="r1", share_percent=61))])
    assert [held.copy.share_percent for held in record.copies()] == [61]


def test_the_same_words_under_two_report_ids_are_two_tellings_of_one_claim(record: Record) -> None:
    """One text under two names: the claim's id is the same, each telling knows its report, one decision holds for both."""
    told = msgspec.structs.replace(report(1), id="again")
    record.append([record.draft_report(told, raw=b"", media="text/plain"), record.draft_claim(claim(told))])
    tellings = [held for held in record.claims() if held.claim.id == claim(told).id]
    assert [held.claim.report for held in tellings] == ["r1", "again"]
    record.append([drafts.accepted(claim(told).id, by="ann")])
    assert {held.standing for held in record.claims() if held.claim.id == claim(told).id} == {"accepted"}


def test_tables_of_another_version_are_folded_anew_when_the_record_is_opened(record: Record) -> None:
    """A newer truceline that folds differently needs no migration."""
    expected, claims = record.dump(), record.claims()
    record.log.engine.run("UPDATE folded SET version = 0")
    record.log.engine.run("DELETE FROM standing")
    with Record.open(record.folder) as again:
        assert again.dump() == expected
        assert again.claims() == claims
