"""Declarations: what a deed counts for, by who speaks and for whom.

* What somebody does to its own part (accepts, undertakes, withdraws, takes up operations) is ``own_adherence`` where a party does
  it itself, and ``opinion`` where anybody else speaks of it.
* What is done to the arrangement (it begins, is extended, is over) is of the ``arrangement`` only where the speaker holds what
  the text names for such an act; of ``own_adherence`` where a party says it; ``opinion`` from anybody else.
* What a report tells of a party's own act ("the Front withdrew from the truce") is that party's, with ``.told`` behind its rule;
  a report that forces took the field again is an account of the ground, and an ``opinion`` here.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import msgspec

from truceline.agreement.statements.dates import dates
from truceline.agreement.statements.deeds import Deed, deeds_in
from truceline.agreement.statements.lists import Phrase, lists, phrases_in, verb_phrases, word_set
from truceline.agreement.statements.scene import NOBODY, Named, Scene
from truceline.agreement.statements.things import things
from truceline.agreement.statements.tokens import Token, lows
from truceline.model.agreements import ActKind, Scope
from truceline.model.status import Declaration

_HEARD = frozenset({"assert", "confirm", "accuse", "claim_responsibility", "correct", "reject", "decline", "demand"})
OF_ITSELF: frozenset[ActKind] = frozenset({"accept", "refuse", "undertake", "withdraw", "resume_operations"})
"""Acts by which somebody changes its own adherence and nothing else."""
_JOINTLY: frozenset[ActKind] = frozenset({"accept", "begin", "extend", "suspend", "resume", "end"})
"""Acts of which one can say that all sides did them together, and announce them by that."""
_STOPS = frozenset({",", ";", ":", "—", "–", "but", "while", "although", "though"})
_ORDER = frozenset({"order", "decree"})


def declarations(scene: Scene) -> Iterator[Declaration]:
    """Yield what a claim declares, each act once."""
    if not _may_declare(scene):
        return
    seen: set[tuple[ActKind, str | None]] = set()
    for tokens in scene.sentences:
        for deed in deeds_in(tokens, things(tokens, scene.table)):
            place = scene.elsewhere(tokens[deed.thing.head : deed.thing.after])
            if (deed.act, place) in seen or _is_unreal(tokens, deed) or not _fits_stance(scene, deed):
                continue
            made = _declared(scene, tokens, deed)
            if made is not None and place is not None:
                made = _local(scene, made, place)
            if made is not None:
                seen.add((deed.act, place))
                yield made


def _local(scene: Scene, declared: Declaration, place: str) -> Declaration | None:
    """Keep of a truce of another place what a party undertakes there itself: its own, with its place, and nothing more."""
    is_own = declared.act == "undertake" and declared.scope == "own_adherence" and scene.is_smaller(place)
    return msgspec.structs.replace(declared, places=(place,)) if is_own else None


def _may_declare(scene: Scene) -> bool:
    if scene.claim.stance not in _HEARD or (scene.claim.stance == "demand" and scene.cue not in _ORDER):
        return False
    return scene.cue not in word_set("void_cues") or scene.cue in {"reject", "refuse", "decline"}


def _fits_stance(scene: Scene, deed: Deed) -> bool:
    """Whoever rejects or refuses does nothing else in these words than refuse."""
    return deed.act == "refuse" if scene.claim.stance in {"reject", "decline"} or scene.cue in {"reject", "refuse"} else True


def _is_unreal(tokens: tuple[Token, ...], deed: Deed) -> bool:
    """Say whether the deed is only hoped for, denied or demanded by what stands before it in its part of the sentence."""
    words = lows(tokens)
    begin = next((i + 1 for i in range(deed.first - 1, -1, -1) if words[i] in _STOPS), 0)
    before = words[begin : deed.first]
    return (
        not word_set("nearly").isdisjoint(words[begin : deed.after])
        or not word_set("unreal").isdisjoint(before)
        or not (word_set("negations") - {"not"}).isdisjoint(before)
    )


def _declared(scene: Scene, tokens: tuple[Token, ...], deed: Deed) -> Declaration | None:
    doer = _doer(scene, tokens, deed)
    if doer is None:
        return None
    inner = _said_by(scene, tokens, deed)
    if inner is not None and not inner.is_self:
        return None if scene.is_narrated or not inner.actors else _hearsay(scene, tokens, deed, inner)
    if scene.is_narrated:
        return _told(scene, tokens, deed, doer)
    if doer.is_self or deed.doer is None:
        return _own(scene, tokens, deed, doer)
    return None if deed.own and deed.act == "resume_operations" else _hearsay(scene, tokens, deed, doer)


def _doer(scene: Scene, tokens: tuple[Token, ...], deed: Deed) -> Named | None:
    """Return who does it; an adverb or a joining word before the verb is nobody's name."""
    if deed.doer is None:
        return Named((), is_self=False, words="")
    first, after = deed.doer
    inner = _saying_at(tokens, first, after)
    where = (first if inner is None else inner + 1, after)
    if deed.act in _JOINTLY and _is_all_sides(lows(tokens)[where[0] : where[1]]) and not scene.is_narrated:
        return Named((), is_self=True, words="")
    named = scene.named(tokens, where)
    return Named((), is_self=True, words="") if _announces_all(scene, deed, named) else named


def _announces_all(scene: Scene, deed: Deed, doer: Named) -> bool:
    """Say whether whoever may do this to the arrangement names all parties as doing it: "Kestria announced that both agreed"."""
    if deed.act not in _JOINTLY or scene.is_narrated or doer.is_self:
        return False
    named, bound = set(scene.sides(doer.actors)), set(scene.agreement.parties)
    return named == bound and is_named_for(scene, deed.act, scene.actor)


def _is_all_sides(words: Phrase) -> bool:
    """Say whether these are all whom the text binds, by no name: whoever tells of their act announces it ("the parties")."""
    words = words[1:] if words[:1] in {("that",), ("the",)} else words
    words = words[1:] if words[:1] == ("the",) else words
    return words in phrases_in(lists().all_sides)


def _saying_at(tokens: tuple[Token, ...], first: int, after: int) -> int | None:
    """Return the last verb of saying between two tokens: what stands before it is somebody who speaks, not who acts."""
    return next((i for i in range(after - 1, first - 1, -1) if tokens[i].low in _saying() and not tokens[i].is_capital), None)


@cache
def _saying() -> frozenset[str]:
    return frozenset(each.words[0] for each in verb_phrases(lists().saying))


def _said_by(scene: Scene, tokens: tuple[Token, ...], deed: Deed) -> Named | None:
    """Return who, inside these words, is quoted with the deed; None where nobody is."""
    words = lows(tokens)
    at = _saying_at(tokens, 0, deed.first)
    if at is None:
        return None
    begin = next((i + 1 for i in range(at - 1, -1, -1) if words[i] in _STOPS or words[i] == "that"), 0)
    return scene.named(tokens, (begin, at))


def _own(scene: Scene, tokens: tuple[Token, ...], deed: Deed, doer: Named) -> Declaration:
    scope = _scope(scene, deed, own=scene.party)
    own = (scene.party,) if scope == "own_adherence" and scene.party else ()
    by = tuple(dict.fromkeys((*scene.sides(doer.actors), *own)))
    return _made(scene, tokens, deed, scope, f"{deed.act}.{deed.rule}", by=by)


def _scope(scene: Scene, deed: Deed, own: str | None) -> Scope:
    if deed.act not in OF_ITSELF and not deed.own and is_named_for(scene, deed.act, scene.actor):
        return "arrangement"
    return "own_adherence" if own else "opinion"


def is_named_for(scene: Scene, act: ActKind, actor: str | None) -> bool:
    """Say whether the text names somebody's side for such an act upon the arrangement."""
    acts = (each for each in scene.agreement.acts if each.act == act and each.changes == "arrangement")
    holders = {holder for each in acts for holder in scene.parties.all_holders(each.by, scene.date)}
    return not holders.isdisjoint({actor, scene.parties.authority_of(actor), scene.parties.party_of(actor)} - {None})


def _hearsay(scene: Scene, tokens: tuple[Token, ...], deed: Deed, doer: Named) -> Declaration:
    """What somebody says of another's act: an opinion, whatever the other's own words may do."""
    return _made(scene, tokens, deed, "opinion", f"{deed.act}.{deed.rule}.of_others", by=scene.sides(doer.actors))


def _told(scene: Scene, tokens: tuple[Token, ...], deed: Deed, doer: Named) -> Declaration | None:
    sides = scene.sides(doer.actors)
    rule = f"{deed.act}.{deed.rule}.told"
    if (
        deed.doer is None
        or len(doer.actors) != 1
        or not scene.parties.party_of(doer.actors[0])
        or deed.act == "resume_operations"
    ):
        return _made(scene, tokens, deed, "opinion", rule, by=sides) if deed.act != "resume_operations" or sides else None
    return _made(scene, tokens, deed, "own_adherence", rule, by=sides, teller=doer)


def _made(  # noqa: PLR0913 - the parts of a declaration
    scene: Scene,
    tokens: tuple[Token, ...],
    deed: Deed,
    scope: Scope,
    rule: str,
    *,
    by: tuple[str, ...],
    teller: Named | None = None,
) -> Declaration:
    found = dates(scene, _reach(tokens, deed))
    actor = teller.actors[0] if teller else scene.actor
    told_on = found.effective[:10] if scene.is_narrated and found.effective else None
    return Declaration(
        date=told_on or scene.date,
        speaker=teller.words if teller else scene.speaker or NOBODY,
        actor=actor,
        party=scene.parties.party_of(actor),
        act=deed.act,
        scope=scope,
        words=scene.slice(tokens, 0, len(tokens)),
        claim=scene.claim.id,
        rule=rule,
        until=found.until,
        effective=found.effective,
        by=by,
        lasts=found.lasts if deed.act in {"undertake", "extend", "suspend", "begin"} else None,
    )


def _reach(tokens: tuple[Token, ...], deed: Deed) -> tuple[int, int]:
    """Return where the deed begins and ends, in characters of the words."""
    return tokens[deed.first].start, tokens[deed.after - 1].end
