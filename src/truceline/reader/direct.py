"""Who speaks the words in quotation marks: joins quotations to cue verbs, in this order.

1. a draft whose content reaches into the quotation; 2. the words right after it ("...", he said); 3. the words right before
it (he said: "..."); 4. the voice of the quotation before it, when only its tag stands between; 5. for a paragraph that is
all quotation, the voice of the paragraph before, or whom that paragraph ends with. What finds nobody stays unattributed.
"""

from __future__ import annotations

import re
from bisect import bisect_left

from spacy.tokens import Token

from truceline.reader import frames
from truceline.reader.drafts import Chars, Draft, Paragraph
from truceline.reader.quotes import Quote

_LEAD_GAP = re.compile(r"""[,:]?\s*(?:(?:that|as|of|how|a|an|the)\s+)?[\s("“«'‘`]*$""")
_DASH = re.compile(r"""["”'’]?\s*[-–—:]\s+""")
_BRACKETED = re.compile(r"""["”'’]*\s*\[([A-Z][\w.'’& -]{1,40}?)\.?(?:\s*\|[^\]]*)?\]""")
_STOP = re.compile(
    r"(?<!\bMr)(?<!\bMrs)(?<!\bMs)(?<!\bDr)(?<!\bSt)(?<!\bSen)(?<!\bRep)(?<!\bGov)(?<!\bGen)(?<!\bLt)(?<!\bCol)(?<!\bJr)(?<!\b[A-Z])[.?!]\s"
)
_BREAK = re.compile(r"""[.?!…]["”»')\]]*\s+["“«'‘(\[]*$""")


class QuoteJoiner:
    """Joins the quotations of one report to its drafts, adding drafts where the parse saw none."""

    def __init__(self, text: str, paragraphs: dict[int, Paragraph], drafts: dict[int, list[Draft]]) -> None:
        self._text = text
        self._paragraphs = paragraphs
        self._drafts = drafts
        self._last: Draft | None = None
        self._last_index = -9
        self._introduced: set[int] = set()
        self._order = sorted(paragraphs)

    def join(self, quotes: tuple[Quote, ...]) -> None:
        """Give each quotation its owner, in order of the text."""
        by_paragraph: dict[int, list[Quote]] = {}
        for quote in quotes:
            by_paragraph.setdefault(quote.paragraph, []).append(quote)
        for index, inside in by_paragraph.items():
            if index in self._paragraphs:
                self._join_paragraph(index, inside)

    def _join_paragraph(self, index: int, inside: list[Quote]) -> None:
        paragraph = self._paragraphs[index]
        drafts = [draft for draft in self._drafts[index] if not _within(draft.at, inside)]
        for draft in drafts:
            _mend_source(draft, inside)
        before: Draft | None = None
        if index not in self._introduced and self._introduces(index):
            before = self._introducer(index)
        previous_end = paragraph.offset
        for position, quote in enumerate(inside):
            following = (
                inside[position + 1].span.start if position + 1 < len(inside) else paragraph.offset + len(paragraph.doc.text)
            )
            owner = (
                self._overlapping(drafts, quote)
                or self._tag_after(drafts, quote, following, paragraph)
                or self._lead_before(drafts, quote, previous_end)
                or (before if before is not None and quote.span.start - paragraph.offset <= 2 else None)
                or self._same_voice(before, quote, previous_end)
                or self._carried(quote, paragraph, index, alone=len(inside) == 1)
                or self._person_before(quote, paragraph, previous_end)
            )
            if owner is not None:
                _give(owner, quote)
                before = owner
                self._last, self._last_index = owner, index
            previous_end = quote.span.end
        if before is None and self._last_index != index:
            self._last = None
        self._drafts[index] = [draft for draft in self._drafts[index] if _stands(draft, inside)]

    def _introduces(self, index: int) -> bool:
        """Say whether the paragraph before ends in a colon."""
        at = self._order.index(index)
        if at == 0:
            return False
        before = self._paragraphs[self._order[at - 1]]
        return before.doc.text.rstrip().endswith(":")

    def _introducer(self, index: int) -> Draft | None:
        """The last cue of the paragraph that ends in a colon."""
        before = self._order[self._order.index(index) - 1]
        able = [draft for draft in self._drafts[before] if draft.source and draft.verb is not None]
        owners = [draft for draft in able if draft.owns_quotes] or able
        return max(owners, key=lambda draft: draft.at, default=None) or self._named_before(self._paragraphs[before])

    def _named_before(self, paragraph: Paragraph) -> Draft | None:
        """For "X's answer was this, saying:", where the parse names no speaker: the person named last."""
        people = [name for name in paragraph.doc.ents if name.label_ == "PERSON"]
        if not people:
            return None
        head = people[-1].root
        start, end = head.left_edge.i, head.i + 1
        return self._new(paragraph, head, paragraph.chars((start, end)), [], "quote.introduced")

    def _overlapping(self, drafts: list[Draft], quote: Quote) -> Draft | None:
        start, end = quote.span.start, quote.span.end
        best, most = None, 0
        for draft in drafts:
            shared = sum(max(0, min(e, end) - max(s, start)) for s, e in draft.content)
            if shared > most:
                best, most = draft, shared
        if best is not None and not best.owns_quotes and most < (end - start) * 0.6:
            return None
        return best

    def _tag_after(self, drafts: list[Draft], quote: Quote, following: int, paragraph: Paragraph) -> Draft | None:
        end = quote.span.end
        tail = self._text[end : min(following, end + 160)]
        if self._text[end - 1] not in ",?!.…—-" and tail.lstrip("\"”»'’")[:1] not in {",", "-", "–", "—"}:
            return self._dashed(quote, paragraph, tail) or self._bracketed(quote, paragraph, tail)
        if self._text[end - 1] in ".…" and quote.shape != "no_closer" and not tail[1:3].strip()[:1].islower():
            return None
        stop = end + 160
        sentence_end = _STOP.search(self._text[end + 1 : stop])
        if sentence_end:
            stop = end + 1 + sentence_end.start()
        for draft in drafts:
            if (
                draft.owns_quotes
                and end <= draft.at < min(stop, following)
                and draft.at - end < 110
                and _subject_near(draft, end)
            ):
                return draft
        return (
            self._dashed(quote, paragraph, tail)
            or self._bracketed(quote, paragraph, tail)
            or self._any_verb(quote, paragraph, drafts, following)
        )

    def _dashed(self, quote: Quote, paragraph: Paragraph, tail: str) -> Draft | None:
        """A headline: 'words' - somebody does something."""
        if not _DASH.match(tail) or quote.span.start - paragraph.offset > 3 or len(paragraph.doc) > 40:
            return None
        for token in paragraph.doc:
            if paragraph.offset + token.idx > quote.span.end and token.ent_type_ == "PERSON" and token.dep_ != "compound":
                start, end = token.left_edge.i, token.i + 1
                return self._new(paragraph, token, paragraph.chars((start, end)), [], "heading.quote")
        return None

    def _bracketed(self, quote: Quote, paragraph: Paragraph, tail: str) -> Draft | None:
        """A source in brackets after the quotation: "..." [The Times]."""
        found = _BRACKETED.match(tail)
        if not found:
            return None
        start, end = quote.span.end + found.start(1), quote.span.end + found.end(1)
        name = paragraph.doc.char_span(start - paragraph.offset, end - paragraph.offset, alignment_mode="expand")
        if name is None:
            return None
        return self._new(paragraph, name.root, (start, end), [], "quote.bracketed")

    def _any_verb(self, quote: Quote, paragraph: Paragraph, drafts: list[Draft], following: int) -> Draft | None:
        """Words after a comma in marks, with a verb that no lexicon has: "...," she riffed."""
        end = quote.span.end
        words = self._text[quote.span.start : end]
        if words[-1] not in ",?!" or words.count(" ") < 4 or not words[0].isupper():
            return None
        if any(end <= draft.at < min(following, end + 60) and draft.source for draft in drafts):
            return None
        for token in paragraph.doc:
            at = paragraph.offset + token.idx
            if at < end + 1:
                continue
            if at > min(following, end + 70) or token.text in {".", ";", "\n"}:
                break
            if token.pos_ == "VERB":
                subject = frames.subject_of(token)
                if (
                    subject is not None
                    and subject.lower_ != "who"
                    and end <= paragraph.offset + subject.idx < end + 80
                    and frames.is_speaker(subject)
                ):
                    source = paragraph.trimmed([frames.speaker_range(subject)])
                    return (
                        self._new(paragraph, subject, source[0], paragraph.trimmed([(token.i, token.i + 1)]), "quote.any_verb")
                        if source
                        else None
                    )
                break
        return None

    def _new(self, paragraph: Paragraph, subject: Token, source: Chars, cue: list[Chars], rule: str) -> Draft:
        made = Draft(
            paragraph=paragraph,
            verb=None,
            cue=cue,
            subject=subject,
            source=[source],
            content=[],
            frame="quote",
            stance="assert",
            lemma="",
            owns_quotes=True,
            rule=rule,
        )
        self._drafts[paragraph.index].append(made)
        return made

    def _lead_before(self, drafts: list[Draft], quote: Quote, previous_end: int) -> Draft | None:
        start = quote.span.start
        fragment = (
            not self._text[start].isupper() and self._text[start] not in "([…" and self._text[quote.span.end - 1] not in ",.?!…"
        )
        for draft in reversed(drafts):
            cue_end = draft.cue[-1][1]
            if not previous_end <= draft.at < start or not draft.owns_quotes or draft.subject is None:
                continue
            gap = self._text[cue_end:start]
            if len(gap) < 160 and not re.search(r"[.?!;]\s", gap.rstrip(" \"“«'‘(")) and (_LEAD_GAP.search(gap) or len(gap) < 4):
                direct = re.fullmatch(r"""[,:]?\s*(?:that\s+)?["“«'‘`(]*""", gap)
                if direct or fragment:
                    return draft if direct else None
                if re.search(r"[,:]\s*[\"“«'‘`(]*$", gap) or re.search(r"\bthat\s+[\"“«'‘`(]*$", gap) or not draft.content:
                    return draft
        return None

    def _same_voice(self, before: Draft | None, quote: Quote, previous_end: int) -> Draft | None:
        if before is None:
            return None
        between = self._text[previous_end : quote.span.start]
        if not _BREAK.search(between) and between.strip(" \"“”'‘’"):
            return None
        words = self._text[quote.span.start : quote.span.end]
        if not (words[:1].isupper() or words[:1] in "([…") or words.count(" ") < 2:
            return None
        return before if len(_STOP.findall(between)) <= 1 else None

    def _carried(self, quote: Quote, paragraph: Paragraph, index: int, *, alone: bool) -> Draft | None:
        """A paragraph that is all quotation goes on with the voice before it."""
        length = len(paragraph.doc.text)
        whole = quote.span.end - quote.span.start >= length - 6
        if self._last is None or not (whole or quote.continues):
            return None
        near = index - self._last_index <= 2
        return self._last if near and (alone or quote.continues) and length > 25 else None

    def _person_before(self, quote: Quote, paragraph: Paragraph, previous_end: int) -> Draft | None:
        """A whole sentence in marks after a sentence about somebody: that somebody speaks."""
        text = self._text[quote.span.start : quote.span.end]
        between = self._text[previous_end : quote.span.start]
        if (
            text.count(" ") < 4
            or not text[:1].isupper()
            or not (_BREAK.search(between) or between.rstrip(" \"“«'‘").endswith(":"))
        ):
            return None
        doc = paragraph.doc
        at = bisect_left([token.idx for token in doc], quote.span.start - paragraph.offset)
        for token in reversed(doc[max(0, at - 60) : at]):
            if token.dep_ in {"nsubj", "nsubjpass"} and paragraph.offset + token.idx >= previous_end and frames.is_speaker(token):
                if token.lower_ in {"i", "we", "you", "who"}:
                    continue
                source = paragraph.trimmed([frames.speaker_range(token)])
                return self._new(paragraph, token, source[0], [], "quote.after_person") if source else None
        return None


def _mend_source(draft: Draft, inside: list[Quote]) -> None:
    """A speaker found inside a quotation, for a cue outside it, is none: take the noun between the mark and the cue."""
    if not draft.source or not any(q.span.start <= draft.source[0][0] < q.span.end and len(q.span) > 12 for q in inside):
        return
    doc, offset = draft.paragraph.doc, draft.paragraph.offset
    ends = [quote.span.end for quote in inside if quote.span.end <= draft.at]
    draft.subject, draft.source = None, []
    if not ends:
        return
    for token in doc:
        if ends[-1] <= offset + token.idx < draft.at and token.pos_ in {"PRON", "PROPN", "NOUN"} and draft.at - ends[-1] < 60:
            draft.subject = token
            draft.source = [(offset + token.left_edge.idx, offset + token.idx + len(token))]
            if draft.source[0][0] < ends[-1]:
                draft.source = [(offset + token.idx, offset + token.idx + len(token))]


def _stands(draft: Draft, inside: list[Quote]) -> bool:
    """Say whether a cue inside a quotation is more than part of what is quoted: no "I think", nothing said outside the marks."""
    quote = next((q for q in inside if q.span.start <= draft.at < q.span.end and len(q.span) > 12), None)
    if quote is None:
        return True
    if draft.subject is not None and draft.subject.lower_ in {"i", "we", "you"}:
        return False
    return any(start < quote.span.end and quote.span.start < end for start, end in draft.content)


def _within(at: int, inside: list[Quote]) -> bool:
    return any(quote.span.start <= at < quote.span.end and len(quote.span) > 12 for quote in inside)


def _subject_near(draft: Draft, end: int) -> bool:
    return bool(draft.source) and (draft.source[0][0] >= end - 2 or draft.source[0][1] < end)


def _give(owner: Draft, quote: Quote) -> None:
    """Add a quotation to what its owner says; a clause that lies almost wholly in it gives way to it."""
    span: Chars = (quote.span.start, quote.span.end)
    owner.quoted.append(span)
    if owner.guessed and not any(start < span[1] and span[0] < end for start, end in owner.content):
        owner.content = []
    owner.guessed = False
    kept = []
    for start, end in owner.content:
        shared = max(0, min(end, span[1]) - max(start, span[0]))
        outside = (end - start) - shared
        if shared == 0 or outside > min(0.3 * (end - start), 40):
            kept.append((start, end))
    owner.content = sorted([*kept, span])
    owner.rule = owner.rule or "quote"
