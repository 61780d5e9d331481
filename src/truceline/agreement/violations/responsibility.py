"""Who holds whom responsible for what others did: a guarantor for not preventing it. Never the same as having done it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from truceline.actors import Registry, registry_of
from truceline.agreement.parties import Parties
from truceline.agreement.violations.testimony import DENYING, Testimony
from truceline.model import Actor
from truceline.model.violations import Responsibility

SUBJECT = "responsibility"


class Holding:
    """Reads claims about responsibility; whom they name is looked for in the words where no mention of an event has it."""

    def __init__(self, parties: Parties, actors: Mapping[str, Actor]) -> None:
        self._parties = parties
        self._actors = actors
        self._registry: Registry | None = None

    def held(self, testimonies: Iterable[Testimony]) -> tuple[Responsibility, ...]:
        """Return who holds whom responsible, or denies it, by the day it was said; what was taken back is left out."""
        found: dict[tuple[str, str, str], Responsibility] = {}
        for each in testimonies:
            if SUBJECT not in each.claim.about or each.taken_back or not (each.asserts or each.claim.stance in DENYING):
                continue
            by = self._who(each)
            if by is not None:
                denied = each.claim.stance in DENYING
                for of in self._of(each, by, denied=denied):
                    found[by, of, each.claim.id] = Responsibility(by=by, of=of, claim=each.claim.id, denied=denied)
        return tuple(found.values())

    def _who(self, each: Testimony) -> str | None:
        speaker = each.claim.speaker
        return each.authority or ((speaker.actor or speaker.name) if speaker else None)

    def _of(self, each: Testimony, by: str, *, denied: bool) -> tuple[str, ...]:
        if each.claim.stance == "claim_responsibility":
            return (by,)
        named = [
            a.actor for e in each.events for a in e.actors if a.actor and a.role in {"party", "alleged_perpetrator", "agent"}
        ]
        bodies = [self._body(actor) for actor in named or self._in_words(each)]
        others = [body for body in dict.fromkeys(bodies) if body != by]
        return tuple(others) or ((by,) if denied else ())

    def _in_words(self, each: Testimony) -> list[str]:
        if self._registry is None:
            self._registry = registry_of(self._actors.values())
        return [match.actor_id for match in self._registry.find(each.heard.words, each.heard.known_on)]

    def _body(self, actor: str) -> str:
        return self._parties.authority_of(actor) or actor
