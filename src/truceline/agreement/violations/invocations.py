"""Who says that an exception applies: a proportionate response to a threat, a group to which the text does not apply.

An exception is never applied by us. It stands beside a line only where an authority invokes it in a counted claim about this
incident, and then as that authority's own position: ``justified`` or ``out_of_scope`` for it, and for nobody else. The words for
it are in ``invocations.yaml``; a target that a claim names as such needs no words.
"""

from __future__ import annotations

import functools
import importlib.resources
import re
from collections.abc import Iterable, Mapping

import msgspec
from ruamel.yaml import YAML

from truceline.agreement.parties import above
from truceline.agreement.violations.testimony import Testimony
from truceline.model import Actor
from truceline.model.agreements import Agreement, Exclusion

BEFORE = 24
"""How many characters before an invocation a word is looked for that takes it back."""
GROUP = "GROUP"
RESPONSE = "proportionate_response"
EXCLUDED = "excluded_group"


class Words(msgspec.Struct, frozen=True):
    """The word list as read: patterns by kind of exception, and what takes one back."""

    response: str
    excluded: str
    absence: re.Pattern[str]


@functools.cache
def words() -> Words:
    """Return the word list of the package."""
    source = importlib.resources.files(__package__).joinpath("invocations.yaml").read_text(encoding="utf-8")
    read = YAML(typ="safe").load(source)
    lists = msgspec.convert({kind: read[kind] for kind in (RESPONSE, EXCLUDED)}, dict[str, list[str]])
    joined = {kind: "|".join(f"(?:{pattern})" for pattern in patterns) for kind, patterns in lists.items()}
    return Words(joined[RESPONSE], joined[EXCLUDED], re.compile(read["not"], re.IGNORECASE))


@functools.cache
def response() -> re.Pattern[str]:
    """Return the words by which somebody says that it was a response."""
    return re.compile(rf"\b(?:{words().response})", re.IGNORECASE)


class Invoked(msgspec.Struct, frozen=True, kw_only=True):
    """One claim invokes an exception of one kind; ``why`` in a sentence. ``group``: the excluded one that it names."""

    testimony: Testimony
    kind: str
    why: str
    group: str | None = None

    def concerns(self, party: str | None, alleged: Iterable[str | None]) -> bool:
        """Say whether it is about this party's deed: one that names whose deed it was, then the speaker's own, then any.

        A response is only ever the speaker's own deed: who says of another that it retaliated excuses nobody.
        """
        each = self.testimony
        if each.named and not any(named.party == party for named in each.named):
            return False
        if self.kind == RESPONSE:
            return party is not None and each.party == party and (bool(each.named) or party in alleged)
        return bool(each.named) or each.party is None or each.party not in alleged or each.party == party


class Invocations:
    """Finds who invokes what, for the groups that one agreement excludes."""

    def __init__(self, agreement: Agreement, actors: Mapping[str, Actor]) -> None:
        self._exclusions = agreement.exclusions
        self._actors = actors
        self._excluded = frozenset(each.actor for each in agreement.exclusions)
        self._can_respond = any(each.kind == RESPONSE for clause in agreement.clauses for each in clause.exceptions)

    @functools.cached_property
    def _names(self) -> Mapping[str, str]:
        """The excluded groups by the names that they and their parts have, folded."""
        found: dict[str, str] = {}
        for actor in self._actors.values():
            group = self._group_of(actor.id)
            if group is not None:
                for name in (actor.name, *(n.text for n in actor.names if not n.demonym)):
                    found.setdefault(name.casefold(), group)
        return found

    @functools.cached_property
    def _aimed(self) -> re.Pattern[str] | None:
        if not self._names:
            return None
        longest_first = sorted(self._names, key=lambda name: (-len(name), name))
        group = rf"(?P<group>{'|'.join(map(re.escape, longest_first))})\b"
        # Each pattern names the group once; in one expression the groups need names of their own.
        parts = words().excluded.split(GROUP)
        numbered = "".join(
            part + (group.replace("<group>", f"<group{n}>") if n < len(parts) - 1 else "") for n, part in enumerate(parts)
        )
        return re.compile(rf"\b(?:{numbered})", re.IGNORECASE)

    def _group_of(self, actor: str | None) -> str | None:
        return next((each for each in above(actor, self._actors) if each in self._excluded), None) if actor else None

    def found(self, testimonies: Iterable[Testimony], day: str | None) -> tuple[Invoked, ...]:
        """Return every invocation in the claims of authorities about an incident of that day (None: no day is known)."""
        result: list[Invoked] = []
        if not (self._excluded or self._can_respond):
            return ()
        for each in testimonies:
            if each.authority is None or not each.asserts or each.claim.stance == "accuse":
                continue  # an accusation excuses nobody
            if self._excluded:
                result += self._targets(each, day)
            if self._can_respond and self._said(response(), each.heard.words) is not None:
                result.append(Invoked(testimony=each, kind=RESPONSE, why="says that it was a response to a threat or to fire"))
        return tuple(result)

    def _targets(self, each: Testimony, day: str | None) -> list[Invoked]:
        named = (self._group_of(a.actor) for event in each.events if not event.denied for a in event.actors if a.role == "target")
        groups = [group for group in named if group is not None] or self._in_words(each.heard.words)
        return [
            Invoked(testimony=each, kind=EXCLUDED, why=why, group=group)
            for group in dict.fromkeys(groups)
            if (why := self._excluded_by(group, day)) is not None
        ]

    def _in_words(self, text: str) -> list[str]:
        folded = text.casefold()
        if not any(name in folded for name in self._names):  # most claims name none, and the pattern is slow to say so
            return []
        match = self._said(self._aimed, text) if self._aimed else None
        if match is None:
            return []
        name = next(name for name in match.groupdict().values() if name)
        return [self._names[name.casefold()]]

    def _excluded_by(self, group: str, day: str | None) -> str | None:
        """Return who says that the group is excluded on that day; None where nobody does then."""
        said = [each for each in self._exclusions if each.actor == group and _holds(each, day)]
        if not said:
            return None
        by_text = any(each.claimed_by is None for each in said)
        who = "the text" if by_text else ", ".join(sorted({each.claimed_by for each in said if each.claimed_by}))
        return f"says that it was aimed at {group}, whom {who} excludes"

    @staticmethod
    def _said(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
        for match in pattern.finditer(text):
            if not words().absence.search(text, max(0, match.start() - BEFORE), match.start()):
                return match
        return None


def _holds(exclusion: Exclusion, day: str | None) -> bool:
    return day is None or (exclusion.since or "") <= day <= (exclusion.until or "9999")
