"""Bringing: arms and forces that somebody says were delivered, each item with its own figure, and never a sum.

``delivery.counted`` "six tanks and 36 carriers were delivered", each figure by itself; ``delivery.rate`` "two transport
aircraft a day for 10 days"; ``delivery.uncounted`` "has shipped missiles". What is planned, offered or asked for is no delivery.
Where something is counted by those it is for ("housing for 1,500 people"), the unit is people.
"""

from __future__ import annotations

from collections.abc import Iterator

from truceline.model import Count
from truceline.model.deliveries import Delivered
from truceline.movements.deliveries.line import Found, Line
from truceline.movements.deliveries.lists import phrase_table, word_set
from truceline.movements.wording.acts import Act
from truceline.movements.wording.lists import number_of
from truceline.movements.wording.moods import listed
from truceline.movements.wording.stretches import NOWHERE, Range, phrase_from, phrase_to
from truceline.movements.wording.tokens import hits

_ARMS_UNITS = frozenset({"tanks", "armoured vehicles", "artillery", "missiles", "weapons"})
_CRAFT_UNITS = frozenset({"aircraft", "ships"})
_MOVED = frozenset({"convoy", "convoys", "buses", "evacuation", "evacuated", "evacuate", "evacuees"})
"""Fighters in an evacuation are no delivery."""
_NO_ARMS = frozenset({"water", "fuel", "oil", "septic", "fish", "petrol", "milk"})
_ITEM_WORDS = 6
_TO = frozenset({"to", "into"})
_BEFORE_NOUN = frozenset(
    "at least more than over some about around nearly almost up to of the another roughly only as many average".split()
)
_TIMES = frozenset({"hour", "day", "week", "month", "hours", "days", "weeks", "months"})
_AT_TIMES = _TIMES | {"weekend", "year", "years", "night", "past", "last", "time", "behalf", "board", "loan", "credit"}
_OCCASIONS = frozenset({"after", "following", "since", "despite", "amid", "during", "with"})
_SPANS = frozenset({"for", "over", "during", "in"})
_ALONG = frozenset({"past", "last", "the", "about", "some", "nearly"})
_LISTED = frozenset({"included", "include", "includes", "including", "comprised", "such", "with"})


def deliveries(line: Line) -> Iterator[Found]:
    """Yield what a sentence says was brought: counted items, rates, and arms without a figure where nothing is counted."""
    told = [act for act in line.acts if act.roles & {"bringing", "coming", "having", "including"}]
    if not told and not _noun_of_shipping(line):
        return
    found = [each for at, count in line.scene.counts(line.sentence) for each in _counted(line, at, count)]
    yield from found
    yield from _uncounted(line, told, found)


def _noun_of_shipping(line: Line) -> bool:
    """Say whether a noun tells of bringing: "the deployment of 200 marines", "deliveries of tanks"."""
    return any(hit.after < len(line.low) and line.low[hit.after] == "of" for hit in hits(line.low, phrase_table("shipments")))


def _is_of_arms(line: Line, where: Range | None = None) -> bool:
    low = line.low[where[0] : where[1]] if where else line.low
    return not (word_set("arms") | word_set("forces")).isdisjoint(low)


def _counted(line: Line, at: int, count: Count) -> Iterator[Found]:
    act = _verb_of(line, at)
    mood = act.mood if act else "done"
    is_told = _is_bringing(line, act) if act else _is_finished(line, at)
    if mood not in {"done", "undone"} or not is_told or not _is_head_of(line, at) or not _is_brought(line, at, count, act):
        return
    item = _item(line, at, count)
    per, lasts = _rate(line, at)
    where = act.whole if act else (0, len(line.low))
    supplier, recipient = _supplier(line, act, item), _recipient(line, act)
    fact = Delivered(
        item=line.words(item) or count.unit,
        unit=count.unit,
        low=count.low,
        high=count.high,
        bound=count.bound,
        supplier=supplier,
        recipient=recipient,
        country=_country(line, where, recipient),
        per=per,
        lasts=lasts,
        at=line.day(where),
    )
    yield Found(fact, "delivery.rate" if per else "delivery.counted", mood == "undone")


def _verb_of(line: Line, at: int) -> Act | None:
    """Return the verb that a figure belongs to: the nearest before it that its list hangs on, else the one behind it."""
    roles = {"bringing", "coming", "having", "including"}
    told = [act for act in line.acts if act.roles & roles]
    subject = [act for act in told if act.subject[0] <= at < act.subject[1]]
    if subject:
        return subject[0]
    before = [
        act for act in told if act.first < at and not {";", "while", "whereas", "although"}.intersection(line.low[act.first : at])
    ]
    return before[-1] if before else None


def _is_bringing(line: Line, act: Act) -> bool:
    """Say whether a verb is one of bringing here: what soldiers carry they use, and what is acquired came from somebody."""
    low = line.low
    if act.base == ("carry",):
        carriers = word_set("transports") | {"ship", "ships", "vessel", "vessels", "plane", "planes"}
        return low[act.after : act.after + 1] != ("out",) and not carriers.isdisjoint(low[act.subject[0] : act.subject[1]])
    if act.base in {("acquire",), ("obtain",), ("get",)}:
        return "from" in low[act.after : act.object[1]]
    item = low[act.subject[0] : act.subject[1]] if act.is_passive else low[act.after : act.object[1]]
    is_into = act.base == ("send",) and "into" in item
    is_onto = is_into or _is_onto(line, (act.after, act.object[1])) or _is_dropped(line, act)
    return word_set("munitions").isdisjoint(item) or not is_onto


def _is_onto(line: Line, where: Range) -> bool:
    """Say whether something is delivered onto a target: "over the town", not "over the past week" or "on Monday"."""
    for i in range(*where):
        near = line.low[i + 1 : i + 4]
        if line.low[i] in {"onto", "upon"}:
            return True
        if line.low[i] in {"on", "over"} and _AT_TIMES.isdisjoint(near) and line.day((i + 1, i + 4)) is None:
            return bool(near) and number_of(near[0]) is None
    return False


def _is_dropped(line: Line, act: Act) -> bool:
    """Say whether munitions were delivered by what drops them: "delivered by a drone", "by post"."""
    near = line.low[act.after : act.after + _ITEM_WORDS]
    return "by" in near and not (word_set("arms") | {"post", "mail", "plane", "jet"}).isdisjoint(near)


def _is_finished(line: Line, at: int) -> bool:
    """Say whether a noun tells of a delivery that took place: "after the delivery of 20 tanks", not one cancelled or seized."""
    low = line.low
    noun = next((i for i in range(at - 1, max(-1, at - _ITEM_WORDS), -1) if low[i] in word_set("shipments")), None)
    if noun is None:
        return False
    is_occasion = not _OCCASIONS.isdisjoint(low[max(0, noun - 3) : noun])
    return is_occasion or not word_set("finished").isdisjoint(low)


def _is_head_of(line: Line, at: int) -> bool:
    """Say whether what is counted is what is brought, and not part of it: "condolences to the families of 200 soldiers"."""
    low = line.low
    i = at - 1
    while i >= 0 and (low[i] in _BEFORE_NOUN - {"of", "to"} | {"a", "an"} or low[i].endswith("ly")):
        i -= 1
    if i < 1 or low[i] not in {"of", "to", "about", "against"}:
        return True
    return low[i] == "of" and low[i - 1] in word_set("shipments") | word_set("wholes")


def _is_brought(line: Line, at: int, count: Count, act: Act | None) -> bool:
    """Say whether a figure counts arms, forces, or what came with them; craft only that bring something."""
    item = _item(line, at, count)
    words = frozenset(line.low[item[0] : item[1]])
    if line.low[at][:1].isdigit() and "-" in line.low[at : at + 2]:
        return False  # "500-kilogram bombs"
    if count.effect in {"killed", "injured", "destroyed", "damaged", "missing", "detained"} or count.presupposed:
        return False
    if word_set("humanitarian") & words or (act is not None and "including" in act.roles and act.first > at):
        return False
    if count.unit in _CRAFT_UNITS:
        is_military = bool(words & word_set("arms")) and bool(act and act.roles & {"bringing", "having", "including"})
        return is_military or bool(words & word_set("transports"))
    if count.unit == "people":
        is_force = count.category in {"soldier", "fighter"} or bool(words & word_set("forces"))
        is_force = is_force and _MOVED.isdisjoint(line.low)
        return (is_force and _is_sent(line, at, act)) or _is_listed(line, at, act)
    return _are_arms(line, at, count, act)


def _are_arms(line: Line, at: int, count: Count, act: Act | None) -> bool:
    """Say whether a figure counts arms that were brought, and not fired: "four rockets landed" brought none."""
    if act is None or "including" in act.roles:
        return _is_listed(line, at, act) or (act is None and count.unit in _ARMS_UNITS and _noun_of_shipping(line))
    item = _item(line, at, count)
    is_shot = "coming" in act.roles and count.unit == "missiles"
    is_named = count.unit in _ARMS_UNITS or bool(word_set("arms").intersection(line.low[item[0] : item[1]]))
    return (is_named and not is_shot) or _is_listed(line, at, act)


def _is_sent(line: Line, at: int, act: Act | None) -> bool:
    """Say whether people were sent: by a verb of bringing, or as a deployment of theirs."""
    near = line.low[max(0, at - 4) : at]
    return not word_set("shipments").isdisjoint(near) or bool(act and act.roles & {"bringing", "coming", "including"})


def _is_listed(line: Line, at: int, act: Act | None) -> bool:
    """Say whether a figure stands in a list of what deliveries of arms included."""
    is_list = act is not None and bool(act.roles & {"including", "bringing"}) and act.first < at
    is_shipped = _is_of_arms(line) and not word_set("shipments").isdisjoint(line.low)
    return (is_list and is_shipped) or _in_series(line, at, act)


def _in_series(line: Line, at: int, act: Act | None) -> bool:
    """Say whether other counted arms stand in the object of the same verb: "15 guns, six tanks and housing for 1,500 people"."""
    if act is None or "bringing" not in act.roles or act.first > at:
        return False
    others = [count for i, count in line.scene.counts(line.sentence) if i != at and i > act.first]
    return any(count.unit in _ARMS_UNITS for count in others)


def _item(line: Line, at: int, count: Count) -> Range:
    """Return the words for what is counted; of "housing for 1,500 people" those before "for"."""
    low = line.low
    if count.unit == "people" and low[at - 1 : at] == ("for",):
        before = phrase_to(low, at - 1, 5)
        begin = next((i + 1 for i in range(before[1] - 1, before[0] - 1, -1) if low[i] in _LISTED), before[0])
        return begin, before[1]
    begin = at
    while begin < len(low) and (number_of(low[begin]) is not None or low[begin] in _BEFORE_NOUN | {"a", "an", "total"}):
        begin += 1
    return begin, max(begin, _item_end(line, begin))


def _item_end(line: Line, begin: int) -> int:
    verbs = {act.group.first for act in line.acts}
    stops = (
        listed("breaks")
        | listed("preps")
        | listed("be")
        | listed("have")
        | listed("modals")
        | word_set("every") - {"a"}
        | {"and", "to", "bound"}
    )
    end = begin
    while end < len(line.low) and line.low[end] not in stops and end not in verbs and line.low[end] not in word_set("rates"):
        if line.low[end] in {"a", "an"} and line.low[end + 1 : end + 2] and line.low[end + 1] in _TIMES:
            break
        end += 1
    return end


def _rate(line: Line, at: int) -> tuple[str | None, str | None]:
    """Return per what, and for how long: "every day for the past 10 days" is a day, and "10 days"."""
    low = line.low
    end = next((i for i in range(at, len(low)) if low[i] in {";", ":", "while", "although"}), len(low))
    per = next((low[i + 1] for i in range(at, end - 1) if low[i] in word_set("every") and low[i + 1] in _TIMES), None)
    if per is None:
        rate = next((low[i] for i in range(at, end) if low[i] in word_set("rates")), None)
        per = {"daily": "day", "weekly": "week", "monthly": "month", "hourly": "hour"}.get(rate or "")
    if per is None:
        return None, None
    for i in range(at, end - 2):
        j = i + 1
        while low[i] in _SPANS and j < end - 1 and low[j] in _ALONG:
            j += 1
        is_number = j < end - 1 and (number_of(low[j]) is not None or low[j] in {"a", "an"})
        if low[i] in _SPANS and is_number and low[j + 1] in _TIMES:
            return per, line.words((j, j + 2))
    return per, None


def _supplier(line: Line, act: Act | None, item: Range) -> str | None:
    """Return who brings it: the subject or agent of the verb, else the state whose forces they are."""
    doer = NOWHERE
    if act is not None and "bringing" in act.roles:
        doer = act.agent if act.is_passive else act.subject
    elif act is not None and "having" in act.roles:
        doer = _behind(line, act, frozenset({"from"}))
    found = line.actor(doer) if doer != NOWHERE and not _is_of_arms(line, doer) else None
    if found:
        return found
    own = line.actors(item)
    is_force = not word_set("forces").isdisjoint(line.low[item[0] : item[1]])
    return own[0] if own and is_force else None


def _recipient(line: Line, act: Act | None) -> str | None:
    """Return to whom: "to X" behind the verb, the subject of "received", the object in "supplied X with"."""
    if act is None:
        return None
    if "having" in act.roles:
        return None if act.is_passive else line.actor(act.subject)
    found = line.actor(_behind(line, act, _TO))
    if (
        found is None
        and not act.is_passive
        and act.base[0] in {"supply", "provide", "furnish"}
        and "with" in line.low[act.after :]
    ):
        found = line.actor(phrase_from(line.low, act.after))
    if found is None and not act.is_passive and act.base[0] in {"send", "give", "sell", "ship"}:
        direct = phrase_from(line.low, act.after)
        found = line.actor((direct[0], direct[0] + 2)) if direct != NOWHERE and number_of(line.low[direct[0]]) is None else None
    return found


def _behind(line: Line, act: Act, preps: frozenset[str]) -> Range:
    end = next(
        (i for i in range(act.after, len(line.low)) if line.low[i] in {";", ":", "while", "although", "who", "which"}),
        len(line.low),
    )
    at = next((i for i in range(act.after, end) if line.low[i] in preps), None)
    return phrase_from(line.low, at + 1) if at is not None else NOWHERE


def _country(line: Line, where: Range, recipient: str | None) -> str | None:
    """Return the country it came to: that of the places behind the verb, else of the sentence, else the recipient's own."""
    found = line.country(where) or line.country()
    if found is None and recipient is not None and recipient in line.scene.registry:
        found = line.scene.registry.get(recipient).country
    return found


def _uncounted(line: Line, told: list[Act], counted: list[Found]) -> Iterator[Found]:
    """Read "has shipped anti-aircraft missiles to X", "cargo ships have been docking", where no figure is given for it."""
    for act in told:
        if act.mood not in {"done", "undone"} or "including" in act.roles or not _is_bringing(line, act):
            continue
        for where in _things(line, act):
            words = frozenset(line.low[where[0] : where[1]])
            is_counted = any(where[0] - 4 <= at < where[1] for at, _ in line.scene.counts(line.sentence))
            if is_counted or not _is_meant(act, words) or not _is_head(line, act, where):
                continue
            item = _called(line, act, where)
            if counted and any(isinstance(each.fact, Delivered) and item in each.fact.item for each in counted):
                continue
            recipient = _recipient(line, act)
            fact = Delivered(
                item=item,
                unit="",
                bound="unknown",
                supplier=_supplier(line, act, where),
                recipient=recipient,
                country=_country(line, act.whole, recipient),
                at=line.day(act.whole),
            )
            yield Found(fact, "delivery.uncounted", act.mood == "undone")


def _is_head(line: Line, act: Act, where: Range) -> bool:
    """Say whether what is brought ends with a word for it, is no long clause, and was not fired: "the rockets landed"."""
    words = line.low[where[0] : where[1]]
    known = word_set("arms") | word_set("forces") | word_set("craft") | {"supplies", "equipment", "systems", "aid"}
    of = next((i for i, word in enumerate(words) if word == "of" and i), None)
    if of is not None and words[of - 1] not in word_set("shipments") | word_set("wholes"):
        return False  # "pictures of the tanks"
    is_arms = words[-1] in known or words[-1:] == ("military",)
    is_violent = any(event.type.startswith("V.") for _, event in line.scene.events(line.sentence))
    is_used = is_violent and (act.base == ("deploy",) or "coming" in act.roles)
    return is_arms and not is_used and len(words) <= _ITEM_WORDS and _NO_ARMS.isdisjoint(words)


def _called(line: Line, act: Act, where: Range) -> str:
    """Return what is brought in words; "both military and humanitarian supplies" are "military supplies" and no aid."""
    item = line.words(_bare(line, where))
    if item.lower() == "military" and line.low[where[1] : where[1] + 1] == ("and",):
        return f"{item} {line.words(phrase_from(line.low, act.after)).split()[-1]}"
    return item


def _things(line: Line, act: Act) -> list[Range]:
    """Return what is brought: the subject of a passive or of what comes, else the object; each part of a list by itself."""
    is_subject = "coming" in act.roles or act.is_passive
    whole = phrase_to(line.low, act.subject[1]) if is_subject and act.subject != NOWHERE else NOWHERE
    if not is_subject:
        whole = phrase_from(line.low, act.after)
    if whole == NOWHERE:
        return []
    cuts = [i for i in range(whole[0], whole[1]) if line.low[i] == "and"]
    return [each for each in zip([whole[0], *(c + 1 for c in cuts)], [*cuts, whole[1]], strict=True) if each[0] < each[1]]


def _is_meant(act: Act, words: frozenset[str]) -> bool:
    if "coming" in act.roles:
        is_transport = bool(words & word_set("craft")) and bool(words & word_set("transports"))
        return (is_transport or bool(words & (word_set("arms") - word_set("craft")))) and not words & word_set("humanitarian")
    is_arms = words & (word_set("arms") | word_set("forces"))
    return bool(is_arms) and not words & (word_set("humanitarian") - {"aid"})


def _bare(line: Line, where: Range) -> Range:
    """Leave out articles and adverbs before what is brought."""
    begin = where[0]
    while begin < where[1] - 1 and line.low[begin] in {
        "the",
        "a",
        "an",
        "its",
        "their",
        "both",
        "more",
        "also",
        "some",
        "new",
        "any",
        "further",
    }:
        begin += 1
    return begin, where[1]
