"""Powers: who, by an agreement's text, may do what to the arrangement, and what a declaration can change.

* ``accept``, ``refuse``, ``undertake``, ``withdraw`` and ``resume_operations`` are acts of a party about itself.
* ``begin``, ``extend``, ``suspend``, ``resume`` and ``end`` can change the arrangement when they come from somebody whom the text
  names for that act, or who holds a capacity under it; from any other party they change that party's own adherence; from anybody
  else they are an opinion.
* An entry of the text's acts with ``claimed_by`` is what somebody says of the text, not the text: it gives nobody power.
* An unnamed speaker has no power: "an official" does not act for anybody.
"""

from __future__ import annotations

from truceline.agreement.parties import Parties
from truceline.agreement.remembering import remembered
from truceline.model.agreements import Act, ActKind, Agreement, Scope

OF_ITSELF: frozenset[ActKind] = frozenset({"accept", "refuse", "undertake", "withdraw", "resume_operations"})
OF_ARRANGEMENT: frozenset[ActKind] = frozenset({"begin", "extend", "suspend", "resume", "end"})


class Powers:
    """The acts of one agreement and their holders."""

    def __init__(self, agreement: Agreement, parties: Parties) -> None:
        self.agreement = agreement
        self.parties = parties

    def acts(self, act: ActKind) -> tuple[Act, ...]:
        """Return the entries of the text for an act on the arrangement."""
        own = self.agreement.acts
        return tuple(each for each in own if each.act == act and each.changes == "arrangement" and each.claimed_by is None)

    def holders(self, act: Act, on: str | None) -> tuple[str, ...]:
        """Return who holds the power of an act on a day."""
        return self.parties.all_holders(act.by, on)

    @remembered
    def office_holders(self, on: str | None) -> tuple[str, ...]:
        """Return who holds any capacity under the agreement on a day."""
        return self.parties.all_holders((capacity.name for capacity in self.agreement.capacities), on)

    def authority(self, actor: str | None, on: str | None) -> str | None:
        """Return the holder of a capacity, or of a power that the text names, for whom an actor speaks on a day."""
        held = self._with_power(on)
        return next((each for each in self.parties.above(actor) if each in held), None)

    def scope(self, act: ActKind, actor: str | None, on: str | None) -> Scope:
        """Return what a declaration of an act by a named actor can change."""
        if act in OF_ARRANGEMENT and self.authority(actor, on) is not None:
            return "arrangement"
        return "own_adherence" if act != "exclude" and self.parties.party_of(actor) is not None else "opinion"

    @remembered
    def _with_power(self, on: str | None) -> frozenset[str]:
        named = (holder for act in OF_ARRANGEMENT for each in self.acts(act) for holder in self.holders(each, on))
        return frozenset((*named, *self.office_holders(on)))
