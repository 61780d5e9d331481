"""``truceline movements access``: the access table of a period or a plan, every number with the rule by which it is counted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from truceline.cli.listing import tell_provenance, tell_undated
from truceline.cli.moving_words import code
from truceline.cli.options import AsJson, Entry, Happened, Known, RecordDir, Said, WithProposals, day
from truceline.cli.output import console, plural, print_json, print_text, say, table

if TYPE_CHECKING:
    from truceline.movements.board.values import Access, Middle, Share, Sum

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
COLUMNS = ("what", "how many", "share", "rule")


def access(  # noqa: PLR0913 - one parameter an option
    *,
    record: RecordDir = None,
    as_json: AsJson = False,
    since: Annotated[
        str | None, typer.Option("--since", metavar="DATE", callback=day, help="Requests first asked for from that day on.")
    ] = None,
    until: Annotated[
        str | None, typer.Option("--until", metavar="DATE", callback=day, help="Requests first asked for by that day.")
    ] = None,
    plan: Annotated[str | None, typer.Option("--plan", metavar="ID", help="Only the movements and areas of this plan.")] = None,
    working_days: Annotated[
        int, typer.Option("--working-days", metavar="N", min=1, help="Within so many working days an answer is in time.")
    ] = 7,
    weekend: Annotated[
        str, typer.Option("--weekend", metavar="DAYS", help="Days of the week that are no working days.")
    ] = "sat,sun",
    known: Known = None,
    said: Said = None,
    entry: Entry = None,
    happened: Happened = None,
    with_proposals: WithProposals = False,
) -> None:
    """Print how many requests there were and what became of them: the access table of a period or plan.

    Denominators are the requests. Where accounts differ a number is a range; figures of several speakers are never added.
    """
    from truceline.errors import NotFoundError  # noqa: PLC0415 - imports wait until a command needs them
    from truceline.movements.board import access as count  # noqa: PLC0415
    from truceline.outputs import views  # noqa: PLC0415
    from truceline.workflow.opening import opened  # noqa: PLC0415

    free = _weekend(weekend)
    selection = views.Selection(known=known, said=said, entry=entry, happened=happened, with_proposals=with_proposals)
    with opened(record) as held:
        material = views.gather(held, selection)
        page = views.movements_page(material)
        board = page.proposed or page.board
        if plan is not None and plan not in {each.id for each in board.plans}:
            some = ", ".join(each.id for each in board.plans) or "none"
            message = f'no plan "{plan}" in this selection; expected one of: {some}'
            raise NotFoundError(message)
        found = count(board, since=since, until=until, plan=plan, working_days=working_days, weekend=free)
    if as_json:
        tell_provenance(material.provenance)
        print_json({"kind": "access", "access": found, "reminder": page.reminder})
    else:
        period = " ".join(f"{word} {each}" for word, each in (("from", since), ("to", until), ("of", plan)) if each)
        _print(found, f"Access {period}".strip())
        print_text(page.reminder)
    if found.undated:
        say(f"{plural(found.undated, 'request')} without a day not counted in a period")
    if page.waiting:
        say(
            f"{plural(page.waiting, 'proposed claim')} of the machine may change this; decide on them with `truceline review`, "
            "or look with `--with-proposals`"
        )
    tell_undated(page.basis.undated)
    if not found.requests.of:
        say("no request to count")
        raise typer.Exit(4)


def _weekend(words: str) -> tuple[int, ...]:
    """Return days of the week, Monday 0.

    Raises:
        UsageError: one of them is none.
    """
    from truceline.errors import UsageError  # noqa: PLC0415

    found = [each.strip().casefold()[:3] for each in words.split(",") if each.strip()]
    if wrong := [each for each in found if each not in DAYS]:
        message = f'--weekend "{words}": {", ".join(wrong)} is no day of the week; expected some of {", ".join(DAYS)}'
        raise UsageError(message)
    return tuple(DAYS.index(each) for each in found)


def _print(found: Access, title: str) -> None:
    """Print the table, and below it each rule once under its number."""
    rules: dict[str, int] = {}
    rows = [(*cells, f"({rules.setdefault(rule, len(rules) + 1)})") for *cells, rule in _rows(found)]
    console().print(table(COLUMNS, rows, title=title))
    for rule, number in rules.items():
        print_text(f"({number}) {rule}")


def _rows(found: Access) -> Iterator[tuple[str, ...]]:
    for share in (
        found.requests,
        found.answered,
        *found.decisions,
        *found.outcomes,
        *found.courses,
        found.attacked,
        *found.areas,
    ):
        yield _share(share)
    for total in found.people:
        yield _sum(total)
    for cargo in found.cargo:
        yield from map(_sum, cargo.phases)
        yield from ((f"{each[0]}, medical", *each[1:]) for each in map(_sum, cargo.medical))
        if cargo.medical_removed is not None:
            yield _share(cargo.medical_removed)
    for middle in (found.departing, found.steps, found.held):
        yield _middle(middle)


def _share(share: Share) -> tuple[str, ...]:
    number = f"{share.low:,}" if share.low == share.high else f"{share.low:,} to {share.high:,}"
    low, high = share.low_percent, share.high_percent
    percent = "" if low is None or high is None else f"{low:.0f}%" if low == high else f"{low:.0f} to {high:.0f}%"
    return code(share.code), f"{number} of {share.of:,}", percent, share.rule


def _sum(total: Sum) -> tuple[str, ...]:
    high = total.high
    number = f"at least {total.low:,}" if high is None else f"{total.low:,}" + (f" to {high:,}" if high != total.low else "")
    of = f", of {plural(total.movements, 'movement')}" + (f", {total.unknown} more without a figure" if total.unknown else "")
    told = f"{number} {total.unit}{of}" if total.movements else "no figure is told"
    return f"{total.unit} {code(total.code)}", told, "", total.rule


def _middle(middle: Middle) -> tuple[str, ...]:
    low, high, unit = middle.low, middle.high, code(middle.unit)
    if low is None or high is None:
        number = "none to count"
    else:
        number = f"{low:g} {unit}" if low == high else f"{low:g} to {high:g} {unit}"
        number += f", of {middle.of:,}"
    return f"{code(middle.code)}, median", number, "", middle.rule
