"""Diplomatic proposals and contacts for people: a table on a wide terminal, rows one under the other on a narrow one."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from truceline.cli.output import console, isolated, print_text, table

if TYPE_CHECKING:
    from truceline.diplomacy.contacts import (
        Body,
        ChannelLine,
        ChannelStep,
        Encounter,
        SaidNth,
        SaidRange,
        Series,
        ThreatMade,
        Withheld,
    )
    from truceline.diplomacy.proposals import OfficeStands, Proposal, SaidTerms, Stood
    from truceline.diplomacy.values import Perhaps, Saying
    from truceline.outputs.views.contact_list import ContactsPage

Row = tuple[str, ...]
PROPOSALS = ("proposal", "what", "said to be proposed by", "where each office stands", "beside it")
ENCOUNTERS = ("contact", "what", "who", "figures", "who says so", "beside it")
SERIES = ("between", "contacts", "counted in a row")
BODIES = ("body", "members", "chaired by", "size", "meetings", "beside it")
CHANNELS = ("channel", "between", "what", "steps", "last told", "beside it")
THREATS = ("day", "kind", "by", "against", "words", "condition", "deadline", "who says so")
WITHHELD = ("day", "terms of", "kept from the public by", "who says so")
LONGEST_ID = 23
"""Ids up to this length are not broken, since people copy them."""
TABLE_WIDTH = 140
"""With fewer columns than these the tables break within words: then their rows are printed one under the other."""


def print_rows(title: str, columns: Sequence[str], rows: Iterable[Row]) -> None:
    """Print rows as a table, or on a terminal too narrow for it, one under the other; nothing where there are none."""
    made = list(rows)
    if not made:
        return
    if console().width >= TABLE_WIDTH:
        console().print(table(columns, made, title=title, lines=True, unbroken=LONGEST_ID))
    else:
        print_text(isolated("\n".join(blocks(title, columns, made, console().width))))


def blocks(title: str, columns: Sequence[str], rows: Iterable[Row], width: int) -> Iterator[str]:
    """Yield the rows of a table one under the other; each cell is a line, empty ones are left out."""
    yield from textwrap.wrap(title, width)
    for first, *cells in rows:
        yield "\n" + textwrap.fill(first, width, subsequent_indent="  ", break_on_hyphens=False)
        for column, cell in zip(columns[1:], cells, strict=True):
            for line in filter(None, cell.split("\n")):
                whole = f"{column}: {line}"
                yield textwrap.fill(whole, width, initial_indent="  ", subsequent_indent="      ", break_on_hyphens=False)


def proposal_row(each: Proposal) -> Row:
    """Return a proposal as cells."""
    days = each.first_day if each.first_day == each.last_day else f"{each.first_day} to {each.last_day}"
    title = each.title if _is_named(each) else f"“{each.title}”"
    what = [f"{', '.join(map(plain, each.kinds))}: {title}", days, *_terms(each)]
    proposers = [f"{said.who.name}{_says(said.says)}" for said in each.proposers]
    dissent = [
        f"within {side.side_name}: {_names(side.speaking_for)} for it; {_names(side.speaking_against)} against it"
        for side in each.dissent
    ]
    beside = [f"{_not(said.what)}{f' ({said.office.name})' if said.office else ''}{_says(said.says)}" for said in each.not_so]
    beside += [f"terms kept from the public{_says(each.withheld)}"] if each.withheld else []
    return (
        each.id,
        _cell(*what),
        _cell(*proposers) or "not told",
        _cell(*map(_office, each.offices)),
        _cell(*dissent, *beside, *_perhaps(each.perhaps)),
    )


def _is_named(each: Proposal) -> bool:
    """Say whether people gave it its name; else its title is words of somebody who tells of it."""
    return not each.id.startswith("pr:")


def print_contacts(page: ContactsPage) -> None:
    """Print every part of the contacts that has something in it."""
    print_rows(f"Calls and meetings, as of {page.on}", ENCOUNTERS, map(_encounter, page.encounters))
    print_rows("Contacts in a row", SERIES, map(_series, page.series))
    print_rows("Bodies", BODIES, map(_body, page.bodies))
    print_rows("Channels", CHANNELS, map(_channel, page.channels))
    print_rows(f"Threats, warnings and ultimatums, as of {page.on}", THREATS, map(_threat, page.threats))
    print_rows("Terms kept from the public", WITHHELD, map(_withheld, page.withheld))


def _cell(*lines: str) -> str:
    """Return a cell of these lines, empty ones left out; what somebody wrote on several lines stays within its own."""
    return "\n".join(filter(None, (" ".join(line.split()) for line in lines)))


def plain(word: str) -> str:
    """Return a word of a closed list for people."""
    return word.replace("_", " ")


def _says(says: Iterable[Saying]) -> str:
    return f" (says {_speakers(says)})" if says else ""


def _speakers(says: Iterable[Saying]) -> str:
    return "; ".join(
        dict.fromkeys(
            f"{said.name}{', unnamed' if said.unnamed else ''}{_stance(said)}, {said.said_on}{_standing(said)}" for said in says
        )
    )


def _stance(said: Saying) -> str:
    via = f" via {', '.join(said.via)}" if said.via else ""
    return via + (f": {plain(said.stance)}" if said.stance in {"deny", "reject", "retract", "decline", "cannot_verify"} else "")


def _standing(said: Saying) -> str:
    return ", read by the machine" if said.standing == "proposed" else ""


def _names(several: Iterable[object]) -> str:
    return ", ".join(str(getattr(who, "name", who)) for who in several)


def _perhaps(several: Iterable[Perhaps]) -> list[str]:
    return [f"may be one with {each.id}: {each.why}" for each in several]


def _not(what: str) -> str:
    return f"not so, or not known: {plain(what)}"


def _terms(each: Proposal) -> Iterator[str]:
    """Yield the terms as told; who says so where several tell them, and the words where they are not the title."""
    for said in each.terms:
        words = f"“{said.words}”" if said.words != each.title else ""
        found = ": ".join(filter(None, (words, _details(said))))
        if found:
            yield found + (_says(said.says) if len(each.terms) > 1 else "")


def _details(said: SaidTerms) -> str:
    parts = [f"binding {_names(said.on_whom)}" if said.on_whom else "", f"where: {_names(said.where)}" if said.where else ""]
    parts += [f"lasting {said.lasts}" if said.lasts else "", f"from {said.at}" if said.at else ""]
    parts += ["terms not public" if not said.disclosed else ""]
    return ", ".join(filter(None, parts))


def _office(each: OfficeStands) -> str:
    latest = "; ".join(map(_stood, each.latest)) or "nothing that still stands"
    beside = [stood for stood in each.history if stood not in each.latest]
    parts = [latest]
    for what, stoods in (
        ("before", [stood for stood in beside if not stood.taken_back]),
        ("taken back", [stood for stood in beside if stood.taken_back]),
    ):
        parts += [f"{what}: {', '.join(f'{plain(stood.stand)} {stood.day}' for stood in stoods)}"] if stoods else []
    return f"{each.office.name}: {'; '.join(parts)}{'; told differently' if each.contested else ''}"


def _stood(stood: Stood) -> str:
    parts = [f"by {stood.person}" if stood.person else "", f"on condition: “{stood.condition}”" if stood.condition else ""]
    parts += [f"reason given: “{stood.reason}”" if stood.reason else "", f"of {_names(stood.on_whom)}" if stood.on_whom else ""]
    found = ", ".join(filter(None, parts))
    return f"{plain(stood.stand)} {stood.day}{f', {found}' if found else ''}{_says(stood.says)}"


def _encounter(each: Encounter) -> Row:
    kind = "/".join(map(plain, each.kinds))
    chairs = [f"{said.who.name} (chair)" for said in each.chairs]
    who = [*(said.who.name for said in each.body), *chairs, *(said.who.name for said in each.participants)]
    figures = [f"{_range(said)}{_says(said.says)}" for said in (*each.durations, *each.attendance)]
    figures += [f"{_nth(said)}{_says(said.says)}" for said in each.nth]
    told = [f"held: {_speakers(each.held)}" if each.held else "", f"to come: {_speakers(each.planned)}" if each.planned else ""]
    told += ["nothing that counts tells that it was held" if each.lapsed else ""]
    told += [_unsaid(each.not_so)]
    contested = [f"told differently: {', '.join(each.contested)}"] if each.contested else []
    what = [f"{kind or 'contact'}, {' or '.join(said.value for said in each.days) or 'without a day'}"]
    what += [each.title] if not each.id.startswith("ct:") else []
    what += [f"in {' or '.join(said.name for said in each.places)}"] if each.places else []
    what += [f"until {' or '.join(said.value for said in each.ends)}"] if each.ends else []
    return (
        each.id,
        _cell(*what, *(said.name for said in each.about)),
        _cell(*dict.fromkeys(who)) or "not told",
        _cell(*figures),
        _cell(*told),
        _cell(*contested, *_perhaps(each.perhaps)),
    )


def _range(said: SaidRange) -> str:
    if said.low == said.high:
        return f"{said.low} {said.unit}"
    if said.low is None or said.high is None:
        return f"at least {said.low} {said.unit}" if said.high is None else f"at most {said.high} {said.unit}"
    return f"{said.low} to {said.high} {said.unit}"


def _nth(said: SaidNth) -> str:
    within = f" within {said.within}" if said.within else ""
    return f"number {said.nth}{within}; {said.in_record} of them in this record"


def _series(each: Series) -> Row:
    counted = _cell(*(f"{_nth(said)}{_says(said.says)}" for said in each.nth))
    return (_cell(" and ".join(who.name for who in each.between)), ", ".join(each.contacts), counted)


def _body(each: Body) -> Row:
    sizes = [f"{_range_of(said.low, said.high)}{_says(said.says)}" for said in each.counts]
    return (
        _cell(each.who.name),
        _cell(*(f"{said.who.name}{_says(said.says)}" for said in each.members)),
        _cell(*(f"{said.who.name}{_says(said.says)}" for said in each.chairs)),
        _cell(*sizes),
        ", ".join(each.meetings),
        _cell(_unsaid(each.not_so)),
    )


def _range_of(low: int | None, high: int | None) -> str:
    return str(low) if low == high else f"{low or '?'} to {high or '?'}"


def _channel(each: ChannelLine) -> Row:
    return (
        each.id,
        _cell(" and ".join(who.name for who in each.between)),
        _cell(each.what),
        _cell(*(f"{_step(step)}{_says(step.says)}" for step in each.steps)),
        _cell(*map(_step, each.latest)),
        _cell(_unsaid(each.not_so), *_perhaps(each.perhaps)),
    )


def _step(step: ChannelStep) -> str:
    return f"{step.day} {plain(step.act)}{f' by {step.by.name}' if step.by else ''}"


def _threat(each: ThreatMade) -> Row:
    deadline = f"{each.deadline} ({'passed' if each.passed else 'not passed'})" if each.deadline else ""
    against = each.against.name if each.against else ""
    words = f"“{each.words}”" if each.words else ""
    cells = (each.day, each.kind, each.by.name, against, words, each.condition or "", deadline)
    return (*map(_cell, cells), _cell(_told(each.says), _unsaid(each.not_so)))


def _withheld(each: Withheld) -> Row:
    by = each.by.name if each.by else "not told"
    return (each.day, _cell(each.name), _cell(by), _cell(_told(each.says), _unsaid(each.not_so)))


def _told(says: Sequence[Saying]) -> str:
    return _speakers(says) if says else "nobody who counts says so"


def _unsaid(not_so: Sequence[Saying]) -> str:
    return f"not so, or not known: {_speakers(not_so)}" if not_so else ""
