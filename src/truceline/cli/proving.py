"""``truceline prove``, and ``truceline verify X.tlp``: an incident as a file that others check alone."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from truceline.cli.options import AsJson, Entry, Happened, Known, RecordDir, Said, WithProposals
from truceline.cli.output import isolated, plural, print_json, print_text, say

if TYPE_CHECKING:
    from collections.abc import Sequence

LEVELS = ("hash only", "signed by the log", "cosigned by the policy's quorum", "cosigned and timestamped")


def prove(  # noqa: PLR0913 - one parameter an option
    incident: Annotated[str, typer.Argument(metavar="INCIDENT", help="Id of an incident, as `truceline incidents` prints it.")],
    *,
    out: Annotated[Path, typer.Option("--out", "-o", metavar="X.tlp", help="The proof bundle to write.")],
    record: RecordDir = None,
    known: Known = None,
    said: Said = None,
    happened: Happened = None,
    entry: Entry = None,
    with_proposals: WithProposals = False,
    with_texts: Annotated[bool, typer.Option("--with-texts", help="Let the texts of its reports go along.")] = False,
    disclose: Annotated[
        list[str] | None,
        typer.Option(
            "--disclose",
            metavar="WHAT",
            help="Show sealed values: a compartment (all of it), a name (caller), or ENTRY:NAME. May be repeated.",
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Write one incident with the proofs of every entry it rests on, for a party who distrusts everybody to check alone.

    Nothing sealed is shown and no text goes along unless asked for. The bundle shows that the record was not changed, never that
    a claim in it is true.
    """
    from truceline.outputs.bundle import prove as write  # noqa: PLC0415 - imports wait until a command needs them
    from truceline.outputs.views import Selection  # noqa: PLC0415
    from truceline.workflow.opening import opened  # noqa: PLC0415

    selection = Selection(known=known, said=said, happened=happened, entry=entry, with_proposals=with_proposals)
    with opened(record) as held:
        made = write(held, incident, out, selection=selection, disclose=disclose or (), with_texts=with_texts)
    if as_json:
        print_json(made)
    say(f"wrote {out} ({made.bytes:,} bytes): {plural(made.entries, 'entry', 'entries')} proved against size {made.size:,}")
    say(f"level {made.level} by its own keys: {LEVELS[made.level]}")
    shown, withheld = plural(made.disclosed, "sealed value"), plural(made.withheld, "other")
    say(f"{shown} shown, {withheld} withheld (blanks among them), {plural(made.texts, 'text')} along")
    say(f"check it: `truceline verify {out}`, or python3 -I -S with the verify.py inside")


def verify_bundle(  # noqa: PLR0913 - one parameter an option
    bundle: Path, *, policy: Path | None, vkey: Sequence[str], tsa_ca: Path | None, level: int, as_json: bool
) -> None:
    """Check a bundle by the same file that lies in it, and say what it shows.

    Raises: BundleError where it, or a file that was named, cannot be read; typer.Exit with 1 where the answer is no.
    """
    from truceline.errors import BundleError  # noqa: PLC0415 - imports wait until a command needs them
    from truceline.ledger import verify_bundle as verifier  # noqa: PLC0415

    try:
        pins = verifier.pins_of(vkey, str(policy) if policy else None, str(tsa_ca) if tsa_ca else None)
        result = verifier.verify(verifier.read_file(str(bundle)), pins)
    except verifier.UnreadableError as error:
        message = f"{bundle}: {error}"
        raise BundleError(message) from error
    except OSError as error:
        message = f"{error.filename} cannot be read: {error.strerror}"
        raise BundleError(message) from error
    if as_json:
        print_json(verifier.as_json(result))
    else:
        for line in verifier.told(result):
            print_text(isolated(line))
    if not verifier.reaches(result, level):
        short = verifier.shortfall(result, level)
        if short:
            say(short)
        raise typer.Exit(1)
