"""What one claim says of an agreement: whose act, what it can change, from when until when, and a person's word instead."""

from __future__ import annotations

import msgspec
import pytest

from agreement.statement_probes import ACTORS, ISLES, PUBLISHED, VALLEY
from truceline.agreement.parties import Parties
from truceline.agreement.statements import BreachAlleged, DayCount, Statement, read
from truceline.agreement.status.deeds import scoped
from truceline.agreement.status.powers import Powers
from truceline.model import Claim, Interval, Place, PlaceMention, Span, Speaker, TimeMention
from truceline.model.agreements import Agreement, Coverage
from truceline.model.hearing import Heard, Marked
from truceline.model.status import Assessment, AuthorityClaim, Declaration


def heard(
    words: str,
    actor: str | None = "velland.mil",
    rule: str = "say.clause",
    *,
    times: tuple[tuple[str, str, str | None, str | None], ...] = (),
    stance: str = "assert",
    said: str | None = None,
    reading: Marked | None = None,
) -> Heard:
    """Return a claim with these words; ``times`` are words with TIMEX3 value, start and end."""
    mentions = tuple(
        TimeMention(span=Span(words.index(shown), words.index(shown) + len(shown)), value=value, start=start, end=end)
        for shown, value, start, end in times
    )
    claim = Claim(
        id="c1",
        source=(),
        cue=(),
        content=(Span(0, len(words)),),
        type="indirect",
        voice="quoted" if actor else "narration",
        speaker=Speaker(name=actor, actor=actor) if actor else None,
        stance=stance,  # type: ignore[arg-type]
        said_at=Interval(start=said, end=said, precision="day") if said else None,
        rule=rule,
        report="r1",
        text_sha256="0" * 64,
        author="en-1",
        times=mentions,
    )
    return Heard(
        claim=claim,
        words=words,
        sentence=words,
        sentence_at=0,
        known_on=PUBLISHED,
        said_on=PUBLISHED,
        standing="accepted",
        reading=reading,
    )


PLACES = (
    Place(id="vl", name="Valley", precision="country"),
    Place(id="upper", name="Upper Valley", precision="governorate", within="vl"),
    Place(id="lowford", name="Lowford", precision="town", within="upper"),
    Place(id="vl.farland", name="Farland", precision="country"),
)
"""Places whose ids say nothing of what lies within what."""


def said(claim: Heard, agreement: Agreement = VALLEY) -> tuple[Statement, ...]:
    return read(claim, agreement, Parties(agreement, ACTORS, PLACES))


def declared(claim: Heard, agreement: Agreement = VALLEY) -> Declaration:
    (found,) = said(claim, agreement)
    assert isinstance(found, Declaration)
    return found


@pytest.mark.parametrize(
    ("actor", "scope"),
    [
        ("kestria.mfa", "arrangement"),
        ("norvan.mfa", "arrangement"),
        ("velland.orsa", "own_adherence"),
        ("front.lind", "own_adherence"),
        ("un.salo", "opinion"),
        (None, "opinion"),
    ],
)
def test_the_same_words_change_what_their_speaker_may_change(actor: str | None, scope: str) -> None:
    """Only whom the text names ends the arrangement; a party its own part; from anybody else it is an opinion."""
    assert declared(heard("the truce is over", actor)).scope == scope


def test_where_the_text_names_nobody_no_word_is_of_the_arrangement() -> None:
    """A guarantor of another agreement has no say in this one."""
    assert declared(heard("the truce is over", "kestria.mfa"), ISLES).scope == "opinion"


def test_a_calm_until_midnight_on_a_day_lasts_to_the_end_of_that_day() -> None:
    """Hours are those of the place, and midnight at an end is not the midnight with which the day begins."""
    claim = heard(
        "a period of calm from 19:00 on 12 May until midnight on 18 May",
        rule="announce.np",
        times=(
            ("19:00", "2031-05-12T19:00", "2031-05-12", "2031-05-12"),
            ("12 May", "2031-05-12", "2031-05-12", "2031-05-12"),
            ("midnight", "2031-05-18T00:00", "2031-05-18", "2031-05-18"),
            ("18 May", "2031-05-18", "2031-05-18", "2031-05-18"),
        ),
    )
    found = declared(claim)
    assert (found.act, found.scope) == ("undertake", "own_adherence")
    assert (found.effective, found.until) == ("2031-05-12T19:00:00+02:00", "2031-05-18T23:59:00+02:00")


def test_a_stretch_without_an_end_stays_a_stretch() -> None:
    """From when 48 hours count is for the running state to say."""
    found = declared(heard("the truce had been extended by 48 hours", "kestria.mfa", times=(("48 hours", "PT48H", None, None),)))
    assert (found.act, found.lasts, found.until) == ("extend", "PT48H", None)


def test_whose_act_it_is_said_to_be_stands_beside_who_says_it() -> None:
    """One guarantor's word for both is one claim, naming both."""
    found = declared(heard("that Kestria and Norvan had agreed to extend the truce", "kestria.boren"))
    assert (found.actor, set(found.by)) == ("kestria.boren", {"kestria", "norvan"})


def test_what_a_report_tells_of_a_party_is_that_party_s_and_says_who_tells() -> None:
    """Narration is nobody's voice; the party that it names acted, and the rule says that it is told."""
    found = declared(heard("The Northern Front withdrew from the truce", None))
    assert (found.actor, found.scope, found.rule) == ("front", "own_adherence", "withdraw.act.told")


def test_forces_told_to_be_in_the_field_again_are_no_declaration_of_theirs() -> None:
    """An account of the ground is an incident, whoever gives it."""
    for actor in ("front", None):
        assert not [s for s in said(heard("The Vellish army resumed air strikes", actor)) if s.scope != "opinion"]  # type: ignore[union-attr]


def test_exchanging_the_parties_exchanges_them_and_nothing_else() -> None:
    """The words of either side do the same."""
    for words in ("the truce is over", "it was withdrawing from the truce", "it had resumed combat operations"):
        one, other = declared(heard(words, "velland")), declared(heard(words, "front"))
        assert (one.party, one.by, other.party, other.by) == ("velland", ("velland",), "front", ("front",))
        same = {"speaker": "", "actor": None, "party": None, "by": ()}
        assert msgspec.structs.replace(one, **same) == msgspec.structs.replace(other, **same)


def test_a_word_before_the_name_is_the_speaker_s_only_where_it_is_quoted() -> None:
    """In reported speech nobody can tell whose word "tattered" is."""
    (found,) = said(heard("that it continued to support a tattered ceasefire", "un"))
    assert isinstance(found, Assessment)
    assert (found.speaker, found.actor, found.words) == ("", None, "a tattered ceasefire")


def test_a_claim_to_authority_declares_nothing() -> None:
    """Who may end it is said; that it ended is not."""
    (found,) = said(heard("that only the two guarantors could announce its end", "un.salo"))
    assert isinstance(found, AuthorityClaim)
    assert (found.act, found.of, found.actor) == ("end", ("guarantor",), "un.salo")


def test_a_person_s_word_stands_instead_of_the_rules() -> None:
    """Whatever the words look like; what it can change still follows from who speaks."""
    words = "الهدنة انتهت"
    mark = Marked(agreement="valley", does="end", by="ann", effective="2031-05-19")
    found = declared(heard(words, "front", reading=mark))
    assert (found.act, found.scope, found.effective, found.rule) == ("end", "own_adherence", "2031-05-19", "marked by ann")
    assert declared(heard(words, "un", reading=mark)).scope == "opinion"
    assert declared(heard(words, "norvan", reading=mark)).scope == "arrangement"


def test_a_person_s_nothing_silences_the_rules() -> None:
    """A misread sentence says nothing any more."""
    assert said(heard("the truce is over", reading=Marked(agreement="valley", does="nothing", by="ann"))) == ()


@pytest.mark.parametrize(("does", "kind"), [("assessment", Assessment), ("authority", AuthorityClaim), ("tally", BreachAlleged)])
def test_a_person_can_mark_every_kind(does: str, kind: type) -> None:
    """The kinds of the rules are the kinds of a person."""
    (found,) = said(heard("كلام", reading=Marked(agreement="valley", does=does, by="ann", of=("guarantor",))))
    assert isinstance(found, kind)


def test_the_parties_of_another_agreement_are_our_own_mistake() -> None:
    """A caller that mixes agreements up is told so."""
    with pytest.raises(ValueError, match="expected those of valley"):
        read(heard("the truce is over"), VALLEY, Parties(ISLES, ACTORS))


@pytest.mark.parametrize(
    ("words", "holds"),
    [
        ("the ceasefire was not dead", True),
        ("the truce was holding", True),
        ("the truce had not collapsed", True),
        ("the truce was not over", True),
        ("the truce did not hold", False),
        ("the ceasefire was dead", False),
        ("the ceasefire was in danger", None),
        ("the truce was unlikely to hold", None),
        ("the chances of restoring the ceasefire were very slim", None),
    ],
)
def test_an_assessment_says_whether_by_its_words_it_still_holds(words: str, holds: bool | None) -> None:  # noqa: FBT001 - a row
    """Danger, chances and what is only likely leave that open."""
    found = [each.holds for each in said(heard(words, "kestria.mfa")) if isinstance(each, Assessment)]
    assert found == [holds]


def test_a_truce_of_a_smaller_place_is_its_partys_own_and_changes_no_adherence() -> None:
    """It is told with its place; another's word of it, its end, and a truce abroad are nothing at all."""
    text = msgspec.structs.replace(VALLEY, coverage=Coverage(places=("upper",)))
    for words, actor, places in (
        ("a truce in Lowford until 18 May", "velland.mil", ("lowford",)),
        ("the front had declared a truce in Lowford", "velland.mil", None),
        ("the truce in Lowford was over", "velland.mil", None),
        ("a truce in Farland until 18 May", "velland.mil", None),
    ):
        claim = heard(words, actor, rule="announce.np" if words.startswith("a truce") else "say.clause")
        name = "Lowford" if "Lowford" in words else "Farland"
        at = words.index(name)
        place = PlaceMention(
            span=Span(at, at + len(name)),
            name=name,
            place="lowford" if name == "Lowford" else "vl.farland",
            precision="town" if name == "Lowford" else "country",
        )
        told = msgspec.structs.replace(claim, claim=msgspec.structs.replace(claim.claim, places=(place,)))
        found = [each.places for each in said(told, text) if isinstance(each, Declaration) and each.scope != "opinion"]
        assert found == ([places] if places else []), words


def test_the_truce_of_the_country_around_is_the_agreement_s_own() -> None:
    """A text for one province is named by its country; whether that contains it is said by the places, not by the ids."""
    text = msgspec.structs.replace(VALLEY, coverage=Coverage(places=("upper",)))
    words = "the truce in Velland was over"
    at = words.index("Velland")
    place = PlaceMention(span=Span(at, at + len("Velland")), name="Velland", place="vl", precision="country")
    claim = heard(words, "velland.mil")
    told = msgspec.structs.replace(claim, claim=msgspec.structs.replace(claim.claim, places=(place,)))
    assert declared(told, text).act == "end"


@pytest.mark.parametrize(
    ("words", "count"),
    [
        ("Wednesday was the third day of calm", (3, None, None)),
        ("it was day four of the fragile truce", (4, None, None)),
        ("it was the sixth day of a reduction in violence", (6, None, None)),
        ("seven days of calm have not been reached", (None, 7, False)),
        ("three of the seven days have been reached", (3, 7, False)),
        ("the seven days agreed on had not yet been reached", (None, 7, False)),
        ("seven days of relative calm have passed", (7, 7, True)),
        ("seven days have passed without a single incident", (7, 7, True)),
        ("there had been four consecutive days without violations", (4, None, None)),
        ("two days after the truce was reached", None),
        ("seven days of talks on the truce have been completed", None),
        ("seven days had been agreed and the truce was reached", None),
        ("seven days have passed since the strike", None),
        ("a third day of air strikes despite the truce", None),
        ("the tenth day of fighting since the truce began", None),
        ("the fourth day of truce violations", None),
        ("the second day of peace talks", None),
        ("the fifth day of broken calm", None),
        ("the fifth day of no calm at all", None),
        ("there had been seven days without water", None),
        ("there had been seven days without stopping the strikes", None),
        ("there had been seven days without an end to the fighting", None),
    ],
)
def test_days_are_days_of_calm_only_where_the_words_say_so(
    words: str, count: tuple[int | None, int | None, bool | None] | None
) -> None:
    """Days of something else, or before and after something, count nothing."""
    found = [(each.days, each.needed, each.is_met) for each in said(heard(words, "velland.mil")) if isinstance(each, DayCount)]
    assert found == ([count] if count else [])


def test_what_some_unknown_others_did_never_becomes_the_speakers_own_act() -> None:
    """ "Local rebels ended the truce": nobody whom the pack knows, and still not the army that says so."""
    claim = heard("local rebels ended the truce", "velland.mil")
    parties = Parties(VALLEY, ACTORS)
    (found,) = read(claim, VALLEY, parties)
    assert isinstance(found, Declaration)
    assert scoped(found, claim, Powers(VALLEY, parties)).scope == "opinion"
