"""Notified sites printed: a block a site, with every recipient by itself; the reminder above all of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from truceline.cli.output import isolated, plural, print_text

if TYPE_CHECKING:
    from truceline.movements.sites import Contradiction, Due, Hours, Recipient, Says, Sending, Strike
    from truceline.outputs.views.site_list import FiguresView, HitView, ProposedView, PublicSitesPage, SitesPage, SiteView
    from truceline.workflow.notifying import Shown

NO_DAY = "9999-12-31"
"""The day of a page on which nothing is dated."""
DUE = {
    "consent_not_told": "the owner's consent is not told",
    "consent_refused": "the owner does not agree to be notified",
    "consent_disputed": "whether the owner agrees is told in two ways",
    "not_validated": "fewer than two persons have checked version {version}",
    "nothing_told": "nothing is told of it that can be read here",
    "partly_unreadable": "something told of it cannot be read here: who is not named below may have been notified",
    "nobody_notified": "no notification of it is recorded here, which says nothing of its protection",
    "acknowledgement_missing": "no acknowledgement of what was sent {at}",
    "not_relayed": "nobody says that it was passed on to those on the ground",
    "newer_version_not_sent": "holds an older version; version {version} was not sent",
    "prolongation_not_sent": "was told an earlier end; it holds until {at}",
    "expiring": "to be looked at again: ends {at}",
    "expired": "to be looked at again: ended {at}, and may still be in use",
    "no_end_told": "until when it holds is not told",
    "revocation_not_sent": "holds what was taken back {at}",
    "strike_unanswered": "struck in {incident}, and no recipient has answered since",
}
CONTRADICTION = {
    "sent_before_validated": "sent before two persons had checked it",
    "sent_without_consent": "sent although the owner's consent is refused or disputed",
    "sent_after_revocation": "sent after it was taken back",
    "sent_version_unknown": "sent a version that nobody described",
    "answered_what_was_not_sent": "answered what is not recorded as sent to it",
    "answered_before_sent": "answered before it was sent",
    "checked_version_unknown": "checked a version that nobody described",
    "validity_ends_before_sent": "ended before it was sent",
    "rival_versions": "described in two ways",
    "said_not_to_be_so": "somebody says that it was not sent",
    "ended_by_recipient": "ended by the recipient itself, which ends nothing: that is for the sender and the owner",
}
VALID = {
    "told": "as told",
    "version": "as its version says",
    "revalidated": "looked at again",
    "default": "by default",
    "movement_end": "the end of the movement and six hours",
    "movement_plan": "the planned end of the movement and six hours",
    "nothing": "",
}
WHY = {
    "movement": "it is told as the attack on this movement",
    "same_place": "the same place",
    "around": "the incident's place lies around it",
    "inside": "the incident's place lies inside it",
    "near": "near",
    "near_position": "near the cell of the sealed position",
}


def print_sites(page: SitesPage) -> None:
    """Print every site, then the hits, what may be one, and the figures."""
    print_text(page.reminder)
    if page.on != NO_DAY:
        print_text(f"As of {page.on}.")
    for site in page.sites:
        print_text()
        for line in site_lines(site):
            print_text(isolated(line))
    _print_part("Hit after notification (who held it is not who struck it)", map(_hit, page.hits))
    _print_part("May have struck a notified object, for a person to confirm or deny", map(proposed_line, page.proposed))
    if page.figures.notifications:
        _print_part("Figures", _figures(page.figures))


def print_public(page: PublicSitesPage) -> None:
    """Print what may be shown to everybody."""
    print_text(page.reminder)
    print_text(f"As of {page.on}; only what was over since 24 hours, and only where owners agreed.")
    for line in page.sites:
        struck = f"; said to have been struck: {line.struck} ({', '.join(line.days)})" if line.struck else ""
        print_text(isolated(f"{', '.join(line.kinds)}, {line.area_name or 'area not told'}: {line.notified} notified{struck}"))


def print_site(page: SitesPage, site: SiteView, position: Shown | None) -> None:
    """Print one site with its disclosure ledger, and its position where it was asked for."""
    print_text(page.reminder)
    if page.on != NO_DAY:
        print_text(f"As of {page.on}.")
    for line in site_lines(site):
        print_text(isolated(line))
    _print_part("Sent, and answered", ledger_lines(site))
    _print_part("Hit after notification (who held it is not who struck it)", (_hit(h) for h in page.hits if h.site == site.id))
    if position is not None:
        warning = ": sealed; hand nothing of it on" if position.detail == "exact" else ""
        _print_part(f"Position, version {position.version}, {position.detail}{warning}", _position(position))


def site_lines(site: SiteView) -> Iterator[str]:
    """Yield the lines of one site: what it is, each recipient, what became of it, what is to be looked at."""
    names, newest = site.names, site.newest
    yield f"{site.id}  {site.name}{f' ({site.reference})' if site.reference else ''}: {', '.join(site.states)}"
    if newest is not None:
        where = ", ".join(names.get(each, each) for each in (*newest.places, *newest.movements))
        owner = f"; owner {', '.join(names.get(each, each) for each in newest.owners)}" if newest.owners else ""
        checked = f"checked by {', '.join(newest.checked_by)}" if newest.checked_by else "checked by nobody"
        yield f"    version {newest.number}: {', '.join(newest.kinds)}{f', {where}' if where else ''}{owner}; {checked}"
    for one in site.recipients:
        yield f"    {_recipient(one, names)}"
    for line in site.ledger:
        if line.is_taken_back:
            yield f"    {_sending(line, names)}"
    for strike in site.strikes:
        yield f"    {_strike(strike, names)}"
    yield from (f"    ! {_due(each, names)}" for each in site.due)
    yield from (f"    >< {_contradiction(each, names)}" for each in site.contradictions)


def ledger_lines(site: SiteView) -> Iterator[str]:
    """Yield the disclosure ledger of one site, a line a sending, with its answers under it."""
    for line in site.ledger:
        yield _sending(line, site.names)
        of_it = [answer for one in site.recipients if one.recipient == line.recipient for answer in one.answers]
        of_it += [each.answer for each in site.orphans if each.recipient == line.recipient]
        for answer in (each for each in of_it if each.version == line.version):
            field = {True: ", passed on to the field", False: ", not passed on to the field", None: ""}[answer.to_field]
            no = "taken back" if answer.says.stance == "assert" else answer.says.stance
            verb = answer.verb if answer.counts else f"{answer.verb} ({no})"
            why = f": {answer.reason}" if answer.reason else ""
            yield f"    {answer.at}  {verb}{field}, says {site.names.get(answer.says.by, answer.says.by)}{why}"
    for back in site.revocations:
        yield f"{back.at}  taken back by {site.names.get(back.by, back.by)}{f': {back.reason}' if back.reason else ''}"


def hours_words(hours: Hours) -> str:
    """Return hours as a range, in days from three days on.

    >>> from truceline.movements.sites import Hours
    >>> hours_words(Hours(24, 48)), hours_words(Hours(96, 144))
    ('24 to 48 h', '4 to 6 days')
    """
    unit, size = ("days", 24) if hours.low >= 72 else ("h", 1)
    low, high = hours.low // size, -(-hours.high // size)
    return f"{low} {unit}" if low == high else f"{low} to {high} {unit}"


def _print_part(title: str, lines: Iterator[str]) -> None:
    found = list(lines)
    if found:
        print_text(f"\n{title}")
        for line in found:
            print_text(isolated(f"    {line}"))


def _recipient(one: Recipient, names: dict[str, str]) -> str:
    states = [
        each.state + (f" (says {', '.join(names.get(by, by) for by in each.by)})" if each.by else "") for each in one.states
    ]
    until = f", until {one.valid_to} ({VALID[one.valid_by]})" if one.valid_to else ""
    waited = f", no acknowledgement for {hours_words(one.waited)}" if one.waited else ""
    who = names.get(one.recipient, one.recipient)
    return f"{who}: version {one.version} {one.detail}, sent {one.sent}{until}: {', '.join(states)}{waited}"


def _sending(line: Sending, names: dict[str, str]) -> str:
    until = f", until {line.valid_to} ({VALID[line.valid_by]})" if line.valid_to else ""
    channel = f" by {line.channel}" if line.channel else ""
    said = f"; sent, says {_speakers(line.says, names)}"
    denied = f"; not sent, says {_speakers(line.denied_by, names)}" if line.denied_by else ""
    taken_back = "; taken back" if line.is_taken_back else ""
    who = names.get(line.recipient, line.recipient)
    return f"{line.sent}  version {line.version} {line.detail} to {who}{channel}{until}{said}{denied}{taken_back}"


def _strike(strike: Strike, names: dict[str, str]) -> str:
    by = _speakers(strike.says, names)
    denied = f"; not so, says {_speakers(strike.denied_by, names)}" if strike.denied_by else ""
    when = f" on {' or '.join(strike.at)}" if strike.at else ", when is not told"
    return f"struck in {strike.incident}{when}, says {by}{denied}; {plural(strike.answers_since, 'answer')} since"


def _due(each: Due, names: dict[str, str]) -> str:
    who = f"{names.get(each.recipient, each.recipient)}: " if each.recipient else ""
    return who + DUE[each.kind].format(at=each.at or "", version=each.version, incident=each.incident)


def _contradiction(each: Contradiction, names: dict[str, str]) -> str:
    who = f"{names.get(each.recipient, each.recipient)}: " if each.recipient else ""
    when = f", {each.at}" if each.at else ""
    return f"{who}version {each.version} {CONTRADICTION[each.kind]}{when} [{', '.join(each.sources)}]"


def _hit(hit: HitView) -> str:
    lead = {"yes": "", "may_be": "perhaps ", "cannot_be_told": ""}[hit.before]
    before = f"{lead}{hours_words(hit.lead)} before" if hit.lead and hit.lead.low >= 0 else "before or after"
    answered = {
        True: "acknowledged by then",
        False: "no acknowledgement recorded by then",
        None: "whether acknowledged by then cannot be told",
    }[hit.acknowledged]
    valid = {True: "valid", False: "expired by then", None: "validity cannot be told"}[hit.was_valid]
    valid = f"{', '.join(hit.ended)} by then" if hit.ended else valid
    denied = f"; not struck, says {_speakers(hit.strike_denied_by, hit.names)}" if hit.strike_denied_by else ""
    said = f"says {_speakers(hit.says, hit.names)}"
    said += f"; not sent, says {_speakers(hit.denied_by, hit.names)}" if hit.denied_by else ""
    said += "; taken back" if hit.is_taken_back else ""
    first = f", the first on {hit.first_sent}" if hit.first_sent and hit.first_sent != hit.sent else ""
    struck = f" on {' or '.join(hit.times)}" if hit.times else ""
    return (
        f"{hit.site} {hit.site_name}, struck in {hit.incident}{struck}{denied}: "
        f"{hit.recipient_name} was sent version {hit.version} {hit.detail} on {hit.sent}{first}, {said}: {before}; {answered}; "
        f"{valid}"
    )


def _speakers(says: Iterable[Says], names: dict[str, str]) -> str:
    return ", ".join(dict.fromkeys(names.get(each.by, each.by) for each in says))


def proposed_line(each: ProposedView) -> str:
    """Return one incident that may have struck a notified object, with the command that confirms it."""
    far = f", {each.distance_km} km" if each.distance_km is not None else ""
    command = f"`truceline site struck {each.site} {each.incident}`"
    return f"{each.site} {each.site_name} in {each.incident}: {WHY[each.why]}{far}; {command}"


def _figures(found: FiguresView) -> Iterator[str]:
    sent = found.notifications
    yield f"acknowledged {_share(found.acknowledged, sent)}, in their own words {found.acknowledged_in_own_words}"
    yield f"rejected {found.rejected}; no answer {found.unanswered}"
    if found.median_hours_to_acknowledge:
        yield f"median time to an acknowledgement {hours_words(found.median_hours_to_acknowledge)}"
    if found.median_lead_hours:
        yield f"median lead before departure {hours_words(found.median_lead_hours)} (of {found.leads})"
    yield f"expired and still in use {_share(found.expired_in_use, found.in_use)}"
    yield f"{plural(found.struck, 'site')} struck; {plural(found.hit_after_notification, 'hit')} after notification"


def _position(shown: Shown) -> Iterator[str]:
    if shown.lat is not None:
        yield f"{shown.lat} {shown.lon} (WGS 84), {shown.accuracy_m or '?'} m"
    if shown.as_given is not None:
        yield f'as given: "{shown.as_given}", datum {shown.datum}'
    if shown.lat is None:
        yield shown.place or "no area is known"


def _share(count: int, of: int) -> str:
    return f"{count} of {of}" + (f" ({100 * count / of:.0f}%)" if of else "")
