"""Direct speech whose marks are all lost: sentences in the first person beside "..., he said".

Scraping can take every quotation mark out of a text. Where a paragraph has none and a sentence ends or begins with words and
their speaker, the sentences around it that speak in the first person and have no speaker of their own go on with the same
voice. A narrator who says "I" in the same paragraph is a risk that is taken only there.
"""

from __future__ import annotations

from spacy.tokens import Span as Words

from truceline.reader.drafts import Draft, Paragraph

_FIRST = frozenset({"i", "we", "my", "our", "me", "us", "mine", "ours", "myself", "ourselves"})


def extend(paragraph: Paragraph, drafts: list[Draft]) -> None:
    """Lengthen the drafts of a paragraph without marks by sentences of the same voice."""
    if not any(token.lower_ in _FIRST for token in paragraph.doc):
        return
    sents = list(paragraph.doc.sents)
    spoken = {_sentence(sents, paragraph, draft.at) for draft in drafts if draft.content and draft.frame != "quote"}
    for draft in drafts:
        if not draft.owns_quotes or not draft.content or draft.frame != "clause" or draft.content[0][0] > draft.at:
            continue
        home = _sentence(sents, paragraph, draft.at)
        for step in (-1, 1):
            _walk(draft, sents, home, step, spoken)


def _sentence(sents: list[Words], paragraph: Paragraph, at: int) -> int:
    return next((number for number, sent in enumerate(sents) if at - paragraph.offset < sent.end_char), len(sents) - 1)


def _walk(draft: Draft, sents: list[Words], home: int, step: int, spoken: set[int]) -> None:
    """Take sentences one way as long as nobody else speaks, up to the last in the first person."""
    run: list[Words] = []
    last = 0
    number = home + step
    while 0 <= number < len(sents) and number not in spoken:
        run.append(sents[number])
        if any(token.lower_ in _FIRST for token in sents[number]):
            last = len(run)
        number += step
    ranges = [(sent.start, sent.end) for sent in run[:last]]
    draft.content = sorted([*draft.content, *draft.paragraph.trimmed(ranges)])
