"""Drafts of attributions: each cue verb of a paragraph with its speaker and what is said, before quotations are joined in.

A draft keeps tokens, so that later steps can ask the parse; offsets are already those of the report. Drafts may nest and
overlap; ``attribution`` keeps the outermost.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from spacy.tokens import Doc, Token

from truceline.model import Stance
from truceline.reader import frames
from truceline.reader.cues import Cue, Frame, cue_table
from truceline.reader.frames import Range
from truceline.reader.wordlists import word_set

Chars = tuple[int, int]

_CUE_POS = frozenset({"VERB", "AUX"})


@dataclass(slots=True)
class Paragraph:
    """One parsed paragraph: its document, where it starts in the text, its index among the parsed paragraphs."""

    doc: Doc
    offset: int
    index: int

    def chars(self, found: Range) -> Chars:
        """Return the report's offsets of a token range."""
        last = self.doc[found[1] - 1]
        return self.offset + self.doc[found[0]].idx, self.offset + last.idx + len(last)

    def trimmed(self, ranges: list[Range]) -> list[Chars]:
        """Return the report's offsets of token ranges without punctuation at their ends; empty ones are left out."""
        kept = (frames.trimmed(self.doc, found) for found in ranges)
        return [self.chars(found) for found in kept if found]


@dataclass(slots=True)
class Draft:
    """An attribution in the making. ``verb`` is None for cues that are no verbs ("according to", a colon).

    ``guessed``: the words are only what stands around the tag, until a quotation is found to be said.
    ``member``: the one party of a joint speaker whom this draft is for.
    """

    paragraph: Paragraph
    verb: Token | None
    cue: list[Chars]
    subject: Token | None
    source: list[Chars]
    content: list[Chars]
    frame: str
    stance: Stance
    lemma: str
    owns_quotes: bool = False
    quoted: list[Chars] = field(default_factory=list)
    via: list[Chars] = field(default_factory=list)
    rule: str = ""
    guessed: bool = False
    member: Token | None = None

    @property
    def at(self) -> int:
        """Where the cue stands."""
        return self.cue[0][0] if self.cue else self.content[0][0]

    @property
    def size(self) -> int:
        """How many characters are said."""
        return sum(end - start for start, end in self.content)


def drafts_in(paragraph: Paragraph) -> list[Draft]:
    """Return the drafts of one paragraph's cue verbs, in order. Those without content own quotations or nothing."""
    table = cue_table()
    found: dict[int, Draft] = {}
    for token in paragraph.doc:
        cues = table.get(token.lemma)
        if cues and token.pos_ in _CUE_POS and token.dep_ not in {"amod", "aux", "auxpass"} and token.i not in found:
            draft = _draft(paragraph, token, cues)
            if draft is not None and draft.verb is not None:
                found[draft.verb.i] = draft
    return list(found.values())


def _draft(paragraph: Paragraph, verb: Token, cues: tuple[Cue, ...]) -> Draft | None:  # noqa: C901 - the frames are tried in order
    chain = frames.quoted_as(verb)
    if chain is not None:
        return _chained(paragraph, verb, chain)
    subject = frames.subject_of(verb)
    present = frames.particles(verb)
    owns_quotes = False
    for cue in cues:
        if not cue.particles <= present:
            continue
        if cue.frame == "quote":
            owns_quotes = True
            continue
        ranges = _ranges(verb, cue)
        if cue.frame == "clause" and subject is None and ranges and ranges[0][1] <= verb.i:
            subject = next((child for child in verb.children if child.dep_ == "dobj" and child.i > verb.i), None)
        if not ranges or not _speaks(cue, subject) or not _fits(cue, verb, ranges[0]):
            continue
        if cue.stance in {"correct", "retract"}:
            ranges = _with_old_words(verb, ranges)
        content = paragraph.trimmed(ranges)
        if not content:
            continue
        owns_quotes = any(other.frame == "quote" for other in cues)
        return _made(
            paragraph, verb, subject, cue.frame, cue.stance, content=content, owns_quotes=owns_quotes, preposition=cue.preposition
        )
    if owns_quotes:
        ranges = frames.parenthetical(verb)
        if (
            not ranges
            and subject is not None
            and subject.tag_ not in {"WP", "WDT"}
            and any(cue.frame == "clause" for cue in cues)
        ):
            ranges = frames.tag(verb, subject)
        content = paragraph.trimmed(ranges) if subject is not None else []
        if (
            not content
            and subject is not None
            and not frames.is_speaker(subject)
            and verb.lemma_ in {"call", "demand", "describe"}
        ):
            return None
        frame: Frame = "clause" if content else "quote"
        made = _made(paragraph, verb, subject, frame, _quote_stance(cues), content=content, owns_quotes=True, preposition=None)
        made.guessed = bool(content)
        return made
    return None


def _with_old_words(verb: Token, ranges: list[Range]) -> list[Range]:
    """What was revised together with what it had said: "revised a statement that had described X as Y"."""
    for child in verb.children:
        had = any(kid.dep_ == "aux" and kid.lower_ == "had" for kid in child.children)
        if child.dep_ in {"conj", "relcl", "advcl"} and had and not any(kid.dep_ == "nsubj" for kid in child.children):
            return [(ranges[0][0], child.right_edge.i + 1)]
    return ranges


def _chained(paragraph: Paragraph, verb: Token, chain: tuple[Token, Token | None, Token]) -> Draft:
    """Read "X quoted Y as saying that Z": Y speaks, by way of X."""
    speaker, relay, said = chain
    draft = _made(
        paragraph,
        said,
        speaker,
        "clause",
        "assert",
        content=paragraph.trimmed(frames.clause(said)),
        owns_quotes=True,
        preposition=None,
    )
    draft.cue = [paragraph.chars((verb.i, verb.i + 1)), *draft.cue]
    start, end = frames.speaker_range(speaker)
    draft.source = paragraph.trimmed([(start, min(end, said.i - 1) if start < said.i - 1 < end else end)])
    draft.via = paragraph.trimmed([frames.speaker_range(relay)]) if relay is not None else []
    draft.rule = f"{verb.lemma_}.as_saying"
    return draft


def _quote_stance(cues: tuple[Cue, ...]) -> Stance:
    """The stance of words in marks beside the cue: that of its clause frame, else plain assertion."""
    return next((cue.stance for cue in cues if cue.frame == "clause" and not cue.particles), "assert")


def _ranges(verb: Token, cue: Cue) -> list[Range]:  # noqa: PLR0911 - one line a frame
    match cue.frame:
        case "clause":
            return frames.clause(verb)
        case "prep":
            return frames.after_preposition(verb, cue.preposition or "")
        case "inf":
            return frames.infinitive(verb)
        case "obj_inf":
            return frames.object_infinitive(verb, cue.preposition)
        case "rest":
            return frames.rest(verb, cue.preposition)
        case "np":
            return frames.noun_phrase(verb)
        case "passive":
            return frames.passive(verb)
        case _:
            return []


def _fits(cue: Cue, verb: Token, found: Range) -> bool:
    """Say whether the object is of the kind that the lexicon asks for."""
    if cue.objects is None:
        return True
    heads = {child.lemma_.lower() for child in verb.children if child.dep_ in {"dobj", "pobj"}}
    heads |= {
        kid.lemma_.lower()
        for child in verb.children
        if child.dep_ in {"prep", "prt", "advmod"}
        for kid in child.subtree
        if kid.dep_ == "pobj"
    }
    listed = bool(heads & word_set(cue.objects.lstrip("!"))) or found[1] <= found[0]
    return listed is not cue.objects.startswith("!")


def _speaks(cue: Cue, subject: Token | None) -> bool:
    if cue.frame == "passive":
        return True
    if subject is None:
        return False
    return not cue.people or frames.is_speaker(subject)


def _made(  # noqa: PLR0913 - what a draft is made of
    paragraph: Paragraph,
    verb: Token,
    subject: Token | None,
    frame: str,
    stance: Stance,
    *,
    content: list[Chars],
    owns_quotes: bool,
    preposition: str | None,
) -> Draft:
    source = []
    if frame == "passive":
        subject = frames.agent_of(verb)
    if subject is not None:
        whole = frames.trimmed(paragraph.doc, frames.speaker_range(subject))
        source = [paragraph.chars(whole)] if whole else []
    return Draft(
        paragraph=paragraph,
        verb=verb,
        cue=_cue_chars(paragraph, verb, preposition),
        subject=subject,
        source=source,
        content=content,
        frame=frame,
        stance=stance,
        lemma=verb.lemma_.lower(),
        owns_quotes=owns_quotes,
        rule=f"{verb.lemma_.lower()}.{frame}",
    )


def _cue_chars(paragraph: Paragraph, verb: Token, preposition: str | None) -> list[Chars]:
    """The verb with its auxiliaries, negation, particle and preposition, as far as they stand together."""
    parts = {verb.i}
    for child in verb.children:
        if child.dep_ in {"aux", "auxpass", "neg", "prt"} or (preposition and child.lower_ == preposition and child.i > verb.i):
            parts.add(child.i)
    start = verb.i
    while start - 1 in parts:
        start -= 1
    end = verb.i
    while end + 1 in parts:
        end += 1
    pieces = [(start, end + 1)] + [(i, i + 1) for i in sorted(parts) if i < start or i > end]
    return [paragraph.chars(piece) for piece in sorted(pieces)]
