"""Sentences made up for several conflicts, each with what it says of the agreement of that conflict; nothing else is said.

``words``: the sentence. ``gold``: what must be read, in short: ``end own velland`` is an act, its scope and whose it is;
``assess``, ``authority NAME``, ``breach PARTY``, ``tally N``, ``days N`` and ``met N`` are the other kinds.
"""

from __future__ import annotations

from typing import NamedTuple

from truceline.model import Actor, ActorName, Theatre
from truceline.model.agreements import Act, Agreement, Calendar, Capacity, ThirdParty

ACTORS = (
    Actor(id="velland", kind="state", name="Velland", names=(ActorName(text="Vellish", demonym=True),)),
    Actor(id="velland.gov", kind="government", name="Vellish government", within="velland"),
    Actor(id="velland.mil", kind="military", name="Vellish army", within="velland"),
    Actor(id="velland.mod", kind="ministry", name="Vellish Defence Ministry", within="velland"),
    Actor(id="velland.orsa", kind="person", name="Tomas Orsa", names=(ActorName(text="Orsa"),), speaks_for="velland.mod"),
    Actor(id="front", kind="armed_group", name="Northern Front"),
    Actor(id="front.lind", kind="person", name="Mara Lind", names=(ActorName(text="Lind"),), speaks_for="front"),
    Actor(id="kestria", kind="state", name="Kestria", names=(ActorName(text="Kestrian", demonym=True),)),
    Actor(id="kestria.mfa", kind="ministry", name="Kestrian Foreign Ministry", within="kestria"),
    Actor(id="kestria.boren", kind="person", name="Ilja Boren", names=(ActorName(text="Boren"),), speaks_for="kestria.mfa"),
    Actor(id="norvan", kind="state", name="Norvan", names=(ActorName(text="Norvanian", demonym=True),)),
    Actor(id="norvan.mfa", kind="ministry", name="Norvanian Foreign Ministry", within="norvan"),
    Actor(id="un", kind="intergovernmental", name="United Nations", names=(ActorName(text="UN"),)),
    Actor(id="un.salo", kind="person", name="Erik Salo", names=(ActorName(text="Salo"),), speaks_for="un"),
    Actor(id="mission", kind="body", name="Valley Monitoring Mission"),
    Actor(id="league", kind="armed_group", name="Island League"),
    Actor(id="council", kind="government", name="Port Council"),
    Actor(id="council.reyes", kind="person", name="Ana Reyes", names=(ActorName(text="Reyes"),), speaks_for="council"),
)
VALLEY = Agreement(
    id="valley",
    name="Valley agreement",
    date="2031-05-01",
    calendar=Calendar(day_d="2031-05-03", utc_offset="+02:00"),
    source_text=(),
    parties=("velland", "front"),
    aliases=("Valley agreement", "Lund accord"),
    capacities=(Capacity(name="guarantor", holders=("kestria", "norvan")),),
    third_parties=(ThirdParty(actor="un", role="depositary"), ThirdParty(actor="mission", role="monitor")),
    acts=tuple(Act(act=act, by=("guarantor",), manner="joint") for act in ("begin", "extend", "suspend", "end")),
)
ISLES = Agreement(
    id="isles",
    name="Arrangement for the isles",
    date="2031-05-01",
    calendar=Calendar(day_d="2031-05-10", utc_offset="-05:00"),
    source_text=(),
    parties=("league", "council"),
)
THEATRE = Theatre(name="made-up", title="Made up", version="1", actors=ACTORS, places=(), agreements=(VALLEY, ISLES))
PUBLISHED = "2031-05-20"


class Probe(NamedTuple):
    """One sentence with what must be read from it, for one of the two agreements."""

    words: str
    gold: tuple[str, ...] = ()
    agreement: Agreement = VALLEY


def _of(agreement: Agreement, *rows: tuple[str, str]) -> tuple[Probe, ...]:
    return tuple(Probe(words, tuple(part for part in gold.split("; ") if part), agreement) for words, gold in rows)


ACTS = (
    *_of(
        VALLEY,
        ("The Vellish army said on Monday that the armistice had ended.", "end own velland"),
        ("The Northern Front declared the cease-fire null and void.", "end own front"),
        ("The Vellish Defence Ministry announced the termination of the truce.", "end own velland"),
        ("“We are calling off the truce,” Northern Front spokeswoman Mara Lind said.", "end own front"),
        ("The truce was declared over by the Northern Front on 17 May.", "end own front"),
        ("The end of the truce was announced by the Vellish army.", "end own velland"),
        ("The Norvanian Foreign Ministry announced the end of the ceasefire.", "end arrangement"),
        ("Erik Salo of the United Nations said that the ceasefire was over.", "end opinion"),
        ("Kestria and Norvan agreed to prolong the truce by 72 hours.", "extend arrangement kestria; extend arrangement norvan"),
        ("The Kestrian Foreign Ministry said that the ceasefire had been extended until 30 May.", "extend arrangement"),
        ("Norvanian Foreign Ministry officials said that both guarantors had suspended the truce.", "suspend arrangement"),
        ("The Northern Front suspended its participation in the truce.", "suspend own front"),
        ("The Vellish government froze its commitments under the Valley agreement.", "suspend own velland"),
        ("The Northern Front pulled out of the ceasefire deal on Sunday.", "withdraw own front"),
        ("Lind said that the Northern Front no longer considered itself bound by the Lund accord.", "withdraw own front"),
        ("Orsa said that his ministry would no longer abide by the ceasefire.", "withdraw own velland"),
        ("The Vellish government signed the ceasefire agreement on 2 May.", "accept own velland"),
        ("The Northern Front pledged to respect the truce.", "accept own front"),
        ("The Northern Front rejected the ceasefire.", "refuse own front"),
        ("The Northern Front refused to sign the Valley agreement.", "refuse own front"),
        ("The Northern Front announced a three-day truce from 06:00 on 10 May.", "undertake own front"),
        ("The Vellish army declared a unilateral ceasefire until midnight on 18 May.", "undertake own velland"),
        ("The Vellish army said it would halt all air strikes until Friday.", "undertake own velland"),
        ("The Northern Front ordered its fighters to hold fire.", ""),
        ("The Vellish army announced that it had resumed combat operations in the north.", "resume_operations own velland"),
        ("The Vellish army announced a new offensive on the valley.", "resume_operations own velland"),
        ("The Northern Front announced the resumption of attacks on the army.", "resume_operations own front"),
        ("The ceasefire entered into force at 06:00 on 3 May.", "begin opinion"),
        ("The truce took effect on Saturday.", "begin opinion"),
        ("The Kestrian Foreign Ministry said that the ceasefire had come into effect at midnight.", "begin arrangement"),
        ("The Northern Front withdrew from the truce, Orsa said.", "withdraw opinion"),
        ("The Vellish Defence Ministry said that the Northern Front had declared the truce over.", "end opinion"),
        ("Boren said that Kestria and Norvan had agreed to extend the ceasefire.", "extend arrangement kestria"),
        ("The Vellish army resumed shelling of the valley, residents said.", ""),
        ("The truce was extended by five days, Norvan announced.", "extend arrangement"),
        ("Kestria announced that the parties had agreed to extend the truce by a month.", "extend arrangement"),
        ("Norvan said that an agreement had been reached to extend the truce.", "extend arrangement"),
        ("Norvan said that both sides had withdrawn from the truce.", "withdraw opinion"),
        ("The Vellish army announced the resumption of strikes on the valley.", "resume_operations own velland"),
        ("Kestria announced that Velland and the Northern Front had agreed to extend the truce.", "extend arrangement"),
        ("Salo said that Velland and the Northern Front had agreed to extend the truce.", "extend opinion"),
        ("The truce has been repeatedly violated by the Vellish army, Lind said.", "breach velland"),
        ("The truce had not been violated by the Front, Salo said.", ""),
        ("The Northern Front has unilaterally broken off the truce, it said.", "end own front"),
        ("Velland ended the truce when it launched air strikes, Lind said.", "end opinion"),
        ("The Northern Front broke the truce minutes after it took effect, Orsa said.", "breach front"),
        ("The Northern Front violated the ceasefire 27 times over the past day, Orsa said.", "tally 27 front"),
        ("Orsa said that the Northern Front had committed 118 violations of the truce.", "tally 118 front"),
    ),
    *_of(
        ISLES,
        ("The Port Council announced an indefinite halt to hostilities.", "undertake own council"),
        ("The Island League said that the truce was finished.", "end own league"),
        ("Ana Reyes announced the Port Council's withdrawal from the truce.", "withdraw own council"),
        ("The Island League joined the truce on 12 May.", "accept own league"),
        ("The Island League has decided to resume the truce.", "resume own league"),
        ("The Port Council renewed the ceasefire for two weeks.", "extend own council"),
        ("Kestrian diplomats said that the truce in the isles was over.", "end opinion"),
    ),
)
NO_ACTS = _of(
    VALLEY,
    ("Kestria said that no agreement had been reached to extend the truce.", ""),
    ("Kestria said that the parties had failed to reach an agreement to extend the truce.", ""),
    ("The unions announced the resumption of transport strikes.", ""),
    ("If the shelling goes on, the truce will end, Lind said.", ""),
    ("The Northern Front denied that it had ended the truce.", ""),
    ("Erik Salo called on both sides to extend the truce.", ""),
    ("The Vellish government rejected the claim that the ceasefire was over.", ""),
    ("The Northern Front threatened to quit the truce.", ""),
    ("The Vellish government is prepared to extend the ceasefire.", ""),
    ("The Northern Front warned that it would withdraw from the agreement unless aid arrived.", ""),
    ("Orsa said that Velland had no intention of ending the ceasefire.", ""),
    ("Boren said that the ceasefire had not been suspended.", ""),
    ("The Northern Front proposed a truce of ten days.", ""),
    ("Velland wants to end the ceasefire, a diplomat said.", ""),
    ("Norvan urged the Northern Front to accept the ceasefire.", ""),
    ("The Kestrian Foreign Ministry expects the truce to be extended.", ""),
    ("The guarantors could suspend the truce, Boren said.", ""),
    ("The Vellish army may resume combat operations, Orsa said.", ""),
    ("Asked whether the truce was over, Lind declined to comment.", ""),
    ("Has the ceasefire ended? Salo did not say.", ""),
    ("The Northern Front demanded that the army withdraw from the valley.", ""),
    ("The United Nations resumed aid operations in the valley.", ""),
    ("The Vellish government withdrew from the climate agreement.", ""),
    ("Velland extended the airport's opening hours.", ""),
    ("The Northern Front failed to extend the truce beyond Friday.", ""),
    ("The two sides discussed an extension of the truce.", ""),
    ("Rumours that the truce had ended were false, Salo said.", ""),
    ("The Northern Front would have ended the truce without the talks, Lind said.", ""),
    ("The Vellish army was accused by Lind of planning to end the ceasefire.", ""),
    ("Lind said that it was the third day of air strikes despite the truce.", ""),
    ("Lind said that it was the tenth day of fighting since the truce.", ""),
    ("Lind said that there had been seven days without water in the valley.", ""),
    ("Salo said that it was the fourth day of truce violations.", ""),
    ("Salo said that it was the second day of peace talks.", ""),
    ("Salo said that seven days had passed since the strike.", ""),
    ("Salo said that there had been three days without a halt to the shelling.", ""),
)
OTHERS = _of(
    VALLEY,
    ("Erik Salo said that the ceasefire was hanging by a thread.", "assess"),
    ("“The truce is holding,” Boren said.", "assess"),
    ("Orsa said that the prospects for saving the ceasefire were bleak.", "assess"),
    ("Lind said that the truce had collapsed.", "assess"),
    ("Boren said that the agreement was not dead.", "assess"),
    ("Orsa called the ceasefire a dead letter.", "assess"),
    ("Salo said that the truce remained fragile.", "assess"),
    ("With the ceasefire in tatters, both sides prepared for more.", "assess"),
    ("Salo hoped that the truce would hold.", ""),
    ("Salo said that only the guarantors may declare the ceasefire over.", "authority guarantor"),
    ("Boren said that Kestria and Norvan alone could end the truce.", "authority kestria norvan"),
    ("Lind said that no one but the parties was entitled to suspend the truce.", "authority velland front"),
    ("Salo said that it was up to the guarantors to extend the truce.", "authority guarantor"),
    ("Orsa accused the Northern Front of breaking the ceasefire.", "breach front"),
    ("Lind said that the Vellish army had violated the truce on 16 May.", "breach velland"),
    ("The Vellish Defence Ministry said that the Northern Front had committed 41 violations since 3 May.", "tally 41 front"),
    ("The Valley Monitoring Mission recorded 12 ceasefire violations on Monday.", "tally 12"),
    ("Orsa denied that the Vellish army had violated the ceasefire.", "denied breach velland"),
    ("Salo said that Sunday had been the sixth day of calm.", "days 6"),
    ("Boren said that the seven days of calm had not been reached.", "met no 7"),
    ("Salo said that there had been four consecutive days without violations.", "days 4"),
    ("Boren said that it was day four of the fragile truce.", "assess; days 4"),
    ("Boren said that the seven days asked for had not yet been reached.", "met no 7"),
    ("Boren said that the seven days without fighting had been completed.", "met yes 7"),
)
PROBES = (*ACTS, *NO_ACTS, *OTHERS)
