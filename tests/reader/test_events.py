"""Events: what is said to have happened, by what means, to what, and how far it came."""

from __future__ import annotations

import pytest

from truceline.actors import Registry
from truceline.model import Actor, ActorName, EventMention
from truceline.reader.counts import counts
from truceline.reader.events import events
from truceline.reader.segments import clean
from truceline.reader.times import times

ACTORS = (
    Actor(id="aa", kind="state", name="Aland", names=(ActorName(text="Alandic", demonym=True),)),
    Actor(id="bb", kind="state", name="Bland", names=(ActorName(text="Blandic", demonym=True),)),
)
REGISTRY = Registry(ACTORS)


def read(text: str) -> tuple[EventMention, ...]:
    """Return the events of a text with its times and counts."""
    view = clean(text)
    found = times(view, "2016-09-21")
    return events(view, REGISTRY, found, (), counts(view, found))


def violence(text: str) -> EventMention:
    """Return the one violent event of a text."""
    (event,) = [e for e in read(text) if e.type[0] == "V"]
    return event


@pytest.mark.parametrize(
    ("text", "code", "means"),
    [
        ("An airstrike hit the depot.", "V.AIR", "airstrike"),
        ("Warplanes bombed the depot.", "V.AIR", "airstrike"),
        ("Helicopters attacked the depot.", "V.AIR", "helicopter"),
        ("Warplanes fired two missiles at the depot.", "V.AIR", "missile"),
        ("A launcher on the hill fired two missiles.", "V.SHELL", "missile"),
        ("A drone strike hit the depot.", "V.DRONE", "drone"),
        ("Barrel bombs fell on the town.", "V.AIR", "barrel_bomb"),
        ("They shelled the town.", "V.SHELL", "artillery"),
        ("A mortar attack shook the town.", "V.SHELL", "mortar"),
        ("Rockets landed on the town.", "V.SHELL", "rocket"),
        ("Clashes broke out near the mill.", "V.GROUND", "clash"),
        ("A sniper wounded a boy.", "V.GROUND", "sniper"),
        ("They captured the village.", "V.OFFENSIVE", "capture"),
        ("The army recaptured the village.", "V.OFFENSIVE", "retake"),
        ("A car bomb went off.", "V.EXPLOSIVE", "car_bomb"),
        ("A suicide bomber entered the market.", "V.EXPLOSIVE", "suicide"),
        ("Chlorine gas filled the street.", "V.CHEM", "chlorine"),
        ("Two teachers were abducted.", "V.CIV", "abduction"),
        ("Shops were looted.", "V.PROPERTY", "loot"),
        ("The attack lasted an hour.", "V.UNSPEC", None),
    ],
)
def test_the_code_and_the_means_follow_the_words(text: str, code: str, means: str | None) -> None:
    """Each kind of violence is told from the others by what the text names."""
    found = [(e.type, e.means) for e in read(text)]
    assert (code, means) in found


def test_an_attack_of_unknown_means_stays_so() -> None:
    """An attack is not an air strike because somebody else called it one."""
    event = violence("The attack on the aid convoy was condemned.")
    assert (event.type, event.means, event.targets, event.definite) == ("V.UNSPEC", None, ("convoy",), True)


def test_an_air_strike_on_a_convoy_names_both() -> None:
    """Means and target are read from one phrase."""
    event = violence("It was an airstrike on a humanitarian convoy.")
    assert (event.type, event.targets, event.definite) == ("V.AIR", ("convoy",), False)


def test_a_weapon_that_nobody_fires_is_no_event() -> None:
    """A truck that tows a mortar attacks nobody."""
    assert [e for e in read("The film shows a truck that tows a mortar.") if e.type[0] == "V"] == []


def test_a_clash_with_protesters_is_unrest() -> None:
    """Police against a crowd is not an armed clash."""
    assert [e.type for e in read("Police and protesters clashed in the square.") if e.means == "clash"] == ["P.RIOT"]


@pytest.mark.parametrize(
    ("text", "stage"),
    [
        ("They attacked the depot.", "occurred"),
        ("The guards foiled an attack.", "attempted"),
        ("The group threatened an attack.", "threatened"),
        ("They will attack the depot.", "planned"),
    ],
)
def test_the_stage_says_how_far_it_came(text: str, stage: str) -> None:
    """A threat is not a deed."""
    assert violence(text).stage == stage


def test_what_is_said_not_to_have_happened_is_denied() -> None:
    """No airstrike is the opposite of an airstrike."""
    assert violence("There was no airstrike that night.").denied
    assert violence("The planes had not bombed the convoy.").denied
    assert not violence("There was an airstrike that night.").denied


def test_the_alleged_and_the_struck_are_told_apart() -> None:
    """By whom and upon whom are two roles."""
    event = violence("The bombing by the Alandic air force of a Blandic position shook the valley.")
    assert [(a.role, a.actor) for a in event.actors] == [("alleged_perpetrator", "aa"), ("target", "bb")]


def test_blame_for_an_attack_is_an_accusation() -> None:
    """Who is blamed is alleged, and the certainty says that it is an accusation."""
    event = violence("The mayor blamed the attack on Aland.")
    assert [(a.role, a.actor, a.certainty) for a in event.actors] == [("alleged_perpetrator", "aa", "accused")]


def test_blame_for_allowing_it_is_not_perpetration() -> None:
    """Responsibility of a guarantor is not perpetration."""
    event = violence("The mayor accused Aland of allowing the attack.")
    assert [(a.role, a.actor) for a in event.actors] == [("party", "aa")]


def test_exchanging_the_parties_changes_nothing_else() -> None:
    """Rules look at the words around names, never at whose names they are."""
    text = "Aland bombed a Blandic post. The mayor blamed Aland for the attack."
    swapped = text.replace("Aland", "@").replace("Bland", "Aland").replace("@", "Bland")
    plain = [(e.type, e.stage, [(a.role, a.certainty) for a in e.actors]) for e in read(text)]
    assert plain == [(e.type, e.stage, [(a.role, a.certainty) for a in e.actors]) for e in read(swapped)]


def test_a_time_belongs_to_the_event_it_follows() -> None:
    """The day of the strike is not the day of the blame."""
    text = "They spoke of the strike on 17 September by blaming nobody."
    event = violence(text)
    assert [s.of(text) for s in event.times] == ["17 September"]


def test_a_day_counted_from_an_attack_is_not_its_day() -> None:
    """A day after the attack is the day of something else."""
    assert violence("They met a day after the attack on Monday killed two people.").times != ()
    assert violence("They met a day after the attack.").times == ()


def test_dead_belong_to_the_violence_and_not_to_the_meeting() -> None:
    """Counts of dead are given to the violent event of the sentence."""
    event = violence("The meeting followed an attack that killed 20 people.")
    assert event.counts == ("n1",)


def test_text_without_events_has_none() -> None:
    """Nothing is read where nothing is said."""
    assert read("The sky was clear.") == ()


@pytest.mark.parametrize(
    "text",
    [
        "They sent the report of Aland on the convoy attacked at Midtown.",
        "The Alandic inquiry into the strike was published.",
        "Aland published a summary of the inquiry about the convoy attacked at Midtown.",
        "Aland could not determine whether air strikes had hit the convoy.",
        "Aland met the survivors of the convoy attacked at Midtown.",
    ],
)
def test_whoever_tells_of_a_deed_is_not_its_perpetrator(text: str) -> None:
    """The author of a report on an attack did not carry it out, nor did whoever cannot tell what it was."""
    assert [a for e in read(text) for a in e.actors if a.role == "alleged_perpetrator"] == []


@pytest.mark.parametrize(
    "text",
    ["Aland attacked the convoy.", "Alandic forces on the coast shelled the town.", "The convoy attacked by Aland burned."],
)
def test_a_subject_or_an_agent_stays_the_alleged_perpetrator(text: str) -> None:
    """An active verb has its subject, a passive participle only what stands after "by"."""
    assert [a.actor for e in read(text) for a in e.actors if a.role == "alleged_perpetrator"] == ["aa"]


def test_both_whom_somebody_blames_are_accused() -> None:
    """ "Blamed X and Y for the attack" accuses each of them."""
    actors = violence("The mayor blamed the Alandic government and Bland for the attack.").actors
    assert [(a.actor, a.certainty) for a in actors] == [("aa", "accused"), ("bb", "accused")]


def test_a_long_list_of_the_blamed_is_blamed_as_a_whole() -> None:
    """Names of many words in a list with "and" do not push each other out of reach."""
    actors = violence("She blamed the Alandic - backed al - Noor al - Sham group and Bland for shelling the market.").actors
    assert ("bb", "accused") in [(a.actor, a.certainty) for a in actors]


def test_who_is_investigating_is_not_investigated() -> None:
    """ "Was investigating" is no passive."""
    (event,) = [e for e in read("Aland was investigating.") if e.type.startswith("D.")]
    assert [(a.role, a.actor) for a in event.actors] == [("agent", "aa")]


def test_whether_something_happened_is_neither_denied_nor_planned() -> None:
    """What stands before "whether" is not said of what follows it."""
    event = violence("She could not say whether an airstrike hit the depot.")
    assert (event.denied, event.stage) == (False, "occurred")


def test_what_could_not_have_been_done_is_no_plan() -> None:
    """ "Could not have attacked" speaks of what is past and denies it."""
    event = violence("Aland could not have attacked the depot.")
    assert (event.denied, event.stage) == (True, "occurred")


@pytest.mark.parametrize("name", ["Ceasefire Monitoring Mission", "Truce Supervision Committee", "Ceasefire Commission"])
def test_a_word_in_a_bodys_name_is_no_event(name: str) -> None:
    """A mission with "ceasefire" in its name is no ceasefire."""
    assert read(f"The {name} met.") == () or [e.type[0] for e in read(f"The {name} met.")] == ["D"]
    assert [e.type for e in read("The Ceasefire began.")] == ["C.DECLARE"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("The convoy left on Monday.", "H.AID_DEPART"),
        ("Trucks carrying food reached the town.", "H.AID_DEPART"),
        ("The army turned back the convoy.", "H.DENY"),
        ("The convoy was held up for two days.", "H.DELAY"),
        ("The government approved the convoy.", "H.AID_PERMIT"),
        ("Food was distributed to families.", "H.AID_DELIVER"),
        ("The group blocked the convoy.", "H.BLOCK"),
        ("Aland delivered six tanks.", "M.DEPLOY"),
        ("Bland closed its airspace to them.", "M.FLIGHT"),
    ],
)
def test_aid_movements_and_deliveries_are_known_by_their_verbs(text: str, code: str) -> None:
    """A usual verb is an event of aid or of forces where one of its things stands on either side."""
    assert code in {event.type for event in read(text)}


@pytest.mark.parametrize(
    "text",
    ["The minister left on Monday.", "The talks were held up for two days.", "They delivered a speech.", "He reached the town."],
)
def test_the_same_verbs_of_anything_else_are_none(text: str) -> None:
    """Without a convoy, aid or arms beside it such a verb tells of no event of aid or of forces."""
    assert not [event for event in read(text) if event.type.startswith(("H.", "M."))]
