"""Sentences made up for a conflict that never was, each with what must be read from it, in short; nothing else may be read.

``proposes KIND WHO`` is a proposal (``-`` where nobody is told), ``STAND KIND WHO`` a position, ``KIND A+B`` a contact with what
is told of it, ``channel ACT A+B``, ``threat|warning|ultimatum WHO``, ``withheld WHO``, ``body ID CHAIRS``. ``not`` before it:
said not to be so.
"""

from __future__ import annotations

from typing import NamedTuple

from truceline.model import Actor, ActorName, Holding, Theatre

ACTORS = (
    Actor(
        id="kes",
        kind="state",
        name="Kestria",
        names=(ActorName(text="Kestrian", demonym=True), ActorName(text="Ostrava", metonym=True)),
    ),
    Actor(id="kes.mfa", kind="ministry", name="Kestrian Foreign Ministry", within="kes"),
    Actor(
        id="kes.fm",
        kind="office",
        name="Kestrian Foreign Minister",
        within="kes.mfa",
        holders=(Holding(holder="kes.boren", since="2030-01-01"),),
    ),
    Actor(id="kes.deputy", kind="office", name="Kestrian deputy foreign minister", within="kes.mfa"),
    Actor(id="kes.boren", kind="person", name="Ilja Boren", names=(ActorName(text="Boren"),), speaks_for="kes.mfa"),
    Actor(id="kes.mil", kind="military", name="Kestrian army", names=(ActorName(text="Kestrian military"),), within="kes"),
    Actor(
        id="nor",
        kind="state",
        name="Norvan",
        names=(ActorName(text="Norvanian", demonym=True), ActorName(text="Lundby", metonym=True)),
    ),
    Actor(id="nor.mfa", kind="ministry", name="Norvanian Foreign Ministry", within="nor"),
    Actor(
        id="nor.fm",
        kind="office",
        name="Norvanian Foreign Minister",
        within="nor.mfa",
        holders=(Holding(holder="nor.reyes", since="2030-01-01"),),
    ),
    Actor(id="nor.deputy", kind="office", name="Norvanian deputy foreign minister", within="nor.mfa"),
    Actor(id="nor.reyes", kind="person", name="Ana Reyes", names=(ActorName(text="Reyes"),), speaks_for="nor.mfa"),
    Actor(id="nor.mil", kind="military", name="Norvanian army", names=(ActorName(text="Norvanian military"),), within="nor"),
    Actor(id="vel", kind="state", name="Velland", names=(ActorName(text="Vellish", demonym=True),)),
    Actor(id="front", kind="armed_group", name="Northern Front"),
    Actor(id="un", kind="intergovernmental", name="United Nations", names=(ActorName(text="UN"),)),
    Actor(id="un.salo", kind="person", name="Erik Salo", names=(ActorName(text="Salo"),), speaks_for="un"),
    Actor(id="group", kind="body", name="Valley Contact Group", names=(ActorName(text="VCG"),)),
)
THEATRE = Theatre(name="made-up", title="Made up", version="1", actors=ACTORS, places=(), agreements=())
PUBLISHED = "2031-05-20"
EXCHANGED = (
    ("Kestrian", "\x00n"),
    ("Kestria", "\x00N"),
    ("Ostrava", "\x00L"),
    ("Ilja Boren", "\x00R"),
    ("Boren", "\x00r"),
    ("Norvanian", "Kestrian"),
    ("Norvan", "Kestria"),
    ("Lundby", "Ostrava"),
    ("Ana Reyes", "Ilja Boren"),
    ("Reyes", "Boren"),
    ("\x00n", "Norvanian"),
    ("\x00N", "Norvan"),
    ("\x00L", "Lundby"),
    ("\x00R", "Ana Reyes"),
    ("\x00r", "Reyes"),
)
"""Replacements, in this order, that exchange the two states and their people."""


class Probe(NamedTuple):
    """One sentence with what must be read from it."""

    words: str
    gold: tuple[str, ...] = ()


PROBES = (
    # proposals
    Probe("Boren proposed a three-day pause in the fighting.", ("proposes pause kes.fm P3D",)),
    Probe("Kestria has proposed a 48-hour ceasefire, the ministry said.", ("proposes ceasefire kes PT48H",)),
    Probe("Kestria put forward a plan for a no-fly zone over the valley.", ("proposes flight_limit kes",)),
    Probe("Boren suggested on Monday that both sides could withdraw their heavy weapons.", ("proposes withdrawal kes.fm",)),
    Probe(
        "The diplomats discussed a Kestrian call for all aircraft to halt flights over the valley.",
        ("proposes flight_limit kes", "undecided flight_limit diplomats"),
    ),
    Probe("Salo called for an independent inquiry into the attack.", ("proposes inquiry un",)),
    Probe("Boren called on Norvan to allow humanitarian access to the besieged towns.", ("proposes aid_access kes.fm",)),
    Probe("Norvan urged Kestria to ground its warplanes.", ("proposes flight_limit nor",)),
    Probe(
        "Boren said that Norvan had proposed the resumption of talks.", ("proposes talks nor", "channel resumption_proposed nor")
    ),
    Probe("A pause of seven days was proposed by Norvan, Boren said.", ("proposes pause nor P7D",)),
    Probe("Reyes said her government had offered a six-month transitional period.", ("proposes transition nor P6M",)),
    Probe("Reyes told reporters that Norvan had offered a six-month transitional period.", ("proposes transition nor P6M",)),
    Probe("Norvan denied that it had proposed a ceasefire.", ("not proposes ceasefire nor",)),
    Probe("Reyes said Norvan had not proposed any talks.", ("not proposes talks nor",)),
    Probe("Boren demanded an end to the shelling of the valley.", ("proposes ceasefire kes.fm",)),
    Probe("Boren recommended sanctions against Velland.", ("proposes sanctions kes.fm",)),
    Probe(
        "Norvan's proposal for joint patrols was welcomed by Kestria, Salo said.",
        ("proposes cooperation nor", "supports cooperation kes"),
    ),
    # what is none
    Probe("The Vellish air force does not carry out flights at night, Boren said."),
    Probe("Boren said that Vellish planes don't fly over the valley at night."),
    Probe("Boren suggested that the ceasefire had collapsed."),
    Probe("The army said its forces had halted the offensive."),
    Probe("Boren offered condolences to the families."),
    Probe("Reyes rejected accusations that Norvan had broken the truce."),
    Probe("Boren said there was no proposal for a ceasefire on the table."),
    Probe("Norvanian-backed forces attacked the village, Boren said."),
    Probe("Boren said Norvan supports the Northern Front."),
    # positions
    Probe(
        "Kestria rejected a Norvanian proposal for a 72-hour truce.", ("proposes ceasefire nor PT72H", "rejects ceasefire kes")
    ),
    Probe("Norvan said it would not accept a no-fly zone.", ("rejects flight_limit nor",)),
    Probe("Reyes said a no-fly zone would be a mistake.", ("opposes flight_limit nor.fm",)),
    Probe(
        "The Norvanian deputy foreign minister said that halting all flights was not a bad idea.",
        ("supports flight_limit nor.deputy",),
    ),
    Probe(
        "A senior Kestrian military official said grounding aircraft would play into the hands of the Front.",
        ("opposes flight_limit kes.mil",),
    ),
    Probe("Norvan agreed to a pause in the fighting, Salo said.", ("accepts pause nor",)),
    Probe("Boren said Kestria backs a political transition.", ("supports transition kes",)),
    Probe("Reyes opposed the idea of an arms embargo.", ("opposes sanctions nor.fm", "proposes sanctions -")),
    Probe("Norvan partially accepted the ceasefire, Salo said.", ("accepts_in_part ceasefire nor",)),
    Probe("Boren said that Norvan had refused to accept a humanitarian corridor.", ("rejects aid_access nor",)),
    Probe("Boren did not rule out a no-fly zone, the ministry said.", ("undecided flight_limit kes.fm",)),
    Probe("Kestria withdrew its proposal for talks on Tuesday, Salo said.", ("proposes talks kes", "withdraws talks kes")),
    Probe("Norvan voiced support for a humanitarian pause, Salo said.", ("supports pause nor",)),
    Probe("Reyes said there was no need for a no-fly zone.", ("opposes flight_limit nor.fm",)),
    Probe(
        "Boren said Norvan's obligation under the agreement was to ground its planes where aid is moving.",
        ("existing_duty flight_limit kes.fm",),
    ),
    Probe("Boren said both sides are obliged to halt all flights over the valley.", ("existing_duty flight_limit kes.fm",)),
    Probe("The Northern Front rejected the ceasefire.", ("rejects ceasefire front",)),
    Probe("Reyes said the ceasefire is a good idea only if the Front is excluded.", ()),
    # contacts
    Probe(
        "Boren telephoned Reyes on Tuesday for the fourth time in two weeks, the ministry said.", ("call kes.fm+nor.fm 4/P2W",)
    ),
    Probe("Boren spoke with Reyes by phone, the Kestrian Foreign Ministry said.", ("call kes.fm+nor.fm",)),
    Probe("Boren met Reyes in Port Ansel, the ministry said.", ("meeting kes.fm+nor.fm",)),
    Probe("Boren and Reyes held two-hour talks, Salo said.", ("talks kes.fm+nor.fm 120-120",)),
    Probe(
        "Salo said the meeting of the Valley Contact Group was attended by 17 foreign ministers.",
        ("meeting group 17-17 foreign ministers",),
    ),
    Probe("The talks between Kestria and Norvan lasted more than three hours, Salo said.", ("talks kes+nor 181-",)),
    Probe("Salo announced the Valley Contact Group would meet again on Friday.", ("meeting group planned",)),
    Probe("Boren denied that he had met Reyes.", ("not meeting kes.fm+nor.fm",)),
    Probe("Boren said it was hard to meet the concerns of Norvan."),
    Probe("Salo said there were no talks planned."),
    # channels
    Probe("Kestria has suspended military cooperation with Norvan, Reyes said.", ("channel suspended kes+nor",)),
    Probe("Boren said Norvan had broken off all contacts with Kestria.", ("channel suspended nor+kes",)),
    Probe("Norvan and Kestria have resumed talks, Salo said.", ("channel resumed nor+kes",)),
    Probe("Kestria has severed diplomatic relations with Norvan, Reyes said.", ("channel closed kes+nor",)),
    Probe("Salo said the convoy had suspended aid deliveries."),
    # threats
    Probe("Norvan threatened to shoot down any Kestrian aircraft over the valley.", ("threat nor",)),
    Probe("The Northern Front vowed to block any convoy from Kestria.", ("threat front",)),
    Probe("Boren vowed to support the people of the valley."),
    Probe("Boren warned Norvan against sending more troops.", ("warning kes.fm",)),
    Probe(
        "Reyes said that those fighters who refuse to leave the town will be treated as legitimate targets.",
        ("ultimatum nor.fm",),
    ),
    Probe("Kestria gave the Northern Front 48 hours to leave the town, Salo said.", ("ultimatum kes",)),
    Probe("Boren warned that rain was expected."),
    Probe("Reyes said the truce threatens to collapse."),
    # undisclosed
    Probe("Norvan insists that the terms of the agreement cannot be made public.", ("withheld nor",)),
    Probe("Kestria has refused to publish the text of the deal, Reyes said.", ("withheld kes",)),
    # more ways to write it
    Probe("Norvan said on Tuesday it had proposed that planes be grounded for seven days.", ("proposes flight_limit nor P7D",)),
    Probe("Boren said Kestria would table a plan to evacuate the wounded.", ("proposes evacuation kes",)),
    Probe("Boren said Norvan should halt its flights over the valley.", ("proposes flight_limit kes.fm",)),
    Probe("Salo urged Kestria and Norvan to agree to a weekly 48-hour pause.", ("proposes pause un PT48H",)),
    Probe("Norvan said it backed Salo's call for a 48-hour pause.", ("proposes pause un PT48H", "supports pause nor")),
    Probe("Kestria said it would support a no-fly zone if Norvan grounded its helicopters.", ("supports flight_limit kes",)),
    Probe("Boren proposed a ceasefire. Norvan rejected the proposal.", ("proposes ceasefire kes.fm", "rejects ceasefire nor")),
    Probe("The plan was rejected by Norvan but accepted by Kestria, Salo said.", ("rejects other nor", "accepts other kes")),
    Probe("Neither Kestria nor Norvan has accepted the plan, Salo said.", ("undecided other kes", "undecided other nor")),
    Probe("Reyes said Norvan no longer supports the ceasefire.", ("withdraws ceasefire nor",)),
    Probe("Boren said Norvan had backed away from its support for the pause.", ("withdraws pause nor",)),
    Probe(
        "Reyes said Norvan was ready to discuss the Kestrian proposal for a pause.",
        ("proposes pause kes", "undecided pause nor"),
    ),
    Probe(
        "Norvan dismissed the Kestrian call for a no-fly zone as unrealistic.",
        ("proposes flight_limit kes", "rejects flight_limit nor", "opposes flight_limit nor"),
    ),
    Probe('"We reject any pause in the fighting," Reyes said.', ("rejects pause nor.fm",)),
    Probe(
        '"A no-fly zone is out of the question," the Norvanian deputy foreign minister said.',
        ("opposes flight_limit nor.deputy",),
    ),
    Probe("Norvanian officials have said they oppose a no-fly zone.", ("opposes flight_limit nor",)),
    Probe("Reyes denied that Norvan opposed a humanitarian pause.", ("not opposes pause nor",)),
    Probe("Kestria and Norvan agreed on a ceasefire, Salo said.", ("accepts ceasefire kes", "accepts ceasefire nor")),
    Probe("Boren and Reyes agreed by phone to extend the truce.", ("accepts ceasefire kes.fm", "accepts ceasefire nor.fm")),
    Probe("Boren urged all parties to observe the truce.", ("supports ceasefire kes.fm",)),
    Probe(
        "Reyes accused Kestria of failing to honour its commitment to ground its air force.",
        ("existing_duty flight_limit nor.fm",),
    ),
    Probe("The two foreign ministers, Boren and Reyes, met for four hours, Salo said.", ("meeting kes.fm+nor.fm 240-240",)),
    Probe("Boren and Reyes held a face-to-face meeting on Tuesday.", ("meeting kes.fm+nor.fm",)),
    Probe("Boren arrived in Port Ansel for talks with Reyes.", ("talks nor.fm+kes.fm",)),
    Probe("Boren called Reyes on Sunday to discuss the truce.", ("call kes.fm+nor.fm",)),
    Probe("Reyes met with Boren on the sidelines of the summit for the second time this week.", ("meeting nor.fm+kes.fm 2/P1W",)),
    Probe("Foreign ministers from 17 countries met in Port Ansel on Friday.", ("meeting - 17-17 countries",)),
    Probe(
        "Boren said the Valley Contact Group, co-chaired by Kestria and Norvan, would convene on Friday.",
        ("body group kes+nor", "meeting group planned"),
    ),
    Probe(
        "Norvan offered to resume military cooperation with Kestria, Boren said.",
        ("channel resumption_proposed nor", "proposes cooperation nor"),
    ),
    Probe("Norvan closed the hotline with Kestria, Boren said.", ("channel closed nor+kes",)),
    Probe("Norvan issued an ultimatum to the Northern Front to leave the town by Friday.", ("ultimatum nor",)),
    Probe("The Northern Front set a deadline of Friday for the withdrawal of Kestrian troops.", ("ultimatum front",)),
    Probe("Boren said Kestria would respond with force if Norvan did not stop the shelling.", ("ultimatum kes.fm",)),
    Probe('"If they do not leave by Friday, they will be destroyed," Boren said.', ("ultimatum kes.fm",)),
    Probe("Kestria and Norvan have agreed not to disclose the terms of the deal, Salo said.", ("withheld kes",)),
    Probe("The Norvanian army said it was halting air strikes for 48 hours."),
    Probe("Boren said there had been no flights over the valley since Friday."),
    Probe("Planes did not fly over the valley on Friday, residents said."),
    Probe("Kestria recalled its ambassador, Reyes said."),
    Probe("Boren said the talks were useful."),
    # a denial of reports is a denial, and what reports say is nobody's word
    Probe("Norvan rejected reports that it had proposed a ceasefire.", ("not proposes ceasefire nor",)),
    Probe("Norvan denied having proposed a ceasefire.", ("not proposes ceasefire nor",)),
    Probe("Reyes denied reports that Norvan had agreed to a pause.", ("not accepts pause nor",)),
    Probe("Norvan dismissed as false reports that it had rejected the truce."),
    Probe("Reyes rejected suggestions that she had met Boren in secret.", ("not meeting nor.fm+kes.fm",)),
    Probe("Reyes said reports of a Norvanian proposal for a truce were untrue."),
    Probe("It is not true that Norvan proposed a truce, Reyes said.", ("not proposes ceasefire nor",)),
    # where nobody has taken a stand
    Probe("Reyes declined to comment as she left the meeting."),
    Probe("Reyes declined to comment on whether Norvan would accept the pause."),
    Probe("Boren has not ruled out proposing a truce.", ("undecided ceasefire kes.fm",)),
    Probe("Norvan no longer opposes the pause.", ("undecided pause nor",)),
    Probe("Norvan is expected to reject the truce, analysts said."),
    Probe("Boren said he was not against a pause.", ("undecided pause kes.fm",)),
    Probe("Reyes said the pause was too short to be useful."),
    Probe("Boren was back in Port Ansel for talks."),
    Probe("Boren opposes Reyes in the election."),
    Probe("Boren criticised Norvan for breaking the truce."),
    Probe("Boren welcomed the release of prisoners during the truce."),
    Probe("Norvan withdrew its troops under the truce."),
    Probe("Reyes threatened to resign."),
    # the end of a truce is no truce
    Probe("Boren proposed ending the truce.", ("proposes other kes.fm",)),
    Probe("Boren called for an end to sanctions on Velland.", ("proposes other kes.fm",)),
    Probe("Reyes said ending the truce would be a mistake.", ("opposes other nor.fm",)),
    # whoever is told by a state's name alone, and where a state only is
    Probe("Kestrian rebels rejected the truce.", ("rejects ceasefire Kestrian rebels",)),
    Probe("Kestria's allies oppose the plan.", ("opposes other Kestria's allies",)),
    Probe(
        "Boren's call for a halt to all flights met with disagreement in Lundby and even in Ostrava.",
        ("proposes flight_limit kes.fm",),
    ),
    Probe("Boren called in Port Ansel on 14 May for a halt to flights over aid routes.", ("proposes flight_limit kes.fm",)),
    Probe("The idea of a no-fly zone was first proposed by Velland.", ("proposes flight_limit vel",)),
    Probe("A meeting between Boren and Reyes was postponed, Salo said."),
    Probe("Boren telephoned Reyes on Tuesday, their second call in as many days.", ("call kes.fm+nor.fm 2/P2D",)),
    Probe(
        "The army warned residents to leave the town within 24 hours or be treated as legitimate targets.", ("ultimatum army",)
    ),
)
