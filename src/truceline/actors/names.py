"""Names: how a name is compared. Equal means equal by a fixed rule; nothing here measures how alike two names are.

Two names are the same when their folded words are: case, accents, Arabic vowel signs and typographic apostrophes do not
count. Romanised Arabic has no one spelling, so names marked ``ar-Latn`` are also compared by ``transliteration_key``,
which takes away the article and the letters that romanisations disagree on. Both are equivalences: a name either has the
key or it has not.

>>> transliteration_key("Dayr az-Zawr") == transliteration_key("Deir al-Zour")
True
>>> [word.text for word in words("al-Qaeda's")]
['al', 'qaeda', 's']
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

ROMANISED = "ar-Latn"
"""The language tag of a romanised Arabic name: the one kind of name that is also compared by its key."""

_WORD = re.compile(r"[^\W_]+(?:[\u064b-\u0652\u0670\u0640]+[^\W_]*)*")
_ARABIC_SIGNS = re.compile(r"[\u0640\u064b-\u0652\u0670]")
_ARABIC_LETTERS = str.maketrans("أإآٱىةؤئکی", "اااايهويكي")
_NO_DECOMPOSITION = str.maketrans({"ı": "i", "ø": "o", "ł": "l", "đ": "d", "ё": "е"})
_ARTICLES = frozenset({"al", "el", "ul", "il", "ad", "ar", "as", "ash", "at", "az", "an", "adh", "ath", "ez", "er", "es", "et"})
_APOSTROPHES = re.compile(r"(?<=\w)[ʻʼʿʾ‘’'`´](?=\w)|[ʻʼʿʾ`´]")
_SPELLINGS = (
    (re.compile(r"q|ck"), "k"),
    (re.compile(r"gh"), "g"),
    (re.compile(r"aw|ow|ou|oo|o"), "u"),
    (re.compile(r"ei|ee|ey|ai|ay|e|y"), "i"),
    (re.compile(r"(.)\1+"), r"\1"),
    (re.compile(r"(?<=..)[ah]+$"), ""),
)


class Word(NamedTuple):
    """A folded word and where it stands: half-open, in characters."""

    text: str
    start: int
    end: int


@lru_cache(maxsize=65536)
def fold(word: str) -> str:
    """Return ``word`` without case, accents and vowel signs, in one form of each letter."""
    if word.isascii():
        return word.lower()
    word = _ARABIC_SIGNS.sub("", word.casefold()).translate(_ARABIC_LETTERS).translate(_NO_DECOMPOSITION)
    kept = (c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))
    return unicodedata.normalize("NFC", "".join(kept))


def words(text: str) -> Iterator[Word]:
    """Yield the folded words of ``text`` in order; hyphens, apostrophes and full stops part words."""
    for match in _WORD.finditer(text):
        yield Word(fold(match.group()), match.start(), match.end())


def scripts(text: str) -> tuple[str, ...]:
    """Return the scripts of the letters of a text, sorted: ``("Cyrillic", "Latin")``; a word of several is in no language.

    Signs that go with any script, such as the half rings of "Daʿesh", are of none.
    """
    plain = unicodedata.normalize("NFKC", text)
    return tuple(sorted({_script(c) for c in plain if c.isalpha() and unicodedata.category(c) != "Lm"}))


@lru_cache(maxsize=4096)
def _script(char: str) -> str:
    return unicodedata.name(char, "unknown").split(" ", 1)[0].capitalize()


def folded(name: str) -> tuple[str, ...]:
    """Return the folded words of a name."""
    return tuple(word.text for word in words(name))


@lru_cache(maxsize=65536)
def word_key(word: str) -> str:
    """Return the key of one folded word of a romanised Arabic name; empty for an article."""
    if word in _ARTICLES:
        return ""
    for spelling, letter in _SPELLINGS:
        word = spelling.sub(letter, word)
    return word


def transliteration_key(name: str) -> tuple[str, ...]:
    """Return the key by which romanised spellings of one Arabic name agree ("Deir al-Zour", "Dayr az Zawr").

    Articles fall away; q and k, gh and g, ou, o and u, ei, ay and i, double letters and a final ah agree. Short vowels
    do count otherwise, because Daraa and Darayya are two towns.
    """
    keys = (word_key(word.text) for word in words(_APOSTROPHES.sub("", name)))
    return tuple(key for key in keys if key)


_CYRILLIC = dict(
    zip(
        "абвгдежзийклмнопрстуфхцчшщъыьэюяёіїєґ",
        "a b v g d e zh z i y k l m n o p r s t u f kh ts ch sh sh - y - e yu ya e i i e g".replace("-", "").split(" "),
        strict=True,
    )
)
_ARABIC = dict(
    zip(
        "ابتثجحخدذرزسشصضطظعغفقكلمنهويپچڤگء",
        "a b t th j h kh d dh r z s sh s d t z - gh f q k l m n h w y p ch v g -".replace("-", "").split(" "),
        strict=True,
    )
)
_ARABIC_ARTICLE = re.compile(r"^(?:و|ب|ل)?ال(?=..)")
_SOUNDS = (
    (re.compile(r"dzh|dj|zh"), "j"),
    (re.compile(r"kh|x"), "h"),
    (re.compile(r"sch|sh|ch"), "s"),
    (re.compile(r"th"), "t"),
    (re.compile(r"dh"), "d"),
    (re.compile(r"gh"), "g"),
    (re.compile(r"ph"), "f"),
    (re.compile(r"q|ck|c"), "k"),
    (re.compile(r"[^a-z]|[aeiouwy]"), ""),
    (re.compile(r"(.)\1+"), r"\1"),
    (re.compile(r"(?<=.)h$"), ""),
)


@lru_cache(maxsize=65536)
def sound_key(name: str) -> str:
    """Return the consonants by which a name in Latin, Cyrillic or Arabic letters sounds; for warnings only, never to resolve.

    >>> sound_key("Jabhat Fatah al-Sham") == sound_key("Джебхат Фатх аш-Шам")
    True
    """
    found = list(words(_APOSTROPHES.sub("", name)))
    return "".join(_sounds(_in_latin(word.text)) for word in found if word.text not in _ARTICLES and word.text not in _RUSSIAN)


_RUSSIAN = frozenset({"аль", "ан", "аш", "ас", "ат", "ад", "аз", "ар", "эль", "эш", "эс"})


def _in_latin(word: str) -> str:
    if "\u0600" <= word[0] <= "\u06ff":
        word = _ARABIC_ARTICLE.sub("", word)
    return "".join(_CYRILLIC.get(c, _ARABIC.get(c, c)) for c in word)


def _sounds(word: str) -> str:
    for sound, letter in _SOUNDS:
        word = sound.sub(letter, word)
    return word
