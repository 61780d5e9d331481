"""Files that are one report each: plain text, Markdown, HTML."""

from __future__ import annotations

from truceline.model import Fault
from truceline.reader.formats.decoding import decoded
from truceline.reader.formats.header import day_in_head, title_in_head
from truceline.reader.formats.html_text import DEEPEST, charset_of, is_too_deep, page_of
from truceline.reader.formats.incoming import Found, Incoming, Options, accept


def read_text(data: bytes, name: str, where: str, media: str, options: Options) -> Incoming | Fault:
    """Return the report that a plain text or Markdown file is; Markdown stays as it is written."""
    text = decoded(data, where, options.encoding)
    if isinstance(text, Fault):
        return text
    found = Found(id=name, text=text, where=where, title=title_in_head(text), published_at=day_in_head(text))
    return accept(found, data, media, options)


def read_html(data: bytes, name: str, where: str, options: Options) -> Incoming | Fault:
    """Return the report that an HTML page is."""
    markup = decoded(data, where, options.encoding or charset_of(data))
    if isinstance(markup, Fault):
        return markup
    if is_too_deep(markup):
        message = f"{where}: more than {DEEPEST} tags open inside each other; expected a page; save its text as .txt; not read"
        return Fault(code="too_deep", message=message, where=where)
    page = page_of(markup)
    lang = page.lang.split("-")[0].lower() if page.lang else None
    published = page.published_at or day_in_head(page.text)
    found = Found(
        id=name,
        text=page.text,
        where=where,
        title=page.title,
        publisher=page.publisher,
        published_at=published,
        lang=lang,
        url=page.url,
    )
    return accept(found, data, "text/html", options)
