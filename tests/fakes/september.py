"""September 2016 in our own words, short: an attack on an aid convoy and a strike on troops, told by rivals with equal weight."""

from __future__ import annotations

from fakes.storytelling import Story
from truceline.model import Actor, ActorName, Bound, Effect

ACTORS = (
    Actor(
        id="ru.mod",
        kind="ministry",
        name="Russian Ministry of Defence",
        names=(ActorName(text="Министерство обороны Российской Федерации", lang="ru", self_name=True),),
        within="ru",
    ),
    Actor(
        id="us.state", kind="ministry", name="US Department of State", names=(ActorName(text="State Department"),), within="us"
    ),
    Actor(
        id="sy.gov",
        kind="government",
        name="Government of the Syrian Arab Republic",
        names=(
            ActorName(text="حكومة الجمهورية العربية السورية", lang="ar", self_name=True),
            ActorName(text="Assad government", used_by=("us.state",)),
        ),
    ),
    Actor(
        id="un.ocha",
        kind="un_body",
        name="UN Office for the Coordination of Humanitarian Affairs",
        names=(ActorName(text="OCHA", self_name=True),),
    ),
)

AGENCY = (
    "An aid convoy was hit near Urum al-Kubra on 19 September, and at least 20 people were killed; "
    "18 of 31 trucks were destroyed.\n\n"
    "Russia's defence ministry denied any role in the attack. "
    "Its spokesman said video of the trucks showed no crater of a bomb.\n\n"
    "The State Department said Russia had to answer for the attack, whoever flew, and that it did not know who had done it.\n\n"
    "The UN first wrote of air strikes. "
    "On Tuesday the UN said the word was wrong and that the trucks had been attacked by unknown means."
)
RED_CROSS = (
    "The Red Cross said 21 people died when the convoy was struck outside Aleppo. "
    "A rescuer said helicopters dropped barrel bombs on the trucks. Satellite images would be needed, a diplomat said."
)
COPY = AGENCY + "\n\nThis note was passed on by another desk."
LATER = (
    "A board found that the convoy had been hit from the air, that at least 10 people had died, "
    "and that it could not say by whom. "
    "CANARY-LATER was seen by none before this day."
)
UNDATED = "The convoy near Urum al-Kubra was hit by a fire of its own cargo, a visitor wrote; nobody died. CANARY-UNDATED."
STRIKE = (
    "Sixty-two soldiers were killed at Deir ez-Zor on 17 September, the Syrian army said. "
    "The US command said its aircraft had struck there by mistake. Damascus rejected that it was a mistake."
)
ARABIC = "قالت فرق الإغاثة إن 12 شخصا أصيبوا في الهجوم على القافلة قرب أورم الكبرى."


def september() -> Story:
    """Return the story."""
    story = Story(actors=ACTORS)
    story.report("agency", AGENCY, published="2016-09-20", publisher="First Desk", title="Convoy hit near Aleppo")
    story.report("redcross", RED_CROSS, published="2016-09-21", publisher="Second Desk", title="Red Cross counts the dead")
    story.report("copy", COPY, published="2016-09-21", publisher="Third Desk")
    story.report("board-later", LATER, published="2016-12-21", publisher="Board", title="Findings CANARY-LATER")
    story.report("undated", UNDATED, published=None, publisher="A visitor", received="2016-11-05")
    story.report("strike", STRIKE, published="2016-09-18", publisher="First Desk", title="Strike on troops")
    story.report("arabic", ARABIC, published="2016-09-20", publisher="مكتب الإغاثة", lang="ar", title="بيان الإغاثة")
    hit = AGENCY[: AGENCY.index(".")]
    figures: list[tuple[str, Effect, str, int | None, int | None, Bound]] = [
        ("at least 20 people", "killed", "people", 20, None, "at_least"),
        ("18 of 31 trucks", "destroyed", "trucks", 18, 18, "exact"),
    ]
    for report in ("agency", "copy"):
        story.claim(
            report,
            hit,
            about=("occurrence", "count", "place", "time"),
            event="was hit",
            counts=figures,
            of_total=31,
            places=("Urum al-Kubra",),
            time=("19 September", "2016-09-19"),
            incident="i1",
        )
    story.claim(
        "agency",
        "any role in the attack",
        speaker="Russia's defence ministry",
        actor="ru.mod",
        cue="denied",
        stance="deny",
        about=("perpetrator",),
        event="the attack",
        said="2016-09-20",
        incident="i1",
    )
    story.claim(
        "agency",
        "video of the trucks showed no crater of a bomb",
        speaker="Its spokesman",
        actor="ru.mod",
        cue="said",
        stance="deny",
        about=("means",),
        event="bomb",
        kind="V.AIR",
        means="airstrike",
        said="2016-09-20",
        incident="i1",
    )
    story.claim(
        "agency",
        "Russia had to answer for the attack, whoever flew",
        speaker="The State Department",
        actor="us.state",
        cue="said",
        stance="accuse",
        about=("responsibility",),
        event="the attack",
        said="2016-09-19",
        incident="i1",
    )
    story.claim(
        "agency",
        "it did not know who had done it",
        speaker="The State Department",
        actor="us.state",
        cue="said",
        stance="cannot_verify",
        about=("perpetrator",),
        said="2016-09-19",
        incident="i1",
    )
    first = story.claim(
        "agency",
        "air strikes",
        speaker="The UN",
        actor="un.ocha",
        cue="wrote",
        about=("means",),
        event="air strikes",
        kind="V.AIR",
        means="airstrike",
        said="2016-09-19",
        incident="i1",
    )
    story.claim(
        "agency",
        "the trucks had been attacked by unknown means",
        speaker="the UN",
        actor="un.ocha",
        cue="said",
        stance="correct",
        about=("means",),
        event="attacked",
        said="2016-09-20",
        answers=(first,),
        incident="i1",
    )
    story.claim(
        "redcross",
        "21 people died when the convoy was struck outside Aleppo",
        speaker="The Red Cross",
        cue="said",
        about=("count", "occurrence"),
        event="was struck",
        counts=[("21 people", "killed", "people", 21, 21, "exact")],
        places=("Aleppo",),
        said="2016-09-20",
        incident="i1",
    )
    story.claim(
        "redcross",
        "helicopters dropped barrel bombs on the trucks",
        speaker="A rescuer",
        unnamed=True,
        cue="said",
        stance="accuse",
        about=("means", "perpetrator"),
        event="dropped barrel bombs",
        kind="V.AIR",
        means="barrel_bomb",
        by="helicopters",
        via=("Second Desk",),
        incident="i1",
    )
    story.claim(
        "redcross",
        "Satellite images would be needed",
        speaker="a diplomat",
        unnamed=True,
        stance="question",
        about=("means",),
        incident="i1",
        standing="proposed",
    )
    story.claim(
        "board-later",
        "the convoy had been hit from the air, that at least 10 people had died, and that it could not say by whom",
        speaker="A board",
        about=("means", "count"),
        event="hit from the air",
        kind="V.AIR",
        means="airstrike",
        counts=[("at least 10 people", "killed", "people", 10, None, "at_least")],
        said="2016-12-21",
        incident="i1",
    )
    story.claim(
        "undated",
        "The convoy near Urum al-Kubra was hit by a fire of its own cargo",
        speaker="a visitor",
        about=("means",),
        event="was hit",
        means="fire",
        incident="i1",
    )
    story.claim(
        "undated",
        "nobody died",
        about=("count",),
        event="died",
        counts=[("nobody", "killed", "people", 0, 0, "exact")],
        incident="i1",
    )
    story.claim(
        "strike",
        "Sixty-two soldiers were killed at Deir ez-Zor on 17 September",
        speaker="the Syrian army",
        actor="sy.gov",
        cue="said",
        about=("count", "occurrence"),
        event="killed",
        kind="V.AIR",
        targets=("troops",),
        counts=[("Sixty-two soldiers", "killed", "people", 62, 62, "exact")],
        places=("Deir ez-Zor",),
        time=("17 September", "2016-09-17"),
        said="2016-09-17",
        incident="i2",
    )
    story.claim(
        "strike",
        "its aircraft had struck there by mistake",
        speaker="The US command",
        cue="said",
        stance="claim_responsibility",
        about=("perpetrator", "motive"),
        event="struck",
        kind="V.AIR",
        targets=("troops",),
        means="airstrike",
        by="its aircraft",
        said="2016-09-17",
        incident="i2",
    )
    story.claim(
        "strike",
        "it was a mistake",
        speaker="Damascus",
        actor="sy.gov",
        cue="rejected",
        stance="reject",
        about=("motive",),
        said="2016-09-18",
        incident="i2",
    )
    story.claim(
        "arabic",
        "12 شخصا أصيبوا في الهجوم على القافلة قرب أورم الكبرى",
        speaker="فرق الإغاثة",
        cue="قالت",
        about=("count", "place"),
        event="الهجوم",
        counts=[("12 شخصا", "injured", "people", 12, 12, "exact")],
        places=("أورم الكبرى",),
        incident="i1",
        standing="entered",
    )
    story.claim("agency", "The UN first wrote of air strikes", about=("state",), stance="assert")
    story.copy("copy", "agency")
    return story
