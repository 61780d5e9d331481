"""Who says what: assembles attributions from cue frames, quotations, "according to" and headlines.

The order is fixed: drafts by cue verbs, quotations joined to them, other cues, relays moved to ``via``, nested drafts dropped
(the outermost speaker answers for the words), then speaker, stance, subject matter, time and answers of each.
Every span is right by construction: all come from offsets of tokens or marks, and the cleaned text is as long as the text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from truceline.actors import Registry
from truceline.model import Attribution, Interval, Span, Speaker, SpeechType, TimeMention
from truceline.reader.accords import accords_in
from truceline.reader.answers import answered
from truceline.reader.asides import cut_asides
from truceline.reader.chains import add_relays
from truceline.reader.direct import QuoteJoiner
from truceline.reader.drafts import Chars, Draft, Paragraph, drafts_in
from truceline.reader.lost_marks import all_lost, extend
from truceline.reader.nominals import is_refused, nominals_in, without_relatives
from truceline.reader.parse import Parsed
from truceline.reader.quotes import Quote, quotes
from truceline.reader.said import said_at
from truceline.reader.speakers import Speakers
from truceline.reader.stances import certainty_of, split_by_stance, stance_of
from truceline.reader.subject_matter import about
from truceline.reader.times import times as times_in

_WORD = re.compile(r"\w+")


def attributions(
    parsed: Parsed, registry: Registry, published_at: str | None, times: Sequence[TimeMention] | None = None
) -> tuple[Attribution, ...]:
    """Return who says what in a report, in order of the words; the report's own voice is not among them.

    ``times``: the report's time mentions, if they have been read already.
    """
    found = quotes(parsed.clean)
    paragraphs, drafts = drafts_of(parsed, found)
    if not drafts:
        return ()
    speakers = Speakers(parsed.clean.text, registry, published_at)
    speakers.learn(paragraphs)
    when = times if times is not None else times_in(parsed.clean, published_at)
    made = _Maker(parsed.clean.text, found, speakers, when, published_at)
    told = [part for draft in drafts for part in speakers.parties(draft)]
    return answered([made.attribution(number, draft) for number, draft in enumerate(told, 1)], parsed.clean.text, registry)


def drafts_of(parsed: Parsed, found: tuple[Quote, ...]) -> tuple[list[Paragraph], list[Draft]]:
    """Return the parsed paragraphs and the drafts that stand, in order."""
    starts = {paragraph.span.start: index for index, paragraph in enumerate(parsed.clean.paragraphs)}
    paragraphs: dict[int, Paragraph] = {}
    drafts: dict[int, list[Draft]] = {}
    for doc, offset in parsed.docs:
        index = starts[offset]
        paragraphs[index] = Paragraph(doc, offset, index)
        heading = parsed.clean.paragraphs[index].kind == "heading"
        cues = accords_in(paragraphs[index], is_heading=heading)
        drafts[index] = [*drafts_in(paragraphs[index]), *cues, *nominals_in(paragraphs[index])]
    QuoteJoiner(parsed.clean.text, paragraphs, drafts).join(found)
    marked = {quote.paragraph for quote in found}
    lost = not found and all_lost(paragraphs.values(), drafts)
    for index, inside in drafts.items():
        if index not in marked:
            extend(paragraphs[index], inside, lost=lost)
    flat = [draft for inside in drafts.values() for draft in add_relays(inside, parsed.clean.text) if draft.content]
    standing = [part for draft in outermost(flat) for part in split_by_stance(draft, parsed.clean.text)]
    return list(paragraphs.values()), sorted(standing, key=lambda d: (d.content[0], d.at))


def outermost(drafts: list[Draft]) -> list[Draft]:
    """Drop drafts whose cue stands inside what another speaker says.

    What only hangs on to the words ("..., which denied it"; "..., and Y said") is no part of them and is cut off first. A
    claim that somebody refuses ("rejected X's claim that ...") is kept beside the refusal: it is X's own.
    """
    cut_asides(drafts)
    kept: list[Draft] = []
    for draft in sorted(drafts, key=lambda d: (-d.size, d.at)):
        around = [other for other in kept if any(start <= draft.at < end for start, end in other.content)]
        if around and not (len(around) == 1 and is_refused(draft, around[0])):
            continue
        if around:
            draft.content = without_relatives(draft)
        kept.append(draft)
    return kept


class _Maker:
    """Turns the drafts of one report into attributions, in order."""

    def __init__(
        self,
        text: str,
        found: tuple[Quote, ...],
        speakers: Speakers,
        times: Sequence[TimeMention],
        published_at: str | None,
    ) -> None:
        self._text = text
        self._quotes = [quote.span for quote in found]
        self._speakers = speakers
        self._times = times
        self._published_at = published_at
        self._spoke: dict[str, Interval] = {}

    def attribution(self, number: int, draft: Draft) -> Attribution:
        """Return the attribution of a draft."""
        speaker = self._speakers.speaker(draft)
        stance = stance_of(draft, self._text, _own_words(speaker, self._speakers.registry))
        content = joined(draft.content, self._text)
        said = " ".join(self._text[start:end] for start, end in content)
        return Attribution(
            id=f"c{number}",
            source=spans(draft.source),
            cue=spans(draft.cue),
            content=spans(content),
            type=self._type(content),
            voice="quoted",
            speaker=speaker,
            via=self._speakers.relays(draft.via),
            stance=stance,
            about=about(said, stance, draft.lemma),
            said_at=self._said_at(draft, speaker),
            certainty=certainty_of(draft, stance, self._text),
            rule=draft.rule,
        )

    def _said_at(self, draft: Draft, speaker: Speaker | None) -> Interval:
        name = speaker.name if speaker else ""
        when = said_at(draft, self._text, self._times, self._published_at, self._spoke.get(name))
        if speaker is not None and when.start is not None:
            self._spoke[name] = when
        return when

    def _type(self, content: list[Chars]) -> SpeechType:
        """Direct, mixed or indirect by the share of the words that stand in quotation marks."""
        words = quoted = 0
        for start, end in content:
            marks = [span for span in self._quotes if span.start < end and start < span.end]
            for word in _WORD.finditer(self._text, start, end):
                words += 1
                quoted += any(span.start <= word.start() < span.end for span in marks)
        if not quoted:
            return "indirect"
        return "direct" if quoted >= 0.95 * words else "mixed"


def joined(content: list[Chars], text: str) -> list[Chars]:
    """Return the stretches in order, those that touch or overlap made one (marks and spaces between do not part them)."""
    made: list[Chars] = []
    for start, end in sorted(content):
        if made and (start <= made[-1][1] or not _WORD.search(text, made[-1][1], start)):
            made[-1] = (made[-1][0], max(end, made[-1][1]))
        else:
            made.append((start, end))
    return made


def spans(chars: Sequence[Chars]) -> tuple[Span, ...]:
    """Return offsets as spans, in order, each once."""
    return tuple(Span(start, end) for start, end in sorted(set(chars)))


def _own_words(speaker: Speaker | None, registry: Registry) -> frozenset[str]:
    """Lower-case words for the speaker's own state, so that its own deeds are no accusation."""
    if speaker is None or speaker.actor is None or speaker.actor not in registry:
        return frozenset()
    state = registry.get(registry.state(speaker.actor))
    return frozenset(name.text.lower() for name in state.names) | {state.name.lower()}
