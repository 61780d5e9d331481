# ruff: noqa: E501 - the table of mistakes has one row a mistake, and its messages are as long as they are
"""The file of an agreement: read into a value, or every mistake in it named with its line."""

from __future__ import annotations

import hashlib

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from truceline.agreement.document import read
from truceline.agreement.document.marked import unverified
from truceline.model import Actor, ActorName
from truceline.model.agreements import Agreement
from truceline.reader.formats.located_yaml import Mistake

ACTORS = {
    "aa": Actor(id="aa", kind="state", name="Aland", names=(ActorName(text="Republic of Aland"),)),
    "bb": Actor(id="bb", kind="armed_group", name="Bund"),
    "un": Actor(id="un", kind="intergovernmental", name="United Nations"),
}
PLACES = frozenset({"xx", "xx.town"})
GOOD = """\
id: truce
name: The truce
date: 2027-04-10
sources: {text: The text}
source_text: text
calendar: {utc_offset: "+02:00", day_d: 2027-04-15}
effective_at: 2027-04-15T06:00+02:00
parties: [aa, bb]
capacities:
  - {name: guarantor, holders: un, since: 2027-04-10, until: 2027-12-31}
exclusions: []
acceptances:
  - {party: aa, on: 2027-04-11}
clauses:
  - id: no-fire
    number: 1.10
    kind: refrain
    summary: Nobody fires.
    breach: [V, H.DENY]
    source: [text, 'Annex, 2']
  - {id: apart, kind: do, summary: Apart., bound: [aa, guarantor], breach: {line: river, within_km: 5}, until: D+10}
conditions:
  - {id: days, kind: days, needed: 7, summary: Quiet., counted_by: parties, interrupted_by: no-fire}
phases:
  - {id: one, name: One, begins: D, ends: D+PT48H}
  - {id: two, name: Two, after: [days, one]}
procedures:
  - id: ask
    name: Asking
    steps:
      - {id: q, do: enquire, by: guarantor, to: alleged_party, within: PT12H}
      - {id: a, do: answer, by: alleged_party, to: guarantor, after: q, verified: false}
acts:
  - {act: end, by: parties, manner: joint}
  - {act: withdraw, by: [aa], changes: own_adherence, clause: no-fire}
timetable:
  - {id: back, summary: Back., at: D+2, until: D+10, by: bb, clause: apart, line: river, places: xx.town}
lines:
  - {id: river, name: River, points: [xx.town, "48.1, 37.5"], accuracy_km: 2}
"""


def reading(text: str) -> tuple[Agreement | None, list[Mistake]]:
    return read("a.yaml", text.encode(), ACTORS, PLACES)


def good(text: str = GOOD) -> Agreement:
    found, mistakes = reading(text)
    assert not mistakes
    assert found is not None
    return found


def test_a_file_without_a_mistake_is_the_agreement_it_says() -> None:
    """What a lawyer wrote is what is evaluated, number for number and word for word."""
    found = good()
    assert found.sha256 == hashlib.sha256(GOOD.encode()).hexdigest()
    assert [(c.id, c.number, c.bound, c.source) for c in found.clauses] == [
        ("no-fire", "1.10", (), "The text; Annex, 2"),
        ("apart", None, ("aa", "guarantor"), None),
    ]
    assert found.effective_at == "2027-04-15T06:00+02:00"
    assert found.procedures[0].steps[0].to == ("alleged_party",)


def test_short_forms_mean_what_they_are_short_for() -> None:
    """One value stands for a list of one, a bare citation for a source, a list of codes for a breach, parties for all parties."""
    found = good()
    assert [source.citation for source in found.source_text] == ["The text"]
    assert found.clauses[0].breach is not None
    assert found.clauses[0].breach.events == ("V", "H.DENY")
    assert found.conditions[0].counted_by == ("aa", "bb")
    assert found.conditions[0].interrupted_by == ("no-fire",)
    assert found.capacities[0].holders == ("un",)
    assert good(GOOD.replace("exclusions: []", "exclusions: [un]")).exclusions[0].actor == "un"


def test_an_act_says_what_the_arrangement_is_afterwards() -> None:
    """Where an entry leaves it to be understood, ending ends; an act on one's own adherence never names a state of the arrangement."""
    ended, withdrawn = good().acts
    assert (ended.to, ended.by) == ("ended", ("aa", "bb"))
    assert withdrawn.to is None


def test_what_is_marked_as_unverified_is_listed() -> None:
    """Whoever relies on a text can see at once which wording nobody could check."""
    text = GOOD.replace("number: 1.10", "verified: false")
    assert unverified(good(text)) == ("clause no-fire", "step a")


CASES = [
    ("parties: [aa, bb]", "party: [aa, bb]", ["8: unknown key 'party'; did you mean parties?", "1: parties is missing; expected a list"]),
    ("date: 2027-04-10", "date: 10.4.2027", ["3: date '10.4.2027'; expected a day like 2016-09-12"]),
    ("date: 2027-04-10", "date: 2027-02-30", ["3: date '2027-02-30': day is out of range for month; expected a day"]),
    ("date: 2027-04-10", "date: 1027-04-10", ["3: date '1027-04-10' lies in the year 1027; expected one from 1900"]),
    ("06:00+02:00\n", "06:00\n", ["7: effective_at '2027-04-15T06:00'; expected a day like 2016-09-12 or an instant with its zone"]),
    ('utc_offset: "+02:00", ', "", ["6: utc_offset is missing; expected the distance from UTC like +03:00"]),
    ('+02:00",', 'Kyiv",', ["6: utc_offset 'Kyiv'; expected the distance from UTC"]),
    ("day_d: 2027-04-15}", "day_d: 2027-04-15, cut_off: 25:00}", ["6: cut_off '25:00' is no hour"]),
    ("day_d: 2027-04-15}", "day_d: 2027-04-15, cut_off: 00:00}", ["6: cut_off '00:00' is midnight"]),
    (", day_d: 2027-04-15}", "}", [
        "21: apart: until 'D+10' counts from day D, and calendar.day_d does not say which",
        "23: days: since 'D' counts from day D",
        "25: one: begins 'D' counts from day D",
        "25: one: ends 'D+PT48H' counts from day D",
        "37: back: at 'D+2' counts from day D",
        "37: back: until 'D+10' counts from day D",
    ]),
    ("D+PT48H", "D+P1M", ["25: one: ends 'D+P1M'; expected D, D+2"]),
    ("D+PT48H", "D+-1", ["25: one: ends 'D+-1'; expected D, D+2"]),
    ("ends: D+PT48H", "ends: D+١", ["25: one: ends 'D+١'; expected D, D+2"]),
    ("PT12H", "P1Y", ["31: q: within 'P1Y'; expected a duration like PT48H, P2D or P1W (months and years have no fixed length)"]),
    ("name: The truce", 'name: "The \\ud800 truce"', ["2: character U+D800 is not allowed; take it out"]),
    ("name: The truce", 'name: "The \\e[31m truce"', ["2: character U+001B is not allowed; take it out"]),
    ("needed: 7", f"needed: {'9' * 500}", [f"23: days: needed '{'9' * 60}...'; expected a whole number"]),
    ("PT12H", "12 hours", ["31: q: within '12 hours'; expected a duration like PT48H"]),
    ("PT12H", "PT0H", ["31: q: within 'PT0H' is no time at all"]),
    ("needed: 7", "needed: seven", ["23: days: needed 'seven'; expected a whole number"]),
    ("needed: 7", "needed: 0", ["23: days: needed 0; expected at least one day"]),
    ("kind: refrain", "kind: refrains", ["17: no-fire: kind 'refrains'; expected one of refrain, do, allow"]),
    ("verified: false", "verified: no", ["32: a: verified 'no'; expected true or false"]),
    ("summary: Nobody fires.", "summary: [x]", ["18: no-fire: summary holds a list; expected words"]),
    ("    summary: Nobody fires.\n", "", ["15: no-fire: summary is missing; expected words"]),
    ("effective_at: 2027-04-15T06:00+02:00", "effective_at: 2027-04-15\nends_at: 2027-04-14", [
        "8: ends_at 2027-04-14 lies before effective_at 2027-04-15",
    ]),
    ("until: D+10}\ncond", "until: 2027-04-01}\ncond", ["21: apart: until 2027-04-01 lies before the date of the agreement, 2027-04-10"]),
    ("begins: D, ends: D+PT48H", "begins: D+3, ends: D+PT48H", ["25: one: ends D+PT48H lies before begins D+3"]),
    ("until: 2027-12-31}", "until: 2027-01-31}", ["10: guarantor: until 2027-01-31 lies before since 2027-04-10"]),
    ("at: D+2, until: D+10", "at: D+11, until: D+10", ["37: back: until D+10 lies before at D+11"]),
    ("after: [days, one]", "after: [days, two]", ["26: two: after: the phase waits for itself: two waits for two"]),
    ("begins: D, ends: D+PT48H", "after: two", ["25: one: after: the phase waits for itself: one waits for two waits for one"]),
    ("within: PT12H", "after: a", ["31: q: after: the step waits for itself: q waits for a waits for q"]),
    ("after: q", "after: p", ["32: a: after 'p' is no step of this procedure (q, a)"]),
    ("by: guarantor, to", "by: guaranter, to", [
        "31: q: by 'guaranter' is nobody: neither an actor of the pack nor a capacity of this agreement, nor alleged_party or reporter (capacities: guarantor; parties: aa, bb); did you mean guarantor?",
    ]),
    ("by: [aa], changes", "by: [Republic of Aland], changes", ["35: withdraw: by 'Republic of Aland' is nobody", "did you mean aa?"]),
    ("parties: [aa, bb]", "parties: [aa, cc]", ["8: parties 'cc' is no actor of the pack"]),
    ("holders: un", "holders: uno", ["10: guarantor: holders 'uno' is no actor of the pack", "did you mean un?"]),
    ("party: aa,", "party: un,", ["13: un: party 'un' is no party of this agreement (capacities: guarantor; parties: aa, bb)"]),
    ("bound: [aa, guarantor]", "bound: [aa, alleged_party]", ["21: apart: bound 'alleged_party' is nobody"]),
    ("counted_by: parties", "counted_by: everybody", ["23: days: counted_by 'everybody' is nobody"]),
    ("counted_by: parties, ", "", ["23: days: counted_by names nobody; expected who counts it"]),
    ("interrupted_by: no-fire", "interrupted_by: no-fires", [
        "23: days: interrupted_by 'no-fires' is no clause of this agreement (no-fire, apart); did you mean no-fire?",
    ]),
    ("clause: no-fire}", "clause: fire}", ["35: withdraw: clause 'fire' is no clause of this agreement"]),
    ("after: [days, one]", "after: [dayz]", ["26: two: after 'dayz' is no condition or phase of this agreement (days, one, two)"]),
    ("bound: [aa, guarantor]", "phase: three", ["21: apart: phase 'three' is no phase of this agreement (one, two)"]),
    ("breach: {line: river", "breach: {line: rivers", ["21: apart: line 'rivers' is no line of this agreement (river)"]),
    ("breach: [V, H.DENY]", "breach: [V, H.DENIAL]", ["19: no-fire: events 'H.DENIAL' is no event code", "did you mean H.DENY?"]),
    ("places: xx.town", "places: xx.tow", ["37: back: places 'xx.tow' is no place of the pack; did you mean xx.town?"]),
    ("interrupted_by: no-fire", "rule: calender", ["23: days: rule 'calender'; expected one of calendar", "did you mean calendar?"]),
    ("kind: days, needed: 7", "kind: event, rule: found", ["23: days: rule 'found' counts days"]),
    ("exclusions: []", "signatories: [{party: aa, as_signed: x, capacity: chair}]", [
        "11: aa: capacity 'chair' is no capacity of this agreement",
    ]),
    ("exclusions: []", "  - {name: guarantor, holders: aa, since: 2027-06-01}", [
        "11: guarantor: 'guarantor' is held by aa (2027-06-01 to now) while un hold it (2027-04-10 to 2027-12-31)",
    ]),
    ("exclusions: []", "  - {name: un, holders: aa}", ["11: un: name 'un' is also the id of an actor"]),
    ("id: apart,", "id: no-fire,", ["21: no-fire: id 'no-fire' stands twice"]),
    ("id: two,", "id: days,", ["26: days: id 'days' stands twice, first in conditions"]),
    ("id: apart,", "id: no/fire,", ["21: no/fire: id 'no/fire'; expected letters, digits"]),
    ("manner: joint}", "manner: joint, to: over}", ["34: end: to 'over'; expected one of not_yet, in_force"]),
    ("changes: own_adherence", "manner: joint, changes: own_adherence", ["35: withdraw: joint, and only aa does it"]),
    ("changes: own_adherence", "changes: arrangement", ["35: withdraw: withdraw changes the arrangement, and to does not say"]),
    ("changes: own_adherence", "changes: own_adherence, to: ended", ["35: withdraw: to is a state of the arrangement"]),
    (", within_km: 5", "", ["21: apart: a distance from a line needs both line and within_km"]),
    ('"48.1, 37.5"', '"98.1, 37.5"', ["39: river: points '98.1, 37.5' is not on the earth"]),
    ('[xx.town, "48.1, 37.5"]', "xx.town", ["39: river: points; expected two or more"]),
    ("    number: 1.10", "    existence: contested", ["16: no-fire: existence is contested, and contests does not say by whom"]),
    ("    number: 1.10", "    contests: [{claimed_by: aa, says: duty}]", ["16: no-fire: contests says who disputes it"]),
    ("source_text: text", "source_text: txt", ["5: citation 'txt' is no key of sources (text) and no citation; did you mean text?"]),
    ("  - {party: aa, on: 2027-04-11}", "  - nobody", ["13: 'nobody'; expected a mapping with some of the keys party, on, act"]),
    ("parties: [aa, bb]", "parties: [aa, bb, aa]", ["8: parties 'aa' stands in the list twice"]),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "said"), CASES, ids=[new[:40] for _, new, _ in CASES])
def test_a_mistake_is_named_with_its_line_and_what_was_expected(old: str, new: str, said: list[str]) -> None:
    """Whoever writes an agreement down is led to the very line, and to the word that was probably meant."""
    assert old in GOOD
    found, mistakes = reading(GOOD.replace(old, new, 1))
    told = "\n".join(map(str, mistakes))
    assert found is None
    assert all((f"a.yaml:{part}" if part[0].isdigit() else part) in told for part in said), told
    assert len(mistakes) <= len(said) + 1, "a mistake is not told again for all that rests on it"


def test_all_mistakes_are_named_at_once_in_the_order_of_the_file() -> None:
    """Nobody mends a file line by line to learn of the next mistake."""
    text = GOOD
    for old, new in (
        ("date: 2027-04-10", "date: x"),
        ("kind: refrain", "kind: x"),
        ("needed: 7", "needed: x"),
        ("by: bb", "by: x"),
    ):
        text = text.replace(old, new, 1)
    _, mistakes = reading(text)
    assert [int(mistake.where.split(":")[1]) for mistake in mistakes] == [3, 17, 23, 37]


def test_each_ring_of_waiting_phases_is_told_once_and_whoever_waits_for_it_is_not() -> None:
    """Two rings are two messages; a phase that merely comes after a ring has no fault of its own."""
    after = {"a": "b", "b": "c", "c": "a", "d": "a", "e": "f", "f": "[e, g]", "g": "[]"}
    text = "".join(f"  - {{id: {name}, name: x, after: {wait}}}\n" for name, wait in after.items())
    _, mistakes = reading(GOOD[: GOOD.index("phases:")] + "phases:\n" + text)
    told = [mistake.what.partition("itself: ")[2].partition(";")[0] for mistake in mistakes]
    assert [ring for ring in told if ring] == [
        "a waits for b waits for c waits for a",
        "e waits for f waits for e",
    ]


def test_a_file_wrong_in_thousands_of_places_still_ends() -> None:
    """Looking for the nearest word stops after a hundred mistakes; every mistake is still named."""
    _, mistakes = reading(GOOD + "".join(f"claus{n}: x\n" for n in range(500)))
    assert len(mistakes) == 500
    assert sum("did you mean clauses?" in mistake.what for mistake in mistakes) == 100


@pytest.mark.parametrize("text", ["", "- id: a\n", "words\n", "~\n"])
def test_a_file_that_is_no_agreement_at_all_is_one_message(text: str) -> None:
    """An empty file or a list is told what an agreement begins with."""
    found, mistakes = reading(text)
    assert found is None
    assert [str(mistake)[:40] for mistake in mistakes] == ["a.yaml:1: expected the keys of an agreem"]


def test_a_bomb_in_an_agreement_is_refused_with_its_line() -> None:
    """Aliases that would fill the memory end in one message."""
    bomb = "aliases: &a [x, x]\n" + "".join(f"k{n}: &k{n} [*{'a' if n == 0 else f'k{n - 1}'}, " * 1 + "x]\n" for n in range(60))
    found, mistakes = reading(GOOD + bomb)
    assert found is None
    assert len(mistakes) == 1
    assert "deep" in mistakes[0].what


def test_what_was_read_can_be_written_down_and_read_again() -> None:
    """An agreement survives being written out in full and read once more: nothing of it lives only in a short form."""
    first = good()
    whole = msgspec.to_builtins(first)
    del whole["sha256"]
    again = good(msgspec.json.encode(whole).decode())
    assert msgspec.structs.replace(again, sha256=first.sha256) == first


ODD = [
    "",
    "~",
    "[]",
    "{}",
    "[x, [y]]",
    "{id: x}",
    "x",
    "-1",
    "D+2",
    "9999-12-31",
    "D+99999",
    "2027-04-15T06:00+02:00",
    "parties",
    "aa",
]


@given(line=st.integers(0, GOOD.count("\n") - 1), word=st.sampled_from(ODD), cut=st.integers(0, 3))
@settings(max_examples=30, deadline=None)
def test_whatever_stands_in_a_line_is_read_or_named(line: int, word: str, cut: int) -> None:
    """A file with any line changed is an agreement or a list of mistakes inside the file, never a traceback and never neither."""
    lines = GOOD.splitlines()
    parts = lines[line].split(": ")
    at = min(cut + 1, len(parts) - 1)
    lines[line] = ": ".join(
        [*parts[:at], word + parts[at][parts[at].find(",") :] if "," in parts[at] else word, *parts[at + 1 :]]
    )
    found, mistakes = reading("\n".join(lines))
    assert (found is None) == bool(mistakes)
    assert all(1 <= int(mistake.where.split(":")[1]) <= len(lines) + 1 for mistake in mistakes)


def test_exchanging_the_parties_in_a_file_exchanges_them_in_the_agreement_and_nothing_else() -> None:
    """No party is read otherwise than another."""
    swap = str.maketrans({"\x01": "b", "\x02": "a"})

    def exchanged(text: str) -> str:
        return text.replace("aa", "\x01\x01").replace("bb", "\x02\x02").translate(swap)

    here, there = (msgspec.structs.replace(good(text), sha256=None) for text in (GOOD, exchanged(GOOD)))
    assert msgspec.json.encode(there).decode() == exchanged(msgspec.json.encode(here).decode())
