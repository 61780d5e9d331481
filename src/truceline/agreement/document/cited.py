"""Whether everything that an agreement cites is there: actors and capacities, its own clauses and phases, places, codes.

A message names what there is and what comes nearest to what was written.
"""

from __future__ import annotations

import typing
from collections.abc import Collection, Iterable, Mapping

from truceline.agreement.document.forms import ALLEGED_PARTY, PARTIES, REPORTER, Form
from truceline.agreement.document.hints import Hints, some
from truceline.agreement.document.written import shown
from truceline.model import Actor, Target
from truceline.model.event_codes import EVENT_CODES, MEANS
from truceline.reader.formats.located_yaml import LocatedList, LocatedMap, Value

FAMILIES = tuple(dict.fromkeys(code.split(".")[0] for code in EVENT_CODES))


class Names:
    """What may be cited: ``own`` are the ids that the file itself gives, by the kind of what they name."""

    def __init__(
        self, actors: Mapping[str, Actor], places: Collection[str], own: Mapping[str, tuple[str, ...]], hints: Hints
    ) -> None:
        self.actors = actors
        self.places = places
        self.own = own
        self.hints = hints
        self._allowed: dict[Form, Mapping[str, None]] = {}

    def of(self, form: Form) -> Mapping[str, None]:
        """Return all that a field of this form may cite, in the order in which it is named to people."""
        if form not in self._allowed:
            self._allowed[form] = dict.fromkeys(self._listed(form))
        return self._allowed[form]

    def _listed(self, form: Form) -> Collection[str]:
        outside: Mapping[Form, Collection[str]] = {"member": self.actors, "place": self.places, **_VOCABULARY}
        if form in outside:
            return outside[form]
        own = [name for part in _OWN[form] for name in self.own[part]]
        return [*_WORDS.get(form, ()), *own, *(self.actors if form in ("actor", "who", "taker") else ())]


_VOCABULARY: Mapping[Form, Collection[str]] = {
    "event": (*EVENT_CODES, *FAMILIES),
    "target": typing.get_args(Target),
    "means": MEANS,
}
_WORDS: Mapping[Form, tuple[str, ...]] = {"taker": (ALLEGED_PARTY, REPORTER)}
_OWN: Mapping[Form, tuple[str, ...]] = {
    "party": ("parties",),
    "actor": ("parties",),
    "who": ("capacities", "parties"),
    "taker": ("capacities", "parties"),
    "capacity": ("capacities",),
    "clause": ("clauses",),
    "awaited": ("conditions", "phases"),
    "phase": ("phases",),
    "line": ("lines",),
}
_NOUN: Mapping[Form, str] = {
    "member": "no actor of the pack",
    "actor": "no actor of the pack",
    "party": "no party of this agreement",
    "who": "nobody: neither an actor of the pack nor a capacity of this agreement",
    "taker": f"nobody: neither an actor of the pack nor a capacity of this agreement, nor {ALLEGED_PARTY} or {REPORTER}",
    "capacity": "no capacity of this agreement",
    "clause": "no clause of this agreement",
    "awaited": "no condition or phase of this agreement",
    "phase": "no phase of this agreement",
    "line": "no line of this agreement",
    "place": "no place of the pack",
    "event": "no event code or family of codes",
    "target": "no target of docs/formats/event-codes.md",
    "means": "no means of docs/formats/event-codes.md",
}


def own_names(root: LocatedMap) -> dict[str, tuple[str, ...]]:
    """Return the ids that a file gives to its parts, those of parts that cannot be read as well."""
    lists = ("clauses", "conditions", "phases", "lines")
    named = {name: tuple(_keys(root.get(name), "id")) for name in lists}
    parties = root.get("parties")
    listed = parties if isinstance(parties, LocatedList) else [parties]
    return {
        **named,
        "capacities": tuple(dict.fromkeys(_keys(root.get("capacities"), "name"))),
        "parties": tuple(each for each in listed if isinstance(each, str)),
    }


def missing(form: Form, name: str, names: Names) -> str | None:
    """Return why a name leads nowhere, with what there is and what comes nearest; None where it leads somewhere."""
    if form not in _NOUN:
        return None
    allowed = names.of(form)
    if name in allowed or (not names.own["parties"] and (form == "party" or name == PARTIES)):
        return None  # that there are no parties is named where they should stand
    return f"{shown(name)} is {_NOUN[form]}{_there_is(form, names)}{_nearest(form, name, names, allowed)}"


def _there_is(form: Form, names: Names) -> str:
    if form in ("who", "taker", "actor", "party", "capacity"):
        shown = [(what, names.own[what]) for what in ("capacities", "parties") if names.own[what]]
        return f" ({'; '.join(f'{what}: {some(those)}' for what, those in shown)})" if shown else ""
    if form in ("member", "place", "event"):
        return ""
    there = list(names.of(form))
    return f" ({some(there)})" if there else " (it has none)"


def _nearest(form: Form, name: str, names: Names, allowed: Collection[str]) -> str:
    found = names.hints.near(name, allowed) if allowed else None
    if form in ("member", "actor", "party", "who", "taker") and (found is None or " " in name):
        bearer = _by_name(name, names.actors.values())
        found = bearer if bearer in allowed else found
    return f"; did you mean {found}?" if found else ""


def _by_name(name: str, actors: Iterable[Actor]) -> str | None:
    """Return the actor that bears what was written as a name."""
    folded = name.casefold()
    return next((a.id for a in actors if folded in (a.name.casefold(), *(n.text.casefold() for n in a.names))), None)


def _keys(raw: Value, key: str) -> Iterable[str]:
    for entry in raw if isinstance(raw, LocatedList) else [raw]:
        if isinstance(entry, LocatedMap) and isinstance(name := entry.get(key), str):
            yield name.strip()
