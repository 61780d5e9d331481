"""The lists of a record: incidents, claims and sources, as tables for people or one JSON object a line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated

import typer

from truceline.cli.options import AsJson, Entry, Happened, Known, RecordDir, Said, WithProposals
from truceline.cli.output import console, plural, print_json, say, table
from truceline.cli.words import figure_range, places_words, time_words, who

if TYPE_CHECKING:
    from truceline.model import Incident
    from truceline.outputs.views import ClaimView, Provenance, SourceView, Undated, Waiting

INCIDENT_COLUMNS = ("id", "when", "where", "what", "killed", "accounts", "origins", "contested", "standing")
STANDINGS = ("proposed", "entered", "accepted", "rejected")


def incidents(  # noqa: PLR0913 - one parameter an option
    *,
    record: RecordDir = None,
    as_json: AsJson = False,
    known: Known = None,
    said: Said = None,
    entry: Entry = None,
    happened: Happened = None,
    with_proposals: WithProposals = False,
) -> None:
    """Print the incidents of the record: when, where, what, how many killed, how many accounts and independent origins.

    Only claims that people entered or accepted count, unless --with-proposals.
    """
    from truceline.outputs import views  # noqa: PLC0415 - imports wait until a command needs them
    from truceline.workflow.opening import opened  # noqa: PLC0415

    selection = views.Selection(known=known, said=said, entry=entry, happened=happened, with_proposals=with_proposals)
    with opened(record) as held:
        material = views.gather(held, selection)
        page = views.incidents_page(material)
    if as_json:
        tell_provenance(material.provenance)
    print_incidents(page.incidents, as_json=as_json, killed=page.killed)
    tell_undated(page.basis.undated)
    end_if_empty(bool(page.incidents), page.basis.waiting, "incident")


def print_incidents(found: tuple[Incident, ...], *, as_json: bool, killed: Mapping[str, str] | None = None) -> None:
    """Print incidents as a table, or as one JSON object a line: by their first day, those without one last.

    ``killed``: by id, the range of people killed in words where it changed from day to day.
    """
    ordered = sorted(found, key=_first_day)
    if as_json:
        for incident in ordered:
            print_json(incident)
    elif ordered:
        from truceline.outputs.labels import load  # noqa: PLC0415

        labels = load()
        ranges = killed or {}
        rows = [_incident_row(i, labels.say("event", i.type), ranges.get(i.id) or figure_range(i.killed)) for i in ordered]
        console().print(table(INCIDENT_COLUMNS, rows))


def _first_day(incident: Incident) -> str:
    """Return what incidents are ordered by; those without a first day keep their order behind all others."""
    return incident.time.start[:10] if incident.time and incident.time.start else "undated"


def _incident_row(incident: Incident, what: str, killed: str) -> tuple[str, ...]:
    origins = incident.origins
    several = f"{origins.sure}" if origins.sure == origins.possible else f"{origins.sure} to {origins.possible}"
    standing = ", ".join(f"{getattr(incident.standing, name)} {name}" for name in STANDINGS if getattr(incident.standing, name))
    return (
        incident.id,
        time_words(incident.time),
        places_words(incident.places),
        what,
        killed,
        str(len(incident.accounts)),
        several,
        ", ".join(incident.contested),
        standing,
    )


def tell_waiting(waiting: Waiting) -> None:
    """Say how many proposals were not counted, and the two ways to see them."""
    if waiting.claims:
        say(
            f"{plural(waiting.claims, 'proposed claim')} of the machine not counted here; "
            "decide on them with `truceline review`, or look with `--with-proposals`"
        )


def tell_undated(undated: Undated) -> None:
    """Say what a choice of days left out because nothing says when it happened."""
    if undated.incidents or undated.claims:
        what = f"{plural(undated.incidents, 'incident')} and {plural(undated.claims, 'claim')}"
        say(f"{what} not shown, because nothing says when they happened; leave out --happened to see them")


def tell_provenance(provenance: Provenance | None) -> None:
    """Say beside lines of JSON which record, which state of it and which choice they are."""
    if provenance is not None:
        say(f"record {provenance.line}")


def end_if_empty(found: bool, waiting: Waiting, what: str) -> None:  # noqa: FBT001 - reads as a sentence at its calls
    """Say how many proposals wait; end with exit 4 where nothing but proposals, or nothing at all, exists."""
    tell_waiting(waiting)
    if not found:
        say(f"no {what} to show" if waiting.claims else f"no {what} to show, and no proposal waits")
        raise typer.Exit(4)


def claims(  # noqa: PLR0913 - one parameter an option
    *,
    record: RecordDir = None,
    as_json: AsJson = False,
    known: Known = None,
    said: Said = None,
    entry: Entry = None,
    happened: Happened = None,
    report: Annotated[str | None, typer.Option("--report", metavar="ID", help="Only claims of this report.")] = None,
    incident: Annotated[str | None, typer.Option("--incident", metavar="ID", help="Only claims of this incident.")] = None,
    standing: Annotated[
        str | None,
        typer.Option(
            "--standing", metavar="STANDING", help="Only claims that stand so: proposed, entered, accepted or rejected."
        ),
    ] = None,
    with_proposals: WithProposals = False,
) -> None:
    """Print every claim with its speaker, stance, exact words, how it stands and its incident.

    Proposals are listed too, since this is where they are looked up; each says how it stands. --with-proposals is accepted, as
    everywhere, and changes nothing.
    """
    del with_proposals  # they are always listed
    from truceline.outputs import views  # noqa: PLC0415
    from truceline.workflow.opening import opened  # noqa: PLC0415

    with opened(record) as held:
        selection = views.Selection(known=known, said=said, entry=entry, happened=happened, with_proposals=True)
        material = views.gather(held, selection)
        found = views.listed_claims(material)
    if as_json:
        tell_provenance(material.provenance)
    chosen = [
        claim
        for claim in found
        if report in (None, claim.report)
        and (incident is None or incident == claim.incident or incident in claim.possible)
        and standing in (None, claim.standing)
    ]
    if as_json:
        for claim in chosen:
            print_json(claim)
    elif chosen:
        console().print(
            table(
                ("id", "report", "at", "who", "stance", "about", "words", "standing", "incident"), [_claim_row(c) for c in chosen]
            )
        )
    tell_undated(material.undated)
    if not chosen:
        say("no claim to show")
        raise typer.Exit(4)


def _claim_row(claim: ClaimView) -> tuple[str, ...]:
    at = f"{claim.content[0].start}:{claim.content[-1].end}"
    incident = claim.incident or " ".join(f"{each}?" for each in claim.possible)
    return (claim.id, claim.report, at, who(claim), claim.stance, ", ".join(claim.about), claim.words, claim.standing, incident)


def sources(  # noqa: PLR0913 - one parameter an option
    *,
    record: RecordDir = None,
    as_json: AsJson = False,
    known: Known = None,
    said: Said = None,
    entry: Entry = None,
    happened: Happened = None,
    with_proposals: WithProposals = False,
) -> None:
    """Print what each publisher and speaker claimed, what was corrected and whom they repeat; there is no score."""
    from truceline.outputs import views  # noqa: PLC0415
    from truceline.workflow.opening import opened  # noqa: PLC0415

    with opened(record) as held:
        page = views.sources_page(
            held, views.Selection(known=known, said=said, entry=entry, happened=happened, with_proposals=with_proposals)
        )
    if as_json:
        for source in page.sources:
            print_json(source)
    elif page.sources:
        columns = ("name", "part", "reports", "claims", "stances", "corrected", "repeats", "passed on by")
        console().print(table(columns, [_source_row(source) for source in page.sources]))
    tell_undated(page.basis.undated)
    end_if_empty(bool(page.sources), page.basis.waiting, "source")


def _source_row(source: SourceView) -> tuple[str, ...]:
    return (
        source.name,
        source.part,
        ", ".join(source.reports),
        str(source.claims),
        ", ".join(f"{number} {stance}" for stance, number in source.stances),
        "; ".join(f"{place.report} “{place.words}”" for place in source.corrected),
        ", ".join(f"{copy.report} of {copy.of} ({copy.share_percent}%)" for copy in source.repeats),
        ", ".join(source.passed_on_by),
    )
