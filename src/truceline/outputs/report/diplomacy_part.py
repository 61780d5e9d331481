"""The part of the page about diplomacy: proposals with where every office stood when, and contacts, rivals side by side."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

import msgspec

from truceline.diplomacy.contacts.values import (
    ChannelLine,
    ChannelStep,
    Encounter,
    SaidNth,
    SaidRange,
    SaidWho,
    SaidWords,
    ThreatMade,
)
from truceline.diplomacy.proposals.values import OfficeStands, Proposal, SaidTerms, Stood
from truceline.diplomacy.values import Saying, Who
from truceline.outputs.labels import Labels
from truceline.outputs.report.spoken import Voice, of_sayings
from truceline.outputs.views import contact_list, proposal_list
from truceline.outputs.views.material import Material
from truceline.outputs.views.names import actor_name

_ONE_UNIT = re.compile(r"P(?P<time>T?)(?P<number>\d+)(?P<unit>[YMWDHS])")
FOLDED_FROM = 12
"""From so many contacts on, they are folded on the page."""


class StandRow(msgspec.Struct, frozen=True, kw_only=True):
    """Where an office stood on a day, in its words where there are some. ``duty_of``: of an existing duty, whose it is."""

    day: str
    stand: str
    person: str
    why: str
    voices: tuple[Voice, ...]
    duty_of: str = ""
    is_taken_back: bool = False


class OfficeRow(msgspec.Struct, frozen=True, kw_only=True):
    """One office on one proposal: its latest stand or stands, and what stood before."""

    office: str
    side: str
    latest: tuple[StandRow, ...]
    earlier: tuple[StandRow, ...]
    contested: bool


class ProposalRow(msgspec.Struct, frozen=True, kw_only=True):
    """One proposal. ``terms`` are lines in words; ``dissent`` names the sides whose offices stand apart.

    ``perhaps``: the ids of others that may be the same one.
    """

    id: str
    kinds: tuple[str, ...]
    title: str
    first_day: str
    last_day: str
    proposers: tuple[Named, ...]
    terms: tuple[Named, ...]
    offices: tuple[OfficeRow, ...]
    dissent: tuple[str, ...]
    not_so: tuple[Named, ...]
    withheld: tuple[Voice, ...]
    perhaps: tuple[str, ...] = ()


class Named(msgspec.Struct, frozen=True, kw_only=True):
    """Some words, and who says them. ``quiet`` are words beside it; ``not_so``: who says that it is not so, or not known."""

    name: str
    voices: tuple[Voice, ...]
    quiet: str = ""
    not_so: tuple[Voice, ...] = ()


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """Rival answers to one question about a contact: ``code`` names the question."""

    code: str
    answers: tuple[Named, ...]
    contested: bool


class ContactRow(msgspec.Struct, frozen=True, kw_only=True):
    """One call or meeting with all that is said of it."""

    id: str
    kinds: tuple[str, ...]
    title: str
    day: str | None
    is_planned: bool
    parts: tuple[Part, ...]
    not_so: tuple[Voice, ...]
    perhaps: tuple[str, ...] = ()


class ChannelRow(msgspec.Struct, frozen=True, kw_only=True):
    """One channel: what it is now, as told, and its steps."""

    between: tuple[str, ...]
    what: str
    latest: tuple[str, ...]
    steps: tuple[Named, ...]
    not_so: tuple[Voice, ...] = ()


class ThreatRow(msgspec.Struct, frozen=True, kw_only=True):
    """One threat, warning or ultimatum as said."""

    kind: str
    by: str
    against: str
    words: str
    condition: str
    day: str
    deadline: str | None
    passed: bool
    voices: tuple[Voice, ...]
    not_so: tuple[Voice, ...]


class DiplomacyPart(msgspec.Struct, frozen=True, kw_only=True):
    """All that the page shows of diplomacy; ``waiting`` claims would add or change something."""

    proposals: tuple[ProposalRow, ...]
    contacts: tuple[ContactRow, ...]
    channels: tuple[ChannelRow, ...]
    threats: tuple[ThreatRow, ...]
    withheld: tuple[Named, ...]
    waiting: int
    is_folded: bool


def build(material: Material, labels: Labels) -> DiplomacyPart | None:
    """Return the part, None where nothing is told of proposals or contacts."""
    proposals, contacts = proposal_list.listed(material), contact_list.listed(material)
    actors = material.actors.values()
    # By the id, and by the name that a person of the pack is called by where only that is told.
    names = {key: actor_name(each, labels.lang) for each in actors for key in (each.name, each.id)}
    writer = _Writer(names, labels)
    part = DiplomacyPart(
        proposals=tuple(map(writer.proposal, proposals.proposals)),
        contacts=tuple(map(writer.contact, contacts.encounters)),
        channels=tuple(map(writer.channel, contacts.channels)),
        threats=tuple(map(writer.threat, contacts.threats)),
        withheld=tuple(
            Named(
                name=each.name,
                quiet=writer.called(each.by),
                voices=writer.says(each.says),
                not_so=writer.says(each.not_so),
            )
            for each in contacts.withheld
        ),
        waiting=proposals.waiting + contacts.waiting,
        is_folded=len(contacts.encounters) >= FOLDED_FROM,
    )
    shown = (part.proposals, part.contacts, part.channels, part.threats, part.withheld)
    return part if any(shown) else None


class _Writer:
    """Puts what diplomacy put together into words of one language."""

    def __init__(self, names: Mapping[str, str], labels: Labels) -> None:
        self._names = names
        self._labels = labels

    def says(self, says: Iterable[Saying]) -> tuple[Voice, ...]:
        return of_sayings(says, self._names)

    def proposal(self, each: Proposal) -> ProposalRow:
        return ProposalRow(
            id=each.id,
            kinds=tuple(self._labels.say("proposal_kind", kind) for kind in each.kinds),
            title=each.title,
            first_day=each.first_day,
            last_day=each.last_day,
            proposers=tuple(Named(name=self.called(one.who), voices=self.says(one.says)) for one in each.proposers),
            terms=tuple(Named(name=one.words, quiet=self._terms(one), voices=self.says(one.says)) for one in each.terms),
            offices=tuple(map(self._office, each.offices)),
            dissent=tuple(self._name(one.side, one.side_name or one.side) for one in each.dissent),
            not_so=tuple(
                Named(
                    name=self._labels.say("stand", one.what),
                    quiet=self.called(one.office),
                    voices=self.says(one.says),
                )
                for one in each.not_so
            ),
            withheld=self.says(each.withheld),
            perhaps=tuple(other.id for other in each.perhaps),
        )

    def contact(self, each: Encounter) -> ContactRow:
        parts = (
            self._part("participants", each, self._whos(each.participants)),
            self._part("body", each, self._whos(each.body)),
            self._part("chairs", each, self._whos(each.chairs)),
            self._part("day", each, self._days(each.days)),
            self._part("place", each, self._words(each.places)),
            self._part("duration", each, self._durations(each.durations)),
            self._part("attendance", each, self._ranges(each.attendance)),
            self._part("nth", each, self._nth(each.nth)),
            self._part("about", each, self._words(each.about)),
        )
        return ContactRow(
            id=each.id,
            kinds=tuple(self._labels.say("contact_kind", kind) for kind in each.kinds),
            title=self._title(each),
            day=each.day,
            is_planned=bool(each.planned) and not each.held,
            parts=tuple(part for part in parts if part.answers),
            not_so=self.says(each.not_so),
            perhaps=tuple(other.id for other in each.perhaps),
        )

    def channel(self, each: ChannelLine) -> ChannelRow:
        return ChannelRow(
            between=tuple(map(self.called, each.between)),
            what=each.what,
            latest=tuple(self._labels.say("channel_act", one.act) for one in each.latest),
            steps=tuple(map(self._channel_step, each.steps)),
            not_so=self.says(each.not_so),
        )

    def threat(self, each: ThreatMade) -> ThreatRow:
        return ThreatRow(
            kind=each.kind,
            by=self.called(each.by),
            against=self.called(each.against),
            words=each.words,
            condition=each.condition or "",
            day=each.day,
            deadline=each.deadline,
            passed=bool(each.passed),
            voices=self.says(each.says),
            not_so=self.says(each.not_so),
        )

    def _channel_step(self, step: ChannelStep) -> Named:
        act = self._labels.say("channel_act", step.act)
        return Named(name=f"{self._labels.day(step.day)} · {act}", quiet=self.called(step.by), voices=self.says(step.says))

    def _office(self, each: OfficeStands) -> OfficeRow:
        return OfficeRow(
            office=self.called(each.office),
            side=self._name(each.office.side or "", each.office.side_name or ""),
            latest=tuple(map(self._stood, each.latest)),
            earlier=tuple(self._stood(one) for one in each.history if one not in each.latest),
            contested=each.contested,
        )

    def _stood(self, each: Stood) -> StandRow:
        why = "; ".join(words for words in (each.condition, each.reason) if words)
        return StandRow(
            day=each.day,
            stand=each.stand,
            person=self._name(each.person or ""),
            why=why,
            voices=self.says(each.says),
            duty_of=self._labels.text("comma").join(map(self._name, each.on_whom)),
            is_taken_back=each.taken_back,
        )

    def _terms(self, each: SaidTerms) -> str:
        parts = [
            *map(self._name, each.on_whom),
            *map(self._name, each.where),
            *([self._lasting(each.lasts)] if each.lasts else []),
            *([self._labels.day(each.at)] if each.at else []),
            *([] if each.disclosed else [self._labels.text("terms_not_public")]),
        ]
        return ", ".join(parts)

    def _lasting(self, duration: str) -> str:
        """Return an ISO 8601 duration in words where it is of one unit."""
        found = _ONE_UNIT.fullmatch(duration)
        return self._labels.text(f"lasts_{found['time'] or ''}{found['unit']}", number=found["number"]) if found else duration

    def _part(self, code: str, each: Encounter, answers: tuple[Named, ...]) -> Part:
        return Part(code=code, answers=answers, contested=code in each.contested)

    def _whos(self, several: Iterable[SaidWho]) -> tuple[Named, ...]:
        return tuple(Named(name=self.called(one.who), voices=self.says(one.says)) for one in several)

    def _words(self, several: Iterable[SaidWords]) -> tuple[Named, ...]:
        return tuple(Named(name=one.name, voices=self.says(one.says)) for one in several)

    def _days(self, several: Iterable[SaidWords]) -> tuple[Named, ...]:
        return tuple(Named(name=self._labels.day(one.value), voices=self.says(one.says)) for one in several)

    def _durations(self, several: Iterable[SaidRange]) -> tuple[Named, ...]:
        return tuple(
            Named(name=self._labels.text("minutes_n", number=self._labels.number(one.low, one.high)), voices=self.says(one.says))
            for one in several
        )

    def _ranges(self, several: Iterable[SaidRange]) -> tuple[Named, ...]:
        return tuple(
            Named(name=f"{self._labels.number(one.low, one.high)} {one.unit}", voices=self.says(one.says)) for one in several
        )

    def _nth(self, several: Iterable[SaidNth]) -> tuple[Named, ...]:
        return tuple(
            Named(
                name=self._labels.text("nth_time", number=one.nth) + (f" ({self._lasting(one.within)})" if one.within else ""),
                voices=self.says(one.says),
            )
            for one in several
        )

    def called(self, who: Who | None) -> str:
        """Return what to call somebody in this language; nothing for nobody."""
        return self._name(who.id, who.name) if who else ""

    def _title(self, each: Encounter) -> str:
        """Return the title: where it only names who met, they are called as everywhere in this language."""
        met = [one.who for one in each.body or each.participants]
        if each.title != ", ".join(dict.fromkeys(who.name for who in met)):
            return each.title
        return self._labels.text("comma").join(dict.fromkeys(map(self.called, met)))

    def _name(self, actor: str, otherwise: str = "") -> str:
        return self._names.get(actor, otherwise or actor)
