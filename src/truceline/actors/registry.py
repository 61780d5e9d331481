"""The registry: whom a name in a text means, on a day, and for which institution a person or an office speaks.

A name resolves only if the pack lists it (or its romanised key, see ``names``): longest first, left to right, never by
likeness. A name that did not exist yet on the day does not resolve; one that has gone out of use still does, since texts
speak of the past, unless somebody else bears it by then. Who is affiliated with whom is not known here: that is only
ever a claim.

>>> from truceline.model import Actor, ActorName
>>> ru = Actor(id="ru", kind="state", name="Russia", names=(ActorName(text="Russian", demonym=True),))
>>> mod = Actor(id="ru.mod", kind="ministry", name="Russian Ministry of Defence", within="ru")
>>> [match.actor_id for match in Registry([ru, mod]).find("Russia's Defence Ministry")]
['ru.mod']
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from truceline.actors.bodies import BODIES
from truceline.actors.names import ROMANISED, Word, fold, folded, scripts, transliteration_key, word_key, words
from truceline.actors.naming import holds_on, larger_bodies
from truceline.model import Actor, ActorName, Holding, Span

_PERSONAL = frozenset({"person", "office"})
_GAP = re.compile(r"(?!.*\n.*\n)[\s\-‐‑–'’‘ʼʿʾ`.]{1,3}", re.DOTALL)
_POSSESSIVE_GAP = re.compile(r"\.?\s*|['’]")
_SHOUTED_WORDS = frozenset({"us", "is", "who", "it", "un", "so", "as", "am", "in", "an"})
_ARABIC_PREFIXES = (("وال", "ال"), ("بال", "ال"), ("فال", "ال"), ("لل", "ال"), ("و", ""), ("ب", ""), ("ل", ""), ("ف", ""))
_LONGEST_ACRONYM = 6


class Match(NamedTuple):
    """A name found in a text. ``name`` is the pack's own spelling; ``metonym`` and ``demonym`` as in ``ActorName``."""

    span: Span
    actor_id: str
    name: str
    metonym: bool = False
    demonym: bool = False


class _Entry(NamedTuple):
    actor: str
    name: ActorName
    is_state: bool


class _Node:
    """One word of the names that start alike."""

    __slots__ = ("entries", "next")

    def __init__(self) -> None:
        self.next: dict[str, _Node] = {}
        self.entries: list[_Entry] = []

    def grow(self, path: Iterable[str]) -> _Node:
        node = self
        for word in path:
            node = node.next.setdefault(word, _Node())
        return node


class _Hit(NamedTuple):
    """An entry found from word ``first`` up to before word ``last``; ``start`` is a character."""

    start: int
    first: int
    last: int
    entry: _Entry


class Registry:
    """The actors of a theatre by name and by id. Building takes some milliseconds; keep it."""

    def __init__(self, actors: Iterable[Actor]) -> None:
        self._actors = {actor.id: actor for actor in actors}
        self._root = _Node()
        self._keyed = _Node()
        self._bodies = _Node()
        self._offices: dict[str, list[Actor]] = {}
        self._people: dict[str, str] = {}
        for actor in self._actors.values():
            self._learn(actor)
        for role, phrases in BODIES.items():
            for phrase in phrases:
                entry = _Entry(role, ActorName(text=phrase), is_state=False)
                self._bodies.grow(word.text for word in words(phrase)).entries.append(entry)

    def _learn(self, actor: Actor) -> None:
        is_state = actor.kind == "state"
        for name in names_of(actor):
            entry = _Entry(actor.id, name, is_state)
            self._root.grow(word.text for word in words(name.text)).entries.append(entry)
            key = transliteration_key(name.text) if name.lang == ROMANISED else ()
            if len("".join(key)) > _LONGEST_ACRONYM:
                self._keyed.grow(key).entries.append(entry)
        if actor.kind == "person":
            self._people[" ".join(word.text for word in words(actor.name))] = actor.id
        for holding in actor.holders if actor.kind == "office" else ():
            self._offices.setdefault(holding.holder, []).append(actor)

    # looking up by id

    def __contains__(self, actor_id: object) -> bool:
        return actor_id in self._actors

    def get(self, actor_id: str) -> Actor:
        """Return the actor of that id.

        Raises:
            KeyError: no such actor.
        """
        return self._actors[actor_id]

    def label(self, actor_id: str) -> str:
        """Return the name to show for an id; the id itself where the pack does not have it."""
        actor = self._actors.get(actor_id)
        return actor.name if actor else actor_id

    def name_on(self, actor_id: str, on: str) -> str:
        """Return the name the actor used for itself on a day, in Latin script if it has one; else its label."""
        current = [n for n in self.get(actor_id).names if n.self_name and holds_on(n, on)]
        latin = [n for n in current if n.lang in ("en", ROMANISED)]
        return (latin or current or [ActorName(text=self.label(actor_id))])[0].text

    def institution(self, actor_id: str, on: str | None = None) -> str:
        """Return the body that a person or an office speaks for on a day; any other actor speaks for itself.

        Without a day, or outside all terms of office, the office held last counts.
        """
        seen = set()
        while actor_id not in seen and actor_id in self._actors:
            seen.add(actor_id)
            actor = self._actors[actor_id]
            if actor.kind not in _PERSONAL:
                break
            office = self._office(actor, on) if actor.kind == "person" else None
            actor_id = (office.id if office else None) or actor.speaks_for or next(iter(larger_bodies(actor, on)), actor_id)
        return actor_id

    def state(self, actor_id: str, on: str | None = None) -> str:
        """Return the outermost body the actor is part of on a day ("ru.mod" gives "ru"); an actor within nothing is its own."""
        actor_id = self.institution(actor_id, on)
        seen = {actor_id}
        while actor_id in self._actors:
            outer = next(iter(larger_bodies(self._actors[actor_id], on)), actor_id)
            if outer in seen:
                break
            seen.add(outer)
            actor_id = outer
        return actor_id

    def _office(self, person: Actor, on: str | None) -> Actor | None:
        terms: list[tuple[Holding, Actor]] = [
            (holding, office)
            for office in (*self._offices.get(person.id, ()), *self._offices.get(person.name, ()))
            for holding in office.holders
            if holding.holder in (person.id, person.name)
        ]
        if on:
            current = [o for h, o in terms if holds_on(h, on)]
            if current:
                return current[0]
        latest = max(terms, key=lambda term: (term[0].until or "9999", term[0].since or ""), default=None)
        return latest[1] if latest else None

    # looking up by name

    def resolve(self, name: str, on: str | None = None) -> str | None:
        """Return the id of the actor with exactly this name (case and accents aside), or by romanised key; else None."""
        found = list(words(name))
        if found and found[-1].text == "s" and name[found[-1].start - 1] in "'’":
            found = found[:-1]
        whole = self._whole(name, found, on)
        if whole is None and found and found[0].text == "the":
            whole = self._whole(name, found[1:], on)
        return whole

    def _whole(self, name: str, found: Sequence[Word], on: str | None) -> str | None:
        """Return the actor that all of these words name, by the words or by their key."""
        if not found:
            return None
        hit = self._longest(name, found, 0, on, strict=False)
        if hit and hit.last == len(found):
            return hit.entry.actor
        node = self._keyed
        for key in transliteration_key(name):
            if key not in node.next:
                return None
            node = node.next[key]
        entry = _choose(node.entries, on)
        return entry.actor if entry else None

    def find(self, text: str, on: str | None = None, *, demonyms: bool = False) -> tuple[Match, ...]:
        """Find the names in ``text``, longest first, left to right, none overlapping.

        No name is found beside a word that mixes scripts: what looks like a longer name of the pack is not taken for its end.
        ``on``: the day the text was published. ``demonyms``: also "Russian", "the Syrians" where no body follows.
        """
        found = list(words(text))
        masked = _masked(text, found)
        matches = []
        i = 0
        while i < len(found):
            hit = self._longest(text, found, i, on, strict=True) if i not in masked else None
            if hit is None:
                i += 1
                continue
            i = hit.last
            name = hit.entry.name
            if demonyms or not name.demonym:
                end = found[hit.last - 1].end
                end += name.text.endswith(".") and text[end : end + 1] == "."
                matches.append(Match(Span(hit.start, end), hit.entry.actor, name.text, name.metonym, name.demonym))
        return tuple(matches)

    def _longest(self, text: str, found: Sequence[Word], i: int, on: str | None, *, strict: bool) -> _Hit | None:
        hit = self._plain(text, found, i, on, strict=strict)
        keyed = self._by_key(text, found, i, on) if strict else None
        if keyed and (hit is None or keyed.last > hit.last):
            hit = keyed
        if hit and hit.entry.is_state:
            return self._body_after(text, found, hit)
        return hit or self._body_before(text, found, i, on, strict=strict)

    def _plain(self, text: str, found: Sequence[Word], i: int, on: str | None, *, strict: bool) -> _Hit | None:
        node, start = self._root.next.get(found[i].text), found[i].start
        if node is None and "\u0621" <= found[i].text[0] <= "\u064a":
            node, start = self._after_prefix(found[i])
        best = None
        j = i + 1
        while node is not None:
            if node.entries:
                surface = text[start : found[j - 1].end]
                fitting = [e for e in node.entries if not strict or _is_written_so(surface, e.name.text, text, start)]
                entry = _choose(fitting, on)
                best = _Hit(start, i, j, entry) if entry else best
            node = node.next.get(found[j].text) if j < len(found) and _joined(text, found[j - 1], found[j]) else None
            j += 1
        return best

    def _after_prefix(self, word: Word) -> tuple[_Node | None, int]:
        """Take off what Arabic writes together with the next word: and, in, for, so, as."""
        for prefix, article in _ARABIC_PREFIXES:
            if word.text.startswith(prefix):
                node = self._root.next.get(article + word.text[len(prefix) :])
                if node is not None:
                    return node, word.start + (0 if prefix == "لل" else 1)
        return None, word.start

    def _by_key(self, text: str, found: Sequence[Word], i: int, on: str | None) -> _Hit | None:
        if not text[found[i].start].isupper() and found[i].text not in ("al", "el"):
            return None
        node: _Node | None = self._keyed
        best = None
        for j in range(i, len(found)):
            if j > i and not _joined(text, found[j - 1], found[j]):
                break
            key = word_key(found[j].text)
            node = node.next.get(key) if key and node else node
            if node is None:
                break
            entry = _choose(node.entries, on) if key else None
            best = _Hit(found[i].start, i, j + 1, entry) if entry else best
        return best

    # a state and its bodies

    def _body_after(self, text: str, found: Sequence[Word], hit: _Hit) -> _Hit:
        """Lengthen "Russia", "Russian" or "Moscow" by a body that follows: "Russia's Defence Ministry"."""
        at = hit.last
        if at < len(found) and found[at].text == "s" and text[found[at].start - 1] in "'’":
            at += 1
        body = self._body_at(text, found, at)
        if body is None or not _POSSESSIVE_GAP.fullmatch(text[found[hit.last - 1].end : found[hit.last].start]):
            return hit
        role, end = body
        return hit._replace(last=end, entry=self._entry_of_body(hit.entry.actor, role, text[hit.start : found[end - 1].end]))

    def _body_before(self, text: str, found: Sequence[Word], i: int, on: str | None, *, strict: bool) -> _Hit | None:
        """Find "Foreign Ministry of Russia" from its first word."""
        body = self._body_at(text, found, i)
        if body is None:
            return None
        role, at = body
        if at >= len(found) or found[at].text != "of":
            return None
        at += 1 + (at + 1 < len(found) and found[at + 1].text == "the")
        state = self._plain(text, found, at, on, strict=strict) if at < len(found) else None
        if state is None or not state.entry.is_state or state.entry.name.demonym or state.entry.name.metonym:
            return None
        words_of_it = text[found[i].start : found[state.last - 1].end]
        return _Hit(found[i].start, i, state.last, self._entry_of_body(state.entry.actor, role, words_of_it))

    def _body_at(self, text: str, found: Sequence[Word], i: int) -> tuple[str, int] | None:
        node, best = self._bodies, None
        for j in range(i, len(found)):
            following = node.next.get(found[j].text)
            if following is None or (j > i and not _joined(text, found[j - 1], found[j])):
                break
            node = following
            best = (node.entries[0].actor, j + 1) if node.entries else best
        return best

    def _entry_of_body(self, state: str, role: str, surface: str) -> _Entry:
        body = f"{state}.{role}"
        return _Entry(body if body in self._actors else state, ActorName(text=" ".join(surface.split())), is_state=False)


def names_of(actor: Actor) -> tuple[ActorName, ...]:
    """Return all names of an actor. Its label is one of them, unless it is listed with dates or with who uses it."""
    listed = {folded(name.text) for name in actor.names}
    return actor.names if folded(actor.name) in listed else (ActorName(text=actor.name), *actor.names)


def _choose(entries: Sequence[_Entry], on: str | None) -> _Entry | None:
    """Choose the bearer of a name on a day: none before it exists, a current bearer before a former one."""
    if on is None:
        return entries[0] if entries else None
    existing = [e for e in entries if (e.name.since or "") <= on]
    current = [e for e in existing if holds_on(e.name, on)]
    return next(iter(current or existing), None)


def _joined(text: str, left: Word, right: Word) -> bool:
    """Say whether two words can belong to one name: only a blank, a hyphen, an apostrophe or an abbreviation's stop between."""
    gap = text[left.end : right.start]
    if gap == " ":
        return True
    return bool(_GAP.fullmatch(gap)) and ("." not in gap or len(left.text) <= 3)


def _masked(text: str, found: Sequence[Word]) -> frozenset[int]:
    """Return which words stand in one name with a word whose letters are of several scripts."""
    if text.isascii():
        return frozenset()
    masked: set[int] = set()
    for at, word in enumerate(found):
        if len(scripts(text[word.start : word.end])) > 1:
            for step in (-1, 1):
                i = at
                while _is_of_name(text, found, i, step):
                    i += step
                    masked.add(i)
            masked.add(at)
    return frozenset(masked)


def _is_of_name(text: str, found: Sequence[Word], i: int, step: int) -> bool:
    """Say whether the word beside word ``i`` belongs to the same name: joined to it, and with a capital or an article."""
    if not 0 <= i + step < len(found):
        return False
    left, right = sorted((found[i], found[i + step]), key=lambda word: word.start)
    beside = found[i + step]
    is_name = text[beside.start].isupper() or not word_key(beside.text)
    return is_name and _joined(text, left, right)


def _is_written_so(surface: str, name: str, text: str, start: int) -> bool:
    """Say whether the words are a name by their capitals: acronyms letter by letter, other names by the first letter."""
    if name.isupper() and len(name) <= _LONGEST_ACRONYM:
        return surface == name.rstrip(".") and not (fold(surface) in _SHOUTED_WORDS and _is_shouted(text, start))
    return not name[0].isupper() or surface[0].isupper()


def _is_shouted(text: str, start: int) -> bool:
    """Say whether the line around ``start`` is all in capitals, where US may be us."""
    line = text[text.rfind("\n", 0, start) + 1 : (text.find("\n", start) + 1 or len(text) + 1) - 1]
    return len(line) > 20 and line.upper() == line
