"""Claims without their words, and made whole again."""

from __future__ import annotations

import msgspec
import pytest

from fakes.small_reports import THEATRE, at, claim, report
from truceline.errors import RecordBrokenError
from truceline.ledger.leaf import canonical
from truceline.ledger.leaf.bodies import (
    ClaimCoded,
    CopyNoted,
    JudgementMade,
    LinkMade,
    PlaceCoded,
    RelayCoded,
    ReportArchived,
    SpeakerCoded,
)
from truceline.ledger.leaf.claim_body import WITHHELD, Names, with_words, without_words
from truceline.model import Claim, Copy, Judgement, Link, PlaceMention, Relay, Report, Speaker, Theatre

NAMES = Names(THEATRE)


def there_and_back(told: Claim, text: str, names: Names = NAMES) -> tuple[bytes, Claim, int]:
    """Return the leaf's bytes of a claim, the claim made whole from it, and how many values were sealed."""
    coded, sealed = without_words(told, text, names)
    disclosed = {disclosure.name: disclosure.value for disclosure in sealed}
    body = canonical.encode_struct(coded)
    return body, with_words(msgspec.json.decode(body, type=type(coded)), text, names, disclosed), len(sealed)


def test_a_claim_comes_back_whole_and_its_entry_has_no_words() -> None:
    """Names of speaker, relay and place are re-derived; not one word of the text stands in the entry."""
    told, of = claim(report()), report()
    body, whole, sealed = there_and_back(told, of.text)
    assert whole == told
    assert sealed == 0
    for word in ("ministry", "Ministry", "Agency", "agency quoted", "Stone", "Bridge", "36.2", "37.1"):
        assert word.encode() not in body


def test_a_name_that_a_person_typed_is_sealed() -> None:
    """A name that stands neither in the text nor in the pack is committed to, not written."""
    of = report()
    typed = msgspec.structs.replace(
        claim(of), speaker=Speaker(name="Amal of the quarry", role="watchman"), via=(Relay(name="Radio Dale"),)
    )
    body, whole, sealed = there_and_back(typed, of.text)
    assert whole == typed
    assert sealed == 3
    for word in (b"Amal", b"quarry", b"watchman", b"Radio", b"Dale"):
        assert word not in body


def test_a_withdrawn_name_reads_as_withheld() -> None:
    """Once its disclosure is deleted nobody can say what the name was, and nothing else is lost."""
    of = report()
    typed = msgspec.structs.replace(claim(of), speaker=Speaker(name="Amal of the quarry"))
    coded, _ = without_words(typed, of.text, NAMES)
    whole = with_words(coded, of.text, NAMES, {})
    assert whole.speaker is not None
    assert whole.speaker.name == WITHHELD
    assert whole.content == typed.content


def test_a_name_that_stands_elsewhere_in_the_text_is_kept_as_its_place() -> None:
    """ "It" is resolved by the reader to a name three words earlier: the entry points there."""
    of = report()
    told = msgspec.structs.replace(claim(of), speaker=Speaker(name="the ministry", inferred=True, named_at=at(of, "its")))
    body, whole, sealed = there_and_back(told, of.text)
    assert whole == told
    assert sealed == 0
    assert b"ministry" not in body


@pytest.mark.parametrize("reason", ["not_named", "caller.sealed", "were killed"])
def test_a_coded_reason_is_kept_and_a_worded_one_is_not(reason: str) -> None:
    """Why a speaker has no name is a code, or words that stand in the text."""
    of = report()
    told = msgspec.structs.replace(claim(of), speaker=Speaker(name="the ministry", unnamed=True, reason_unnamed=reason))
    body, whole, sealed = there_and_back(told, of.text)
    assert whole == told
    assert sealed == 0
    assert (reason.encode() in body) == ("_" in reason or "." in reason)


def test_a_reason_in_free_words_is_sealed() -> None:
    """Words that are neither a code nor in the text are not written down."""
    of = report()
    told = msgspec.structs.replace(claim(of), speaker=Speaker(name="the ministry", reason_unnamed="feared for her brother"))
    body, whole, sealed = there_and_back(told, of.text)
    assert whole == told
    assert sealed == 1
    assert b"brother" not in body


def test_coordinates_are_those_of_the_archived_pack() -> None:
    """The entry has no coordinates; another pack in the record gives others, none gives none."""
    of = report()
    coded, _ = without_words(claim(of), of.text, NAMES)
    assert with_words(coded, of.text, NAMES, {}).places[0].lat == pytest.approx(36.2)
    assert (
        with_words(coded, of.text, Names(Theatre(name="x", title="x", version="1", actors=(), places=())), {}).places[0].lat
        is None
    )


def test_a_place_named_as_in_the_pack_needs_no_words() -> None:
    """A place that the text calls otherwise has its name from the pack, and by its words where the pack is gone."""
    of = report()
    place = PlaceMention(span=at(of, "the convoy"), name="Stone Bridge (east)", place="v.bridge")
    pack = msgspec.structs.replace(THEATRE, places=(msgspec.structs.replace(THEATRE.places[0], name="Stone Bridge (east)"),))
    told = msgspec.structs.replace(claim(of), places=(place,))
    body, whole, sealed = there_and_back(told, of.text, Names(pack))
    assert (whole, sealed) == (told, 0)
    assert b"east" not in body


def test_a_name_broken_by_a_line_is_one_name() -> None:
    """A name over two lines reads with one space."""
    of = msgspec.structs.replace(report(), text=report().text.replace("Stone Bridge", "Stone\n Bridge"))
    told = claim(report())
    place = msgspec.structs.replace(told.places[0], span=at(of, "Stone\n Bridge"))
    whole = there_and_back(msgspec.structs.replace(told, places=(place,)), of.text)[1]
    assert whole.places[0].name == "Stone Bridge"


def test_no_field_of_a_claim_is_lost_on_the_way_into_the_log() -> None:
    """A field that is added to the model must find its place in the entry: this test fails until it has one."""
    kept = {
        Claim: {*ClaimCoded.__struct_fields__, "id"},
        Speaker: {*SpeakerCoded.__struct_fields__, "reason_unnamed"},
        Relay: {*RelayCoded.__struct_fields__},
        PlaceMention: {*PlaceCoded.__struct_fields__, "lat", "lon"},
        Link: {*LinkMade.__struct_fields__},
        Copy: {*CopyNoted.__struct_fields__},
        Judgement: {*JudgementMade.__struct_fields__},
        Report: {*ReportArchived.__struct_fields__, "id", "text", "title", "kind"},
    }
    for kind, fields in kept.items():
        assert set(kind.__struct_fields__) <= fields, kind.__name__


def test_a_claim_that_stands_on_no_words_is_a_changed_log() -> None:
    """A flipped bit that takes a claim's spans away is refused in our words, and nothing ends in the middle."""
    coded = ClaimCoded(
        claim="c_0123456789abcdef", report="r1", text_sha256="0" * 64, author="en-1", type="direct", voice="narration",
        stance="assert", certainty="fact", rule="test",
    )  # fmt: skip
    with pytest.raises(RecordBrokenError, match="stands on no words of report r1"):
        with_words(coded, "text", NAMES, {})
