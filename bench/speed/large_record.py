"""A record of many claims, made up: what the benches of whole pages are measured on.

    .venv/bin/python bench/speed/large_record.py DIR [--claims N]

Reports of twenty claims each, spread over the days of a year, in the theatre ``syria_2016``; 14 of 20 tell of an incident (seven
claims an incident, on its day or the day after), the others say something of the truce or of aid. Nine in ten are accepted, one
in a hundred rejected, the rest wait. The text of a report is written here, so that every span points at words; nothing was read
or linked by the machine, and no figure in it means anything. An exercise, and it says so.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import random
import sys
from collections.abc import Iterator
from pathlib import Path

from truceline.ledger import Draft, Record
from truceline.ledger.leaf import drafts
from truceline.model import (
    Claim,
    Copy,
    Count,
    EventActor,
    EventMention,
    Interval,
    Link,
    PlaceMention,
    Report,
    Span,
    Speaker,
    TimeMention,
    claim_id,
    text_digest,
)
from truceline.model.events import Target
from truceline.workflow.opening import make, theatre_of

PER_REPORT = 20
OF_INCIDENTS = 14
PER_INCIDENT = 7
FIRST, DAYS = dt.date(2016, 1, 1), 366
AT_ONCE = 25
"""So many reports go into the log in one append."""
SPEAKERS = ("ru.mod", "us.state", "sy.mil", "hnc", "un", "sarc", "ru.mfa", "us.centcom", "sy.mfa", "un.ocha")
KINDS = (("V.AIR", "airstrike"), ("V.SHELL", "shelling"), ("V.GROUND", "small_arms"), ("V.OFFENSIVE", None), ("H.BLOCK", None))
TARGETS: tuple[Target, ...] = ("convoy", "medical", "school", "market", "civilians")
PARTIES = ("sy", "ru", "us", "hnc", "ypg")
SAID = ("the truce is holding", "the arrangement is in danger", "aid has not passed", "talks will go on", "it keeps to its terms")


class _Writer:
    """Writes the text of one report and the claims that stand in it."""

    def __init__(self, number: int, day: dt.date, chance: random.Random) -> None:
        self.number, self.day, self._chance = number, day, chance
        self.text = f"Report {number} of {day.isoformat()}. "

    def words(self, words: str) -> Span:
        """Write some words and return where they stand."""
        start = len(self.text)
        self.text += words
        return Span(start, len(self.text))

    def skip(self, words: str) -> None:
        """Write words that belong to nothing."""
        self.text += words


class _Maker:
    """Makes the reports and claims of one record, always the same for the same numbers."""

    def __init__(self, record: Record, claims: int) -> None:
        self._record = record
        self._reports = max(1, claims // PER_REPORT)
        self._incidents = max(1, self._reports * OF_INCIDENTS // PER_INCIDENT)
        theatre = theatre_of(record)
        self._places = [place for place in theatre.places if place.lat and place.precision == "town"][:400]
        self._names = {actor.id: actor.name for actor in theatre.actors}

    def drafts(self) -> Iterator[list[Draft]]:
        """Yield the entries of each report."""
        for number in range(self._reports):
            yield self._of_report(number)

    def _of_report(self, number: int) -> list[Draft]:
        chance = random.Random(number)  # noqa: S311 - material, not secrets
        day = FIRST + dt.timedelta(days=number * DAYS // self._reports)
        writer = _Writer(number, day, chance)
        parts = [self._happening(writer, chance, line) for line in range(OF_INCIDENTS)]
        said = [_statement(writer, chance, self._names) for _ in range(PER_REPORT - OF_INCIDENTS)]
        report = Report(
            id=f"x{number:05d}",
            text=writer.text,
            title=None,
            publisher=f"Paper {number % 40}",
            published_at=day.isoformat(),
            lang="en",
        )
        raw = report.text.encode()
        made = [self._record.draft_report(report, raw=raw, media="text/plain")]
        digest = text_digest(report.text)
        claims = [_claim(report, digest, part) for part in (*(part for part, _ in parts), *said)]
        made += [self._record.draft_claim(claim) for claim in claims]
        for claim, (_, incident) in zip(claims, parts, strict=False):
            name, why = f"i{incident + 1}", "same day, same town"
            made.append(drafts.linked(Link(claim=claim.id, incident=name, outcome="linked", why=why, bits=9, events=("e1",))))
        made += _decided(claims, chance)
        if number % 30 == 29:
            made.append(drafts.copied(Copy(report=report.id, of=f"x{number - 1:05d}", share_percent=80)))
        return made

    def _happening(self, writer: _Writer, chance: random.Random, line: int) -> tuple[dict[str, object], int]:
        """Write a sentence about an incident; return the parts of its claim, and which incident it is."""
        at = (writer.number * OF_INCIDENTS + line) % (2 * self._reports * OF_INCIDENTS // self._reports)
        first = writer.number * self._incidents // self._reports
        incident = min(self._incidents - 1, abs(first - at % (2 * PER_INCIDENT)))
        kind = random.Random(f"incident {incident}")  # noqa: S311 - material, not secrets
        place, (event, means), target = kind.choice(self._places), kind.choice(KINDS), kind.choice(TARGETS)
        party, on = kind.choice(PARTIES), FIRST + dt.timedelta(days=incident * DAYS // self._incidents)
        speaker = chance.choice(SPEAKERS)
        source = writer.words(self._names[speaker])
        writer.skip(" ")
        stance = chance.choices(("assert", "accuse", "deny", "cannot_verify", "confirm"), (60, 20, 10, 5, 5))[0]
        cue = writer.words({"assert": "said", "accuse": "accused", "confirm": "confirmed"}.get(stance, "denied"))
        writer.skip(" that ")
        begin = len(writer.text)
        low = chance.randint(1, 30)
        number = writer.words(str(low))
        writer.skip(" people were ")
        struck = writer.words("killed")
        writer.skip(f" when a {target} was struck by ")
        accused = writer.words(self._names[party])
        writer.skip(" near ")
        where = writer.words(place.name)
        writer.skip(" on ")
        when = writer.words(on.isoformat())
        content = Span(begin, len(writer.text))
        writer.skip(". ")
        named = stance in {"accuse", "deny"} or chance.random() < 0.3
        days = TimeMention(span=when, value=on.isoformat(), start=on.isoformat(), end=on.isoformat(), precision="day")
        happening = EventMention(
            id="e1",
            span=struck,
            type=event,
            means=means,
            targets=(target,),
            actors=(EventActor(role="alleged_perpetrator", span=accused, actor=party),) if named else (),
            times=(when,),
            places=(where,),
            counts=("n1",) if stance != "deny" else (),
        )
        mention = PlaceMention(
            span=where, name=place.name, place=place.id, lat=float(place.lat or 0), lon=float(place.lon or 0), precision="town"
        )
        counted = Count(id="n1", span=number, low=low, high=low, bound="exact", effect="killed", unit="people")
        parts: dict[str, object] = {
            "source": (source,),
            "cue": (cue,),
            "content": (content,),
            "speaker": Speaker(name=self._names[speaker], actor=speaker, named_at=source),
            "stance": stance,
            "about": ("perpetrator",) if stance == "deny" else ("occurrence", "count"),
            "said_at": Interval(start=writer.day.isoformat(), end=writer.day.isoformat(), precision="day"),
            "times": (days,),
            "places": (mention,),
            "events": (happening,),
            "counts": (counted,) if stance != "deny" else (),
        }
        return parts, incident


def _statement(writer: _Writer, chance: random.Random, names: dict[str, str]) -> dict[str, object]:
    """Write a sentence about the state of things; return the parts of its claim."""
    speaker = chance.choice(SPEAKERS)
    source = writer.words(names[speaker])
    writer.skip(" ")
    cue = writer.words("said")
    writer.skip(" that ")
    content = writer.words(chance.choice(SAID))
    writer.skip(f", for the {chance.randint(2, 90)}th time. ")
    return {
        "source": (source,),
        "cue": (cue,),
        "content": (content,),
        "speaker": Speaker(name=names[speaker], actor=speaker, named_at=source),
        "stance": "assert",
        "about": ("state",),
        "said_at": Interval(start=writer.day.isoformat(), end=writer.day.isoformat(), precision="day"),
    }


def _claim(report: Report, digest: str, parts: dict[str, object]) -> Claim:
    author = "made-up"
    name = claim_id(digest, author, parts["content"], parts["stance"], parts["source"])  # type: ignore[arg-type]  # parts as given to Claim
    return Claim(
        id=name,
        type="indirect",
        voice="quoted",
        rule="made.up",
        report=report.id,
        text_sha256=digest,
        author=author,
        **parts,  # type: ignore[arg-type]  # as above
    )


def _decided(claims: list[Claim], chance: random.Random) -> Iterator[Draft]:
    for claim in claims:
        draw = chance.random()
        if draw < 0.9:
            yield drafts.accepted(claim.id, by="bench")
        elif draw < 0.91:
            yield drafts.rejected(claim.id, by="bench")


def made_record(folder: Path, claims: int) -> Path:
    """Make a record of so many claims in ``folder`` and return it; one that is there already is used again."""
    if not (folder / "truceline.toml").is_file():
        with make(folder, theatre="syria_2016", kind="exercise") as record:
            waiting: list[Draft] = []
            for number, entries in enumerate(_Maker(record, claims).drafts(), 1):
                waiting += entries
                if number % AT_ONCE == 0:
                    record.append(waiting)
                    waiting = []
            record.append(waiting)
    return folder


def main() -> int:
    """Make one."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--claims", type=int, default=100_000)
    given = parser.parse_args()
    os.environ.setdefault("TRUCELINE_KEYS", str(given.folder.parent / f"{given.folder.name}-keys"))
    print(made_record(given.folder, given.claims), file=sys.stderr)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
