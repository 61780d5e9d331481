"""The state of an agreement as lines for people: four blocks of the same form, then conditions, phases and who says what."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from truceline.cli.output import console, isolated, plural, print_text, table

if TYPE_CHECKING:
    from truceline.model.status import Change, ConditionCount, Status
    from truceline.outputs.views.status_page import StatusChanges, StatusPage

Row = tuple[str, ...]
BLOCK = ("what", "state", "since", "why, and by which claims")
"""The columns of all four blocks: none of them is drawn larger than the others."""
NOTHING = "-"


def print_status(page: StatusPage) -> None:
    """Print a state: what people stand behind, and beneath it, where asked for, what would be otherwise with the proposals."""
    status = page.status
    assert status is not None, "asked only where there is one"
    counted = page.basis.counted.accepted + page.basis.counted.entered
    print_text(isolated(f"{status.name} [{status.agreement}]"))
    print_text(f"as of the end of {status.on}, from {plural(counted, 'claim')} that people stand behind\n")
    for title, rows in _blocks(status):
        console().print(table(BLOCK, rows, title=title))
    for name in dict.fromkeys(each.id for each in status.conditions):
        title = f"Condition {name}, by each who counts"
        _print_list(title, CONDITION, (_condition(each) for each in status.conditions if each.id == name))
    _print_list("What interrupted a count", RESET, _resets(status))
    _print_list("Phases", PHASE, _phases(status))
    _print_list("Who declared what", DECLARED, _declared(status))
    _print_list("Who says who may do it", AUTHORITY, _authority(status))
    print_text(f"{plural(status.proposals_that_would_change_it, 'proposal')} would change this, each by itself, if accepted")
    if page.with_proposals is not None:
        print_text("\nWith the proposals of the machine, on which nobody has decided:")
        _print_changes(page.changes)


CONDITION = ("by", "progress", "met", "why")
RESET = ("condition", "by", "day", "incident", "by whose word", "without it", "claim")
PHASE = ("phase", "where it is", "since", "waits for")
DECLARED = ("day", "who", "act", "can change", "words", "claim")
AUTHORITY = ("day", "who says it", "act", "who may", "words", "claim")
CHANGE = ("what", "before", "after", "claims")


def print_changes(found: StatusChanges) -> None:
    """Print what changed between two days."""
    print_text(f"{found.agreement}: from the end of {found.before} to the end of {found.after}")
    _print_changes(found.changes)


def _print_changes(changes: Sequence[Change]) -> None:
    if not changes:
        print_text("nothing changed")
        return
    rows = [(each.what, each.before or NOTHING, each.after or NOTHING, ", ".join(each.claims)) for each in changes]
    console().print(table(CHANGE, rows))


def _print_list(title: str, columns: Sequence[str], rows: Iterable[Row]) -> None:
    made = list(rows)
    if made:
        console().print(table(columns, made, title=title))


def _blocks(status: Status) -> list[tuple[str, list[Row]]]:
    """Return the four sides, in the order of the design, with rows of the same four columns."""
    arrangement = status.arrangement
    ground = status.ground
    days = "; ".join(f"{each.day}: {each.incidents}" for each in ground.by_day)
    others = ((ground.undated, "without a day"), (ground.unsure, "perhaps before it"))
    aside = [f"{len(found)} {what}" for found, what in others if found]
    return [
        (
            "Arrangement",
            [
                ("the arrangement", _plain(arrangement.status), arrangement.since or NOTHING, arrangement.why),
                *(
                    (f"according to {each.according_to}", _plain(each.status), NOTHING, ", ".join(each.claims))
                    for each in arrangement.versions
                ),
            ],
        ),
        ("Adherence", [(each.party, _plain(each.state), each.since or NOTHING, each.why) for each in status.adherence]),
        (
            "Assessments",
            [
                (each.speaker or "the report", "quoted", each.date or NOTHING, f"“{' '.join(each.words.split())}” ({each.claim})")
                for each in status.assessments
            ]
            or [(NOTHING, "none heard", NOTHING, "no counted claim assesses it")],
        ),
        (
            "Ground",
            [
                (
                    "incidents reported",
                    " and ".join([str(len(ground.incidents)), *aside]),
                    ground.since or NOTHING,
                    "; ".join(filter(None, (days, ground.coverage))),
                )
            ],
        ),
    ]


def _condition(count: ConditionCount) -> Row:
    met = "no" if not count.met else "not contradicted by anything it said" if count.silent else "yes"
    met = f"{met}, {count.met_on}" if count.met and count.met_on else met
    by = f"{count.by}: {count.rule}" if count.by == "arithmetic" else count.by
    return (by, f"{count.progress} of {count.needed}", met, _with_missing(count))


def _with_missing(count: ConditionCount) -> str:
    new = [each for each in (count.missing or "").split("; ") if each and each not in count.why]
    return f"{count.why}; missing: {'; '.join(new)}" if new else count.why


def _resets(status: Status) -> Iterable[Row]:
    for count in status.conditions:
        for each in count.resets:
            without = NOTHING if each.without is None else str(each.without)
            yield (count.id, count.by, each.date, each.incident or NOTHING, each.claimed_by, without, each.claim)


def _phases(status: Status) -> Iterable[Row]:
    for each in status.phases:
        versions = ", ".join(f"{version.according_to}: {_plain(version.state)}" for version in each.versions)
        yield (each.name, versions or _plain(each.state), each.since or NOTHING, "; ".join(each.waits_for))


def _declared(status: Status) -> Iterable[Row]:
    for each in status.declarations:
        yield (
            each.date or NOTHING,
            each.speaker or "the report",
            _plain(each.act),
            f"nothing: only for {', '.join(each.places)}" if each.places else _plain(each.scope),
            f"“{' '.join(each.words.split())}”",
            each.claim,
        )


def _authority(status: Status) -> Iterable[Row]:
    for each in status.authority:
        words = f"“{' '.join(each.words.split())}”"
        yield (each.date or NOTHING, each.speaker or "the report", _plain(each.act), ", ".join(each.of), words, each.claim)


def _plain(word: str) -> str:
    return word.replace("_", " ")
