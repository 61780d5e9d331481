"""The text of an agreement as lines for people: what it says, who says so, and what could not be checked."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from truceline.model.agreements import Act, Agreement, Capacity, Clause, Condition, Phase, Procedure, Step
    from truceline.outputs.views import AgreementPage

WIDEST = 120
"""Columns of a line of prose, however wide the terminal is."""
UNVERIFIED = "wording not verified"
SAYS = {
    "duty": "says that it is a duty",
    "no_duty": "says that there is no such duty",
    "new_proposal": "calls it a new proposal",
}
ALLOWANCES = {
    "proportionate_response": "in proportion",
    "excluded_group": "excluded groups",
    "place": "place",
    "time": "time",
    "other": "other",
}


class Line(NamedTuple):
    """A line of text and how far it stands in."""

    text: str
    depth: int = 0


def wrapped(line: Line, width: int) -> str:
    """Return a line broken so that it fits, its later rows a little further in."""
    before = "  " * line.depth
    return (
        textwrap.fill(line.text, min(max(width, 40), WIDEST), initial_indent=before, subsequent_indent=f"{before}    ")
        if line.text
        else ""
    )


def lines(page: AgreementPage) -> Iterator[Line]:
    """Yield the lines of an agreement's page, none where there is no agreement."""
    if page.agreement is None:
        return
    yield from _header(page, page.agreement)
    yield from _who(page, page.agreement)
    yield from _clauses(page, page.agreement)
    yield from _course(page, page.agreement)
    yield from _procedures(page, page.agreement)
    yield from _acts(page, page.agreement)
    yield from _sources(page, page.agreement)


def _section(title: str, found: Iterable[Line]) -> Iterator[Line]:
    """Yield a heading and what stands under it; nothing where nothing does."""
    for number, line in enumerate(found):
        if not number:
            yield Line("")
            yield Line(title)
        yield Line(line.text, line.depth + 1)


def _header(page: AgreementPage, text: Agreement) -> Iterator[Line]:
    yield Line(f"{text.name} ({text.id})")
    times = [f"dated {text.date}"]
    if text.effective_at:
        times.append(f"in effect from {text.effective_at}")
    if text.ends_at:
        times.append(f"to {text.ends_at}")
    if text.calendar.day_d:
        times.append(f"day D {text.calendar.day_d}")
    times.append(f"clock UTC{text.calendar.utc_offset}")
    if text.calendar.cut_off:
        times.append(f"reporting day ends {text.calendar.cut_off}")
    yield Line(", ".join(times))
    if any(part.part == "text" for part in page.withheld):
        yield Line(f"text as a whole: terms not public by {page.known}")
    if text.about:
        yield Line(text.about)
    if text.aliases:
        yield Line(f"also called: {', '.join(text.aliases)}")
    if text.builds_on:
        yield Line(f"builds on: {', '.join(text.builds_on)}")


def _who(page: AgreementPage, text: Agreement) -> Iterator[Line]:
    yield from _section("Parties", [Line(_named(page, party)) for party in text.parties])
    yield from _section(
        "Signed",
        [
            Line(_marked(f"{s.as_signed} for {_named(page, s.party)}{_as(s.capacity)}{_on(s.on)}", s.verified, s.source))
            for s in text.signatories
        ],
    )
    yield from _section("Capacities", [Line(_capacity(page, each)) for each in text.capacities])
    yield from _section(
        "Others with a part",
        [Line(_marked(f"{_named(page, third.actor)}: {third.role}", True, third.source)) for third in text.third_parties],  # noqa: FBT003 - marked nowhere
    )
    coverage = text.coverage
    covered = [Line(coverage.words)] if coverage.words else []
    covered += [Line(f"places: {', '.join(coverage.places)}")] if coverage.places else []
    covered += [Line(f"binds: {_several(page, coverage.bound)}")] if coverage.bound else []
    yield from _section("Covers", covered)
    yield from _section(
        "Does not apply to",
        [
            Line(_marked(f"{_named(page, e.actor)}{_spell(e.since, e.until)}: {_says(page, e.claimed_by)}", e.verified, e.source))
            for e in text.exclusions
        ],
    )
    yield from _section(
        "Accepted",
        [
            Line(_marked(f"{_named(page, a.party)}: {a.act}, {a.on}{_to(page, a.communicated_to)}", a.verified, a.source))
            for a in text.acceptances
        ],
    )


def _capacity(page: AgreementPage, each: Capacity) -> str:
    held = f"{each.name}: {_several(page, each.holders)}{_spell(each.since, each.until)}; {_says(page, each.claimed_by)}"
    return _marked(held, each.verified, each.source)


def _clauses(page: AgreementPage, text: Agreement) -> Iterator[Line]:
    found = [line for clause in text.clauses for line in _clause(page, clause)]
    for part in page.withheld:
        if part.part == "clause":
            number = f"{part.number} " if part.number else ""
            found.append(Line(f"{number}(a clause): terms not public by {page.known}"))
    yield from _section("Clauses", found)


def _clause(page: AgreementPage, clause: Clause) -> Iterator[Line]:
    number = f"{clause.number} " if clause.number else ""
    bound = _several(page, clause.bound) if clause.bound else "all parties"
    yield Line(f"{number}{clause.id} ({clause.kind}; {bound}){_spell(clause.since, clause.until)}")
    yield Line(_marked(clause.summary, clause.verified, clause.source), 1)
    if clause.guarantors:
        yield Line(f"guaranteed by {_several(page, clause.guarantors)}", 1)
    if clause.disclosed_at:
        yield Line(f"terms public since {clause.disclosed_at}", 1)
    for each in clause.exceptions:
        yield Line(_marked(f"not forbidden ({ALLOWANCES[each.kind]}): {each.summary}", each.verified, each.source), 1)
    if clause.existence == "contested":
        yield Line("contested: whether there is such a clause at all", 1)
    for contest in clause.contests:
        said = f"{_named(page, contest.claimed_by)} {SAYS[contest.says]}{_on(contest.on)}"
        yield Line(_marked(said, contest.verified, contest.source), 2)


def _course(page: AgreementPage, text: Agreement) -> Iterator[Line]:
    yield from _section("Phases", [Line(_phase(each)) for each in text.phases])
    yield from _section("Conditions", [line for each in text.conditions for line in _condition(page, each)])
    yield from _section(
        "Timetable",
        [
            Line(_marked(f"{line.at}{_spell(None, line.until)}{_by(page, line.by)}: {line.summary}", line.verified, line.source))
            for line in text.timetable
        ],
    )
    hidden = sum(part.part in ("phase", "condition", "timetable") for part in page.withheld)
    if hidden:
        yield Line(f"{hidden} more: terms not public by {page.known}", 1)


def _phase(phase: Phase) -> str:
    waits = [f"from {phase.begins}"] if phase.begins else []
    waits += [f"to {phase.ends}"] if phase.ends else []
    waits += [f"after {' and '.join(phase.after)}"] if phase.after else []
    words = f"{phase.id}: {phase.name}{f', {chr(32).join(waits)}' if waits else ''}"
    return _marked(f"{words}. {phase.summary}" if phase.summary else words, phase.verified, phase.source)


def _condition(page: AgreementPage, condition: Condition) -> Iterator[Line]:
    needed = (
        f"{condition.needed} days from {condition.since}" if condition.kind == "days" else f"an event from {condition.since} on"
    )
    yield Line(_marked(f"{condition.id}: {condition.summary} ({needed})", condition.verified, condition.source))
    yield Line(
        f"counted by {_several(page, condition.counted_by)}, each for itself; as arithmetic by the rule {condition.rule}", 1
    )
    if condition.interrupted_by:
        yield Line(f"begins anew after a breach of {', '.join(condition.interrupted_by)}, as each of them counts", 1)


def _procedures(page: AgreementPage, text: Agreement) -> Iterator[Line]:
    yield from _section("Procedures", [line for each in text.procedures for line in _procedure(page, each)])


def _procedure(page: AgreementPage, procedure: Procedure) -> Iterator[Line]:
    about = f" (about {', '.join(procedure.clauses)})" if procedure.clauses else ""
    yield Line(_marked(f"{procedure.id}: {procedure.name}{about}", procedure.verified, procedure.source))
    for step in procedure.steps:
        yield Line(_marked(_step(page, step), step.verified, step.source), 1)


def _step(page: AgreementPage, step: Step) -> str:
    due = f" within {step.within}" if step.within else ""
    after = f" after {step.after}" if step.after else ""
    to = f" to {_several(page, step.to)}" if step.to else ""
    words = f"{step.id}: {step.do}{_by(page, step.by)}{to}{due}{after}"
    return f"{words}. {step.summary}" if step.summary else words


def _acts(page: AgreementPage, text: Agreement) -> Iterator[Line]:
    found = [Line(_act(page, act)) for act in text.acts]
    hidden = sum(part.part == "act" for part in page.withheld)
    if hidden:
        found.append(Line(f"{hidden} more: terms not public by {page.known}"))
    elif not any(act.act == "end" and act.changes == "arrangement" for act in text.acts):
        found.append(Line("end: nobody is named here who may end the arrangement"))
    yield from _section("Who may change what", found)


def _act(page: AgreementPage, act: Act) -> str:
    who = {"joint": " together", "alone": "", "any": ", any of them"}[act.manner]
    into = f", which is then {act.to}" if act.to else ""
    what = "the arrangement" if act.changes == "arrangement" else "its own adherence"
    words = f"{act.act}: {_several(page, act.by)}{who}; changes {what}{into}{f', until {act.until}' if act.until else ''}"
    return _marked(f"{words}; {_says(page, act.claimed_by)}", act.verified, act.source)


def _sources(page: AgreementPage, text: Agreement) -> Iterator[Line]:
    yield from _section(
        "Text",
        [
            Line(f"{source.citation} [{source.lang}]{f', SHA-256 {source.sha256}' if source.sha256 else ''}{_note(source.note)}")
            for source in text.source_text
        ],
    )
    if page.unverified:
        yield Line("")
        yield Line(f"{len(page.unverified)} parts are marked: {UNVERIFIED} against the text.")


def _marked(words: str, verified: bool, source: str | None) -> str:  # noqa: FBT001 - as the value has it
    return f"{words}{f' [{source}]' if source else ''}{'' if verified else f' ({UNVERIFIED})'}"


def _named(page: AgreementPage, actor: str) -> str:
    name = page.names.get(actor)
    return f"{name} ({actor})" if name and name != actor else actor


def _several(page: AgreementPage, actors: Iterable[str]) -> str:
    return ", ".join(_named(page, actor) for actor in actors)


def _says(page: AgreementPage, actor: str | None) -> str:
    return f"as {_named(page, actor)} says" if actor else "as its text says"


def _spell(since: str | None, until: str | None) -> str:
    return (f", from {since}" if since else "") + (f", to {until}" if until else "")


def _by(page: AgreementPage, actors: Iterable[str]) -> str:
    named = _several(page, actors)
    return f", by {named}" if named else ""


def _as(capacity: str | None) -> str:
    return f" as {capacity}" if capacity else ""


def _on(day: str | None) -> str:
    return f", {day}" if day else ""


def _to(page: AgreementPage, actor: str | None) -> str:
    return f", told to {_named(page, actor)}" if actor else ""


def _note(note: str | None) -> str:
    return f"; {note}" if note else ""
