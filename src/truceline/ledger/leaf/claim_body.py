"""Claims without their words: what of a claim goes into the log, and how the claim is made whole again.

Names, roles and relays are not written down: a name that stands in the report is kept as the span where it stands, a name
that comes from the theatre pack as the fact that it does, and a name that a person typed and that stands nowhere is sealed.
Coordinates are those of the archived pack. So a leaf can be shown to the other side without quoting anybody, and words can be
withdrawn without touching the log.

>>> from truceline.model import Claim, Span, Speaker, text_digest
>>> text = "The ministry said it was not involved."
>>> claim = Claim(id="c_1", source=(Span(0, 12),), cue=(Span(13, 17),), content=(Span(18, 37),), type="indirect", voice="quoted",
...     speaker=Speaker(name="The ministry", named_at=Span(0, 12)), rule="say.that",
...     report="r1", text_sha256=text_digest(text), author="en-1")
>>> coded, sealed = without_words(claim, text, Names())
>>> "ministry" in repr(coded), sealed
(False, ())
>>> with_words(coded, text, Names(), {}).speaker.name
'The ministry'
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import msgspec

from truceline.errors import RecordBrokenError
from truceline.ledger.leaf.bodies import ClaimCoded, NameFrom, PlaceCoded, RelayCoded, SpeakerCoded
from truceline.ledger.leaf.disclosures import Disclosure, seal
from truceline.model import Actor, Claim, Place, PlaceMention, Relay, Span, Speaker, Theatre

WITHHELD = "[withheld]"
"""Stands for a sealed word whose disclosure is not there (any more), and for words of a text that is not."""
FILLING = "\N{FULL BLOCK}"
"""Fills the place of a text that was withdrawn, or that cannot be read here, so that spans into it stay inside."""

_CODE = re.compile(r"[a-z][a-z0-9]*(?:[_.][a-z0-9]+)+|[a-z]{1,3}", re.ASCII)
"""A coded reason: words joined by underscores or dots. A single longer word may be the report's own and is looked up in it."""


class Names:
    """The names and points of the archived theatre pack, by id."""

    def __init__(self, theatre: Theatre | None = None) -> None:
        self._actors: dict[str, Actor] = {actor.id: actor for actor in theatre.actors} if theatre else {}
        self._places: dict[str, Place] = {place.id: place for place in theatre.places} if theatre else {}

    def actor(self, actor_id: str | None) -> str | None:
        """Return the name of an actor, None where the pack has none of this id."""
        actor = self._actors.get(actor_id) if actor_id else None
        return actor.name if actor else None

    def place(self, place_id: str | None) -> str | None:
        """Return the name of a place, None where the pack has none of this id."""
        place = self._places.get(place_id) if place_id else None
        return place.name if place else None

    def point(self, place_id: str | None) -> tuple[float, float] | None:
        """Return latitude and longitude of a place, None where it has no point."""
        place = self._places.get(place_id) if place_id else None
        if place is None or place.lat is None or place.lon is None:
            return None
        return float(place.lat), float(place.lon)


class _Found(msgspec.Struct, frozen=True):
    """Where a name was found: ``at`` only where it is another span than the one expected."""

    name: NameFrom
    at: Span | None = None


class _Sealing:
    """Codes the names of one claim, gathering those that have to be sealed."""

    def __init__(self, text: str, near: Span) -> None:
        self.sealed: list[Disclosure] = []
        self._text = text
        self._near = near

    def find(self, path: str, name: str, expected: Span | None, packed: str | None) -> _Found:
        """Say where ``name`` will be found again; seal it under ``path`` where it stands nowhere."""
        if expected is not None and squeezed(expected.of(self._text)) == name:
            return _Found("span")
        if packed is not None and packed == name:
            return _Found("pack")
        elsewhere = self.place_of(name)
        if elsewhere is not None:
            return _Found("span", elsewhere)
        self.sealed.append(seal(path, name))
        return _Found("sealed")

    def place_of(self, words: str) -> Span | None:
        """Return where ``words`` stand in the text: inside the claim's reach if they do, else at their first place."""
        if not words:
            return None
        start = self._text.find(words, self._near.start, self._near.end)
        if start < 0:
            start = self._text.find(words)
        return Span(start, start + len(words)) if start >= 0 else None


def without_words(claim: Claim, text: str, names: Names) -> tuple[ClaimCoded, tuple[Disclosure, ...]]:
    """Return what of a claim goes into the log, and the values that are sealed beside it."""
    sealing = _Sealing(text, claim.reach)
    coded = ClaimCoded(
        claim=claim.id,
        report=claim.report,
        text_sha256=claim.text_sha256,
        author=claim.author,
        type=claim.type,
        voice=claim.voice,
        stance=claim.stance,
        source=claim.source,
        cue=claim.cue,
        content=claim.content,
        speaker=_code_speaker(claim.speaker, sealing, names) if claim.speaker else None,
        via=tuple(_code_relay(relay, f"via.{at}.name", sealing, names) for at, relay in enumerate(claim.via)),
        about=claim.about,
        answers=claim.answers,
        said_at=claim.said_at,
        certainty=claim.certainty,
        rule=claim.rule,
        counts=claim.counts,
        times=claim.times,
        places=tuple(_code_place(place, f"places.{at}.name", sealing, names) for at, place in enumerate(claim.places)),
        events=claim.events,
        supersedes=claim.supersedes,
    )
    return coded, tuple(sealing.sealed)


def _code_speaker(speaker: Speaker, sealing: _Sealing, names: Names) -> SpeakerCoded:
    name = sealing.find("speaker.name", speaker.name, speaker.named_at, names.actor(speaker.actor))
    role = sealing.find("speaker.role", speaker.role, None, None) if speaker.role else None
    reason, reason_at = speaker.reason_unnamed, None
    if reason is not None and not _CODE.fullmatch(reason):
        reason_at = sealing.place_of(reason)
        if reason_at is None:
            sealing.sealed.append(seal("speaker.reason", reason))
        reason = None
    return SpeakerCoded(
        actor=speaker.actor,
        unnamed=speaker.unnamed,
        inferred=speaker.inferred,
        named_at=speaker.named_at,
        name=name.name,
        name_at=name.at,
        role=role.name if role else None,
        role_at=role.at if role else None,
        reason=reason,
        reason_at=reason_at,
    )


def _code_relay(relay: Relay, path: str, sealing: _Sealing, names: Names) -> RelayCoded:
    name = sealing.find(path, relay.name, relay.span, names.actor(relay.actor))
    return RelayCoded(actor=relay.actor, span=relay.span, name=name.name, name_at=name.at)


def _code_place(place: PlaceMention, path: str, sealing: _Sealing, names: Names) -> PlaceCoded:
    name = sealing.find(path, place.name, place.span, names.place(place.place))
    return PlaceCoded(
        span=place.span,
        place=place.place,
        precision=place.precision,
        relation=place.relation,
        name=name.name,
        name_at=name.at,
        point=place.lat is not None and place.lon is not None,
    )


def with_words(coded: ClaimCoded, text: str, names: Names, disclosed: Mapping[str, str]) -> Claim:
    """Make a claim whole again from the archived text, the archived pack and what is still disclosed (by path).

    Raises: RecordBrokenError where it stands on no words, which nobody could have written.
    """
    if not (coded.source or coded.cue or coded.content):
        message = f"claim {coded.claim} stands on no words of report {coded.report}; the log was changed: run `truceline verify`"
        raise RecordBrokenError(message)
    return Claim(
        id=coded.claim,
        source=coded.source,
        cue=coded.cue,
        content=coded.content,
        type=coded.type,
        voice=coded.voice,
        speaker=_whole_speaker(coded.speaker, text, names, disclosed) if coded.speaker else None,
        via=tuple(_whole_relay(relay, f"via.{at}.name", text, names, disclosed) for at, relay in enumerate(coded.via)),
        stance=coded.stance,
        about=coded.about,
        answers=coded.answers,
        said_at=coded.said_at,
        certainty=coded.certainty,
        rule=coded.rule,
        report=coded.report,
        text_sha256=coded.text_sha256,
        author=coded.author,
        counts=coded.counts,
        times=coded.times,
        places=tuple(_whole_place(place, f"places.{at}.name", text, names, disclosed) for at, place in enumerate(coded.places)),
        events=coded.events,
        supersedes=coded.supersedes,
    )


def _whole_speaker(coded: SpeakerCoded, text: str, names: Names, disclosed: Mapping[str, str]) -> Speaker:
    packed = names.actor(coded.actor) if coded.name == "pack" else None
    role = None
    if coded.role is not None:
        role = words_in(text, coded.role_at) if coded.role_at else disclosed.get("speaker.role", WITHHELD)
    reason = coded.reason or (words_in(text, coded.reason_at) if coded.reason_at else disclosed.get("speaker.reason"))
    return Speaker(
        name=packed or _name(coded.name_at or coded.named_at, coded.name, text, disclosed.get("speaker.name")),
        actor=coded.actor,
        role=role,
        unnamed=coded.unnamed,
        reason_unnamed=reason,
        inferred=coded.inferred,
        named_at=coded.named_at,
    )


def _whole_relay(coded: RelayCoded, path: str, text: str, names: Names, disclosed: Mapping[str, str]) -> Relay:
    packed = names.actor(coded.actor) if coded.name == "pack" else None
    name = packed or _name(coded.name_at or coded.span, coded.name, text, disclosed.get(path))
    return Relay(name=name, span=coded.span, actor=coded.actor)


def _whole_place(coded: PlaceCoded, path: str, text: str, names: Names, disclosed: Mapping[str, str]) -> PlaceMention:
    packed = names.place(coded.place) if coded.name == "pack" else None
    lat, lon = (names.point(coded.place) if coded.point else None) or (None, None)
    return PlaceMention(
        span=coded.span,
        name=packed or _name(coded.name_at or coded.span, coded.name, text, disclosed.get(path)),
        place=coded.place,
        lat=lat,
        lon=lon,
        precision=coded.precision,
        relation=coded.relation,
    )


def _name(at: Span | None, found: NameFrom, text: str, disclosed: str | None) -> str:
    if found == "sealed" or at is None:
        return disclosed or WITHHELD
    return words_in(text, at)


def words_in(text: str, at: Span) -> str:
    """Return the words that stand at a span, ``[withheld]`` where the text is not there (any more)."""
    words = squeezed(at.of(text))
    return WITHHELD if words and not words.strip(FILLING) else words


def squeezed(words: str) -> str:
    """Return words with every run of white space as one space, as names are given."""
    return " ".join(words.split())
