"""What counted claims say of one incident, each with whose word it is: the ground on which authorities take positions.

Whose word: of the speaker's party, of the holder of a capacity or of the third party that the speaker speaks for (``authority``);
a body of a third party with a mandate of its own, such as an inquiry, speaks for itself. Others, and a report's own voice, are
heard as origins and are no authority. An unnamed speaker is heard as the institution, never below it, and only as long as nobody
named of that institution says anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from truceline.agreement.parties import Parties, above
from truceline.model import Claim, EventMention
from truceline.model.agreements import Agreement
from truceline.model.hearing import Heard

ASSERTING = frozenset({"assert", "confirm", "accuse", "correct", "claim_responsibility"})
DENYING = frozenset({"deny", "reject"})
OPEN = frozenset({"cannot_verify", "decline"})
TAKING_BACK = frozenset({"retract", "correct"})
HAPPENED = frozenset({"occurred", "attempted"})
VIOLATION = "C.VIOLATE"
HARMLESS = ("H.AID_", "L.RELEASE", "L.EXCHANGE", "M.WITHDRAW", "M.EVACUATE")
"""What nobody is blamed for having done."""
PERSONAL = frozenset({"person", "office"})
"""Kinds of actor that speak for the body they belong to, never for themselves."""


class Named(NamedTuple):
    """Somebody said to have done it (``denied``: not to have; ``perhaps``: it may), and the ``party`` it stands for, if any."""

    actor: str
    party: str | None
    perhaps: bool
    denied: bool


class Who(NamedTuple):
    """For whom an actor speaks: the authority and the party, None for others; ``origin`` is its outermost body."""

    authority: str | None
    party: str | None
    origin: str


class Testimony(NamedTuple):
    """One counted claim about one incident.

    ``claim`` is that of ``heard``; ``events`` are its mentions of this incident. ``authority`` and ``party`` are those that the
    speaker speaks for, None for others. ``is_named``: the speaker is. ``named``: who is said to have done it. ``taken_back``: the
    day on which the same speaker took it back or corrected it. ``asserts``: it stands behind what it says. ``origin``: the
    outermost body of a named speaker, None for all others.
    """

    heard: Heard
    claim: Claim
    events: tuple[EventMention, ...]
    authority: str | None
    party: str | None
    is_named: bool
    named: tuple[Named, ...]
    taken_back: str | None
    asserts: bool
    origin: str | None

    @property
    def day(self) -> str:
        """The day on which it had been said."""
        return self.heard.said_on

    def is_about(self, subject: str) -> bool:
        """Say whether it is about that side of the event."""
        return subject in self.claim.about


class Witnesses:
    """Reads claims as testimony, for one agreement: who speaks for whom, and whom the text binds."""

    def __init__(self, agreement: Agreement, parties: Parties) -> None:
        self.parties = parties
        self._bound = frozenset(
            holder for clause in agreement.clauses for holder in parties.all_holders((*clause.bound, *agreement.coverage.bound))
        )
        self._party: dict[str, str | None] = {}
        self._authority: dict[str, str | None] = {}
        self._who: dict[str | None, Who] = {None: Who(None, None, "")}

    def party_of(self, actor: str | None) -> str | None:
        """Return the party that an actor speaks for, else the nearest body above it that a clause binds; None for others."""
        if actor is None:
            return None
        if actor not in self._party:
            found = self.parties.party_of(actor)
            bound = (each for each in above(actor, self.parties.actors) if each in self._bound)
            self._party[actor] = found or next(bound, None)
        return self._party[actor]

    def authority_of(self, actor: str | None) -> str | None:
        """Return whose word an actor's is: of the party it speaks for, a holder of a capacity, a third party; None for others.

        Of a third party, a body with a mandate of its own speaks for itself: an inquiry is never taken for the secretariat.
        """
        if actor is None:
            return None
        if actor not in self._authority:
            self._authority[actor] = self._judged(actor)
        return self._authority[actor]

    def _judged(self, actor: str) -> str | None:
        party, authority = self.party_of(actor), self.parties.authority_of(actor)
        if party is not None or authority is None:
            return party
        chain = above(actor, self.parties.actors)
        below = chain[: chain.index(authority)]
        return next((each for each in below if self._kind(each) not in PERSONAL), authority)

    def _kind(self, actor: str) -> str | None:
        known = self.parties.actors.get(actor)
        return known.kind if known else None

    def hear(self, incident: str, heard: Iterable[Heard]) -> tuple[Testimony, ...]:
        """Return what claims say of an incident, by the day they were said and by id."""
        ordered = list(heard)
        if len(ordered) > 1:
            ordered.sort(key=_heard_order)
        back = self._taken_back(ordered) if len(ordered) > 1 else {}
        return tuple([self._testimony(incident, each, back) for each in ordered])

    def _testimony(self, incident: str, heard: Heard, back: Mapping[str, str]) -> Testimony:
        claim = heard.claim
        speaker = claim.speaker
        who = self._speaks(speaker.actor if speaker is not None else None)
        wanted = heard.mentions.get(incident)
        events = tuple([e for e in claim.events if e.id in wanted]) if wanted else claim.events
        named = speaker if speaker is not None and not speaker.unnamed else None
        return Testimony(
            heard,
            claim,
            events,
            who.authority,
            who.party,
            named is not None,
            self._named(claim, events, who.party),
            back.get(claim.id) if back else None,
            claim.stance in ASSERTING,
            (who.origin or named.name.casefold()) if named is not None else None,
        )

    def _speaks(self, actor: str | None) -> Who:
        who = self._who.get(actor)
        if who is None:
            assert actor is not None, "nobody is there from the beginning"
            origin = above(actor, self.parties.actors)[-1]
            who = self._who[actor] = Who(self.authority_of(actor), self.party_of(actor), origin)
        return who

    def _named(self, claim: Claim, events: tuple[EventMention, ...], own: str | None) -> tuple[Named, ...]:
        """Return who is said to have done it, not who is only held responsible, nor who mentions a deed of its own in passing."""
        tells = "perpetrator" in claim.about
        if not events or ("responsibility" in claim.about and not tells):
            return ()
        own = None if tells or claim.stance in DENYING or claim.stance == "claim_responsibility" else own
        found = []
        for event in events:
            for each in event.actors if event.stage in HAPPENED else ():
                if each.actor is not None and _does(each.role, event.type):
                    party = self.party_of(each.actor)
                    if own is None or party != own:
                        perhaps = claim.certainty == "possible" or each.certainty == "possible"
                        found.append(Named(each.actor, party, perhaps, event.denied))
        return tuple(found)

    def _taken_back(self, heard: Iterable[Heard]) -> dict[str, str]:
        """Return by claim the first day on which its own speaker takes it back or puts other words in its place."""
        found: dict[str, str] = {}
        if TAKING_BACK.isdisjoint([each.claim.stance for each in heard]):
            return found
        by_id = {each.claim.id: each for each in heard}
        for each in by_id.values():
            for answered in each.claim.answers if each.claim.stance in TAKING_BACK else ():
                if answered in by_id and self._voice(by_id[answered]) == self._voice(each):
                    found.setdefault(answered, each.said_on)
        return found

    def _voice(self, heard: Heard) -> str | None:
        """Return whose word a claim is: an authority's, else the speaker's, else that of its report."""
        speaker = heard.claim.speaker
        if speaker is None:
            return heard.claim.report
        return self.authority_of(speaker.actor) or speaker.actor or speaker.name


def _heard_order(heard: Heard) -> tuple[str, str]:
    return (heard.said_on, heard.claim.id)


def _does(role: str, kind: str) -> bool:
    """Say whether somebody in that part is said to have done it: who denies aid or moves forces is an agent, no perpetrator."""
    if role == "alleged_perpetrator":
        return True
    return role == "agent" and (kind == VIOLATION or (kind[0] in "VMHL" and not kind.startswith(HARMLESS)))
