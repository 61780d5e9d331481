"""Triggers: whether any rule can find anything in the words of a claim, asked before a rule looks at them.

Every rule needs a word of aid, of a movement or of a permission nearby; the words are searched as written. It finds more than the
rules do, and never less.
"""

from __future__ import annotations

import re
from functools import cache

from truceline.movements.reading.lists import lists
from truceline.movements.wording.lists import phrases
from truceline.movements.wording.scene import Scene


def may_say(scene: Scene) -> bool:
    """Say whether a claim can tell of a movement: by its own words, or by those of the sentence around it."""
    if any("convoy" in event.targets for event in scene.claim.events):
        return True
    return _pattern().search(f"{scene.text}\n{scene.heard.sentence}".lower()) is not None


@cache
def _pattern() -> re.Pattern[str]:
    listed = (
        *lists().kinds.values(),
        lists().things,
        lists().of_aid,
        "evacuated evacuate evacuates evacuating withdrew withdrawn pulled",
    )
    words = {word for each in listed for phrase in phrases(each) for word in phrase[-1:]}
    return re.compile(r"\b(?:" + "|".join(sorted(map(re.escape, words))) + r")\b")
