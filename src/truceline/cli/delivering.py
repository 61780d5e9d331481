"""``truceline deliveries``: arms and forces that somebody says were brought, and leave to fly, one line a figure and no sum."""

from __future__ import annotations

from typing import TYPE_CHECKING

from truceline.cli.listing import end_if_empty, tell_provenance, tell_undated
from truceline.cli.options import AsJson, Entry, Happened, Known, RecordDir, Said, WithProposals
from truceline.cli.output import console, plural, print_json, say, table

if TYPE_CHECKING:
    from truceline.outputs.views import DeliveryView, OverflightView
    from truceline.outputs.views.delivery_list import SaidBy

DELIVERY_COLUMNS = ("said", "who", "how many", "what", "from", "to", "country", "when", "standing")
OVERFLIGHT_COLUMNS = ("said", "who", "what", "who flies", "over", "by", "pressed", "when", "standing")
BOUNDS = {"at_least": "at least {}", "at_most": "at most {}", "up_to": "up to {}", "about": "about {}"}
ACTS = {
    "requested": "leave asked for",
    "pressed_to_refuse": "pressed to refuse",
    "refused": "leave refused",
    "granted": "leave granted",
    "rerouted": "another route taken",
    "declined_to_say": "declined to say whether it pressed",
}


def deliveries(  # noqa: PLR0913 - one parameter an option
    *,
    record: RecordDir = None,
    as_json: AsJson = False,
    known: Known = None,
    said: Said = None,
    entry: Entry = None,
    happened: Happened = None,
    with_proposals: WithProposals = False,
) -> None:
    """Print what somebody says was delivered of arms and forces, and what is said of leave to fly over a country.

    One line a figure, with who says it and through whom. No figure is added to another, no rate is multiplied out, and no place
    finer than a country is shown. A denial stands beside what it denies.
    """
    from truceline.outputs import views  # noqa: PLC0415 - imports wait until a command needs them
    from truceline.workflow.opening import opened  # noqa: PLC0415

    selection = views.Selection(known=known, said=said, entry=entry, happened=happened, with_proposals=with_proposals)
    with opened(record) as held:
        material = views.gather(held, selection)
        page = views.deliveries_page(material)
    if as_json:
        tell_provenance(material.provenance)
        for line in (*page.deliveries, *page.overflights):
            print_json(line)
    else:
        if page.deliveries:
            console().print(table(DELIVERY_COLUMNS, map(_delivery, page.deliveries), title="Deliveries and forces"))
        if page.overflights:
            console().print(table(OVERFLIGHT_COLUMNS, map(_overflight, page.overflights), title="Leave to fly"))
    if page.waiting:
        say(f"{plural(page.waiting, 'proposed claim')} of the machine would add a line")
    tell_undated(page.basis.undated)
    end_if_empty(not page.is_empty, page.basis.waiting, "delivery")


def _delivery(line: DeliveryView) -> tuple[str, ...]:
    return (
        line.said.said_on,
        who(line.said),
        how_many(line),
        line.item,
        line.supplier or "",
        line.recipient or "",
        line.country or "",
        line.at or "",
        _standing(line.said),
    )


def _overflight(line: OverflightView) -> tuple[str, ...]:
    return (
        line.said.said_on,
        who(line.said),
        ACTS[line.act],
        line.flyer or "",
        ", ".join(line.over),
        line.by or "",
        ", ".join(line.of),
        line.at or "",
        _standing(line.said),
    )


def who(said: SaidBy) -> str:
    """Return who says it, through whom, and in which stance where that is not plain assertion."""
    through = "".join(f"\nthrough {name}" for name in said.via)
    stance = "" if said.stance == "assert" else f"\n({said.stance.replace('_', ' ')})"
    return f"{said.name}{through}{stance}"


def how_many(line: DeliveryView) -> str:
    """Return a figure with its bound and rate: "about 2 a day for 10 days"; a question mark where none is given."""
    if line.low is None and line.high is None:
        return "?"
    if line.bound == "more_than" and line.low is not None:
        number = f"more than {line.low - 1:,}"
    elif line.low is not None and line.high is not None and line.low != line.high:
        number = f"{line.low:,} to {line.high:,}"
    else:
        number = BOUNDS.get(line.bound, "{}").format(f"{line.low if line.low is not None else line.high:,}")
    unit = f" {line.unit}" if line.unit and line.unit not in line.item else ""
    rate = f" a {line.per}" if line.per else ""
    return f"{number}{unit}{rate}{f' for {line.lasts}' if line.lasts else ''}"


def _standing(said: SaidBy) -> str:
    return f"{said.standing}\nclaim {said.number}" if said.number else said.standing
