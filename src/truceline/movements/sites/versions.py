"""The versions of a site's data: what is said of each, and who checked it."""

from __future__ import annotations

from collections.abc import Iterable

from truceline.actors.lookalikes import shapes
from truceline.model.assertions import Assertion
from truceline.model.sites import Checked, SiteFact, SiteNamed
from truceline.movements.sites.moments import in_order, last_of
from truceline.movements.sites.saying import Fact, all_says, facts_of
from truceline.movements.sites.values import Told, Version

PERSONS = 2
"""So many different persons make a version validated: a second one sees what the first typed wrongly."""


def versions_of(assertions: tuple[Assertion[SiteFact], ...]) -> tuple[Version, ...]:
    """Return the versions by their numbers."""
    checks = facts_of(assertions, Checked)
    named: dict[int, list[Fact[SiteNamed]]] = {}
    for fact in facts_of(assertions, SiteNamed):
        named.setdefault(fact.fact.version, []).append(fact)
    return tuple(
        _version(number, named[number], [c.fact for c in checks if c.fact.version == number]) for number in sorted(named)
    )


def same_person(name: str) -> str:
    """Return what two spellings of one person's name have in common.

    Neither case nor spaces, nor letters of another script that look the same, make a second person.
    """
    return shapes(name)[-1].strip()


def _version(number: int, named: list[Fact[SiteNamed]], checks: list[Checked]) -> Version:
    facts = [each.fact for each in named]
    persons: dict[str, Checked] = {}
    for check in sorted(checks, key=lambda each: (in_order(each.at), each.person)):
        if same_person(check.person):
            persons.setdefault(same_person(check.person), check)
    checked = list(persons.values())
    is_validated = len(checked) >= PERSONS
    return Version(
        number=number,
        kinds=tuple(sorted({fact.kind for fact in facts})),
        places=_distinct(fact.place for fact in facts),
        movements=_distinct(fact.movement for fact in facts),
        owners=_distinct(fact.owner for fact in facts),
        consent=told(fact.consents for fact in facts),
        accuracy_m=max((fact.accuracy_m for fact in facts if fact.accuracy_m is not None), default=None),
        valid_to=last_of(fact.valid_to for fact in facts),
        checked_by=tuple(check.person for check in checked),
        validated_at=checked[PERSONS - 1].at if is_validated else None,
        is_validated=is_validated,
        says=all_says(named),
    )


def told(said: Iterable[bool | None]) -> Told:
    """Return what several people say of a question of yes and no; where they differ it is disputed."""
    answers = {each for each in said if each is not None}
    return "not_told" if not answers else "disputed" if len(answers) > 1 else "yes" if True in answers else "no"


def _distinct(values: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(sorted({value for value in values if value}))
