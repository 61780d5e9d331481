"""Positions: where an office stands on a proposal, by what it does ("rejected the plan") or is said of it ("its opposition").

A position is always that of an office, and of whoever speaks for it, never of a side. What "the plan" or "it" means is the
proposal named last before it in the report; where none was, the kind stays "other".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from truceline.diplomacy.reading.asserting import Told, day_near, own_position
from truceline.diplomacy.reading.kinds import kind_in, phrase_end, reach
from truceline.diplomacy.reading.lists import Hit, Phrase, at, hits, phrases, verbs, word_set
from truceline.diplomacy.reading.memory import Memory
from truceline.diplomacy.reading.people import Who
from truceline.diplomacy.reading.proposals import Nominal, by_whom, clause, nominals
from truceline.diplomacy.reading.scene import Line, Named, Scene
from truceline.diplomacy.reading.subjects import beside, subjects
from truceline.diplomacy.reading.verbs import Group, group_of
from truceline.model.diplomacy import Position, ProposalKind, Proposed, Stand

_VERBS = ("accepting", "agreeing", "supporting", "opposing", "rejecting", "weighing", "retracting")
_STANDS: dict[str, tuple[Stand, Stand]] = {
    "accepting": ("accepts", "rejects"),
    "agreeing": ("accepts", "rejects"),
    "supporting": ("supports", "opposes"),
    "opposing": ("opposes", "undecided"),
    "rejecting": ("rejects", "undecided"),
    "weighing": ("undecided", "rejects"),
    "retracting": ("withdraws", "supports"),
    "support_nouns": ("supports", "opposes"),
    "oppose_nouns": ("opposes", "undecided"),
    "reject_nouns": ("rejects", "undecided"),
    "against_of": ("opposes", "undecided"),
    "favour_of": ("supports", "opposes"),
    "open_to": ("undecided", "opposes"),
}
"""By list: the stand of the verb or noun, and the one of its contrary."""
_DEFINITE = frozenset("the this that these those such either both its his their our any each".split())
_PARTICLES = frozenset({"away", "down", "out", "off"})
"""Behind these a verb is another one: "backed away from"."""
_PLACES = frozenset({"in", "at", "to", "from", "on", "home", "into"})
"""Behind these "back" is no verb: "was back in", "forces back on"."""
_BODILY = frozenset({"block", "drop", "withdraw", "abandon"})
"""What is done with hands as well: such a verb needs a proposal named as one."""
_GUESSED = frozenset({"expected", "likely", "unlikely", "set", "due", "bound"})
_DECLINING = frozenset({"decline", "refuse"})
_DOING = frozenset(
    "join attend enter hold resume take extend sign observe honour honor implement declare impose allow let permit grant "
    "participate stop end call begin start hear consider contemplate countenance discuss".split()
)
"""What somebody declines to do is a refusal of what it is done to; to comment on it, or to say whether, is none."""
_ASIDE = _PLACES | frozenset(
    "during after before near as who which whether while when ahead amid under with for over against by if because".split()
)
"""Behind these stands what is not done to: "welcomed the release of prisoners during the truce"."""
_IT = frozenset({"it", "this", "that", "them", "so"})
_JOINING = frozenset({"and", "as", "or"})
_TO = frozenset({"to", "for", "of", "about", "over", "towards", "toward"})
_FROM = frozenset({"from", "in", "by", "at", "within"})
_NEAR, _FAR = 8, 11


class Target(NamedTuple):
    """The proposal that a position is on, and the words for it."""

    kind: ProposalKind
    words: str
    proposer: str | None


def positions(scene: Scene, memory: Memory) -> Iterator[Told]:
    """Yield where a claim tells that offices stand."""
    for line in scene.lines:
        named = nominals(line)
        done: set[int] = set()
        for hit in hits(line.words, verbs(*_VERBS)):
            if line.owner(hit.first) is not None and not line.tokens[hit.first].is_joined:
                found = list(_by_verb(line, hit, named, memory))
                done.update(range(hit.first, hit.after) if found else ())
                yield from found
        for hit in hits(
            line.words, phrases("support_nouns", "oppose_nouns", "reject_nouns", "against_of", "favour_of", "open_to")
        ):
            if line.owner(hit.first) is not None and hit.first not in done:
                yield from _by_noun(line, hit, named, memory)


def _by_verb(line: Line, hit: Hit, named: Sequence[Nominal], memory: Memory) -> Iterator[Told]:
    label, _, form = hit.label.partition(":")
    group = group_of(line.words, hit.first, form)
    is_cue = line.owner(hit.first) == "cue"
    if form in {"past", "participle"} and line.words[hit.after : hit.after + 1] == ("by",) and not is_cue:
        yield from _passive(line, hit, group, named, memory)
        return
    is_guess = not _GUESSED.isdisjoint(line.words[group.first : hit.first])
    if is_guess or _is_other(line.words, hit) or group.is_passive or (group.mood == "open" and not is_cue):
        return
    who = (line.scene.speaker,) if is_cue and line.scene.speaker else _who(line, group.first)
    begin = hit.after
    if label == "agreeing":
        begin = next((i for i in range(begin, min(len(line.words), begin + _NEAR)) if line.words[i] == "to"), len(line.words))
    if label == "rejecting" and line.words[begin : begin + 1] == ("to",) and at(line.words, begin + 1, verbs(*_VERBS)):
        return
    is_close = label == "weighing" or any(line.words[hit.first].startswith(each[:5]) for each in _BODILY)
    for target in targets(line, begin, named, memory, is_close=is_close, is_cue=is_cue):
        stand = _stand(line.words, hit, label, group, is_negated=group.is_negated)
        for each in who:
            yield from _told(line, hit.first, each, stand, target, "position.verb")


def _is_other(words: Phrase, hit: Hit) -> bool:
    """Say whether a verb is another one by what follows: "backed away", "back in", "declined to comment"."""
    follows, word = words[hit.after : hit.after + 1], words[hit.first]
    if not follows:
        return False
    is_declined = follows == ("to",) and any(word.startswith(each[:-1]) for each in _DECLINING)
    if is_declined and kind_in(words, hit.after + 1, min(len(words), hit.after + 3)) is None:
        return words[hit.after + 1 : hit.after + 2] == () or words[hit.after + 1] not in _DOING
    return follows[0] in _PARTICLES or (word == "back" and follows[0] in _PLACES)


def _stand(words: Phrase, hit: Hit, label: str, group: Group, *, is_negated: bool) -> Stand:
    """Return where somebody stands who does what a verb says, or does not: who has not accepted yet has not refused."""
    stand = _STANDS[label][is_negated]
    before = words[max(0, group.first - 1) : hit.first]
    if stand == "accepts" and _in_part(words, hit):
        return "accepts_in_part"
    if is_negated and "longer" in before:
        return "undecided" if label in {"opposing", "rejecting"} else "withdraws"
    has_not = is_negated and not {"has", "have", "had"}.isdisjoint(before) and _REFUSED.isdisjoint(before)
    return "undecided" if has_not and label in {"accepting", "agreeing", "supporting"} else stand


def _in_part(words: Phrase, hit: Hit) -> bool:
    listed = phrases("in_part")
    return any(True for _ in hits(words, listed, hit.first - 2, hit.after + 5))


def _passive(line: Line, hit: Hit, group: Group, named: Sequence[Nominal], memory: Memory) -> Iterator[Told]:
    """Read "a scheme that was rejected by the government", "the plan, backed by Russia"."""
    first = group.first
    is_relative = first > 0 and line.words[first - 1] in {"that", "which"}
    begin = clause(line.words, first - 1 if is_relative else first)
    if begin == first and first > 1 and line.words[first - 1] in {"but", "and"}:
        begin = 0
    found = _target_before(line, begin, first, named, memory)
    if found is None:
        return
    aside = (
        begin > 0 and line.words[begin - 1] == "," and line.owner(hit.first) == "content" and line.scene.claim.type != "direct"
    )
    stand = _STANDS[hit.label.partition(":")[0]][group.is_negated]
    for each in by_whom(line, hit.after):
        yield from _told(line, hit.first, each, stand, found, "position.passive", aside=aside)


def _target_before(line: Line, begin: int, after: int, named: Sequence[Nominal], memory: Memory) -> Target | None:
    nominal = next((n for n in named if begin <= n.i < after), None)
    if nominal is not None:
        return _of_nominal(line, nominal)
    kind = kind_in(line.words, max(begin, after - 2 * _FAR), after)
    if kind is not None:
        return Target(kind.kind, line.slice(_article(line.words, kind.first), kind.after), None)
    noun = next((i for i in range(begin, after) if line.words[i] in word_set("named_again")), None)
    return _remembered(line, noun, line.slice(begin, noun + 1), memory) if noun is not None else None


def _article(words: Phrase, i: int) -> int:
    return next((j for j in range(i, max(-1, i - 4), -1) if words[j] in {"the", "a", "an"}), i)


def _of_nominal(line: Line, nominal: Nominal) -> Target:
    proposer = nominal.proposer.office if nominal.proposer else None
    return Target(nominal.kind, line.slice(nominal.first, nominal.after), proposer)


def _remembered(line: Line, noun: int | None, words: str, memory: Memory) -> Target:
    """Return what "the plan" means: the proposal named last; whose it is, where the words themselves say so."""
    known: Proposed | None = memory.proposal(line.scene.claim.report)
    named = beside(line, noun) if noun is not None else None
    proposer = named.office if named else known.proposer if known else None
    return Target(known.kind if known else "other", words, proposer)


def targets(  # noqa: PLR0913 - how near and by which verb
    line: Line, begin: int, named: Sequence[Nominal], memory: Memory, *, is_close: bool = False, is_cue: bool = False
) -> list[Target]:
    """Return the proposals that are the object of what stands before token ``begin``; ``is_close``: only those named as such."""
    words = line.words
    after = reach(words, begin)
    opening = words[begin : begin + 1]
    if opening in {("whether",), ("if",), ("how",), ("why",)} or (opening == ("that",) and not is_close):
        return []
    inside = [n for n in named if begin <= n.i < after or begin <= n.first < min(begin + 3, after)]
    if inside and inside[0].i <= begin + _NEAR:
        also = [n for n in named if n.i >= after and not _JOINING.isdisjoint(words[max(0, n.i - 5) : n.i])]
        return [_of_nominal(line, n) for n in (*inside, *also)]
    kind = kind_in(words, begin, min(after, begin + _FAR))
    stop = kind.first if kind else min(after, begin + _NEAR)
    if not word_set("no_proposals").isdisjoint(words[begin:stop]):
        return []
    noun = next((i for i in range(begin, min(begin + 5, stop)) if words[i] in word_set("named_again")), None)
    if noun is None and words[begin : begin + 1] == ("such",) and after > begin + 1 and memory.proposal(line.scene.claim.report):
        noun = begin + 1
    if noun is not None and _is_definite(line, begin, noun):
        return [_remembered(line, noun, line.slice(begin, noun + 1), memory)]
    if kind is not None and not is_close and _is_object(line, begin, kind.first):
        return [Target(kind.kind, line.slice(begin, phrase_end(words, begin, after)), None)]
    is_it = words[begin : begin + 1] and words[begin] in _IT
    return _it(line, begin, memory) if is_it and is_cue else []


def _is_object(line: Line, begin: int, first: int) -> bool:
    """Say whether words for a kind are what is done to, and not what belongs to a person or thing named before them."""
    begin += line.words[begin : begin + 1] == ("to",)
    if not _ASIDE.isdisjoint(line.words[begin:first]):
        return False
    between = [n for n in line.names if begin <= n.first < first and not n.is_demonym]
    return all(line.words[n.after] in {"'s", "'", "and", ","} or n.after >= first for n in between if n.after < len(line.words))


def _it(line: Line, i: int, memory: Memory) -> list[Target]:
    """Return what "it" means as the object of a cue: the proposal named before it in the sentence, else in the report."""
    kind = kind_in(line.words, 0, i)
    if kind is not None:
        return [Target(kind.kind, line.slice(kind.first, kind.after), None)]
    known = memory.proposal(line.scene.claim.report)
    return [_remembered(line, None, line.slice(i, i + 1), memory)] if known is not None else []


def _is_definite(line: Line, begin: int, noun: int) -> bool:
    behind = line.words[noun + 1 : noun + 2]
    is_told = bool(behind) and behind[0] in _TO | {"that"}
    return not is_told and (line.words[begin] in _DEFINITE or line.name_at(begin) is not None)


def _by_noun(line: Line, hit: Hit, named: Sequence[Nominal], memory: Memory) -> Iterator[Told]:
    """Read "its opposition to", "voiced support for", "is in favour of", "provoked opposition from the Pentagon"."""
    words = line.words
    follows = words[hit.after : hit.after + 1]
    if hit.label == "oppose_nouns" and ((follows and follows[0] in _FROM) or words[hit.after : hit.after + 2] == ("both", "in")):
        yield from _met_with(line, hit, named, memory)
        return
    is_phrase = hit.label in {"against_of", "favour_of", "open_to"}
    if not is_phrase and (not follows or follows[0] not in _TO):
        return
    begin = hit.after + (0 if is_phrase else 1)
    if hit.label == "against_of" and words[hit.first] == "against" and not _is_stood(words, hit.first):
        return
    group = group_of(words, hit.first, "ing")
    who = _holder(line, hit.first, is_phrase=is_phrase)
    negated = group.is_negated or words[hit.first - 1 : hit.first] == ("no",)
    stand = _STANDS[hit.label][negated]
    if hit.label.endswith("_nouns") and not _ENDED.isdisjoint(words[max(0, hit.first - 5) : hit.first]):
        stand = "withdraws" if hit.label == "support_nouns" else "undecided"
    for target in targets(line, begin, named, memory):
        for each in who:
            yield from _told(line, hit.first, each, stand, target, "position.noun")


def _is_stood(words: Phrase, i: int) -> bool:
    return not {
        "is",
        "are",
        "was",
        "were",
        "be",
        "been",
        "stand",
        "stands",
        "stood",
        "voted",
        "out",
        "strongly",
        "firmly",
    }.isdisjoint(words[max(0, i - 2) : i])


def _holder(line: Line, i: int, *, is_phrase: bool) -> tuple[Who, ...]:
    """Return whose opposition or support it is: "Russia's", else who voices or has it; of "no need for" the speaker."""
    scene = line.scene
    if line.words[i] == "no" and scene.speaker is not None:
        return (scene.speaker,) if line.owner(i) == "content" else ()
    if not is_phrase:
        own = beside(line, i)
        if own is not None:
            return (own,)
    at_verb = next((j for j in range(i, max(-1, i - 6), -1) if line.words[j] in _HAVING), i)
    return _who(line, group_of(line.words, at_verb, "past").first)


def _who(line: Line, first: int) -> tuple[Who, ...]:
    """Return who does what the verb group at token ``first`` says; behind "and" or "but" whoever did what stands before it."""
    found = subjects(line, first)
    scene = line.scene
    if found or first == 0 or line.words[first - 1] not in {"and", "but"} or line.owner(first) != "content":
        return found
    own = [n for n in line.names if n.after < first and line.owner(n.first) == "content"]
    return (scene.speaker,) if not own and scene.speaker is not None and not scene.is_narrated else ()


_REFUSED = frozenset({"refused", "declined", "failed"})
_ENDED = frozenset("away withdrew withdrawn withdraw withdrawing dropped ended end suspended abandoned retracted".split())
_HAVING = frozenset(
    "voiced expressed indicated reiterated offered pledged announced made declared repeated stressed underlined voicing "
    "expressing is are was were remains remained be been reaffirmed signalled signaled gave stated confirmed has have had".split()
)


def _met_with(line: Line, hit: Hit, named: Sequence[Nominal], memory: Memory) -> Iterator[Told]:
    """Read "The plan met with disagreement in Moscow", "provoked opposition from the Pentagon": who stands behind opposes."""
    found = _target_before(line, 0, hit.first, named, memory)
    if found is None:
        return
    end = reach(line.words, hit.after)
    scene = line.scene
    who = [
        scene.people.office(n.actor, scene.day)
        for n in line.names
        if hit.after <= n.first < end and not n.is_demonym and not _is_place(line, n)
    ]
    for each in who:
        yield from _told(line, hit.first, each, "opposes", found, "position.met")


def _is_place(line: Line, name: Named) -> bool:
    """Say whether a state is only where somebody is ("disagreement in" its capital), who is told by no name."""
    people = line.scene.people
    return people.side(name.actor) == name.actor and not {"in", "within"}.isdisjoint(_placing(line, name.first))


def _placing(line: Line, i: int) -> Phrase:
    """Return the preposition that stands before token ``i``, over "and", "even" and other names."""
    while i > 0 and (line.words[i - 1] in _OVER or line.name_at(i - 1) is not None):
        i -= 1
    return line.words[max(0, i - 1) : i]


_OVER = frozenset({"and", "even", "also", "both", "the", ","})


def _told(  # noqa: PLR0913, PLR0917 - what a position is made of
    line: Line, i: int, who: Who, stand: Stand, target: Target, rule: str, *, aside: bool = False
) -> Iterator[Told]:
    fact = Position(
        kind=target.kind,
        office=who.office,
        stand=stand,
        words=target.words,
        person=who.person,
        proposer=target.proposer,
        condition=_behind(line, i, _CONDITIONS),
        reason=_behind(line, i, _REASONS),
        at=day_near(line, i, max(0, i - _FAR), min(len(line.words), i + _FAR)),
    )
    told = own_position(line, i, fact, rule, aside=aside)
    if told is not None and not line.scene.is_document(who.office):
        yield told


_CONDITIONS = frozenset({"if", "unless", "provided", "providing"})
_REASONS = frozenset({"because", "since", "arguing", "saying", "fearing"})


def _behind(line: Line, i: int, opening: frozenset[str]) -> str | None:
    """Return what stands behind a position from a word that opens a condition or a reason."""
    begin = next((j for j in range(i + 1, len(line.words)) if line.words[j] in opening), None)
    if begin is None or line.owner(begin) is None:
        return None
    own = line.owner(begin)
    after = range(begin + 1, len(line.words))
    end = next((j for j in after if line.words[j] in {";", "—", "but"} or line.owner(j) != own), len(line.words))
    return line.slice(begin if opening is _CONDITIONS else begin + 1, end) or None
