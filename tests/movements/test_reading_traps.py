"""Sentences that a reading of aid movements may not trip over: each tells less than its words suggest, or something else."""

from __future__ import annotations

import msgspec
import pytest

from movements.told_by import hearing, told
from truceline.model import Stance
from truceline.model.assertions import Assertion
from truceline.model.deliveries import Delivered, DeliveryFact, Overflight
from truceline.model.movements import MovementFact, MovementNamed, Obstruction, Permit, Quantity, Reached
from truceline.movements import deliveries, reading


def moved(words: str, **how: object) -> tuple[Assertion[MovementFact], ...]:
    """Return what a claim of these words says of aid movements."""
    return reading.read(hearing(told(words, **how)))  # type: ignore[arg-type] # passed on as they are


def brought(words: str) -> tuple[Assertion[DeliveryFact], ...]:
    """Return what a claim of these words says of deliveries and leave to fly."""
    return deliveries.read(hearing(told(words)))


@pytest.mark.parametrize(
    "words",
    [
        "Velland rejected accusations that it had refused permits for the convoy.",
        "Velland dismissed claims that it denied the convoy entry.",
        "Velland denied the report that it had refused the convoy entry.",
        "The Northern Front denied it had threatened to attack the convoy.",
        "If the Northern Front attacks the convoy, aid will stop.",
        "Aid agencies said letting aid in would permit families to return.",
        "The convoy was nearly looted.",
        "The convoy was almost hit.",
        "Little aid has been delivered.",
        "The Northern Front warned that any convoy without its leave would be stopped.",
    ],
)
def test_what_is_denied_supposed_feared_or_missed_by_a_hair_tells_nothing(words: str) -> None:
    """Nobody said that it was so."""
    assert moved(words) == ()


@pytest.mark.parametrize(
    "words",
    [
        "Velland received a letter from the UN about the aid convoy.",
        "Velland granted the UN access to the prison holding aid workers.",
        "The Northern Front let the aid workers go.",
        "Velland said it never received a request for permission for the aid convoy.",
        "The state-run firm obtained a permit to sell fuel.",
        "The firm was granted approval to build a food plant.",
        "Convoys are approved by Velland within 10 days under the procedure.",
        "Under the deal, Velland approves convoys within 10 days.",
        "Northern Front fighters prevented an aid convoy from entering Tarn.",
        "The convoy law permits the army to search vehicles.",
        "The convoy will not leave until Velland grants permission.",
        "As soon as permission is granted, the convoy will go.",
        "The UN regretted that it was denied entry to Tarn.",
    ],
)
def test_leave_of_another_kind_or_a_custom_is_no_permit(words: str) -> None:
    """A letter, a visit, a sale or a rule decides nothing of a movement; nor do fighters who stop it."""
    assert not [a for a in moved(words) if isinstance(a.fact, Permit)]


@pytest.mark.parametrize(
    "words",
    [
        "A military convoy of 40 trucks left Port Lind for Tarn.",
        "A Vellish army convoy was ambushed near Tarn, killing 12 soldiers.",
        "A wedding convoy was hit near Ulme.",
        "The Northern Front held a convoy of prisoners near Tarn.",
        "Police seized a shipment of 500 rifles bound for Velland.",
        "Two aid workers were held at a checkpoint for two days.",
        "Aid workers were loaded with questions about the convoy.",
        "Fighters held aid workers hostage for three days.",
    ],
)
def test_what_carries_no_aid_is_no_aid_movement(words: str) -> None:
    """Soldiers, guests, prisoners, rifles and aid workers are none."""
    assert moved(words) == ()


def test_an_escort_makes_no_military_convoy() -> None:
    """Aid under escort is still aid."""
    assert [a.fact.stage for a in moved("The military-escorted aid convoy reached Tarn.") if isinstance(a.fact, Reached)] == [
        "arrived"
    ]


def test_an_attack_in_passing_is_nobody_s_assertion() -> None:
    """Whoever is to consider something after an attack has not said that there was one; whoever accuses has."""
    passing = "the council was to consider a call for a halt following an attack on the aid convoy"
    assert not [a for a in moved(passing, by="un") if isinstance(a.fact, Reached)]
    assert not moved("there must be an inquiry into the attack on the convoy", by="un", stance="demand")
    (said,) = (a for a in moved("Velland attacked the convoy", by="ostmark", stance="accuse") if isinstance(a.fact, Reached))
    assert (said.by, said.stance, said.fact.by) == ("ostmark", "accuse", "velland")  # type: ignore[union-attr] # a stage


def test_letters_not_yet_issued_are_awaited_and_not_refused() -> None:
    """Two convoys that waited near a border, and papers that had not come."""
    found = [a.fact for a in moved("Velland has not issued the facilitation letters", by="un")]
    assert [(f.step, f.issuer, f.decision) for f in found if isinstance(f, Permit)] == [("facilitation_letter", "velland", None)]
    held = moved("Two convoys of 20 trucks each waited near Port Lind to carry aid to Tarn.", incidents=())
    assert {a.fact.stage for a in held if isinstance(a.fact, Reached)} == {"held"}


def test_a_convoy_newly_told_of_is_not_the_one_that_was_struck() -> None:
    """ "Resumed deliveries with a convoy to Tarn" names another movement than the one of the report's incident."""
    struck = told("The aid convoy was hit by an air strike near Ulme.", incidents=("i1",))
    later = told("The UN, which had suspended all convoys on 20 May, resumed deliveries on 22 May with a convoy to Tarn.")
    found = reading.read(hearing(struck, later))
    (named,) = (a for a in found if isinstance(a.fact, MovementNamed) and a.fact.destinations == ("v.tarn",))
    (suspended,) = (a for a in found if isinstance(a.fact, Reached) and a.fact.stage == "suspended")
    assert (named.subject, suspended.subject) == ("", "")


def test_a_day_before_a_name_is_no_name() -> None:
    """ "Last week the front had vowed" is said of the front, or of nobody, and never of "Last week the front"."""
    found = [a.fact for a in moved("Last week the rebels had vowed to block aid.") if isinstance(a.fact, Obstruction)]
    assert [f.by for f in found] == [None]


@pytest.mark.parametrize(
    "words", ["Aid for 80,000 people is needed in Tarn.", "The convoy would have delivered food for 80,000 people."]
)
def test_what_is_missing_is_no_figure_of_a_movement(words: str) -> None:
    """A need is nobody's plan."""
    assert not [a for a in moved(words) if isinstance(a.fact, Quantity)]


@pytest.mark.parametrize(
    "words",
    [
        "Four aircraft of the Ostmark-led coalition had carried out the strike.",
        "Warplanes carried two missiles each.",
        "The jets carried 500-kilogram bombs.",
        "The soldiers carried rifles.",
        "A missile was delivered by a drone onto the market.",
        "The bombs were delivered by helicopter on the hospital.",
        "Helicopters delivered barrel bombs over Tarn.",
        "Troops sent mortars into the village.",
        "Ostmark sent condolences to the families of 200 soldiers.",
        "The drone delivered pictures of the tanks.",
        "The delivery of 20 tanks was cancelled.",
        "The delivery of 20 tanks is planned for June.",
        "A shipment of 500 rifles bound for Velland was intercepted.",
        "The Northern Front acquired tanks when it overran the base.",
        "Norvan refused to close its airspace to Kestrian planes.",
    ],
)
def test_what_is_fired_carried_seized_or_called_off_was_not_delivered(words: str) -> None:
    """Nor is a refusal to refuse a refusal."""
    assert brought(words) == ()


def test_a_day_behind_missiles_is_no_target() -> None:
    """What came on Monday was delivered, and not dropped."""
    (found,) = brought("Ostmark delivered missiles on Monday.")
    assert isinstance(found.fact, Delivered)
    assert (found.fact.item, found.fact.supplier) == ("missiles", "ostmark")
    (closed,) = brought("Norvan closed its airspace to Kestrian planes.")
    assert isinstance(closed.fact, Overflight)


@pytest.mark.parametrize(
    ("words", "stage", "place"),
    [
        ("The convoy to Tarn was attacked near Ulme.", "attacked", "v.ulme"),
        ("The convoy was attacked as it headed from Port Lind to Tarn.", "attacked", None),
        ("Velland attacked the aid convoy.", "attacked", None),
        ("Two convoys of 20 trucks each waited near the border to carry aid to Tarn.", "held", None),
        ("The aid convoy was held at a checkpoint for two days on its way to Tarn.", "held", "a checkpoint"),
        ("Aid was delivered from Port Lind to Tarn.", "delivered", "v.tarn"),
    ],
)
def test_where_it_was_bound_is_not_where_it_happened(words: str, stage: str, place: str | None) -> None:
    """Nor is the state that did it the place where it was done."""
    assert {a.fact.place for a in moved(words) if isinstance(a.fact, Reached) and a.fact.stage == stage} == {place}


@pytest.mark.parametrize(
    "words",
    [
        "The UN wants to send 40 trucks of aid.",
        "At least 18 of the 31 trucks in the convoy were hit.",
        "The aid convoy delivered 20 generators and two trucks.",
    ],
)
def test_trucks_wished_for_hit_or_delivered_are_not_the_size_of_a_convoy(words: str) -> None:
    """Only what is in the movement itself is sent with it."""
    assert not [a for a in moved(words) if isinstance(a.fact, Quantity) and a.fact.phase == "sent"]


def test_a_lack_of_approval_is_no_approval() -> None:
    """ "Despite the lack of approval from X" denies that there was one, as "without" does."""
    found = moved("The convoy proceeded despite the lack of approval from Velland.")
    assert {a.stance for a in found if isinstance(a.fact, Permit)} == {"deny"}


def test_who_tells_of_a_blame_does_not_lay_it() -> None:
    """Neither a third party, nor the blamed, nor the report itself alleges what somebody else alleges."""
    words = "Ostmark blamed Velland for the strike on the aid convoy"
    assert moved(words, by="kestria") == ()
    assert [a.fact.by for a in moved(words) if isinstance(a.fact, Reached)] == [None]
    turned = "it was an attempt by Ostmark to turn attention away by blaming the attack on the aid convoy on Velland"
    assert {a.fact.by for a in moved(turned, by="velland", stance="accuse") if isinstance(a.fact, Reached)} <= {None}
    (denied,) = moved("Ostmark's accusation that Velland had attacked the aid convoy", by="velland.mil", stance="reject")
    assert (denied.stance, denied.fact.by) == ("reject", "velland")  # type: ignore[union-attr] # a stage


@pytest.mark.parametrize(
    ("words", "by"),
    [
        ("accusations that it attacked the aid convoy", "velland.mil"),
        ("its jets had struck the convoy", "velland.mil"),
        ("the convoy was attacked", None),
    ],
)
def test_whoever_denies_a_part_denies_that_part_only(words: str, by: str | None) -> None:
    """ "It did not attack the convoy" leaves open whether somebody did."""
    found = [a for a in moved(words, by="velland.mil", stance="deny") if isinstance(a.fact, Reached)]
    assert [a.stance for a in found] == ["deny"]
    assert found[0].fact.by == by  # type: ignore[union-attr] # a stage


def test_what_is_too_long_for_a_sentence_is_not_read() -> None:
    """Text made to be slow tells nothing, and takes no time."""
    assert moved("the aid convoy was hit by " * 60) == ()


@pytest.mark.parametrize(
    ("words", "stance"),
    [
        ("the convoy had been hit by an air strike", "deny"),
        ("the convoy was hit by military planes in an air strike", "retract"),
        ("the attack on the convoy was an air strike", "correct"),
    ],
)
def test_who_takes_back_the_means_does_not_take_back_the_attack(words: str, stance: Stance) -> None:
    """Who replaced "air strikes" by "attacks" never said that the convoy was not attacked."""
    heard = told(words, by="ocha", stance=stance)
    claim = msgspec.structs.replace(heard.claim, about=("occurrence", "means"))
    said = reading.read(hearing(msgspec.structs.replace(heard, claim=claim)))
    assert [each.fact for each in said if isinstance(each.fact, Reached)] == []
    assert "attacked" in {each.fact.stage for each in moved(words) if isinstance(each.fact, Reached)}
