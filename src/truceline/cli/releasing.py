"""``truceline release``: let everybody see something: one person asks, a second one gives, and the mission's delay goes by."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from truceline.cli.options import AsJson, By, RecordDir
from truceline.cli.output import console, isolated, plural, print_json, print_text, say, table

if TYPE_CHECKING:
    from truceline.ledger import Record
    from truceline.ledger.releases import Release
    from truceline.outputs.views import ReleaseView

app = typer.Typer(
    help="Let everybody see something: one person asks, a second one gives, and a delay goes by.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

ReleaseId = Annotated[str, typer.Argument(metavar="RELEASE", help="Id of a release, as `truceline release list` prints it.")]


@app.command("ask")
def ask(
    target: Annotated[
        str,
        typer.Argument(metavar="TARGET", help="Id of an incident, a claim, a step such as a finding, a movement, plan or site."),
    ],
    *,
    note: Annotated[
        str | None, typer.Option("--note", metavar="TEXT", help="Why, for the second person; it is sealed, and never public.")
    ] = None,
    by: By = None,
    record: RecordDir = None,
    as_json: AsJson = False,
) -> None:
    """Ask that something be shown to everybody, exactly as it stands now; nothing is shown yet."""
    from truceline.workflow.opening import opened  # noqa: PLC0415 - imports wait until a command needs them
    from truceline.workflow.people import user_name  # noqa: PLC0415
    from truceline.workflow.releasing import ask as put  # noqa: PLC0415

    with opened(record) as held:
        asked = put(held, target, by=by or user_name(), note=note)
    release = asked.release
    if as_json:
        print_json(release)
    else:
        print_text(release.id)
    _tell(release)
    for each in asked.left_out:
        say(isolated(f"  left out: {each.id}: {each.why}"))
    say(f"nothing is public yet; next: somebody else runs `truceline release give {release.id} --by NAME`")


@app.command("give")
def give(
    release: ReleaseId,
    *,
    as_asked: Annotated[
        bool, typer.Option("--as-asked", help="Although something changed since: what was asked for, as far as it still stands.")
    ] = False,
    by: By = None,
    record: RecordDir = None,
    as_json: AsJson = False,
) -> None:
    """Give a release as its second person; where something changed since it was asked for, say what, and give nothing."""
    from truceline.workflow.opening import opened  # noqa: PLC0415
    from truceline.workflow.people import user_name  # noqa: PLC0415
    from truceline.workflow.releasing import give as put  # noqa: PLC0415

    with opened(record) as held:
        done = put(held, release, by=by or user_name(), as_asked=as_asked)
        public_from = done.public_from(_delay(held))
    if as_json:
        print_json(done)
    else:
        print_text(f"{done.id} public from {public_from}")
    _tell(done)


@app.command("withdraw")
def withdraw(
    release: ReleaseId,
    *,
    why: Annotated[str | None, typer.Option("--why", metavar="TEXT", help="Why; it is sealed.")] = None,
    by: By = None,
    record: RecordDir = None,
    as_json: AsJson = False,
) -> None:
    """Take a release back, alone and at once; what was seen or copied meanwhile cannot be called back."""
    from truceline.workflow.opening import opened  # noqa: PLC0415
    from truceline.workflow.people import user_name  # noqa: PLC0415
    from truceline.workflow.releasing import withdraw as put  # noqa: PLC0415

    with opened(record) as held:
        done = put(held, release, by=by or user_name(), why=why)
    if as_json:
        print_json(done)
    else:
        print_text(f"{done.id} withdrawn")
    say("what somebody saw or copied while it was public cannot be called back")


@app.command("list")
def list_(*, record: RecordDir = None, as_json: AsJson = False) -> None:
    """List the releases: what is asked for, by whom, who gave it, and from when it is public."""
    from truceline.outputs.views import gather, release_list  # noqa: PLC0415
    from truceline.workflow.opening import opened  # noqa: PLC0415
    from truceline.workflow.people import now  # noqa: PLC0415

    with opened(record) as held:
        page = release_list(held, gather(held), at=now().isoformat())
    if as_json:
        for each in page.releases:
            print_json(each)
    elif page.releases:
        columns = ("id", "what", "covers", "state", "asked by", "given by", "public from")
        console().print(table(columns, [_row(each) for each in page.releases]))
    if page.is_whole:
        say("this record is a demonstration: everybody sees all of it that is in no compartment")
    if not page.releases:
        say("nobody has asked for anything of this record to be released")
        raise typer.Exit(4)


@app.command("delay")
def delay(
    hours: Annotated[int | None, typer.Argument(metavar="HOURS", help="The new delay; without it, the one that holds.")] = None,
    *,
    record: RecordDir = None,
) -> None:
    """Show or set how many hours must pass after something happened; a release asked with a longer delay keeps it."""
    from truceline.workflow.opening import opened  # noqa: PLC0415
    from truceline.workflow.releasing import set_delay  # noqa: PLC0415

    with opened(record) as held:
        if hours is not None:
            set_delay(held, hours)
        print_text(str(_delay(held)))


def _delay(held: Record) -> int:
    from truceline.ledger.releases import delay_hours  # noqa: PLC0415

    return delay_hours(held)


def _tell(release: Release) -> None:
    ids = (*release.claims, *release.steps, *release.tellings)
    note = f": {release.asked.note}" if release.asked.note else ""
    say(isolated(f"{release.id}, {release.of} {release.subject}, asked for by {release.asked.by}{note}"))
    say(f"  covers {plural(len(ids), 'thing')}: {', '.join(ids[:8])}{' ...' if len(ids) > 8 else ''}")
    say(f"  over by {release.until}; not public before {release.delay_hours} hours after that")


def _row(each: ReleaseView) -> tuple[str, ...]:
    covers = f"{each.shown} of {len(each.covers)}"
    return each.id, f"{each.of} {each.subject}", covers, each.state, each.asked_by, each.given_by or "", each.public_from or ""
