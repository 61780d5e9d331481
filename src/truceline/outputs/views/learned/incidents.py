"""What is told otherwise of incidents between two states, field by field, each with the claims that made it so."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from truceline.model import Account, Figure, Incident
from truceline.outputs.labels import Labels
from truceline.outputs.views import incident_list
from truceline.outputs.views.cells import figure_words
from truceline.outputs.views.learned.claims import incidents_of
from truceline.outputs.views.learned.pages import FieldChange, IncidentChange, IncidentField
from truceline.outputs.views.material import Material
from truceline.outputs.views.names import actor_name, incident_name, placing, undisputed_type

Said = Callable[[Account], object]
_SAYS: Mapping[str, Said] = {
    "means": lambda account: account.means,
    "alleged_perpetrator": lambda account: account.alleged_perpetrator,
    "place": lambda account: account.place,
    "figures": lambda account: account.figures,
}
"""What of an account bears on a field; of other fields every account does."""


def changes(before: Material, after: Material, labels: Labels) -> Iterator[IncidentChange]:
    """Yield the incidents that are new or told otherwise, in the order of the page, then those that are no more."""
    old = {incident.id: incident for incident in incident_list.folded(before)}
    new = {incident.id: incident for incident in incident_list.folded(after)}
    for incident in new.values():
        earlier = old.get(incident.id)
        if earlier is None:
            name = incident_name(after, incident, labels)
            yield IncidentChange(news="added", id=incident.id, name=name, claims=incident.claims)
        elif earlier != incident:
            found = _Compared(before, after, earlier, incident, labels)
            told = tuple(found.fields())
            if told or found.fresh:
                name = incident_name(after, incident, labels)
                yield IncidentChange(news="changed", id=incident.id, name=name, changes=told, claims=found.fresh)
    inside = incidents_of(after) if old.keys() - new.keys() else {}
    for incident in old.values():
        if incident.id not in new:
            now = dict.fromkeys(other for claim in incident.claims for other in inside.get(claim, ()) if other in new)
            name = incident_name(before, incident, labels)
            yield IncidentChange(news="gone", id=incident.id, name=name, claims=(), now_in=tuple(now))


class _Compared:
    """One incident as it was told and as it is told."""

    def __init__(self, before: Material, after: Material, old: Incident, new: Incident, labels: Labels) -> None:  # two states
        self._materials = before, after
        self._old, self._new, self._labels = old, new, labels
        had = set(old.claims)
        self.fresh = tuple(claim for claim in new.claims if claim not in had)
        has = set(new.claims)
        self._lost = tuple(claim for claim in old.claims if claim not in has)
        struck = (each for claim in old.claims if claim in has and (each := self._struck_since(claim)))
        self._moved = tuple(dict.fromkeys((*self.fresh, *struck, *self._lost)))

    def _struck_since(self, claim: str) -> str | None:
        """Return the claim that has corrected or retracted this one since."""
        was, now = (each.struck.get(claim) for each in self._materials)
        return now.claim if now and (was is None or was.claim != now.claim) else None

    def fields(self) -> Iterator[FieldChange]:
        """Yield each field that is told otherwise."""
        yield from self._one("type", self._kind)
        yield from self._one("time", lambda _, incident: self._labels.interval(incident.time) or None)
        yield from self._one(
            "place", lambda seen, incident: self._joined(sorted(map(placing(seen, self._labels), incident.places)))
        )
        yield from self._one(
            "means", lambda _, incident: self._told(incident, "means", lambda code: self._labels.say("means", code))
        )
        yield from self._one(
            "alleged_perpetrator",
            lambda seen, incident: self._told(incident, "alleged_perpetrator", _namer(seen, self._labels.lang)),
        )
        yield from self._figures()
        yield from self._one("contested", self._contested)
        yield from self._one("origins", lambda _, incident: _range(incident.origins.sure, incident.origins.possible))
        yield from self._one("reports", lambda _, incident: str(len(incident.reports)))

    def _one(self, field: IncidentField, told: Callable[[Material, Incident], str | None]) -> Iterator[FieldChange]:
        before, after = told(self._materials[0], self._old), told(self._materials[1], self._new)
        if before != after:
            yield FieldChange(field=field, before=before, after=after, claims=self._because(_SAYS.get(field)))

    def _places(self, seen: Material, incident: Incident) -> str | None:
        return self._joined(sorted(map(placing(seen, self._labels), incident.places)))  # in whatever order they were first told

    def _kind(self, _: Material, incident: Incident) -> str:
        return self._labels.say("event", undisputed_type(incident))

    def _contested(self, _: Material, incident: Incident) -> str | None:
        return self._joined(self._labels.say("contested", code) for code in incident.contested)

    def _told(self, incident: Incident, field: str, shown: Callable[[str], str]) -> str | None:
        values = (_SAYS[field](account) for account in incident.accounts)
        return self._joined(sorted({shown(value) for value in values if isinstance(value, str)}))

    def _figures(self) -> Iterator[FieldChange]:
        old = {_key(figure): figure for figure in self._old.figures}
        new = {_key(figure): figure for figure in self._new.figures}
        for key in dict.fromkeys((*old, *new)):
            was, now = old.get(key), new.get(key)
            before, after = self._figure(was), self._figure(now)
            if before != after:
                one = now or was
                assert one is not None, "the key came from one of the two"
                what = self._labels.say("effect", one.effect)
                because = self._because(_giving(key))
                yield FieldChange(field="figures", before=before, after=after, claims=because, what=what)

    def _figure(self, figure: Figure | None) -> str | None:
        return figure_words(figure, self._labels) if figure else None

    def _because(self, says: Said | None) -> tuple[str, ...]:
        """Return the claims that came, struck another or went, and bear on it; all that moved where none is known to."""
        if says is None:
            return self._moved
        moved = set(self._moved)
        accounts: Sequence[Account] = (*self._new.accounts, *self._old.accounts)
        bearing = (claim for account in accounts if says(account) for claim in account.claims)
        return tuple(dict.fromkeys(claim for claim in bearing if claim in moved)) or self._moved

    def _joined(self, words: Iterable[str]) -> str | None:
        return self._labels.text("comma").join(dict.fromkeys(words)) or None


def _key(figure: Figure) -> tuple[object, ...]:
    return figure.effect, figure.unit, figure.category, figure.subset_of


def _giving(key: tuple[object, ...]) -> Said:
    return lambda account: any(_key(figure) == key for figure in account.figures)


def _namer(material: Material, lang: str) -> Callable[[str], str]:
    return lambda code: actor_name(material.actors[code], lang) if code in material.actors else code


def _range(low: int, high: int) -> str:
    return str(low) if low == high else f"{low}–{high}"
