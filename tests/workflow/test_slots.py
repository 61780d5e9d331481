"""Going through a claim slot by slot: each can be changed, taken out or added, and the others stay exactly as they were."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from truceline.errors import ProtectedError, UsageError
from truceline.model import Claim, Count, EventMention, Figure, PlaceMention, Report, Span, Theatre, TimeMention
from truceline.workflow.correcting import Correction, corrected
from truceline.workflow.figures import figure
from truceline.workflow.marking import Marking, claim_of
from truceline.workflow.protecting import Guarded
from truceline.workflow.slots import Kind, Slot, Slots

TEXT = "Shells killed 12 people, 3 of them children, in Karm on Monday; a raid on Deir at night wounded 9."
REPORT = Report(id="r1", text=TEXT, published_at="2016-09-20")
THEATRE = Theatre(name="t", title="T", version="1", actors=(), places=())


def at(words: str) -> Span:
    return Span(TEXT.index(words), TEXT.index(words) + len(words))


def count(name: str, words: str, number: int, effect: str = "killed", part: str | None = None) -> Count:
    made = figure(str(number), effect, "people")
    return Count(
        id=name, span=at(words), low=made.low, high=made.high, bound="exact", effect=made.effect, unit="people", subset_of=part
    )


@pytest.fixture
def old() -> Claim:
    """A claim of two happenings, with three figures, two days and two places, as a machine reads it."""
    bare = claim_of(Marking(spans=(Span(0, len(TEXT) - 1),)), REPORT, THEATRE, "en-1")
    night = TimeMention(
        span=at("at night"), value="2016-09-19TNI", start="2016-09-19T18:00:00Z", end="2016-09-20T06:00:00Z", precision="night"
    )
    return replace(
        bare,
        counts=(count("n1", "12 people", 12), count("n2", "3 of them", 3, part="n1"), count("n3", "9", 9, "injured")),
        times=(TimeMention(span=at("Monday"), value="2016-09-19", start="2016-09-19", end="2016-09-19", precision="day"), night),
        places=(PlaceMention(span=at("Karm"), name="Karm"), PlaceMention(span=at("Deir"), name="Deir", precision="district")),
        events=(
            EventMention(
                id="e1", span=at("Shells"), type="V.SHELL", times=(at("Monday"),), places=(at("Karm"),), counts=("n1", "n2")
            ),
            EventMention(
                id="e2", span=at("raid"), type="V.AIR", means="airstrike", times=(at("at night"),), places=(at("Deir"),),
                counts=("n3",), definite=True,
            ),
        ),
    )  # fmt: skip


def fix(old: Claim, **slots: object) -> Claim:
    correction = Correction(slots=Slots(**slots))  # type: ignore[arg-type] # names checked by msgspec
    return corrected(old, correction, REPORT, THEATRE, author="amal", guarded=Guarded(caller="Nour Haddad"))


def same(new: Claim, old: Claim, *but: str) -> None:
    """Everything but what is named is exactly as it was, apart from the claim that it belongs to."""
    for name in ("counts", "times", "places", "events"):
        if name not in but:
            bare = tuple(replace(each, claim=None) if hasattr(each, "claim") else each for each in getattr(new, name))
            assert bare == getattr(old, name)


KEPT: tuple[Slot[str], ...] = (Slot(was=0), Slot(was=1))


def test_the_second_place_is_mended_and_nothing_else_moves(old: Claim) -> None:
    """It keeps its words and its happening; the first place, and the night with its hours, stay as they were read."""
    new = fix(old, places=(Slot(was=0), Slot(was=1, now="Deir Hafir")))
    same(new, old, "places")
    assert [(place.name, place.span) for place in new.places] == [("Karm", at("Karm")), ("Deir Hafir", at("Deir"))]


def test_a_place_is_taken_out_and_its_happening_lets_it_go(old: Claim) -> None:
    """A name that was no place leaves no trace in the happenings."""
    new = fix(old, places=(Slot(was=1),))
    same(new, old, "places", "events")
    assert [place.name for place in new.places] == ["Deir"]
    assert [event.places for event in new.events] == [(), (at("Deir"),)]


def test_a_place_is_added_to_the_happening_that_was_chosen(old: Claim) -> None:
    """Without a choice it belongs to the first; a name that stands in the words is anchored to them."""
    new = fix(old, places=(*KEPT, Slot(now="Elsewhere", of=1), Slot(now="raid")))
    same(new, old, "places", "events")
    assert [place.name for place in new.places] == ["Karm", "Deir", "Elsewhere", "raid"]
    assert new.events[1].places == (at("Deir"), new.content[0])
    assert new.events[0].places == (at("Karm"), at("raid"))


def test_a_day_is_mended_and_the_night_beside_it_keeps_its_hours(old: Claim) -> None:
    """A range may stand in the place of a day."""
    new = fix(old, times=(Slot(was=0, now="2016-09-18..2016-09-19"), Slot(was=1)))
    same(new, old, "times")
    assert (new.times[0].start, new.times[0].end, new.times[0].precision) == ("2016-09-18", "2016-09-19", "range")
    assert new.times[1] == old.times[1]


def test_a_happening_is_mended_beside_another(old: Claim) -> None:
    """Its figures, days and places stay with it."""
    new = fix(old, events=(Slot(was=0), Slot(was=1, now=Kind("V.GROUND"))))
    same(new, old, "events")
    assert [(event.type, event.means, event.counts) for event in new.events] == [
        ("V.SHELL", None, ("n1", "n2")),
        ("V.GROUND", None, ("n3",)),
    ]
    assert new.events[1].definite


def test_a_happening_is_taken_out_and_another_added_with_what_belongs_to_it(old: Claim) -> None:
    """What belonged to the one that went is given to the new one, or to nothing."""
    moved: tuple[Slot[str], ...] = (Slot(was=0), Slot(was=1, of=1))
    new = fix(old, events=(Slot(was=0), Slot(now=Kind("V.EXPLOSIVE"))), places=moved)
    same(new, old, "events")
    assert [(event.type, event.places, event.counts) for event in new.events] == [
        ("V.SHELL", (at("Karm"),), ("n1", "n2")),
        ("V.EXPLOSIVE", (at("Deir"),), ()),
    ]
    assert new.events[1].id not in {"e1", "e2"}


def test_a_figure_is_mended_where_it_stands(old: Claim) -> None:
    """The whole of a part stays its whole, and each figure stays with its happening."""
    given: tuple[Slot[Figure], ...] = (Slot(was=0, now=figure("14+", "killed", "people")), Slot(was=1), Slot(was=2))
    new = fix(old, counts=given)
    same(new, old, "counts", "events")
    whole, part, hurt = new.counts
    assert (whole.low, whole.high, whole.bound, part.subset_of) == (14, None, "at_least", whole.id)
    assert replace(hurt, claim=None) == old.counts[2]
    assert [event.counts for event in new.events] == [(whole.id, "n2"), ("n3",)]


def test_a_claim_without_a_happening_gets_one_that_has_all_of_it(old: Claim) -> None:
    """A place that is added to a bare claim makes a happening of no kind, as marking does."""
    bare = replace(old, counts=(), times=(), places=(), events=())
    new = fix(bare, places=(Slot(now="Karm"),))
    assert [(event.type, event.places) for event in new.events] == [("V.UNSPEC", (at("Karm"),))]


def test_what_is_none_of_ours_or_sealed_is_refused(old: Claim) -> None:
    """A code that is not there, and a caller's name in a place or a figure, are refused."""
    with pytest.raises(UsageError, match="none of ours"):
        fix(old, events=(Slot(was=0, now=Kind("V.NOTHING")), Slot(was=1)))
    with pytest.raises(ProtectedError):
        fix(old, places=(*KEPT, Slot(now="Nour Haddad's house")))
    with pytest.raises(ProtectedError):
        fix(old, counts=(Slot(now=figure("1", "killed", "people", "Nour Haddad")),))
