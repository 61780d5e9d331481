"""Direct speech whose marks are all lost: sentences in the first person beside "..., he said".

Scraping can take every quotation mark out of a text. Where a paragraph has none and a sentence ends or begins with words and
their speaker, the sentences around it that speak in the first person and have no speaker of their own go on with the same
voice. A narrator who says "I" in the same paragraph is a risk that is taken only there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from spacy.tokens import Span as Words

from truceline.reader.drafts import Draft, Paragraph

_FIRST = frozenset({"i", "we", "my", "our", "me", "us", "mine", "ours", "myself", "ourselves"})


def all_lost(paragraphs: Iterable[Paragraph], drafts: Mapping[int, list[Draft]]) -> bool:
    """Say whether a report without any mark has lost them: people speak in the first person before "they said" in it."""
    telling = 0
    for paragraph in paragraphs:
        for draft in drafts[paragraph.index]:
            if draft.frame == "clause" and draft.content and draft.content[0][0] < draft.at and draft.owns_quotes:
                start, end = (at - paragraph.offset for at in draft.content[0])
                said = paragraph.doc.char_span(start, end, alignment_mode="expand")
                telling += said is not None and any(token.lower_ in _FIRST for token in said)
    return telling >= 2


def extend(paragraph: Paragraph, drafts: list[Draft], *, lost: bool) -> None:
    """Lengthen the drafts of a paragraph without marks by sentences of the same voice.

    ``lost``: the whole report has lost its marks, so that sentences of the voice need not be in the first person.
    """
    if not lost and not any(token.lower_ in _FIRST for token in paragraph.doc):
        return
    sents = list(paragraph.doc.sents)
    spoken = {_sentence(sents, paragraph, draft.at) for draft in drafts if draft.content and draft.frame != "quote"}
    for draft in drafts:
        if not draft.owns_quotes or not draft.content or draft.frame != "clause" or draft.content[0][0] > draft.at:
            continue
        home = _sentence(sents, paragraph, draft.at)
        for step in (-1, 1):
            _walk(draft, sents, home, step, spoken, everything=lost)


def _sentence(sents: list[Words], paragraph: Paragraph, at: int) -> int:
    return next((number for number, sent in enumerate(sents) if at - paragraph.offset < sent.end_char), len(sents) - 1)


def _walk(draft: Draft, sents: list[Words], home: int, step: int, spoken: set[int], *, everything: bool) -> None:  # noqa: PLR0913 - where to walk
    """Take sentences one way as long as nobody else speaks, up to the last in the first person."""
    run: list[Words] = []
    last = 0
    number = home + step
    while 0 <= number < len(sents) and number not in spoken:
        run.append(sents[number])
        if everything or any(token.lower_ in _FIRST for token in sents[number]):
            last = len(run)
        number += step
    ranges = [(sent.start, sent.end) for sent in run[:last]]
    draft.content = sorted([*draft.content, *draft.paragraph.trimmed(ranges)])
