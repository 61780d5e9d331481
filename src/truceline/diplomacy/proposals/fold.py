"""Proposals: everything told about each, with nothing merged that is not the same and nothing left out.

What people entered under one subject is one proposal. All else is grouped by the rules of ``alike``; where those leave a doubt
the groups stay apart and name each other, for people to join or part. Proposers, terms and stands are what somebody says: several
stand side by side. A denial counts as no proposal and no stand.
"""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from typing import Any, cast

from truceline.diplomacy.directory import Directory
from truceline.diplomacy.proposals import alike
from truceline.diplomacy.proposals.standing import ACCEPTED, AGAINST, SUPPORTED, dissent_of, ever, offices_of, standing
from truceline.diplomacy.proposals.values import NotSo, Proposal, SaidProposer, SaidTerms
from truceline.diplomacy.saying import agreeing, placed, sayings, tells
from truceline.diplomacy.subjects import Named, Rules, named
from truceline.model.assertions import Assertion, Fact, Subject
from truceline.model.diplomacy import Position, Proposed, TermsWithheld

Withholding = dict[str, list[Assertion[TermsWithheld]]]


def proposals(
    assertions: Iterable[Assertion[Fact]], directory: Directory, subjects: Iterable[Subject] = ()
) -> tuple[Proposal, ...]:
    """Return the proposals told of, by the first day of which anything is told, then by id.

    ``subjects``: what people opened; only proposals are looked at. What is told of another kind of subject goes by the rules.
    """
    told = placed(assertions)
    about = cast("list[alike.About]", [each for each in told if isinstance(each.fact, Proposed | Position)])
    opened = [subject for subject in subjects if subject.of == "proposal"]
    rules = Rules[alike.About, alike.Features](
        letters="pr",
        words=alike.RULE,
        features=functools.partial(alike.features, directory=directory),
        judged=functools.partial(alike.judged, directory=directory),
        near=alike.near,
        closeness=alike.closeness,
    )
    withheld: Withholding = defaultdict(list)
    for each in told:
        if isinstance(each.fact, TermsWithheld):
            withheld[each.subject].append(cast("Assertion[TermsWithheld]", each))
    made = [_proposal(group, withheld[group.id], directory) for group in named(about, opened, rules)]
    return tuple(sorted(made, key=lambda each: (each.first_day or "9999", each.id)))


def _proposal(group: Named[alike.About], withheld: Sequence[Assertion[TermsWithheld]], directory: Directory) -> Proposal:
    proposed = cast("list[Assertion[Proposed]]", [each for each in group.members if isinstance(each.fact, Proposed)])
    positions = cast("list[Assertion[Position]]", [each for each in group.members if isinstance(each.fact, Position)])
    offices = offices_of(proposed, positions, directory)
    made = [each for each in proposed if tells(each)]
    days = sorted((each.fact.at or each.source.said_on)[:10] for each in group.members)
    facts: list[Proposed | Position] = [  # the first one names it
        *(each.fact for each in made),
        *(each.fact for each in positions),
        *(each.fact for each in proposed),
    ]
    return Proposal(
        id=group.id,
        kinds=tuple(dict.fromkeys(fact.kind for fact in facts)),
        title=group.subject.name if group.subject else facts[0].words,
        reference=group.subject.reference if group.subject else None,
        first_day=days[0] if days else "",
        last_day=days[-1] if days else "",
        grouped=group.grouped,
        proposers=_proposers(made, positions, directory),
        terms=_terms(made, directory),
        offices=offices,
        dissent=dissent_of(offices),
        supported_by=standing(offices, SUPPORTED),
        accepted_by=standing(offices, ACCEPTED),
        opposed_by=standing(offices, AGAINST),
        existing_duty=ever(offices, "existing_duty"),
        not_so=_not_so(proposed, positions, directory),
        withheld=sayings((each for each in withheld if tells(each)), directory),
        perhaps=group.perhaps,
    )


def _proposers(
    made: Iterable[Assertion[Proposed]], positions: Iterable[Assertion[Position]], directory: Directory
) -> tuple[SaidProposer, ...]:
    """Return every proposer that somebody names, in the order in which they come up."""
    said: dict[str, list[Assertion[Any]]] = {}
    for one in made:
        if one.fact.proposer is not None:
            said.setdefault(_seat(one.fact.proposer, one, directory), []).append(one)
    for other in positions:
        if tells(other) and other.fact.stand == "proposes":
            said.setdefault(_seat(other.fact.office, other, directory), []).append(other)
    return tuple(
        SaidProposer(who=directory.who(proposer, group[0].source.said_on), says=sayings(group, directory))
        for proposer, group in said.items()
    )


def _seat(name: str, each: Assertion[Any], directory: Directory) -> str:
    return directory.seat(name, (each.fact.at or each.source.said_on)[:10])


def _terms(made: Iterable[Assertion[Proposed]], directory: Directory) -> tuple[SaidTerms, ...]:
    """Return the terms as told: what several tell in the same way once, with all who do."""
    found = agreeing(made, lambda each: (each.fact.kind, each.fact.words, _terms_of(each.fact)))
    return tuple(
        SaidTerms(
            kind=group[0].fact.kind,
            words=group[0].fact.words,
            on_whom=tuple(map(directory.label, group[0].fact.on_whom)),
            where=tuple(map(directory.label, group[0].fact.where)),
            lasts=group[0].fact.lasts,
            at=group[0].fact.at,
            disclosed=group[0].fact.disclosed,
            says=sayings(group, directory),
        )
        for group in found
    )


def _terms_of(fact: Proposed) -> Hashable:
    return fact.on_whom, fact.where, fact.lasts, fact.at, fact.disclosed


def _not_so(
    proposed: Iterable[Assertion[Proposed]], positions: Iterable[Assertion[Position]], directory: Directory
) -> tuple[NotSo, ...]:
    """Return what is denied, taken back or left open: that it was proposed, or a stand on it."""
    unmade = agreeing((each for each in proposed if not tells(each)), lambda each: (each.fact.proposer, each.fact.words))
    unstood = agreeing(
        (each for each in positions if not tells(each)), lambda each: (each.fact.stand, each.fact.office, each.fact.words)
    )
    made = [_said_not_so("proposed", group[0].fact.proposer, group[0].fact.words, group, directory) for group in unmade]
    for group in unstood:
        fact = group[0].fact
        made.append(_said_not_so(fact.stand, fact.office, fact.words, group, directory))
    return tuple(made)


def _said_not_so(what: str, office: str | None, words: str, group: Sequence[Assertion[Any]], directory: Directory) -> NotSo:
    who = directory.who(office, group[0].source.said_on) if office else None
    return NotSo(what=what, office=who, words=words, says=sayings(group, directory))
