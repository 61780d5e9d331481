"""Sources: what each publisher and speaker claimed, what was corrected, whom they repeat. Never a score, nor the parts of one.

A publisher's own claims are the narration of its reports; what it passes on counts for the speaker. Order: first told first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from truceline.model import Stance
from truceline.outputs.labels import Labels
from truceline.outputs.views.cells import reading
from truceline.outputs.views.material import Material, Told
from truceline.outputs.views.names import publisher_of
from truceline.outputs.views.pages import Reference, SourceView


def listed(material: Material, labels: Labels) -> tuple[SourceView, ...]:
    """Return publishers, then speakers, each in the order in which they first stand in the material."""
    return (*_publishers(material, labels), *_speakers(material, labels))


def _publishers(material: Material, labels: Labels) -> Iterable[SourceView]:
    groups: dict[str, list[str]] = {}
    for held in material.held:
        groups.setdefault(held.report.publisher or labels.text("no_publisher"), []).append(held.report.id)
    narrated: dict[str, list[Told]] = {}
    for told in material.told:
        if told.claim.voice == "narration":
            narrated.setdefault(told.claim.report, []).append(told)
    for name, reports in groups.items():
        own = [told for report in reports for told in narrated.get(report, ())]
        inside = frozenset(reports)
        yield SourceView(
            name=name,
            actor=None,
            part="publisher",
            reports=tuple(reports),
            claims=len(own),
            stances=_stances(own),
            corrected=_corrected(material, own, labels),
            repeats=tuple(c for c in material.copies if c.report in inside),
        )


def _speakers(material: Material, labels: Labels) -> Iterable[SourceView]:
    groups: dict[str, list[Told]] = {}
    for told in material.told:
        speaker = told.claim.speaker
        if speaker is not None:
            groups.setdefault(speaker_key(told), []).append(told)
    for told_by in groups.values():
        speaker = told_by[0].claim.speaker
        assert speaker is not None
        known = material.actors.get(speaker.actor or "")
        yield SourceView(
            name=known.name if known and not speaker.unnamed else speaker.name,
            actor=speaker.actor,
            part="speaker",
            reports=tuple(dict.fromkeys(t.claim.report for t in told_by)),
            claims=len(told_by),
            stances=_stances(told_by),
            corrected=_corrected(material, told_by, labels),
            passed_on_by=_passed_on_by(material, told_by, labels),
        )


def speaker_key(told: Told) -> str:
    """Join claims of one speaker; an unnamed one is never joined across reports."""
    speaker = told.claim.speaker
    assert speaker is not None
    if speaker.unnamed:
        return f"{told.claim.report} {speaker.name}"
    return speaker.actor or speaker.name


def _stances(told: Sequence[Told]) -> tuple[tuple[Stance, int], ...]:
    counts = Counter(t.claim.stance for t in told)
    return tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def _corrected(material: Material, told: Sequence[Told], labels: Labels) -> tuple[Reference, ...]:
    corrections = material.struck
    hit = [t for t in told if t.claim.id in corrections]
    return tuple(
        reading(t, (), material.read(t.claim.report), labels, withheld=material.by_report[t.claim.report].withheld).reference()
        for t in hit
    )


def _passed_on_by(material: Material, told: Sequence[Told], labels: Labels) -> tuple[str, ...]:
    relays = [relay.name for t in told for relay in t.claim.via]
    publishers = [publisher_of(material, [t.claim.report], labels) for t in told]
    return tuple(dict.fromkeys((*relays, *publishers)))
