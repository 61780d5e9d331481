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

from truceline.linker.atlas import NOWHERE, Atlas
from truceline.linker.compare import evidence
from truceline.linker.facts import Facts, Spot, Window, together, window
from truceline.linker.mentions import Mention, mentions, toll
from truceline.linker.origins import CORROBORATING
from truceline.linker.tellings import Telling
from truceline.model import Claim

Pair = frozenset[str]
_WORD = re.compile(r"\d+|[^\W\d_]{4,}")

_JOINS = 2.8
_DEFINITE, _INDEFINITE, _SAME_RARE_TARGET, _SAME_WORDS = 3.0, -2.5, 2.0, 100.0
_RARE_TARGETS = {"convoy", "medical", "school", "market", "worship", "camp", "water"}
_SAME_KIND, _ONLY_PLACE = 2.0, -1.5
_INTRODUCES = 2
_TOUCHES = 2
_BESIDE, _SENTENCE_CHARACTERS = 0.1, 100
_MERGES, _MERGING, _NEVER = 3.2, {"kind": 1.5, "time": 3.0}, 99.0
_GENERAL = {"V.GROUND", "V.OFFENSIVE"}
_NEAR_CHARACTERS, _REACH_CHARACTERS = 300, 900
_ABOUT_A_HAPPENING = {"means", "perpetrator", "responsibility"}
_ANSWERING = {"deny", "reject", "cannot_verify", "confirm", "correct", "retract", "decline", "accuse", "claim_responsibility"}
_SMALL_EVENTS = {"D.INVESTIGATE", "D.ACCUSE", "D.CONDEMN"}


class Happening(msgspec.Struct, frozen=True, kw_only=True):
    """What one report tells of one happening. ``claims`` are claim ids with the ids of their mentions of it.

    ``starts`` are where its mentions stand, ``words`` the words that stand for it. ``nearby`` are places of the report for
    a happening that is placed nowhere; ``bound`` is the day of publication. ``is_asserted``: somebody stands behind it;
    ``is_main``: the report is mainly about it.
    """

    id: str
    report: str
    facts: Facts
    claims: tuple[tuple[str, tuple[str, ...]], ...]
    starts: tuple[int, ...]
    words: frozenset[str] = frozenset()
    nearby: frozenset[Spot] = frozenset()
    bound: int | None = None
    is_asserted: bool = True
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


def happenings(telling: Telling, apart: Collection[Pair] = (), atlas: Atlas = NOWHERE) -> tuple[Happening, ...]:
    """Group the mentions of one report; claims that a person told ``apart`` never share a happening."""
    opened: list[_Open] = []
    for mention in mentions(telling, atlas):
        facts = _known(_dated(mention, opened), _bound(telling))
        home = _home(mention, facts, opened, apart)
        if home is None and _is_general(mention, facts):
            continue
        if home is None:
            home = _Open()
            opened.append(home)
        home.add(mention, facts)
    opened = _merged(opened, apart)
    _attach(telling.claims, opened, apart)
    return _close(telling, opened, atlas)


def _dated(mention: Mention, opened: Sequence[_Open]) -> Facts:
    """Place a mention dated by the happening told before it ("two days earlier") in the calendar."""
    if mention.shift is None:
        return mention.facts
    anchor = next((o.facts.when for o in sorted(opened, key=lambda o: -o.last) if o.facts.when), None)
    if anchor is None:
        return mention.facts
    moved = Window(anchor.first + mention.shift, anchor.last + mention.shift)
    return msgspec.structs.replace(mention.facts, windows=(moved,))


def _is_general(mention: Mention, facts: Facts) -> bool:
    """Say whether it speaks of fighting in general ("the fight against ...") and so of no happening."""
    return (
        facts.kinds <= _GENERAL
        and not mention.points_back
        and not (facts.is_placed or facts.windows or facts.tolls or facts.targets)
    )


def _merged(opened: list[_Open], apart: Collection[Pair]) -> list[_Open]:
    """Put together what turned out, once the whole report was told, to be one: same kind or day, and nothing against it."""
    while True:
        pairs = [(_same(a, b, apart), -at, -to) for at, a in enumerate(opened) for to, b in enumerate(opened[:at])]
        best = max(pairs, default=(0.0, 0, 0))
        if best[0] < _MERGES:
            return opened
        gone = opened.pop(-best[1])
        for mention in gone.mentions:
            opened[-best[2]].add(mention, mention.facts)
        opened[-best[2]].facts = together((opened[-best[2]].facts, gone.facts))


def _same(left: _Open, right: _Open, apart: Collection[Pair]) -> float:
    reasons = evidence(left.facts, right.facts)
    told_apart = any(Pair((a, b)) in apart for a in left.claims() for b in right.claims())
    if told_apart or any(r.bits < 0 for r in reasons):
        return 0.0
    rare = _RARE_TARGETS & left.facts.targets & right.facts.targets
    strong = rare or any(r.bits >= _MERGING.get(r.slot, _NEVER) for r in reasons)
    return sum(r.bits for r in reasons) if strong else 0.0


def _known(facts: Facts, bound: int | None) -> Facts:
    """Leave out days after the report was published: what is told as done was misdated, not foreseen."""
    windows = tuple(w for w in facts.windows if bound is None or w.first <= bound + 1)
    return facts if windows == facts.windows else msgspec.structs.replace(facts, windows=windows)


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
    """Return how well a mention fits a happening told before it."""
    if any(m.span.start < mention.span.end + _TOUCHES and mention.span.start < m.span.end + _TOUCHES for m in candidate.mentions):
        return _SAME_WORDS
    reasons = evidence(facts, candidate.facts)
    far = max(0, mention.span.start - candidate.last - _NEAR_CHARACTERS) / _REACH_CHARACTERS
    told = sum(r.bits for r in reasons)
    agrees = any(r.bits > 0 and r.slot not in {"kind", "country"} for r in reasons)
    if mention.points_back or (not _own(facts) and mention.answers):
        return told + (_DEFINITE if agrees or _own(facts) < _INTRODUCES else 0.0) - min(1.5 if agrees else 2.0, far)
    rare = _RARE_TARGETS & facts.targets & candidate.facts.targets and all(r.bits >= 0 for r in reasons)
    only_place = all(r.slot in {"place", "country"} or r.bits < _SAME_KIND for r in reasons)
    return told + _INDEFINITE + (_SAME_RARE_TARGET if rare else -min(2.0, far)) + (_ONLY_PLACE if only_place else 0.0)


def _own(facts: Facts) -> int:
    """Count what a mention says of its own: "the bombing by X of Y near Z" introduces, "the bombing" points back."""
    return sum(
        (
            facts.is_placed,
            bool(facts.targets - {"other", "civilians"} or facts.victims),
            bool(facts.strikers),
            bool(facts.windows),
        )
    )


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
    if before is not None and _goes_on(claim, before, opened):
        return homes.get(before.id)
    if claim.voice == "narration":
        return None
    about = _ABOUT_A_HAPPENING.intersection(claim.about) or ("occurrence" in claim.about and claim.stance in _ANSWERING)
    least = 0.0 if about else _BESIDE if claim.stance in {"cannot_verify", "deny", "reject"} else None
    if least is None:
        return None
    near = [_salience(candidate, start, claim.reach.end) for candidate in opened]
    best = max(range(len(opened)), key=lambda at: (near[at], at), default=None)
    return opened[best] if best is not None and near[best] > least else None


def _salience(candidate: _Open, start: int, end: int) -> float:
    """Return how present a happening is in the words before ``start``: every mention counts, near ones most."""
    gaps = [max(0, start - m.span.start) for m in candidate.mentions if start - _REACH_CHARACTERS <= m.span.start <= end]
    return sum((1 + gap / _SENTENCE_CHARACTERS) ** -2 for gap in gaps)


def _goes_on(claim: Claim, before: Claim, opened: Sequence[_Open]) -> bool:
    """Say whether the same speaker goes on in the next breath, and nothing else was told in between."""
    if any(before.reach.end <= m.span.start < claim.reach.start for o in opened for m in o.mentions):
        return False
    if claim.speaker is None or before.speaker is None or claim.reach.start - before.reach.end > _NEAR_CHARACTERS:
        return False
    if claim.speaker.actor or before.speaker.actor:
        return claim.speaker.actor == before.speaker.actor
    return claim.speaker.name == before.speaker.name


def stands_alone(claim: Claim) -> bool:
    """Say whether a claim without a mention (in a language no reader reads) still tells of a happening by its slots."""
    said = claim.voice == "quoted" and "occurrence" in claim.about and not claim.events
    return said and bool(claim.places or claim.times) and bool(claim.counts)


def _close(telling: Telling, opened: Sequence[_Open], atlas: Atlas) -> tuple[Happening, ...]:
    kept = [o for o in opened if o.facts.substance or len(o.mentions) > 1 or o.attached]
    return tuple(_closed(telling, at, o, atlas) for at, o in enumerate(sorted(kept, key=lambda o: o.first)))


def _closed(telling: Telling, at: int, opened: _Open, atlas: Atlas) -> Happening:
    events: dict[str, list[str]] = {}
    for mention in opened.mentions:
        events.setdefault(mention.claim, []).append(mention.event)
    for claim in opened.attached:
        events.setdefault(claim.id, [])
    facts = opened.facts if opened.mentions else _bare(opened.attached, atlas)
    return Happening(
        id=f"{telling.report.id}#{at}",
        report=telling.report.id,
        facts=facts,
        claims=tuple((c, tuple(dict.fromkeys(e))) for c, e in events.items()),
        starts=tuple(m.span.start for m in opened.mentions) or (opened.first,),
        words=_words(telling, opened, facts),
        nearby=_nearby(telling, opened, atlas),
        bound=_bound(telling),
        is_asserted=any(c.stance in CORROBORATING for c in telling.claims if c.id in events),
    )


def _words(telling: Telling, opened: _Open, facts: Facts) -> frozenset[str]:
    """Return the words of its triggers, places and tolls, as a title would repeat them."""
    text = telling.report.text
    homes = opened.claims()
    triggers = {w for m in opened.mentions for w in stems(m.span.of(text))}
    named = {w for c in telling.claims if c.id in homes for p in c.places if p.precision != "country" for w in stems(p.name)}
    return frozenset(triggers | named | {str(t.size) for t in facts.tolls} | set(facts.targets))


def stems(words: str) -> set[str]:
    """Return the words cut to what "killed" and "kills", "strike" and "strikes" share; numbers whole."""
    return {w.lower() if w.isdigit() else w.lower()[:5] for w in _WORD.findall(words)}


def _nearby(telling: Telling, opened: _Open, atlas: Atlas) -> frozenset[Spot]:
    """Return the narrow places of its own claims, else the two named first and most often in the report."""
    homes = opened.claims()
    own = {atlas.spot(p) for c in telling.claims if c.id in homes for p in c.places}
    narrow = {s for s in own if not s.wide}
    if narrow:
        return frozenset(narrow)
    by_span = {p.span: atlas.spot(p) for c in telling.claims for p in c.places}
    told = (by_span[span] for span in sorted(by_span))
    return frozenset(s for s, _ in Counter(s for s in told if not s.wide).most_common(2))


def _bare(claims: Sequence[Claim], atlas: Atlas) -> Facts:
    """Return the facts of claims that have slots but no mention."""
    return Facts(
        kinds=frozenset({"V.UNSPEC"}),
        windows=tuple(w for c in claims for w in (window(t.interval) for t in c.times) if w),
        spots=frozenset(atlas.spot(p) for c in claims for p in c.places),
        tolls=frozenset(t for c in claims for t in map(toll, c.counts) if t),
    )


def _bound(telling: Telling) -> int | None:
    """Return the day by which everything told had happened: the day of publication, None where it is unknown."""
    day = telling.report.published_at
    return dt.date.fromisoformat(day[:10]).toordinal() if day else None
