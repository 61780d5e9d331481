"""``truceline policy``: whose cosignatures make the record joint."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from truceline.cli.heads import keys_given
from truceline.cli.options import By, RecordDir
from truceline.cli.output import isolated, plural, print_text, say
from truceline.cli.written_files import check_room, write_text

app = typer.Typer(help="Say whose cosignatures make the record joint.", no_args_is_help=True, rich_markup_mode=None)


@app.command("set")
def set_policy(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A policy in the format of C2SP tlog-policy.")],
    *,
    record: RecordDir = None,
    by: By = None,
) -> None:
    """Put a policy in force: it is archived, and an entry of the log says so, for every party to see."""
    from truceline.ledger.heads import policies  # noqa: PLC0415 - imports wait until a command needs them
    from truceline.ledger.notes.plain import read_limited  # noqa: PLC0415
    from truceline.workflow.opening import opened  # noqa: PLC0415
    from truceline.workflow.people import user_name  # noqa: PLC0415

    data = read_limited(file)
    with opened(record) as held:
        found = policies.set_policy(held, data, str(file), by=by or user_name())
    print_text(f"policy {found.sha256} (entry {found.idx})")
    if found.earlier:
        say(f"it takes the place of {plural(found.earlier, 'earlier policy', 'earlier policies')}; tell every party")
    if not found.is_asking:
        say("it asks for no cosignature: the record will never be shown as joint")
    say("next: `truceline checkpoint request -o FILE` or `truceline checkpoint submit`")


@app.command("show")
def show(*, record: RecordDir = None) -> None:
    """Print the policy in force, as it came. Ends with 4 where there is none."""
    from truceline.ledger.heads import policies  # noqa: PLC0415
    from truceline.workflow.opening import opened  # noqa: PLC0415

    with opened(record) as held:
        found = policies.current_policy(held)
        if found is None:
            say("no policy is in force: nobody's cosignature makes this record joint; `truceline policy set FILE`")
            raise typer.Exit(4)
        print_text(isolated(policies.policy_file(held, found).decode("utf-8", "backslashreplace").removesuffix("\n")))
    say(isolated(f"policy {found.sha256}, set by {found.by} at {found.at} (entry {found.idx})"))


@app.command("make")
def make(
    party: Annotated[
        list[str], typer.Argument(metavar="NAME=KEY", help="A party and its witness's verifier key, or a file with that key.")
    ],
    *,
    output: Annotated[Path, typer.Option("-o", "--output", metavar="FILE", help="Where to write the policy.")],
    quorum: Annotated[
        str, typer.Option("--quorum", metavar="all|any|N", help="How many of them must have cosigned [default: all].")
    ] = "all",
    record: RecordDir = None,
    by: By = None,
) -> None:
    """Write a policy for this record and these parties, to be read by all of them before it is set."""
    from truceline.errors import UsageError  # noqa: PLC0415
    from truceline.ledger.heads.log_keys import signer_of  # noqa: PLC0415
    from truceline.ledger.notes.policy import parse_policy  # noqa: PLC0415
    from truceline.workflow.opening import opened  # noqa: PLC0415
    from truceline.workflow.people import user_name  # noqa: PLC0415

    check_room(output, "policy", parse_policy)
    lines, names = [], []
    for each in party:
        name, equals, given = each.partition("=")
        keys = keys_given([given]) if equals else ()
        if len(keys) != 1 or not name or set(name) & set(" \t\n"):
            message = f'"{each}" is no party with one key; expected NAME=KEY, such as A="$(cat a.vkey)" or A=a.vkey'
            raise UsageError(message)
        lines.append(f"witness {name} {keys[0]}\n")
        names.append(name)
    with opened(record) as held:
        log = f"log {signer_of(held, by=by or user_name()).vkey}\n"
    text = f"{log}{''.join(lines)}group parties {quorum} {' '.join(names)}\nquorum parties\n"
    parse_policy(text, "policy")
    write_text(output, text)
    print_text(text.removesuffix("\n"))
    say(f"wrote {output}; when every party has read it: `truceline policy set {output}`")
