"""Ownership: whose claim each event and count is part of, and what the report says in its own voice.

What stands inside somebody's words is that speaker's, the innermost attribution winning. Everything else is narration: a
claim by the report itself, never by the nearest official. A happening that somebody's denial takes for granted ("rejected
the claim that the strike that killed 62 was accidental") is the report's too, and never what is denied.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import count as counting
from typing import NamedTuple

import msgspec

from truceline.model import About, Attribution, Count, EventMention, Span
from truceline.reader.words import Words

NEGATING = frozenset({"deny", "reject", "cannot_verify", "decline", "question", "retract"})
"""Stances whose object the speaker does not stand behind."""

_HARM = frozenset({"killed", "injured", "missing", "detained", "displaced", "destroyed", "damaged"})
_RELATIVE = re.compile(r"[^.;:!?]{0,90}?\b(?:that|which|who)\b(?:\s+[\w'’-]+){0,7}?\s*$")
_PRONOUN = re.compile(r"\b(?:that|which|who)\s+(?:(?:has|have|had|also|later|reportedly)\s+)?$")
_MOTIVE = re.compile(
    r"\b(?:in response to|because of|because|due to|owing to|under pressure|in the face of|in view of|in light of)\b",
    re.IGNORECASE,
)
_NOUN_CHARACTERS = 12
_PHRASE = re.compile(r"(?:in|on|at|of|for|from|during|after|before|with|over|amid) (?:[\w'’-]+ ?){1,4}", re.IGNORECASE)
_ARTICLE = re.compile(r"\b(?:an?|the|this|that|its|their)\b")
_TOLD = ("V.", "C.", "H.", "M.", "L.", "D.CONSULT", "D.PROPOSE", "D.SUSPEND", "D.WARN", "D.THREATEN")
_IDLE = frozenset(
    {
        "diplomat",
        "diplomats",
        "diplomatic",
        "diplomacy",
        "visit",
        "negotiate",
        "negotiating",
        "mediate",
        "mediation",
        "threat",
        "threats",
    }
)
"""Words that name diplomacy at large, and no meeting, call, proposal or break of which a report tells."""
Item = Count | EventMention
_EDGE = " \t\n,;:.–—-\"“”'‘’()"


class Owned(msgspec.Struct, frozen=True, kw_only=True):
    """Attributions with narration added, and counts and events with their claims filled in."""

    attributions: tuple[Attribution, ...]
    counts: tuple[Count, ...]
    events: tuple[EventMention, ...]


class _Granted(NamedTuple):
    """The ids of a count and its event, the words ``span`` that take them for granted, and whose words they stand ``inside``."""

    number: str
    event: str
    span: Span
    inside: Attribution


def own(words: Words, attributions: Sequence[Attribution], counts: Sequence[Count], events: Sequence[EventMention]) -> Owned:
    """Give every count and event to a claim; make narration claims for those that stand in nobody's words."""
    ids = (f"c{n}" for n in counting(len(attributions) + 1))
    items: list[Item] = [*counts, *events]
    homes = {item.id: innermost(item.span, attributions) for item in items}
    granted = list(_granted(words.text, homes, counts, events))
    told = {g.span: _narrated(next(ids), (g.span,), "narration.presupposed") for g in granted if g.inside.stance in NEGATING}
    owners = {item: home.id for item, home in homes.items() if home}
    owners |= {item: told[g.span].id for g in granted if g.span in told for item in (g.number, g.event)}
    loose = [item for item in items if item.id not in owners and _is_told(item, attributions, words.text)]
    narration = [*told.values(), *_narration(words, attributions, loose, ids)]
    owners |= {item.id: n.id for n in narration for item in loose if any(s.holds(item.span) for s in n.content)}
    bare = [c for c in counts if c.id not in owners and c.effect == "other"]
    owners |= {c.id: n.id for n in narration for c in bare if any(s.holds(c.span) for s in n.content)}
    taken = {g.number for g in granted}
    owned_counts = tuple(
        msgspec.structs.replace(c, claim=owners.get(c.id), presupposed=c.presupposed or c.id in taken) for c in counts
    )
    owned_events = tuple(
        msgspec.structs.replace(
            e, claim=owners.get(e.id), times=_happened(e, homes[e.id]), places=_not_beside_cue(e.places, homes[e.id])
        )
        for e in events
    )
    whole = (_about(n, owned_counts, owned_events) for n in narration)
    return Owned(attributions=(*attributions, *whole), counts=owned_counts, events=owned_events)


def _happened(event: EventMention, home: Attribution | None) -> tuple[Span, ...]:
    """Return the times in the speaker's own words where there are any: one beside the cue says when it was said."""
    inside = tuple(t for t in event.times if home and any(c.holds(t) for c in home.content))
    return inside or _not_beside_cue(event.times, home)


def _not_beside_cue(spans: Iterable[Span], home: Attribution | None) -> tuple[Span, ...]:
    """Leave out what stands before the speaker's words: "said in Geneva on Monday that" is when and where it was said."""
    begin = min((c.start for c in home.content), default=0) if home else 0
    return tuple(s for s in spans if s.end > begin)


def innermost(span: Span, attributions: Iterable[Attribution]) -> Attribution | None:
    """Return the attribution with the least content around ``span``."""
    holding = [a for a in attributions if any(c.holds(span) for c in a.content)]
    return min(holding, key=lambda a: (sum(len(c) for c in a.content), a.id), default=None)


def _is_told(item: Item, attributions: Iterable[Attribution], text: str) -> bool:
    """Say whether it is worth a claim of the report: not the cue of an attribution, a bare number, or an act of speech."""
    if item.effect == "other" if isinstance(item, Count) else not item.type.startswith(_TOLD):
        return False
    if isinstance(item, EventMention) and item.span.of(text).lower() in _IDLE:
        return False
    return not any(cue.meets(item.span) for a in attributions for cue in a.cue)


def _granted(
    text: str, homes: Mapping[str, Attribution | None], counts: Sequence[Count], events: Sequence[EventMention]
) -> Iterator[_Granted]:
    """Yield the counts in relative clauses of somebody's words ("the strike that killed 62") and what they describe."""
    for count in counts:
        home = homes[count.id]
        if home is None or count.effect not in _HARM:
            continue
        before = [e for e in events if _spoken_in(home, e, homes[e.id]) and e.span.end <= count.span.start]
        heads = [
            e for e in before if _RELATIVE.match(text[e.span.end : count.span.start]) or _is_relative_verb(text, e.span, home)
        ]
        if heads:
            head = min(heads, key=lambda e: e.span.start)
            yield _Granted(count.id, head.id, Span(_noun_start(text, head.span.start), count.span.end), home)


def _spoken_in(home: Attribution, event: EventMention, own: Attribution | None) -> bool:
    """Say whether an event stands in somebody's words; in a refusal, also in the refused claim that stands in it."""
    return own is home or (home.stance in NEGATING and any(c.holds(event.span) for c in home.content))


def _is_relative_verb(text: str, trigger: Span, home: Attribution) -> bool:
    """Say whether a trigger is the verb of a relative clause ("the operation that took the lives of 60")."""
    start = next((c.start for c in home.content if c.holds(trigger)), trigger.start)
    found = _PRONOUN.search(text, start, trigger.start)
    verb = trigger.of(text).split(maxsplit=1)[0]
    return found is not None and found.start() > start + _NOUN_CHARACTERS and not verb.endswith("ing")


def _noun_start(text: str, start: int) -> int:
    """Return where the noun phrase of a trigger begins, its article included, at most four words before it."""
    near = max(0, start - 40)
    found = [m for m in _ARTICLE.finditer(text, near, start) if len(text[m.end() : start].split()) <= 3]
    return found[-1].start() if found else start


def _narrated(claim: str, content: tuple[Span, ...], rule: str) -> Attribution:
    return Attribution(
        id=claim,
        source=(),
        cue=(),
        content=content,
        type="indirect",
        voice="narration",
        speaker=None,
        certainty="fact",
        rule=rule,
    )


def _narration(
    words: Words, attributions: Sequence[Attribution], loose: Sequence[Item], ids: Iterator[str]
) -> Iterator[Attribution]:
    """Yield one narration claim for each sentence that tells of something outside everybody's words."""
    spans = sorted(item.span for item in loose)
    for number in range(len(words.sentences)):
        sentence = words.stretch(number)
        inside = [s for s in spans if sentence.holds(s)]
        inside += _motives(words.text, sentence, attributions)
        pieces = tuple(_pieces(words.text, sentence, attributions, inside)) if inside else ()
        if pieces:
            whole = not any(c.meets(sentence) for a in attributions for c in (*a.content, *a.cue))
            yield _narrated(next(ids), pieces, "narration.sentence" if whole else "narration.clause")


def _motives(text: str, sentence: Span, attributions: Sequence[Attribution]) -> list[Span]:
    """Return where a sentence gives, outside the speaker's words, a reason for what somebody corrected or took back."""
    changed = [a for a in attributions if a.stance in {"correct", "retract"} and any(sentence.holds(c) for c in a.cue)]
    taken = [s for a in changed for s in (*a.content, *a.source)]
    found = (Span(*m.span()) for m in _MOTIVE.finditer(text, sentence.start, sentence.end))
    return [m for m in found if changed and not any(t.meets(m) for t in taken)]


def _pieces(text: str, sentence: Span, attributions: Sequence[Attribution], inside: Sequence[Span]) -> Iterator[Span]:
    """Yield the stretches of a sentence outside all content and cues that hold one of ``inside``."""
    taken = sorted(s for a in attributions for s in (*a.content, *a.cue) if s.meets(sentence))
    at = sentence.start
    for start, end in [*((s.start, s.end) for s in taken), (sentence.end, sentence.end)]:
        piece = _trimmed(text, at, start)
        if piece and at > sentence.start and _is_loose_end(text, piece):
            piece = None
        if piece and any(piece.holds(s) for s in inside):
            yield piece
        at = max(at, end)


def _is_loose_end(text: str, piece: Span) -> bool:
    """Say whether a piece is only a phrase that hangs on the words cut before it: "in the fighting"."""
    return _PHRASE.fullmatch(piece.of(text)) is not None


def _trimmed(text: str, start: int, end: int) -> Span | None:
    while start < end and text[start] in _EDGE:
        start += 1
    while end > start and text[end - 1] in _EDGE:
        end -= 1
    return Span(start, end) if start < end else None


def _about(narration: Attribution, counts: Iterable[Count], events: Iterable[EventMention]) -> Attribution:
    """Say what a narration claim is about, by what stands in it."""
    mine = [e for e in events if e.claim == narration.id]
    numbers = [c for c in counts if c.claim == narration.id]
    about: dict[About, bool] = {
        "occurrence": any(not e.type.startswith("C.") for e in mine),
        "means": any(e.means for e in mine),
        "perpetrator": any(a.role == "alleged_perpetrator" for e in mine for a in e.actors),
        "count": any(c.effect not in {"violations", "other"} for c in numbers),
        "tally": any(c.effect == "violations" for c in numbers),
        "state": any(e.type.startswith("C.") for e in mine),
        "motive": not mine and not numbers,
    }
    return msgspec.structs.replace(narration, about=tuple(a for a, told in about.items() if told))
