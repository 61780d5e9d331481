"""What stands in a leaf, and when two entries are the same."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from pathlib import Path

import msgspec
import pytest

from fakes.small_reports import THEATRE, claim, report
from truceline.errors import EncodingError, RecordBrokenError, RecordClashError, UsageError
from truceline.ledger import CallReceived, Draft, Record
from truceline.ledger.leaf import drafts
from truceline.ledger.leaf.bodies import BODIES, ClaimDecided, ReviewDecided
from truceline.ledger.leaf.entries import fresh_id, keyed_id, read_entry
from truceline.model import Link, Report


def leaf(record: Record, idx: int) -> dict[str, object]:
    found: dict[str, object] = json.loads(record.entry(idx).leaf)
    return found


def test_a_leaf_has_the_header_of_the_format(record: Record) -> None:
    """Version, log, kind, id, time, author, compartment and body; nothing that is absent is written."""
    written = leaf(record, 3)
    assert sorted(written) == ["at", "body", "by", "co", "id", "kind", "log", "v"]
    assert (written["v"], written["log"], written["kind"], written["by"]) == (1, record.origin, "claim.proposed", "en-1")


def test_sealed_values_stand_in_the_leaf_as_sorted_digests(record: Record) -> None:
    """The commitments, a decoy, and how they were made; neither name nor value, nor how many there are."""
    call = CallReceived(call="k1", report="r1", received_at="2016-09-20T10:00:00+03:00", channel="telephone")
    (idx,) = record.append([drafts.called(call, by="duty", caller="+963 944 000 001", about="shelling", asked_of="the mayor")])
    written = leaf(record, idx)
    digests = written["_sd"]
    assert isinstance(digests, list)
    assert (len(digests), len(record.entry(idx).leaf) % 256) == (4, 0)
    assert digests == sorted(digests)
    assert written["_sd_alg"] == "sha-256"
    assert b"944" not in record.entry(idx).leaf
    assert b"mayor" not in record.entry(idx).leaf


def test_ids_are_of_version_seven(record: Record) -> None:
    """Every id is a UUID of version 7, whether made from a key or at random."""
    record.append([drafts.linked(Link(claim="c_1", incident="i1", outcome="linked", why="same day"))])
    for entry in record.entries():
        assert uuid.UUID(entry.id).version == 7
        assert uuid.UUID(entry.id).variant == uuid.RFC_4122


def test_an_id_made_from_a_key_depends_on_log_kind_and_key_alone() -> None:
    """An interrupted run that starts again makes the same ids; another log makes others."""
    made = keyed_id("log", 1000, "report.archived", "r1")
    assert made == keyed_id("log", 1000, "report.archived", "r1")
    others = {
        keyed_id("log2", 1000, "report.archived", "r1"),
        keyed_id("log", 1000, "report.archived", "r2"),
        fresh_id(),
        fresh_id(),
    }
    assert made not in others
    assert len(others) == 4


def test_the_same_content_under_the_same_id_keeps_its_place(record: Record) -> None:
    """Appending again, even with new salts, adds nothing."""
    titled = report(3, title="A title that stands nowhere in the text")
    first = record.append([record.draft_report(titled, raw=b"raw", media="text/plain")])
    size = record.size
    again = [record.draft_report(titled, raw=b"raw", media="text/plain"), record.draft_claim(claim(report()))]
    assert record.append(again) == (*first, 3)
    assert record.append([again[0], again[0]]) == (*first, *first)
    assert record.size == size


def test_other_content_under_the_same_id_is_refused_and_nothing_is_written(record: Record) -> None:
    """Both contents are named, and what came with it is not written either."""
    size, root = record.size, record.root
    other = Report(id="r1", text="Other words.")
    batch = [
        drafts.linked(Link(claim="c_1", incident="i1", outcome="linked", why="same day")),
        record.draft_report(other, raw=b"Other words.", media="text/plain"),
    ]
    with pytest.raises(
        RecordClashError, match=r"report.archived r1 is already entry 2 with other content: body .*r1.*was given"
    ) as caught:
        record.append(batch)
    assert caught.value.exit_code == 3
    assert (record.size, record.root) == (size, root)
    assert record.links() == ()


def test_another_sealed_value_under_the_same_id_is_refused(record: Record) -> None:
    """Sealed values count as content although their digests differ every time."""
    call = CallReceived(call="k1", report="r1", received_at="2016-09-20T10:00:00+03:00", channel="telephone")
    (idx,) = record.append([drafts.called(call, by="duty", caller="one")])
    assert record.append([drafts.called(call, by="duty", caller="one")]) == (idx,)
    with pytest.raises(RecordClashError, match="sealed values differ: caller"):
        record.append([drafts.called(call, by="duty", caller="another")])
    with pytest.raises(RecordClashError, match="by 'duty' stands there, 'guest' was given"):
        record.append([drafts.called(call, by="guest", caller="one")])


def test_a_clash_inside_one_batch_is_refused(record: Record) -> None:
    """Two different reports of one name in one batch are noticed as well."""
    batch = [record.draft_report(Report(id="r9", text=text), raw=text.encode(), media="text/plain") for text in ("One.", "Two.")]
    with pytest.raises(RecordClashError, match=r"report\.archived r9"):
        record.append(batch)


def test_an_entry_that_is_too_long_is_refused_with_its_size(record: Record) -> None:
    """A leaf has at most 16 KiB; the message says which entry."""
    body = ClaimDecided(claim="c_1", reason="x" * 20_000)
    with pytest.raises(EncodingError, match=r"entry claim.accepted .* would be 20\d\d\d bytes; at most 16384"):
        record.append([Draft(kind="claim.accepted", body=body, by="ann")])


@pytest.mark.parametrize(
    ("draft", "message"),
    [
        (Draft(kind="claim.guessed", body=ReviewDecided(), by="ann"), "no kind of entry 'claim.guessed'"),
        (Draft(kind="claim.accepted", body=ReviewDecided(), by="ann"), "has a body ReviewDecided; expected ClaimDecided"),
        (Draft(kind="review.decided", body=ReviewDecided(), by=""), "says nobody stands behind it"),
    ],
)
def test_a_draft_that_no_log_takes_is_refused(record: Record, draft: Draft, message: str) -> None:
    """Unknown kinds, bodies of another kind and entries by nobody are used wrongly."""
    with pytest.raises(UsageError, match=message):
        record.append([draft])


def test_time_never_runs_backwards_in_the_log(tmp_path: Path) -> None:
    """A clock set back ten years leaves the order of times intact, and what it said is kept beside it."""
    times = iter(
        [
            dt.datetime(2026, 5, 1, 12, tzinfo=dt.UTC),
            dt.datetime(2016, 5, 1, tzinfo=dt.UTC),
            dt.datetime(2026, 5, 2, tzinfo=dt.UTC),
        ]
    )
    with Record.create(tmp_path, "exercise", "valley", clock=lambda: next(times)) as record:
        record.append([record.draft_pack(THEATRE, {})])
        record.append([drafts.sat(by="ann", accepted=1)])
        assert [entry.at for entry in record.entries()] == ["2026-05-01T12:00:00.000Z"] * 2 + ["2026-05-02T00:00:00.000Z"]
        assert leaf(record, 1)["clk"] == "2016-05-01T00:00:00.000Z"
        assert "clk" not in leaf(record, 2)


def test_fields_of_a_later_version_are_kept_and_read_over(record: Record) -> None:
    """A leaf with a field we do not know reads, keeps its bytes and its hash."""
    entry = record.entry(2)
    more = entry.leaf.replace(b'"body":{', b'"body":{"a_later_field":[1],')
    assert read_entry(2, more).body == entry.body
    assert read_entry(2, more).leaf == more


def test_an_entry_of_an_unknown_kind_is_said_to_be_newer(record: Record) -> None:
    """The message says what to do."""
    with pytest.raises(RecordBrokenError, match=r"kind 'witness\.heard', which this version does not know"):
        read_entry(2, record.entry(2).leaf.replace(b"report.archived", b"witness.heard"))


def test_every_kind_and_every_field_of_it_is_in_the_format(root: Path) -> None:
    """docs/formats/entry.md describes whatever a leaf can say."""
    described = (root / "docs/formats/entry.md").read_text(encoding="utf-8")
    for kind, body in BODIES.items():
        assert f"`{kind}`" in described, kind
        for field in msgspec.structs.fields(body):
            assert f"`{field.encode_name}`" in described, f"{kind}: {field.encode_name}"


def test_no_body_has_room_for_a_fraction() -> None:
    """Nowhere in the type of any body is there a float: leaves have no fractions."""
    for body in BODIES.values():
        schema = json.dumps(msgspec.json.schema(body))
        assert '"number"' not in schema, body.__name__


@pytest.mark.parametrize("leaf", [None, "text", 7, 0.5])
def test_what_a_damaged_page_holds_for_a_leaf_is_named(leaf: object) -> None:
    """One bit makes bytes a text, a number or nothing; that is damage, said with its place, and no failure of ours."""
    with pytest.raises(RecordBrokenError, match=r"entry 3 has .* for a leaf; expected bytes"):
        read_entry(3, leaf)  # type: ignore[arg-type]  # what no record of ours holds
