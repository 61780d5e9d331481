"""Subjects: who does what a verb says, and who stands beside a noun, from the words before it.

Whoever the pack names is found by name; "officials", "the opposition" and other groups without a name are kept as words; a
pronoun is the speaker where nobody else was named before it in the speaker's words. Nobody is guessed.
"""

from __future__ import annotations

from truceline.diplomacy.reading.lists import word_set
from truceline.diplomacy.reading.people import Who
from truceline.diplomacy.reading.scene import Line, Named

_PRONOUNS = frozenset({"he", "she", "it", "they"})
_FIRST = frozenset({"we", "i", "our", "my"})
_RELATIVES = frozenset({"who", "which", "that", "when"})
_OF = frozenset({"of", "from", "in", "at", "for"})
_PREPOSITIONS = _OF | frozenset(
    {"by", "to", "with", "against", "on", "between", "over", "about", "under", "into", "through", "after", "before"}
)
_AND = frozenset({"and", "nor", ",", "&", "or", "both", "together", "with", "as", "well"})
_OWN = frozenset({"his", "her", "its", "their", "our", "my"})
_SAID = frozenset({"said", "says", "that", "told", "added", "which", "who"})
_ARTICLES = frozenset({"the", "a", "an", "his", "her", "its", "their", "some", "all", "top", "senior"})
_BREAKS = frozenset({";", ":", "—", "–", "-", "but", "because", "while", "although", "though", "after", "when", "saying", "if"})
_ASIDES = frozenset({"who", "which", "whose", "co", "along", "together", "including"})
_APART = 14


def subjects(line: Line, i: int) -> tuple[Who, ...]:
    """Return who stands before the verb group that begins at token ``i``; empty where nobody can be told."""
    if _is_nested(line, i):
        return ()
    is_denied = i > 0 and line.owner(i - 1) == "cue" and line.scene.claim.stance == "deny"
    if is_denied and line.words[i].endswith("ing") and line.scene.speaker is not None:
        return (line.scene.speaker,)
    i = _past_aside(line, i)
    i = _past_times(line, i)
    if i > 0 and line.words[i - 1] in _RELATIVES:
        i = _past_commas(line, i - 1)
    if i <= 0:
        return ()
    low = line.words[i - 1]
    if low in _FIRST or low in _PRONOUNS:
        return _meant(line, i - 1)
    return _coordinated(line, i)


def _is_nested(line: Line, i: int) -> bool:
    """Say whether so much stands between commas before a verb that nobody can tell whose it is."""
    opened = sum(line.words[j] == "," and line.words[j + 1] in {"which", "who", "whose"} for j in range(i - 1))
    return i > 0 and line.words[i - 1] == "," and opened > 1


def _past_aside(line: Line, i: int) -> int:
    """Step over what stands between commas before a verb: "the Group, co-chaired by the two, would convene"."""
    if i < 2 or line.words[i - 1] != ",":
        return i
    before = next((j for j in range(i - 2, max(0, i - _APART), -1) if line.words[j] == ","), None)
    if before is None:
        return i
    low = line.words[before + 1]
    is_aside = low in _ASIDES or low.endswith(("ing", "ed")) or "by" in line.words[before + 1 : before + 4]
    return before if is_aside and line.name_at(before + 1) is None else i


def _past_times(line: Line, i: int) -> int:
    """Walk back over what says when ("last week", "on Tuesday", "21 September") and over commas."""
    moved = True
    while moved and i > 0:
        low = line.words[i - 1]
        moved = low in word_set("days") or low in {",", "'s"} - ({"'s"} if line.name_at(i - 2) else set()) or low.isdecimal()
        moved = moved and line.name_at(i - 1) is None
        i -= moved
    return i


def _past_commas(line: Line, i: int) -> int:
    while i > 0 and line.words[i - 1] == ",":
        i -= 1
    return i


def _meant(line: Line, i: int) -> tuple[Who, ...]:
    """Return whom a pronoun means: the speaker, where nobody else is named before it."""
    scene = line.scene
    if scene.is_narrated or scene.speaker is None:
        return ()
    if line.words[i] in _FIRST or line.owner(i) is None:
        return (scene.speaker,)
    if line.words[i] == "they" and scene.people.is_personal(scene.speaker.office):
        return ()
    own = [n for n in line.names if n.after <= i and line.owner(n.first) == "content"]
    side = scene.people.side(scene.speaker.office)
    return (scene.speaker,) if all(scene.people.side(n.actor) == side for n in own) else ()


def _coordinated(line: Line, i: int) -> tuple[Who, ...]:
    """Return who stands right before token ``i``, and whoever "and" or a comma ties to them."""
    found: list[Who] = []
    while i > 0:
        who, first = _one(line, i)
        if who is None:
            found[:0] = _meant(line, i - 1) if found and line.words[i - 1] in {"he", "she"} else ()
            break
        found.insert(0, who)
        first = _before_apposition(line, first)
        i = first
        while i > 0 and line.words[i - 1] in _AND and line.name_at(i - 1) is None:
            i -= 1
        if i == first:
            break
    return merged(line, found)


def merged(line: Line, found: list[Who]) -> tuple[Who, ...]:
    """Return each once: a state's adjective beside its own minister, and an office beside its holder, are one."""
    people = line.scene.people
    kept: dict[str, Who] = {}
    several = sum(who.office in people for who in found) > 1
    for who in found:
        if several and who.office not in people and {"two", "both"}.intersection(who.office.lower().split()):
            continue
        inner = [each for each in found if each.office != who.office and people.is_of(each.office, who.office)]
        if who.is_demonym and inner:
            continue
        known = kept.get(who.office)
        kept[who.office] = who if known is None or known.person is None else known
    return tuple(kept.values())


def _before_apposition(line: Line, first: int) -> int:
    """Step over "his Russian counterpart, Foreign Minister" before a name that was found."""
    while first > 0 and line.words[first - 1] in word_set("roles") | _ARTICLES | {"foreign", "prime", "deputy"}:
        named = line.name_at(first - 1)
        first = named.first if named else first - 1
    return first


def _one(line: Line, i: int) -> tuple[Who | None, int]:
    """Return who ends right before token ``i`` and where that begins."""
    named = line.name_at(i - 1)
    if named is not None and named.after == i:
        return _whole(line, named)
    if line.words[i - 1] in word_set("roles") or line.words[i - 1] in word_set("unlisted"):
        return _role(line, i)
    return _written(line, i)


def _whole(line: Line, named: Named) -> tuple[Who | None, int]:
    """Return the actor named, or the group "officials in Moscow" to whom a name only belongs."""
    who = line.scene.people.office(named.actor, line.scene.day)._replace(is_demonym=named.is_demonym)
    before = named.first - (1 if named.first and line.words[named.first - 1] in _ARTICLES else 0)
    if before > 0 and line.words[before - 1] in _OF and before > 1:
        head = line.words[before - 2]
        if head in word_set("roles"):
            return Who(who.office), before - 2
        if head in word_set("unlisted"):
            return Who(line.slice(before - 2, named.after)), before - 2
        return None, named.first
    if before > 0 and line.words[before - 1] in _PREPOSITIONS:
        return None, named.first
    return who, named.first


def _role(line: Line, i: int) -> tuple[Who | None, int]:
    """Return "US officials", "the top US military official": the body named, never anybody below it; else the words."""
    first = i - 1
    while first > 0 and i - first < 6:
        named = line.name_at(first - 1)
        if named is not None:
            return Who(line.scene.people.office(named.actor, line.scene.day).office), named.first
        low = line.words[first - 1]
        if low in _OWN and line.words[i - 1] in word_set("own"):
            return _own(line, first - 1), first - 1
        if low in _PREPOSITIONS or low in _AND or low in _BREAKS or low in _SAID or not low.isalpha():
            break
        first -= 1
        if low in {"the", "a", "an"}:
            break
    if line.words[i - 1] not in word_set("unlisted"):
        return None, first
    return Who(line.slice(first, i)), first


def _own(line: Line, i: int) -> Who | None:
    """Return whose "her government" is, as the state: that of the speaker, in the speaker's own words."""
    speaker = line.scene.speaker
    if speaker is None or line.scene.is_narrated or line.owner(i) is None:
        return None
    return Who(line.scene.people.side(speaker.office, line.scene.day))


def _written(line: Line, i: int) -> tuple[Who | None, int]:
    """Return a name that no pack lists, as written: words with capitals, the article left out."""
    first = i
    while first > 0 and line.tokens[first - 1].is_capital and line.name_at(first - 1) is None and line.words[first - 1].isalpha():
        first -= 1
    if first > 0 and line.tokens[first].is_joined:
        return None, first
    if first == i or line.words[first] in word_set("days") or (first == 0 and i - first == 1):
        return None, i
    words = line.slice(first, i)
    before = line.words[first - 1] if first else ""
    return (None, first) if before in _PREPOSITIONS or words.lower() in {"the", "in"} else (Who(words), first)


def named_in(line: Line, first: int, after: int) -> tuple[Who, ...]:
    """Return everybody named in tokens ``[first, after)``."""
    people = line.scene.people
    found = [
        people.office(n.actor, line.scene.day)._replace(is_demonym=n.is_demonym) for n in line.names if first <= n.first < after
    ]
    return merged(line, found)


def beside(line: Line, i: int) -> Who | None:
    """Return whose a noun at token ``i`` is: "a new US call", "Kerry's proposal", "his plan"; None where it is nobody's."""
    at = i - 1
    while at >= 0 and i - at < 5:
        named = line.name_at(at)
        low = line.words[at]
        if named is not None:
            is_its_own = named.is_demonym or named.after == i or line.words[named.after] in {"'s", "'"}
            return line.scene.people.office(named.actor, line.scene.day) if is_its_own else None
        if low in {"his", "her", "its", "their"}:
            return next(iter(_meant_by_owner(line, at)), None)
        if low in _FIRST:
            return line.scene.speaker
        if low in _PREPOSITIONS or low in _BREAKS or low in {",", "and", "that", "a", "an", "the"}:
            return None
        at -= 1
    return None


def _meant_by_owner(line: Line, at: int) -> tuple[Who, ...]:
    """Return whom "their" before a noun means: whoever was named last in the sentence, or the speaker."""
    before = [name for name in line.names if name.after <= at and at - name.after < _APART]
    people = line.scene.people
    if line.words[at] in {"his", "her"}:
        before = [name for name in before if people.is_personal(name.actor)]
    if before:
        return (line.scene.people.office(before[-1].actor, line.scene.day),)
    return (line.scene.speaker,) if line.scene.speaker and line.owner(at) == "content" else ()


def listed(line: Line, i: int) -> tuple[Who, ...]:
    """Return everybody named from token ``i`` on, as long as only "and", commas and articles part them."""
    found: list[Named] = []
    while i < len(line.words):
        name = line.name_at(i)
        if name is not None:
            found.append(name)
            i = name.after
        elif line.words[i] in {"and", ",", "the", "both", "&"}:
            i += 1
        else:
            break
    people = line.scene.people
    return merged(line, [people.office(n.actor, line.scene.day)._replace(is_demonym=n.is_demonym) for n in found])
