"""``truceline site check``, ``send``, ``answer``, ``revalidate``, ``revoke``: what is done with a notification, written down."""

from __future__ import annotations

from typing import Annotated

import typer

from truceline.cli.notifying_options import At, SaidBy, SiteId, ValidTo, VersionNumber, now_or, tell, when
from truceline.cli.options import AsJson, By, Published, RecordDir


def check(  # noqa: PLR0913 - one parameter an option
    site: SiteId,
    *,
    version: VersionNumber = None,
    at: At = None,
    by: By = None,
    record: RecordDir = None,
    as_json: AsJson = False,
) -> None:
    """Enter that you checked a version: place against position, kind, owner. Two different persons make it validated."""
    from truceline.workflow import notifying  # noqa: PLC0415
    from truceline.workflow.opening import opened  # noqa: PLC0415
    from truceline.workflow.people import user_name  # noqa: PLC0415

    with opened(record) as held:
        done = notifying.check(held, site, at=now_or(at), by=by or user_name(), version=version)
    tell([done], as_json=as_json)


def send(  # noqa: PLR0913 - one parameter an option
    site: SiteId,
    *,
    to: Annotated[
        list[str] | None, typer.Option("--to", metavar="WHO", help="A recipient; once for each. There is none by default.")
    ] = None,
    detail: Annotated[
        str, typer.Option("--detail", metavar="HOW", help="How exact: exact, coarse_1km or district.")
    ] = "district",
    version: VersionNumber = None,
    at: At = None,
    channel: Annotated[str | None, typer.Option("--channel", metavar="TEXT", help="By which way it was sent.")] = None,
    valid_to: ValidTo = None,
    denied: Annotated[bool, typer.Option("--not", help="It was not sent at that time, as you or --said-by say.")] = False,
    said_by: SaidBy = None,
    published: Published = None,
    by: By = None,
    record: RecordDir = None,
    as_json: AsJson = False,
) -> None:
    """Enter that a version was sent: to whom, when, how exact. This writes it down; it sends nothing itself."""
    from truceline.workflow import notifying  # noqa: PLC0415
    from truceline.workflow.opening import opened  # noqa: PLC0415
    from truceline.workflow.people import user_name  # noqa: PLC0415

    given = notifying.SendingGiven(
        recipients=tuple(to or ()),
        sent=now_or(at),
        detail=detail,
        version=version,
        channel=channel,
        valid_to=valid_to,
        said_by=said_by,
        published=published,
        denied=denied,
    )
    with opened(record) as held:
        done = notifying.send(held, site, given, by=by or user_name())
    tell(done, as_json=as_json)


def answer(  # noqa: PLR0913 - one parameter an option
    site: SiteId,
    recipient: Annotated[str, typer.Argument(metavar="RECIPIENT", help="Whose notification it is about.")],
    verb: Annotated[
        str,
        typer.Argument(
            metavar="VERB",
            help="acknowledge (received), confirm (agrees), comply (acts accordingly), reject; update, recall, discontinue.",
        ),
    ],
    *,
    version: VersionNumber = None,
    at: At = None,
    to_field: Annotated[
        bool | None, typer.Option("--to-field/--not-to-field", help="It was passed on to those on the ground, or was not.")
    ] = None,
    reason: Annotated[str | None, typer.Option("--reason", metavar="TEXT", help="The reason given; sealed.")] = None,
    denied: Annotated[bool, typer.Option("--not", help="It was not answered so at that time, as --said-by says.")] = False,
    said_by: Annotated[
        str | None, typer.Option("--said-by", metavar="WHO", help="Who says so [default: the recipient; of the last three, you].")
    ] = None,
    published: Published = None,
    by: By = None,
    record: RecordDir = None,
    as_json: AsJson = False,
) -> None:
    """Enter what a recipient answered to a notification, or that the sender updates, recalls or ends it."""
    from truceline.workflow import notifying  # noqa: PLC0415
    from truceline.workflow.opening import opened  # noqa: PLC0415
    from truceline.workflow.people import user_name  # noqa: PLC0415

    given = notifying.AnswerGiven(
        recipient=recipient,
        verb=verb,
        at=now_or(at),
        version=version,
        to_field=to_field,
        reason=reason,
        said_by=said_by,
        published=published,
        denied=denied,
    )
    with opened(record) as held:
        done = notifying.answer(held, site, given, by=by or user_name())
    tell([done], as_json=as_json)


def revalidate(  # noqa: PLR0913 - one parameter an option
    site: SiteId,
    *,
    until: Annotated[str, typer.Option("--valid-to", metavar="TIME", callback=when, help="Until when it still holds.")],
    version: VersionNumber = None,
    at: At = None,
    by: By = None,
    record: RecordDir = None,
    as_json: AsJson = False,
) -> None:
    """Enter that you looked at a version again and it still holds."""
    from truceline.workflow import notifying  # noqa: PLC0415
    from truceline.workflow.opening import opened  # noqa: PLC0415
    from truceline.workflow.people import user_name  # noqa: PLC0415

    with opened(record) as held:
        done = notifying.revalidate(held, site, at=now_or(at), valid_to=until, by=by or user_name(), version=version)
    tell([done], as_json=as_json)


def revoke(  # noqa: PLR0913 - one parameter an option
    site: SiteId,
    *,
    at: At = None,
    said_by: Annotated[
        str | None,
        typer.Option("--said-by", metavar="WHO", help="Who takes it back: the owner, an office [default: who enters it]."),
    ] = None,
    reason: Annotated[str | None, typer.Option("--reason", metavar="TEXT", help="Why; sealed.")] = None,
    published: Published = None,
    by: By = None,
    record: RecordDir = None,
    as_json: AsJson = False,
) -> None:
    """Enter that a notification is taken back. What was sent stays in the ledger; protection is neither ended nor lessened."""
    from truceline.workflow import notifying  # noqa: PLC0415
    from truceline.workflow.opening import opened  # noqa: PLC0415
    from truceline.workflow.people import user_name  # noqa: PLC0415

    with opened(record) as held:
        done = notifying.revoke(
            held, site, at=now_or(at), by=by or user_name(), revoked_by=said_by, reason=reason, published=published
        )
    tell([done], as_json=as_json)
