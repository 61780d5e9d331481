"""Read: a report in, everything that was found in it out; the whole way of the reader, with nothing kept.

1. the text is cleaned without moving a character; 2. parsed in batches; 3. attributions are found; 4. times, places, counts
and events are found without the parse; 5. each of them is given to the claim that it is part of. Every span of the result
fits the report's own text. Reports in a language that is not read are passed through with a fault that says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from truceline.actors import registry_of
from truceline.model import Fault, Reading, Report, Theatre, TimeMention
from truceline.reader.attribution import attributions
from truceline.reader.coarse_places import without_points
from truceline.reader.counts import counts
from truceline.reader.events import events
from truceline.reader.ownership import own
from truceline.reader.parse import Parsed, Parser
from truceline.reader.places import Gazetteer, places
from truceline.reader.segments import Clean, clean
from truceline.reader.times import times
from truceline.reader.words import words_of

READER = "en-1"
"""Author of the claims made by this reader; a reader that finds other claims in the same words has another name."""

_READ_LANGUAGES = ("en",)
_SURE_CHARACTERS = 200
_HEAD_CHARACTERS = 120


class Reader:
    """Reads reports with the names and places of one theatre. Building takes some seconds; keep it."""

    def __init__(self, theatre: Theatre) -> None:
        self._theatre = theatre
        self._registry = registry_of(theatre.actors)
        self._gazetteer = Gazetteer(theatre.places)
        self._parser = Parser(theatre)

    def read(self, report: Report) -> Reading:
        """Read one report."""
        return next(self.read_all((report,)))

    def read_all(self, reports: Iterable[Report]) -> Iterator[Reading]:
        """Yield a reading for each report, in order; many are parsed together."""
        waiting: list[Report] = []
        for parsed in self._parser.pipe(self._cleaned(reports, waiting)):
            yield self._reading(waiting.pop(0), parsed)

    def _cleaned(self, reports: Iterable[Report], waiting: list[Report]) -> Iterator[Clean]:
        for report in reports:
            waiting.append(report)
            yield clean(report.text) if language(report) in _READ_LANGUAGES else Clean(report.text, ())

    def _reading(self, report: Report, parsed: Parsed) -> Reading:
        view = parsed.clean
        when = times(view, report.published_at)
        said = attributions(parsed, self._registry, report.published_at, when)
        where = places(view, self._gazetteer, self._theatre)
        many = counts(view, times=when)
        happened = events(view, self._registry, _told(when, report.published_at), where, many)
        owned = own(words_of(view), said, many, happened)
        return Reading(
            id=report.id,
            reader=READER,
            published_at=report.published_at,
            attributions=owned.attributions,
            counts=owned.counts,
            times=when,
            places=without_points(words_of(view), where, owned.events),
            events=owned.events,
            faults=_faults(report),
        )


def _told(when: Sequence[TimeMention], published_at: str | None) -> list[TimeMention]:
    """Leave out the printed day of publication at the head of a text: nothing is said to have happened then."""
    return [t for t in when if t.start != published_at or t.basis != "stated" or t.span.start > _HEAD_CHARACTERS]


def language(report: Report) -> str:
    """Return the language the report names, else the one its words look like; short texts are taken for English."""
    if report.lang:
        return report.lang.split("-")[0].lower()
    if len(report.text) < _SURE_CHARACTERS and report.text.isascii():
        return "en"
    import py3langid  # noqa: PLC0415 - loads a model, needed only for reports that name no language

    return str(py3langid.classify(report.text)[0])


def _faults(report: Report) -> tuple[Fault, ...]:
    if not report.text.strip():
        return (Fault(code="text.empty", message=f"report {report.id} has no text; nothing to read"),)
    spoken = language(report)
    if spoken in _READ_LANGUAGES:
        return ()
    advice = "expected English; mark its claims with `truceline claim add`"
    return (Fault(code="language.unread", message=f"report {report.id} is in {spoken!r}, which no reader reads; {advice}"),)
