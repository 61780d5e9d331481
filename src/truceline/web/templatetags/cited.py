"""Tags of pages that cite: who says something, in which claims, of which incident; and words that the printed report has too.

A page object has ids; ``page.spots``, ``page.actors`` and ``page.incidents`` say what they stand for. Nothing is decided here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django import template
from django.template import Context
from django.urls import NoReverseMatch
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString

from truceline.model.violations import Responsibility
from truceline.outputs.labels import Labels, load
from truceline.outputs.report import text
from truceline.outputs.report.movement_rows import AllegedRow, Moment
from truceline.outputs.report.spoken import Voice
from truceline.outputs.views import Struck
from truceline.outputs.views.learned import Sentence
from truceline.web.templatetags.room import link

if TYPE_CHECKING:
    from truceline.outputs.room.citing import Spot

register = template.Library()
NOTHING = SafeString("")
_ID = re.compile(r"\bc_[0-9a-f]{8,}\b|\b[A-Z]\.[A-Z_]+\b|\b[a-z]+(?:[.-][a-z0-9-]+)+\b")
"""What may be an id of a claim, a code of an event, an id of an actor."""


@register.simple_tag(takes_context=True)
def words(context: Context, code: str, **values: object) -> SafeString:
    """Return a text that the printed report has too, from the labels of the language; numbers in it keep their direction."""
    said = conditional_escape(_labels(context).text(code))
    filled = {name: _filled(value) for name, value in values.items()}
    return SafeString(said.format(**filled) if filled else said)  # every part of it is escaped above


@register.simple_tag(takes_context=True)
def told(context: Context, code: str, **values: object) -> SafeString:
    """Return a sentence on what was and is, every word that it is filled with in a direction of its own."""
    said = conditional_escape(_labels(context).say("learned_told", code))
    return SafeString(said.format(**{name: text.isolated(value) for name, value in values.items()}))  # every part is escaped


@register.simple_tag(takes_context=True)
def sentence(context: Context, one: Sentence) -> SafeString:
    """Return a sentence of a page object."""
    return told(context, one.code, **one.values)


@register.simple_tag(takes_context=True)
def reason(context: Context, why: str) -> SafeString:
    """Return a sentence of a rule, in English in every language, with claims, actors and codes of events called by name."""
    actors, done, parts = _of_page(context, "actors"), 0, []
    for found in _ID.finditer(why):
        code = found.group()
        known = load().find("event", code) or actors.get(code)
        if code in _of_page(context, "spots") or known:
            parts += [text.shown(why[done : found.start()]), text.isolated(known) if known else _claim(context, code)]
            done = found.end()
    whole = format_html_join("", "{}", ((part,) for part in [*parts, text.shown(why[done:])]))
    return format_html('<bdi lang="en" dir="ltr">{}</bdi>', whole)


@register.simple_tag(takes_context=True)
def who(context: Context, actor: str | None) -> SafeString:
    """Return what to call an actor, isolated; our own arithmetic by its word, an id without a name as it is."""
    if not actor:
        return NOTHING
    if actor == "arithmetic":
        return SafeString(text.isolated(_labels(context).text("by_arithmetic")))
    return SafeString(text.isolated(_of_page(context, "actors").get(actor, actor)))


@register.simple_tag(takes_context=True)
def several(context: Context, names: Iterable[str]) -> SafeString:
    """Return names one after the other, each isolated."""
    return _joined(context, (text.isolated(name) for name in names))


@register.simple_tag(takes_context=True)
def everybody(context: Context, actors: Iterable[str]) -> SafeString:
    """Return what to call several actors, one after the other."""
    return _joined(context, (who(context, actor) for actor in actors))


@register.simple_tag(takes_context=True)
def claims(context: Context, ids: Iterable[str]) -> SafeString:
    """Return the numbers of claims, each leading to its words in the report; what is no claim of this page by its id."""
    return format_html_join("", " {}", ((_claim(context, each),) for each in ids))


@register.simple_tag(takes_context=True)
def claim_of(context: Context, claim: str | None) -> SafeString:
    """Return the number of one claim; nothing where there is none."""
    return claims(context, (claim,)) if claim else NOTHING


@register.simple_tag(takes_context=True)
def incident(context: Context, incident_id: str | None) -> SafeString:
    """Return the name of an incident, leading to its page; its id where it has no name here."""
    if not incident_id:
        return NOTHING
    name = _of_page(context, "incidents").get(incident_id)
    shown = text.isolated(name) if name else text.ltr(incident_id)
    place = _place(context, "room:incident", incident_id) if name else None
    return format_html('<a href="{}">{}</a>', place, shown) if place else SafeString(shown)


@register.simple_tag(takes_context=True)
def voices(context: Context, said: Iterable[Voice]) -> SafeString:
    """Return who says something: name, through whom, in which stance, and the numbers of the claims."""
    return _joined(context, (_voice(context, each) for each in said))


@register.simple_tag(takes_context=True)
def moments(context: Context, times: Iterable[Moment]) -> SafeString:
    """Return times as told, each with who tells it."""
    labels = _labels(context)
    told = (
        format_html('{} <span class="quiet">({})</span>', text.isolated(labels.day(each.at)), voices(context, each.voices))
        for each in times
    )
    return format_html_join(labels.text("semicolon"), "{}", ((each,) for each in told))


@register.simple_tag(takes_context=True)
def alleged(context: Context, those: Iterable[AllegedRow], *, is_holder: bool = False) -> SafeString:
    """Return who is said to have done it, each with who says so and who denies it; ``is_holder``: who is said to hold it."""
    labels = _labels(context)
    lines = []
    for each in those:
        if each.voices:
            head = "" if is_holder else f"{labels.text('by_as_alleged')} "
            line = format_html(
                '{}<b>{}</b> <span class="quiet">{}</span>', head, text.isolated(each.who), voices(context, each.voices)
            )
        else:
            line = format_html('{} <span class="quiet">({})</span>', text.isolated(each.who), labels.text("nothing_said"))
        lines.append((line, denied(context, each.denies)))
    return format_html_join("", '<span class="under">{}{}</span>', lines)


@register.simple_tag(takes_context=True)
def denied(context: Context, those: Iterable[Voice]) -> SafeString:
    """Return who says that it is not so, after a mark; nothing where nobody does."""
    found = tuple(those)
    if not found:
        return NOTHING
    mark = _labels(context).text("contested_word")
    return format_html(' <span class="contest">{}</span> {}', mark, voices(context, found))


@register.simple_tag(takes_context=True)
def amount(context: Context, low: int | None, high: int | None, bound: Any = None) -> SafeString:  # noqa: ANN401 - a Bound or None
    """Return a figure in words of the language; "unknown" where somebody speaks of it and gives none."""
    return SafeString(text.isolated(_labels(context).number(low, high, bound or "exact")))


@register.simple_tag(takes_context=True)
def said_by(context: Context, said: Any) -> SafeString:  # noqa: ANN401 - the SaidBy of a page object
    """Return the speaker of one line: name, through whom, stance, where it stands, and whether a person decided on it."""
    voice = Voice(
        name=said.name,
        via=said.via,
        stance=None if said.stance == "assert" else said.stance,
        sources=(said.source,),
        is_proposed=said.standing == "proposed",
    )
    return _voice(context, voice)


@register.simple_tag(takes_context=True)
def responsible(context: Context, said: Responsibility) -> SafeString:
    """Return who holds whom responsible, or denies that; it never says who did it."""
    actors = _of_page(context, "actors")
    code = "denies_responsible" if said.denied else "held_responsible"
    line = _labels(context).text(code, by=actors.get(said.by, said.by), of=actors.get(said.of, said.of))
    return SafeString(text.isolated(line))


@register.simple_tag(takes_context=True)
def public_names(context: Context, ids: Iterable[str]) -> SafeString:
    """Return what a page made for everybody calls areas and offices."""
    names = _of_page(context, "names")
    return _joined(context, (text.isolated(names.get(each, each)) for each in ids))


@register.simple_tag(takes_context=True)
def public_code(context: Context, code: str) -> str:
    """Return the words for a state of a page made for everybody: it stands in one of four groups."""
    labels = _labels(context)
    groups = ("stage", "decision", "permission", "outcome")
    return next((found for group in groups if (found := labels.find(group, code))), code.replace("_", " "))


@register.simple_tag(takes_context=True)
def struck_words(context: Context, struck: Struck) -> str:
    """Return by which claim something was taken back or corrected, and when."""
    labels = _labels(context)
    if struck.day is None:
        return labels.text("struck_undated", number=struck.number)
    return labels.text("struck", day=labels.day(struck.day), number=struck.number)


@register.simple_tag
def ratio(reached: int, needed: int) -> SafeString:
    """Return how far of how much, in one reading direction."""
    return SafeString(text.ltr(f"{reached}/{needed}"))


@register.simple_tag
def lacking(needed: int, reached: int) -> int:
    """Return how much is still missing."""
    return needed - reached


@register.simple_tag(takes_context=True)
def mirrored(context: Context, start: float, width: float) -> str:
    """Return where a bar begins, in percent from the left, from where it begins in reading direction."""
    at = 100 - start - width if _labels(context).direction == "rtl" else start
    return f"{at:.2f}"


@register.simple_tag
def bar_top(height: float, floor: float, most: float) -> str:
    """Return where a bar of ``height`` percent of ``most`` begins above ``floor``, in pixels."""
    return f"{floor - most * height / 100:.2f}"


@register.simple_tag
def bar_height(height: float, most: float) -> str:
    """Return how high a bar of ``height`` percent of ``most`` is, in pixels."""
    return f"{most * height / 100:.2f}"


@register.filter
def plain(value: float) -> str:
    """Return a number as a drawing needs it, whatever the language."""
    return f"{value:.2f}"


def _filled(value: object) -> object:
    return conditional_escape(value) if isinstance(value, str) else text.ltr(value)


def _voice(context: Context, voice: Voice) -> SafeString:
    labels = _labels(context)
    parts = [format_html("<b>{}</b>", text.isolated(voice.name) if voice.name else labels.text("report_itself"))]
    if voice.via:
        parts.append(
            format_html('<span class="quiet">{} {}</span>', labels.text("via_word"), several(context, voice.via)),
        )
    if voice.stance:
        parts.append(format_html('<i class="s {}">{}</i>', voice.stance, labels.say("stance", voice.stance)))
    if voice.is_proposed:
        parts.append(format_html('<span class="prop">{}</span>', labels.text("proposed")))
    inside = format_html_join(" ", "{}", ((part,) for part in parts))
    return format_html('<span class="voice">{}{}</span>', inside, claims(context, voice.sources))


def _claim(context: Context, claim: str) -> SafeString:
    spot: Spot | None = _of_page(context, "spots").get(claim)
    if spot is None:
        return format_html('<span class="quiet">{}</span>', text.ltr(claim))
    place = _place(context, "room:report", spot.report)
    number = text.ltr(f"[{spot.number}]")
    return format_html('<a class="n" href="{}#{}">{}</a>', place, claim, number) if place else SafeString(number)


def _place(context: Context, name: str, argument: str) -> str | None:
    try:
        return link(context, name, argument)
    except NoReverseMatch:
        return None


def _joined(context: Context, parts: Iterable[object]) -> SafeString:
    return format_html_join(_labels(context).text("comma"), "{}", ((part,) for part in parts))


def _of_page(context: Context, name: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = getattr(context.get("page"), name, {})
    return found


def _labels(context: Context) -> Labels:
    found = context["labels"]
    assert isinstance(found, Labels)
    return found
