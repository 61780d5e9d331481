"""The commands that make a record, put reports into it, link them, and check the whole."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from truceline.cli.heads import successors_of
from truceline.cli.options import AsJson, CompartmentName, Encoding, Kind, Published, Publisher, RecordDir, Theatre
from truceline.cli.output import fault_line, isolated, plural, print_json, print_text, say
from truceline.cli.progress import watching
from truceline.cli.proving import verify_bundle

if TYPE_CHECKING:
    from truceline.ledger import Record, Verification
    from truceline.workflow.ingest import Ingested

Paths = Annotated[list[Path], typer.Argument(metavar="PATH", help="Files or folders: .txt .md .html .csv .jsonl")]

MOST_REMARKS = 5
"""So many remarks on the names of a pack are said when it comes into use; `truceline actors check` says all."""


def init(
    directory: Annotated[Path | None, typer.Argument(metavar="DIR", help="Where to make the record [default: here].")] = None,
    *,
    record: Annotated[Path | None, typer.Option("--record", metavar="DIR", help="The same as DIR.")] = None,
    theatre: Theatre = None,
    kind: Kind = None,
    database: Annotated[
        str | None,
        typer.Option(
            "--database",
            metavar="URL",
            help="PostgreSQL database for the log, postgresql://USER@HOST/NAME; the archive stays in DIR [default: a file].",
        ),
    ] = None,
) -> None:
    """Make a record: a folder with truceline.toml and .truceline/ in it.

    A password in the URL is used now and kept nowhere: put it in ~/.pgpass or PGPASSWORD for later.
    """
    from truceline.errors import UsageError  # noqa: PLC0415
    from truceline.workflow.opening import make  # noqa: PLC0415 - imports wait until a command needs them

    if directory is not None and record is not None and directory != record:
        message = f"two folders for one record, {directory} and {record}; expected one of them"
        raise UsageError(message)
    folder = directory or record or Path()
    with make(folder, theatre=theatre, kind=kind, database=database) as made:
        _tell_made(made, folder)
    _tell_names(theatre)
    say("next: `truceline ingest FILE...`")


def _tell_made(record: Record, folder: Path) -> None:
    say(f"made a record in {folder.resolve()} (kind {record.kind}, theatre {record.theatre})")


def opened_or_made(named: Path | None, theatre: str | None, kind: str | None) -> Record:
    """Open the record that is meant, or make one where none is, and say so."""
    from truceline.workflow.opening import open_or_make  # noqa: PLC0415

    record, made = open_or_make(named, theatre=theatre, kind=kind)
    if made is not None:
        _tell_made(record, made)
    _tell_names(theatre)
    return record


def _tell_names(theatre: str | None) -> None:
    """Say what is to look at in the names of a pack of one's own, which refuses nothing; bundled packs were looked at."""
    from truceline.workflow.packs import bundled, load_theatre, remarks_on  # noqa: PLC0415

    if theatre is None or theatre in bundled():
        return
    found = remarks_on(load_theatre(theatre).files)
    for remark in found[:MOST_REMARKS]:
        say(isolated(str(remark)))
    if len(found) > MOST_REMARKS:
        say(isolated(f"and {len(found) - MOST_REMARKS} more; `truceline actors check {theatre}` prints all"))


def compartment_of(record: Record, name: str | None) -> str:
    """Return the id of the compartment that a person named, the open one where nobody did."""
    from truceline.ledger import OPEN_COMPARTMENT  # noqa: PLC0415
    from truceline.ledger.sealed.compartments import Compartments  # noqa: PLC0415

    return OPEN_COMPARTMENT if name is None else Compartments(record.origin).id_of(name)


def ingest(  # noqa: PLR0913 - one parameter an option
    paths: Paths,
    *,
    record: RecordDir = None,
    theatre: Theatre = None,
    kind: Kind = None,
    published: Published = None,
    publisher: Publisher = None,
    encoding: Encoding = None,
    compartment: CompartmentName = None,
    confidential: Annotated[
        bool,
        typer.Option("--confidential", help="Seal who gave the reports (publisher, title, address, id); encrypt their files."),
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Put reports into the record: archive the bytes, read them, note every claim as a proposal.

    Running it again with the same files adds nothing; after an interruption it goes on where it stopped.
    """
    from truceline.workflow.ingest import Protect  # noqa: PLC0415
    from truceline.workflow.ingest import ingest as put  # noqa: PLC0415
    from truceline.workflow.reading import Defaults, check_paths  # noqa: PLC0415

    check_paths(paths)
    with opened_or_made(record, theatre, kind) as held, watching("ingest", "reports") as watch:
        protect = Protect(compartment=compartment_of(held, compartment), confidential=confidential)
        defaults = Defaults(published=published, publisher=publisher, encoding=encoding)
        result = put(held, paths, defaults=defaults, watch=watch, protect=protect)
    _tell_ingested(result)
    if as_json:
        print_json(result)
    if result.refused:
        raise typer.Exit(3)
    if not (result.added or result.already):
        say("truceline: no report found in what was named; expected .txt, .md, .html, .csv or .jsonl files")
        raise typer.Exit(4)


def _tell_ingested(result: Ingested) -> None:
    for fault in (*result.refused, *result.faults):
        say(f"truceline: {fault_line(fault)}")
    if result.already:
        some = ", ".join(result.already[:5]) + (" ..." if len(result.already) > 5 else "")
        say(f"{plural(len(result.already), 'report')} already in the record, nothing added: {some}")
    say(f"archived {plural(len(result.added), 'report')}, {plural(result.claims, 'claim')} proposed by the machine")
    if result.refused:
        say(
            f"not taken: {plural(len(result.refused), 'report or file', 'reports or files')}, each named above; "
            "everything else is in the record"
        )
    if result.added:
        say("next: `truceline link`, then `truceline review`")


def link(*, record: RecordDir = None, as_json: AsJson = False) -> None:
    """Group all claims that nobody rejected into incidents, surely or possibly; rival accounts stay side by side."""
    from truceline.workflow.linking import link_record  # noqa: PLC0415
    from truceline.workflow.opening import opened  # noqa: PLC0415

    with opened(record) as held:
        result = link_record(held)
    if as_json:
        print_json(result)
    inside = f"{plural(result.claims, 'claim')} in {plural(result.incidents, 'incident')}"
    possible = plural(result.possible, "possible link")
    changes = f"{plural(result.made, 'link')} made, {result.unmade:,} unmade, {plural(result.copies, 'copy', 'copies')} noted"
    say(f"{inside}, {possible}; {changes}")
    if not result.incidents:
        say("no incident found; `truceline claims` shows what was read")
        raise typer.Exit(4)
    say("next: `truceline incidents --with-proposals`, `truceline review`")


def verify(  # noqa: PLR0913 - one parameter an option
    bundle: Annotated[
        Path | None, typer.Argument(metavar="X.tlp", help="A proof bundle to check [default: check the record].")
    ] = None,
    *,
    record: RecordDir = None,
    size: Annotated[
        int | None, typer.Option("--size", metavar="N", min=0, help="Number of entries that you noted down earlier.")
    ] = None,
    root: Annotated[
        str | None, typer.Option("--root", metavar="HEX", help="Root that you noted down earlier, of --size entries.")
    ] = None,
    policy: Annotated[
        Path | None, typer.Option("--policy", metavar="FILE", help="Of a bundle: the policy whose keys you trust.")
    ] = None,
    vkey: Annotated[
        list[str] | None,
        typer.Option("--vkey", metavar="KEY|FILE", help="Of a bundle: a verifier key that you trust. May be repeated."),
    ] = None,
    tsa_ca: Annotated[
        Path | None, typer.Option("--tsa-ca", metavar="FILE", help="Of a bundle: certificate of a timestamping party you trust.")
    ] = None,
    level: Annotated[
        int, typer.Option("--level", metavar="N", min=0, max=3, help="Of a bundle: the level that you ask for, 0 to 3.")
    ] = 0,
    as_json: AsJson = False,
) -> None:
    """Compute the whole record anew and say whether it holds together; with --size and --root also that it was not rewritten.

    With X.tlp, a proof bundle is checked instead, by the same program that lies in it. Keys that came with a bundle are only as
    good as how you got it: name your own. This shows that the record was not changed, never that a claim in it is true.
    """
    if bundle is not None:
        if size is not None or root is not None:
            message = f"--size and --root are about a record; {bundle} is checked by itself: leave them out"
            raise typer.BadParameter(message)
        verify_bundle(bundle, policy=policy, vkey=vkey or (), tsa_ca=tsa_ca, level=level, as_json=as_json)
        return
    from truceline.workflow.opening import opened  # noqa: PLC0415

    with opened(record, is_checked=False) as held:
        with watching("verifying", "entries") as watch:
            result = held.verify(size=size, root=root, watch=watch)
        told = successors_of(held)
    if as_json:
        print_json(result)
    else:
        print_text(f"size {result.size}\nroot {result.root}")
        print_text(kept_words(result))
        for line in told:
            print_text(line)
        for problem in result.problems:
            print_text(f"PROBLEM {problem.message}")
        print_text("ok: the record holds together" if result.ok else f"NOT ok: {plural(len(result.problems), 'problem')}")
    if result.ok and root is None:
        say(
            "note size and root down somewhere else; "
            "`truceline verify --size N --root HEX` then shows that nothing before was changed"
        )
    if not result.ok:
        raise typer.Exit(1)


def kept_words(result: Verification) -> str:
    """Return what of a record was there to look at, and what was not, and why, as far as that can be told."""
    files = [plural(result.files - result.gone - result.locked, "archived file")]
    files += [f"{result.gone:,} gone by order"] if result.gone else []
    files += [f"{result.locked:,} locked (no key here)"] if result.locked else []
    shut = [f"{result.ordered:,} gone by order"] if result.ordered else []
    others = result.withheld - result.ordered
    shut += [f"up to {others:,} not to be read here (no key, or blanks that hide how many there are)"] if others > 0 else []
    values = [plural(result.sealed - result.withheld, "sealed value"), *shut]
    return f"{', '.join(files)}; {', '.join(values)}"


def rebuild(*, record: RecordDir = None) -> None:
    """Drop everything that is derived from the log and fold it anew; the log itself is only read."""
    from truceline.workflow.opening import opened  # noqa: PLC0415
    from truceline.workflow.rebuilding import rebuild as fold  # noqa: PLC0415

    with opened(record) as held:
        result = fold(held)
    outcome = "are the same as before" if result.same else "DIFFERED and are now right"
    say(f"folded {plural(result.entries, 'entry', 'entries')} anew; the tables {outcome}")
