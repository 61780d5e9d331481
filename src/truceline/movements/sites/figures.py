"""Figures over notifications, each with the rule by which it is counted (docs/formats/sites.md)."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Iterator

from truceline.movements.sites.moments import between
from truceline.movements.sites.values import ACKNOWLEDGING, ANSWERING, Answer, Figures, Hit, Hours, Sending, Site


def figures(sites: Iterable[Site], hits: Iterable[Hit]) -> Figures:
    """Return the figures of some sites; ``hits``: of these sites."""
    found = tuple(sites)
    sent = [pair for site in found for pair in _notifications(site)]
    answered = [[a for a in answers if a.counts and a.verb in ANSWERING] for _, answers in sent]
    acknowledged = [[a for a in several if a.verb in ACKNOWLEDGING] for several in answered]
    times = [between(line.sent, a[0].at) for (line, _), a in zip(sent, acknowledged, strict=True) if a]
    leads = [line.lead for line, _ in sent if line.lead is not None]
    held = [one for site in found for one in site.recipients if one.in_use]
    certain = {(hit.site, hit.incident) for hit in hits if hit.before == "yes" and not hit.is_taken_back}
    return Figures(
        sites=len(found),
        notifications=len(sent),
        acknowledged=sum(map(bool, acknowledged)),
        acknowledged_in_own_words=sum(any(a.own for a in several) for several in acknowledged),
        rejected=sum(any(a.verb == "reject" for a in several) for several in answered),
        unanswered=sum(not several for several in answered),
        median_hours_to_acknowledge=_median([hours for hours in times if hours is not None]),
        median_lead_hours=_median(leads),
        leads=len(leads),
        in_use=len(held),
        expired_in_use=sum(any(each.state == "expired" for each in one.states) for one in held),
        struck=sum(bool(site.strikes) for site in found),
        hit_after_notification=len(certain),
    )


def _notifications(site: Site) -> Iterator[tuple[Sending, tuple[Answer, ...]]]:
    """Yield each version sent to each recipient once, by its first sending, with the answers to it by their time."""
    answers = [(one.recipient, answer) for one in site.recipients for answer in one.answers]
    seen: set[tuple[str, int]] = set()
    for line in site.ledger:
        if not line.is_taken_back and (key := (line.recipient, line.version)) not in seen:
            seen.add(key)
            yield line, tuple(answer for whose, answer in answers if (whose, answer.version) == key)


def _median(hours: list[Hours]) -> Hours | None:
    """Return the median of the least and of the greatest numbers; of an even number the lower and the upper one of the middle."""
    if not hours:
        return None
    return Hours(statistics.median_low(each.low for each in hours), statistics.median_high(each.high for each in hours))
