"""``truceline review``: one key for each proposal, with its words shown where they stand.

Works with single keys on a terminal and with the same letters piped in, so that a review can be scripted and tested. Each
decision is written with the next one or at the end of the sitting, so that ``u`` takes the last one back without a trace; what
is once written is never erased. Whoever kills the process loses that one decision at most.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated

import typer

from truceline.cli.corrections import correction_from, parts_of
from truceline.cli.options import By, RecordDir
from truceline.cli.output import isolated, plural, say
from truceline.errors import MeanwhileError, UsageError

if TYPE_CHECKING:
    from truceline.workflow.review import Desk, Waiting

KEYS = "a accept   r reject   c correct   s skip   u undo   q quit"
CONTEXT = 240
"""Characters of the report shown on each side of the words."""

Ask = Callable[[], str]


def review(
    *,
    record: RecordDir = None,
    incident: Annotated[str | None, typer.Option("--incident", metavar="ID", help="Only claims of this incident.")] = None,
    report: Annotated[str | None, typer.Option("--report", metavar="ID", help="Only claims of this report.")] = None,
    by: By = None,
) -> None:
    """Decide on proposals one key each: accept, reject, correct, skip, undo, quit.

    The words stand in their context with the claim marked. `c` asks for FIELD=VALUE, such as stance=deny or killed=20+.
    """
    from truceline.workflow.opening import opened  # noqa: PLC0415 - imports wait until a command needs them
    from truceline.workflow.people import user_name  # noqa: PLC0415
    from truceline.workflow.review import Desk  # noqa: PLC0415

    with opened(record) as held, Desk(held, by or user_name(), report=report, incident=incident) as desk:
        if not desk.waiting:
            say("no proposal waits for a decision here")
            raise typer.Exit(4)
        _work(desk)
    say(f"{plural(desk.decided, 'decision')} written by {desk.by}, {plural(desk.left, 'proposal')} of this round left")


def _work(desk: Desk) -> None:
    """Show each waiting claim and act on keys until the round is over or the person stops."""
    ask = _key_of_terminal if sys.stdin.isatty() else _key_of_pipe
    shown = -1
    while (current := desk.current) is not None:
        if shown != desk.at:
            _show(current, desk)
            shown = desk.at
        sys.stderr.write(f"{KEYS} > ")
        sys.stderr.flush()
        key = ask()
        sys.stderr.write(f"{key}\n")
        if key in ("", "q"):
            return
        try:
            shown = _act(desk, key, shown)
        except (UsageError, MeanwhileError) as error:
            say(f"truceline: {error}")


def _act(desk: Desk, key: str, shown: int) -> int:
    """Do what the key says; return which claim stands on the screen."""
    if key == "a":
        desk.accept()
    elif key == "r":
        desk.reject()
    elif key == "s":
        desk.skip()
    elif key == "c":
        new = desk.correct(correction_from(_fields()))
        say(f"corrected: {new} takes its place")
    elif key == "u":
        say(desk.undo() or "nothing to take back")
        return -1
    else:
        say(f'"{key}" is no key here; expected one of a r c s u q')
    return shown


def _key_of_terminal() -> str:
    """Read one key; the end of input, Ctrl-D and Escape are q."""
    try:
        key = typer.getchar().lower()
    except EOFError:
        return "q"
    return "q" if key in ("\x04", "\x1b") else key


def _key_of_pipe() -> str:
    """Read one letter, whatever white space stands before it; empty at the end."""
    while letter := sys.stdin.read(1):
        if not letter.isspace():
            return letter.lower()
    return ""


def _fields() -> list[str]:
    """Read FIELD=VALUE parts: all on the rest of the line, or one a line until an empty one."""
    if sys.stdin.isatty():
        say("what to correct, as FIELD=VALUE; an empty line ends (fields: stance speaker unnamed about killed injured count")
        say("said-at when place event means span; speaker=- is the report's own voice)")
    first = sys.stdin.readline().strip()
    parts = list(parts_of(first))
    while not parts or sys.stdin.isatty():
        more = list(parts_of(sys.stdin.readline()))
        if not more:
            break
        parts += more
    return parts


def _show(current: Waiting, desk: Desk) -> None:
    """Print one claim: where it stands, its words in their context, and what the machine made of them."""
    about = current.report
    head = f"[{desk.at + 1}/{len(desk.waiting)}] {about.id}  {about.title or '(no title)'}"
    dated = f"{about.publisher or 'no publisher'}, {about.published_at or 'no date'}"
    print_out(f"\n{head}  ({dated})")
    print_out(_marked(current))
    for name, value in current.facts:
        print_out(f"  {name + ':':<13}{isolated(value)}")


def print_out(text: str) -> None:
    """Write what is to be decided on stdout; prompts and talk are on stderr."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def _marked(current: Waiting) -> str:
    """Return the words in their context, the claim's own in [[ ]] and, on a terminal, shown reversed as well."""
    text, spans = current.text, sorted(current.claim.content)
    start, end = max(0, spans[0].start - CONTEXT), min(len(text), spans[-1].end + CONTEXT)
    on, off = ("\x1b[7m", "\x1b[0m") if sys.stdout.isatty() else ("", "")
    parts, at = [], start
    for span in spans:
        parts += [isolated(text[at : span.start]), f"{on}[[", isolated(span.of(text)), f"]]{off}"]
        at = span.end
    parts.append(isolated(text[at:end]))
    before, after = "… " if start else "", " …" if end < len(text) else ""
    return f"  {before}{' '.join(''.join(parts).split())}{after}"
