"""Happenings: the mentions of one report grouped by what they are about, in the order of the telling.

A definite mention ("the attack", "the strike on the convoy") joins the fitting happening told last before it; an indefinite
one ("an attack") joins only where time, place, target or toll say that it is the same. What conflicts in place, time, kind
or target starts a happening of its own. Claims without a mention of their own ("there are no craters") follow the happening
in focus: only where they are *about* means, blame or whether it happened at all, or go on in the same mouth.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence

import msgspec

from truceline.linker.compare import evidence
from truceline.linker.facts import Facts, Spot, Window, spot, together, window
from truceline.linker.mentions import Mention, mentions, toll
from truceline.linker.tellings import Telling
from truceline.model import Claim

Pair = frozenset[str]
_WORD = re.compile(r"\d+|[^\W\d_]{4,}")

_JOINS = 2.8
_DEFINITE, _INDEFINITE = 3.0, -2.5
_NEAR_CHARACTERS, _REACH_CHARACTERS = 300, 900
_ABOUT_A_HAPPENING = {"means", "perpetrator", "responsibility"}
_ANSWERING = {"deny", "reject", "cannot_verify", "confirm", "correct", "retract", "decline", "accuse", "claim_responsibility"}
_SMALL_EVENTS = {"D.INVESTIGATE", "D.ACCUSE", "D.CONDEMN"}


class Happening(msgspec.Struct, frozen=True, kw_only=True):
    """What one report tells of one happening. ``claims`` are claim ids with the ids of their mentions of it.

    ``starts`` are where its mentions stand, ``words`` the words that stand for it. ``nearby`` are places of the report for
    a happening that is placed nowhere; ``bound`` is the day of publication. ``is_main``: the report is mainly about it.
    """

    id: str
    report: str
    facts: Facts
    claims: tuple[tuple[str, tuple[str, ...]], ...]
    starts: tuple[int, ...]
    words: frozenset[str] = frozenset()
    nearby: frozenset[Spot] = frozenset()
    bound: int | None = None
    is_main: bool = False

    @property
    def claim_ids(self) -> tuple[str, ...]:
        """The claims, in the order of the text."""
        return tuple(c for c, _ in self.claims)


class _Open:
    """A happening while its report is being read."""

    def __init__(self) -> None:
        self.mentions: list[Mention] = []
        self.attached: list[Claim] = []
        self.facts = Facts()

    def add(self, mention: Mention, facts: Facts) -> None:
        self.mentions.append(mention)
        self.facts = together((self.facts, facts))

    def claims(self) -> set[str]:
        return {m.claim for m in self.mentions} | {c.id for c in self.attached}

    @property
    def last(self) -> int:
        return self.mentions[-1].span.start

    @property
    def first(self) -> int:
        return self.mentions[0].span.start if self.mentions else self.attached[0].reach.start


def happenings(telling: Telling, apart: Collection[Pair] = ()) -> tuple[Happening, ...]:
    """Group the mentions of one report; claims that a person told ``apart`` never share a happening."""
    opened: list[_Open] = []
    for mention in mentions(telling):
        facts = _dated(mention, opened)
        home = _home(mention, facts, opened, apart)
        if home is None:
            home = _Open()
            opened.append(home)
        home.add(mention, facts)
    _attach(telling.claims, opened, apart)
    return _close(telling, opened)


def _dated(mention: Mention, opened: Sequence[_Open]) -> Facts:
    """Place a mention dated by the happening told before it ("two days earlier") in the calendar."""
    if mention.shift is None:
        return mention.facts
    anchor = next((o.facts.when for o in sorted(opened, key=lambda o: -o.last) if o.facts.when), None)
    if anchor is None:
        return mention.facts
    moved = Window(anchor.first + mention.shift, anchor.last + mention.shift)
    return msgspec.structs.replace(mention.facts, windows=(moved,))


def _home(mention: Mention, facts: Facts, opened: Iterable[_Open], apart: Collection[Pair]) -> _Open | None:
    best: tuple[float, int, _Open] | None = None
    for at, candidate in enumerate(opened):
        if any(Pair((mention.claim, c)) in apart for c in candidate.claims()):
            continue
        score = _fit(mention, facts, candidate)
        if score >= _JOINS and (best is None or (score, at) > best[:2]):
            best = (score, at, candidate)
    return best[2] if best else None


def _fit(mention: Mention, facts: Facts, candidate: _Open) -> float:
    same = any(m.span.meets(mention.span) for m in candidate.mentions)
    if same:
        return 100.0
    far = max(0, mention.span.start - candidate.last - _NEAR_CHARACTERS) / _REACH_CHARACTERS
    stands = _DEFINITE if mention.definite or mention.negative or mention.denied else _INDEFINITE
    return sum(r.bits for r in evidence(facts, candidate.facts)) + stands - min(2.0, far)


def _attach(claims: Sequence[Claim], opened: list[_Open], apart: Collection[Pair]) -> None:
    """Give claims without a mention of their own to the happening in focus, or open one for what stands alone."""
    homes = {m.claim: o for o in opened for m in reversed(o.mentions)}
    before: Claim | None = None
    for claim in sorted(claims, key=lambda c: (c.reach, c.id)):
        if claim.id not in homes:
            home = _focus(claim, before, homes, opened)
            if home is None and stands_alone(claim):
                home = _Open()
                opened.append(home)
            if home is not None and not any(Pair((claim.id, c)) in apart for c in home.claims()):
                home.attached.append(claim)
                homes[claim.id] = home
        before = claim


def _focus(claim: Claim, before: Claim | None, homes: dict[str, _Open], opened: Sequence[_Open]) -> _Open | None:
    if any(e.type not in _SMALL_EVENTS for e in claim.events):
        return None
    start = claim.reach.start
    if before is not None and _goes_on(claim, before):
        return homes.get(before.id)
    about = _ABOUT_A_HAPPENING.intersection(claim.about) or ("occurrence" in claim.about and claim.stance in _ANSWERING)
    if not about or claim.voice == "narration":
        return None
    told = [(m.span.start, o) for o in opened for m in o.mentions if start - _REACH_CHARACTERS <= m.span.start <= claim.reach.end]
    return max(told, key=lambda t: t[0])[1] if told else None


def _goes_on(claim: Claim, before: Claim) -> bool:
    """Say whether the same speaker goes on in the next breath."""
    if claim.speaker is None or before.speaker is None or claim.reach.start - before.reach.end > _NEAR_CHARACTERS:
        return False
    if claim.speaker.actor or before.speaker.actor:
        return claim.speaker.actor == before.speaker.actor
    return claim.speaker.name == before.speaker.name


def stands_alone(claim: Claim) -> bool:
    """Say whether a claim without a mention (in a language no reader reads) still tells of a happening by its slots."""
    said = claim.voice == "quoted" and "occurrence" in claim.about and not claim.events
    return said and bool(claim.places or claim.times) and bool(claim.counts)


def _close(telling: Telling, opened: Sequence[_Open]) -> tuple[Happening, ...]:
    kept = [o for o in opened if o.facts.substance or len(o.mentions) > 1 or o.attached]
    return tuple(_closed(telling, at, o) for at, o in enumerate(sorted(kept, key=lambda o: o.first)))


def _closed(telling: Telling, at: int, opened: _Open) -> Happening:
    events: dict[str, list[str]] = {}
    for mention in opened.mentions:
        events.setdefault(mention.claim, []).append(mention.event)
    for claim in opened.attached:
        events.setdefault(claim.id, [])
    facts = opened.facts if opened.mentions else _bare(opened.attached)
    return Happening(
        id=f"{telling.report.id}#{at}",
        report=telling.report.id,
        facts=facts,
        claims=tuple((c, tuple(dict.fromkeys(e))) for c, e in events.items()),
        starts=tuple(m.span.start for m in opened.mentions) or (opened.first,),
        words=_words(telling, opened, facts),
        nearby=_nearby(telling, opened),
        bound=_bound(telling),
    )


def _words(telling: Telling, opened: _Open, facts: Facts) -> frozenset[str]:
    """Return the words of its triggers, places and tolls, as a title would repeat them."""
    text = telling.report.text
    homes = opened.claims()
    triggers = {w for m in opened.mentions for w in stems(m.span.of(text))}
    named = {w for c in telling.claims if c.id in homes for p in c.places if not spot(p).wide for w in stems(p.name)}
    return frozenset(triggers | named | {str(t.size) for t in facts.tolls} | set(facts.targets))


def stems(words: str) -> set[str]:
    """Return the words cut to what "killed" and "kills", "strike" and "strikes" share; numbers whole."""
    return {w.lower() if w.isdigit() else w.lower()[:5] for w in _WORD.findall(words)}


def _nearby(telling: Telling, opened: _Open) -> frozenset[Spot]:
    """Return the narrow places of its own claims, else the two named first and most often in the report."""
    homes = opened.claims()
    own = {spot(p) for c in telling.claims if c.id in homes for p in c.places}
    narrow = {s for s in own if not s.wide}
    if narrow:
        return frozenset(narrow)
    by_span = {p.span: spot(p) for c in telling.claims for p in c.places}
    told = (by_span[span] for span in sorted(by_span))
    return frozenset(s for s, _ in Counter(s for s in told if not s.wide).most_common(2))


def _bare(claims: Sequence[Claim]) -> Facts:
    """Return the facts of claims that have slots but no mention."""
    return Facts(
        kinds=frozenset({"V.UNSPEC"}),
        windows=tuple(w for c in claims for w in (window(t.interval) for t in c.times) if w),
        spots=frozenset(spot(p) for c in claims for p in c.places),
        tolls=frozenset(t for c in claims for t in map(toll, c.counts) if t),
    )


def _bound(telling: Telling) -> int | None:
    """Return the day by which everything told had happened: the day of publication, None where it is unknown."""
    day = telling.report.published_at
    return dt.date.fromisoformat(day[:10]).toordinal() if day else None
