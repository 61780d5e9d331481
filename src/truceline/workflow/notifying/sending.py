"""Who checked a version, to whom it was sent, how they answered, and that it still holds. Nothing is sent by this program.

Nothing is forbidden: what was done is written down, and what does not go together is said, here and on every list.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast, get_args

import msgspec

from truceline.errors import UsageError
from truceline.ledger import Record
from truceline.model.assertions import Telling
from truceline.model.sites import Answered, Checked, Detail, Disclosed, Revalidated, SiteFact, SiteNamed, Verb
from truceline.movements.sites.versions import PERSONS, same_person
from truceline.workflow.notifying.opening import Done
from truceline.workflow.notifying.standing import compartment_of, facts_of, finest, sent_to, site_id, version_of
from truceline.workflow.notifying.words import NOTHING, actor_of, actors_of, refuse_positions
from truceline.workflow.opening import theatre_of
from truceline.workflow.telling import ToTell, tell, tell_several

OF_THE_SENDER = frozenset({"update", "recall", "discontinue"})


class SendingGiven(msgspec.Struct, frozen=True, kw_only=True):
    """What was sent, to whom, when, how exact. ``valid_to``: what the recipients were told.

    ``denied``: that it was not sent; of what the same speaker had said of the same time, it takes that back.
    """

    recipients: tuple[str, ...]
    sent: str
    detail: str
    version: int | None = None
    channel: str | None = None
    valid_to: str | None = None
    said_by: str | None = None
    published: str | None = None
    denied: bool = False


class AnswerGiven(msgspec.Struct, frozen=True, kw_only=True):
    """What was said of a notification. ``said_by``: None for the recipient itself, and for the sender of the sender's verbs.

    ``denied``: that it was not so; of what the same speaker had said of the same time, it takes that back.
    """

    recipient: str
    verb: str
    at: str
    version: int | None = None
    to_field: bool | None = None
    reason: str | None = None
    said_by: str | None = None
    published: str | None = None
    denied: bool = False


class Noted(msgspec.Struct, frozen=True, kw_only=True):
    """One fact to be told of a site: by whom it is said, on which day, published when; ``denied``: that it is not so."""

    fact: SiteFact
    said_by: str
    on: str
    published: str | None = None
    denied: bool = False


def check(record: Record, wanted: str, *, at: str, by: str, version: int | None = None) -> Done:
    """Enter that a person checked a version; two different persons make it validated.

    Raises:
        UsageError: there is no such version.
        NotFoundError: there is no such site.
    """
    site = site_id(record, wanted)
    facts = facts_of(record, site)
    number = version_of(facts, version, site)
    before = {same_person(f.person) for f in facts if isinstance(f, Checked) and f.version == number}
    done = note(record, site, number, Noted(fact=Checked(version=number, person=by, at=at), said_by=by, on=at), by=by)
    persons = len(before | {same_person(by)})
    remark = (
        "validated: two persons checked it"
        if persons >= PERSONS
        else "one person checked it; a second one is still to look at it"
    )
    return msgspec.structs.replace(done, remarks=(remark,))


def send(record: Record, wanted: str, given: SendingGiven, *, by: str) -> tuple[Done, ...]:
    """Enter that a version was sent to recipients, each by itself; all or none. There is no recipient but those named.

    Raises:
        UsageError: nobody is named, or something does not fit.
        NotFoundError: there is no such site.
    """
    if not given.recipients:
        message = f"sent to whom? expected --to with each recipient; there is none by default; {NOTHING}"
        raise UsageError(message)
    if given.detail not in (known := get_args(Detail)):
        message = f'--detail "{given.detail}" is none of ours; expected one of {", ".join(known)}; {NOTHING}'
        raise UsageError(message)
    if given.valid_to is not None and given.valid_to[:10] < given.sent[:10]:
        message = f"--valid-to {given.valid_to} lies before the sending, {given.sent}; {NOTHING}"
        raise UsageError(message)
    refuse_positions({"--channel": given.channel, **dict.fromkeys(["--to"], " ".join(given.recipients))})
    site, theatre = site_id(record, wanted), theatre_of(record)
    facts = facts_of(record, site)
    number = version_of(facts, given.version, site)
    disclosed = [
        Disclosed(
            recipient=each,
            version=number,
            sent=given.sent,
            detail=cast("Detail", given.detail),
            channel=given.channel,
            valid_to=given.valid_to,
        )
        for each in dict.fromkeys(actors_of(theatre, given.recipients))
    ]
    said_by = actor_of(theatre, given.said_by) if given.said_by else by
    told = [
        ToTell(
            subject=site,
            telling=Telling(by=said_by, facts=(each,), said_on=given.sent[:10], stance="deny" if given.denied else "assert"),
            published_at=given.published,
        )
        for each in disclosed
    ]
    entered = tell_several(record, told, by=by, co=compartment_of(record, site))
    return tuple(
        Done(
            site=site,
            version=number,
            telling=new.id,
            new=new.new,
            remarks=tuple(_on_denial(facts, each) if given.denied else _on_sending(facts, each)),
        )
        for new, each in zip(entered, disclosed, strict=True)
    )


def _on_denial(facts: tuple[SiteFact, ...], sent: Disclosed) -> Iterator[str]:
    said = any(each.version == sent.version and each.sent == sent.sent for each in sent_to(facts, sent.recipient))
    yield (
        "the line stays in the ledger, with who says that it was not sent"
        if said
        else f"nothing here says that version {sent.version} was sent to {sent.recipient} at {sent.sent}"
    )


def _on_sending(facts: tuple[SiteFact, ...], sent: Disclosed) -> Iterator[str]:
    persons = {same_person(f.person) for f in facts if isinstance(f, Checked) and f.version == sent.version}
    if len(persons) < PERSONS:
        yield f"version {sent.version} was sent before two persons checked it"
    said = {f.consents for f in facts if isinstance(f, SiteNamed) and f.version == sent.version}
    if True not in said:
        yield "the owner does not agree to be notified" if False in said else "the owner's consent is not told"
    before = sent_to(facts, sent.recipient)
    if finest(before) not in (None, "exact") and sent.detail == "exact":
        yield f"{sent.recipient} had it coarse until now"


def answer(record: Record, wanted: str, given: AnswerGiven, *, by: str) -> Done:
    """Enter what was said of a notification: acknowledged, confirmed, complied with, rejected, or the sender's own verbs.

    Raises:
        UsageError: something does not fit.
        NotFoundError: there is no such site.
    """
    if given.verb not in (known := get_args(Verb)):
        message = f'"{given.verb}" is no verb of ours; expected one of {", ".join(known)}; {NOTHING}'
        raise UsageError(message)
    refuse_positions({"--reason": given.reason, "RECIPIENT": given.recipient})
    site, theatre = site_id(record, wanted), theatre_of(record)
    facts, recipient = facts_of(record, site), actor_of(theatre, given.recipient)
    sent = sent_to(facts, recipient)
    number = given.version if given.version is not None else max((each.version for each in sent), default=None)
    if number is None:
        number = version_of(facts, None, site)
    own = by if given.verb in OF_THE_SENDER else recipient
    fact = Answered(
        recipient=recipient,
        version=number,
        verb=cast("Verb", given.verb),
        at=given.at,
        to_field=given.to_field,
        reason=given.reason,
    )
    said_by = actor_of(theatre, given.said_by) if given.said_by else own
    noted = Noted(fact=fact, said_by=said_by, on=given.at, published=given.published, denied=given.denied)
    done = note(record, site, number, noted, by=by)
    remarks = (
        []
        if any(each.version == number for each in sent)
        else [f"nothing here says that version {number} was sent to {recipient}"]
    )
    return msgspec.structs.replace(done, remarks=tuple(remarks))


def revalidate(  # noqa: PLR0913 - which version, when, for how long, by whom
    record: Record,
    wanted: str,
    *,
    at: str,
    valid_to: str,
    by: str,
    version: int | None = None,
) -> Done:
    """Enter that a version was looked at again and holds until a later day.

    Raises:
        UsageError: there is no such version, or it would end before it was looked at.
        NotFoundError: there is no such site.
    """
    site = site_id(record, wanted)
    number = version_of(facts_of(record, site), version, site)
    if valid_to[:10] < at[:10]:
        message = f"--valid-to {valid_to} lies before --at {at}; expected a later day; {NOTHING}"
        raise UsageError(message)
    fact = Revalidated(version=number, at=at, valid_to=valid_to, person=by)
    done = note(record, site, number, Noted(fact=fact, said_by=by, on=at), by=by)
    return msgspec.structs.replace(done, remarks=("recipients who were told another end have not got this until it is sent",))


def note(record: Record, site: str, version: int, noted: Noted, *, by: str) -> Done:
    """Enter one fact of a site, and return it as it stands."""
    said = Telling(by=noted.said_by, facts=(noted.fact,), said_on=noted.on[:10], stance="deny" if noted.denied else "assert")
    entered = tell(record, site, said, by=by, published_at=noted.published, co=compartment_of(record, site))
    return Done(site=site, version=version, telling=entered.id, new=entered.new)
