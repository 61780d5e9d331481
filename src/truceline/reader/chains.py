"""Relay chains: who passes on what somebody else said, outermost first.

"The X agency quoted an official as saying", "according to X, an official acknowledged", "as cited by X", "X reported that Y
said": the one whose words they are stays the speaker, the others go to ``via``. Whom one speaks to ("told X") is no relay.
"""

from __future__ import annotations

import re

from truceline.reader import frames
from truceline.reader.accords import relayed_by
from truceline.reader.drafts import Chars, Draft
from truceline.reader.wordlists import word_set

_MEDIA = word_set("media_words")
_MEDIA_NAME = re.compile(
    r"\b(?:news|times|post|agency|press|television|tv|radio|journal|daily|tribune|herald|guardian|reuters|afp|ap|cnn|bbc|nbc|abc|cbs|tass|interfax"
    r"|sana|xinhua|ria|rt|sputnik|jazeera|arabiya|bloomberg|politico|mcclatchy|gazette|observer|channel|network|broadcaster|magazine)\b",
    re.IGNORECASE,
)


def add_relays(drafts: list[Draft], text: str) -> list[Draft]:
    """Move relays of other drafts' words into ``via`` and drop their own drafts; what is no chain stays as it is."""
    gone: set[int] = set()
    for outer in drafts:
        for inner in drafts:
            if (
                inner is not outer
                and inner.paragraph is outer.paragraph
                and id(outer) not in gone
                and _passes_on(outer, inner, text)
            ):
                gone.add(id(outer))
                inner.via = [*outer.via, *outer.source, *inner.via]
                inner.content = _with_quotes(inner, outer)
    for draft in drafts:
        relay = relayed_by(draft.verb) if draft.verb is not None and not draft.via else None
        if relay is not None:
            draft.via = draft.paragraph.trimmed([frames.speaker_range(relay)])
    return [draft for draft in drafts if id(draft) not in gone]


def _with_quotes(inner: Draft, outer: Draft) -> list[Chars]:
    extra = [
        span for span in outer.quoted if not any(s < span[1] and span[0] < e for s, e in inner.content) and span[0] > inner.at
    ]
    return sorted([*inner.content, *extra])


def _passes_on(outer: Draft, inner: Draft, text: str) -> bool:  # noqa: PLR0911 - one condition of a chain after another
    """Say whether ``outer`` only passes on what ``inner`` says: it frames the saying itself, and is a medium or a document."""
    if inner.verb is None or not inner.source or (inner.frame == "quote" and not inner.content):
        return False
    if inner.subject is None or not frames.is_speaker(inner.subject):
        return False
    if not any(start <= inner.at < end for start, end in outer.content) or any(s <= outer.at < e for s, e in inner.content):
        return outer.frame == "according" and _same_host(outer, inner)
    if outer.frame == "according":
        return _same_host(outer, inner)
    if outer.frame != "clause" or outer.verb is None or not outer.source:
        return False
    if inner.verb.head.i != outer.verb.i or inner.verb.dep_ != "ccomp" or inner.frame not in {"clause", "inf", "np", "rest"}:
        return False
    return is_medium(text[outer.source[0][0] : outer.source[0][1]])


def _same_host(outer: Draft, inner: Draft) -> bool:
    """Say whether the cue verb heads the sentence, or the clause, that "according to" belongs to."""
    verb = inner.verb
    if verb is None or outer.subject is None or outer.subject.sent.start != verb.sent.start:
        return False
    says = inner.frame in {"clause", "quote"} or inner.stance in {"deny", "accuse", "decline"}
    return verb.dep_ == "ROOT" and says


def is_medium(name: str) -> bool:
    """Say whether a name is that of a news medium or an agency."""
    return bool(_MEDIA_NAME.search(name)) or bool(_MEDIA & set(name.lower().split()))
