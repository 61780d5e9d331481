"""What the assertions about one proposal come to: said proposers, terms, where each office stood when, who denies it."""

from __future__ import annotations

import msgspec

from truceline.diplomacy.values import Perhaps, Saying, Who
from truceline.model.diplomacy import ProposalKind, Stand


class SaidProposer(msgspec.Struct, frozen=True, kw_only=True):
    """Who is said to have proposed it, and by whom."""

    who: Who
    says: tuple[Saying, ...]


class SaidTerms(msgspec.Struct, frozen=True, kw_only=True):
    """Its terms as somebody gives them. ``lasts`` is an ISO 8601 duration; ``disclosed`` is False where they are not public."""

    kind: ProposalKind
    words: str
    says: tuple[Saying, ...]
    on_whom: tuple[str, ...] = ()
    where: tuple[str, ...] = ()
    lasts: str | None = None
    at: str | None = None
    disclosed: bool = True


class Stood(msgspec.Struct, frozen=True, kw_only=True):
    """Where an office stood on a day, as somebody says. ``day``: of the stand where told, else the one on which it was said.

    ``on_whom``: of an existing duty, whose it is said to be. ``taken_back``: all who said so have since said otherwise of the
    same stand; it is never the latest.
    """

    day: str
    stand: Stand
    words: str
    says: tuple[Saying, ...]
    person: str | None = None
    condition: str | None = None
    reason: str | None = None
    on_whom: tuple[str, ...] = ()
    taken_back: bool = False


class OfficeStands(msgspec.Struct, frozen=True, kw_only=True):
    """One office: its stands in the order of days, and the ``latest``: those told for the last day of which anything is told.

    ``contested``: for one day different stands are told of it.
    """

    office: Who
    latest: tuple[Stood, ...]
    history: tuple[Stood, ...]
    contested: bool = False


class Dissent(msgspec.Struct, frozen=True, kw_only=True):
    """Offices of one side that stand opposite each other, each by its latest stand."""

    side: str
    side_name: str
    speaking_for: tuple[Who, ...]
    speaking_against: tuple[Who, ...]


class NotSo(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody says that something was not so, or takes it back, or says that it is not known. It counts for nothing else.

    ``what`` is ``proposed``, or the stand; ``office`` is whose; ``words`` those of the fact.
    """

    what: str
    office: Who | None
    words: str
    says: tuple[Saying, ...]


class Proposal(msgspec.Struct, frozen=True, kw_only=True, tag_field="line", tag="proposal"):
    """One proposal: what is said of it, by whom, and where every office stood on it, each for itself.

    ``id``: of the subject that people opened (``pr3``), else ``pr:`` and the claim that is first with it. ``title``: the
    subject's name, else the words of the first who name it. ``kinds``: the first is the one it is listed under. ``grouped`` says
    why these assertions are taken for one proposal. By the latest stands: ``supported_by`` (proposes or supports),
    ``accepted_by`` (also in part), ``opposed_by`` (speaks against or refuses); ``existing_duty``: which offices ever said
    that it is owed already. ``withheld``: who says that its terms are kept from the public.
    """

    id: str
    kinds: tuple[ProposalKind, ...]
    title: str
    first_day: str
    last_day: str
    grouped: str
    reference: str | None = None
    proposers: tuple[SaidProposer, ...] = ()
    terms: tuple[SaidTerms, ...] = ()
    offices: tuple[OfficeStands, ...] = ()
    dissent: tuple[Dissent, ...] = ()
    supported_by: tuple[Who, ...] = ()
    accepted_by: tuple[Who, ...] = ()
    opposed_by: tuple[Who, ...] = ()
    existing_duty: tuple[Who, ...] = ()
    not_so: tuple[NotSo, ...] = ()
    withheld: tuple[Saying, ...] = ()
    perhaps: tuple[Perhaps, ...] = ()
