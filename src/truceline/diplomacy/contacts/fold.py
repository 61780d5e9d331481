"""Contacts: everything told about who met and spoke with whom, through which channels, under which threats."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from truceline.diplomacy.contacts.bodies import bodies
from truceline.diplomacy.contacts.channels import channels
from truceline.diplomacy.contacts.encounters import encounters, in_series
from truceline.diplomacy.contacts.threats import threats, withheld
from truceline.diplomacy.contacts.values import Contacts
from truceline.diplomacy.directory import Directory
from truceline.diplomacy.saying import placed
from truceline.model.assertions import Assertion, Fact, Subject, SubjectOf
from truceline.model.diplomacy import BodyNamed, Channel, Contact, TermsWithheld, Threat

S = TypeVar("S", Contact, Channel, BodyNamed, Threat, TermsWithheld)


def contacts(
    assertions: Iterable[Assertion[Fact]], directory: Directory, subjects: Iterable[Subject] = (), *, on: str
) -> Contacts:
    """Return encounters, series, bodies, channels, threats and withheld terms as told; ``on``: the day asked for.

    ``subjects``: what people opened, of whatever kind.
    """
    told, opened = placed(assertions), list(subjects)
    met = encounters(_of(told, Contact), _opened(opened, "contact"), directory, on)
    met, series = in_series(met, directory)
    return Contacts(
        encounters=tuple(met),
        series=tuple(series),
        bodies=bodies(_of(told, BodyNamed), _opened(opened, "body"), met, directory),
        channels=channels(_of(told, Channel), _opened(opened, "channel"), directory),
        threats=threats(_of(told, Threat), directory, on),
        withheld=withheld(_of(told, TermsWithheld), directory),
    )


def _of(told: Iterable[Assertion[Any]], sort: type[S]) -> list[Assertion[S]]:
    return [each for each in told if isinstance(each.fact, sort)]


def _opened(subjects: Sequence[Subject], of: SubjectOf) -> list[Subject]:
    return [subject for subject in subjects if subject.of == of]
