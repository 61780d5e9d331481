"""Bodies: the institutions every state has, and the English words that name them beside the name of the state.

"Russian Defence Ministry", "Russia's Ministry of Defence" and "the Defence Ministry of the Russian Federation" are one
pattern: a state and a body. A pack that has the actor ``ru.mod`` gets all of them for it; where a pack has no such actor,
the words name the state itself. So a theatre can be read before anybody has listed its ministries.
"""

from __future__ import annotations

BODIES: dict[str, tuple[str, ...]] = {
    "gov": ("government", "authorities"),
    "president": ("president", "head of state"),
    "presidency": ("presidency",),
    "pm": ("prime minister", "premier"),
    "mfa": ("foreign ministry", "foreign affairs ministry", "ministry of foreign affairs", "ministry for foreign affairs"),
    "fm": ("foreign minister", "minister of foreign affairs", "minister for foreign affairs"),
    "mod": ("defence ministry", "defense ministry", "ministry of defence", "ministry of defense"),
    "defmin": ("defence minister", "defense minister", "minister of defence", "minister of defense", "minister for defence"),
    "mil": ("army", "armed forces", "military", "forces", "troops", "soldiers"),
    "genstaff": ("general staff", "army general staff", "military general staff"),
    "airforce": ("air force",),
    "navy": ("navy",),
    "parliament": ("parliament",),
    "un": (
        "ambassador to the UN",
        "ambassador to the United Nations",
        "envoy to the UN",
        "permanent representative to the UN",
        "permanent representative to the United Nations",
    ),
}
"""By the last part of an actor's id; ``gov`` is the state itself. ``mil`` stands for the armed forces as a whole."""
