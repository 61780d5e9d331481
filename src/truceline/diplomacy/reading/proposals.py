"""Proposals: who is said to propose what, by a verb ("suggested a pause"), a noun ("a US call for") or a word before it.

>>> # "Russia had proposed the resumption of such talks", "a Russian suggestion for a three-day pause in fighting",
>>> # "their initiative for letting all fighters leave", "the proposed no-fly zone"

What is told of as the state of things ("they do not fly at night") is none, and neither is a plan that nobody has told the
kind of.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from truceline.diplomacy.reading.asserting import Told, asserted, day_near, own_position
from truceline.diplomacy.reading.kinds import kind_in, phrase_end, reach
from truceline.diplomacy.reading.lists import Hit, Phrase, hits, phrases, verbs, word_set
from truceline.diplomacy.reading.people import Who
from truceline.diplomacy.reading.scene import Line, Scene
from truceline.diplomacy.reading.subjects import beside, named_in, subjects
from truceline.diplomacy.reading.terms import lasting, on_whom, places
from truceline.diplomacy.reading.verbs import Group, group_of
from truceline.model.diplomacy import Position, ProposalKind, Proposed

_SAYING = frozenset({"for", "to", "that", "on", "of", "under", "calling", "aimed", "whereby"})
_MODAL = frozenset({"could", "should", "would", "might", "must", "may", "be"})
_FINITE = frozenset({"had", "has", "was", "were", "is", "are", "have", "did", "does"})
_NEGATIVE = frozenset({"no", "any", "without", "neither", "never"})
_WEAK = frozenset({"push", "bid", "demand", "demands", "appeal", "appeals", "request", "requests", "call", "calls"})
_KEEPING = frozenset(
    "adhere respect observe abide honour honor uphold stick comply implement preserve save recommit return".split()
)
_ENDING = frozenset("collapse fail unravel over dead crumble have had not n't".split())
_MULLING = frozenset(
    (word,) for word in "out considered considering weighed weighing mulled contemplated against avoid avoided favoured".split()
)
"""Behind these nothing is proposed yet: "has not ruled out proposing"."""
_FEW = 7
_FAR = 18


class Nominal(NamedTuple):
    """A proposal named by a noun at token ``i``: its kind, whose it is, and its words at tokens ``[first, after)``."""

    i: int
    kind: ProposalKind
    proposer: Who | None
    first: int
    after: int


def proposals(scene: Scene) -> Iterator[Told]:
    """Yield what a claim tells of proposals, each with its proposer's own position where one is told."""
    for line in scene.lines:
        named = nominals(line)
        taken: set[int] = set()
        for hit in hits(line.words, verbs("proposing", "hinting", "calling", "urging")):
            is_own = line.owner(hit.first) is not None and not line.tokens[hit.first].is_joined
            if is_own and hit.first not in taken:
                yield from _by_verb(line, hit, named, taken)
        if scene.asks:
            yield from _asked_for(line, named, taken)
        for nominal in named:
            if nominal.i not in taken:
                yield from _told(line, nominal.i, nominal, (nominal.proposer,) if nominal.proposer else (), "proposal.noun")


def _by_verb(line: Line, hit: Hit, named: Sequence[Nominal], taken: set[int]) -> Iterator[Told]:
    group = group_of(line.words, hit.first, hit.label.partition(":")[2])
    who = _proposers(line, hit, group)
    is_mulled = hit.label.endswith(":ing") and group.first == hit.first and line.words[hit.first - 1 : hit.first] in _MULLING
    is_open = is_mulled or (group.mood == "open" and line.owner(hit.first) != "cue")
    if is_open or (group.mood == "will" and not _is_own_side(line, who)):
        return
    if group.is_passive:
        yield from _passive(line, hit, group, taken)
        return
    begin = _begin(line, hit.after)
    after = reach(line.words, begin)
    inner = next((n for n in named if begin <= n.i < begin + _FEW and n.i < after), None)
    if inner is not None:
        taken.update((inner.i, *range(begin, min(after, inner.i + _FEW))))
        yield from _told(line, hit.first, inner, who or _one(inner.proposer), "proposal.verb", is_negated=group.is_negated)
        return
    label = hit.label.partition(":")[0]
    if label == "urging" and not _KEEPING.isdisjoint(line.words[begin : begin + _FEW]):
        yield from _kept(line, hit, who, begin, after)
        return
    if not _is_asked(line.words, label, begin, after):
        return
    found = _object(line, hit.first, begin, after, is_strict=label == "proposing")
    if found is not None and (who or label == "proposing"):
        taken.update(range(begin, after) if label == "proposing" else ())
        yield from _told(line, hit.first, found, who, "proposal.verb", is_negated=group.is_negated)


def _asked_for(line: Line, named: Sequence[Nominal], taken: set[int]) -> Iterator[Told]:
    """Read "called at the Council on Monday for a pause": where the verb and what it asks for stand apart."""
    cue = next((i for i in range(len(line.words)) if line.owner(i) == "cue"), None)
    begin = next((i for i in range(len(line.words)) if line.owner(i) == "content"), None)
    if cue is None or begin is None or line.words[begin - 1 : begin] != ("for",) or line.words[cue + 1 : cue + 2] == ("for",):
        return
    found = _object(line, cue, begin, reach(line.words, begin), is_strict=False)
    is_read = any(n.i == cue or cue <= n.i < begin for n in named) or cue in taken or begin in taken
    if found is not None and not is_read:
        taken.update(range(cue, found.after))
        yield from _told(line, cue, found, _one(line.scene.speaker), "proposal.demand")


def _is_asked(words: Phrase, label: str, begin: int, after: int) -> bool:
    """Say whether what stands behind a verb is to be done: what is suggested may be a fact, and "urged" needs a deed."""
    if label == "hinting":
        return _is_hinted(words, begin, after)
    return label != "urging" or "to" in words[begin : begin + _FEW + 2]


def _is_own_side(line: Line, who: tuple[Who, ...]) -> bool:
    """Say whether those who will propose are of the speaker's own side, so that saying it is proposing it."""
    people, speaker = line.scene.people, line.scene.speaker
    return speaker is not None and bool(who) and all(people.side(each.office) == people.side(speaker.office) for each in who)


def _proposers(line: Line, hit: Hit, group: Group) -> tuple[Who, ...]:
    if line.owner(hit.first) == "cue":
        return _one(line.scene.speaker)
    noun = group.first - 1
    if hit.label.startswith("calling") and noun >= 0 and line.words[noun] in word_set("proposals"):
        return _one(beside(line, noun))
    return subjects(line, group.first)


def _one(who: Who | None) -> tuple[Who, ...]:
    return (who,) if who is not None else ()


def _begin(line: Line, i: int) -> int:
    """Return where the object of a verb begins: behind what says when, and behind "that"."""
    words = line.words
    while i < len(words) - 1 and (
        words[i] in word_set("days") - {"in"}
        or words[i].isdecimal()
        or words[i] in {"that", "again", "also", "repeatedly", "publicly"}
    ):
        i += 1
    return i


def _object(line: Line, i: int, begin: int, after: int, *, is_strict: bool) -> Nominal | None:
    """Return what is proposed in tokens ``[begin, after)``; ``is_strict``: a plan without a kind will do."""
    words = line.words
    after = min(after, line.content_end(begin)) if line.owner(i) == "cue" else after
    if not _plain(words, begin, min(after, begin + _FEW)):
        return None
    kind = kind_in(words, begin, min(after, begin + _FAR))
    if kind is not None:
        return Nominal(i, kind.kind, None, begin, phrase_end(words, kind.after - 1, after))
    if is_strict and any(
        word in word_set("proposals") - {"call", "calls", "offer", "offers"} for word in words[begin : begin + _FEW]
    ):
        return Nominal(i, "other", None, begin, after)
    return None


def _plain(words: Phrase, first: int, after: int) -> bool:
    """Say whether nothing stands there that is said, blamed or supported, and not proposed."""
    kind = kind_in(words, first, after)
    return word_set("no_proposals").isdisjoint(words[first : kind.first if kind else after])


def _is_hinted(words: Phrase, begin: int, after: int) -> bool:
    """Say whether what is suggested is to be done: with "could" or "should", or as a thing and not as a fact."""
    stretch = words[begin:after]
    modal = next((i for i, word in enumerate(stretch) if word in _MODAL), None)
    finite = next((i for i, word in enumerate(stretch) if word in _FINITE), None)
    if modal is not None and (finite is None or modal < finite):
        return modal + 1 >= len(stretch) or stretch[modal + 1] not in _ENDING
    return finite is None or (finite > _FEW and words[begin] not in {"the", "it", "they"})


def _kept(line: Line, hit: Hit, who: tuple[Who, ...], begin: int, after: int) -> Iterator[Told]:
    """Read a call to keep what is in force: who calls for it stands behind it."""
    kind = kind_in(line.words, begin, after)
    for each in who if kind else ():
        words = line.slice(begin, after)
        fact = Position(
            kind=kind.kind if kind else "other", office=each.office, stand="supports", words=words, person=each.person
        )
        yield from _some(own_position(line, hit.first, fact, "position.urged"))


def _passive(line: Line, hit: Hit, group: Group, taken: set[int]) -> Iterator[Told]:
    """Read "A pause was proposed by Russia"."""
    begin = clause(line.words, group.first)
    kind = kind_in(line.words, begin, group.first)
    if kind is None or hit.label.startswith(("urging", "calling")):
        return
    found = Nominal(hit.first, kind.kind, None, begin, group.first)
    taken.update(range(begin, group.first))
    yield from _told(line, hit.first, found, by_whom(line, hit.after), "proposal.passive", is_negated=group.is_negated)


def by_whom(line: Line, i: int) -> tuple[Who, ...]:
    """Return who stands behind "by" or "from" at token ``i`` or just behind it; a group without a name as words."""
    by = next((j for j in range(i, min(i + 4, len(line.words))) if line.words[j] in {"by", "from"}), None)
    if by is None:
        return ()
    end = reach(line.words, by + 1)
    stop = next(
        (j for j in range(by + 1, end) if line.words[j] in {"for", "that", "which", "who", "to", "as", "in", "on", "during"}), end
    )
    found = named_in(line, by + 1, min(stop, by + 10))
    if found:
        return found
    head = next((j for j in range(by + 1, min(stop, by + 7)) if line.words[j] in word_set("unlisted")), None)
    return (Who(line.slice(by + 1, head + 1)),) if head is not None else ()


def clause(words: Phrase, i: int) -> int:
    """Return where the clause begins in which token ``i`` stands."""
    stops = {
        ";",
        ":",
        "that",
        "—",
        "–",
        "but",
        "said",
        "says",
        "thought",
        "think",
        "believed",
        "believe",
        "saying",
        "added",
        "warned",
        "and",
        "argued",
        "insisted",
    }
    return next((j + 1 for j in range(i - 1, -1, -1) if words[j] in stops or (words[j] == "," and i - j > 2)), 0)


def _told(  # noqa: PLR0913 - what a proposal is made of
    line: Line, i: int, found: Nominal, who: tuple[Who, ...], rule: str, *, is_negated: bool = False
) -> Iterator[Told]:
    """Yield a proposal for each of its proposers, and that they propose it; once without one where none is told."""
    proposers: tuple[Who | None, ...] = tuple(None if line.scene.is_document(each.office) else each for each in who) or (None,)
    for proposer in proposers:
        fact = _proposed(line, i, found, proposer)
        told = asserted(line, i, fact, rule, is_negated=is_negated)
        yield from _some(told)
        if told is not None and proposer is not None and told.stance not in {"deny", "reject", "retract"}:
            yield from _some(asserted(line, i, _position(fact, proposer), rule))


def _some(told: Told | None) -> Iterator[Told]:
    if told is not None:
        yield told


def _proposed(line: Line, i: int, found: Nominal, proposer: Who | None) -> Proposed:
    return Proposed(
        kind=found.kind,
        words=line.slice(found.first, found.after),
        proposer=proposer.office if proposer else None,
        on_whom=on_whom(line, found.first, found.after),
        where=places(line, found.first, found.after),
        lasts=lasting(line.words, found.first, found.after),
        at=day_near(line, i, max(0, i - 8), found.first),
    )


def _position(fact: Proposed, proposer: Who) -> Position:
    return Position(
        kind=fact.kind,
        office=proposer.office,
        stand="proposes",
        words=fact.words,
        person=proposer.person,
        proposer=proposer.office,
        at=fact.at,
    )


@lru_cache(maxsize=8)
def nominals(line: Line) -> tuple[Nominal, ...]:
    """Return the proposals named by a noun in a sentence, in order."""
    found = []
    for hit in hits(line.words, phrases("proposals")):
        nominal = None if _is_phone(line.words, hit.first) else _behind(line, hit.first) or _before(line, hit.first)
        if nominal is not None:
            found.append(nominal)
    return tuple(sorted([*found, *_called_proposed(line)], key=lambda each: each.i))


def _is_phone(words: Phrase, i: int) -> bool:
    before = words[max(0, i - 2) : i]
    is_call = words[i] in {"call", "calls"} and words[i + 1 : i + 2] in (("with",), ("between",), ("to",), ("from",), ("on",))
    return is_call or not word_set("phone").isdisjoint(before) or not _NEGATIVE.isdisjoint(words[max(0, i - 2) : i])


def _behind(line: Line, i: int) -> Nominal | None:
    """Read what a noun is followed by: "a call for", "a proposal by Russia to", "the idea of"."""
    words = line.words
    if words[i] in {"call", "calls"} and (i == 0 or words[i - 1] in {"we", "they", "to", "will", "i", "would", "and"}):
        return None
    proposer = beside(line, i)
    begin = i + 1
    if words[begin : begin + 1] in (("by",), ("from",)):
        given = by_whom(line, begin)
        begin = next((j for j in range(begin + 1, min(begin + 8, len(words))) if words[j] in _SAYING), len(words))
        proposer = given[0] if given else proposer
    if begin >= len(words) or words[begin] not in _SAYING:
        return None
    begin += 1
    after = _up_to_next(line, i, reach(words, begin))
    after = min(after, line.content_end(begin)) if line.owner(i) == "cue" else after
    kind = kind_in(words, begin, min(after, begin + _FAR)) if _plain(words, begin, after) else None
    if kind is None:
        return None
    if proposer is None and line.owner(i) == "cue":
        proposer = line.scene.speaker
    if proposer is None and words[i] in _WEAK:
        return None
    after = phrase_end(words, kind.after - 1, after)
    return Nominal(i, kind.kind, proposer, begin if words[begin - 1] != "to" else begin - 1, after)


def _up_to_next(line: Line, i: int, after: int) -> int:
    """Return where the words of a proposal end: before the next one ("..., as well as a suggestion for") or its fate."""
    words = line.words
    for j in range(i + 2, after):
        if words[j] in word_set("proposals") and words[j + 1 : j + 2] in (("for",), ("to",)) and j - i > 2:
            start = next((k for k in range(j, i, -1) if words[k] in {",", "and", "as"}), j)
            while start > i and words[start - 1] in {",", "and", "as", "well"}:
                start -= 1
            return start
        if words[j] in {"was", "were", "is", "has", "had", "will", "would"} and j > i + 2 and "that" not in words[i + 1 : i + 2]:
            return j
    return after


def _before(line: Line, i: int) -> Nominal | None:
    """Read "Russia's ceasefire proposal": the kind stands right before the noun."""
    first = max(0, i - 4)
    kind = next(
        (k for j in range(first, i) if (k := kind_in(line.words, j, i)) is not None and k.after == i and k.first == j), None
    )
    if kind is None or line.words[i] in {"call", "calls", "push", "bid"}:
        return None
    start = next(
        (j for j in range(kind.first, max(-1, kind.first - 4), -1) if line.words[j - 1 : j] in (("a",), ("the",), ("'s",))),
        kind.first,
    )
    return Nominal(i, kind.kind, beside(line, min(kind.first, start)), start, i + 1)


def _called_proposed(line: Line) -> Iterator[Nominal]:
    """Yield what stands behind "the proposed", "the Russian-proposed"."""
    words = line.words
    for i, low in enumerate(words):
        is_adjective = (
            low == "proposed"
            and i > 0
            and (line.tokens[i].is_joined or words[i - 1] in {"the", "a", "'s", "their", "its", "his", "this"})
        )
        if not is_adjective:
            continue
        after = min(reach(words, i + 1), i + 6)
        kind = kind_in(words, i + 1, after)
        if kind is not None:
            yield Nominal(i, kind.kind, _tied(line, i) or beside(line, i), i + 1, kind.after)


def _tied(line: Line, i: int) -> Who | None:
    """Return who a hyphen ties to the word at token ``i``: "US-proposed"."""
    if not line.tokens[i].is_joined:
        return None
    scene = line.scene
    found = scene.people.registry.find(scene.text[line.tokens[i - 1].start : line.tokens[i - 1].end], scene.day, demonyms=True)
    return scene.people.office(found[0].actor_id, scene.day) if found else None
