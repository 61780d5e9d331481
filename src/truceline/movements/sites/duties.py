"""What is to be looked at about a site, and what of what is said does not go together. No rule forbids anything."""

from __future__ import annotations

from collections.abc import Iterator

from truceline.model.assertions import Assertion
from truceline.model.sites import Checked, Revalidated, SiteFact
from truceline.movements.sites.moments import earliest, in_order, last_of, latest
from truceline.movements.sites.recipients import ENDED
from truceline.movements.sites.saying import facts_of
from truceline.movements.sites.values import (
    STATE_OF,
    Answer,
    Contradiction,
    ContradictionKind,
    Due,
    Recipient,
    ReminderKind,
    Revocation,
    Sending,
    Strike,
    Version,
)

CONSENT: dict[str, ReminderKind] = {
    "not_told": "consent_not_told",
    "no": "consent_refused",
    "disputed": "consent_disputed",
}


def due(  # noqa: PLR0913 - the parts of one site
    newest: Version | None,
    recipients: tuple[Recipient, ...],
    ledger: tuple[Sending, ...],
    assertions: tuple[Assertion[SiteFact], ...],
    strikes: tuple[Strike, ...],
    *,
    unread: bool,
) -> tuple[Due, ...]:
    """Return the reminders: those about the site, then those about each recipient, then those about strikes."""
    found = [*_of_version(newest)]
    if unread:
        found.append(Due(kind="partly_unreadable" if assertions else "nothing_told"))
    elif not recipients:
        found.append(Due(kind="nobody_notified" if assertions else "nothing_told"))
    for one in recipients:
        found += _of_recipient(one, newest)
        found += _prolonged(one, ledger, assertions)
    found += [
        Due(kind="strike_unanswered", incident=strike.incident, at=strike.at[0] if strike.at else None)
        for strike in strikes
        if recipients and not strike.answers_since
    ]
    return tuple(found)


def _of_version(newest: Version | None) -> Iterator[Due]:
    if newest is None:
        return
    if (kind := CONSENT.get(newest.consent)) is not None:
        yield Due(kind=kind, version=newest.number)
    if not newest.is_validated:
        yield Due(kind="not_validated", version=newest.number)


def _of_recipient(one: Recipient, newest: Version | None) -> Iterator[Due]:
    def to(kind: ReminderKind, at: str | None = None, version: int | None = None) -> Due:
        return Due(kind=kind, recipient=one.recipient, version=version or one.version, at=at)

    states = {each.state: each for each in one.states}
    if "revoked" in states and not states.keys() & {"recalled", "discontinued"}:
        yield to("revocation_not_sent", states["revoked"].at)
    if not one.in_use:
        return
    if one.missing:
        yield to("acknowledgement_missing", one.sent)
    elif one.relayed != "yes" and "rejected" not in states:
        yield to("not_relayed")
    if newest is not None and one.version < newest.number:
        yield to("newer_version_not_sent", version=newest.number)
    for kind in ("expiring", "expired"):
        if kind in states:
            yield to(kind, one.valid_to)
    if one.valid_by == "nothing":
        yield to("no_end_told")


def _prolonged(one: Recipient, ledger: tuple[Sending, ...], assertions: tuple[Assertion[SiteFact], ...]) -> Iterator[Due]:
    """Yield that a version was looked at again and holds for longer than the recipient was told."""
    line = next(line for line in ledger if line.is_current and line.recipient == one.recipient)
    looked = [fact.fact for fact in facts_of(assertions, Revalidated) if fact.fact.version == one.version]
    longest, known = last_of(each.valid_to for each in looked), line.told_valid_to
    if one.in_use and known is not None and longest is not None and in_order(longest) > in_order(known):
        yield Due(kind="prolongation_not_sent", recipient=one.recipient, version=one.version, at=longest)


def contradictions(
    versions: tuple[Version, ...],
    ledger: tuple[Sending, ...],
    answers: tuple[tuple[str, Answer], ...],
    revocations: tuple[Revocation, ...],
    assertions: tuple[Assertion[SiteFact], ...],
) -> tuple[Contradiction, ...]:
    """Return what does not go together, each with the sources it stands on."""
    by_number = {version.number: version for version in versions}
    found = [each for version in versions for each in _rivals(version)]
    found += [
        Contradiction(kind="checked_version_unknown", version=check.fact.version, sources=check.sources)
        for check in facts_of(assertions, Checked)
        if check.fact.version not in by_number
    ]
    for line in ledger:
        if not line.is_taken_back:
            found += _about_sending(line, by_number.get(line.version), revocations)
    for whose, answer in answers:
        found += _about_answer(whose, answer, ledger)
    return tuple(sorted(dict.fromkeys(found), key=_place))


def _place(each: Contradiction) -> tuple[int, str, str, str, tuple[str, ...]]:
    return each.version or 0, each.recipient or "", each.at or "", each.kind, each.sources


def _rivals(version: Version) -> Iterator[Contradiction]:
    if max(len(version.kinds), len(version.places), len(version.movements), len(version.owners)) > 1:
        yield Contradiction(kind="rival_versions", version=version.number, sources=tuple(says.source for says in version.says))


def _about_sending(line: Sending, version: Version | None, revocations: tuple[Revocation, ...]) -> Iterator[Contradiction]:
    def wrong(kind: ContradictionKind) -> Contradiction:
        sources = tuple(says.source for says in line.says)
        return Contradiction(kind=kind, recipient=line.recipient, version=line.version, at=line.sent, sources=sources)

    if version is None:
        yield wrong("sent_version_unknown")
    elif not version.is_validated or _is_before(line.sent, version.validated_at):
        yield wrong("sent_before_validated")
    if version is not None and version.consent in {"no", "disputed"}:
        yield wrong("sent_without_consent")
    if any(_is_before(each.at, line.sent) for each in revocations):
        yield wrong("sent_after_revocation")
    if _is_before(line.told_valid_to, line.sent):
        yield wrong("validity_ends_before_sent")
    if line.denied_by:
        yield wrong("said_not_to_be_so")


def _about_answer(whose: str, answer: Answer, ledger: tuple[Sending, ...]) -> Iterator[Contradiction]:
    def wrong(kind: ContradictionKind) -> Contradiction:
        sources = (answer.says.source,)
        return Contradiction(kind=kind, recipient=whose, version=answer.version, at=answer.at, sources=sources)

    if not answer.counts:
        return
    sent = [line.sent for line in ledger if line.recipient == whose and line.version == answer.version and not line.is_taken_back]
    if answer.own and STATE_OF.get(answer.verb) in ENDED:
        yield wrong("ended_by_recipient")
    if not sent:
        yield wrong("answered_what_was_not_sent")
    elif _is_before(answer.at, min(sent, key=in_order)):
        yield wrong("answered_before_sent")


def _is_before(first: str | None, second: str | None) -> bool:
    """Say whether one time surely lies before another."""
    end, start = latest(first), earliest(second)
    return end is not None and start is not None and end < start
