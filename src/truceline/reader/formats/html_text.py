"""The text of an HTML page and what its head says. Scripts are never run; they, styles and navigation are left out.

Paragraphs are set apart by a blank line, white space within them is one space each as a browser shows it, and no character is
normalised. Where a page has one ``article`` or ``main`` of some length, that is its text.
"""

from __future__ import annotations

import re
from typing import NamedTuple

import msgspec
from selectolax.lexbor import LexborHTMLParser, LexborNode

LEFT_OUT = [
    "script",
    "style",
    "noscript",
    "template",
    "iframe",
    "svg",
    "nav",
    "footer",
    "aside",
    "form",
    "button",
    "object",
    "embed",
    "canvas",
    "dialog",
    "select",
]
BLOCKS = frozenset(
    "address article blockquote body caption dd details div dl dt fieldset figcaption figure h1 h2 h3 h4 h5 h6 header hr li main "
    "ol p pre section summary table tbody td tfoot th thead tr ul".split()
)
SPACE = re.compile(r"[ \t\r\n\f]+")
SHORTEST_MAIN = 200
DATES = (
    'meta[property="article:published_time"]',
    'meta[itemprop="datePublished"]',
    'meta[name="date"]',
    'meta[name="pubdate"]',
    'meta[name="publish-date"]',
    'meta[name="DC.date"]',
    'meta[name="DC.date.issued"]',
    'meta[name="dcterms.date"]',
    'meta[name="citation_publication_date"]',
)
PUBLISHERS = (
    'meta[property="og:site_name"]',
    'meta[name="publisher"]',
    'meta[name="DC.publisher"]',
    'meta[property="article:publisher"]',
)
CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_:.-]+)""", re.IGNORECASE)


TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
DEEPEST = 20_000
"""Open tags inside each other: more than any page needs, and as many as are parsed within seconds."""


class Page(NamedTuple):
    """What a page says."""

    text: str
    title: str | None
    publisher: str | None
    published_at: str | None
    lang: str | None
    url: str | None


def charset_of(data: bytes) -> str | None:
    """Return the encoding that the page itself names in its first kilobytes."""
    match = CHARSET.search(data[:4096])
    return match.group(1).decode("ascii", "replace") if match else None


def is_too_deep(markup: str) -> bool:
    """Say whether more tags stand open inside each other than a page can need: parsing it would take for ever."""
    depth = 0
    for closing, name in TAG.findall(markup):
        if closing:
            depth = max(depth - 1, 0)
        elif name.lower() not in VOID:
            depth += 1
            if depth > DEEPEST:
                return True
    return False


def page_of(markup: str) -> Page:
    """Return the text and the head of a page."""
    tree = LexborHTMLParser(markup)
    published = (
        _attribute(tree, DATES, "content")
        or _linked_data_day(tree)
        or _attribute(tree, ("time[pubdate]", 'time[itemprop="datePublished"]'), "datetime")
    )
    title = _attribute(tree, ('meta[property="og:title"]',), "content") or _words(tree, "title") or _words(tree, "h1")
    return Page(
        title=title,
        publisher=_attribute(tree, PUBLISHERS, "content"),
        published_at=published,
        lang=_attribute(tree, ("html",), "lang"),
        url=_attribute(tree, ('link[rel="canonical"]',), "href") or _attribute(tree, ('meta[property="og:url"]',), "content"),
        text=_body_text(tree),
    )


def _attribute(tree: LexborHTMLParser, selectors: tuple[str, ...], name: str) -> str | None:
    for selector in selectors:
        node = tree.css_first(selector)
        value = node.attributes.get(name) if node is not None else None
        if value and value.strip():
            return str(value).strip()
    return None


def _words(tree: LexborHTMLParser, selector: str) -> str | None:
    node = tree.css_first(selector)
    return SPACE.sub(" ", node.text()).strip() or None if node is not None else None


def _linked_data_day(tree: LexborHTMLParser) -> str | None:
    """Return ``datePublished`` of linked data: read as JSON, not run."""
    for node in tree.css('script[type="application/ld+json"]'):
        if match := re.search(r'"datePublished"\s*:\s*("(?:[^"\\]|\\.){4,40}")', node.text()):
            try:
                return msgspec.json.decode(match.group(1).encode(), type=str)
            except msgspec.DecodeError:  # an escape that JSON does not know: no day is given
                return None
    return None


def _body_text(tree: LexborHTMLParser) -> str:
    for node in tree.css(", ".join(LEFT_OUT)):
        node.decompose()
    for selector in ("article", "main"):
        mains = tree.css(selector)
        if len(mains) == 1 and len(text := _text(mains[0])) >= SHORTEST_MAIN:
            return text
    return _text(tree.body) if tree.body is not None else ""


def _text(root: LexborNode) -> str:
    """Return the text under a node, blocks set apart by blank lines; without recursion, however deep the page."""
    parts: list[str] = []
    node: LexborNode | None = root
    leaving = False
    while node is not None:
        if not leaving:
            parts.append(_opening(node))
        child = None if leaving else node.first_child
        if child is not None:
            node = child
            continue
        if node.tag in BLOCKS:
            parts.append("\n\n")
        if node.mem_id == root.mem_id:
            break
        leaving = node.next is None
        node = node.parent if leaving else node.next
    paragraphs = re.split(r"\n{2,}", "".join(parts))
    return "\n\n".join(tidy for p in paragraphs if (tidy := "\n".join(line.strip(" ") for line in p.split("\n")).strip("\n")))


def _opening(node: LexborNode) -> str:
    if node.tag == "-text":
        return SPACE.sub(" ", node.text_content or "")
    if node.tag == "br":
        return "\n"
    return "\n\n" if node.tag in BLOCKS else ""
