"""Foreign text on a page: escaped, isolated from the direction around it, and with nothing hidden in it.

Text that others wrote may hold scripts, tags and characters that reorder what follows (U+202E and its like). Jinja escapes the
former; here the latter are taken out and shown as a badge with their number, so that a reader sees that they are there.
"""

from __future__ import annotations

import re
import unicodedata

from markupsafe import Markup, escape

_HIDDEN = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f"  # controls, but for tab and line feed
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # direction marks, embeddings, overrides, isolates
    "\u180e\u200b\u2028\u2029\u2060-\u2065\u206a-\u206f\ufeff\ufff9-\ufffb"  # spaces without width, separators, annotation marks
    "\U000e0000-\U000e007f\ud800-\udfff"  # tags, lone surrogates
)
"""What is shown as a badge. Joiners are left: scripts need them."""
HIDDEN = re.compile(f"[{_HIDDEN}]")
_RANGE = re.compile("[0-9][0-9\u202f]*–[0-9][0-9\u202f]*")


def shown(text: object) -> Markup:
    """Return ``text`` escaped, every hidden control character as a visible badge.

    >>> shown("a<b>\u202ec")
    Markup('a&lt;b&gt;<span class="ctl" title="RIGHT-TO-LEFT OVERRIDE">U+202E</span>c')
    """
    done, parts = 0, []
    plain = str(text).replace("\r\n", "\n")
    for match in HIDDEN.finditer(plain):
        parts += [escape(plain[done : match.start()]), _badge(match.group())]
        done = match.end()
    return Markup().join([*parts, escape(plain[done:])])


def isolated(text: object) -> Markup:
    """Return foreign text for the middle of a line: its own direction, found from its letters; ranges stay in order."""
    safe = _RANGE.sub(r'<bdi dir="ltr">\g<0></bdi>', str(shown(text)))
    return Markup(f"<bdi>{safe}</bdi>")  # noqa: S704  # shown() escaped it; the pattern matches digits and a dash only


def ltr(text: object) -> Markup:
    """Return a number, a range, a hash or an id, which reads from left to right in every language."""
    return Markup('<bdi dir="ltr">{}</bdi>').format(shown(text))


def _badge(character: str) -> Markup:
    name = unicodedata.name(character, "CONTROL CHARACTER")
    return Markup('<span class="ctl" title="{}">U+{:04X}</span>').format(name, ord(character))
