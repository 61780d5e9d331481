"""``truceline agreement``: an agreement of the theatre as its file says it; checking such a file; the schema of one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer
from typer.core import TyperGroup

from truceline.cli import marking_statements
from truceline.cli.options import AsJson, Entry, Happened, Known, RecordDir, Said, WithProposals
from truceline.cli.output import console, isolated, plural, print_json, print_text, say

if TYPE_CHECKING:
    from typer._click import Context

    from truceline.workflow.agreements import Checked

COUNTED = ("clauses", "conditions", "phases", "procedures", "acts", "timetable", "lines", "parties")


class ShowUnlessNamed(TyperGroup):
    """A group whose first command is meant where none is named: ``truceline agreement ID`` is ``truceline agreement show ID``."""

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:
        """Put ``show`` in front of whatever names no command."""
        named = bool(args) and (args[0] in self.commands or args[0] in ctx.help_option_names)
        return super().parse_args(ctx, args if named else ["show", *args])


app = typer.Typer(
    cls=ShowUnlessNamed,
    help="Show an agreement of the theatre: who is bound, what is owed, who may change what; check its file. "
    "`truceline agreement [ID]` is short for `truceline agreement show [ID]`.",
    rich_markup_mode=None,
)


@app.command()
def show(  # noqa: PLR0913 - one parameter an option
    agreement: Annotated[
        str | None,
        typer.Argument(metavar="ID", help="Which agreement of the theatre [default: the latest by the day asked for]."),
    ] = None,
    *,
    record: RecordDir = None,
    as_json: AsJson = False,
    known: Known = None,
    said: Said = None,
    entry: Entry = None,
    happened: Happened = None,
    with_proposals: WithProposals = False,
) -> None:
    """Print an agreement: parties, capacities and who claims them, clauses, phases, procedures, and who may change what.

    With --known, only what was public by then; of other clauses it says that their terms were not. Wording that could not be
    checked against the text is marked. --happened and --with-proposals are accepted, as everywhere, and change nothing.
    """
    from truceline.cli import agreement_lines  # noqa: PLC0415 - imports wait until a command needs them
    from truceline.outputs.views import Selection, agreement_page  # noqa: PLC0415
    from truceline.workflow.opening import opened  # noqa: PLC0415

    selection = Selection(known=known, said=said, entry=entry, happened=happened, with_proposals=with_proposals)
    with opened(record) as held:
        page = agreement_page(held, agreement, selection)
    if page.agreement is None:
        say(
            f"the theatre {page.theatre} has no agreement"
            + (f" by {page.known}" if page.known else "; see docs/formats/agreement.md")
        )
        raise typer.Exit(4)
    if as_json:
        print_json(page)
    else:
        width = console().width
        for line in agreement_lines.lines(page):
            print_text(isolated(agreement_lines.wrapped(line, width)))
    others = [other.id for other in page.others if other.id != page.agreement.id]
    if others:
        say(f"{plural(len(others), 'other agreement')} in this theatre: {', '.join(others)}")


@app.command()
def check(
    file: Annotated[str, typer.Argument(metavar="FILE", help="The file of an agreement (YAML); - for standard input.")],
    *,
    theatre: Annotated[
        str | None,
        typer.Option(
            "--theatre",
            metavar="NAME|DIR",
            help="Whose actors and places it may cite [default: the pack in whose folder agreements it lies, else world].",
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Check the file of an agreement and name every mistake with its line; ends with 3 where there is one. Nothing is written."""
    from truceline.workflow import agreements  # noqa: PLC0415

    found = agreements.check(file, theatre)
    if as_json:
        print_json(found)
    elif found.agreement:
        _print_checked(found)
    for mistake in found.mistakes:
        say(isolated(str(mistake)))
    if found.mistakes:
        many = plural(len(found.mistakes), "mistake")
        say(f"{many}; checked against the theatre {found.theatre}, see docs/formats/agreement.md")
        raise typer.Exit(3)


def _print_checked(found: Checked) -> None:
    text = found.agreement
    if text is None:
        return
    parts = ", ".join(f"{name} {len(getattr(text, name))}" for name in COUNTED)
    contested = sum(clause.existence == "contested" for clause in text.clauses)
    clauses = sum(not clause.verified for clause in text.clauses)
    print_text(isolated(f"{found.path}: {text.name} ({text.id}), checked against the theatre {found.theatre}: no mistake"))
    print_text(f"  {parts}; contested clauses {contested}")
    print_text(f"  unverified wording: {plural(clauses, 'clause')}, {plural(len(found.unverified), 'part')} in all")
    for part in found.unverified:
        print_text(isolated(f"    {part}"))


@app.command()
def schema() -> None:
    """Print the JSON Schema of the file of an agreement, for editors that check while one writes."""
    from truceline.agreement.document.schema import schema_text  # noqa: PLC0415

    print_text(schema_text().rstrip("\n"))


app.command("mark")(marking_statements.mark)
