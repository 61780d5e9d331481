"""A person's word on a claim: it stands instead of every rule, in any language, and shows whose word it is.

What an act can change follows from who does it, as for any other claim: a person says what the words do, never that the speaker
may do it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from truceline.agreement.statements.declaring import OF_ITSELF, is_named_for
from truceline.agreement.statements.deeds import ACTS
from truceline.agreement.statements.scene import NOBODY, Scene
from truceline.agreement.statements.values import BreachAlleged, Statement
from truceline.model import Count
from truceline.model.agreements import ActKind, Scope
from truceline.model.hearing import Marked
from truceline.model.status import Assessment, AuthorityClaim, Declaration


def as_marked(scene: Scene, mark: Marked) -> Iterator[Statement]:
    """Yield what a claim says as a person marked it; nothing where the person says that it says nothing."""
    if mark.does in ACTS:
        yield _declaration(scene, mark, cast("ActKind", mark.does))
    elif mark.does == "assessment":
        yield Assessment(
            date=scene.date,
            speaker=scene.speaker,
            actor=scene.actor,
            words=scene.text,
            claim=scene.claim.id,
            report=scene.claim.report,
        )
    elif mark.does == "authority":
        yield AuthorityClaim(
            date=scene.date,
            speaker=scene.speaker,
            actor=scene.actor,
            act="end",
            of=mark.of,
            words=scene.text,
            claim=scene.claim.id,
        )
    elif mark.does == "tally":
        yield _tally(scene, mark)


def _declaration(scene: Scene, mark: Marked, act: ActKind) -> Declaration:
    actor = mark.party or scene.actor
    party = scene.parties.party_of(actor)
    scope = _scope(scene, act, actor, party)
    return Declaration(
        date=(mark.effective or scene.date or "")[:10] or None if scene.is_narrated else scene.date,
        speaker=scene.speaker or NOBODY,
        actor=actor,
        party=party,
        act=act,
        scope=scope,
        words=scene.text,
        claim=scene.claim.id,
        rule=f"marked by {mark.by}",
        until=mark.until,
        effective=mark.effective,
        by=(party,) if party and scope == "own_adherence" else scene.sides((actor,) if actor else ()),
    )


def _scope(scene: Scene, act: ActKind, actor: str | None, party: str | None) -> Scope:
    if act not in OF_ITSELF and is_named_for(scene, act, actor):
        return "arrangement"
    return "own_adherence" if party else "opinion"


def _tally(scene: Scene, mark: Marked) -> BreachAlleged:
    count: Count | None = next((each for each in scene.claim.counts if each.effect == "violations"), None)
    party = scene.parties.party_of(mark.party)
    return BreachAlleged(
        date=scene.date,
        speaker=scene.speaker,
        actor_speaking=scene.actor,
        by=scene.party or scene.authority,
        party=party,
        actor=mark.party,
        words_of=None,
        words=scene.text,
        claim=scene.claim.id,
        report=scene.claim.report,
        rule=f"marked by {mark.by}",
        since=mark.effective[:10] if mark.effective else None,
        until=mark.until[:10] if mark.until else None,
        incidents=scene.heard.incidents,
        low=count.low if count else None,
        high=count.high if count else None,
        bound=count.bound if count else "unknown",
    )
