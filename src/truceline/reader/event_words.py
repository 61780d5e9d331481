"""The trigger words of events, from ``lexicons/events.yaml``, compiled into a table by first word.

Verbs are written in their base form; regular endings are made here, irregular ones stand in the list.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import msgspec

from truceline.model import Stage, Target
from truceline.reader.slotlists import word_list
from truceline.reader.words import TOKEN

WEAK, NEEDS_OBJECT, WEAPON, NEEDS_NEAR = "~", "+", "^", "="
MARKS = WEAK + NEEDS_OBJECT + WEAPON + NEEDS_NEAR
VOWELS = "aeiou"
NO_EVENT = "-"


class Frame(msgspec.Struct, frozen=True):
    """One group of triggers of one type, as listed."""

    type: str
    means: str | None = None
    verbs: str = ""
    nouns: str = ""
    phrases: str = ""
    things: str = ""


class EventLists(msgspec.Struct, frozen=True):
    """``lexicons/events.yaml`` as a value."""

    irregular: dict[str, str]
    no_events: str
    bodies: str
    light_verbs: str
    allowing: str
    frames: tuple[Frame, ...]
    actions: str
    objects: str
    protesters: str
    strikers: str
    targets: dict[str, str]
    carriers: dict[str, str]
    stages: dict[Stage, str]
    denials: str
    definite: str


class Trigger(msgspec.Struct, frozen=True):
    """A word or phrase that names an event. The marks are those of the list; with ``objects`` it counts only with one of them.

    ``is_near``: one of them on either side will do.
    """

    words: tuple[str, ...]
    type: str
    means: str | None
    is_verb: bool
    is_noun: bool
    is_weak: bool
    is_weapon: bool
    objects: frozenset[str]
    is_near: bool = False


class EventWords(msgspec.Struct, frozen=True):
    """The lists turned round; tables go from a first word to what begins with it, longest first."""

    triggers: dict[str, tuple[Trigger, ...]]
    bodies: frozenset[str]
    actions: frozenset[str]
    protesters: frozenset[str]
    strikers: frozenset[str]
    light_verbs: frozenset[str]
    allowing: frozenset[str]
    targets: dict[str, tuple[tuple[tuple[str, ...], Target], ...]]
    carriers: dict[str, str]
    stages: dict[str, Stage]
    denials: frozenset[str]
    definite: frozenset[str]


@cache
def event_words() -> EventWords:
    """Return the word lists of events."""
    lists = word_list("events", EventLists)
    return EventWords(
        triggers=_by_first(lists),
        bodies=frozenset(lists.bodies.split()),
        actions=frozenset(lists.actions.split()),
        protesters=frozenset(lists.protesters.split()),
        strikers=frozenset(lists.strikers.split()),
        light_verbs=frozenset(lists.light_verbs.split()),
        allowing=frozenset(lists.allowing.split()),
        targets=_target_table(lists.targets),
        carriers={word: means for means, words in lists.carriers.items() for word in words.split()},
        stages={word: stage for stage, words in lists.stages.items() for word in words.split()},
        denials=frozenset(lists.denials.split()),
        definite=frozenset(lists.definite.split()),
    )


def tokens_of(phrase: str) -> tuple[str, ...]:
    """Split a listed phrase, with "_" for spaces, as texts are split."""
    return tuple(TOKEN.findall(phrase.replace("_", " ").lower()))


def _by_first(lists: EventLists) -> dict[str, tuple[Trigger, ...]]:
    table: dict[str, list[Trigger]] = {}
    for frame in (*lists.frames, Frame(type=NO_EVENT, phrases=lists.no_events)):
        objects = frozenset((frame.things or lists.objects).split())
        for trigger in _triggers(frame, lists.irregular, objects):
            table.setdefault(trigger.words[0], []).append(trigger)
    return {first: tuple(sorted(found, key=lambda t: -len(t.words))) for first, found in table.items()}


def _triggers(frame: Frame, irregular: dict[str, str], objects: frozenset[str]) -> Iterator[Trigger]:
    for word in frame.nouns.split():
        yield _trigger(frame, word, word.rstrip(MARKS), objects, is_noun=True)
    for word in frame.phrases.split():
        yield _trigger(frame, word, word.rstrip(MARKS), objects)
    for word in frame.verbs.split():
        base = word.rstrip(MARKS)
        for form in forms(base, irregular):
            yield _trigger(frame, word, form, objects, is_verb=True)


def _trigger(  # noqa: PLR0913 - what a list says of a word
    frame: Frame, listed: str, form: str, objects: frozenset[str], *, is_verb: bool = False, is_noun: bool = False
) -> Trigger:
    return Trigger(
        words=tokens_of(form),
        type=frame.type,
        means=frame.means,
        is_verb=is_verb,
        is_noun=is_noun,
        is_weak=WEAK in listed,
        is_weapon=WEAPON in listed,
        objects=objects if NEEDS_OBJECT in listed or NEEDS_NEAR in listed else frozenset(),
        is_near=NEEDS_NEAR in listed,
    )


def forms(base: str, irregular: dict[str, str]) -> set[str]:
    """Return all forms of a verb: those listed, or the regular ones.

    >>> sorted(forms("torch", {}))
    ['torch', 'torched', 'torches', 'torching']
    """
    if base in irregular:
        return {base, *irregular[base].split()}
    if base.endswith("e"):
        return {base, base + "s", base + "d", base[:-1] + "ing"}
    if base.endswith("y") and base[-2] not in VOWELS:
        return {base, base[:-1] + "ies", base[:-1] + "ied", base + "ing"}
    plural = base + ("es" if base.endswith(("s", "x", "ch", "sh")) else "s")
    return {base, plural, base + "ed", base + "ing"}


def _target_table(targets: dict[str, str]) -> dict[str, tuple[tuple[tuple[str, ...], Target], ...]]:
    table: dict[str, list[tuple[tuple[str, ...], Target]]] = {}
    for kind, words in targets.items():
        for word in words.split():
            path = tokens_of(word)
            table.setdefault(path[0], []).append((path, msgspec.convert(kind, Target)))
    return {first: tuple(sorted(found, key=lambda t: -len(t[0]))) for first, found in table.items()}
