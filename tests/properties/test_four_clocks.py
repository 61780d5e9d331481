"""Laws of the four clocks together: nothing of what a clock leaves out moves anything that is shown."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeAlias

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from fakes.storytelling import Figure, Story
from truceline.ledger import Draft, Record
from truceline.ledger.leaf.entries import Entry
from truceline.model import Standing
from truceline.outputs import exports, report, views

Told: TypeAlias = tuple[str, str, str | None, Standing]

DATES = st.dates(dt.date(2016, 9, 1), dt.date(2016, 9, 30)).map(dt.date.isoformat)
TOLD = st.lists(
    st.tuples(DATES, DATES, st.none() | DATES, st.sampled_from(["accepted", "entered", "proposed", "rejected"])),
    min_size=1,
    max_size=5,
)
CLOCKS = st.fixed_dictionaries(
    {},
    optional={
        "known": DATES,
        "said": DATES,
        "happened": st.tuples(DATES, DATES).map(lambda days: "..".join(sorted(days))),
        "with_proposals": st.booleans(),
    },
)


def _told(told: list[Told]) -> Story:
    """Return a story of reports, each published, said and (perhaps) happening on a day of its own."""
    story = Story()
    for n, (published, said, happened, standing) in enumerate(told):
        text = f"On day {n} CANARY{n} was hit and {n + 1} people died."
        story.report(f"r{n}", text, published=published, publisher=f"Desk {n}")
        counts: list[Figure] = [(f"{n + 1} people", "killed", "people", n + 1, n + 1, "exact")]
        time = (f"day {n}", happened) if happened else None
        story.claim(
            f"r{n}", text[:-1], event="was hit", counts=counts, time=time, said=said, incident=f"i{n % 2}", standing=standing
        )
    return story


def _shown(material: views.Material) -> bytes:
    """Return all that views and page make of a material, but for the size and root of the log it was read from."""
    same = msgspec.json.encode(
        [views.incidents_page(material).incidents, views.claims_page(material).claims, views.sources_page(material).sources]
    )
    pages = [views.incident_page(material, i.id) for i in views.incidents_page(material).incidents]
    return same + msgspec.json.encode([(page.matrix, page.claims, page.evidence) for page in pages])


@given(TOLD, CLOCKS)
@settings(deadline=None, max_examples=40)
def test_what_was_published_or_said_later_moves_nothing(told: list[Told], clocks: Mapping[str, Any]) -> None:
    """The view of a day is the same whether the later reports and words exist or not."""
    story, before = _told(told), Story()
    known, said = clocks.get("known", "9999"), clocks.get("said", "9999")
    before.reports = {name: each for name, each in story.reports.items() if (each.published_at or "") <= known}
    before.received = story.received
    before.claims = [
        (claim, standing)
        for claim, standing in story.claims
        if claim.report in before.reports and claim.said_at and (claim.said_at.end or "") <= said
    ]
    left = {claim.id for claim, _ in before.claims}
    before.links = [link for link in story.links if link.claim in left]
    assert _shown(story.material(**clocks)) == _shown(before.material(**clocks))


def _again(entry: Entry) -> Draft:
    """Return an entry as something to append to another record."""
    return Draft(kind=entry.kind, body=entry.body, by=entry.by, id=entry.id, co=entry.co)


@given(TOLD, CLOCKS, st.integers(min_value=0, max_value=100))
@settings(deadline=None, max_examples=12)
def test_the_view_at_an_entry_is_that_of_a_record_cut_there(told: list[Told], clocks: Mapping[str, Any], percent: int) -> None:
    """What was recorded after entry N influences nothing."""
    with tempfile.TemporaryDirectory() as folder:
        clock = _Clock()
        with (
            _told(told).record(Record.create(Path(folder) / "whole", "demonstration", "world", clock=clock)) as whole,
            Record.create(Path(folder) / "cut", "demonstration", "world", clock=clock) as cut,
        ):
            entry = percent * (whole.size - 1) // 100
            for report_ in whole.reports(entry):
                cut.archive(whole.read_archived(report_.raw_sha256))
                cut.archive(whole.read_archived(report_.text_sha256))
            cut.append([_again(each) for each in whole.entries(1) if each.idx <= entry])
            assert cut.size == entry + 1
            there = views.gather(whole, views.Selection(entry=entry, **clocks))
            here = views.gather(cut, views.Selection(**clocks))
            assert _shown(there) == _shown(here)
            assert there.size == here.size


@given(TOLD, CLOCKS)
@settings(deadline=None, max_examples=8)
def test_an_export_and_a_page_can_be_made_again_after_more_came(told: list[Told], clocks: Mapping[str, Any]) -> None:
    """The same choice at the same entry: the same bytes."""
    with tempfile.TemporaryDirectory() as name, Record.create(Path(name) / "r", "demonstration", "world") as record:
        folder = Path(name)
        story = _told(told)
        story.record(record)
        entry = record.size - 1
        first = [_export(record, folder, part, form, clocks) for part in exports.PARTS for form in exports.FORMATS]
        page = _page(record, folder, clocks)
        later = _told([*told, ("2016-09-01", "2016-09-01", "2016-09-01", "accepted")])
        record.append([record.draft_report(r, raw=b"x", media="text/plain") for r in [list(later.reports.values())[-1]]])
        record.append([record.draft_claim(later.claims[-1][0], entered=True, by="hand")])
        at: dict[str, Any] = {**clocks, "entry": entry}
        assert [_export(record, folder, part, form, at) for part in exports.PARTS for form in exports.FORMATS] == first
        assert _page(record, folder, at) == page


def _export(record: Record, folder: Path, part: exports.Part, form: exports.Format, clocks: Mapping[str, Any]) -> list[bytes]:
    material = views.gather(record, views.Selection(**clocks))
    made = exports.export(material, part, folder / f"{part}.{form}", form=form, force=True)
    return [file.read_bytes() for file in made.files]


def _page(record: Record, folder: Path, clocks: Mapping[str, Any]) -> bytes:
    report.write(record, folder / "page.html", **clocks)
    return (folder / "page.html").read_bytes()


class _Clock:
    """A clock that stands still, so that two records date what they hold alike."""

    def __call__(self) -> dt.datetime:
        return dt.datetime(2016, 12, 1, tzinfo=dt.UTC)
