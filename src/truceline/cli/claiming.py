"""``truceline claim``: mark words in a text of any language as a claim, and decide on single claims by their id."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from truceline.cli.corrections import correction_from, figures_from, period, subjects
from truceline.cli.options import AsJson, By, RecordDir
from truceline.cli.output import isolated, plural, print_json, print_text, say

if TYPE_CHECKING:
    from truceline.model import Report, Span
    from truceline.workflow.marking import Marking

app = typer.Typer(help="Mark words as a claim; accept, reject or correct claims.", no_args_is_help=True, rich_markup_mode=None)

ReportId = Annotated[str, typer.Option("--report", metavar="R", help="The report in which the words stand.")]
Spans = Annotated[
    list[str] | None, typer.Option("--span", metavar="S:E", help="Characters of the text, half-open; may be given several times.")
]
Find = Annotated[str | None, typer.Option("--find", metavar="WORDS", help="Exact words of the text instead of a span.")]
SpeakerName = Annotated[str | None, typer.Option("--speaker", metavar="NAME", help="Who says it [default: the report itself].")]
Unnamed = Annotated[
    str | None, typer.Option("--unnamed", metavar="ROLE", help='A speaker whose name is not given, such as "a resident".')
]
StanceName = Annotated[
    str,
    typer.Option(
        "--stance",
        metavar="STANCE",
        help="assert deny reject retract correct confirm accuse claim_responsibility decline cannot_verify question demand",
    ),
]
About = Annotated[
    list[str] | None,
    typer.Option(
        "--about",
        metavar="SUBJECT",
        help="occurrence means perpetrator responsibility count place time state tally motive proposal authority",
    ),
]
Killed = Annotated[
    str | None, typer.Option("--killed", metavar="N", help="People killed: 20, 20+, 20..25, ..90, ~100 or ? (unknown).")
]
Injured = Annotated[str | None, typer.Option("--injured", metavar="N", help="People injured, written the same way.")]
Counts = Annotated[
    list[str] | None, typer.Option("--count", metavar="EFFECT:UNIT:N", help="Another figure, such as destroyed:trucks:18/31.")
]
SaidAt = Annotated[
    str | None,
    typer.Option("--said-at", metavar="DATE", help="When it was said: a day, an instant with zone, or two joined by .."),
]
When = Annotated[
    str | None, typer.Option("--when", metavar="DATE", help="When it happened: a day, an instant with zone, or two joined by ..")
]
PlaceName = Annotated[
    str | None, typer.Option("--place", metavar="PLACE", help="Where: an id or a name of the theatre pack, or any name.")
]
Event = Annotated[str | None, typer.Option("--event", metavar="CODE", help="Kind of happening, such as V.SHELL or V.AIR.")]
Means = Annotated[str | None, typer.Option("--means", metavar="MEANS", help="Means, such as mortar or airstrike.")]
Incident = Annotated[
    str | None, typer.Option("--incident", metavar="I", help="The incident this claim is about, if you know it.")
]
ClaimId = Annotated[str, typer.Argument(metavar="CLAIM", help="Id of a claim, as `truceline claims` prints it.")]
ClaimIds = Annotated[list[str], typer.Argument(metavar="CLAIM", help="Ids of claims, as `truceline claims` prints them.")]


@app.command("add")
def add(  # noqa: PLR0913 - one parameter an option
    *,
    report: ReportId,
    span: Spans = None,
    find: Find = None,
    speaker: SpeakerName = None,
    unnamed: Unnamed = None,
    stance: StanceName = "assert",
    about: About = None,
    killed: Killed = None,
    injured: Injured = None,
    count: Counts = None,
    said_at: SaidAt = None,
    when: When = None,
    place: PlaceName = None,
    event: Event = None,
    means: Means = None,
    incident: Incident = None,
    by: By = None,
    record: RecordDir = None,
    as_json: AsJson = False,
) -> None:
    """Mark words in a report as a claim, in a text of any language.

    The claim stands as entered by you and is equal to a machine-read one in every later step.
    """
    from truceline.workflow.claims import add_claim, report_of  # noqa: PLC0415 - imports wait until a command needs them
    from truceline.workflow.marking import Marking  # noqa: PLC0415
    from truceline.workflow.opening import opened  # noqa: PLC0415
    from truceline.workflow.people import user_name  # noqa: PLC0415

    with opened(record) as held:
        text = report_of(held, report)
        marking = Marking(
            spans=_spans(text, span or [], find),
            speaker=speaker,
            unnamed=unnamed,
            stance=stance,
            about=subjects(about or []),
            figures=figures_from(killed, injured, count or []),
            said_at=period(said_at),
            when=period(when),
            place=place,
            event=event,
            means=means,
        )
        made = add_claim(held, marking, text, by or user_name(), incident=incident)
    _tell_marked(marking, text, made, as_json=as_json)


def _spans(report: Report, spans: list[str], words: str | None) -> tuple[Span, ...]:
    from truceline.errors import UsageError  # noqa: PLC0415
    from truceline.workflow.marking import checked_span, found_in, span_of  # noqa: PLC0415

    if bool(spans) == (words is not None):
        message = "expected either --span START:END or --find WORDS: which words of the text are the claim?"
        raise UsageError(message)
    if words is not None:
        return (found_in(report, words),)
    return tuple(sorted(checked_span(span_of(text), report) for text in spans))


def _tell_marked(marking: Marking, report: Report, claim: str, *, as_json: bool) -> None:
    from truceline.model import words_at  # noqa: PLC0415

    words = words_at(report.text, marking.spans)
    if as_json:
        print_json({"id": claim, "report": report.id, "content": marking.spans, "words": words, "standing": "entered"})
    else:
        print_text(claim)
    at = ", ".join(f"{span.start}:{span.end}" for span in marking.spans)
    say(isolated(f"entered {claim}: {report.id} {at} “{words}”"))
    say("next: `truceline link`")


@app.command("accept")
def accept(claim: ClaimIds, *, by: By = None, record: RecordDir = None) -> None:
    """Stand behind claims: from now on they count in every view."""
    _decide(claim, "accepted", by, record)


@app.command("reject")
def reject(claim: ClaimIds, *, by: By = None, record: RecordDir = None) -> None:
    """Reject claims: they stay in the record and count nowhere."""
    _decide(claim, "rejected", by, record)


def _decide(claims: list[str], verdict: str, by: str | None, record: object) -> None:
    from pathlib import Path  # noqa: PLC0415

    from truceline.workflow.claims import decide  # noqa: PLC0415
    from truceline.workflow.opening import opened  # noqa: PLC0415
    from truceline.workflow.people import user_name  # noqa: PLC0415

    assert record is None or isinstance(record, Path)
    with opened(record) as held:
        done = decide(held, claims, "accepted" if verdict == "accepted" else "rejected", by or user_name())
    say(f"{verdict} {plural(done, 'claim')}; {plural(len(claims) - done, 'claim')} stood so already")


@app.command("correct")
def correct(  # noqa: PLR0913 - one parameter an option
    claim: ClaimId,
    *,
    span: Spans = None,
    speaker: Annotated[
        str | None, typer.Option("--speaker", metavar="NAME", help="Who says it; - is the report's own voice.")
    ] = None,
    unnamed: Unnamed = None,
    stance: Annotated[str | None, typer.Option("--stance", metavar="STANCE", help="As for `truceline claim add`.")] = None,
    about: About = None,
    killed: Killed = None,
    injured: Injured = None,
    count: Counts = None,
    said_at: SaidAt = None,
    when: When = None,
    place: PlaceName = None,
    event: Event = None,
    means: Means = None,
    by: By = None,
    record: RecordDir = None,
) -> None:
    """Put a corrected claim in the place of one; the old one stays in the record, superseded."""
    from truceline.workflow.claims import correct as put  # noqa: PLC0415
    from truceline.workflow.opening import opened  # noqa: PLC0415
    from truceline.workflow.people import user_name  # noqa: PLC0415

    single = {
        "speaker": speaker, "unnamed": unnamed, "stance": stance, "killed": killed, "injured": injured,
        "said-at": said_at, "when": when, "place": place, "event": event, "means": means,
    }  # fmt: skip
    several = {"span": span, "about": about, "count": count}
    parts = [f"{name}={value}" for name, value in single.items() if value is not None]
    parts += [f"{name}={value}" for name, values in several.items() for value in values or []]
    with opened(record) as held:
        new = put(held, claim, correction_from(parts), by or user_name())
    print_text(new)
    say(f"{new} takes the place of {claim}")
