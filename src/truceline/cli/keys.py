"""``truceline keys``: the key that signs the record's checkpoints, and the keys of other logs that are trusted."""

from __future__ import annotations

from typing import Annotated

import typer

from truceline.cli.heads import keys_given
from truceline.cli.options import By, RecordDir
from truceline.cli.output import isolated, plural, print_text, say

app = typer.Typer(
    help="Show the key that signs the record's checkpoints or replace it; trust the keys of other records.", rich_markup_mode=None
)

Other = Annotated[
    list[str], typer.Argument(metavar="KEY|FILE", help="What `truceline keys` printed in the other office, or a file with it.")
]


@app.callback(invoke_without_command=True)
def show_key(context: typer.Context, *, record: RecordDir = None, by: By = None) -> None:
    """Print the verifier key of the record: others need it to check what the record signs. It is made when first asked for.

    The secret key lies in the key folder, apart from the record; without it this machine signs nothing.
    """
    if context.invoked_subcommand is not None:
        return
    from truceline.ledger.heads.log_keys import current_key, signer_of  # noqa: PLC0415 - imports wait until a command needs them
    from truceline.workflow.opening import opened  # noqa: PLC0415
    from truceline.workflow.people import user_name  # noqa: PLC0415

    with opened(record) as held:
        known = current_key(held) or signer_of(held, by=by or user_name()).vkey
    print_text(str(known))
    say("give this line to whoever witnesses the record or checks it: `truceline witness trust KEY`")


@app.command("rotate")
def rotate(
    *,
    record: RecordDir = None,
    lost: Annotated[bool, typer.Option("--lost", help="The old key is lost or stolen: it does not sign the new one.")] = False,
    by: By = None,
) -> None:
    """Put a new key in the place of the one that signs; the log says so, and the old key signs it unless it is lost."""
    from truceline.ledger.heads.log_keys import rotate as put  # noqa: PLC0415
    from truceline.workflow.opening import opened  # noqa: PLC0415
    from truceline.workflow.people import user_name  # noqa: PLC0415

    with opened(record) as held:
        fresh = put(held, by=by or user_name(), is_lost=lost)
    print_text(str(fresh))
    say("every witness must be told: `truceline witness trust KEY` with this line; a policy that lists the log must be set anew")


@app.command("others")
def others(*, record: RecordDir = None) -> None:
    """Print the logs of other offices that the record follows: their trusted keys, and how far each was seen to reach.

    Ends with 4 where there is none.
    """
    from truceline.ledger.heads.peers import peers  # noqa: PLC0415
    from truceline.workflow.opening import opened  # noqa: PLC0415

    with opened(record) as held:
        found = peers(held)
    for peer in found:
        reach = (
            f"{plural(peer.head.tree.size, 'entry', 'entries')}, seen at {peer.head.seen_at}" if peer.head else "nothing seen yet"
        )
        print_text(isolated(f"{peer.origin}: {reach}"))
        for key in peer.keys:
            print_text(isolated(f"  {key}"))
    if not found:
        say("no other log is followed; `truceline exchange import DIR` or `truceline keys trust KEY`")
        raise typer.Exit(4)


@app.command("trust")
def trust(key: Other, *, record: RecordDir = None) -> None:
    """Trust the key of another office's log, or its newer one; compare it with its keeper by voice or on paper first."""
    from truceline.ledger.heads.peers import trust_peer  # noqa: PLC0415
    from truceline.workflow.opening import opened  # noqa: PLC0415

    known = keys_given(key)
    with opened(record) as held:
        for each in known:
            how = "now trusted" if trust_peer(held, each) else "trusted already"
            say(isolated(f"{how}: the key {each.key_id.hex()} of {each.name}"))


@app.command("distrust")
def distrust(key: Other, *, record: RecordDir = None) -> None:
    """Trust a key of another office's log no longer, because it was stolen or replaced. Ends with 4 where it was not trusted.

    What was taken in before stays. Until something newer is imported, `truceline verify` says that no trusted key has signed it.
    """
    from truceline.ledger.heads.peers import distrust_peer  # noqa: PLC0415
    from truceline.workflow.opening import opened  # noqa: PLC0415

    known = keys_given(key)
    with opened(record) as held:
        were = [distrust_peer(held, each) for each in known]
    for each, was in zip(known, were, strict=True):
        how = "trusted no longer" if was else "was not trusted"
        say(isolated(f"{how}: the key {each.key_id.hex()} of {each.name}"))
    if not any(were):
        raise typer.Exit(4)
