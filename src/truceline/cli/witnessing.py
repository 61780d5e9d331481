"""``truceline witness``: watch that the logs of others only grow, and cosign what does; over HTTP or with files on a stick."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from truceline.cli.heads import keys_given
from truceline.cli.output import isolated, plural, print_text, say
from truceline.cli.written_files import check_room, checkpoint_in, write_text

if TYPE_CHECKING:
    from truceline.ledger.witnesses.witness import Answer, Witness

app = typer.Typer(
    help="Be a witness: cosign the checkpoints of logs that only grow.", no_args_is_help=True, rich_markup_mode=None
)

WITNESSED = "This says that the log only grew since you last cosigned it, never that a claim in it is true."

Folder = Annotated[
    Path | None,
    typer.Option(
        "--folder",
        metavar="DIR",
        envvar="TRUCELINE_WITNESS",
        show_envvar=False,
        help="The witness's own folder [default: TRUCELINE_WITNESS, then `witness` in the key folder].",
    ),
]


@app.command("init")
def init(
    name: Annotated[str, typer.Option("--name", metavar="NAME", help="Its name for ever, such as delegation-a.example/witness")],
    *,
    folder: Folder = None,
) -> None:
    """Make a witness with a key of its own, and print the verifier key that goes into the policy."""
    from truceline.ledger.witnesses.witness import Witness  # noqa: PLC0415 - imports wait until a command needs them

    _check_name(name)
    witness = Witness.create(_folder(folder), name)
    print_text(str(witness.signer.vkey))
    say(f"made a witness in {witness.folder}; keep that folder: it is its memory. Give the line above to those it witnesses for")


@app.command("trust")
def trust(
    key: Annotated[
        list[str], typer.Argument(metavar="KEY|FILE", help="What `truceline keys` prints for a record, or a file with it.")
    ],
    *,
    folder: Folder = None,
) -> None:
    """Watch a log from now on, by its verifier key; compare the key with its keeper by voice or on paper first."""
    witness = _witness(folder)
    for each in keys_given(key):
        is_new = witness.trust(each)
        say(isolated(f"{'watching' if is_new else 'already watching'} {each.name} (key {each.key_id.hex()})"))


@app.command("distrust")
def distrust(
    key: Annotated[list[str], typer.Argument(metavar="KEY|FILE", help="The verifier key of a log, or a file with it.")],
    *,
    folder: Folder = None,
) -> None:
    """Trust a key of a log no longer, because it was stolen or the log goes on under another.

    Ends with 4 where it was not trusted. What was cosigned last is remembered: a log that is watched again must go on from there.
    """
    witness = _witness(folder)
    known = keys_given(key)
    for each in known:
        was = witness.distrust(each)
        say(isolated(f"{'no longer trusted' if was else 'was not trusted'}: {each.name} (key {each.key_id.hex()})"))
        if not was:
            raise typer.Exit(4)


@app.command("show")
def show(*, folder: Folder = None) -> None:
    """Print the witness's verifier key, and for each log it watches the number of entries it cosigned last."""
    witness = _witness(folder)
    print_text(str(witness.signer.vkey))
    for watched in witness.watched():
        tree = watched.tree
        print_text(isolated(f"  {watched.origin}: {f'{tree.size:,} entries' if tree else 'nothing cosigned yet'}"))


@app.command("sign")
def sign(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="What `truceline checkpoint request` wrote.")],
    output: Annotated[Path, typer.Option("-o", "--output", metavar="ANSWER", help="Where to write the answer.")],
    *,
    folder: Folder = None,
) -> None:
    """Cosign the checkpoint in a file, if the log only grew since the last one, and write the answer into another file.

    Where it is refused, the answer is the last checkpoint that was cosigned, and the exit code is 1.
    """
    from truceline.ledger.notes.plain import read_limited  # noqa: PLC0415
    from truceline.ledger.witnesses.request import parse_request  # noqa: PLC0415

    witness = _witness(folder)
    data = read_limited(file)
    request = parse_request(data, str(file))
    check_room(output, "answer of a witness", checkpoint_in)
    answer = witness.add_checkpoint(data, str(file))
    _check_readable(answer)
    if answer.last is not None:
        write_text(output, answer.last)
    if answer.status != 200:
        _refuse(answer, request.tree.origin, output)
    print_text(isolated(f"cosigned {plural(request.tree.size, 'entry', 'entries')} of {request.tree.origin}"))
    say(f"wrote the answer to {output}; carry it back for `truceline checkpoint add`")
    say(WITNESSED)


@app.command("serve")
def serve(
    *,
    folder: Folder = None,
    host: Annotated[
        str, typer.Option("--host", metavar="HOST", help="Address to listen on; others reach only what is not loopback.")
    ] = ("127.0.0.1"),
    port: Annotated[int, typer.Option("--port", metavar="PORT", min=0, max=65535, help="Port; 0: any that is free.")] = 8470,
) -> None:
    """Answer requests over HTTP until it is stopped with Ctrl-C."""
    import errno  # noqa: PLC0415

    from truceline.errors import UsageError  # noqa: PLC0415
    from truceline.ledger.notes.plain import shown  # noqa: PLC0415
    from truceline.ledger.witnesses.http import WitnessServer  # noqa: PLC0415

    witness = _witness(folder)
    try:
        server = WitnessServer(witness, host, port, told=lambda line: say(isolated(line)))
    except (OSError, UnicodeError) as error:
        is_taken = isinstance(error, OSError) and error.errno in (errno.EADDRINUSE, errno.EACCES)
        what = "another --port" if is_taken else "a --host that is an address of this machine"
        why = (error.strerror if isinstance(error, OSError) else None) or error
        message = f"cannot listen on {shown(host)} port {port}: {why}; choose {what}"
        raise UsageError(message) from error
    with server:
        print_text(server.url)
        say(f"{witness.signer.name} answers at {server.url}; stop it with Ctrl-C")
        server.serve_forever()


def _folder(named: Path | None) -> Path:
    from truceline.ledger.sealed.keyring import home  # noqa: PLC0415

    return named if named is not None else home() / "witness"


def _witness(folder: Path | None) -> Witness:
    from truceline.ledger.witnesses.witness import Witness  # noqa: PLC0415

    return Witness(_folder(folder))


def _check_name(name: str) -> None:
    """Refuse a name that no key can have. Raises: UsageError."""
    from truceline.errors import NoteError, UsageError  # noqa: PLC0415
    from truceline.ledger.notes.plain import check_key_name, check_visible  # noqa: PLC0415

    try:
        check_key_name(name, "--name")
        check_visible(name, "--name")
    except NoteError as error:
        raise UsageError(str(error)) from error


def _check_readable(answer: Answer) -> None:
    """Refuse what is no request of a log that is watched: nothing was written then."""
    from truceline.errors import NoteError  # noqa: PLC0415

    said = answer.body.strip()
    if answer.status == 404:
        message = f"{said}; get its verifier key from its keeper and run `truceline witness trust KEY`"
        raise NoteError(message)
    if answer.status == 403:
        message = (
            f"{said}; where its keeper says to have put another key in place, compare it and run `truceline witness trust KEY`"
        )
        raise NoteError(message)
    if answer.status == 400:
        raise NoteError(said)


def _refuse(answer: Answer, origin: str, output: Path) -> None:
    said = answer.body.strip()
    if answer.status == 409:
        what = f"this witness has cosigned {said} entries of {origin}, and the request has no proof from there"
    else:
        what = f"the checkpoint contradicts what this witness has cosigned of {origin}: {said}"
    say(isolated(f"truceline: NOT cosigned: {what}"))
    if answer.evidence is not None:
        say(f"keep this evidence, and show it to the other parties: {answer.evidence}")
        say(f"`truceline checkpoint judge {answer.evidence} --key KEY`, with the log's key, says what it shows")
    if answer.last is not None:
        say(f"wrote the last checkpoint cosigned to {output}; `truceline checkpoint add` on the other side says what it means")
    raise typer.Exit(1)
