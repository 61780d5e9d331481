"""``truceline actors`` and ``truceline actor``: who is called what on a day, and what is claimed of coverage and affiliation."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from truceline.cli import naming_lines
from truceline.cli.agreements import ShowUnlessNamed
from truceline.cli.listing import end_if_empty, tell_provenance, tell_undated, tell_waiting
from truceline.cli.options import AsJson, By, CompartmentName, Entry, Happened, Known, RecordDir, Said, WithProposals, day
from truceline.cli.output import console, isolated, plural, print_json, print_text, say, table

if TYPE_CHECKING:
    from truceline.actors.lookalikes import LooksLike
    from truceline.outputs.views import ActorsPage, ActorView

COLUMNS = ("id", "name", "called by itself", "called by others", "coverage, by whom")
MOST_NAMES = 4

actors = typer.Typer(
    cls=ShowUnlessNamed,
    help="Show actors by their names on a day, with what is claimed of their coverage and affiliation; convert lists of others; "
    "check a pack's names. `truceline actors [NAME]` is short for `truceline actors show [NAME]`.",
    rich_markup_mode=None,
)
actor = typer.Typer(
    help="Enter what somebody says of an actor: that a truce covers it or does not, to whom it belongs.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@actors.command()
def show(  # noqa: PLR0913 - one parameter an option
    name: Annotated[
        str | None,
        typer.Argument(metavar="NAME", help="A name in any script, or an id [default: all that the record speaks of]."),
    ] = None,
    *,
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", callback=day, help="As of that day [default: the day asked for].")
    ] = None,
    record: RecordDir = None,
    as_json: AsJson = False,
    known: Known = None,
    said: Said = None,
    entry: Entry = None,
    happened: Happened = None,
    with_proposals: WithProposals = False,
) -> None:
    """Print actors: names and who uses them, offices, who says that a truce covers them or not, and affiliations as quoted.

    A name resolves by date. A name that nobody bears is never taken for one that looks like it: what it looks like is said on
    stderr, and the command ends with 4. Coverage is claimed, never decided here; an affiliation stands under whoever said it.
    """
    from truceline.outputs import views  # noqa: PLC0415 - imports wait until a command needs them
    from truceline.workflow.opening import opened  # noqa: PLC0415

    selection = views.Selection(known=known, said=said, entry=entry, happened=happened, with_proposals=with_proposals)
    with opened(record) as held:
        material = views.gather(held, selection)
        page = views.actors_page(material, on=on, name=name)
    if as_json:
        tell_provenance(material.provenance)
        for each in (*page.actors, *page.groups):
            print_json(each)
    else:
        _print(page)
    _tell_names(page)
    if page.proposals:
        say(f"{plural(page.proposals, 'proposed claim')} of the machine would add a line on coverage or affiliation")
    tell_undated(page.basis.undated)
    if name is None:
        end_if_empty(bool(page.actors or page.groups), page.basis.waiting, "actor")
        return
    tell_waiting(page.basis.waiting)
    if not page.actors:
        raise typer.Exit(4)


def _print(page: ActorsPage) -> None:
    """Print the actor that was asked for, else a table of all and what is said of groups that no pack names."""
    if page.asked is not None:
        for each in page.actors:
            print_one(each)
        return
    if page.actors:
        console().print(table(COLUMNS, [_row(each) for each in page.actors], title=f"as of {page.on}", lines=True))
    for line in naming_lines.groups(page.groups):
        print_text(isolated(line))


def _tell_names(page: ActorsPage) -> None:
    """Say on stderr what is to be looked at: names that look like known ones, and a name that means nobody on the day."""
    if page.asked is not None and not page.actors:
        say(isolated(f"{page.asked!r} is not known in this theatre on {page.on}{_alike(page.not_known)}"))
    for odd in page.oddities:
        say(isolated(f"{page.asked!r}: {odd}"))
    if page.asked is not None:
        for each in page.actors:
            _tell_days(page.asked, each)
    for unknown in page.unknown:
        odd = "".join(f"; {what}" for what in unknown.oddities)
        where = ", ".join(unknown.where[:5])
        say(isolated(f"{unknown.name!r} ({where}) is not known{_alike(unknown.looks_like)}{odd}"))


def _tell_days(asked: str, found: ActorView) -> None:
    """Say when a name is used where it is another day's name."""
    from truceline.actors.names import folded  # noqa: PLC0415

    same = [name for name in found.names if folded(name.text) == folded(asked)]
    if same and not any(name.current for name in same):
        days = "; ".join(naming_lines.days_words(name.since, name.until) for name in same)
        say(isolated(f"{asked!r} is a name of {found.id} {days}, not on {found.on}"))


def _alike(found: tuple[LooksLike, ...]) -> str:
    several = "; ".join(f"{each.name!r} of {each.actor} (differs by: {each.differs})" for each in found[:5])
    return f"; looks like {several}" if several else ""


def _row(each: ActorView) -> tuple[str, ...]:
    own = [name.text for name in each.names if name.self_name and name.current]
    others = [
        f"{name.text} ({', '.join(name.users)})" for name in each.names if not name.self_name and name.current and name.users
    ]
    lines = [f"{line.state}: {line.by_name}{_waits(line.standing)}" for line in each.coverage if line.current]
    if each.is_contested:
        lines.append("contested")
    more = [f"and {len(others) - MOST_NAMES} more"] if len(others) > MOST_NAMES else []
    return (each.id, each.name, "\n".join(own), "\n".join([*others[:MOST_NAMES], *more]), "\n".join(dict.fromkeys(lines)))


def _waits(standing: str) -> str:
    return " (proposed)" if standing == "proposed" else ""


def print_one(each: ActorView) -> None:
    """Print everything that is said of one actor, one part under the other."""
    for line in naming_lines.lines(each):
        print_text(isolated(line))


@actors.command()
def convert(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The list; - for standard input.")],
    *,
    origin: Annotated[
        str, typer.Option("--from", metavar="FORMAT", help="petrarch (actor dictionary) or ucdp (actor list, CSV).")
    ],
    source: Annotated[
        str | None,
        typer.Option("--source", metavar="TEXT", help="The source named in each entry [default: the name of the file]."),
    ] = None,
    since: Annotated[
        str | None,
        typer.Option("--with-code", metavar="PREFIX", help="Of petrarch: only actors whose code begins so, such as SYR."),
    ] = None,
) -> None:
    """Convert a list of actors of another project into the actors.yaml of a theatre pack, on stdout.

    What could not be carried over is said on stderr with its line: nothing is dropped in silence, and nothing is guessed.
    """
    from truceline.workflow.converting import converted  # noqa: PLC0415 - imports wait until a command needs them

    made = converted(file, origin, source=source, code=since)
    typer.echo(made.yaml, nl=False)
    for remark in made.remarks:
        say(isolated(str(remark)))
    say(f"{plural(made.actors, 'actor')} written, {plural(len(made.remarks), 'remark')}; see docs/formats/actors.md")
    if not made.actors:
        raise typer.Exit(4)


@actors.command()
def check(
    theatre: Annotated[str, typer.Argument(metavar="NAME|DIR", help="A theatre pack: a bundled one by name, or a folder.")],
    *,
    as_json: AsJson = False,
) -> None:
    """Check the names of a theatre pack: which look alike, which overlap in time; ends with 1 where something is to look at.

    What is wrong (a name with two bearers on one day, an end before a beginning) refuses the pack, with 3. What may be right is a
    remark with file and line: two names of one group on the same days, names of two actors that look or sound alike.
    """
    from truceline.workflow.packs import load_theatre, remarks_on  # noqa: PLC0415

    pack = load_theatre(theatre)
    found = remarks_on(pack.files)
    for remark in found:
        if as_json:
            print_json({"where": remark.where, "what": remark.what})
        else:
            print_text(isolated(str(remark)))
    say(f"{plural(len(pack.theatre.actors), 'actor')} of {pack.theatre.name}: {plural(len(found), 'remark')}")
    if found:
        raise typer.Exit(1)


@actor.command()
def tell(  # noqa: PLR0913 - one parameter an option
    name: Annotated[str, typer.Argument(metavar="NAME", help="Of whom: a name in any script, or an id.")],
    *,
    says: Annotated[str, typer.Option("--says", metavar="WHO", help="Who says it: a name, an id, or words.")],
    coverage: Annotated[
        str | None,
        typer.Option("--coverage", metavar="STATE", help="party, accepted, not_accepted, excluded or disputed."),
    ] = None,
    relation: Annotated[
        str | None,
        typer.Option(
            "--relation", metavar="WORD", help="part_of, allied_with, close_to, parted_from, renamed_from or other; with --other."
        ),
    ] = None,
    other: Annotated[str | None, typer.Option("--other", metavar="NAME", help="Of a relation: to whom.")] = None,
    words: Annotated[
        str | None, typer.Option("--words", metavar="TEXT", help="Of a relation: the words as they were said.")
    ] = None,
    agreement: Annotated[
        str | None, typer.Option("--agreement", metavar="ID", help="Of coverage: by which agreement, an id or words.")
    ] = None,
    since: Annotated[str | None, typer.Option("--since", metavar="DATE", callback=day, help="From that day on, as said.")] = None,
    until: Annotated[str | None, typer.Option("--until", metavar="DATE", callback=day, help="To that day, as said.")] = None,
    stance: Annotated[
        str, typer.Option("--stance", metavar="WORD", help="assert, deny, demand and the others of a claim.")
    ] = "assert",
    via: Annotated[list[str] | None, typer.Option("--via", metavar="NAME", help="Through whom; may be given again.")] = None,
    said_on: Annotated[
        str | None,
        typer.Option("--said-on", metavar="DATE", callback=day, help="When it was said [default: published or today]."),
    ] = None,
    published: Annotated[
        str | None, typer.Option("--published", metavar="DATE", callback=day, help="When it was made public [default: today].")
    ] = None,
    claim: Annotated[str | None, typer.Option("--claim", metavar="CLAIM", help="The claim that it stands on.")] = None,
    note: Annotated[str | None, typer.Option("--note", metavar="TEXT", help="Free words. Sealed.")] = None,
    compartment: CompartmentName = None,
    by: By = None,
    record: RecordDir = None,
    as_json: AsJson = False,
) -> None:
    """Enter what somebody says of an actor: that a truce covers it or does not, or to whom it belongs. What is told is sealed.

    It stays that somebody's words, beside what others say; a denial is entered with --stance deny.
    """
    from truceline.cli.recording import compartment_of  # noqa: PLC0415
    from truceline.workflow.naming import Given, enter  # noqa: PLC0415
    from truceline.workflow.opening import opened  # noqa: PLC0415
    from truceline.workflow.people import user_name  # noqa: PLC0415

    given = Given(
        name=name,
        says=says,
        coverage=coverage,
        relation=relation,
        other=other,
        words=words,
        agreement=agreement,
        since=since,
        until=until,
        stance=stance,
        via=tuple(via or ()),
        said_on=said_on,
        published_at=published,
        claim=claim,
        note=note,
    )
    with opened(record) as held:
        made = enter(held, given, by=by or user_name(), co=compartment_of(held, compartment))
    for remark in made.remarks:
        say(isolated(remark))
    if as_json:
        print_json(made)
    else:
        print_text(made.id)
    say(f"{made.id} of {made.subject}" if made.new else f"nothing new: {made.id} says this already")


@actor.command()
def withdraw(
    telling: Annotated[str, typer.Argument(metavar="TELLING", help="The telling, such as tl4.")],
    *,
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why. Sealed.")],
    by: By = None,
    record: RecordDir = None,
) -> None:
    """Withdraw what was entered by mistake; it stays in the log and on no page."""
    from truceline.workflow.opening import opened  # noqa: PLC0415
    from truceline.workflow.people import user_name  # noqa: PLC0415
    from truceline.workflow.telling import withdraw as withdrawing  # noqa: PLC0415

    with opened(record) as held:
        gone = withdrawing(held, telling, reason=reason, by=by or user_name())
    say(f"{gone.id}: withdrawn at entry {gone.withdrawn}")
