"""Cues that are no verbs: "according to X", "as X said", headlines with a colon or a dash, transcripts.

>>> bool(HEAD_COLON.match("Monitor: 16 killed in Aleppo"))
True
"""

from __future__ import annotations

import re

from spacy.tokens import Token

from truceline.reader import frames
from truceline.reader.drafts import Draft, Paragraph
from truceline.reader.frames import Range

HEAD_COLON = re.compile(r"^((?:[A-Z][\w.'’&-]*|of|the|and|for)(?:\s+(?:[A-Z][\w.'’&-]*|of|the|and|for)){0,5})\s*:\s+(?=\S)")
_TAIL_DASH = re.compile(r"\s+[-–—|]\s+((?:[A-Z][\w.'’&-]*|of|the|and)(?:\s+(?:[A-Z][\w.'’&-]*|of|the|and)){0,3})$")
_TAIL_COLON = re.compile(r":\s+((?:[A-Z][\w.'’&-]*)(?:\s+[A-Z][\w.'’&-]*){0,2})$")
_TRANSCRIPT = re.compile(r"^((?:[A-Z][A-Z.'’-]+)(?:\s+[A-Z][A-Z.'’-]*){0,3}(?:\s*\([^)]{1,30}\))?)\s*:\s+(?=\S)")
_NO_SPEAKER = re.compile(
    r"^(?:read|watch|update|updated|breaking|exclusive|video|photos?|image|source|note|analysis|opinion|fact|related|more|listen|correction|editor"
    r"|here|live|poll|report|the|and|for|of|election|debate|next|also|step|part|day|chapter|question|answer|q|a|time|date|place|ps|tip|rule)\b",
    re.IGNORECASE,
)
_PASSES_ON = frozenset({"cite", "quote", "report", "carry", "relay", "publish"})


def accords_in(paragraph: Paragraph, *, is_heading: bool) -> list[Draft]:
    """Return the drafts of one paragraph whose cue is no verb, in order."""
    found = []
    for token in paragraph.doc:
        if token.lower_ == "according" and token.i + 1 < len(paragraph.doc) and paragraph.doc[token.i + 1].lower_ == "to":
            draft = _according(paragraph, token)
        elif token.lower_ == "as" and token.dep_ == "mark":
            draft = _as_said(paragraph, token.head)
        else:
            continue
        if draft is not None:
            found.append(draft)
    labelled = _labelled(paragraph, is_heading=is_heading)
    return [*found, labelled] if labelled else found


def _according(paragraph: Paragraph, token: Token) -> Draft | None:
    doc = paragraph.doc
    goal = next((kid for child in (doc[token.i + 1], token) for kid in child.children if kid.dep_ == "pobj"), None)
    if goal is None:
        goal = next(
            (kid for kid in doc[token.i + 1].subtree if kid.i > token.i + 1 and kid.pos_ in {"NOUN", "PROPN", "PRON"}), None
        )
    if goal is None:
        return None
    source = frames.trimmed(doc, frames.speaker_range(goal))
    phrase = (token.i, max(goal.right_edge.i + 1, token.i + 2))
    pieces = _around(token, phrase)
    content = paragraph.trimmed(pieces)
    if source is None or not content:
        return None
    return Draft(
        paragraph=paragraph,
        verb=None,
        cue=[paragraph.chars((token.i, token.i + 2))],
        subject=goal,
        source=[paragraph.chars(source)],
        content=content,
        frame="according",
        stance="assert",
        lemma="accord",
        owns_quotes=True,
        rule="according.to",
    )


def _around(token: Token, phrase: Range) -> list[Range]:
    """The clause that a phrase belongs to, without the phrase."""
    sent = token.sent
    host = token.head
    while host.i != host.head.i and host.dep_ not in {"ROOT", "conj", "ccomp", "advcl", "relcl"}:
        host = host.head
    start, end = sent.start, sent.end
    if host.dep_ == "conj" and host.left_edge.i > sent.start and host.left_edge.i <= phrase[0]:
        start, end = frames.subtree(host)
    before = (start, min(phrase[0], end))
    after = (max(phrase[1], start), end)
    return [piece for piece in (before, after) if piece[0] < piece[1]]


def _as_said(paragraph: Paragraph, verb: Token) -> Draft | None:
    """Read "as X said", "as X put it": the sentence around it is what is said."""
    if verb.lemma_ not in {
        "say",
        "note",
        "put",
        "argue",
        "report",
        "write",
        "explain",
        "tell",
        "describe",
        "claim",
        "suggest",
        "acknowledge",
    }:
        return None
    if verb.dep_ != "advcl" or frames.clause(verb) or any(child.dep_ in {"nsubjpass", "auxpass"} for child in verb.children):
        return None
    if any(child.dep_ in {"dobj", "xcomp"} and child.lower_ != "it" for child in verb.children):
        return None
    subject = next((child for child in verb.children if child.dep_ == "nsubj"), None)
    if subject is None or not frames.is_speaker(subject):
        return None
    start, end = frames.subtree(verb)
    sent = verb.sent
    content = paragraph.trimmed([piece for piece in ((sent.start, start), (end, sent.end)) if piece[0] < piece[1]])
    whole = frames.trimmed(paragraph.doc, frames.speaker_range(subject))
    if not content or whole is None:
        return None
    return Draft(
        paragraph=paragraph,
        verb=None,
        cue=[paragraph.chars((verb.i, verb.i + 1))],
        subject=subject,
        source=[paragraph.chars(whole)],
        content=content,
        frame="as",
        stance="assert",
        lemma=verb.lemma_,
        owns_quotes=True,
        rule="as.said",
    )


def _labelled(paragraph: Paragraph, *, is_heading: bool) -> Draft | None:
    """Read "X: words" and "words - X" in headlines, "X: words" in transcripts."""
    text = paragraph.doc.text
    head = (HEAD_COLON if is_heading else _TRANSCRIPT).match(text)
    if head and not _NO_SPEAKER.match(text) and text[head.end() :].count(" ") >= 2:
        return _label_draft(paragraph, head.span(1), (head.end(), len(text)), "heading.colon" if is_heading else "transcript")
    if not is_heading:
        return None
    tail = _TAIL_DASH.search(text) or _TAIL_COLON.search(text)
    if tail and text[: tail.start()].count(" ") >= 3:
        return _label_draft(paragraph, tail.span(1), (0, tail.start()), "heading.dash")
    return None


def _label_draft(paragraph: Paragraph, name: tuple[int, int], words: tuple[int, int], rule: str) -> Draft | None:
    source = paragraph.doc.char_span(*name, alignment_mode="contract")
    said = paragraph.doc.char_span(*words, alignment_mode="contract")
    if source is None or said is None:
        return None
    content = paragraph.trimmed([(said.start, said.end)])
    if not content or (rule.startswith("heading") and not _may_speak(source.root)):
        return None
    mark = paragraph.offset + paragraph.doc.text.find(":", name[1], words[0])
    return Draft(
        paragraph=paragraph,
        verb=None,
        cue=[(mark, mark + 1)] if rule != "heading.dash" and mark >= paragraph.offset else [],
        subject=source.root,
        source=[(paragraph.offset + name[0], paragraph.offset + name[1])],
        content=content,
        frame="label",
        stance="assert",
        lemma=":",
        owns_quotes=True,
        rule=rule,
    )


def _may_speak(noun: Token) -> bool:
    return noun.ent_type_ in {"PERSON", "ORG", "GPE", "NORP"} or (frames.is_speaker(noun) and noun.pos_ != "PROPN")


def relayed_by(verb: Token) -> Token | None:
    """Return who passes on, in "as cited by X" beside a cue verb."""
    for token in verb.subtree:
        if token.lemma_ in _PASSES_ON and any(child.lower_ == "as" for child in token.children):
            agent = frames.agent_of(token)
            if agent is not None:
                return agent
    return None
