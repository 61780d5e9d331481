"""Reading: what counted claims say of who is covered and who belongs to whom, each as an assertion of its speaker.

* Whoever speaks is the one who says it; narration is the report's own word (``by`` empty).
* What a report says beside somebody's words (an epithet, "formerly known as") is the report's word, unless it stands in quotation
  marks: nobody is made to say of another what he did not say.
* A party that rejects the truce says by that of itself that it has not accepted it.
* Words that deny, ask or demand keep that stance and never count as the fact.

Nothing is concluded: who is close to whom stays a sentence of somebody.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

from truceline.actors import registry_of
from truceline.actors.delineation.marking import MarkedWords, Party, listed, marked
from truceline.actors.delineation.patterns import WHOLE_TRUCE, Relates, Says, patterns
from truceline.actors.delineation.saying import is_plain, is_stated
from truceline.actors.names import folded
from truceline.actors.shared import KEPT, Same
from truceline.model.assertions import Assertion, Source
from truceline.model.claims import Stance
from truceline.model.coverage import Affiliated, CoverageFact, CoverageState, Covered
from truceline.model.hearing import Heard, Hearing
from truceline.model.places import Place

_KEPT: frozenset[Stance] = frozenset({"deny", "retract", "question", "cannot_verify", "demand"})
_IF = frozenset({"if", "whether", "unless", "until", "should", "once"})
_NEITHER = re.compile(r"\b(?:neither|none of|not one of)(?: of)?(?: the)?\s*$", re.IGNORECASE)
_ALL_BUT = re.compile(
    r"\b(?:except(?:ing|ed)?(?: for)?|excluding|but|apart from|other than|aside from|with the exception of)(?: the)?\s*$",
    re.IGNORECASE,
)
_WHERE = re.compile(
    r" (?:in|around|near|inside|for) (?:the )?(?:(?:eastern|western|northern|southern|central|rural|besieged|city of|town of|"
    r"province of|area of|areas of) )*([A-Z][\w'’-]*(?:[ -](?:al-|ash-)?[A-Z][\w'’-]*)*)"
)


def read(hearing: Hearing) -> tuple[Assertion[CoverageFact], ...]:
    """Return what the claims that count say, in the order of the hearing; ``subject`` is empty."""
    return tuple(_all(hearing, hearing.heard))


def waiting(hearing: Hearing) -> tuple[Assertion[CoverageFact], ...]:
    """Return the same of the proposals that do not count."""
    return tuple(_all(hearing, hearing.waiting))


def _all(hearing: Hearing, several: Iterable[Heard]) -> Iterator[Assertion[CoverageFact]]:
    ears = _Ears(hearing)
    for heard in several:
        yield from dict.fromkeys(ears.said(heard))


class _Ears:
    """The actors and places of one hearing, to whom the words of its claims are put."""

    def __init__(self, hearing: Hearing) -> None:
        self._registry = registry_of(hearing.actors)
        self._places, self._within = _names_of(Same(hearing.places))

    def said(self, heard: Heard) -> Iterator[Assertion[CoverageFact]]:
        """Yield what one claim says: in its own words, and in those that the report puts around them."""
        speaker = self._speaker(heard)
        claim = heard.claim
        is_reported = claim.type == "indirect"
        words = self._marked(heard, heard.words, speaker, is_reported=is_reported)
        yield from self._epithets(heard, words, is_own=claim.type == "direct" or claim.voice == "narration")
        plain = _plain(words, is_known=patterns().truce.search(heard.sentence) is not None)
        if claim.stance == "reject" and speaker and WHOLE_TRUCE.search(plain.text):
            yield _made(heard, Covered(actor=speaker.actor, state="not_accepted"), "stance.reject", stance="assert")
        if claim.stance != "decline":  # who does not want to say whether it is so has said nothing of it
            yield from _coverage(heard, plain, speaker, self._is_smaller)
            yield from _relations(heard, plain, speaker)
        if heard.words not in heard.sentence or len(heard.sentence) > len(heard.words):
            around = self._marked(heard, heard.sentence.replace(heard.words, " … "), None)
            yield from self._epithets(heard, around, is_own=False)

    def _speaker(self, heard: Heard) -> Party | None:
        """Return in whose name the speaker says "we"; nobody where the report speaks."""
        speaker = heard.claim.speaker
        if speaker is None:
            return None
        actor = self._registry.institution(speaker.actor, heard.said_on) if speaker.actor else speaker.name
        return Party(actor, speaker.name)

    def _marked(self, heard: Heard, words: str, speaker: Party | None, *, is_reported: bool = False) -> MarkedWords:
        return marked(words, self._registry, on=heard.known_on, speaker=speaker, is_reported=is_reported, is_place=self._is_place)

    def _is_place(self, name: str) -> bool:
        return folded(name) in self._places

    def _is_smaller(self, after: str) -> bool:
        """Say whether the words go on with a place within the country: what is said of a part is not said of the whole."""
        where = _WHERE.match(after)
        return where is not None and folded(where.group(1)) in self._within

    def _epithets(self, heard: Heard, words: MarkedWords, *, is_own: bool) -> Iterator[Assertion[CoverageFact]]:
        """Yield renamings and epithets; in words that are not quoted they are the report's own."""
        for each in (*patterns().renamed, *patterns().epithets):
            for hit in each.pattern.finditer(words.text):
                yield from _related(heard, words, hit, each, is_own=is_own)


_Names = frozenset[tuple[str, ...]]


@lru_cache(maxsize=KEPT)
def _names_of(places: Same[Place]) -> tuple[_Names, _Names]:
    """Return the names of places, and those of places within a country."""
    named = [(place, {folded(place.name), *(folded(name.text) for name in place.names)}) for place in places.items]
    within = (names for place, names in named if place.precision != "country")
    return frozenset().union(*(names for _, names in named)), frozenset().union(*within)


def _plain(words: MarkedWords, *, is_known: bool) -> MarkedWords:
    """Return the words without epithets and former names, with truces marked; ``is_known``: "the deal" is surely one."""
    text = words.text
    for each in patterns().renamed:
        text = each.pattern.sub(_first_named, text)
    for each in patterns().epithets:
        text = each.pattern.sub(lambda hit: f"⟦{hit.group('S')}⟧", text)
    return MarkedWords(patterns().with_truces(listed(text), is_known=is_known), words.parties)


def _first_named(renamed: re.Match[str]) -> str:
    """Return the bracket of whoever is named first, later or earlier name."""
    return min((renamed.start(name), f"⟦{renamed.group(name)}⟧") for name in ("S", "O"))[1]


def _coverage(
    heard: Heard, words: MarkedWords, speaker: Party | None, is_smaller: Callable[[str], bool]
) -> Iterator[Assertion[CoverageFact]]:
    seen: set[str] = set()
    for each in patterns().coverage:
        for hit in each.pattern.finditer(words.text):
            state = _state(each, hit, words.text[: hit.start()])
            is_open = each.rule != "unsettled" and (_is_open(words.text, hit.start()) or not is_plain(words, hit))
            if is_open or is_smaller(words.text[hit.end() :]) or not is_stated(words, hit, speaker, heard.claim.stance):
                continue
            for party in words.several(hit.group(each.whose)):
                if state is not None and party.actor not in seen:
                    seen.add(party.actor)
                    stance: Stance | None = "assert" if each.rule == "unsettled" else None
                    yield _made(heard, Covered(actor=party.actor, state=state), f"coverage.{each.rule}", stance=stance)


def _state(says: Says, hit: re.Match[str], before: str) -> CoverageState | None:
    """Return what is said, turned over by a negation, by "neither" before it, or by "all but" before it."""
    if _ALL_BUT.search(before):
        return "excluded" if says.state == "party" and not _is_negated(hit) else None
    return says.negated if _is_negated(hit) != bool(_NEITHER.search(before)) else says.state


def _is_negated(hit: re.Match[str]) -> bool:
    groups = hit.groupdict()
    return bool(groups.get("neg") or groups.get("neg2"))


def _is_open(text: str, start: int) -> bool:
    """Say whether what stands before makes the words a mere possibility: "if", "whether"."""
    before = text[:start].lower().split()
    return bool(before) and not _IF.isdisjoint(before[-2:])


def _relations(heard: Heard, words: MarkedWords, speaker: Party | None) -> Iterator[Assertion[CoverageFact]]:
    taken: list[tuple[int, int]] = []
    for each in patterns().relations:
        for hit in each.pattern.finditer(words.text):
            is_taken = any(a < hit.end() and hit.start() < b for a, b in taken)
            if not is_taken and not _is_open(words.text, hit.start()) and is_stated(words, hit, speaker, heard.claim.stance):
                taken.append(hit.span())
                yield from _related(heard, words, hit, each, is_own=True)


def _related(
    heard: Heard, words: MarkedWords, hit: re.Match[str], how: Relates, *, is_own: bool
) -> Iterator[Assertion[CoverageFact]]:
    is_turned = _is_negated(hit) != bool(_NEITHER.search(words.text[: hit.start()]))
    stance = "deny" if is_turned else how.stance
    if stance == "deny" and heard.claim.stance in _KEPT:
        return  # who denies that it is not so has not said how it is
    for party in words.several(hit.group("S")):
        for other in words.several(hit.group("O")):
            is_same = party.actor == other.actor
            if is_same and how.relation != "renamed_from":
                continue
            fact = Affiliated(
                actor=party.actor,
                other=other.words if is_same else other.actor,
                relation=how.relation,
                words=" ".join((heard.words if is_own else heard.sentence).split()),
            )
            yield _made(heard, fact, f"affiliation.{how.rule}", stance=stance, is_own=is_own)


def _made(
    heard: Heard, fact: CoverageFact, rule: str, *, stance: Stance | None = None, is_own: bool = True
) -> Assertion[CoverageFact]:
    """Return a fact as its speaker's assertion; ``is_own``: else the report says it beside somebody's words."""
    claim = heard.claim
    speaker = claim.speaker if is_own else None
    said = claim.stance if is_own else "assert"
    return Assertion(
        subject="",
        fact=fact,
        by=(speaker.actor or speaker.name) if speaker else "",
        name=speaker.name if speaker else "",
        via=tuple(relay.name for relay in claim.via) if is_own else (),
        unnamed=speaker.unnamed if speaker else False,
        stance=said if said in _KEPT and stance is None else stance or _plain_stance(said),
        rule=rule if is_own else f"{rule}.told",
        source=Source(id=claim.id, known_on=heard.known_on, said_on=heard.said_on, standing=heard.standing, report=claim.report),
    )


def _plain_stance(said: Stance) -> Stance:
    """Return the stance of words that say a fact: who rejects another's words says that they are not so."""
    return "deny" if said == "reject" else said
