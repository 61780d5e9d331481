"""One actor in lines: names, times, offices, coverage by speaker, quotations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from truceline.outputs.views import ActorView
    from truceline.outputs.views.actor_pages import CoverageView, GroupView, NameOnDay, QuoteView, TermView

RENAMED = "renamed_from"


def lines(each: ActorView) -> Iterator[str]:
    """Yield what is said of one actor; parts that are empty are left out."""
    yield f"{each.name} ({each.id}), as of {each.on}"
    own = [name for name in each.names if name.self_name]
    yield from _part("calls itself", map(_name, own))
    yield from _part("renamed", (f"{r.since}: {r.before} -> {r.after}" for r in each.renamings))
    yield from _part("called by others", map(_name, (name for name in each.names if not name.self_name)))
    yield from _part("within", map(_term, each.within))
    yield from _part("held by", map(_term, each.holders))
    yield from _part("held", map(_term, each.offices))
    heading = "coverage, as claimed" + (" (contested)" if each.is_contested else "")
    yield from _part(heading, map(_coverage, each.coverage))
    yield from _part("its name, as others say", (_quote(quote) for quote in each.quotes if quote.relation == RENAMED))
    yield from _part("affiliation, as others say", (_quote(quote) for quote in each.quotes if quote.relation != RENAMED))
    yield from _part("affiliation, in its own words", map(_quote, each.own_words))
    yield from _part("to look at", iter(each.warnings))
    if each.source:
        yield f"  source of the names: {each.source}"


def groups(several: Iterable[GroupView]) -> Iterator[str]:
    """Yield what is said of groups that no pack names, each under the words it is told of with."""
    for each in several:
        yield f"{each.name} (no actor of the theatre)"
        yield from _part("coverage, as claimed", map(_coverage, each.coverage))
        yield from _part("affiliation, as others say", map(_quote, each.quotes))


def days_words(since: str | None, until: str | None) -> str:
    """Return "from 2016-07-28", "until 2016-07-27", "from .. to ..", or nothing where no day is given."""
    if since and until:
        return f"from {since} to {until}"
    return f"from {since}" if since else f"until {until}" if until else ""


def _part(title: str, found: Iterator[str]) -> Iterator[str]:
    shown = list(found)
    if shown:
        yield f"  {title}:"
        yield from (f"    {line}" for line in shown)


def _name(name: NameOnDay) -> str:
    users = f", used by {', '.join(name.users)}" if name.users else ""
    when = days_words(name.since, name.until)
    return f"{'' if name.current else '(not on this day) '}{name.text} [{name.lang}]{users}{', ' + when if when else ''}"


def _term(term: TermView) -> str:
    when = days_words(term.since, term.until)
    return f"{'' if term.current else '(not on this day) '}{term.name}{', ' + when if when else ''}"


def _coverage(line: CoverageView) -> str:
    what = line.state.replace("_", " ")
    said = "says" if line.counts else f"({line.stance})"
    which = f" [{line.agreement_name}]" if line.agreement_name else ""
    through = f", through {', '.join(line.via)}" if line.via else ""
    where = ", ".join(line.sources)
    return (
        f"{'' if line.current else '(not on this day) '}{line.by_name} {said}: {what}{which}, "
        f"{days_words(line.since, line.until)}{through} ({where}, {line.standing})"
    )


def _quote(quote: QuoteView) -> str:
    said = "" if quote.stance == "assert" else f" ({quote.stance})"
    through = f", through {', '.join(quote.via)}" if quote.via else ""
    return f"{quote.by_name}{said}, {quote.said_on}: “{quote.words}”{through} ({', '.join(quote.sources)}, {quote.standing})"
