"""Allegations told by hand: who says what of an incident, held against a small agreement of two parties and others.

Real values in a real shape; the incidents carry what the linker would have folded.
"""

from __future__ import annotations

from truceline.model import (
    About,
    Actor,
    Claim,
    EventActor,
    EventMention,
    Figure,
    Incident,
    Interval,
    Origins,
    Place,
    PlaceMention,
    Role,
    Span,
    Speaker,
    Stance,
    StandingCount,
    Target,
)
from truceline.model.agreements import (
    Agreement,
    Allowance,
    Breach,
    Calendar,
    Clause,
    Contest,
    Exclusion,
    Procedure,
    Step,
    ThirdParty,
)
from truceline.model.hearing import Heard, Hearing
from truceline.model.violations import ViolationStep

ACTORS = (
    Actor(id="north", kind="state", name="Northland"),
    Actor(id="north.army", kind="military", name="Northland's Army", within="north"),
    Actor(id="south", kind="state", name="Southland"),
    Actor(id="south.army", kind="military", name="Southland's Army", within="south"),
    Actor(id="monitors", kind="body", name="Valley Monitors"),
    Actor(id="monitors.inquiry", kind="body", name="Inquiry of the Monitors", within="monitors"),
    Actor(id="patron", kind="state", name="Patronia"),
    Actor(id="band", kind="armed_group", name="Red Band"),
    Actor(id="relief", kind="civil_society", name="Relief"),
    Actor(id="village", kind="civil_society", name="Village Council"),
)
PLACES = (
    Place(id="land", name="The Land", precision="country"),
    Place(id="valley", name="Valley", precision="governorate", within="land"),
    Place(id="mill", name="Mill", within="valley"),
    Place(id="bridge", name="Bridge", within="valley"),
    Place(id="coast", name="Coast"),
)
ATTACKS = Clause(
    id="attacks",
    summary="No attacks.",
    kind="refrain",
    breach=Breach(events=("V",)),
    exceptions=(
        Allowance(id="defence", kind="proportionate_response", summary="A proportionate response to an immediate threat."),
        Allowance(id="red-band", kind="excluded_group", summary="Action against the Red Band."),
    ),
    guarantors=("patron",),
)
CONVOYS = Clause(id="convoys", summary="Aid passes.", kind="allow", breach=Breach(events=("V", "H"), targets=("convoy",)))
FLIGHTS = Clause(
    id="flights",
    summary="No flights over the bridge.",
    kind="refrain",
    bound=("south",),
    breach=Breach(events=("V.AIR",), places=("bridge",)),
    until="2016-09-30",
    existence="contested",
    contests=(
        Contest(claimed_by="north", says="duty", on="2016-09-12"),
        Contest(claimed_by="south", says="new_proposal", on="2016-09-25"),
    ),
)
PROCEDURE = Procedure(
    id="enquiry",
    name="Enquiry",
    steps=(
        Step(id="inform", do="inform", by=("monitors",)),
        Step(id="ask", do="enquire", by=("monitors",), within="P1D"),
        Step(id="answer", do="answer", by=("alleged_party",), within="PT72H"),
        Step(id="close", do="close", by=("monitors",), within="P30D", after="inform"),
    ),
)
AGREEMENT = Agreement(
    id="valley-2016",
    name="Valley Truce",
    date="2016-09-09",
    calendar=Calendar(day_d="2016-09-10", utc_offset="+02:00"),
    source_text=(),
    parties=("north", "south"),
    third_parties=(ThirdParty(actor="monitors", role="monitor"), ThirdParty(actor="patron", role="guarantor")),
    exclusions=(Exclusion(actor="band"),),
    effective_at="2016-09-10T19:00:00+02:00",
    clauses=(ATTACKS, CONVOYS, FLIGHTS),
)
AT = Span(0, 4)


class Allegations:
    """Collects incidents, claims and steps; ``hearing`` gives what counts."""

    def __init__(self) -> None:
        self.incidents: dict[str, Incident] = {}
        self.heard: list[Heard] = []
        self.steps: list[ViolationStep] = []

    def incident(
        self,
        name: str = "i1",
        *,
        kind: str = "V.SHELL",
        day: str | None = "2016-09-15",
        places: tuple[str, ...] = ("mill",),
        origins: tuple[int, int] = (1, 1),
        killed: str | None = None,
    ) -> None:
        """Add an incident; ``killed``: of whom all the figures are."""
        figures = (Figure(effect="killed", unit="people", category=killed, low=3, high=3),) if killed else ()
        self.incidents[name] = Incident(
            id=name,
            type=kind,
            time=Interval(start=day, end=day, precision="day") if day else None,
            places=tuple(PlaceMention(span=AT, name=place, place=place) for place in places),
            reports=("r1",),
            main_of=(),
            possible=(),
            claims=(),
            accounts=(),
            figures=figures,
            killed=None,
            contested=(),
            origins=Origins(sure=origins[0], possible=origins[1]),
            standing=StandingCount(),
            known=day or "2016-09-20",
        )

    def says(  # the parts of a claim, each by its name
        self,
        who: str | None,
        stance: Stance = "assert",
        about: tuple[About, ...] = ("occurrence",),
        *,
        of: str | None = None,
        role: Role = "alleged_perpetrator",
        incident: str = "i1",
        day: str = "2016-09-16",
        kind: str | None = None,
        targets: tuple[Target, ...] = (),
        means: str | None = None,
        unnamed: bool = False,
        denied: bool = False,
        perhaps: bool = False,
        is_told: bool = True,
        words: str = "it was hit",
        answers: tuple[str, ...] = (),
    ) -> str:
        """Add a counted claim and return its id. ``of``: who is said to have done it. ``is_told``: it tells of an event."""
        name = f"c{len(self.heard)}"
        named = (EventActor(role=role, span=AT, actor=of, certainty="possible" if perhaps else "claimed"),) if of else ()
        event = EventMention(
            id="e1",
            span=AT,
            type=kind or self.incidents[incident].type,
            means=means,
            targets=targets,
            actors=named,
            denied=denied,
        )
        claim = Claim(
            id=name,
            source=(),
            cue=(),
            content=(AT,),
            type="indirect",
            voice="quoted" if who else "narration",
            speaker=Speaker(name=who, actor=who, unnamed=unnamed) if who else None,
            stance=stance,
            about=about,
            answers=answers,
            rule="by.hand",
            report=f"r{name}",
            text_sha256="0" * 64,
            author="hand",
            events=(event,) if is_told else (),
        )
        self.heard.append(
            Heard(
                claim=claim,
                words=words,
                sentence=words,
                known_on=day,
                said_on=day,
                standing="accepted",
                incidents=(incident,),
            )
        )
        return name

    def step(self, kind: str, authority: str, on: str, *, at: str = "i1/attacks/south", **parts: str | int) -> str:
        """Add a step that a person entered, and return its id."""
        name = f"s{len(self.steps) + 1}"
        made = ViolationStep(id=name, violation=at, kind=kind, authority=authority, on=on, **parts)  # type: ignore[arg-type]
        self.steps.append(made)
        return name

    def hearing(self, on: str = "2016-12-31") -> Hearing:
        """Return what counts on the day ``on``."""
        return Hearing(
            on=on,
            heard=tuple(each for each in self.heard if each.said_on <= on),
            incidents=tuple(self.incidents.values()),
            actors=ACTORS,
            steps=tuple(step for step in self.steps if step.on <= on),
            places=PLACES,
        )
