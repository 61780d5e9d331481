"""``truceline backup`` and ``truceline restore``: a whole copy of a record, and a record from such a copy."""

from __future__ import annotations

import sys
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from truceline.cli.options import AsJson, RecordDir
from truceline.cli.output import plural, print_json, print_text, say
from truceline.cli.progress import watching
from truceline.cli.recording import kept_words

if TYPE_CHECKING:
    from truceline.ledger import Record
    from truceline.ledger.care.key_backup import Taken
    from truceline.ledger.care.restoring import Restored

SUCCESSION = "`truceline succeed`"


def backup(
    out: Annotated[Path, typer.Argument(metavar="OUT", help="Where to write it: a new file, or a new folder with --folder.")],
    *,
    as_folder: Annotated[bool, typer.Option("--folder", help="Write a folder of plain files instead of one file.")] = False,
    keys_to: Annotated[
        Path | None,
        typer.Option(
            "--keys-to",
            metavar="FILE",
            help="Also write the keys, encrypted with a passphrase that is asked for (or is the first line of stdin).",
        ),
    ] = None,
    record: RecordDir = None,
    as_json: AsJson = False,
) -> None:
    """Copy everything the record consists of, as it is at one moment, while others may go on writing. Keys are left out.

    Keep it on another disk, and the keys on a third: with both in one place whoever takes it can read what is sealed.
    """
    from truceline.ledger.care.backups import back_up  # noqa: PLC0415 - imports wait until a command needs them
    from truceline.ledger.care.key_backup import back_up_keys  # noqa: PLC0415
    from truceline.ledger.disk.whole_files import refuse_existing  # noqa: PLC0415
    from truceline.ledger.exchange.copies import folders  # noqa: PLC0415
    from truceline.workflow.opening import opened  # noqa: PLC0415

    for target in (out, *((keys_to,) if keys_to else ())):
        refuse_existing(target)
    passphrase = _passphrase(confirm=True) if keys_to is not None else ""
    with opened(record) as held:
        others = len(folders(held))
        keys = back_up_keys(held, keys_to, passphrase) if keys_to is not None else 0
        with watching("backup", "bytes") as watch:
            made = back_up(held, out, as_folder=as_folder, watch=watch)
    if as_json:
        print_json(
            {"out": str(out), "manifest_sha256": made.manifest_sha256, "size": made.manifest.size, "root": made.manifest.root}
        )
    else:
        print_text(f"size {made.manifest.size}\nroot {made.manifest.root}\nmanifest {made.manifest_sha256}")
    say(f"{plural(len(made.manifest.files), 'file')} in {out}; note the three values down somewhere else")
    if others:
        say(f"{plural(others, 'copy', 'copies')} of other offices' logs not in it: import their sticks again after restoring")
    if not made.is_signed:
        say("no checkpoint of this log was ever signed, and its key is not on this machine: the backup has none")
    if keys_to is not None:
        say(f"{plural(keys, 'key')} in {keys_to}, encrypted; without the passphrase nobody can open it, you neither")
    else:
        say("the keys are not in it: without them nobody can read what is sealed; --keys-to FILE writes them apart")


def restore(  # noqa: PLR0913 - one parameter an option
    source: Annotated[Path, typer.Argument(metavar="BACKUP", help="What `truceline backup` wrote.")],
    directory: Annotated[Path | None, typer.Argument(metavar="DIR", help="Where to make the record: a new folder.")] = None,
    *,
    check: Annotated[
        bool, typer.Option("--check", help="Only say whether a record could be made of it; nothing of it is left.")
    ] = False,
    newer: Annotated[
        Path | None,
        typer.Option(
            "--newer", metavar="RECORD", help="A newer copy of the record: what was redacted there is taken out here too."
        ),
    ] = None,
    keys_from: Annotated[
        Path | None,
        typer.Option("--keys-from", metavar="FILE", help="Put back the keys that `truceline backup --keys-to` wrote."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Make a record from a backup, or with --check say whether one could be made; every byte is verified first.

    It shows that the copy is whole and not changed, never that a claim in it is true.
    """
    from truceline.errors import UsageError  # noqa: PLC0415
    from truceline.ledger.care.key_backup import restore_keys  # noqa: PLC0415
    from truceline.ledger.care.restoring import restore as make  # noqa: PLC0415

    if directory is None and not check:
        message = "where to? expected a folder after the backup, or --check to verify it only"
        raise UsageError(message)
    folder = None if check else directory
    with _newer(newer) as known, watching("restore", "bytes") as watch:
        found = make(source, folder, newer=known, watch=watch)
    taken = restore_keys(keys_from, _passphrase(confirm=False)) if keys_from is not None and folder is not None else None
    if as_json:
        print_json(found)
    else:
        print_text(f"size {found.manifest.size}\nroot {found.manifest.root}\nmade {found.manifest.made_at}")
        print_text(f"ok: the backup is whole{f'; the record is in {folder}' if folder else ''}")
    _tell(found, newer, taken)


def _tell(found: Restored, newer: Path | None, taken: Taken | None) -> None:
    """Say on stderr what whoever restores has to know."""
    verified = found.verification
    say(kept_words(verified))
    say(
        f"its newest signed checkpoint is of {found.signed_size:,} entries" if found.signed_size else "no signed checkpoint in it"
    )
    if found.taken_out:
        say(f"{plural(found.taken_out, 'sealed value or file', 'sealed values or files')} ordered to go: taken out of the copy")
    if found.taken_out_since:
        values = plural(found.taken_out_since, "sealed value or file", "sealed values or files")
        say(f"{values} ordered to go in {newer} since: taken out of the copy")
        say(f"its log orders them again when it is next opened{f', after {SUCCESSION}' if found.behind else ''}")
    if found.behind:
        say(
            f"the record is behind by {plural(found.behind, 'entry', 'entries')}: on this machine the log was seen to reach "
            f"{found.manifest.size + found.behind:,}. It opens only after {SUCCESSION} says so in its log, for everybody to see"
        )
        if newer is None:
            say("what was redacted since is in it again: name a newer copy with --newer, or order it again at once")
    if taken is not None:
        say(f"{plural(taken.written, 'key')} put back, {taken.same:,} were here already")
        for file in taken.older:
            say(f"the key in this backup is old: {file} was changed since; it stayed")
        for file in taken.differing:
            say(f"another key is in {file}; it stayed")


def _newer(folder: Path | None) -> AbstractContextManager[Record | None]:
    from truceline.workflow.opening import opened  # noqa: PLC0415

    return nullcontext() if folder is None else opened(folder)


def _passphrase(*, confirm: bool) -> str:
    """Ask for the passphrase unseen, or read it from the first line of stdin where nobody sits at a terminal."""
    if sys.stdin.isatty():
        return str(typer.prompt("passphrase", hide_input=True, confirmation_prompt=confirm, err=True))
    return sys.stdin.readline().rstrip("\r\n")
