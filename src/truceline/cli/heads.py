"""``truceline checkpoint``: what the record says of itself to others, and who has cosigned it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from truceline.cli.options import AsJson, By, RecordDir
from truceline.cli.output import isolated, plural, print_json, print_text, say
from truceline.cli.written_files import check_room, checkpoint_in, write_text

if TYPE_CHECKING:
    from truceline.ledger import Record
    from truceline.ledger.heads.heads import Taken
    from truceline.ledger.joint import Joint
    from truceline.ledger.notes.keys import VerifierKey
    from truceline.ledger.witnesses.requests import Prepared

checkpoints = typer.Typer(
    help="Sign a checkpoint of the record, have witnesses cosign it, judge what others show.", rich_markup_mode=None
)

Output = Annotated[Path, typer.Option("-o", "--output", metavar="FILE", help="Where to write it, such as a file on a USB stick.")]
Now = Annotated[bool, typer.Option("--now", help="Ask now, even if witnesses were asked less than 15 minutes ago.")]
Keys = Annotated[
    list[str] | None,
    typer.Option("--key", metavar="KEY|FILE", help="A verifier key, or a file with keys; may be given several times."),
]
PROMISE = "This shows that the record was not changed, never that a claim in it is true."


@checkpoints.callback(invoke_without_command=True)
def checkpoint(
    context: typer.Context,
    *,
    record: RecordDir = None,
    output: Annotated[Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write it into a file as well.")] = None,
    by: By = None,
) -> None:
    """Sign a checkpoint of the record as it is now and print it, with the cosignatures that came for it.

    Give it to whoever may later want to see that nothing was changed. The key is made when it is first needed.
    """
    if context.invoked_subcommand is not None:
        return
    from truceline.ledger.heads.heads import signed_head  # noqa: PLC0415 - imports wait until a command needs them
    from truceline.ledger.joint import standing  # noqa: PLC0415
    from truceline.workflow.opening import opened  # noqa: PLC0415
    from truceline.workflow.people import user_name  # noqa: PLC0415

    if output is not None:
        check_room(output, "checkpoint", checkpoint_in)
    with opened(record) as held:
        note = signed_head(held, by=by or user_name())
        found = standing(held)
    print_text(note.removesuffix("\n"))
    if output is not None:
        write_text(output, note)
    say(joint_line(found))


@checkpoints.command("status")
def status(*, record: RecordDir = None, as_json: AsJson = False) -> None:
    """Say how far the record is witnessed, by whom, and who is missing. Nothing is signed. Ends with 1 where it is not joint."""
    from truceline.ledger.joint import standing  # noqa: PLC0415
    from truceline.workflow.opening import opened  # noqa: PLC0415

    with opened(record) as held:
        found = standing(held)
        if as_json:
            print_json(found)
        else:
            _print_status(held, found)
    if not found.is_joint:
        raise typer.Exit(1)


@checkpoints.command("request")
def request(*, output: Output, record: RecordDir = None, now: Now = False, by: By = None) -> None:
    """Write a request for witnesses into a file: it travels to each of them, on a USB stick or by mail.

    Each witness answers with `truceline witness sign FILE -o ANSWER`; bring the answers back with `truceline checkpoint add`.
    The log is filled up to a multiple of 16 entries first, so that its size tells a witness less.
    """
    from truceline.ledger.witnesses.request import parse_request  # noqa: PLC0415
    from truceline.ledger.witnesses.requests import request_file  # noqa: PLC0415
    from truceline.workflow.opening import opened  # noqa: PLC0415

    check_room(output, "request", parse_request)
    with opened(record) as held:
        prepared = _prepared(held, by, is_now=now)
        write_text(output, request_file(held, prepared))
    say(f"wrote a request for {plural(prepared.size, 'entry', 'entries')} to {output}")
    say(
        f"next, on each witness's machine: `truceline witness sign {output.name} -o ANSWER`; "
        "then here: `truceline checkpoint add ANSWER`"
    )


@checkpoints.command("submit")
def submit(
    url: Annotated[
        list[str] | None, typer.Argument(metavar="URL", help="Addresses of witnesses [default: those of the policy].")
    ] = None,
    *,
    record: RecordDir = None,
    now: Now = False,
    key: Keys = None,
    by: By = None,
) -> None:
    """Have witnesses cosign over the network, and keep their answers.

    One that does not answer, or refuses, is said to, and the next one is asked. Ends with 0 where all of them cosigned.
    """
    from truceline.errors import NoteError, WitnessError  # noqa: PLC0415
    from truceline.ledger.joint import standing  # noqa: PLC0415
    from truceline.ledger.witnesses.client import addresses  # noqa: PLC0415
    from truceline.ledger.witnesses.client import submit as ask  # noqa: PLC0415
    from truceline.workflow.opening import opened  # noqa: PLC0415

    known, failed = keys_given(key), []
    with opened(record) as held:
        asked = addresses(held, url or ())
        prepared = _prepared(held, by, is_now=now)
        for address in asked:
            try:
                _tell_taken(ask(held, prepared, address, known))
            except (WitnessError, NoteError) as error:
                failed.append(error.exit_code)
                say(isolated(f"truceline: {error}"))
        say(joint_line(standing(held)))
    if failed:
        raise typer.Exit(failed[0])


@checkpoints.command("add")
def add(
    answers: Annotated[list[Path], typer.Argument(metavar="ANSWER", help="Files that witnesses answered with.")],
    *,
    record: RecordDir = None,
    key: Keys = None,
) -> None:
    """Take in the answers of witnesses: each is held against the record first, and every signature is checked."""
    from truceline.ledger.heads.heads import take_cosigned  # noqa: PLC0415
    from truceline.ledger.joint import standing  # noqa: PLC0415
    from truceline.ledger.notes.plain import read_limited  # noqa: PLC0415
    from truceline.workflow.opening import opened  # noqa: PLC0415

    read = [(read_limited(file), str(file)) for file in answers]
    with opened(record) as held:
        known = keys_given(key)
        for data, where in read:
            _tell_taken(take_cosigned(held, data, where, known))
        say(joint_line(standing(held)))


@checkpoints.command("judge")
def judge(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A file of evidence, named ....fork.evidence")],
    *,
    key: Keys = None,
    record: RecordDir = None,
    as_json: AsJson = False,
) -> None:
    """Say what a file of evidence shows: whether one log told two stories. Needs only the log's keys, no record and no network.

    Without --key the keys of the record here are taken. Ends with 0 where it shows a fork, with 1 where it does not.
    """
    from truceline.ledger.heads import fork_file  # noqa: PLC0415

    evidence = fork_file.read(file)
    known = keys_given(key) if key else _keys_of_record(record, evidence.origin)
    found = fork_file.judge(evidence, known, str(file))
    if as_json:
        print_json(found)
    else:
        print_text(isolated(f"log {found.origin}"))
        for sentence in found.says:
            print_text(isolated(sentence))
        print_text(_verdict(found.shows_fork, evidence.found))
    if not found.shows_fork:
        raise typer.Exit(1)


def _verdict(shows_fork: bool, taken_for: str) -> str:  # noqa: FBT001 - what a judgement says
    if shows_fork:
        return "FORK: shown by two signatures"
    return "no fork is shown by this file" + ("; it is about entries that are missing" if taken_for == "rollback" else "")


def joint_line(found: Joint) -> str:
    """Return in one plain sentence how far a record is witnessed."""
    if found.is_joint:
        since = f"; {plural(found.since, 'entry', 'entries')} since are not yet" if found.since else ""
        return f"joint up to entry {found.joint_size - 1} ({plural(found.joint_size, 'entry', 'entries')}){since}"
    if found.policy_sha256 is None:
        return "not joint: no policy says whose cosignatures count; `truceline policy set FILE`"
    if not found.is_key_listed:
        return (
            "not joint: the policy lists another key of this log than the one that signs now; every party reads and the office "
            "sets a new one: `truceline policy make`, `truceline policy set FILE`"
        )
    missing = ", ".join(found.missing) or "a checkpoint made since the policy was set (`truceline checkpoint request -o FILE`)"
    return isolated(f"not joint yet; missing: {missing}")


def keys_given(given: Iterable[str] | None) -> tuple[VerifierKey, ...]:
    """Return the verifier keys given on the command line or in files named there.

    Raises: NoteError, also where a file holds none.
    """
    from truceline.errors import NoteError  # noqa: PLC0415
    from truceline.ledger.notes.keys import parse_vkey  # noqa: PLC0415
    from truceline.ledger.notes.plain import read_limited, text_of  # noqa: PLC0415

    found: list[VerifierKey] = []
    for each in given or ():
        if "+" in each and not _is_file(each):
            found.append(parse_vkey(each, "key"))
            continue
        lines = text_of(read_limited(Path(each)), each).split("\n")
        keys = [parse_vkey(line, f"{each} line {at}") for at, line in enumerate(lines, start=1) if line.strip()]
        if not keys:
            message = f"{each} holds no key; expected a line NAME+8 HEX DIGITS+BASE64, as `truceline keys` prints it"
            raise NoteError(message)
        found += keys
    return tuple(found)


def _is_file(named: str) -> bool:
    try:
        return Path(named).is_file()
    except OSError:  # no file can have such a name
        return False


def _prepared(held: Record, by: str | None, *, is_now: bool) -> Prepared:
    from truceline.ledger.witnesses.requests import prepare  # noqa: PLC0415
    from truceline.workflow.people import now, user_name  # noqa: PLC0415

    prepared = prepare(held, by=by or user_name(), at=now(), is_now=is_now)
    if prepared.padded:
        say(f"filled the log up with {plural(prepared.padded, 'empty entry', 'empty entries')} to {prepared.size:,}")
    return prepared


def _tell_taken(taken: Taken) -> None:
    names = ", ".join(taken.witnesses)
    how = "cosigned by" if taken.is_new else "already known: cosigned by"
    say(isolated(f"{plural(taken.size, 'entry', 'entries')} {how} {names}"))


def _print_status(held: Record, found: Joint) -> None:
    import datetime as dt  # noqa: PLC0415

    from truceline.ledger.heads.log_keys import origin_of  # noqa: PLC0415

    print_text(f"log {origin_of(held)}")
    for line in successors_of(held):
        print_text(line)
    signed = f"signed up to {found.signed_size:,}" if found.signed_size else "no checkpoint signed yet"
    print_text(f"{plural(found.total, 'entry', 'entries')}, level {found.level}, {signed}")
    print_text(joint_line(found))
    for each in found.cosigners:
        at = dt.datetime.fromtimestamp(each.at or 0, dt.UTC).isoformat().replace("+00:00", "Z")
        print_text(isolated(f"  {each.name}: {f'{each.size:,} entries at {at}' if each.size else 'nothing cosigned yet'}"))
    if found.policy_sha256:
        print_text(f"policy {found.policy_sha256} (entry {found.policy_idx})")
    print_text(PROMISE)


def successors_of(held: Record) -> list[str]:
    """Return a sentence for each time the record went on under another name."""
    from truceline.errors import TrucelineError  # noqa: PLC0415
    from truceline.ledger.heads.succession import successions  # noqa: PLC0415

    try:
        return [isolated(succession_line(each.idx, each.body.old_origin, each.by, each.lost)) for each in successions(held)]
    except TrucelineError as error:  # a damaged record: verification names the place
        return [isolated(f"successors cannot be read: {error}")]


def succession_line(idx: int, old_origin: str, by: str, lost: int) -> str:
    """Return the sentence that tells of a succession."""
    missing = f"; {plural(lost, 'entry', 'entries')} of the old log are known to be missing" if lost else ""
    return f"SUCCESSOR since entry {idx}: the log before was {old_origin}, declared by {by}{missing}"


def _keys_of_record(record: Path | None, origin: str) -> tuple[VerifierKey, ...]:
    from truceline.ledger.heads.log_keys import keys_of  # noqa: PLC0415
    from truceline.ledger.heads.peers import peer_keys  # noqa: PLC0415
    from truceline.workflow.opening import opened  # noqa: PLC0415

    # Not held against what was seen before: evidence is judged just when that does not hold.
    with opened(record, is_checked=False) as held:
        return keys_of(held, origin) or peer_keys(held, origin)
