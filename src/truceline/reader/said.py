"""When it was said: the day that stands beside the cue, else only that it was before publication.

"said in a statement Tuesday" gives that day, "said after the meeting" that of the meeting (``gatherings``); words that go on
from the same voice ("it continued", "the statement said") keep it. Where the text gives no day, all that is known is that it
was said by the day of publication: no order of statements is made up. Without a day of publication nothing is known.
"""

from __future__ import annotations

from collections.abc import Sequence

from truceline.model import Interval, TimeMention
from truceline.reader.drafts import Draft
from truceline.reader.gatherings import gathering_day

_GOES_ON = frozenset({"continue", "add", "conclude", "go"})
_DAYS = frozenset({"instant", "hour", "night", "day"})


def said_at(draft: Draft, text: str, times: Sequence[TimeMention], published_at: str | None, before: Interval | None) -> Interval:
    """Return when a draft's words were said. ``before``: when the same voice last spoke, if a day was given."""
    beside = _beside(draft, times, published_at) or _gathered(draft, text, times, published_at)
    if beside is not None:
        return beside
    document = draft.subject is not None and draft.subject.lemma_.lower() in {"statement", "letter", "memo"}
    if before is not None and (draft.lemma in _GOES_ON or document):
        return before
    if published_at is None:
        return Interval(start=None, end=None, precision="unresolved", basis="published")
    return Interval(start=None, end=published_at, precision="range", basis="published")


def _gathered(draft: Draft, text: str, times: Sequence[TimeMention], published_at: str | None) -> Interval | None:
    """The day of the gathering that is named beside the cue, where it lies no later than the report."""
    sentence = _sentence(draft)
    found = gathering_day(text, sentence, draft.content, times) if sentence else None
    is_ahead = found is not None and published_at is not None and (found.start or "") > published_at
    return None if is_ahead else found


def _sentence(draft: Draft) -> tuple[int, int] | None:
    """Where the cue's sentence stands in the text; None for a cue that has neither verb nor subject."""
    token = draft.verb if draft.verb is not None else draft.subject
    if token is None:
        return None
    return draft.paragraph.offset + token.sent.start_char, draft.paragraph.offset + token.sent.end_char


def _beside(draft: Draft, times: Sequence[TimeMention], published_at: str | None) -> Interval | None:
    """The day nearest to the cue in its sentence, outside what is said."""
    sentence = _sentence(draft)
    if sentence is None:
        return None
    start, end = sentence
    near = []
    for time in times:
        if not start <= time.span.start < end or time.precision not in _DAYS or time.start is None:
            continue
        if any(s < time.span.end and time.span.start < e for s, e in draft.content):
            continue
        if published_at is not None and time.start[:10] > published_at:
            continue
        near.append((abs(time.span.start - draft.at), time))
    if not near:
        return None
    return min(near, key=lambda item: item[0])[1].interval
