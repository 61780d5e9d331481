"""Cues that are nouns or adjectives: "his claim that X", "testimony by Y that X", "was confident that X".

A noun speaks for its owner ("Washington's claim"), or for whoever stands after "by" or "from"; where it has neither, for the
subject of the verb whose object it is ("expressed doubt that X"). The lexicon is ``lexicons/cue_nouns.yaml``.
"""

from __future__ import annotations

from functools import cache
from importlib import resources

import msgspec
from ruamel.yaml import YAML
from spacy.strings import get_string_id
from spacy.tokens import Token

from truceline.model import Stance
from truceline.reader import frames
from truceline.reader.drafts import Chars, Draft, Paragraph
from truceline.reader.frames import Range

_VERBS = frozenset({"VERB", "AUX"})
_NAMING = frozenset({"compound", "amod", "nmod"})
"""How a state or a people stands before what it said: "the US statement that"."""
_REFUSING = frozenset({"reject", "dismiss", "deny", "dispute", "refute", "question", "contest", "answer"})
"""Verbs whose object somebody else said."""
_Table = dict[int, tuple[tuple[str, Stance], ...]]


class _Lexicon(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    nouns: dict[str, dict[Stance, str]]
    adjectives: dict[str, dict[Stance, str]]


@cache
def _tables() -> tuple[_Table, _Table]:
    source = resources.files("truceline.reader").joinpath("lexicons", "cue_nouns.yaml")
    lexicon = msgspec.convert(YAML(typ="safe").load(source.read_text(encoding="utf-8")), _Lexicon)
    return _by_lemma(lexicon.nouns), _by_lemma(lexicon.adjectives)


def _by_lemma(places: dict[str, dict[Stance, str]]) -> _Table:
    table: dict[int, list[tuple[str, Stance]]] = {}
    for place, stances in places.items():
        for stance, words in stances.items():
            for word in words.split():
                table.setdefault(get_string_id(word), []).append((place, stance))
    return {lemma: tuple(found) for lemma, found in table.items()}


def nominals_in(paragraph: Paragraph) -> list[Draft]:
    """Return the drafts of one paragraph whose cue is a noun or an adjective, in order."""
    nouns, adjectives = _tables()
    found = []
    for token in paragraph.doc:
        if token.pos_ == "NOUN" and token.lemma in nouns:
            draft = _draft(paragraph, token, nouns[token.lemma], _owner(token), token)
        elif token.lemma in adjectives and token.pos_ in {"ADJ", "VERB"} and token.dep_ in {"acomp", "ROOT", "conj", "oprd"}:
            host = token.head if token.dep_ in {"acomp", "oprd"} else token
            draft = _draft(paragraph, token, adjectives[token.lemma], _bearer(token, host), host)
        else:
            continue
        if draft is not None:
            found.append(draft)
    return found


def is_refused(draft: Draft, refusal: Draft) -> bool:
    """Say whether ``refusal`` refuses the claim of another that ``draft`` is: "rejected Washington's claim that ..."."""
    return refusal.stance == "reject" and draft.frame == "nominal" and draft.rule.endswith(".clause")


def without_relatives(draft: Draft) -> list[Chars]:
    """Return what a draft says without its relative clauses: they stand as told by the report, not as claimed."""
    kept = draft.content
    for token in draft.paragraph.doc:
        if token.dep_ == "relcl":
            start, end = draft.paragraph.chars((token.left_edge.i, token.right_edge.i + 1))
            parts = [part for a, b in kept for part in ((a, min(b, start)), (max(a, end), b)) if part[0] < part[1]]
            kept = parts if any(a < end and start < b for a, b in kept) else kept
    return kept or draft.content


def _owner(noun: Token) -> Token | None:
    for child in noun.children:
        if child.dep_ == "poss":
            return child
        if child.i > noun.i and child.lower_ in {"by", "from"}:
            return next((kid for kid in child.children if kid.dep_ == "pobj"), None)
    named = next((child for child in noun.children if child.dep_ in _NAMING and child.ent_type_ in {"GPE", "NORP"}), None)
    if named is not None:
        return named
    if noun.dep_ in {"dobj", "attr"} and noun.head.pos_ in _VERBS and noun.head.lemma_.lower() not in _REFUSING:
        return frames.subject_of(noun.head)
    return None


def _bearer(adjective: Token, host: Token) -> Token | None:
    if host.pos_ in _VERBS:
        passive = next((child for child in host.children if child.dep_ == "nsubjpass"), None)
        return passive or frames.subject_of(host)
    return next((child for child in adjective.children if child.dep_ == "nsubj"), None)


def _draft(
    paragraph: Paragraph, cue: Token, entries: tuple[tuple[str, Stance], ...], speaker: Token | None, host: Token
) -> Draft | None:
    if speaker is None or (not frames.is_speaker(speaker) and speaker.dep_ not in {"poss", *_NAMING}):
        return None
    for place, stance in entries:
        found = _said(cue, host, place)
        content = paragraph.trimmed([found]) if found else []
        if found and content:
            made = _made(cue, speaker, (place, stance), paragraph, content)
            if made is not None and place == "clause" and speaker.i > cue.i and 1 < found[0] - speaker.right_edge.i < 14:
                made.source = paragraph.trimmed([(speaker.left_edge.i, found[0])])
            return made
    return None


def _said(cue: Token, host: Token, place: str) -> Range | None:
    kids = [*cue.children, *(child for child in host.children if child.i > cue.i and host.i != cue.i)]
    for child in kids:
        if child.i < cue.i:
            continue
        if place == "clause" and child.dep_ in {"acl", "relcl", "ccomp"} and any(kid.dep_ == "mark" for kid in child.children):
            return frames.subtree(child)
        if (
            place == "inf"
            and child.dep_ in {"acl", "xcomp"}
            and any(kid.dep_ == "aux" and kid.lower_ == "to" for kid in child.children)
        ):
            return frames.subtree(child)
        if child.dep_ == "prep" and child.lower_ == place:
            inner = [kid for kid in child.children if kid.dep_ in {"pobj", "pcomp"}]
            if inner:
                return inner[0].left_edge.i, inner[-1].right_edge.i + 1
    return _far_clause(cue) if place == "clause" and cue.pos_ == "NOUN" else None


def _far_clause(cue: Token) -> Range | None:
    """A that-clause that the parse hung on a name between: "testimony by the general, Joe Doe, that X"."""
    if not any(child.lower_ in {"by", "from"} for child in cue.children):
        return None
    for token in cue.doc[cue.i + 1 : cue.sent.end]:
        if token.lower_ == "that" and token.dep_ == "mark" and cue.i < token.head.head.i < token.i:
            return token.i, token.head.right_edge.i + 1
    return None


def _made(cue: Token, speaker: Token, entry: tuple[str, Stance], paragraph: Paragraph, content: list[Chars]) -> Draft | None:
    place, stance = entry
    start, end = frames.speaker_range(speaker)
    if speaker.dep_ == "poss" or speaker.dep_ in _NAMING:
        end = min(end, speaker.i + 1)
    source = paragraph.trimmed([(start, end)])
    if not source:
        return None
    return Draft(
        paragraph=paragraph,
        verb=None,
        cue=[paragraph.chars((cue.i, cue.i + 1))],
        subject=speaker,
        source=source,
        content=content,
        frame="nominal",
        stance=stance,
        lemma=cue.lemma_.lower(),
        rule=f"{cue.lemma_.lower()}.{place}",
    )
