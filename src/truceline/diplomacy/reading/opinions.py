"""Opinions and duties: what a speaker says of a proposal ("was a bad idea"), and that something is owed already.

An opinion is where the speaker's office stands; in the report's own voice it is nobody's. A duty is one only where words like
"their commitment was to" or "are obliged to" say so; that somebody does or does not fly at night is no duty and no proposal.
"""

from __future__ import annotations

from collections.abc import Iterator

from truceline.diplomacy.reading.asserting import Told, asserted, own_position
from truceline.diplomacy.reading.kinds import kind_in, reach
from truceline.diplomacy.reading.lists import Hit, Phrase, hits, phrases, word_set
from truceline.diplomacy.reading.memory import Memory
from truceline.diplomacy.reading.people import Who
from truceline.diplomacy.reading.positions import _ASIDE, Target, _of_nominal, _remembered
from truceline.diplomacy.reading.proposals import clause, nominals
from truceline.diplomacy.reading.scene import Line, Scene
from truceline.diplomacy.reading.subjects import beside, subjects
from truceline.diplomacy.reading.verbs import group_of
from truceline.model.diplomacy import Position, Stand

_LINKS = frozenset(
    "is are was were be been would will could might may remains remain remained seems seemed looks 's 'd 'll can cannot did "
    "does do had has makes".split()
)
_NOT = frozenset({"not", "n't", "never", "hardly", "no", "nor", "neither"})
_CLOSING = frozenset({"so", "by", "before", "now", "."}) | frozenset(
    {
        "and",
        "for",
        "to",
        "because",
        "since",
        "if",
        "while",
        "but",
        ",",
        ";",
        ":",
        "as",
        "unless",
        "or",
        "that",
        "at",
        "in",
        "until",
        "given",
        "without",
        "when",
    }
)
_CALLING = frozenset(
    {"call", "describe", "consider", "deem", "label", "term", "brand", "denounce", "dismiss", "portray", "see", "regard"}
)
_SURE = frozenset({"flight_limit", "pause", "transition", "sanctions"})
_WOULD = frozenset({"would", "will", "could", "might", "'d", "'ll"})
_FAR, _LONG = 18, 12


def opinions(scene: Scene, memory: Memory) -> Iterator[Told]:
    """Yield what the speaker of a claim holds of a proposal."""
    who = scene.speaker
    is_calling = not scene.is_said and scene.lemma in _CALLING
    if who is None or scene.is_narrated or not (scene.is_said or is_calling):
        return
    for line in scene.lines:
        for hit in hits(line.words, phrases("against", "in_favour")):
            if line.owner(hit.first) == "content" and _is_predicate(line.words, hit):
                yield from _opinion(line, hit, who, memory, is_calling=is_calling)


def _is_predicate(words: Phrase, hit: Hit) -> bool:
    return hit.after >= len(words) or words[hit.after] in _CLOSING or hit.after - hit.first > 1


def _opinion(line: Line, hit: Hit, who: Who, memory: Memory, *, is_calling: bool) -> Iterator[Told]:
    words = line.words
    begin = max(clause(words, hit.first), hit.first - _FAR)
    link = next((i for i in range(begin, hit.first) if words[i] in _LINKS), hit.first)
    target = _subject(line, begin, link, hit.first, memory)
    if target is None or (link == hit.first and not is_calling) or "too" in words[link : hit.first]:
        return
    negated = not _NOT.isdisjoint(words[link : hit.first]) and words[hit.first] != "not"
    is_against = (hit.label == "against") is not negated
    stand: Stand = "opposes" if is_against else "supports"
    fact = Position(
        kind=target.kind,
        office=who.office,
        stand=stand,
        words=target.words,
        person=who.person,
        proposer=target.proposer,
        reason=line.slice(_reason(words, hit.first, begin), hit.after),
    )
    told = (
        asserted(line, hit.first, fact, "position.opinion")
        if line.scene.is_said
        else own_position(line, hit.first, fact, "position.opinion")
    )
    if told is not None:
        yield told


def _reason(words: Phrase, i: int, begin: int) -> int:
    """Return where the predicate begins, at its first linking word."""
    at = i
    while at > begin and (
        words[at - 1] in _LINKS | _NOT | {"a", "an", "the", "be", "very", "also", "just", "only", "simply"}
        or words[at - 1].endswith("ly")
    ):
        at -= 1
    return at


def _subject(line: Line, begin: int, link: int, after: int, memory: Memory) -> Target | None:
    """Return the proposal of which something is said, which must stand before the linking word."""
    words = line.words
    nominal = next((n for n in nominals(line) if begin <= n.i < link or begin <= n.first < link), None)
    if nominal is not None:
        return _of_nominal(line, nominal)
    kind = kind_in(words, begin, link)
    if kind is not None and (word_set("no_proposals") | _ASIDE).isdisjoint(words[begin : kind.first]):
        is_gerund = any(word.endswith("ing") for word in words[begin : kind.first + 1])
        is_sure = kind.kind in _SURE or is_gerund or not _WOULD.isdisjoint(words[link:after])
        return Target(kind.kind, line.slice(_start(begin, kind.first), link), None) if is_sure else None
    noun = next((i for i in range(begin, link) if words[i] in word_set("named_again")), None)
    if noun is not None and noun - begin < 5:
        return _remembered(line, noun, line.slice(begin, link), memory)
    return None


def _start(begin: int, first: int) -> int:
    return max(begin, first - 3) if first - begin > _LONG else begin


def duties(scene: Scene) -> Iterator[Told]:
    """Yield what a claim says is owed already."""
    for line in scene.lines:
        for hit in hits(line.words, phrases("duties", "bound")):
            if line.owner(hit.first) is not None:
                yield from _duty(line, hit)


def _duty(line: Line, hit: Hit) -> Iterator[Told]:
    """Read "their commitment under the truce was to ground", "are obliged to halt", "Russia's obligation not to fly"."""
    words, scene = line.words, line.scene
    to = next((i for i in range(hit.after, min(hit.after + _LONG, len(words))) if words[i] == "to"), None)
    if to is None or any(word in {";", "that", "which", "who"} for word in words[hit.after : to]):
        return
    while words[to + 1 : to + 2] and (words[to + 1] in word_set("adverbs") or words[to + 1].endswith("ly")):
        to += 1
    after = reach(words, to)
    kind = kind_in(words, to + 1, min(after, to + 6))
    if kind is None:
        return
    if hit.label == "bound":
        group = group_of(words, hit.first, "past")
        if not group.is_passive or group.is_negated or group.mood == "open":
            return
        on = subjects(line, group.first)
        begin = hit.first
    else:
        own = beside(line, hit.first)
        on = (own,) if own else ()
        begin = max(0, hit.first - (words[hit.first - 1 : hit.first] != ("'s",)))
        if _NOT.intersection(words[max(0, hit.first - 3) : hit.first]):
            return
    holder = scene.speaker if not scene.is_narrated else None
    if holder is None:
        return
    fact = Position(
        kind=kind.kind,
        office=holder.office,
        stand="existing_duty",
        words=line.slice(begin, after),
        person=holder.person,
        on_whom=tuple(each.office for each in on),
    )
    told = (
        asserted(line, hit.first, fact, "position.duty")
        if scene.is_said
        else own_position(line, hit.first, fact, "position.duty")
    )
    if told is not None and told.by == "":
        told = None
    if told is not None:
        yield told
