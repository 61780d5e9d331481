"""``truceline demo``: the bundled reports through the whole way, and what to do next."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from truceline.cli.listing import end_if_empty, print_incidents
from truceline.cli.output import plural, print_text, say
from truceline.cli.progress import watching
from truceline.cli.serving import PORT, run
from truceline.cli.showing import print_matrix

if TYPE_CHECKING:
    from truceline.ledger import Record
    from truceline.model import Incident
    from truceline.workflow.demo import Demonstration

DEFAULT = Path("demo-record")
FIRST = "?known=2016-09-20"
"""The day after the attack on the convoy, when least was known and most was said."""
NEXT = """what to do next:
  the same accounts with every word they rest on:       truceline show {first} --record {folder}
  what readers could know on 20 September 2016:         truceline incidents --known 2016-09-20 --record {folder}
  what state the arrangement was in that day, and why:  truceline status --known 2016-09-20 --record {folder}
  who is alleged to have broken which clause:           truceline violations --record {folder}
  decide on proposals yourself, one key each:           truceline review --record {folder}
  the same as pages in a browser:                       truceline demo --record {folder} --serve
  check that nobody changed the record:                 truceline verify --record {folder}
  the same with your own reports, in a record here:     truceline ingest FILE... --theatre syria_2016 && truceline link"""


def demo(
    *,
    record: Annotated[
        Path, typer.Option("--record", metavar="DIR", help="Where the demonstration is made or found again.")
    ] = DEFAULT,
    serve: Annotated[
        bool, typer.Option("--serve", help="Then open its situation room in a browser; reading needs no sign-in.")
    ] = False,
    port: Annotated[int, typer.Option(min=0, max=65535, help="With --serve: the port to listen on; 0: any that is free.")] = PORT,
) -> None:
    """Show the whole way on bundled reports: read, link, accept, print, write a page; nothing of yours is touched.

    The record says on every page that it is a demonstration; its claims are accepted by a reviewer that is plainly no person.
    """
    from truceline.ledger import Record  # noqa: PLC0415 - imports wait until a command needs them
    from truceline.workflow.demo import REVIEWER, RULE, demonstrate  # noqa: PLC0415

    say(f"demonstration: bundled reports, written for it, into a record in {record}")
    with watching("read", "reports") as watch:
        done = demonstrate(record, watch=watch, say=say)
    _tell(done)
    say(f"{REVIEWER}: {RULE}: {plural(done.accepted, 'proposal')} accepted now")
    with Record.open(record) as held:
        _print(held, record)
    if serve:
        say(f"to write in it: truceline people first NAME --role analyst --record {record}")
        run(record, port=port, is_public=True, first=FIRST)


def _tell(done: Demonstration) -> None:
    came, linked = done.ingested, done.linked
    if done.is_new:
        say(f"read {plural(len(came.added), 'report')}: {plural(came.claims, 'claim')} proposed by the machine")
    else:
        say(f"used the demonstration that was there ({plural(len(came.already), 'report')}); it was verified first")
    say(f"linked {plural(linked.claims, 'claim')} to {plural(linked.incidents, 'incident')}")


def _print(held: Record, folder: Path) -> None:
    from truceline.outputs import report as page  # noqa: PLC0415
    from truceline.outputs import views  # noqa: PLC0415

    listed = views.incidents_page(held, views.Selection())
    print_text("DEMONSTRATION, not a record of actual monitoring\n")
    print_incidents(listed.incidents, as_json=False, killed=listed.killed)
    opening = _opening(listed.incidents)
    for incident in opening:
        print_text(f"\nThe accounts of {incident.id}\n")
        print_matrix(views.incident_page(held, incident.id, views.Selection()).matrix, with_words=False)
    out = folder / "demo.html"
    page.write(held, out)
    say(f"wrote {out}: the record as one page that opens in any browser")
    end_if_empty(bool(listed.incidents), listed.basis.waiting, "incident")
    say(NEXT.format(first=opening[0].id, folder=folder))


def _opening(incidents: tuple[Incident, ...]) -> list[Incident]:
    """Return the two incidents with the most accounts, in the order of their days."""
    fullest = sorted(incidents, key=lambda incident: (-len(incident.accounts), incident.id))[:2]
    return sorted(fullest, key=lambda incident: (incident.time.start or "" if incident.time else "", incident.id))
