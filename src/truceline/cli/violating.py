"""``truceline violations`` and ``truceline violation``: what is alleged, where authorities stand, what is due, what was done."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Annotated

import typer

from truceline.cli.listing import end_if_empty, tell_provenance, tell_undated
from truceline.cli.options import AsJson, By, Entry, Happened, Known, RecordDir, Said, WithProposals, moment
from truceline.cli.output import console, isolated, plural, print_json, print_text, say, table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from truceline.model.violations import Position, Violation
    from truceline.outputs.views import ViolationsPage

COLUMNS = ("violation", "on", "occurrence", "attribution", "finding", "grading", "held responsible", "overdue")
TABLE_WIDTH = 120
"""With fewer columns than these the table breaks within words: then its rows are printed one under the other."""
NOBODY = "-"

app = typer.Typer(
    help="Enter what was done about an alleged violation; grade a claim as an assessor.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

AgreementId = Annotated[
    str | None,
    typer.Option("--agreement", metavar="ID", help="Under which agreement [default: the latest one by the day asked for]."),
]


def violations(  # noqa: PLR0913 - one parameter an option
    *,
    record: RecordDir = None,
    as_json: AsJson = False,
    agreement: AgreementId = None,
    clause: Annotated[str | None, typer.Option("--clause", metavar="ID", help="Only of this clause.")] = None,
    party: Annotated[
        str | None, typer.Option("--party", metavar="P", help='Only alleged of this party; "-": nobody is alleged.')
    ] = None,
    overdue: Annotated[bool, typer.Option("--overdue", help="Only where something is overdue.")] = False,
    known: Known = None,
    said: Said = None,
    entry: Entry = None,
    happened: Happened = None,
    with_proposals: WithProposals = False,
) -> None:
    """Print alleged violations: an incident, a clause, a party, and where every authority stands on it, each for itself.

    Did it happen, who did it, was it a violation: three questions, answered by nobody but the authorities. They may differ for
    ever, and all are shown. What is overdue is so on the day asked for: --known, else --said, else the last day of the record.
    """
    from truceline.outputs import views  # noqa: PLC0415 - imports wait until a command needs them
    from truceline.workflow.opening import opened  # noqa: PLC0415

    selection = views.Selection(known=known, said=said, entry=entry, happened=happened, with_proposals=with_proposals)
    with opened(record) as held:
        material = views.gather(held, selection)
        page = views.violations_page(material, agreement=agreement)
    if as_json:
        tell_provenance(material.provenance)
    if page.agreement is None:
        say("the theatre of this record has no agreement on that day; `truceline agreement` lists those there are")
    shown = [
        each
        for each in page.violations
        if clause in {None, each.clause} and party in {None, each.party or NOBODY} and (each.overdue or not overdue)
    ]
    _print(page, shown, as_json=as_json)
    if page.undisclosed:
        say(f"{plural(page.undisclosed, 'clause')}: terms not public by {page.on}; nothing is held against what was not public")
    tell_undated(page.basis.undated)
    end_if_empty(bool(shown), page.basis.waiting, "alleged violation")


def _print(page: ViolationsPage, shown: list[Violation], *, as_json: bool) -> None:
    if as_json:
        for each in shown:
            print_json(each)
        return
    if shown and page.agreement is not None:
        title = f"{page.agreement.name} ({page.agreement.id}), as of {page.on}"
        if console().width >= TABLE_WIDTH:
            console().print(table(COLUMNS, [_row(each) for each in shown], title=title, lines=True))
        else:
            print_text(isolated("\n".join(blocks(title, shown, console().width))))
    for duty in dict.fromkeys((each.clause, each.duty) for each in shown if each.duty):
        say(f"{duty[0]}: {duty[1]}")


def _row(each: Violation) -> tuple[str, ...]:
    held = [f"{r.of}: {r.by}{' denies it' if r.denied else ''}" for r in each.responsibility]
    late = [f"{o.step} by {o.by}, due {o.due[:10]}" for o in each.overdue]
    return (
        each.id,
        each.on or "?",
        _positions(each.occurrence),
        _positions(each.attribution),
        _positions(each.finding),
        f"{each.grading.word}: {each.grading.rule}" if each.grading else "",
        "\n".join(held),
        "\n".join(late),
    )


def blocks(title: str, shown: Iterable[Violation], width: int) -> Iterator[str]:
    """Yield the rows of the table one under the other, for a terminal too narrow for its columns; each cell is a line."""
    yield from textwrap.wrap(title, width)
    for each in shown:
        name, on, *cells = _row(each)
        yield f"\n{name}  {on}"
        for column, cell in zip(COLUMNS[2:], cells, strict=True):
            if cell:
                whole = f"{column}: {cell.replace(chr(10), '; ')}"
                yield textwrap.fill(whole, width, initial_indent="  ", subsequent_indent="      ", break_on_hyphens=False)


def _positions(positions: Mapping[str, Position]) -> str:
    return "\n".join(f"{by}: {p.value} ({p.since or '?'})" for by, p in positions.items())


@app.command("step")
def step(  # noqa: PLR0913 - one parameter an option
    incident: Annotated[str, typer.Argument(metavar="INCIDENT", help="The incident, as `truceline incidents` prints it.")],
    clause: Annotated[str, typer.Argument(metavar="CLAUSE", help="The clause, as `truceline agreement` prints it.")],
    party: Annotated[str, typer.Argument(metavar="PARTY", help="The party that is alleged; - for nobody.")],
    kind: Annotated[
        str,
        typer.Argument(
            metavar="KIND", help="received, info_requested, response, visit, finding, party_notified, corrective_action, closed."
        ),
    ],
    *,
    authority: Annotated[str, typer.Option("--authority", metavar="ACTOR", help="Whose step it is.")],
    on: Annotated[str, typer.Option("--on", metavar="DATE", callback=moment, help="When: a day, or an instant with zone.")],
    due: Annotated[
        str | None, typer.Option("--due", metavar="DATE", callback=moment, help="Of information asked: by when.")
    ] = None,
    of: Annotated[str | None, typer.Option("--of", metavar="ACTOR", help="Of information asked: of whom.")] = None,
    to: Annotated[str | None, typer.Option("--to", metavar="STEP", help="Of an answer: the step that asked, such as s3.")] = None,
    answer: Annotated[
        str | None,
        typer.Option("--answer", metavar="WORD", help="accepts, denies, explains, justifies, refuses_to_answer or no_answer."),
    ] = None,
    axis: Annotated[
        str | None,
        typer.Option("--axis", metavar="AXIS", help="Of a finding: occurrence, attribution or finding [default: finding]."),
    ] = None,
    value: Annotated[
        str | None, typer.Option("--value", metavar="WORD", help="Of a finding: what was found, in a word of its axis.")
    ] = None,
    claim: Annotated[str | None, typer.Option("--claim", metavar="CLAIM", help="The claim that it stands on.")] = None,
    threat: Annotated[
        int | None,
        typer.Option("--threat", metavar="1-5", help="How far the authority holds that the truce is threatened, 1 (not) to 5."),
    ] = None,
    note: Annotated[str | None, typer.Option("--note", metavar="TEXT", help="Free words. Sealed.")] = None,
    agreement: AgreementId = None,
    by: By = None,
    record: RecordDir = None,
    as_json: AsJson = False,
) -> None:
    """Enter a step that an authority took about an alleged violation: who, what, when, and what came of it.

    A later finding of the same authority stands in the place of its earlier one, which stays in the history. The findings of
    others stay as they are.
    """
    from truceline.workflow.opening import opened  # noqa: PLC0415
    from truceline.workflow.people import user_name  # noqa: PLC0415
    from truceline.workflow.violations import Given, take_step  # noqa: PLC0415

    given = Given(
        incident=incident,
        clause=clause,
        party=None if party == NOBODY else party,
        kind=kind,
        authority=authority,
        on=on,
        due=due,
        of=of,
        answers=to,
        answer=answer,
        axis=axis,
        value=value,
        claim=claim,
        threat_to_truce=threat,
        agreement=agreement,
        note=note,
    )
    with opened(record) as held:
        taken = take_step(held, given, by or user_name())
    if as_json:
        print_json(taken)
    else:
        print_text(taken.step)
    whose = f" of {taken.authority}" if taken.authority != authority else ""
    what = f"{kind}{whose} on {taken.violation} under {taken.agreement}"
    say(f"{taken.step}: {what}" if taken.new else f"nothing new: {taken.step} says this already ({what})")


@app.command("admiralty")
def admiralty(  # noqa: PLR0913 - one parameter an option
    claim: Annotated[str, typer.Argument(metavar="CLAIM", help="The claim, as `truceline claims` prints it.")],
    letters: Annotated[
        str | None,
        typer.Argument(metavar="[LETTERS]", help="A to F for the source of this claim, 1 to 6 for what it says, such as B2."),
    ] = None,
    *,
    by: By = None,
    note: Annotated[str | None, typer.Option("--note", metavar="TEXT", help="Why. Sealed.")] = None,
    record: RecordDir = None,
    as_json: AsJson = False,
) -> None:
    """Enter how you grade one claim on the Admiralty scale; without LETTERS, list what named assessors said of it.

    The letters are sealed. They belong to one claim and one assessor, are never averaged, and stand on no page, report or export.
    """
    from truceline.ledger.steps import gradings  # noqa: PLC0415
    from truceline.workflow.opening import opened  # noqa: PLC0415
    from truceline.workflow.people import user_name  # noqa: PLC0415
    from truceline.workflow.violations import grade  # noqa: PLC0415

    with opened(record) as held:
        if letters is not None:
            print_text(grade(held, claim, letters, by or user_name(), note))
            return
        found = [each for each in gradings(held) if each.claim == claim]
    for each in found:
        if as_json:
            print_json(each)
        else:
            graded = f"{each.source or '?'}{each.information or '?'}"
            print_text(isolated(f"{each.id}\t{graded}\t{each.by}\t{each.at}\t{each.note or ''}"))
    if not found:
        say(f"nobody graded {claim}")
        raise typer.Exit(4)
