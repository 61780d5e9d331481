"""Rendering: a page object through the templates into one HTML text with its style inside, no script and no outside resource."""

from __future__ import annotations

import functools
import importlib.resources
import re

import jinja2
from markupsafe import Markup

from truceline.outputs.report import actor_timeline, merged, text
from truceline.outputs.report.page import Page

_SPACE = re.compile(r"\s*([{};,>])\s*")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


def html(page: Page) -> str:
    """Return ``page`` as one self-contained HTML text."""
    labels = page.labels
    template = _environment().get_template("page.html.j2")
    return template.render(
        paper=_paper(page),
        page=page,
        labels=labels,
        t=labels.text,
        say=labels.say,
        day=labels.day,
        style=_style(),
        rtl=labels.direction == "rtl",
    )


def _paper(page: Page) -> Markup:
    """Return the running head and foot of printed pages: what kind of record it is stands on every sheet."""
    head, root = _quoted(page.labels.say("kind", page.basis.kind)), _quoted(f"{page.basis.size} · {page.basis.root[:16]}…")
    boxes = (
        f"@top-center{{content:{head}}}",
        f"@bottom-left{{content:{root};direction:ltr}}",
        "@bottom-right{content:counter(page) ' / ' counter(pages);direction:ltr}",
    )
    return Markup(f"@media print{{@page{{{''.join(boxes)}}}}}")  # noqa: S704  # our own labels, written as CSS strings below


def _quoted(words: str) -> str:
    """Return words as a CSS string in which nothing but letters, digits and plain marks stands unescaped."""
    return '"' + "".join(c if c.isalnum() or c in " .,:;·…" else f"\\{ord(c):x} " for c in words) + '"'


@functools.cache
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("truceline.outputs.report"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"shown": text.shown, "isolated": text.isolated, "ltr": text.ltr}
    environment.filters |= {"said": merged.said, "stances": merged.stances}
    environment.filters |= {"all_proposed": merged.all_proposed, "by_report": merged.by_report}
    return environment


@functools.cache
def _style() -> Markup:
    """Return the style sheet without comments and spare space: our own file, the only text here that is not escaped."""
    source = importlib.resources.files(__package__).joinpath("templates", "style.css").read_text(encoding="utf-8")
    return Markup(_SPACE.sub(r"\1", _COMMENT.sub("", source + actor_timeline.STYLE)).strip())  # noqa: S704  # a file of this package, no outside text
