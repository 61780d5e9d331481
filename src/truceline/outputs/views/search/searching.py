"""The search itself: what is asked for is read, looked up, counted by facet, put in order, and one page of it shown."""

from __future__ import annotations

from truceline.agreement.remembering import remembered
from truceline.linker import chief_incident
from truceline.model import words_at
from truceline.outputs.labels import Labels, load
from truceline.outputs.views import incident_list
from truceline.outputs.views.material import Material
from truceline.outputs.views.pages import Basis
from truceline.outputs.views.room_rows import rows
from truceline.outputs.views.room_values import IncidentRow
from truceline.outputs.views.search.documents import FACETS, FacetCode, is_large, pieces
from truceline.outputs.views.search.excerpts import excerpt, fitting, marked
from truceline.outputs.views.search.index import Flags, Index, both, index_of
from truceline.outputs.views.search.page import (
    Asked,
    FacetValue,
    Found,
    Names,
    SearchPage,
    facets_of,
    page_of,
    terms_shown,
)
from truceline.outputs.views.search.query import Term, parsed

A_PAGE = 25
MOST_PAGES = 200
"""Nobody reads on behind this; narrow the search instead."""
MOST_NAMES = 8
"""So many names of one thing are shown."""
MOST_VALUES = 20
"""So many values of a facet are taken from one question."""


def search(material: Material, asked: Asked, labels: Labels | None = None) -> SearchPage:
    """Return what a question finds in a material, and nothing that is not in it; where no text has the words, what begins so."""
    speaking = labels or load()
    index = index_of(material, speaking.lang)
    asked = _bounded(asked)
    query = parsed(asked.words)
    texts = index.matching(query)
    if query.wanted and not any(texts):
        wider = query.widened()
        texts = index.matching(wider)
        query = wider if any(texts) else query
    texts = both(texts, index.published(asked.published_from, asked.published_to))
    chosen = {facet: index.with_values(facet, values) for facet, values in asked.chosen.items() if values}
    hits = _narrowed(texts, chosen)
    counts = {facet: index.counts(facet, _narrowed(texts, chosen, but=facet)) for facet in FACETS}
    total = hits.count(1)
    pages = min(MOST_PAGES, -(-total // A_PAGE))
    page = min(asked.page, max(1, pages))
    terms = terms_shown(query.terms)
    names = Names(material=material, labels=speaking, known=index.values)
    numbers = page_of(index.in_order(hits, query, asked.order), page, A_PAGE)
    return SearchPage(
        basis=_basis(material),
        is_partly=not material.is_public and is_large(material),
        words=query.text,
        notes=query.notes,
        total=total,
        first=(page - 1) * A_PAGE + 1 if total else 0,
        results=tuple(_found(index, number, material, terms, speaking) for number in numbers),
        page=page,
        pages=pages,
        order=asked.order,
        is_ranked=asked.order == "best" and index.is_ranked(query),
        facets=tuple(facets_of(counts, asked, names)),
        chosen=_choices(asked, counts, names),
        published_from=asked.published_from,
        published_to=asked.published_to,
        is_asked=not asked.is_empty,
    )


@remembered
def _basis(material: Material) -> Basis:
    return material.basis(incident_list.waiting(material))


def _bounded(asked: Asked) -> Asked:
    """Return a question of which every part is small, whatever came in."""
    chosen = {facet: tuple(dict.fromkeys(values))[:MOST_VALUES] for facet, values in asked.chosen.items() if facet in FACETS}
    return Asked(
        words=asked.words,
        chosen=chosen,
        published_from=asked.published_from,
        published_to=asked.published_to,
        order=asked.order,
        page=max(1, min(asked.page, MOST_PAGES)),
    )


def _narrowed(flags: Flags, chosen: dict[FacetCode, Flags], but: FacetCode | None = None) -> Flags:
    """Return what every facet lets through; ``but``: without this one, to count what its other values would leave."""
    for facet, each in chosen.items():
        if facet != but:
            flags = both(flags, each)
    return flags


def _choices(asked: Asked, counts: dict[FacetCode, dict[str, int]], names: Names) -> tuple[tuple[FacetCode, FacetValue], ...]:
    found = []
    for facet, values in asked.chosen.items():
        called = names.of(facet, values)
        found += [
            (facet, FacetValue(code=value, name=called[value], count=counts[facet].get(value, 0), is_chosen=True))
            for value in values
        ]
    return tuple(found)


def _found(index: Index, number: int, material: Material, terms: tuple[Term, ...], labels: Labels) -> Found:
    kind, name, title, report = index.titles[number]
    if kind == "claim":
        return _claim(material, name, terms, labels)
    held = material.by_report.get(report or "")
    withheld = held.withheld if held else None
    row = _row(material, name, labels) if kind == "incident" else None
    names = pieces(index.plain.get(number, ""))
    told = fitting((each for each in names if each != title), terms, MOST_NAMES, is_all=row is None)
    return Found(
        kind=kind,
        id=name,
        title=marked(title, terms),
        excerpt=excerpt(material.read(name), terms) if kind == "report" and withheld is None else told,
        day=index.days[number],
        report=report,
        publisher=held.report.publisher if held else None,
        lang=held.report.lang if held else None,
        withheld=withheld,
        row=row,
    )


def _row(material: Material, name: str, labels: Labels) -> IncidentRow | None:
    found = [each for each in incident_list.folded(material) if each.id == name]
    return next(iter(rows(material, found, None, labels)), None)


def _claim(material: Material, name: str, terms: tuple[Term, ...], labels: Labels) -> Found:
    told = material.by_claim[name]
    claim, held = told.claim, material.by_report[told.claim.report]
    words = "" if held.withheld else words_at(material.read(claim.report), claim.content)
    who = claim.speaker.name if claim.speaker else labels.say("search_speaker", "own")
    return Found(
        kind="claim",
        id=name,
        title=marked("" if held.withheld else who, terms),
        excerpt=excerpt(words, terms),
        day=held.known_on,
        report=claim.report,
        publisher=held.report.publisher,
        lang=held.report.lang,
        incident=chief_incident(claim, material.links_of.get(name, ())),
        stance=claim.stance,
        standing=told.standing,
        is_struck=name in material.struck,
        withheld=held.withheld,
    )
