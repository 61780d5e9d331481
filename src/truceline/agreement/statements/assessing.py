"""Assessments: how it stands with the agreement in somebody's opinion, in their words and never in ours.

"In danger", "holding", "very slim" chances: what is said of it after a form of "be", by a verb, of its chances, or beside its
name. A word that only stands before its name ("a tattered truce") is the speaker's where it is quoted; in reported speech nobody
can tell whose it is, and it is the report's.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from truceline.agreement.statements.deeds import at_any, reaching
from truceline.agreement.statements.groups import group_of
from truceline.agreement.statements.lists import Phrase, Table, lists, phrases_in, table, verb_phrases, word_set
from truceline.agreement.statements.scene import NOBODY, Scene
from truceline.agreement.statements.things import Thing, things
from truceline.agreement.statements.tokens import Token, hits, lows
from truceline.model.status import Assessment

_SAID = frozenset({"assert", "confirm", "accuse", "correct", "retract", "claim_responsibility"})
_TRUCES = frozenset({"truce", "deal", "calm"})
_LONG = 26
_NEAR = 7
_NOT = frozenset({"not", "n't", "never", "no", "longer"})
_ARTICLES = frozenset({"a", "an", "the", "as", "to", "be"})
_STOPS = frozenset({",", ";", ":", "—", "–", "but", "although", "though", "while", "because", "and", "that"})
_PLACED = frozenset({"in", "on", "at", "under", "hanging", "teetering"})


def assessments(scene: Scene) -> Iterator[Assessment]:
    """Yield what a claim says of how the agreement stands, at most once a sentence."""
    if scene.claim.stance not in _SAID or scene.cue in word_set("hopes_only"):
        return
    for tokens in scene.sentences:
        words = lows(tokens)
        named = tuple(
            thing
            for thing in things(tokens, scene.table)
            if thing.kind in _TRUCES and scene.elsewhere(tokens[thing.head : thing.after]) is None
        )
        if not named or "?" in words:
            continue
        found = _stated(words, named)
        if found is not None:
            holds = None if scene.is_narrated else _holds(words, found)
            yield _made(scene, _quoted(scene, tokens, found), by_speaker=True, holds=holds)
        elif (described := _described(named)) is not None:
            yield _made(scene, scene.slice(tokens, described.first, described.after), by_speaker=scene.claim.type != "indirect")


def _holds(words: Phrase, found: tuple[int, int]) -> bool | None:
    """Return whether by what is said it still holds; None where that stays open, as all that is only likely or feared does."""
    said = words[found[0] : found[1]]
    if at_any(words, "conditional") or not word_set("chances").union(word_set("forecasts"), word_set("unreal")).isdisjoint(said):
        return None
    holds = True if at_any(said, "holding") else False if at_any(said, "not_holding") else None
    is_negated = not _NOT.isdisjoint(said)
    if holds is None:
        return True if is_negated and hits(said, _ended()) else None
    return holds is not is_negated


def _made(scene: Scene, words: str, *, by_speaker: bool, holds: bool | None = None) -> Assessment:
    return Assessment(
        date=scene.date,
        speaker=scene.speaker if by_speaker else NOBODY,
        actor=scene.actor if by_speaker else None,
        words=words,
        claim=scene.claim.id,
        report=scene.claim.report,
        holds=holds,
    )


def _stated(words: Phrase, named: tuple[Thing, ...]) -> tuple[int, int] | None:
    """Return from where to where a sentence says how it stands."""
    is_open = at_any(words, "conditional")
    ways = (_chances, _placed) if is_open else (_chances, _being, _declining, _placed)
    return next((found for way in (*ways, _forecast) if (found := way(words, named))), None)


def _being(words: Phrase, named: tuple[Thing, ...]) -> tuple[int, int] | None:
    """Read "The truce is in danger", "remains fragile", "was not dead", "has been declared a dead letter"."""
    ended = [hit for hit in hits(words, _ended()) if _NOT.intersection(words[max(0, hit.first - 3) : hit.first])]
    for hit in (*hits(words, _phrases("assessments")), *ended):
        first = _before_state(words, hit.first)
        if first is None:
            continue
        thing = next(reaching(words, first, named), None)
        if thing is not None:
            return thing.first, hit.after
    return None


def _before_state(words: Phrase, at: int) -> int | None:
    """Return where the verb group in front of a state begins; None where there is none, or it is only supposed."""
    i = at
    while i > 0 and words[i - 1] in word_set("hedges") | _ARTICLES | _NOT:
        i -= 1
    if i == 0:
        return None
    form = _placing().get(words[i - 1])
    if form and form in {"past", "participle"}:
        group = group_of(words, i - 1, form)
        return group.first if group.is_passive and group.mood == "done" else None
    form = _being_forms().get(words[i - 1])
    if form is None:
        return None
    group = group_of(words, i - 1, "third" if form == "base" and words[i - 1] != "be" else form)
    return group.first if group.mood in {"done", "undone", "no_longer"} else None


def _declining(words: Phrase, named: tuple[Thing, ...]) -> tuple[int, int] | None:
    """Read "The truce has collapsed", "is holding", "did not hold"."""
    for hit in hits(words, _declines()):
        group = group_of(words, hit.first, hit.label)
        if group.mood in {"done", "undone"} and not group.is_passive:
            thing = next(reaching(words, group.first, named), None)
            if thing is not None:
                return thing.first, hit.after
    return None


def _forecast(words: Phrase, named: tuple[Thing, ...]) -> tuple[int, int] | None:
    """Read "The truce is unlikely to survive ...", with all that it depends on."""
    for hit in hits(words, _declines()):
        if hit.first > 2 and words[hit.first - 1] == "to" and words[hit.first - 2] in word_set("forecasts"):
            group = group_of(words, hit.first - 2, "participle")
            thing = next(reaching(words, group.first, named), None)
            if thing is not None and group.is_passive:
                return thing.first, len(words)
    return None


def _chances(words: Phrase, named: tuple[Thing, ...]) -> tuple[int, int] | None:
    """Read "The chances of restoring the truce are slim", "little hope for the truce"."""
    for i, low in enumerate(words):
        if low not in word_set("chances"):
            continue
        thing = next((t for t in named if i < t.first <= i + _NEAR), None)
        if thing is None or words[i + 1] not in {"of", "for", "to", "that"}:
            continue
        if i and words[i - 1] in word_set("few") | word_set("outlooks"):
            return i - 1, thing.after
        behind = next((h for h in hits(words, _phrases("outlooks")) if thing.after <= h.first <= thing.after + _NEAR), None)
        if behind is not None and "would" not in words[thing.after : behind.first]:
            return _article(words, i), behind.after
    return None


def _placed(words: Phrase, named: tuple[Thing, ...]) -> tuple[int, int] | None:
    """Read "With the truce in shambles", "called the truce fragile"."""
    for thing in named:
        behind = next((h for h in hits(words, _phrases("assessments")) if h.first == _past(words, thing.after)), None)
        if behind is None:
            continue
        before = words[max(0, thing.first - 1) : thing.first]
        is_placed = bool(before) and (before[0] == "with" or before[0] in _placing())
        if is_placed and (words[behind.first] in _PLACED or before[0] != "with" or behind.after - behind.first > 1):
            return thing.first, behind.after
    return None


def _past(words: Phrase, i: int) -> int:
    while i < len(words) and words[i] in word_set("hedges") | _ARTICLES and not _at_listed(words, i):
        i += 1
    return i


def _at_listed(words: Phrase, i: int) -> bool:
    return any(hit.first == 0 for hit in hits(words[i:], _phrases("assessments")))


def _described(named: tuple[Thing, ...]) -> Thing | None:
    return next((thing for thing in named if word_set("described").intersection(thing.before)), None)


def _quoted(scene: Scene, tokens: tuple[Token, ...], found: tuple[int, int]) -> str:
    """Return the whole sentence where it is short, else its clause."""
    words = lows(tokens)
    if len(words) <= _LONG and not scene.is_narrated:
        return scene.slice(tokens, 1 if words[0] in {"that", scene.cue} or not tokens[0].end else 0, len(tokens))
    end = next((i for i in range(found[1], len(words)) if words[i] in _STOPS), len(words))
    return scene.slice(tokens, found[0], end if end - found[1] < _NEAR else found[1])


def _article(words: Phrase, i: int) -> int:
    return i - 1 if i and words[i - 1] in {"the", "any", "its", "their"} else i


@cache
def _phrases(name: str) -> Table:
    return table((each, name) for each in phrases_in(getattr(lists(), name)))


@cache
def _ended() -> Table:
    """Return the words for an end: that it is *not* over assesses it."""
    return table((each, "end") for each in phrases_in(lists().acts["end"].states))


@cache
def _declines() -> Table:
    return table((each.words, each.form) for each in verb_phrases(lists().declines))


@cache
def _placing() -> dict[str, str]:
    return {each.words[0]: each.form for each in verb_phrases(lists().placing)}


@cache
def _being_forms() -> dict[str, str]:
    irregular = {"is": "third", "are": "third", "was": "past", "were": "past", "been": "participle", "being": "ing", "be": "base"}
    return (
        {each.words[0]: each.form for each in verb_phrases(lists().of_being.replace("be ", "", 1))} | irregular | {"'s": "third"}
    )
