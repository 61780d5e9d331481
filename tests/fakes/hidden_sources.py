"""A record with everything in it that can be in a compartment, each with a canary, and what everybody may see beside it."""

from __future__ import annotations

import msgspec

from fakes.storytelling import Story
from truceline.ledger import Record
from truceline.ledger.joinings import append_joining, append_undoing, joinings
from truceline.ledger.leaf import drafts
from truceline.ledger.leaf.bodies import IncidentsJoined, Judged, StepTaken
from truceline.ledger.steps import append_step
from truceline.model import Copy, Judgement, Link
from truceline.model.assertions import Telling
from truceline.model.movements import Permit
from truceline.workflow.calls import Call, receive_call
from truceline.workflow.observing import GapSaid, enter_gap
from truceline.workflow.telling import open_subject, tell

OPEN_WORDS = "Shells fell on Sarnum on 19 September, killing 3 people"
HIDDEN_WORDS = "CANARYWORDS: shells fell on Sarnum on 25 September, killing 77 people"
"""What a source says who must stay unknown."""


def open_part(record: Record) -> Link:
    """Write what everybody may see, and return the link of its claim."""
    story = Story("actual")
    story.report("r1", f"{OPEN_WORDS}.", published="2016-09-20", publisher="Agency")
    story.claim(
        "r1",
        OPEN_WORDS,
        event="fell",
        counts=[("3 people", "killed", "people", 3, 3, "exact")],
        time=("19 September", "2016-09-19"),
        incident="i1",
        about=("occurrence",),
    )
    story.record(record)
    open_subject(record, "movement", "the convoy", reference="IACP 14", by="ann")
    tell(record, "mv1", Telling(by="un", facts=(Permit(step="governor", requested="2016-09-10"),)), by="ann")
    return story.links[0]


def hidden_part(record: Record, co: str, link: Link) -> None:
    """Write everything that can be in a compartment, each with a canary, tied to what is open wherever it can be."""
    story = Story("actual")
    story.report("CANARYREPORT", f"{HIDDEN_WORDS}.", published="2016-09-26", publisher="CANARYGIVER", title="CANARYTITLE")
    report = story.reports["CANARYREPORT"]
    record.append([record.draft_confidential(report, co, raw=b"CANARYRAW", media="text/plain")])
    name = record.confidential_id(report.id, co)
    for incident, about in (("i1", HIDDEN_WORDS), ("i2", "shells fell on Sarnum on 25 September")):
        story.claim(report.id, about, event="fell", time=("25 September", "2016-09-25"), incident=incident, about=("occurrence",))
    claims = [msgspec.structs.replace(each, report=name, answers=(link.claim,)) for each, _ in story.claims]
    record.append([record.draft_claim(each, by="hand") for each in claims])
    record.append([drafts.accepted(claims[0].id, by="ann")])
    links = [msgspec.structs.replace(made, claim=each.id) for made, each in zip(story.links, claims, strict=True)]
    because = f"as in {name}: same town, same day"
    links.append(msgspec.structs.replace(link, why=because, bits=9))
    links.append(Link(claim=link.claim, incident="i2", outcome="possible", why=f"may be {because}", bits=2))
    record.append([drafts.linked(each) for each in links])
    record.append([drafts.copied(Copy(report="r1", of=name, share_percent=90))])
    call = Call(received="2016-09-27T08:00:00Z", about="CANARYCALL", words="CANARYCALLWORDS were heard", caller="Nour")
    receive_call(record, call, "ann", co)
    hidden = open_subject(record, "movement", "CANARYCONVOY", reference="CANARYREF", by="ann", co=co)
    tell(
        record, hidden.id, Telling(by="CANARYSPEAKER", facts=(Permit(step="governor", requested="2016-09-28"),)), by="ann", co=co
    )
    early = Telling(by="CANARYSPEAKER", facts=(Permit(step="governor", requested="2016-09-02"),), said_on="2016-09-03")
    tell(record, "mv1", early, by="ann", co=co, published_at="2016-09-03")
    gap = GapSaid(observer="CANARYOBSERVER", reason="refused", start="2016-09-20T00:00:00Z", end="2016-09-21T00:00:00Z")
    enter_gap(record, gap, by="ann", co=co)
    _acts(record, link.claim, [each.id for each in claims])


def _acts(record: Record, shown: str, hidden: list[str]) -> None:
    """Write what people did about hidden claims and incidents: a step, a joining that was taken back, judgements."""
    step = StepTaken(
        step="",
        agreement="CANARYTEXT",
        incident="i2",
        clause="C",
        party="party",
        kind="received",
        authority="un",
        on="2016-09-26",
    )
    append_step(record, step, by="ann", note="CANARYNOTE")
    judged = (Judged(hidden[1], shown),)
    body = IncidentsJoined(joining="", act="merge", incidents=("i2", "i1"), claims=(shown,), judged=judged)
    with record.log.writing():
        append_joining(record, body, [Judgement(left=hidden[1], right=shown, verdict="same")], by="ann", note="CANARYWHY")
        (joined,) = joinings(record)
        append_undoing(record, joined, [Judgement(left=hidden[1], right=shown, verdict="unsure")], by="ann", note="CANARYWHY")
