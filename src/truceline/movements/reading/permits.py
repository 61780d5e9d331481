"""Permission: asked for, granted, granted in part, refused, withdrawn, still awaited, never answered; and whose it is.

``permit.granted`` "approved the convoy", "received permits from X"; ``permit.refused`` "denied it access"; ``permit.asked``,
``permit.awaited``, ``permit.withdrawn``, ``permit.silent`` (no reply), ``permit.noun`` "with the approval of X".
"""

from __future__ import annotations

from collections.abc import Iterator

from truceline.model.movements import Decision, Permit, StepKind
from truceline.movements.reading.line import Found, Line, clause
from truceline.movements.reading.lists import labelled, phrase_table, word_set
from truceline.movements.wording.acts import Act
from truceline.movements.wording.moods import listed
from truceline.movements.wording.stretches import NOWHERE, Range, phrase_from, phrase_to
from truceline.movements.wording.tokens import Hit, hits

_ALLOWING = frozenset({("allow",), ("permit",), ("let",), ("clear",), ("wave", "through")})
_AGREED = frozenset("agree agreed agrees agreeing decide decided decides".split())
_CAME = frozenset({"came", "arrived"})
_FROM = frozenset({"from"})
_OF = frozenset({"from", "of", "by"})
_KEPT = frozenset({"bar", "ban", "prohibit", "forbid"})
_SIMPLE = frozenset({"access", "entry", "passage", "consent", "safe passage"})
"""Words that stand for leave of many kinds: a permission only where a movement or aid itself is named in the sentence."""


def permits(line: Line) -> Iterator[Found]:
    """Yield the permission steps that a sentence tells of."""
    found = [each for act in line.acts for each in _of_act(line, act)]
    silent = [] if any(_is_refusal(each) for each in found) else list(_silences(line))
    yield from silent or found
    if not found and not silent:
        yield from _nouns(line)


def _is_refusal(found: Found) -> bool:
    return isinstance(found.fact, Permit) and found.fact.decision == "refused"


def _of_act(line: Line, act: Act) -> Iterator[Found]:
    noun = _noun(line, act.object) or (_noun(line, act.subject) if act.is_passive else None)
    if "granting" in act.roles:
        yield from _granted(line, act)
    elif "giving" in act.roles and noun is not None:
        yield from _decided(line, act, noun)
    elif "getting" in act.roles and noun is not None and not act.is_passive:
        yield from _received(line, act, noun)
    elif "refusing" in act.roles:
        yield from _refused(line, act, noun)
    elif "asking" in act.roles and noun is not None:
        yield from _asked(line, act, noun)
    elif "awaiting" in act.roles and noun is not None and act.mood == "done":
        yield _found(line, act, noun, None, "permit.awaited", line.phrase_after(_OF, act.object))
    elif "revoking" in act.roles and noun is not None and act.mood == "done":
        yield _found(line, act, noun, "withdrawn", "permit.withdrawn", _doer(act))


def _noun(line: Line, where: Range) -> Hit | None:
    """Return the word for a permission at some tokens: "permits", "the green light"; only where there is talk of aid."""
    if where == NOWHERE or not line.is_about_aid(word_set("of_aid")):
        return None
    found = (h for h in hits(line.low, phrase_table("permissions")) if where[0] <= h.first < where[1])
    return next((h for h in found if _is_leave_to_move(line, h)), None)


def _is_leave_to_move(line: Line, hit: Hit) -> bool:
    """Say whether a permission is one for a movement: not "a permit to sell fuel", nor access where no aid is named."""
    low = line.low
    if low[hit.after : hit.after + 1] == ("to",) and low[hit.after + 1 : hit.after + 2]:
        follows = low[hit.after + 1]
        is_verb = follows not in word_set("moves") and follows not in listed("parts") | {"the", "a", "an"}
        if is_verb and not line.sentence.tokens[hit.after + 1].is_capital:
            return False
    return bool(line.mentions) or " ".join(low[hit.first : hit.after]) not in _SIMPLE


def _is_meant(line: Line, where: Range) -> bool:
    """Say whether some tokens are about a movement, a request or a plan, or the areas of one."""
    if line.head(where) is not None:
        return True
    first = phrase_from(line.low, where[0]) if where != NOWHERE else NOWHERE
    words = frozenset(line.low[first[0] : first[1]])
    is_plan = bool(words & (word_set("requests") | word_set("areas")))
    return is_plan and line.is_about_aid(word_set("of_aid"))


def _doer(act: Act) -> Range:
    return act.agent if act.is_passive else act.subject


def _granted(line: Line, act: Act) -> Iterator[Found]:
    """Read "approved the convoy", "allowed the trucks to enter", "the plan was approved by the governor"."""
    thing = act.subject if act.is_passive else act.object
    if any("accompany" in other.roles and thing[0] <= other.first < thing[1] for other in line.acts):
        return
    if not _is_meant(line, thing) and not (act.is_passive and _noun(line, act.subject)):
        return
    if (act.mood == "refused" and _is_said_of_all(line, act, thing)) or _is_custom(line, act, thing):
        return
    yield from _decided(line, act, _noun(line, thing))


def _is_said_of_all(line: Line, act: Act, thing: Range) -> bool:
    """Say whether somebody says that no aid at all will be let through, which is a threat and no answer to anybody."""
    mention = line.head(thing)
    will = (listed("futures") | {"would"}).intersection(line.before_verb(act))
    return bool(will) and mention is not None and mention.is_general


def _is_custom(line: Line, act: Act, thing: Range) -> bool:
    """Say whether a verb in the present tells what is done with any movement: "approves convoys within 10 days"."""
    mention = line.head(thing)
    is_present = act.form in {"third", "base"} or (act.is_passive and {"is", "are"}.issuperset(line.before_verb(act)))
    return is_present and mention is not None and mention.is_general and not mention.is_new


def _decided(line: Line, act: Act, noun: Hit | None) -> Iterator[Found]:
    """Yield what a verb of granting says in its mood."""
    mood = act.mood
    if mood == "planned" and _AGREED.intersection(line.low[max(0, act.group.first - 1) : act.first]):
        mood = "done"
    doer = _doer(act)
    if act.is_passive and doer == NOWHERE and noun is not None:
        doer = line.phrase_after(_FROM, (act.after, act.object[1]))
    if mood == "done":
        decision: Decision = "partial" if _is_partial(line, act) else "granted"
        yield _found(line, act, noun, decision, "permit.granted", doer)
    elif mood in {"undone", "refused"}:
        yield from _not_granted(line, act, noun, doer)


def _not_granted(line: Line, act: Act, noun: Hit | None, doer: Range) -> Iterator[Found]:
    group = line.before_verb(act)
    is_pending = "giving" in act.roles and act.mood == "undone" and not listed("have").isdisjoint(group)
    if is_pending or "yet" in group or "yet" in line.low[max(0, act.group.first - 2) : act.first]:
        yield _found(line, act, noun, None, "permit.awaited", doer)
    elif act.mood == "refused" or act.base in _ALLOWING or noun is not None:
        yield _found(line, act, noun, "refused", "permit.refused", doer)
    else:
        yield _found(line, act, noun, "granted", "permit.granted", doer)._replace(is_denied=True)


def _received(line: Line, act: Act, noun: Hit) -> Iterator[Found]:
    """Read "received permits from X", "had not obtained the approval of X", "is yet to get permission"."""
    issuer = line.phrase_after(_OF, (noun.after, _until_next(line, act)))
    if not word_set("requests").isdisjoint(line.low[act.after : noun.first]):
        return  # "received a request for permission"
    if act.mood == "done":
        decision: Decision = "partial" if _is_partial(line, act) else "granted"
        yield _found(line, act, noun, decision, "permit.granted", issuer)
    elif act.mood == "undone":
        is_yet = "yet" in line.low[max(0, act.group.first - 2) : act.first]
        made = _found(line, act, noun, None if is_yet else "granted", "permit.awaited" if is_yet else "permit.granted", issuer)
        yield made if is_yet else made._replace(is_denied=True)


def _until_next(line: Line, act: Act) -> int:
    """Return where what belongs to a verb ends at the latest: at the end of its object, or before "and" and the next verb."""
    end = next((i for i in range(act.after, act.object[1]) if line.low[i] == "and"), act.object[1])
    return min(act.object[1], end)


def _refused(line: Line, act: Act, noun: Hit | None) -> Iterator[Found]:
    """Read "refused permission", "denied the convoy entry", "rejected the request", "were barred from entering"."""
    thing = act.subject if act.is_passive else act.object
    is_request = not word_set("requests").isdisjoint(line.low[thing[0] : thing[1]]) and _is_meant(line, thing)
    if noun is None and not is_request and line.head(thing) is None:
        return
    if any("accompany" in other.roles and act.first < other.first < act.object[1] for other in line.acts):
        return
    is_kept = act.base[0] in _KEPT and "from" in line.low[act.after : act.object[1]]
    if noun is None and not is_kept and act.base[0] in _KEPT | {"prevent", "decline"}:
        return
    if act.mood in {"done", "undone"}:
        made = _found(line, act, noun, "refused", "permit.refused", _doer(act))
        yield made._replace(is_denied=act.mood == "undone")


def _asked(line: Line, act: Act, noun: Hit) -> Iterator[Found]:
    """Read "asked X for permission", "requested access from X", "had applied for permits"."""
    if act.mood != "done":
        return
    issuer = line.phrase_after(_FROM, (noun.after, act.object[1]))
    asked = phrase_from(line.low, act.after)
    if issuer == NOWHERE and asked != NOWHERE and not asked[0] <= noun.first < asked[1]:
        issuer = asked
    made = _found(line, act, noun, None, "permit.asked", issuer)
    day = made.fact.decided if isinstance(made.fact, Permit) else None
    yield made._replace(fact=_permit(line, act.whole, noun, None, issuer, requested=day))


def _is_partial(line: Line, act: Act) -> bool:
    """Say whether it was granted only in part: "partially approved", "approved 25 of 29 areas", "but not the last"."""
    near = line.low[act.group.first : act.object[1]]
    if {"partially", "partly", "conditionally"}.intersection(near) or line.low[act.object[1] : act.object[1] + 2] == (
        "but",
        "not",
    ):
        return True
    begin, end = act.whole
    return any(count.of_total is not None for at, count in line.scene.counts(line.sentence) if begin <= at < end)


def _found(  # noqa: PLR0913, PLR0917 - what was found of the step
    line: Line, act: Act, noun: Hit | None, decision: Decision | None, rule: str, issuer: Range
) -> Found:
    mention = line.head(act.subject) or line.head(act.object)
    permit = _permit(line, act.whole, noun, decision, issuer, decided=line.day_of(act))
    is_act = line.is_first and line.scene.is_own_act(act.group.first)
    return Found(permit, rule, is_general=bool(mention and mention.is_general), stance="assert" if is_act else None)


def _permit(  # noqa: PLR0913 - the fields of a step
    line: Line,
    where: Range,
    noun: Hit | None,
    decision: Decision | None,
    issuer: Range,
    *,
    requested: str | None = None,
    decided: str | None = None,
) -> Permit:
    granted, refused = _areas(line, where) if decision == "partial" else ((), ())
    return Permit(
        step=_step(line, where, issuer),
        issuer=line.named(issuer),
        name=" ".join(line.low[noun.first : noun.after]) if noun else "approval" if decision in {"granted", "partial"} else None,
        requested=requested,
        decided=decided if decision else None,
        decision=decision,
        areas_granted=granted,
        areas_refused=refused,
    )


def _areas(line: Line, where: Range) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the places granted and refused of "approved A and B but not C"."""
    cut = next((i for i in range(where[0], len(line.low) - 1) if line.low[i : i + 2] == ("but", "not")), None)
    if cut is None:
        return (), ()
    end = clause(line.low, min(cut + 2, len(line.low) - 1))[1]
    return _places(line, (where[0], cut)), _places(line, (cut, end))


def _places(line: Line, where: Range) -> tuple[str, ...]:
    inside = [place for place in line.scene.claim.places if line.scene.within(place.span, line.sentence, where)]
    return tuple(place.place or place.name for place in inside)


def _step(line: Line, where: Range, issuer: Range) -> StepKind:
    steps = {hit.label for hit in hits(line.low, labelled("steps")) if where[0] <= hit.first < where[1]}
    steps |= {hit.label for hit in hits(line.low, labelled("steps")) if issuer[0] <= hit.first < issuer[1]}
    order: tuple[StepKind, ...] = (
        "facilitation_letter",
        "governor",
        "security_committee",
        "checkpoint",
        "security_go",
        "plan_approval",
    )
    return next((step for step in order if step in steps), "other")


def _silences(line: Line) -> Iterator[Found]:
    """Read "no reply from X", "X has not responded to the request", "requests went unanswered"."""
    if not line.is_about_aid(word_set("of_aid")) or (word_set("requests").isdisjoint(line.low) and not line.mentions):
        return
    for hit in hits(line.low, phrase_table("silences")):
        issuer = line.phrase_after(_FROM, (hit.after, min(len(line.low), hit.after + 2)))
        if issuer == NOWHERE and hit.label and "no" not in line.low[hit.first : hit.after]:
            begin = clause(line.low, hit.first)[0]
            issuer = _subject_before(line, begin, hit.first)
        is_request = not word_set("requests").isdisjoint(line.low[issuer[0] : issuer[1]])
        issuer = NOWHERE if is_request else issuer
        yield Found(_permit(line, clause(line.low, hit.first), None, "no_reply", issuer), "permit.silent")
        return


def _subject_before(line: Line, begin: int, first: int) -> Range:
    end = first
    while end > begin and line.low[end - 1] in listed("have") | listed("do") | listed("be") | listed("adverbs") | {"not", "n't"}:
        end -= 1
    return (begin, end) if end > begin else NOWHERE


def _nouns(line: Line) -> Iterator[Found]:
    """Read "with the approval of X", "despite permits from X", "without X's permission"."""
    for hit in hits(line.low, phrase_table("permissions")):
        before = line.low[max(0, hit.first - 5) : hit.first]
        lacked = bool(word_set("lacked").intersection(before))
        came = not _CAME.isdisjoint(line.low[hit.after : hit.after + 8])
        if not (lacked or came or word_set("had").intersection(before)) or not line.is_about_aid(word_set("of_aid")):
            continue
        if not came and listed("breaks").intersection(before[-3:]) - word_set("had"):
            continue
        issuer = line.phrase_after(_OF, (hit.after, min(len(line.low), hit.after + 1)))
        if (issuer == NOWHERE or line.head(issuer) is not None) and "'s" in before:
            issuer = phrase_to(line.low, hit.first - 1 - before[::-1].index("'s"))
        if issuer == NOWHERE or line.head(issuer) is not None:
            continue
        yield Found(_permit(line, clause(line.low, hit.first), hit, "granted", issuer), "permit.noun", is_denied=lacked)
