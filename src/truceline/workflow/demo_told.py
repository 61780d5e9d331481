"""What the demonstration tells of the convoy of 19 September 2016: who said what of it, as if somebody had typed it in.

Two said when it arrived, ten minutes apart; both stand on the board. The facts are those of public sources, in codes.
"""

from __future__ import annotations

from truceline.ledger import Record
from truceline.model.assertions import Telling
from truceline.model.movements import MovementNamed, Permit, Quantity, Reached
from truceline.workflow.telling import ToTell, open_subject, tell_several

NAME = "Convoy to Urum al-Kubra"
REFERENCE = "demo-convoy-2016-09-19"
TOWN = "sy.urum-al-kubra"
DAY = "2016-09-19"


def tell_of_the_convoy(record: Record, by: str) -> int:
    """Enter what is told of the convoy, and return how many tellings are new; told again, nothing is."""
    incident = _struck(record)
    if incident is None:
        return 0
    movement = open_subject(record, "movement", NAME, reference=REFERENCE, by=by).id
    told = [ToTell(subject=movement, telling=each, published_at=each.said_on) for each in _told(incident)]
    return sum(each.new for each in tell_several(record, told, by=by))


def _struck(record: Record) -> str | None:
    """Return the incident of that day in which a convoy is said to have been hit; None where nothing was linked."""
    claims = {held.claim.id: held.claim for held in record.claims()}
    for held in record.links():
        claim = claims.get(held.link.claim)
        if held.link.outcome != "linked" or claim is None or claim.voice != "narration":
            continue
        days = {time.start for time in claim.times}
        if DAY in days and any("convoy" in event.targets for event in claim.events):
            return held.link.incident
    return None


def _told(incident: str) -> tuple[Telling, ...]:
    return (
        Telling(
            by="un",
            said_on=DAY,
            facts=(
                MovementNamed(
                    kind="convoy",
                    lead="sarc",
                    origin="sy.aleppo",
                    destinations=(TOWN,),
                    crosses_lines=True,
                    of_incident=incident,
                ),
                Quantity(phase="planned", item="people", unit="people", low=78_000, high=78_000, bound="about"),
                Quantity(phase="sent", item="trucks", unit="trucks", low=31, high=31),
                Permit(step="plan_approval", issuer="sy", decision="granted"),
                Reached(stage="arrived", at=DAY, place=TOWN, planned=True),
            ),
            note="United Nations, OCHA, statements on the convoy, 19 September 2016",
        ),
        Telling(
            by="ru.mod",
            said_on="2016-09-20",
            facts=(Reached(stage="arrived", at=f"{DAY}T13:40:00+03:00", place=TOWN),),
            note="Ministry of Defence of Russia, statement of Major General Konashenkov, 20 September 2016",
        ),
        Telling(
            by="un.boi-urum",
            said_on="2016-12-21",
            facts=(
                Reached(stage="departed", at=DAY, place="sy.aleppo"),
                Reached(stage="arrived", at=f"{DAY}T13:30:00+03:00", place=TOWN),
                Reached(stage="unloading", at=DAY, place=TOWN),
            ),
            note="Summary of the report of the United Nations Headquarters Board of Inquiry, S/2016/1093, 21 December 2016",
        ),
    )
