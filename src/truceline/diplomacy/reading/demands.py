"""Demands: what a speaker says somebody else should do ("must ground its aircraft"), which is a proposal of the speaker's."""

from __future__ import annotations

from collections.abc import Iterator

from truceline.diplomacy.reading.asserting import Told, asserted
from truceline.diplomacy.reading.kinds import kind_in, reach
from truceline.diplomacy.reading.proposals import clause
from truceline.diplomacy.reading.scene import Line, Scene
from truceline.diplomacy.reading.subjects import subjects
from truceline.diplomacy.reading.terms import lasting, places
from truceline.model.diplomacy import Position, Proposed

_SHOULD = frozenset({"should", "must"})
_NEED = frozenset({("needs", "to"), ("need", "to"), ("has", "to"), ("have", "to"), ("ought", "to")})
_NOT = frozenset({"not", "n't", "never", "be", "have", "if"})
_CONDITIONS = frozenset({"if", "unless", "whether", "before", "when"})
_NEAR = 6


def demands(scene: Scene) -> Iterator[Told]:
    """Yield what a speaker says that somebody else should do, where it is of a kind of proposal."""
    if scene.is_narrated or not scene.is_said or scene.speaker is None:
        return
    for line in scene.lines:
        for i, low in enumerate(line.words):
            is_asked = low in _SHOULD or line.words[i : i + 2] in _NEED
            if is_asked and line.owner(i) == "content":
                yield from _demanded(line, i)


def _demanded(line: Line, i: int) -> Iterator[Told]:
    words, speaker = line.words, line.scene.speaker
    begin = i + (1 if words[i] in _SHOULD else 2)
    after = reach(words, begin)
    kind = kind_in(words, begin, min(after, begin + _NEAR))
    on = subjects(line, i)
    is_own = speaker is not None and any(line.scene.people.is_of(speaker.office, each.office) for each in on)
    is_supposed = not _CONDITIONS.isdisjoint(words[clause(words, i) : i])
    if speaker is None or kind is None or not on or is_own or is_supposed or words[begin] in _NOT:
        return
    fact = Proposed(
        kind=kind.kind,
        words=line.slice(begin, after),
        proposer=speaker.office,
        on_whom=tuple(each.office for each in on),
        where=places(line, begin, after),
        lasts=lasting(words, begin, after),
    )
    stand = Position(
        kind=kind.kind, office=speaker.office, stand="proposes", words=fact.words, person=speaker.person, proposer=speaker.office
    )
    told = (asserted(line, i, fact, "proposal.should"), asserted(line, i, stand, "proposal.should"))
    yield from (each for each in told if each is not None and each.stance not in {"deny", "reject", "retract"})
