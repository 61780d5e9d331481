"""The timeline of one actor as an SVG: its own names, names others use, offices, and who says that it is covered, over days.

Positions are in percent of the width, from 0 in reading direction, so that one drawing fits every page and is mirrored for
languages written from right to left. Nothing is told by colour alone: every stretch has its words above it, and all of it stands
in words in ``desc`` for whoever hears the page. A stretch that is open on a side, or goes on beyond what is drawn, runs to the
edge; what is denied or asked, and so does not count, is an outline.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator

from markupsafe import Markup, escape

from truceline.model import Interval
from truceline.outputs.labels import Labels
from truceline.outputs.report.text import HIDDEN
from truceline.outputs.views.actor_pages import ActorTimeline, Segment

ROW = 30
"""Height of a row in pixels: words above, bar below."""
FOOT = 58
"""Height below the rows: the ends of the axis, the day asked for, days of renaming, a line of words each."""
NEAREST = 24.0
"""So far apart, in percent, two dates of one line of words must be."""
LEAST = 0.6
"""The least width of a bar, in percent: a day in ten years can still be seen."""
STYLE = """\
.tl { display: block; overflow: hidden; }
.tl text { font-size: 12px; fill: var(--ink, currentColor); }
.tl .tl-day { fill: var(--quiet, currentColor); font-size: 11px; }
.tl .tl-axis { stroke: var(--line, #999); }
.tl .tl-on { stroke: var(--ink, currentColor); stroke-width: 1.5; }
.tl .tl-renamed { stroke: var(--strong, #777); stroke-dasharray: 3 3; }
.tl rect { stroke: var(--strong, #777); fill: var(--soft, #eee); }
.tl .tl-self_name { fill: var(--strong, #777); }
.tl .tl-other_name { fill: var(--hatch, #ddd); }
.tl .tl-party, .tl .tl-accepted { fill: var(--target, #cfe3f6); }
.tl .tl-excluded, .tl .tl-not_accepted { fill: var(--mark2, #f6dfa0); }
.tl .tl-disputed { fill: var(--paper, #fff); stroke-dasharray: 4 2; }
.tl .tl-not-counted { fill: none; stroke-dasharray: 2 2; }
"""
"""What the drawing needs of a page's style; colours are the page's own, so dark, light and print follow it."""


def drawn(timeline: ActorTimeline, labels: Labels) -> Markup:
    """Return the drawing as ``<svg>``, in the direction of the labels' language; safe to put into a page as it is."""
    return _Drawing(timeline, labels).svg()


class _Drawing:
    """One timeline, its axis and its language."""

    def __init__(self, timeline: ActorTimeline, labels: Labels) -> None:
        self._of = timeline
        self._labels = labels
        self._is_rtl = labels.direction == "rtl"
        self._first = dt.date.fromisoformat(timeline.first)
        self._days = max((dt.date.fromisoformat(timeline.last) - self._first).days + 1, 1)
        self._height = ROW * max(len(timeline.segments), 1) + FOOT

    def svg(self) -> Markup:
        name = hashlib.sha256(repr(self._of).encode()).hexdigest()[:10]
        title = self._say("title", name=self._of.name, first=self._day(self._of.first), last=self._day(self._of.last))
        direction = "rtl" if self._is_rtl else "ltr"
        head = (
            f'<svg class="tl" width="100%" height="{self._height}" role="img" direction="{direction}" '
            f'aria-labelledby="tl-{name}-t tl-{name}-d"><title id="tl-{name}-t">{_safe(title)}</title>'
            f'<desc id="tl-{name}-d">{_safe(" ".join(self._words()))}</desc>'
        )
        return Markup(head + "".join(self._rows()) + "".join(self._marks()) + "</svg>")  # noqa: S704  # every text went through _safe

    def _say(self, code: str, **values: object) -> str:
        return self._labels.say("actor_line", code, **values)

    def _day(self, day: str) -> str:
        return self._labels.day(day)

    # rows

    def _rows(self) -> Iterator[str]:
        for row, segment in enumerate(self._of.segments):
            start, width = self._span(segment)
            top = row * ROW
            kind = segment.state or segment.kind
            ends = " tl-open" if segment.since is None or segment.until is None else ""
            plain = "" if segment.counts else " tl-not-counted"
            yield self._text(0, top + 12, self._label(segment), lang=segment.lang)
            yield (
                f'<rect class="tl-{kind}{ends}{plain}" x="{self._mirrored(start, width)}%" y="{top + 16}" '
                f'width="{_round(width)}%" height="9" rx="2"/>'
            )

    def _label(self, segment: Segment) -> str:
        if segment.kind == "coverage":
            state = self._labels.say("coverage", segment.state or "")
            code = "says" if segment.counts else "says_not_counted"
            return self._say(code, who=segment.label, state=state) + (
                f" [{segment.note}]" if segment.note not in {"", segment.label} else ""
            )
        if segment.kind == "other_name":
            return self._say("others", name=segment.label, who=segment.note) if segment.note else segment.label
        return self._say("itself", name=segment.label) if segment.kind == "self_name" else segment.label

    def _words(self) -> Iterator[str]:
        """Yield every row as a sentence."""
        for segment in self._of.segments:
            when = self._labels.interval(Interval(start=segment.since, end=segment.until))
            yield f"{self._label(segment)}: {when or self._say('always')}."
        for day in dict.fromkeys(each.since for each in self._of.renamed):
            yield f"{self._say('renamed', day=self._day(day))}."

    # the axis

    def _marks(self) -> Iterator[str]:
        """Yield the axis with its dates; a day's line runs through the bars only, so that it crosses no words."""
        floor = self._height - FOOT
        yield f'<line class="tl-axis" x1="0" x2="100%" y1="{floor}" y2="{floor}"/>'
        yield self._text(0, floor + 16, self._day(self._of.first))
        yield self._text(100, floor + 16, self._day(self._of.last))
        renamed = tuple(dict.fromkeys(each.since for each in self._of.renamed))
        for day in renamed:
            yield from self._lines("tl-renamed", day)
        yield from self._lines("tl-on", self._of.on)
        yield self._text(self._at(self._of.on), floor + 32, self._say("on_day", day=self._day(self._of.on)))
        last = -NEAREST
        for day in renamed:
            if (at := self._at(day)) - last >= NEAREST:
                last = at
                yield self._text(at, floor + 48, self._say("renamed", day=self._day(day)))

    def _lines(self, kind: str, day: str) -> Iterator[str]:
        at = self._mirrored(self._at(day), 0)
        for row in range(len(self._of.segments)):
            top = row * ROW
            yield f'<line class="{kind}" x1="{at}%" x2="{at}%" y1="{top + 15}" y2="{top + 27}"/>'
        floor = self._height - FOOT
        yield f'<line class="{kind}" x1="{at}%" x2="{at}%" y1="{floor - 3}" y2="{floor + 4}"/>'

    def _at(self, day: str) -> float:
        """Return where a day begins, in percent in reading direction, at the nearer edge where it lies outside."""
        try:
            days = (dt.date.fromisoformat(day[:10]) - self._first).days
        except ValueError:
            return 0.0
        return min(max(100 * days / self._days, 0.0), 100.0)

    def _span(self, segment: Segment) -> tuple[float, float]:
        start = self._at(segment.since) if segment.since else 0.0
        end = self._at(segment.until) + 100 / self._days if segment.until else 100.0
        width = max(min(end, 100.0) - start, LEAST)
        return min(start, 100.0 - LEAST), width

    def _mirrored(self, start: float, width: float) -> float:
        return _round(100 - start - width if self._is_rtl else start)

    def _text(self, at: float, y: int, words: str, *, lang: str = "") -> str:
        """Return words that begin at a position, or end there where they begin beyond the middle, so that they fit."""
        anchor = "end" if at > 50 else "start"
        spoken = f' lang="{escape(lang)}"' if lang else ""
        css = "" if lang else ' class="tl-day"'
        return (
            f'<text{css} x="{self._mirrored(at, 0)}%" y="{y}" text-anchor="{anchor}"{spoken}>'
            f'<tspan unicode-bidi="isolate">{_safe(words)}</tspan></text>'
        )


def _safe(words: str) -> Markup:
    """Return words escaped, with every character that nobody sees as its number."""
    return escape(HIDDEN.sub(lambda hidden: f"<U+{ord(hidden.group()):04X}>", words))


def _round(number: float) -> float:
    return round(number, 2)
