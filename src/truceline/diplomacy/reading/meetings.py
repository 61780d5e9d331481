"""Meetings found: where a sentence tells of a contact, by a verb ("telephoned", "met with") or by a noun ("the four-hour talks").

A contact that is only wished for, and what is met that is nobody ("meet the concerns of"), is none.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from truceline.diplomacy.reading.kinds import reach
from truceline.diplomacy.reading.lists import Hit, Phrase, hits, phrases, verbs, word_set
from truceline.diplomacy.reading.people import Who
from truceline.diplomacy.reading.proposals import clause
from truceline.diplomacy.reading.scene import Line
from truceline.diplomacy.reading.subjects import merged, named_in, subjects
from truceline.diplomacy.reading.verbs import Group, group_of
from truceline.model.diplomacy import ContactKind

_VERBS = ("ringing", "meeting", "talking", "convening", "hosting", "visiting", "writing")
NOUNS = ("calls", "meetings", "talks", "visits", "letters")
_KINDS: dict[str, ContactKind] = {
    "ringing": "call",
    "calls": "call",
    "meeting": "meeting",
    "talking": "talks",
    "convening": "meeting",
    "hosting": "meeting",
    "meetings": "meeting",
    "talks": "talks",
    "visiting": "visit",
    "visits": "visit",
    "writing": "letter",
    "letters": "letter",
}
ABOUT = frozenset({"on", "about", "over", "regarding", "concerning"})
_PLANNED = frozenset({"upcoming", "subsequent", "forthcoming", "next", "planned", "scheduled", "future", "coming", "follow"})
_WISHED = frozenset(
    "no any possible proposed another further if call calls called proposal proposals resumption for without such".split()
)
_ENDS = ABOUT | {"for", "to", "after", "since", "during", "ahead", "where", "as", "before"}
_PLACED = frozenset({"in", "at", "near"})
_NOBODY = frozenset(
    "clash clashes battle combat fire "
    "concerns demands needs deadline deadlines conditions requirements requirement standards standard target targets challenge "
    "obligations expectations goal goals resistance criticism disagreement opposition death victims wounded".split()
)
_HOLDING = frozenset(
    "held hold holds holding had have attended left emerged emerging leaving attend attending ended began begun "
    "wrapped concluded opened chaired joined convened".split()
)
_PARTS = frozenset(
    {
        ",",
        ";",
        ":",
        "of",
        "in",
        "at",
        "that",
        "after",
        "for",
        "during",
        "to",
        "from",
        "with",
        "which",
        "by",
        "on",
        "about",
        "over",
        "before",
    }
)
_BEFORE_ING = tuple((word,) for word in "is are was were been be after since before by while when and".split())
_AROUND = frozenset({"sidelines", "margins", "periphery", "eve"})
_ARRIVING = frozenset("arrived arrives flew travelled traveled hosted received visited gathered went due returned headed".split())
_FINITE = frozenset({"was", "were", "is", "are", "had", "has", "have", "will", "would"})
_FAR, _NEAR = 16, 6


class Found(NamedTuple):
    """A contact told of at token ``i``; its words stand in ``[first, after)``. ``is_act``: told by a verb."""

    i: int
    kind: ContactKind
    who: tuple[Who, ...]
    first: int
    after: int
    is_planned: bool
    is_negated: bool
    is_act: bool = True


def told_in(line: Line) -> Iterator[Found]:
    """Yield the contacts that a sentence tells of; a noun for the same in a verb's object is taken with it."""
    taken: set[int] = set()
    for hit in hits(line.words, verbs(*_VERBS)):
        found = None if line.owner(hit.first) is None or _is_tied(line, hit.first) else _by_verb(line, hit)
        if found is not None:
            taken.update(h.first for h in hits(line.words, phrases(*NOUNS), hit.after, found.after))
            yield found
    for hit in hits(line.words, phrases(*NOUNS)):
        found = None if hit.first in taken or line.owner(hit.first) is None else _by_noun(line, hit)
        if found is not None:
            yield found


def _is_tied(line: Line, i: int) -> bool:
    """Say whether a hyphen makes token ``i`` part of another word; "co-chaired" is a verb of its own."""
    return line.tokens[i].is_joined and line.words[i - 1] != "co"


def _by_verb(line: Line, hit: Hit) -> Found | None:
    label, _, form = hit.label.partition(":")
    if label == "hosting" and line.words[hit.after : hit.after + 1] == ("by",):
        return None
    is_denied = hit.first > 0 and line.owner(hit.first - 1) == "cue"
    if form == "ing" and line.words[hit.first - 1 : hit.first] not in _BEFORE_ING and not is_denied:
        return None
    group = group_of(line.words, hit.first - (line.words[hit.first - 1 : hit.first] == ("co",)), form)
    after = reach(line.words, hit.after, is_listed=True)
    if (
        group.mood == "open"
        or (group.is_passive and label != "convening")
        or "how" in line.words[max(0, group.first - 3) : hit.first]
    ):
        return None
    if label in {"convening", "hosting"}:
        return _convened(line, hit, group, after)
    behind = _object(line, hit.after, after)
    who = subjects(line, group.first) or _last_named(line, hit.first, form)
    is_by_phone = next(hits(line.words, phrases("by_phone"), hit.after, after), None) is not None
    kind: ContactKind = "call" if is_by_phone else _KINDS[label]
    if not _is_contact(line, hit, label, who, behind, is_by_phone=is_by_phone):
        return None
    everybody = merged(line, [*who, *behind])
    return Found(hit.first, kind, everybody, clause(line.words, group.first), after, group.mood == "will", group.is_negated)


def _is_rung(line: Line, i: int) -> bool:
    """Say whether somebody was called on the telephone: a name and nothing that they are called ("called Boren on Sunday to")."""
    name = line.name_at(i)
    behind = line.words[name.after] if name is not None and name.after < len(line.words) else ""
    return name is not None and (behind == "" or behind in word_set("days") | {"to", ",", "and", "again", "twice", "by"})


def _last_named(line: Line, i: int, form: str) -> tuple[Who, ...]:
    """Return whoever was named last before "after meeting", whose meeting it was."""
    if form != "ing" or line.words[i - 1 : i] not in (("after",), ("before",), ("since",), ("while",)):
        return ()
    before = [n for n in line.names if n.after < i and not n.is_demonym]
    return (line.scene.people.office(before[-1].actor, line.scene.day),) if before else ()


def _is_contact(  # noqa: PLR0913 - of one verb
    line: Line, hit: Hit, label: str, who: tuple[Who, ...], behind: tuple[Who, ...], *, is_by_phone: bool
) -> bool:
    """Say whether a verb tells of a contact: it needs somebody beside it, and talking needs both or a telephone."""
    if not _NOBODY.isdisjoint(line.words[hit.after : hit.after + 9]):
        return False
    if label == "talking":
        return bool(who) and (is_by_phone or (bool(behind) and line.words[hit.after - 1] in {"with", "to"}))
    if label == "ringing" and line.words[hit.first].startswith("call") and not _is_rung(line, hit.after):
        return False
    if label in {"ringing", "writing", "visiting"}:
        return bool(behind) and bool(who)
    if (
        len(who) == 1
        and not behind
        and (line.scene.people.is_body(who[0].office) or who[0].office.split()[-1] in word_set("unlisted"))
    ):
        return True
    is_placed = bool(line.scene.places(line, hit.after, min(len(line.words), hit.after + _FAR)))
    return (
        len(who) + len(behind) > 1
        or bool(behind)
        or (is_placed and line.words[hit.after : hit.after + 1] in (("in",), ("at",), ("on",)))
    )


def _object(line: Line, begin: int, after: int) -> tuple[Who, ...]:
    """Return who is met or telephoned: the names at the beginning of the object, up to where or what it is about."""
    stop = next((i for i in range(begin, after) if line.words[i] in _ENDS and i > begin), after)
    stop = next((i for i in range(begin, stop) if line.words[i] in _PLACED), stop)
    stop = next((i for i in range(begin, stop) if line.words[i : i + 2] == (",", "who")), stop)
    return named_in(line, begin, stop)


def _convened(line: Line, hit: Hit, group: Group, after: int) -> Found | None:
    """Read "convened a meeting of", "chaired a session", "the group will convene": who calls, and which kind."""
    stop = next((i for i in range(hit.after, after) if line.words[i] == "to" and line.words[i + 1 : i + 2] != ("be",)), after)
    noun = next(hits(line.words, phrases(*NOUNS), hit.after, min(stop, hit.after + _FAR)), None)
    who = () if group.is_passive else subjects(line, group.first)
    is_hosting = hit.label.partition(":")[0] == "hosting"
    met = _object(line, hit.after, noun.first if noun else after) if is_hosting and _opens_with_name(line, hit.after) else ()
    if not who or (noun is None and is_hosting and not met):
        return None
    who = merged(line, [*who, *met])
    kind = _KINDS[noun.label] if noun else "meeting"
    if group.is_passive:
        return None
    return Found(hit.first, kind, who, clause(line.words, group.first), after, group.mood == "will", group.is_negated)


def _opens_with_name(line: Line, i: int) -> bool:
    begin = i + (line.words[i : i + 1] in (("the",), ("his",), ("her",), ("its",)))
    return begin < len(line.words) and line.name_at(begin) is not None


def _by_noun(line: Line, hit: Hit) -> Found | None:
    words = line.words
    first = _phrase(line, hit.first)
    before = words[max(0, first - 1) : hit.first]
    is_called = words[hit.first] in {"call", "calls"} and words[hit.after : hit.after + 1] not in (("with",), ("between",))
    is_idle_letter = hit.label == "letters" and words[hit.after : hit.after + 1] not in (("to",), ("from",))
    is_wished = not (_WISHED - ({"for"} if not _ARRIVING.isdisjoint(words[max(0, first - 9) : first]) else set())).isdisjoint(
        before
    )
    is_around = not _AROUND.isdisjoint(words[max(0, first - 4) : first])
    if _is_off(words, first, hit.after):
        return None
    is_channel = next(hits(words, verbs("resuming", "suspending", "closing"), max(0, hit.first - 4), hit.first), None) is not None
    if is_channel or is_wished or is_called or is_idle_letter or is_around:
        return None
    after = _noun_reach(line, hit.after)
    who = merged(line, [*named_in(line, first, hit.first), *_paired(line, hit.after, after), *_holding(line, first)])
    is_planned = not _PLANNED.isdisjoint(before) or _is_to_come(words, first, after)
    return Found(hit.first, _KINDS[hit.label], who, first, after, is_planned, is_negated=False, is_act=False)


def _is_off(words: Phrase, first: int, i: int) -> bool:
    """Say whether a contact was put off, missed or never came to be, in the words before or behind its noun."""
    behind = words[i : i + _FAR]
    end = next((j for j, word in enumerate(behind) if word in {";", "but", "after", "because"}), len(behind))
    is_not_held = next(hits(behind[:end], phrases("not_held")), None) is not None
    return is_not_held or next(hits(words, verbs("missing"), max(0, first - 3), first + 1), None) is not None


def _phrase(line: Line, i: int) -> int:
    """Return where the noun phrase begins that ends before token ``i``."""
    first = i
    while first > 0 and i - first < 9:
        low = line.words[first - 1]
        if low in _PARTS and line.name_at(first - 1) is None and not line.tokens[first - 1].is_joined:
            break
        first -= 1
        if low in {"a", "an", "the", "his", "her", "their", "its"}:
            break
    return first


def _noun_reach(line: Line, i: int) -> int:
    """Return where what belongs to a noun ends: before the next verb of the sentence, at the latest at the clause's end."""
    after = reach(line.words, i, is_listed=True)
    verb = next(
        (j for j in range(i, after) if line.words[j] in _FINITE and line.words[j - 1] not in {"that", "which", "who"}), after
    )
    return min(after, verb)


def _paired(line: Line, begin: int, after: int) -> tuple[Who, ...]:
    """Return who is named behind "with" or "between", up to what it is about."""
    other = next(hits(line.words, phrases(*NOUNS), begin, after), None)
    near = min(after, begin + _NEAR, other.first if other else after)
    pair = next((i for i in range(begin, near) if line.words[i] in {"with", "between"}), None)
    if pair is None:
        return ()
    stop = next((i for i in range(pair + 1, after) if line.words[i] in _ENDS | _PLACED), after)
    return named_in(line, pair + 1, stop)


def _holding(line: Line, first: int) -> tuple[Who, ...]:
    """Return who "held", "left" or "emerged from" what the noun names."""
    at = first - 1
    while at > 0 and line.words[at] in {"from", "a", "an", "the", "their", "its", "up", "for"}:
        at -= 1
    arrived = next((i for i in range(first - 1, max(-1, first - 9), -1) if line.words[i] in _ARRIVING), None)
    if arrived is not None and line.words[first - 1] == "for":
        met = named_in(line, arrived + 1, first)[:1] if _opens_with_name(line, arrived + 1) else ()
        return (*subjects(line, group_of(line.words, arrived, "past").first), *met)
    if at <= 0 or line.words[at] not in _HOLDING:
        return ()
    return subjects(line, group_of(line.words, at, "past").first)


def _is_to_come(words: Phrase, first: int, after: int) -> bool:
    """Say whether a contact is only to come: "expected", "scheduled", "will be held", "in a meeting later this week"."""
    before, behind = words[max(0, first - 5) : first], words[after : after + 3]
    inside = words[first:after]
    is_ahead = "will" in behind or "would" in behind or ("later" in inside and "this" in inside)
    is_ahead = is_ahead or not {"planned", "scheduled", "due", "set", "expected"}.isdisjoint((*inside, *behind))
    return is_ahead or not {"will", "would", "scheduled", "ahead"}.isdisjoint(before)
