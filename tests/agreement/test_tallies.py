"""A tally is a claim about a set: read as given, summed beside its total, held against the incidents, never added to another."""

from __future__ import annotations

import itertools
import re

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fakes.tallying import ACTORS, NORTH, RIVER, SOUTH, TEXT, hearing, incident, said, typed
from truceline.agreement.tallies import tallies
from truceline.agreement.tallies.breakdown import breakdown
from truceline.model import Actor, Incident, Span
from truceline.model.hearing import Heard, Marked
from truceline.model.tallies import Tally, TallyPart

WEEK = (
    "that it had recorded 242 breaches in the first week, of which 219 were combat breaches, 203 by Northern forces, "
    "10 by Southern forces and 6 by River forces, and 32 were arrests, 18 by Northern forces and 5 by River forces"
)


def one(heard: Heard, *incidents: Incident) -> Tally:
    (tally,) = tallies(TEXT, hearing([heard], incidents))
    return tally


def shape(parts: tuple[TallyPart, ...]) -> list[tuple[int, str, list[int]]]:
    return [(part.n, part.words, [below.n for below in part.parts]) for part in parts]


# totals


@pytest.mark.parametrize(
    ("words", "low", "high", "bound"),
    [
        ("that armed groups had committed 302 violations", 302, 302, "exact"),
        ("more than 300 violations by the Northern forces", 301, None, "more_than"),
        ("at least 1,204 ceasefire violations", 1204, None, "at_least"),
        ("up to 40 breaches", None, 40, "up_to"),
        ("about 60 violations", 60, 60, "about"),
        ("that the ceasefire had been violated twelve times", 12, 12, "exact"),
        ("only one of the violations registered by Northland", 1, 1, "exact"),
        ("зафиксировано 23 нарушения режима", 23, 23, "exact"),
        ("تسجيل 32 خرقا للهدنة", 32, 32, "exact"),
        ("que hubo 14 violaciones del cese", 14, 14, "exact"),
        ("that the number of violations rose to 150 in a week", 150, 150, "exact"),
        ("that it put the number of violations at more than 90", 91, None, "more_than"),
    ],
)
def test_a_number_of_violations_is_a_tally_with_its_bounds(words: str, low: int | None, high: int | None, bound: str) -> None:
    """The number keeps the wording of its bounds, in the languages whose words are listed."""
    tally = one(said(words))
    assert (tally.low, tally.high, tally.bound) == (low, high, bound)


@pytest.mark.parametrize(
    "words",
    [
        "that violations went on for 48 hours",
        "that 12 people were killed",
        "that the ceasefire was violated",
        "that 2 soldiers were killed in a violation of the ceasefire",
        "that violations were seen on 18 September",
        "that Article 3 violations were discussed",
        "that Resolution 2254 speaks of violations",
        "that if there were 50 violations it would end the truce",
        "that it would answer 10 violations with 10 shells",
    ],
)
def test_a_number_of_something_else_is_no_tally(words: str) -> None:
    """Hours, people and days are not violations, the number of an article counts none, and what would be has not been counted."""
    assert tallies(TEXT, hearing([said(words)])) == ()


@pytest.mark.parametrize(
    "words",
    [
        "two hundred violations",
        "three thousand breaches",
        "twenty five violations",
        "twenty-five violations",
        "two dozen violations",
        "2 hundred alleged violations",
        "one hundred and five violations",
        "violated one hundred and five times",
        "the number of violations rose to two hundred and six",
        "that there were breaches, and two hundred and five by Northern forces",
        "تسجيل 3 آلاف خرق",
        "تسجيل مئة و32 خرقا",
        "зафиксировано 5 тысяч нарушений",
        "зафіксовано 2 сотні порушень",
        "hubo 2 mil violaciones",
    ],
)
def test_a_part_of_a_number_in_words_is_no_number(words: str) -> None:
    """Two hundred is neither two nor a hundred: what is not known as a number gives no tally rather than a wrong one."""
    assert tallies(TEXT, hearing([said(words)])) == ()


def test_a_number_of_several_words_that_was_counted_is_a_tally_and_so_is_one_beside_it() -> None:
    """What the reader or a person counted stands; "hundreds" elsewhere hide no number."""
    words = "that there were two hundred and five alleged ceasefire violations, of which two hundred were combat and 5 arrests"
    tally = one(said(words, counts=(typed(205, "violations"),)))
    assert (tally.n, shape(tally.breakdown)[-1][0]) == (205, 5)
    assert 2 not in [part.n for part in tally.breakdown]
    assert one(said("that hundreds saw five one-sided violations")).n == 5


@pytest.mark.parametrize("stance", ["deny", "reject", "question", "demand", "decline", "cannot_verify", "retract"])
def test_who_does_not_say_that_there_were_so_many_has_no_tally(stance: str) -> None:
    """A denial of 300 violations is not a count of 300 violations."""
    heard = said("that there had been 300 violations")
    claim = msgspec.structs.replace(heard.claim, stance=stance)
    assert tallies(TEXT, hearing([msgspec.structs.replace(heard, claim=claim)])) == ()


def test_days_counted_one_after_the_other_are_tallies_of_their_own() -> None:
    """Three numbers for three days are three tallies, never one sum."""
    words = (
        "that the ceasefire had been violated 23 times on the first day, 37 times on the second day and 45 times on the third day"
    )
    found = tallies(TEXT, hearing([said(words, on="2016-09-15")]))
    assert [(tally.n, tally.since, tally.until) for tally in found] == [
        (23, "2016-09-12", "2016-09-12"),
        (37, "2016-09-13", "2016-09-13"),
        (45, "2016-09-14", "2016-09-14"),
    ]
    assert [tally.parts_sum for tally in found] == [None] * 3


def test_what_a_person_marked_is_a_tally_in_any_language() -> None:
    """A count typed by hand is a total, and the further ones typed with it are its parts."""
    words = "ᠲᠤ ᠪᠢ 242"
    marked = (typed(242), typed(219, "combat breaches", name="n2"), typed(32, "arrests", name="n3"))
    tally = one(said(words, counts=marked))
    assert (tally.n, tally.parts_sum, shape(tally.breakdown)) == (242, 251, [(219, "combat breaches", []), (32, "arrests", [])])


def test_a_person_may_say_that_words_are_a_tally_or_nothing() -> None:
    """Whoever reads the words has the last say on what they do."""
    heard = said("that there had been 300 violations")
    nothing = msgspec.structs.replace(heard, reading=Marked(agreement="truce", does="nothing", by="Ada"))
    assert tallies(TEXT, hearing([nothing])) == ()
    other = said("7 occurrences", counts=(msgspec.structs.replace(typed(7, "occurrences"), effect="other"),))
    assert tallies(TEXT, hearing([other])) == ()
    marked = msgspec.structs.replace(other, reading=Marked(agreement="truce", does="tally", by="Ada"))
    assert [tally.n for tally in tallies(TEXT, hearing([marked]))] == [7]


def test_a_rate_is_no_tally() -> None:
    """So many a day is no count of a set."""
    assert tallies(TEXT, hearing([said("between 150 and 200 ceasefire violations a day")])) == ()


def test_numbers_by_several_are_tallies_of_each() -> None:
    """95 by one and 12 by another, in one period, are two tallies and never 107."""
    found = tallies(TEXT, hearing([said("95 breaches by the Northern forces and 12 by River forces in the first five days")]))
    assert [(tally.n, tally.against, tally.until) for tally in found] == [
        (95, ("north",), "2016-09-16"),
        (12, ("river",), "2016-09-16"),
    ]


# parts


def test_the_parts_of_a_tally_are_summed_beside_its_total() -> None:
    """242 counted, 219 and 32 given: the sum 251 stands there, and no word that judges."""
    tally = one(said(WEEK))
    assert (tally.n, tally.parts_sum) == (242, 251)
    assert shape(tally.breakdown) == [(219, "combat breaches", [203, 10, 6]), (32, "arrests", [18, 5])]
    assert [part.parts_sum for part in tally.breakdown] == [219, 23]
    assert [part.of for part in tally.breakdown[0].parts] == ["north", "south", "river"]
    assert tally.breakdown[1].effect == "detained"
    assert "wrong" not in msgspec.json.encode(tally).decode()


@pytest.mark.parametrize(
    ("behind", "parts"),
    [
        (
            ", of which 219 combat (203 + 10 + 6) and 32 arrests (18 + 5)",
            [(219, "combat", [203, 10, 6]), (32, "arrests", [18, 5])],
        ),
        (" (combat: 219; arrests: 32)", [(219, "combat", []), (32, "arrests", [])]),
        (": 219 combat, 32 arrests.", [(219, "combat", []), (32, "arrests", [])]),
        (" in the provinces of Hill (3) and Bay (2), it said", [(3, "Hill", []), (2, "Bay", [])]),
        (", 40 of them in Ford and 12 in Bay", [(40, "in Ford", []), (12, "in Bay", [])]),
        (", including 45 explosions, between 18 and 19 September", [(45, "explosions", [])]),
        (", including about 30 in the past 24 hours", [(30, "in the past 24 hours", [])]),
        (", из них 40 в Алеппо и 12 в Хаме", [(40, "в Алеппо", []), (12, "в Хаме", [])]),
        ("، منها 219 خرقا قتاليا و32 اعتقالا", [(219, "خرقا قتاليا", []), (32, "اعتقالا", [])]),
        (" by armed groups, killing 63 civilians and 153 soldiers", []),
        (" since 12 September", []),
        (", of which 12 by mortar, while 30 people were killed", [(12, "by mortar", [])]),
        (" (", []),
        (" (12", [(12, "", [])]),
        (")(12)))((", [(12, "", [])]),
        (" (" + "12 (" * 300, [(12, "", [12])]),
    ],
)
def test_a_breakdown_is_read_as_it_is_written(behind: str, parts: list[tuple[int, str, list[int]]]) -> None:
    """Brackets, colons, "of which", names with numbers; other numbers of the sentence stay out."""
    assert shape(breakdown(behind).parts) == parts


def test_a_list_behind_a_colon_is_a_breakdown_also_behind_what_was_done() -> None:
    """Numbers in a list are parts of the number that it explains."""
    tally = one(said("that 29 violations had been recorded: 20 in the north, 6 in the valley and 3 on the coast"))
    assert (shape(tally.breakdown), tally.parts_sum) == (
        [(20, "in the north", []), (6, "in the valley", []), (3, "on the coast", [])],
        29,
    )


def test_a_whole_named_first_is_broken_down_behind_it() -> None:
    """Of the 242 breaches, 219 and 32: the same parts as the other way round."""
    assert shape(one(said("that of the 242 breaches, 219 were combat and 32 were arrests")).breakdown) == [
        (219, "combat", []),
        (32, "arrests", []),
    ]


@settings(max_examples=50, deadline=None)
@given(st.text(alphabet=" (),;:.+123 of which bay–[]", max_size=60))
def test_whatever_stands_behind_a_total_is_read_to_its_end(behind: str) -> None:
    """Odd brackets and marks end nothing but the breakdown, and every part is a number of the text."""
    numbers = set(map(int, re.findall(r"\d+", behind)))
    assert {part.n for part in breakdown(behind).parts} <= numbers | {int(str(n)) for n in numbers}


WORDS = (
    "violations breaches violated times by of the which first last past 999999 week hours days 24 1,204 twelve and ( ) , ; : . "
    "since until same period armed groups Northern forces confirmed registered нарушений خرقا و32 из них منها between 18 — “ ” "
    "a day it began"
).split()


@settings(max_examples=50, deadline=None)
@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=24).map(" ".join), st.sampled_from(["assert", "confirm", "accuse"]))
def test_any_words_give_tallies_or_none_and_never_an_error(words: str, stance: str) -> None:
    """However odd a claim's words are, every total of it is a number in them, and they are read to the end."""
    heard = said(words)
    claim = msgspec.structs.replace(heard.claim, stance=stance)
    found = tallies(TEXT, hearing([msgspec.structs.replace(heard, claim=claim)], [incident("i1", "2016-09-13", alleged="north")]))
    assert all((tally.parts_sum is None) == (tally.breakdown == ()) for tally in found)


# scope and period


def test_whose_violations_are_counted_is_named_before_or_behind() -> None:
    """Whom the theatre's list knows is an actor; a kind of actors stays words."""
    behind = one(said("300 violations by the Northern forces"))
    before = one(said("that Northern forces had committed 300 violations", report="r2"))
    kind = one(said("that armed groups had committed 300 violations", report="r3"))
    assert (behind.against, before.against, kind.against) == (("north",), ("north",), ())
    assert kind.against_words == "armed groups"


def test_whom_an_accusation_names_is_whose_violations_are_counted() -> None:
    """To accuse somebody of 300 breaches is to count them against it."""
    tally = one(said("Northern forces of committing more than 300 breaches", stance="accuse"))
    assert (tally.n, tally.against) == (301, ("north",))


def test_who_counts_is_not_whose_violations_are_counted() -> None:
    """The report's own words tell that somebody recorded; nobody is accused by that."""
    tally = one(said("The Northern forces recorded 120 violations", by=None))
    assert (tally.counted_by, tally.against, tally.against_words) == ("north", (), None)


def test_a_ceasefire_that_was_violated_is_not_who_violated_it() -> None:
    """What suffers the verb is not the alleged party."""
    tally = one(said("that the ceasefire had been violated 23 times"))
    assert (tally.against, tally.against_words) == ((), None)


@pytest.mark.parametrize(
    ("words", "days", "since", "until"),
    [
        ("302 violations since 12 September", [("12 September", "2016-09-12")], "2016-09-12", None),
        ("302 violations between 18 and 19 September", [("19 September", "2016-09-19")], "2016-09-18", "2016-09-19"),
        ("302 violations on 19 September", [("19 September", "2016-09-19")], "2016-09-19", "2016-09-19"),
        ("302 violations in the first week", [], "2016-09-12", "2016-09-18"),
        ("302 violations in the first 48 hours", [], "2016-09-12", "2016-09-14"),
        ("302 violations in the past 24 hours", [], "2016-09-19", "2016-09-20"),
        ("302 violations in the previous 24 hours", [], "2016-09-19", "2016-09-20"),
        ("302 violations over the last two days", [], "2016-09-19", "2016-09-20"),
        ("302 violations in the past week", [], "2016-09-14", "2016-09-20"),
        ("302 violations since it began", [], "2016-09-12", None),
        ("302 violations", [], None, None),
    ],
)
def test_the_period_is_the_one_that_the_words_give(
    words: str, days: list[tuple[str, str]], since: str | None, until: str | None
) -> None:
    """Days that are named, counted from the beginning, or counted back from the day it was said."""
    tally = one(said(words, days=days))
    assert (tally.since, tally.until) == (since, until)


@pytest.mark.parametrize("words", ["previous week", "previous day", "preceding month", "previous weeks"])
def test_the_previous_week_is_before_one_just_named_and_is_not_worked_out(words: str) -> None:
    """Without a number, or a day beside it, its words are kept and its days are not known."""
    tally = one(said(f"302 violations in the {words}"))
    assert (tally.since, tally.until, tally.period_words) == (None, None, words)
    dated = one(said(f"302 violations in the {words}, on 12 September", days=[("12 September", "2016-09-12")]))
    assert (dated.since, dated.until) == ("2016-09-12", "2016-09-12")


def test_the_same_period_is_the_one_named_before_in_the_report() -> None:
    """Another speaker's "first 48 hours", a sentence earlier in the same report; another report's is not."""
    first = said("that it had recorded no deaths in the first 48 hours", by=NORTH, on="2016-09-14")
    same = said("that armed groups had committed 60 violations in the same period", on="2016-09-14", at=200)
    alone = said("that armed groups had committed 60 violations in the same period", on="2016-09-14", report="r2", at=200)
    found = tallies(TEXT, hearing([same, first, alone]))
    assert [(tally.report, tally.since, tally.until) for tally in found] == [
        ("r1", "2016-09-12", "2016-09-14"),
        ("r2", None, None),
    ]
    assert {tally.period_words for tally in found} == {"same period"}


def test_without_an_agreement_nothing_is_counted_from_its_beginning() -> None:
    """The words stay, the days are not known."""
    (tally,) = tallies(None, hearing([said("302 violations in the first week")]))
    assert (tally.since, tally.until, tally.period_words) == (None, None, "first week")


def test_of_a_number_of_somebody_else_only_what_is_confirmed_is_a_tally() -> None:
    """Whoever confirms nine of the 31 that another registered does not confirm 31."""
    tally = one(said("nine of the 31 violations reported by Northland", stance="confirm"))
    assert (tally.n, tally.confirms) == (9, "north")


def test_an_amount_of_violations_by_somebody_is_counted_against_them() -> None:
    """Who stands between the word and its number is whose violations are counted."""
    tally = one(said("that the number of violations by Northern forces reached 150"))
    assert (tally.n, tally.against, tally.against_words) == (150, ("north",), "Northern forces")


def test_a_range_is_one_tally() -> None:
    """The second number of a range is no total of its own."""
    words = "that between 200 and 250 violations had been recorded"
    count = msgspec.structs.replace(typed(200), span=Span(13, 24), high=250)
    tally = one(said(words, counts=(count,)))
    assert (tally.low, tally.high) == (200, 250)


def test_a_day_named_by_its_number_alone_takes_the_unit_of_the_one_before() -> None:
    """Behind "on the first day" a bare "on the second" is the second day, and not the first."""
    found = tallies(TEXT, hearing([said("that it was violated 23 times on the first day and 37 times on the second")]))
    assert [(tally.n, tally.since) for tally in found] == [(23, "2016-09-12"), (37, "2016-09-13")]


def test_registered_and_confirmed_stay_apart() -> None:
    """Six registered by one side, nine by the other, one confirmed: three tallies, with who counted and who confirms whose."""
    found = tallies(
        TEXT,
        hearing(
            [
                said("The Northern forces registered 6 violations in Hill (3) and Bay (2)", by="ministry", report="r1"),
                said("The Southern forces registered 9 violations", by=None, report="r1", at=100),
                said("only one of the violations registered by Southland", by=NORTH, stance="confirm", report="r1", at=200),
            ]
        ),
    )
    assert [(tally.n, tally.parts_sum, tally.counted_by, tally.confirms) for tally in found] == [
        (6, 5, "north", None),
        (9, None, "south", None),
        (1, None, None, "south"),
    ]


def test_what_a_speaker_repeats_is_one_tally() -> None:
    """The same number of the same speaker in two reports stands once; another speaker's by itself, an unnamed one's too."""
    words = "302 violations since 12 September"
    days = [("12 September", "2016-09-12")]
    heard = [
        said(words, days=days, report="r1"),
        said(words, days=days, report="r2", on="2016-09-21"),
        said(words, days=days, report="r3", by=NORTH),
        said(words, days=days, report="r4", by="an official", is_unnamed=True),
        said(words, days=days, report="r5", by="an official", is_unnamed=True),
    ]
    found = tallies(TEXT, hearing(heard))
    assert [(tally.speaker, len(tally.repeats)) for tally in found] == [
        ("Southland", 1),
        ("Northland", 0),
        ("an official", 0),
        ("an official", 0),
    ]


# beside the incidents


def test_a_tally_covers_incidents_of_its_scope_and_period() -> None:
    """Alleged of the same, in the period, of a kind that the agreement speaks of; the others stand on their side."""
    tally = one(
        said("3 violations by the Northern forces between 13 and 15 September", days=[("15 September", "2016-09-15")]),
        incident("i1", "2016-09-13", alleged="north"),
        incident("i2", "2016-09-14", alleged="river"),
        incident("i3", "2016-09-15"),
        incident("i4", "2016-09-14", until="2016-09-17", alleged="north"),
        incident("i5", "2016-09-19", alleged="north"),
        incident("i6", None, alleged="north"),
        incident("i7", "2016-09-14", alleged="north", type="D.CONSULT"),
        incident("i8", "2016-09-14", alleged="north", stance="deny"),
    )
    assert tally.matched.covered == ("i1",)
    assert tally.matched.unmatched_tally == 2
    assert tally.matched.unmatched_incidents == ("i2",)
    assert tally.matched.possible == ("i4", "i8", "i3")


def test_a_kind_of_actors_covers_what_is_alleged_of_one_of_them() -> None:
    """ "Armed groups" are those that the theatre lists as such."""
    tally = one(
        said("that armed groups had committed 5 violations since it began"),
        incident("i1", "2016-09-13", alleged="river"),
        incident("i2", "2016-09-14", alleged="north"),
    )
    assert (tally.matched.covered, tally.matched.unmatched_incidents) == (("i1",), ("i2",))


def test_more_incidents_than_counted_are_left_on_their_side() -> None:
    """Only as many are covered as were counted; where "at least" so many were, there is no limit."""
    known = [incident(f"i{n}", f"2016-09-1{n}", alleged="north") for n in range(3, 8)]
    exact = one(said("2 violations by the Northern forces since it began"), *known)
    least = one(said("at least 2 violations by the Northern forces since it began"), *known)
    assert (exact.matched.covered, exact.matched.unmatched_incidents) == (("i3", "i4"), ("i5", "i6", "i7"))
    assert (len(least.matched.covered), least.matched.unmatched_tally) == (5, 0)


def test_a_tally_of_a_place_covers_what_lies_in_it() -> None:
    """A town lies in its province; where the place is not known, the incident may be meant."""
    tally = one(
        said("9 violations in Hill province since it began", places=[("Hill province", "x.hill")]),
        incident("i1", "2016-09-13", place="x.ford"),
        incident("i2", "2016-09-13", place="x.bay"),
        incident("i3", "2016-09-13"),
    )
    assert tally.places == ("x.hill",)
    assert (tally.matched.covered, tally.matched.unmatched_incidents, tally.matched.possible) == (("i1",), ("i2",), ("i3",))


def test_a_period_that_cannot_be_worked_out_covers_nothing_surely() -> None:
    """ "The previous reporting period" is kept as words, and every incident may be meant or not."""
    tally = one(said("870 violations in the previous reporting period"), incident("i1", "2016-09-13"))
    assert (tally.period_words, tally.since) == ("previous reporting period", None)
    assert (tally.matched.covered, tally.matched.possible) == ((), ("i1",))


# laws

PHRASES = (
    "that Northern forces had committed 302 violations",
    "300 violations by the Southerners",
    "at least 5 violations by the River forces in the first week",
    WEEK,
    "only two of the violations registered by Northland",
    "The Southern forces registered 9 violations",
)
SIDES = {"north": "south", "south": "north"}
NAMES = {"North": "South", "South": "North"}


def exchanged(words: str) -> str:
    return re.sub("North|South", lambda found: NAMES[found.group()], words)


SWAPPED = tuple(
    msgspec.structs.replace(
        actor,
        name=exchanged(actor.name),
        names=tuple(msgspec.structs.replace(name, text=exchanged(name.text)) for name in actor.names),
        id=SIDES.get(actor.id, actor.id),
    )
    for actor in ACTORS
)


def swapped(actor: Actor) -> Actor:
    return next(other for other in SWAPPED if other.id == SIDES.get(actor.id, actor.id))


@st.composite
def conversations(draw: st.DrawFn) -> tuple[list[tuple[str, Actor, str]], list[tuple[str, str, str | None]]]:
    said_ = draw(
        st.lists(st.tuples(st.sampled_from(PHRASES), st.sampled_from(ACTORS), st.sampled_from(["14", "18", "20"])), max_size=6)
    )
    known = draw(
        st.lists(st.tuples(st.sampled_from(["13", "16", "19"]), st.sampled_from([None, "north", "south", "river"])), max_size=5)
    )
    return said_, [(f"i{n}", f"2016-09-{day}", alleged) for n, (day, alleged) in enumerate(known)]


def told(said_: list[tuple[str, Actor, str]]) -> list[Heard]:
    return [said(words, by=by, on=f"2016-09-{day}", report=f"r{n}") for n, (words, by, day) in enumerate(said_)]


@settings(max_examples=25, deadline=None)
@given(conversations(), st.randoms(use_true_random=False))
def test_the_order_in_which_claims_are_heard_changes_no_tally(
    drawn: tuple[list[tuple[str, Actor, str]], list[tuple[str, str, str | None]]], random: object
) -> None:
    """The same claims and incidents in any order give the same tallies, in the same order."""
    heard = told(drawn[0])
    known = [incident(name, day, alleged=alleged) for name, day, alleged in drawn[1]]
    straight = tallies(TEXT, hearing(heard, known))
    random.shuffle(heard)  # type: ignore[attr-defined]
    random.shuffle(known)  # type: ignore[attr-defined]
    assert tallies(TEXT, hearing(heard, known)) == straight


@settings(max_examples=25, deadline=None)
@given(conversations())
def test_exchanging_the_parties_exchanges_them_in_the_tallies(
    drawn: tuple[list[tuple[str, Actor, str]], list[tuple[str, str, str | None]]],
) -> None:
    """Names exchanged everywhere are exchanged in the result, and nothing else is another."""
    said_, known = drawn
    straight = tallies(TEXT, hearing(told(said_), [incident(n, d, alleged=a) for n, d, a in known]))
    others = [(exchanged(words), swapped(by), day) for words, by, day in said_]
    mirrored = [incident(n, d, alleged=SIDES.get(a or "", a)) for n, d, a in known]
    found = tallies(TEXT, hearing(told(others), mirrored, actors=SWAPPED))
    mirror = {**SIDES, "Northland": "Southland", "Southland": "Northland"}
    text = exchanged(msgspec.json.encode(straight).decode())
    back = re.sub(r'"(north|south)"', lambda m: f'"{mirror[m[1]]}"', text)
    assert msgspec.json.decode(back) == msgspec.json.decode(msgspec.json.encode(found))


def test_tallies_are_never_added_to_each_other() -> None:
    """However many speakers count, every number that is shown was said by one of them."""
    heard = [
        said(words, by=by, report=f"r{n}") for n, (words, by) in enumerate(itertools.product(PHRASES, (NORTH, SOUTH, RIVER)))
    ]
    shown = {tally.n for tally in tallies(TEXT, hearing(heard))}
    assert shown <= {302, 300, 5, 242, 2, 9}
