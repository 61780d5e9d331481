"""Stages: departed, held at a checkpoint, arrived, unloading, delivered, turned back, looted, attacked; done, planned or denied.

``stage.verb`` "the convoy left", "the trucks were turned back"; ``stage.phrase`` "stuck at", "on its way"; ``stage.noun``
"during the convoy's unloading", which is taken for granted even where it stands in a question;
``stage.attack`` from an event of the claim.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast, get_args

from truceline.model import EventMention
from truceline.model.movements import Checkpoint, Outcome, OutcomeClass, Reached, Stage
from truceline.model.spans import Span
from truceline.movements.reading.line import Found, Line, clause
from truceline.movements.reading.lists import labelled, word_set
from truceline.movements.reading.mentions import Mention, mentions, names_others
from truceline.movements.wording.acts import Act
from truceline.movements.wording.moods import group_of, listed
from truceline.movements.wording.scene import Scene, Sentence
from truceline.movements.wording.stretches import NOWHERE, Range, phrase_from, subject_of
from truceline.movements.wording.tokens import hits

_ATTACKS = frozenset({"V.AIR", "V.DRONE", "V.SHELL", "V.GROUND", "V.EXPLOSIVE", "V.CHEM", "V.UNSPEC"})
_NEGATIONS = frozenset({"no", "not", "n't", "never", "nor", "neither", "without"})
_NEGATED_REACH = 14
_DENYING = frozenset({"deny", "reject", "retract"})
_NEVER_IN_PASSING = _DENYING | {"accuse", "claim_responsibility"}
STAGES = frozenset(get_args(Stage))
_WHERE = frozenset("in at to into from near for through outside towards toward".split())
_HOLDING = frozenset({"held", "turned_back", "looted", "rerouted", "inspected", "attacked"})
_PLACED = frozenset(
    {"arrived", "held", "turned_back", "looted", "delivered", "unloading", "attacked", "inspected", "rerouted", "at_checkpoint"}
)
_UNPLANNED = frozenset({"held", "turned_back", "looted", "attacked"})
"""What befalls a movement is never planned for it: that it will be stopped is feared or threatened."""
_IN_PASSING = frozenset("after following since before amid despite over about into".split())
_PASSING_REACH = 4
_VERB_REACH = 4
_DETERMINERS = frozenset("the a an its their any this that aid humanitarian un relief".split())
_ARRIVING = frozenset({"arrived", "delivered", "unloading", "partially_delivered"})
_WHITHER = frozenset({"to", "into", "in"})
_GOALS = frozenset("to towards toward bound headed heading way entering reaching destined".split())
_MANNED = frozenset("manned controlled run held staffed operated".split())


def stages(line: Line) -> Iterator[Found]:
    """Yield the stages that a sentence tells of, each once, with the checkpoints at which it was held."""
    seen: set[tuple[Stage, bool, bool]] = set()
    told = () if line.is_asked else (*_by_verbs(line), *_by_phrases(line))
    for found in (*told, *_by_nouns(line)):
        fact = found.fact
        if isinstance(fact, Reached):
            told_of = (fact.stage, fact.planned, found.is_denied)
            if told_of in seen:
                continue
            seen.add(told_of)
        yield found


def _by_verbs(line: Line) -> Iterator[Found]:
    for act in line.acts:
        for role in sorted(act.roles):
            side, _, stage = role.partition(":")
            mention = _moved(line, act, side) if stage in STAGES else None
            if mention is not None and not (mention.is_loose and not _may_be_loose(act, side, mention, line)):
                yield from _reached(line, act, cast("Stage", stage), mention)
                break
        yield from _classed(line, act)


def _moved(line: Line, act: Act, side: str) -> Mention | None:
    """Return the movement that a verb is about: as its subject, or as what it is done to."""
    if side == "own":
        return None if act.is_passive else line.head_of_subject(act)
    return line.head_of_subject(act) if act.is_passive else line.head(act.object)


def _may_be_loose(act: Act, side: str, mention: Mention, line: Line) -> bool:
    """Say whether vehicles or aid alone tell of a movement here: "the trucks left", "aid reached", "delivered aid"."""
    is_thing = line.low[mention.after - 1] not in word_set("vehicles")
    if not is_thing:
        return True
    stage = next((role.partition(":")[2] for role in act.roles if role.startswith(f"{side}:")), "")
    return stage in {"arrived", "delivered", "unloading", "looted", "suspended", "held", "loading"}


def _reached(line: Line, act: Act, stage: Stage, mention: Mention) -> Iterator[Found]:
    if act.mood not in {"done", "planned", "undone"}:
        return
    if act.mood == "planned" and stage in _UNPLANNED:
        return
    is_taking = stage == "looted" and act.base == ("seize",)  # what soldiers take off a truck is told as removed
    if mention.is_loose and mention.is_general and (stage == "inspected" or is_taking):
        return
    if stage == "delivered" and act.form == "ing":
        return  # "a convoy delivering aid was hit" had not delivered it
    if stage == "attacked" and act.mood != "planned":
        return  # what was done is read from the events of the claim, with whom they name
    doer = act.agent if act.is_passive else act.subject
    by = line.scene.actor(line.sentence, doer) if stage in _HOLDING and doer != NOWHERE and not _is_own(line, act) else None
    stage = _partial(line, act, stage)
    fact = Reached(
        stage=stage,
        at=line.day_of(act),
        place=_place(line, act, stage),
        by=by,
        planned=act.mood == "planned",
    )
    yield Found(fact, "stage.verb", act.mood == "undone", mention.is_general)
    if stage == "held" and act.mood == "done":
        yield from _checkpoint(line, act.object, mention)


def _is_own(line: Line, act: Act) -> bool:
    """Say whether the subject of an active verb is the movement itself, so that nobody else did it."""
    return not act.is_passive and line.head(act.subject) is not None


def _partial(line: Line, act: Act, stage: Stage) -> Stage:
    is_part = {"partially", "partly"}.intersection(line.low[act.group.first : act.after])
    return "partially_delivered" if is_part and stage in {"unloading", "delivered"} else stage


def _place(line: Line, act: Act, stage: Stage) -> str | None:
    """Return where: behind the verb for what happens at a place, "from" for a departure; None where no place stands there."""
    behind = (act.after, max(act.object[1], act.after))
    if stage == "departed":
        start = line.phrase_after(frozenset({"from"}), behind)
        direct = phrase_from(line.low, act.after)
        leads = line.low[act.after : act.after + 1]
        return line.place(start) or (line.place(direct) if leads and leads[0] not in listed("preps") else None)
    goal = line.place(line.phrase_after(_WHITHER, behind)) if stage in _ARRIVING else None
    place = goal or (line.place(_before_goal(line, behind, stage)) if stage in _PLACED else None)
    if place is None and stage in {"held", "turned_back"}:
        begin, end = line.phrase_after(frozenset({"at"}), behind)
        cut = next((i for i in range(begin, end) if line.low[i] in _MANNED), end)
        place = line.words((begin, cut)) or None
    return place


def _before_goal(line: Line, where: Range, stage: Stage) -> Range:
    """Return the tokens before those that tell where it was going: "held at a checkpoint on its way to X" was not at X."""
    stops = _GOALS if stage in _UNPLANNED or stage == "inspected" else frozenset[str]()
    return where[0], next((i for i in range(*where) if line.low[i] in stops), where[1])


def _checkpoint(line: Line, where: Range, mention: Mention) -> Iterator[Found]:
    """Read the checkpoint at which it was held, and who is said there to hold it: "at a checkpoint run by X"."""
    at = next((i for i in range(where[0], where[1]) if line.low[i] in {"checkpoint", "checkpoints"}), None)
    if at is None:
        return
    begin = next((i + 1 for i in range(at, where[0] - 1, -1) if line.low[i] in _WHERE), where[0])
    by = next((i for i in range(at, min(len(line.low), at + 4)) if line.low[i] == "by"), None)
    manned = line.low[by - 1] in _MANNED if by else False
    holder = line.scene.actor(line.sentence, phrase_from(line.low, by + 1)) if by and manned else None
    place = line.place(_before_goal(line, (begin, where[1]), "held")) or line.words((begin, at + 1))
    yield Found(Checkpoint(place=place, controller=holder), "stage.checkpoint", is_general=mention.is_general)


def _by_phrases(line: Line) -> Iterator[Found]:
    """Read "stuck at the crossing", "on its way to": not where something is only hoped or asked for."""
    for hit in hits(line.low, labelled("phrases")):
        begin, end = clause(line.low, hit.first)
        mention = line.head((begin, hit.first))
        before = frozenset(line.low[begin : hit.first])
        if mention is None or not before.isdisjoint(listed("modals") | listed("futures") | {"if", "unless", "to"}):
            continue
        is_denied = not before.isdisjoint({"not", "n't", "never", "no"})
        stage = cast("Stage", hit.label)
        place = line.place(_before_goal(line, (hit.after, end), stage)) if stage != "en_route" else None
        fact = Reached(stage=stage, place=place, at=line.day((begin, end)))
        yield Found(fact, "stage.phrase", is_denied, mention.is_general)
        if hit.label == "held" and not is_denied:
            yield from _checkpoint(line, (hit.first, end), mention)


def _by_nouns(line: Line) -> Iterator[Found]:
    """Read "during the convoy's stop and unloading", "after the arrival of the aid": that it came so far is taken for granted."""
    for hit in hits(line.low, labelled("nouns")):
        begin = clause(line.low, hit.first)[0]
        lead = next((i for i in range(hit.first - 1, max(-1, hit.first - 9), -1) if _leads(line, i)), None)
        if lead is None or not {"if", "unless", "before"}.isdisjoint(line.low[begin : hit.first]):
            continue
        mention = line.head((lead + 1, hit.first)) or _possessed(line, hit.after)
        if mention is not None:
            fact = Reached(stage=cast("Stage", hit.label), at=line.day((lead, len(line.low))))
            yield Found(fact, "stage.noun", is_general=mention.is_general, stance="assert")


def _leads(line: Line, i: int) -> bool:
    return line.low[i] in word_set("occasions") | word_set("done_before")


def _possessed(line: Line, after: int) -> Mention | None:
    """Return the movement of "the unloading of the convoy"."""
    return line.head((after + 1, len(line.low))) if line.low[after : after + 1] == ("of",) else None


def _classed(line: Line, act: Act) -> Iterator[Found]:
    """Read outcomes as access snapshots class them: "the mission was facilitated", "was impeded", "was denied"."""
    if not act.is_passive or act.mood != "done":
        return
    hit = next((h for h in hits(line.low, labelled("outcomes")) if h.first == act.first), None)
    subject = frozenset(line.low[act.subject[0] : act.subject[1]])
    if hit is not None and subject & word_set("missions") and line.mentions and line.low[act.after : act.after + 1] != ("by",):
        yield Found(Outcome(outcome=cast("OutcomeClass", hit.label)), "stage.outcome")


def attacks(scene: Scene, sentence: Sentence, incidents: tuple[str, ...]) -> Iterator[Found]:
    """Yield the attacks upon a convoy that the claim's events tell of; whoever they name is the alleged one, as they name it.

    Whoever denies a part in it denies that it was they, not that it happened.
    """
    for at, event in () if scene.is_unreal else scene.events(sentence):
        is_attack = event.type in _ATTACKS and event.stage == "occurred" and event.means != "clash"
        if "convoy" not in event.targets or not is_attack:
            continue
        if (not event.denied and _is_missed(sentence, at)) or not _is_told(scene, sentence, at):
            continue
        alleged = (None,) if _is_blamed_by_others(scene, sentence, at) else _alleged(scene, sentence, at, event)
        if alleged == (None,) and _is_in_passing(scene, sentence, at):
            continue
        for by in alleged:
            if by is None and _is_of_means(scene, event):
                continue
            fact = Reached(
                stage="attacked",
                at=_day(scene, event),
                place=_of_event(scene, event),
                by=by,
                incident=incidents[0] if len(incidents) == 1 else None,
            )
            yield Found(fact, "stage.attack", event.denied and scene.claim.stance != "deny")


def _is_of_means(scene: Scene, event: EventMention) -> bool:
    """Say whether a claim refuses, or takes back, only by what means it was attacked: not that it was attacked."""
    if scene.claim.stance not in {"correct", "retract", "deny", "reject"}:
        return False
    is_put_right = scene.claim.stance in {"correct", "retract"} and "means" in scene.claim.about
    return is_put_right or event.means is not None or event.type != "V.UNSPEC"


def _is_told(scene: Scene, sentence: Sentence, at: int) -> bool:
    """Say whether an attack is told of as done or not done to aid: not supposed, vowed or feared, nor upon a military convoy."""
    is_real = group_of(sentence.low, at, "past", at + 1).mood in {"done", "undone"}
    return is_real and (bool(mentions(scene, sentence)) or not names_others(sentence.low))


def _is_blamed_by_others(scene: Scene, sentence: Sentence, at: int) -> bool:
    """Say whether the words tell whom somebody blames for an attack: that is the allegation of whoever blames, of no one else.

    Who denies what they are blamed for denies their own part, and goes on naming it.
    """
    if scene.claim.stance in _DENYING:
        return False
    begin = max((i + 1 for i in range(at) if sentence.low[i] in {";", "."}), default=0)
    return any(sentence.tokens[i].end and sentence.low[i] in word_set("blaming") for i in range(begin, at))


def _is_in_passing(scene: Scene, sentence: Sentence, at: int) -> bool:
    """Say whether somebody's words only take an attack for granted: "is to consider a call following an attack on the convoy".

    It is then nobody's assertion; what the report itself says of the time of an attack is told by the report.
    """
    if scene.claim.stance == "demand":
        return True
    if scene.is_narrated or scene.claim.stance in _NEVER_IN_PASSING:
        return False
    low = sentence.low
    is_noun = not low[at].endswith("ed") and low[at + 1 : at + 2] not in {("the",), ("a",), ("an",), ("its",)}
    leads = low[max(clause(low, at)[0] - 1, at - _PASSING_REACH, 0) : at]
    is_answer = "to" in leads and not {"response", "reaction"}.isdisjoint(leads)
    return is_noun and (is_answer or not _IN_PASSING.isdisjoint(leads) or _is_blamed_by_others(scene, sentence, at))


def _is_of_aid(scene: Scene, actor: str) -> bool:
    """Say whether an actor is one whose convoy it is ("escorted by the Red Crescent"), and not who is said to have struck it."""
    return actor in scene.registry and scene.registry.get(actor).kind in {"red_cross", "un_body", "civil_society", "media"}


def _is_missed(sentence: Sentence, at: int) -> bool:
    """Say whether a negation before an attack leaves open what is told: "did not find any signs of ammunition having hit it"."""
    begin = clause(sentence.low, at)[0]
    return not _NEGATIONS.isdisjoint(sentence.low[max(begin, at - _NEGATED_REACH) : at])


def _day(scene: Scene, event: EventMention) -> str | None:
    days = {t.start[:10] for t in scene.claim.times if t.start and t.end and t.span in event.times and t.start[:10] == t.end[:10]}
    return days.pop() if len(days) == 1 else None


def _of_event(scene: Scene, event: EventMention) -> str | None:
    inside = [p for p in scene.claim.places if p.span in event.places and not _is_elsewhere(scene, p.span, event)]
    first = min(inside, key=lambda p: p.span, default=None)
    return (first.place or first.name) if first else None


def _is_elsewhere(scene: Scene, span: Span, event: EventMention) -> bool:
    """Say whether a place is one that was left or headed for, or the state that is said to have done it."""
    if any(actor.span.meets(span) for actor in event.actors):
        return True
    for sentence in scene.sentences:
        at = scene.token_at(span, sentence)
        if at is not None:
            return not _GOALS.union({"for", "from"}).isdisjoint(sentence.low[max(0, at - 2) : at])
    return False


def _doer(scene: Scene, sentence: Sentence, at: int) -> str | None:
    """Return who is told by the subject of an active verb of attack: "it attacked", "the army struck"."""
    low = sentence.low
    verb = next((i for i in range(at, min(at + _VERB_REACH, len(low) - 1)) if low[i + 1] in _DETERMINERS), None)
    if verb is None or not listed("preps").isdisjoint(low[at : verb + 1]):
        return None
    group = group_of(low, verb, "past", verb + 1)
    where = subject_of(low, group.first)
    return scene.named(sentence, where) if not group.is_passive and where != NOWHERE else None


def _alleged(scene: Scene, sentence: Sentence, at: int, event: EventMention) -> tuple[str | None, ...]:
    """Return the alleged perpetrators, each once; the speaker itself where it denies a part of its own; else nobody."""
    alleged = dict.fromkeys(a.actor for a in event.actors if a.role == "alleged_perpetrator" and a.actor)
    named = tuple(actor for actor in alleged if not _is_of_aid(scene, actor))
    if named:
        return named
    if scene.claim.stance in _DENYING and (doer := _doer(scene, sentence, at)):
        return (doer,)
    is_of_its_part = scene.claim.stance == "deny" and not {"perpetrator", "responsibility"}.isdisjoint(scene.claim.about)
    return (scene.speaker or None,) if is_of_its_part else (None,)
