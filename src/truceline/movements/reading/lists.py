"""The words of aid movements, from ``words.yaml``, read once and turned round for looking up."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import msgspec

from truceline.movements.wording.lists import Phrase, Table, load, phrases, table, words


class StageWords(msgspec.Struct, frozen=True):
    """The verbs of a stage: those that the movement does itself (``own``), those that are done to it (``upon``)."""

    own: str = ""
    upon: str = ""


class MovementLists(msgspec.Struct, frozen=True):
    """``words.yaml`` as a value; see there for what each list means."""

    kinds: dict[str, str]
    things: str
    vehicles: str
    heads: str
    not_aid: str
    escorted: str
    of_aid: str
    evacuated: str
    granting: str
    giving: str
    getting: str
    refusing: str
    asking: str
    awaiting: str
    revoking: str
    replying: str
    permissions: str
    moves: str
    requests: str
    silences: str
    had: str
    lacked: str
    partly: str
    steps: dict[str, str]
    delaying: str
    delays: str
    waiting: str
    over: str
    accompany: str
    insisting: str
    insistence: str
    presence: str
    objecting: str
    blaming: str
    blocking: dict[str, str]
    vows: str
    stages: dict[str, StageWords]
    phrases: dict[str, str]
    nouns: dict[str, str]
    occasions: str
    done_before: str
    moving: dict[str, str]
    sick: str
    outcomes: dict[str, str]
    missions: str
    loaded: str
    sending: str
    laden: str
    removing: str
    medical: str
    served: str
    areas: str


@cache
def lists() -> MovementLists:
    """Return the word lists."""
    return load("truceline.movements.reading", MovementLists)


@cache
def word_set(name: str) -> frozenset[str]:
    """Return a list of single words by its name in the file."""
    return words(getattr(lists(), name))


@cache
def phrase_table(name: str) -> Table:
    """Return a list of phrases by its name in the file, each labelled with that name."""
    return table((each, name) for each in phrases(getattr(lists(), name)))


@cache
def labelled(name: str) -> Table:
    """Return phrases by the label under which a mapping of the file has them."""
    found: Mapping[str, str] = getattr(lists(), name)
    return table((each, label) for label, listed in found.items() for each in phrases(listed))


_VERB_LISTS = (
    *("granting", "giving", "getting", "refusing", "asking", "awaiting", "revoking", "replying"),
    *("delaying", "waiting", "accompany", "insisting", "objecting", "loaded", "sending", "removing"),
)


@cache
def verb_roles() -> Mapping[Phrase, frozenset[str]]:
    """Return, for the base of each listed verb, in which lists it stands: a list's name, ``own:arrived``, ``block:attack``."""
    found: dict[Phrase, set[str]] = {}
    for name in _VERB_LISTS:
        for base in phrases(getattr(lists(), name)):
            found.setdefault(base, set()).add(name)
    for stage, verbs in lists().stages.items():
        for base in phrases(verbs.own):
            found.setdefault(base, set()).add(f"own:{stage}")
        for base in phrases(verbs.upon):
            found.setdefault(base, set()).add(f"upon:{stage}")
    for kind, listed in lists().moving.items():
        for base in phrases(listed):
            found.setdefault(base, set()).add(f"moving:{kind}")
    for act, listed in lists().blocking.items():
        for base in phrases(listed):
            found.setdefault(base, set()).add(f"block:{act}")
    return {base: frozenset(names) for base, names in found.items()}


@cache
def suffered() -> frozenset[str]:
    """Return the lists whose verbs are only ever done to something."""
    of_stages = {f"upon:{stage}" for stage in lists().stages}
    return frozenset(
        {"granting", "refusing", "delaying", "removing", "waiting"} | of_stages | {f"block:{a}" for a in lists().blocking}
    )
