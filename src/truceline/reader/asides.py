"""Asides: cues that hang on to somebody's words without being part of them.

"X blamed Y, which denied it" is X's claim and then Y's denial; "X said A and Y said B" are two claims. The words of the
outer speaker are cut where the aside begins, when the aside is a clause set off by a comma or co-ordinated with a speaker of
its own. Inside quotation marks nothing is ever cut.
"""

from __future__ import annotations

from collections import defaultdict

from spacy.tokens import Token

from truceline.reader.drafts import Chars, Draft
from truceline.reader.wordlists import word_set

_CLAIMS = word_set("earlier_words")
_SPOKEN = frozenset({"clause", "np", "rest", "prep", "inf"})


def cut_asides(drafts: list[Draft]) -> None:
    """Shorten the content of drafts that an aside with its own speaker hangs on to."""
    by_paragraph: dict[int, list[Draft]] = defaultdict(list)
    for draft in drafts:
        by_paragraph[draft.paragraph.index].append(draft)
    for inside in by_paragraph.values():
        for inner in inside:
            start = _aside_start(inner)
            if start is None:
                continue
            for outer in inside:
                if outer is not inner and outer.verb is not None and _holds(outer, inner.at) and outer.at < start:
                    outer.content = _until(outer, start)
                    if _is_shared(inner) or _is_participle(inner):
                        inner.subject, inner.source = outer.subject, list(outer.source)


def _holds(draft: Draft, at: int) -> bool:
    return any(start <= at < end for start, end in draft.content) and not any(s <= at < e for s, e in draft.quoted)


def _aside_start(inner: Draft) -> int | None:
    """Where an aside begins, as an offset of the text; None for what is no aside."""
    verb = inner.verb
    if verb is None or inner.frame not in _SPOKEN or not inner.source:
        return None
    start: Token = verb.left_edge
    before = verb.doc[start.i - 1] if start.i else None
    if verb.dep_ == "relcl" and before is not None and before.text == ",":
        return inner.paragraph.offset + before.idx
    own = any(child.dep_ == "nsubj" and child.i < verb.i for child in verb.children)
    joined = before is not None and before.dep_ == "cc"
    if verb.dep_ in {"conj", "ccomp"} and own and inner.frame == "clause" and (joined or verb.dep_ == "conj"):
        joiner = before if before is not None and joined else start
        return inner.paragraph.offset + joiner.idx
    if _is_participle(inner) and before is not None and before.text == ",":
        return inner.paragraph.offset + before.idx
    if _is_shared(inner) and before is not None and joined:
        return inner.paragraph.offset + before.idx
    return None


def _is_participle(inner: Draft) -> bool:
    """Say whether a cue goes on from another one: "denied that X, while insisting that Y", "said that X, adding that Y"."""
    verb = inner.verb
    own = verb is not None and any(child.dep_ == "nsubj" for child in verb.children)
    return verb is not None and verb.tag_ == "VBG" and verb.dep_ == "advcl" and inner.frame == "clause" and not own


def _is_shared(inner: Draft) -> bool:
    """Say whether a co-ordinated refusal of somebody's claim goes with the outer speaker.

    "Told Z that X lacked A and rejected X's claim that B" has one speaker, since X would not reject its own claim.
    """
    verb = inner.verb
    if verb is None or verb.dep_ != "conj" or inner.stance not in {"deny", "reject"}:
        return False
    if any(child.dep_ == "nsubj" for child in verb.children):
        return False
    goal = next((child for child in verb.children if child.dep_ == "dobj" and child.lemma_ in _CLAIMS), None)
    return goal is not None and any(child.dep_ == "poss" for child in goal.children)


def _until(outer: Draft, stop: int) -> list[Chars]:
    text = outer.paragraph.doc.text
    offset = outer.paragraph.offset
    kept = []
    for start, end in outer.content:
        if end <= stop:
            kept.append((start, end))
        elif start < stop:
            piece = text[start - offset : stop - offset].rstrip(" ,;–—-")
            if piece:
                kept.append((start, start + len(piece)))
    return kept or outer.content
