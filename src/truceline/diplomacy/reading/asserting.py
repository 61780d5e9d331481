"""Asserting: a fact that was found becomes somebody's assertion, with its claim as the source.

Who says it is the claim's speaker, or the report itself where it speaks, and where a speaker only takes, refuses or looks at
what the words name. A refusal is the speaker's own act, and is asserted as such.
"""

from __future__ import annotations

from truceline.diplomacy.reading.hearsay import hearsay
from truceline.diplomacy.reading.scene import Line, Scene
from truceline.model.assertions import Assertion, Source
from truceline.model.diplomacy import DiplomacyFact

Told = Assertion[DiplomacyFact]


def asserted(  # noqa: PLR0913 - what an assertion is made of
    line: Line, i: int, fact: DiplomacyFact, rule: str, *, is_negated: bool = False, aside: bool = False
) -> Told | None:
    """Return the assertion of a fact whose telling word is token ``i``; None where that word is not the claim's own.

    ``is_negated``: the words say that it was not so. ``aside``: the report's own remark within somebody's words.
    """
    scene = line.scene
    owner = line.owner(i)
    reported = hearsay(line, i)
    is_reported = reported != "none"
    if owner is None or reported == "unsaid" or (is_reported and is_negated):
        return None
    stance = scene.stance(owner, is_negated=is_negated) if reported == "none" else reported
    if stance is None:
        return None
    speaker = scene.claim.speaker if (scene.by_speaker(owner) or is_reported) and not aside else None
    return Assertion(
        subject="",
        fact=fact,
        by=(speaker.actor or speaker.name) if speaker else "",
        name=speaker.name if speaker else "",
        via=tuple(relay.name for relay in scene.claim.via) if speaker or scene.is_narrated else (),
        stance="assert" if aside else stance,
        unnamed=speaker.unnamed if speaker else False,
        source=source(scene),
        rule=f"diplomacy.{rule}",
    )


def source(scene: Scene) -> Source:
    """Return where a claim stands."""
    heard = scene.heard
    return Source(
        id=heard.claim.id,
        known_on=heard.known_on,
        said_on=heard.said_on,
        standing=heard.standing,
        report=heard.claim.report,
    )


def own_position(line: Line, i: int, fact: DiplomacyFact, rule: str, *, aside: bool = False) -> Told | None:
    """Return the assertion of where somebody stands; refusing is the speaker's own act, whatever the stance of the claim."""
    found = asserted(line, i, fact, rule, aside=aside)
    if found is None or found.stance not in {"reject", "deny", "demand", "retract"} or not _is_own(line, i):
        return found
    if hearsay(line, i) != "none":
        return found
    return _with_stance(found)


def _is_own(line: Line, i: int) -> bool:
    return line.owner(i) == "cue" or line.scene.claim.stance in {"reject", "demand"}


def _with_stance(found: Told) -> Told:
    return Assertion(**{name: getattr(found, name) for name in Assertion.__struct_fields__} | {"stance": "assert"})


def day_near(line: Line, i: int, first: int, after: int) -> str | None:
    """Return the day or instant told nearest to token ``i`` within ``[first, after)``; else, at a cue, when it was said."""
    times = [
        (abs(at - i), at, mention.start)
        for at, mention in line.scene.times(line, first, after)
        if mention.start
        and mention.precision in {"instant", "hour", "day", "night"}
        and mention.start == (mention.end or mention.start)
    ]
    if times:
        return min(times)[2]
    said = line.scene.claim.said_at
    if line.owner(i) == "cue" and said and said.start and said.start == said.end and said.basis != "published":
        return said.start
    return None
