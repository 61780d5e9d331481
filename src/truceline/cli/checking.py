"""``truceline fsck``: every byte of the record read and hashed anew."""

from __future__ import annotations

import typer

from truceline.cli.options import AsJson, RecordDir
from truceline.cli.output import isolated, plural, print_json, print_text, say
from truceline.cli.progress import watching


def fsck(*, record: RecordDir = None, as_json: AsJson = False) -> None:
    """Read every byte of the record anew: entries, tree, archived files, pages of the database; say what is damaged and where.

    Quicker than `verify`, which also decodes every entry and folds the tables anew. Nothing is changed.
    """
    from truceline.ledger.checking.fsck import fsck as check  # noqa: PLC0415 - imports wait until a command needs them
    from truceline.workflow.opening import opened  # noqa: PLC0415

    with opened(record, is_checked=False) as held, watching("checking", "entries and files") as watch:
        result = check(held, watch)
    if as_json:
        print_json(result)
    else:
        print_text(f"size {result.size}\nroot {result.root}")
        print_text(f"{plural(result.files, 'archived file')} as named, {result.orphans:,} named by no entry")
        for problem in result.problems:
            print_text(isolated(f"PROBLEM {problem.message}"))
        print_text("ok: nothing is damaged" if result.ok else f"NOT ok: {plural(len(result.problems), 'problem')}")
    if not result.ok:
        say("restore the record from a copy: `truceline restore`; what is only derived, `truceline rebuild` makes anew")
        raise typer.Exit(1)
