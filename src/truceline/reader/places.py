"""Places in a report: a relation to a named place with an honest precision, never a false point.

"southwest of Aleppo" is not Aleppo: it keeps the name, the relation and a coarser precision, and has no coordinates. A capital
that speaks or decides ("Moscow denied") is a government, not a place: capitals need a word of place beside them.

>>> from truceline.model import Theatre
>>> from truceline.reader.segments import clean
>>> aleppo = Place(id="sy.aleppo", name="Aleppo", lat="36.2", lon="37.16")
>>> theatre = Theatre(name="t", title="t", version="1", actors=(), places=(aleppo,))
>>> found = places(clean("It burned southwest of Aleppo."), Gazetteer(theatre.places), theatre)
>>> [(m.name, m.relation.kind, m.lat, m.precision) for m in found]
[('Aleppo', 'southwest_of', None, 'district')]
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from truceline.model import Place, PlaceMention, PlacePrecision, PlaceRelation, Span, Theatre
from truceline.reader.gazetteer import Gazetteer, Named, choose
from truceline.reader.place_relations import Relation, border_at, city_part_at, relation_of
from truceline.reader.place_words import place_words
from truceline.reader.words import CleanLike, Words, words_of

__all__ = ["Gazetteer", "places"]
INSIDE = ("part_of", "airport_of")
LISTING = frozenset({"and", ",", "or"})
LIST_LEADS = frozenset({"in", "across", "inside", "over", "near", "to", "from"})
SHORT = 3
"""Letters of the longest abbreviation of a country: US, UK, UAE, EU."""


def places(clean: CleanLike, gazetteer: Gazetteer, theatre: Theatre) -> tuple[PlaceMention, ...]:
    """Return the places of a text in order, each with what its surroundings make of it."""
    words = words_of(clean)
    named = [item for item in gazetteer.find(words) if _is_name_of_place(words, item)]
    seen = _named_so_far(gazetteer, named)
    chosen = [(item, _choose(words, gazetteer, theatre, item, named, seen)) for item in named]
    chosen = [(item, place) for item, place in chosen if not _is_government(words, item, place, theatre.country)]
    found = [_mention(words, gazetteer, item, place) for item, place in chosen]
    found += _borders(words, gazetteer, gazetteer.demonyms(theatre.actors))
    found += _city_parts(words, found, gazetteer)
    return tuple(_without_overlap(found))


def _is_name_of_place(words: Words, item: Named) -> bool:
    lists = place_words()
    after = words.low[item.after] if item.after < len(words) else ""
    before = words.low[item.first - 1] if item.first else ""
    is_beside = (
        item.after < len(words) and words.is_capital(item.after) and words.start[item.after] == words.end[item.after - 1] + 1
    )
    if is_beside and after in lists.not_places_after:
        return False
    return not (before in lists.not_places_before and words.is_capital(item.first - 1))


def _named_so_far(gazetteer: Gazetteer, named: list[Named]) -> Counter[str]:
    """Count what the names that can mean one place only lie in: it says where the text is about."""
    seen: Counter[str] = Counter()
    for item in named:
        if len(item.places) == 1:
            seen.update(gazetteer.chain(item.places[0]))
    return seen


def _choose(  # noqa: PLR0913, PLR0917 - all that a choice can depend on
    words: Words, gazetteer: Gazetteer, theatre: Theatre, item: Named, named: list[Named], seen: Counter[str]
) -> Place:
    candidates = item.places
    if len(candidates) == 1:
        return candidates[0]
    following = words.low[item.after] if item.after < len(words) else ""
    lists = place_words()
    if following in lists.provinces and (larger := [p for p in candidates if p.precision in {"governorate", "district"}]):
        candidates = tuple(larger)
    elif smaller := [p for p in candidates if p.precision not in {"governorate", "district"}]:
        candidates = tuple(smaller)
    beside = {place.id for other in named if item.after < other.first <= item.after + 2 for place in other.places}
    return choose(gazetteer, candidates, theatre.country, frozenset(beside), seen)


def _is_government(words: Words, item: Named, place: Place, home: str | None) -> bool:
    """Say whether a name stands for a government, or for somebody, rather than for a place here.

    Capitals, countries other than the theatre's, abbreviations of countries, and single words that match only by their key
    ("Sergey") are places only beside a word of place.
    """
    lists = place_words()
    following = words.low[item.after] if item.after < len(words) else ""
    speaks = following in lists.speaking or (
        following in {"has", "had", "would", "will"} and words.low[item.after + 1 : item.after + 2] != ("been",)
    )
    is_country = place.precision == "country"
    is_abroad = is_country and home is not None and place.id != home
    is_short = is_country and item.after - item.first == 1 and words.end[item.first] - words.start[item.first] <= SHORT
    is_unsure = item.by_key and item.after - item.first == 1
    if is_abroad or is_short:
        return not _is_within(words, item)
    if place.kind == "capital" or is_unsure:
        return (speaks and place.kind == "capital") or not _has_locative_cue(words, item)
    return is_country and speaks and not _has_locative_cue(words, item)


def _is_within(words: Words, item: Named) -> bool:
    """Say whether a country other than the theatre's is meant as land: "in Iraq", "deployed to Iraq", not "against Iraq"."""
    lists = place_words()
    begin = words.sentences[words.sentence[item.first]][0]
    before = [low for low in words.low[max(begin, item.first - 5) : item.first] if low != "the"]
    following = words.low[item.after] if item.after < len(words) else ""
    if following in {"'s", "’s", "-", "’", "'"} or (following.isalpha() and following not in lists.after_land):
        return False
    if before[-1:] and before[-1] in {"and", ",", "or"}:
        return any(low in lists.within for low in before[:-1])
    is_moved_to = before[-1:] == ["to"] and any(low in lists.moving for low in before[:-1])
    is_town_of = before[-1:] == [","] or is_moved_to
    return is_town_of or bool(before[-1:] and before[-1] in lists.within)


def _has_locative_cue(words: Words, item: Named) -> bool:
    lists = place_words()
    begin = words.sentences[words.sentence[item.first]][0]
    before = words.low[max(begin, item.first - 4) : item.first]
    if before[-1:] and before[-1] in lists.locative:
        return "between" not in before and not (
            before[-1] == "of" and not set(before) & (lists.towns | set(lists.areas) | set(lists.directions))
        )
    if before[-3:-1] and before[-1] in {"the", "and", "both"} and before[-2] in lists.locative:
        return True
    if before[-1:] and before[-1] in LISTING and any(low in LIST_LEADS for low in before[:-1]):
        return True
    return _is_dateline(words, item, begin) or relation_of(words, item) is not None


def _is_dateline(words: Words, item: Named, begin: int) -> bool:
    """Say whether the name begins a report: "DAMASCUS, Syria (AP) -", "GENEVA (Reuters)"."""
    following = words.low[item.after] if item.after < len(words) else ""
    if item.first != begin or following not in {",", "(", "-", "–", "—"}:
        return False
    return following != "," or (item.after + 1 < len(words) and words.is_capital(item.after + 1))


def _mention(words: Words, gazetteer: Gazetteer, item: Named, place: Place) -> PlaceMention:
    relation = relation_of(words, item)
    first, after = (relation.first, relation.after) if relation else (item.first, item.after)
    precision = _precision(place, relation)
    located = relation is None and precision in {"exact", "town"} and place.lat is not None and place.lon is not None
    del gazetteer
    return PlaceMention(
        span=words.span(first, after),
        name=place.name,
        place=place.id,
        lat=float(place.lat) if located and place.lat else None,
        lon=float(place.lon) if located and place.lon else None,
        precision=precision,
        relation=PlaceRelation(kind=relation.kind, of=place.id) if relation else None,
    )


def _precision(place: Place, relation: Relation | None) -> PlacePrecision:
    """Return how exact the mention is: a relation that leads away from a point makes it an area around it."""
    if relation is None:
        return place.precision
    if relation.kind.startswith("border") or place.precision == "country":
        return "country"
    if relation.kind == "road_to":
        return "route"
    if place.precision == "governorate":
        return "governorate"
    if relation.kind.endswith(INSIDE):
        return place.precision if relation.kind.endswith("part_of") else "district"
    return "district"


def _borders(words: Words, gazetteer: Gazetteer, demonyms: dict[str, str]) -> list[PlaceMention]:
    """Return the borders named by two adjectives: "the Syrian-Iraqi border"."""
    found = []
    for i, low in enumerate(words.low):
        if low in {"border", "frontier"} and (pair := border_at(words, i)):
            first, name = pair
            country = next((demonyms[w] for w in name.lower().split("-") if w in demonyms), None)
            place = gazetteer.get(country)
            relation = PlaceRelation(kind="border_of", of=place.id if place else None)
            found.append(
                PlaceMention(
                    span=words.span(first, i + 1),
                    name=f"{name} border",
                    place=place.id if place else None,
                    precision="country" if place else "unlocated",
                    relation=relation,
                )
            )
    return found


def _city_parts(words: Words, found: list[PlaceMention], gazetteer: Gazetteer) -> Iterator[PlaceMention]:
    """Return parts of "the city": of the town last named in the text before."""
    towns = [
        m
        for m in found
        if m.precision in {"town", "district"} and m.place and (p := gazetteer.get(m.place)) and p.precision == "town"
    ]
    for i, low in enumerate(words.low):
        if low in {"city", "town"} and (part := city_part_at(words, i)):
            before = [m for m in towns if m.span.end <= words.start[part.first]]
            place = gazetteer.get(before[-1].place) if before else None
            if place is not None:
                yield _city_part(words.span(part.first, i + 1), place, part.kind, gazetteer)


def _city_part(span: Span, city: Place, kind: str, gazetteer: Gazetteer) -> PlaceMention:
    """Return the part by its own entry ("Western Aleppo") where the pack has one, else as a relation to the city."""
    own = gazetteer.named(f"{kind.split('_', maxsplit=1)[0]} {city.name}")
    if len(own) == 1:
        return PlaceMention(span=span, name=own[0].name, place=own[0].id, precision=own[0].precision)
    return PlaceMention(span=span, name=city.name, place=city.id, precision="town", relation=PlaceRelation(kind=kind, of=city.id))


def _without_overlap(found: list[PlaceMention]) -> Iterator[PlaceMention]:
    """Yield in order of place in the text; of two that overlap the longer."""
    last = None
    for mention in sorted(found, key=lambda m: (m.span.start, -len(m.span))):
        if last is None or mention.span.start >= last:
            last = mention.span.end
            yield mention
