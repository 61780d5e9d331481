"""Link: from reports with claims to incidents, the whole way.

1. each report's mentions are grouped into happenings; 2. happenings that share a key are compared; 3. they are grouped by
average link, under people's judgements; 4. groups inherit ids; 5. claims are linked to them, surely or possibly, each link
with its reason. The same set of reports gives the same incidents in whatever order it came in.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain

import msgspec

from truceline.linker.atlas import Atlas
from truceline.linker.candidates import candidates, capped, rows_of
from truceline.linker.compare import USUAL_SHARE, Rarity, Reason
from truceline.linker.group import group
from truceline.linker.happenings import Happening, happenings
from truceline.linker.identity import identities
from truceline.linker.pairing import Setting, pairing, sentence
from truceline.linker.prominence import main_happening
from truceline.linker.repeats import copies
from truceline.linker.scoring import Scores, scores
from truceline.linker.tellings import Capped, Linking, Telling
from truceline.linker.verdicts import told_apart, told_together
from truceline.linker.wording import Wording
from truceline.model import Judgement, Link, Place

_FEW = 100
"""How many happenings must be known before a place named in many of them counts as common."""

_ENOUGH = 2
"""How many of time, town, toll, target, victims a happening that one report alone tells must have to be an incident."""


class _Found(msgspec.Struct, frozen=True):
    """Everything known once happenings are compared and grouped."""

    happenings: tuple[Happening, ...]
    setting: Setting
    scores: Scores
    groups: tuple[tuple[int, ...], ...]
    capped: tuple[Capped, ...]

    def bits(self, left: int, right: int) -> float | None:
        return self.scores.bits.get((left, right) if left < right else (right, left))

    def reasons(self, left: int, right: int) -> tuple[Reason, ...]:
        return pairing(self.happenings[left], self.happenings[right], self.setting)


def link(
    tellings: Sequence[Telling],
    judgements: Sequence[Judgement] = (),
    previous: Mapping[str, str] | None = None,
    places: Iterable[Place] = (),
) -> Linking:
    """Group claims into incidents.

    ``previous`` (claim id to incident id) only lets incidents keep their ids. ``places`` are those of the theatre: with
    them a town and its province can be compared.

    Raises:
        UsageError: two judgements cannot both hold.
    """
    ordered = sorted(tellings, key=lambda t: t.report.id)
    found = _find(ordered, judgements, Atlas(places))
    lists = [[c for at in part for c in found.happenings[at].claim_ids] for part in found.groups]
    ids = identities(lists, previous or {})
    return Linking(links=_links(found, ids), copies=copies(ordered), capped=found.capped)


def _find(ordered: Sequence[Telling], judgements: Sequence[Judgement], atlas: Atlas) -> _Found:
    apart = told_apart(judgements)
    by_report = [happenings(t, apart, atlas) for t in ordered]
    mains = frozenset(m.id for t, told in zip(ordered, by_report, strict=True) if (m := main_happening(t, told)))
    every = tuple(msgspec.structs.replace(h, is_main=h.id in mains) for told in by_report for h in told)
    setting = Setting(_rarity(every), Wording(ordered).likeness)
    homes = _homes(every)
    same = _at_home(told_together(judgements, homes), homes)
    different = _at_home((tuple(sorted(pair)) for pair in apart), homes)
    rows = rows_of(every)
    found = scores(every, chain(candidates(every, rows), _within(every)), setting, same)
    groups = group(len(every), found.bits, same, different)
    kept = tuple(tuple(part) for part in groups if _is_incident(part, every))
    return _Found(every, setting, found, kept, capped(rows))


def _within(every: Sequence[Happening]) -> Iterator[tuple[int, int]]:
    ends = {h.report: at for at, h in enumerate(every)}
    return ((a, b) for a, h in enumerate(every) for b in range(a + 1, ends[h.report] + 1))


def _rarity(every: Sequence[Happening]) -> Rarity:
    """Return how common places and kinds are here; a few happenings are not enough to call one common, or a kind rare."""
    places = Counter(s.key for h in every for s in h.facts.spots)
    kinds = Counter(k for h in every for k in h.facts.kinds)
    share = {p: (n - 1) / (len(every) + _FEW) for p, n in places.items()}
    share |= {k: (n + _FEW * USUAL_SHARE) / (len(every) + _FEW) for k, n in kinds.items()}
    return lambda key: share.get(key, 0.0)


def _homes(every: Sequence[Happening]) -> dict[str, int]:
    """Return of each claim the happening that it tells of first."""
    home: dict[str, int] = {}
    for at, happening in enumerate(every):
        for claim in happening.claim_ids:
            home.setdefault(claim, at)
    return home


def _at_home(pairs: Iterable[tuple[str, ...]], homes: Mapping[str, int]) -> list[tuple[int, int]]:
    """Return pairs of claims as pairs of happenings, each once."""
    found = {(homes[left], homes[right]) for left, right in pairs if left in homes and right in homes}
    return sorted((left, right) for left, right in found if left != right)


def _is_incident(part: Sequence[int], every: Sequence[Happening]) -> bool:
    if len({every[at].report for at in part}) > 1:
        return True
    substance = max(every[at].facts.substance for at in part)
    return substance >= _ENOUGH or (substance > 0 and any(every[at].is_main for at in part))


def _links(found: _Found, ids: Sequence[str]) -> tuple[Link, ...]:
    place = {at: n for n, part in enumerate(found.groups) for at in part}
    links = [made for at, n in place.items() for made in _sure(found, at, n, ids[n])]
    links += [made for at in range(len(found.happenings)) for made in _possible(found, at, place, ids)]
    best: dict[tuple[str, str], Link] = {}
    for made in links:
        before = best.get((made.claim, made.incident))
        best[made.claim, made.incident] = _merged(before, made) if before else made
    return tuple(sorted(best.values(), key=lambda k: (k.claim, k.incident)))


def _merged(one: Link, two: Link) -> Link:
    """Put two links of one claim and incident together: a sure one wins over a possible one."""
    first, second = sorted((one, two), key=lambda k: (k.outcome, -k.bits, k.why))
    if first.outcome != second.outcome:
        return first
    return msgspec.structs.replace(first, events=tuple(sorted({*first.events, *second.events})), main=first.main or second.main)


def _sure(found: _Found, at: int, n: int, incident: str) -> list[Link]:
    happening = found.happenings[at]
    others = [o for o in found.groups[n] if found.happenings[o].report != happening.report]
    why, bits = _why(found, at, others)
    main = happening.is_main
    return [
        Link(claim=c, incident=incident, outcome="linked", why=why, bits=bits, events=e, main=main) for c, e in happening.claims
    ]


def _why(found: _Found, at: int, others: Sequence[int]) -> tuple[str, int]:
    if not others:
        return "told by this report alone", 0
    compared = [(bits, -o) for o in others if (bits := found.bits(at, o)) is not None]
    if not compared:
        return "a person judged it the same", 0
    bits, other = max(compared)
    return f"as in {found.happenings[-other].report}: {sentence(found.reasons(at, -other))}", round(bits)


def _possible(found: _Found, at: int, place: Mapping[int, int], ids: Sequence[str]) -> list[Link]:
    """Return the links of a happening that no other report tells to another group that it may belong to, the likeliest only."""
    happening = found.happenings[at]
    if any(found.happenings[o].report != happening.report for o in (found.groups[place[at]] if at in place else ())):
        return []
    others = found.scores.possible.get(at, ())
    likely = [(bits, -o) for bits, o in others if o in place and place[o] != place.get(at)]
    if not likely:
        return []
    bits, other = max(likely)
    why = f"may be as in {found.happenings[-other].report}: {sentence(found.reasons(at, -other))}"
    return [
        Link(claim=c, incident=ids[place[-other]], outcome="possible", why=why, bits=round(bits), events=e)
        for c, e in happening.claims
    ]
