"""``truceline tallies``: how many violations somebody counted, what the parts given sum to, and which incidents it may cover."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from truceline.cli.listing import end_if_empty, tell_provenance, tell_undated
from truceline.cli.options import AsJson, Entry, Happened, Known, RecordDir, Said, WithProposals
from truceline.cli.output import console, plural, print_json, say, table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from truceline.model.tallies import Tally, TallyPart
    from truceline.outputs.views import TalliesPage

COLUMNS = ("said", "who", "how many", "whose", "when", "parts given", "in this record")
BOUNDS = {"at_least": "at least {}", "at_most": "at most {}", "up_to": "up to {}", "about": "about {}"}


def tallies(  # noqa: PLR0913 - one parameter an option
    *,
    record: RecordDir = None,
    as_json: AsJson = False,
    agreement: Annotated[
        str | None,
        typer.Option(
            "--agreement", metavar="ID", help="Held against which agreement [default: the latest one by the day asked for]."
        ),
    ] = None,
    known: Known = None,
    said: Said = None,
    entry: Entry = None,
    happened: Happened = None,
    with_proposals: WithProposals = False,
) -> None:
    """Print how many violations somebody counted: whose, when, with the parts given, and beside the incidents of the record.

    What the parts given sum to stands beside the total. A tally is a claim about a set: it makes no incident, and two tallies are
    never added. An incident is covered where it fits its scope and period; nothing is concluded from what is left over.
    """
    from truceline.outputs import views  # noqa: PLC0415 - imports wait until a command needs them
    from truceline.workflow.opening import opened  # noqa: PLC0415

    selection = views.Selection(known=known, said=said, entry=entry, happened=happened, with_proposals=with_proposals)
    with opened(record) as held:
        material = views.gather(held, selection)
        page = views.tallies_page(material, agreement=agreement)
    if as_json:
        tell_provenance(material.provenance)
        for tally in page.tallies:
            print_json(tally)
    elif page.tallies:
        console().print(table(COLUMNS, [_row(tally, page) for tally in page.tallies], lines=True))
    if page.proposals:
        say(f"{plural(page.proposals, 'proposed claim')} of the machine would add or change a tally")
    tell_undated(page.basis.undated)
    end_if_empty(bool(page.tallies), page.basis.waiting, "tally")


def _row(tally: Tally, page: TalliesPage) -> tuple[str, ...]:
    return (
        tally.date or "?",
        _who(tally, page.names),
        _number(tally),
        _whose(tally, page.names),
        _when(tally),
        _parts(tally),
        _in_record(tally),
    )


def _who(tally: Tally, names: Mapping[str, str]) -> str:
    who = tally.speaker or f"report {tally.report} itself"
    counted = f"\ncounted by {names.get(tally.counted_by, tally.counted_by)}" if tally.counted_by else ""
    confirms = f"\nconfirms of those of {names.get(tally.confirms, tally.confirms)}" if tally.confirms else ""
    again = f"\nsaid again in {plural(len(tally.repeats), 'claim')}" if tally.repeats else ""
    return f"{who}{counted}{confirms}{again}"


def _number(tally: Tally) -> str:
    if tally.bound == "more_than" and tally.low is not None:
        return f"more than {tally.low - 1}"
    if tally.low is not None and tally.high is not None and tally.low != tally.high:
        return f"{tally.low} to {tally.high}"
    number = tally.low if tally.low is not None else tally.high
    return "unknown" if number is None else BOUNDS.get(tally.bound, "{}").format(number)


def _whose(tally: Tally, names: Mapping[str, str]) -> str:
    named = ", ".join(names.get(actor, actor) for actor in tally.against)
    return named or (f"“{tally.against_words}”" if tally.against_words else "")


def _when(tally: Tally) -> str:
    days = " to ".join(dict.fromkeys(day for day in (tally.since, tally.until) if day))
    if tally.since and not tally.until:
        days = f"from {tally.since}"
    elif tally.until and not tally.since:
        days = f"until {tally.until}"
    words = f"“{tally.period_words}”" if tally.period_words else ""
    return "\n".join(each for each in (days, words) if each)


def _parts(tally: Tally) -> str:
    if tally.parts_sum is None:
        return ""
    return "\n".join([*map(_part, tally.breakdown), f"the parts given sum to {tally.parts_sum}"])


def _part(part: TallyPart) -> str:
    below = ""
    if part.parts_sum is not None:
        given = ", ".join(f"{each.n} {each.words}".strip() for each in part.parts)
        below = f" ({given}: the parts given sum to {part.parts_sum})"
    return f"{part.n} {part.words}".strip() + below


def _in_record(tally: Tally) -> str:
    found = tally.matched
    lines = [f"{plural(len(found.covered), 'incident')} covered"]
    lines += [f"{found.unmatched_tally} more counted than these"] if found.unmatched_tally else []
    lines += [f"{plural(len(found.possible), 'incident')} that may be meant"] if found.possible else []
    lines += [f"{plural(len(found.unmatched_incidents), 'other incident')} in that time"] if found.unmatched_incidents else []
    return "\n".join(lines)
