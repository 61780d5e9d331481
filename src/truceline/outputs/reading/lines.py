"""Claims as lines and reports as heads: what every page for close reading shows of them in the same way."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence

from truceline.linker import chief_incident
from truceline.model import Claim, Figure, words_at
from truceline.outputs.labels import Labels
from truceline.outputs.reading.values import ClaimLine, Fact, Mention, ReportClaims, ReportHead, Taken
from truceline.outputs.views.cells import figure_words, told_withheld
from truceline.outputs.views.material import Held, Material, Told
from truceline.outputs.views.names import publisher_of
from truceline.outputs.views.pages import Struck

RTL = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ps", "sd", "syr", "ug", "ur", "yi"})
"""Languages that are written from right to left."""
LTR_KNOWN = 2
"""A tag with fewer letters than this names no language."""


def direction_of(lang: str | None) -> str:
    """Return in which direction a language is written; ``auto``, for finding it from the letters, where none is given.

    >>> direction_of("ar-SY"), direction_of("uk"), direction_of(None), direction_of("az-Arab")
    ('rtl', 'ltr', 'auto', 'rtl')
    """
    parts = (lang or "").lower().replace("_", "-").split("-")
    if len(parts[0]) < LTR_KNOWN:
        return "auto"
    return "rtl" if parts[0] in RTL or {"arab", "hebr", "syrc", "thaa"} & set(parts[1:]) else "ltr"


def head(material: Material, held: Held, labels: Labels) -> ReportHead:
    """Return what is known of a report beside its text."""
    report = held.report
    return ReportHead(
        id=report.id,
        name=report.title or report.id,
        publisher=publisher_of(material, [report.id], labels),
        published_at=report.published_at,
        received_at=held.received_at,
        lang=report.lang,
        direction=direction_of(report.lang),
        url=report.url,
        text_sha256=held.text_sha256,
        withheld=held.withheld,
    )


class Lines:
    """Makes lines of the claims of one page, numbered as they are given, from 1."""

    def __init__(self, material: Material, told: Sequence[Told], labels: Labels) -> None:
        self._material = material
        self._labels = labels
        self._numbers = {each.claim.id: number for number, each in enumerate(told, 1)}
        self._told = tuple(told)
        self._texts: dict[str, str] = {}
        self._publishers: dict[str, str] = {}

    def mention(self, claim: str) -> Mention:
        """Return a claim as another speaks of it."""
        return Mention(id=claim, number=self._numbers.get(claim))

    def taken(self, struck: Struck | None) -> Taken | None:
        """Return what took a claim back."""
        return Taken(by=self.mention(struck.claim), day=struck.day) if struck else None

    def all(self) -> tuple[ClaimLine, ...]:
        """Return every claim of the page as a line."""
        return tuple(self.line(each) for each in self._told)

    def by_report(self, told: Iterable[Told]) -> tuple[ReportClaims, ...]:
        """Return claims under their reports, in the order given."""
        groups = itertools.groupby(told, key=lambda each: each.claim.report)
        return tuple(
            ReportClaims(
                report=head(self._material, self._material.by_report[report], self._labels),
                claims=tuple(self.line(each) for each in group),
            )
            for report, group in groups
        )

    def line(self, told: Told) -> ClaimLine:
        """Return one claim as a line."""
        claim, links = told.claim, self._material.links_of.get(told.claim.id, ())
        speaker = claim.speaker
        withheld = self._material.by_report[claim.report].withheld
        return ClaimLine(
            id=claim.id,
            number=self._numbers.get(claim.id, 0),
            report=claim.report,
            speaker=speaker.name if speaker else None,
            publisher=self.publisher(claim.report),
            role=speaker.role if speaker and speaker.role != speaker.name else None,
            is_unnamed=bool(speaker and speaker.unnamed),
            voice=claim.voice,
            via=tuple(relay.name for relay in claim.via),
            stance=claim.stance,
            about=claim.about,
            is_possible=claim.certainty == "possible",
            answers=tuple(self.mention(each) for each in claim.answers),
            said_at=claim.said_at,
            standing=told.standing,
            is_machine_read=told.standing == "proposed",
            words=told_withheld(withheld) if withheld else words_at(self.text(claim.report), claim.content),
            start=claim.content[0].start if claim.content else 0,
            facts=() if withheld else tuple(facts(claim, self.text(claim.report), self._labels)),
            incident=chief_incident(claim, links),
            possible=tuple(link.incident for link in links if link.outcome == "possible"),
            taken=self.taken(self._material.struck.get(claim.id)),
        )

    def publisher(self, report: str) -> str:
        """Return whose own voice a report is."""
        if report not in self._publishers:
            self._publishers[report] = publisher_of(self._material, [report], self._labels)
        return self._publishers[report]

    def text(self, report: str) -> str:
        """Return the text of a report, read once a page."""
        if report not in self._texts:
            self._texts[report] = self._material.read(report)
        return self._texts[report]


def facts(claim: Claim, text: str, labels: Labels) -> Iterator[Fact]:
    """Yield what was read in a claim, as words of the page with the words it was read from."""
    for event in claim.events:
        words = labels.say("event", event.type) + (f" ({labels.say('means', event.means)})" if event.means else "")
        yield Fact(kind="happening", words=words, read_from=_squeezed(event.span.of(text)))
    for count in claim.counts:
        yield Fact(
            kind="count", words=figure_words(Figure.of(count), labels, with_effect=True), read_from=_squeezed(count.span.of(text))
        )
    for time in claim.times:
        yield Fact(
            kind="time", words=labels.interval(time.interval) or labels.text("unknown"), read_from=_squeezed(time.span.of(text))
        )
    for place in claim.places:
        yield Fact(kind="place", words=labels.place(place), read_from=_squeezed(place.span.of(text)))


def _squeezed(words: str, longest: int = 90) -> str:
    """Return words on one line, cut at the end where they are many: a typed value rests on the whole of what was marked."""
    line = " ".join(words.split())
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"


def in_order(material: Material, told: Iterable[Told]) -> list[Told]:
    """Return claims in the order of reports and text, whether they count or wait."""
    place: Mapping[str, int] = {held.report.id: number for number, held in enumerate(material.held)}
    return sorted(told, key=lambda each: (place[each.claim.report], each.claim.reach, each.claim.id))
