"""The closed vocabulary of docs/formats/event-codes.md: every code of a happening, and the means that are told apart under it.

What a person types is checked against it before it is written, because an entry of the log can never be taken out again.

>>> nearest("V.SHEL", EVENT_CODES)[0]
'V.SHELL'
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable

MEANS_OF = {
    "V.AIR": ("airstrike", "helicopter", "barrel_bomb"),
    "V.DRONE": ("drone",),
    "V.SHELL": ("artillery", "mortar", "rocket", "missile", "tank_fire"),
    "V.GROUND": ("small_arms", "clash", "ambush", "raid", "sniper"),
    "V.OFFENSIVE": ("advance", "capture", "overrun", "retake"),
    "V.EXPLOSIVE": ("ied", "mine", "car_bomb", "suicide", "grenade"),
    "V.CHEM": ("chlorine", "nerve"),
    "V.CIV": ("execution", "abduction", "torture", "sexual", "massacre"),
    "V.PROPERTY": ("burn", "loot", "demolish"),
    "V.UNSPEC": ("bombing",),
}
OTHERS = {
    "C": "DECLARE EXTEND SUSPEND PAUSE END VIOLATE COMPLY",
    "M": "MOBILISE DEPLOY REDEPLOY BASE FLIGHT WITHDRAW EVACUATE HANDOVER",
    "H": "AID_NOTIFY AID_PERMIT AID_DEPART AID_DELIVER DENY DELAY BLOCK BESIEGE",
    "D": (
        "CONSULT AGREE SIGN PROPOSE DEMAND APPEAL REJECT THREATEN WARN ULTIMATUM ACCUSE CONDEMN SUPPORT COOPERATE SUSPEND "
        "SANCTION INVESTIGATE"
    ),
    "L": "DETAIN RELEASE EXCHANGE SEIZE",
    "P": "PROTEST RIOT MOB DISPERSE SUPPRESS",
    "X": "DISASTER ACCIDENT CRIME",
}
EVENT_CODES = (*MEANS_OF, *(f"{family}.{name}" for family, names in OTHERS.items() for name in names.split()))
MEANS = tuple(means for several in MEANS_OF.values() for means in several)


def nearest(typed: str, allowed: Iterable[str]) -> tuple[str, ...]:
    """Return the allowed words that look most like what was typed, at most three; empty where none does."""
    by_fold = {word.casefold(): word for word in allowed}
    return tuple(by_fold[word] for word in difflib.get_close_matches(typed.casefold(), by_fold, n=3))
