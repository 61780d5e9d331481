"""Who must stay unnamed: callers, and speakers whom a report leaves unnamed. A name that once stands in the log is out for ever.

Two rules, whatever way a person takes through the commands:

1. In the report of a call nobody is ever named as a speaker, not even an institution, and the caller's sealed name does not
   get in by another field.
2. Whoever was unnamed in a claim stays unnamed in every claim that takes its place, and in what is marked inside its words,
   however many steps lie between. An institution of the theatre pack may be named, and a name that stands in the claim's own
   source ("a spokesman, John Example"), which is the text naming the speaker itself.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from truceline.actors import registry_of
from truceline.errors import ProtectedError
from truceline.model import Claim, Report, Span, Speaker, Theatre

SEALED = "caller.sealed"
"""Why a caller is unnamed: the name is sealed, and nobody may put one in its place."""
SHORTEST_TOKEN = 4
"""Parts of a name with fewer letters ("Abu", "al") stand in too many other words to be looked for alone."""
WORD = re.compile(r"\w+")
COORDINATE = re.compile(r"\d+[.,]\d{3,}")
"""A degree to about a hundred metres or finer: half of a position gives it away to who knows the town."""
LOOK_ALIKE = str.maketrans(
    "АВЕІЈКМНОРСТУХЅаеіјкорсухѕһԁΑΒΕΖΗΙΚΜΝΟΡΤΥΧαικνορτυχ", "ABEIJKMHOPCTYXSaeijkopcyxshdABEZHIKMNOPTYXaikvoptux"
)
"""Cyrillic and Greek letters, and the Latin ones for which they can be taken."""
FEWEST_DIGITS = 6
"""Numbers with fewer digits are years, times and figures."""


class Guarded(msgspec.Struct, frozen=True, kw_only=True):
    """What a claim that is about to be written is held against.

    ``unnamed`` are the claims, with an unnamed speaker, whose place or words it takes. ``is_call``: its report is that of a
    call; ``caller``, ``contact`` and ``position`` are what is sealed of it, None where none was given or it was deleted.
    """

    unnamed: tuple[Claim, ...] = ()
    is_call: bool = False
    caller: str | None = None
    contact: str | None = None
    position: str | None = None


def check_speaker(speaker: Speaker | None, report: Report, theatre: Theatre, guarded: Guarded) -> None:
    """Refuse a speaker that would uncover somebody.

    Raises:
        ProtectedError: it would; nothing was written.
    """
    if speaker is None:
        return
    if speaker.unnamed:
        _check_role(speaker.name, theatre, guarded)
    elif guarded.is_call or any(each.speaker and each.speaker.reason_unnamed == SEALED for each in guarded.unnamed):
        message = (
            f"report {report.id} does not name the speaker: it holds what a caller said, and callers stay sealed; "
            f'"{speaker.name}" cannot be put there; expected --unnamed with a role, or nobody'
        )
        raise ProtectedError(message)
    elif guarded.unnamed and not (_is_institution(speaker, theatre) or _is_in_source(speaker.name, report, guarded.unnamed)):
        claim = guarded.unnamed[0]
        name = claim.speaker.name if claim.speaker else "nobody"
        message = (
            f'report {report.id} does not name the speaker of {claim.id} ("{name}"); "{speaker.name}" cannot be put there; '
            "expected an institution of the theatre pack, or --unnamed with a role"
        )
        raise ProtectedError(message)


def _check_role(role: str, theatre: Theatre, guarded: Guarded) -> None:
    """Refuse a person's name given as the role of somebody unnamed."""
    registry = registry_of(theatre.actors)
    actor = registry.resolve(role)
    if actor and registry.get(actor).kind == "person":
        message = f'"{role}" is a person of the theatre pack, not a role; expected a role, such as --unnamed "a resident"'
        raise ProtectedError(message)
    check_open(guarded, {"--unnamed": role})


def _is_institution(speaker: Speaker, theatre: Theatre) -> bool:
    actor = next((each for each in theatre.actors if each.id == speaker.actor), None)
    return actor is not None and actor.kind not in ("person", "office")


def _is_in_source(name: str, report: Report, unnamed: Iterable[Claim]) -> bool:
    whole = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)")
    return any(whole.search(span.of(report.text)) for claim in unnamed for span in claim.source)


def unnamed_in(claims: Iterable[Claim]) -> tuple[Claim, ...]:
    """Return the claims whose speaker is unnamed."""
    return tuple(claim for claim in claims if claim.speaker is not None and claim.speaker.unnamed)


def speaks_inside(spans: Sequence[Span], claim: Claim) -> bool:
    """Say whether marked words are words of that claim's speaker; who tells of the speaker as well has marked its source too."""
    meets = any(span.meets(part) for span in spans for part in claim.content)
    tells = bool(claim.source) and all(any(span.holds(part) for span in spans) for part in claim.source)
    return meets and not tells


def check_open(guarded: Guarded, parts: Mapping[str, str | None]) -> None:
    """Refuse what is sealed of a call in what is written down openly; ``parts`` are texts by what a person calls them.

    Raises:
        ProtectedError: it stands in one of them; the message does not repeat it.
    """
    check_sealed(guarded.caller, parts)
    check_unsaid({"contact": guarded.contact, "position": guarded.position}, parts)


def check_sealed(caller: str | None, parts: Mapping[str, str | None]) -> None:
    """Refuse the caller's name, or a part of it, in what is written down openly; ``parts`` are texts by what a person calls them.

    Raises:
        ProtectedError: it stands in one of them; the message does not repeat it.
    """
    for option, text in parts.items():
        if caller and text and is_name_in(caller, text):
            message = f"the caller's name, or a part of it, stands in {option}, which is not sealed; leave it out there"
            raise ProtectedError(message, option)


def check_unsaid(sealed: Mapping[str, str | None], parts: Mapping[str, str | None]) -> None:
    """Refuse a sealed number or address in what is written down openly; both are texts by what a person calls them.

    Raises:
        ProtectedError: one stands in one of them; the message does not repeat it.
    """
    for what, value in sealed.items():
        for option, text in parts.items():
            if value and text and is_number_in(value, text):
                message = f"the {what} stands in {option} as well, which is not sealed; leave it out there"
                raise ProtectedError(message, option)


def is_number_in(value: str, text: str) -> bool:
    """Say whether a number, an address or a coordinate stands in a text, whatever signs and spaces lie between the digits.

    >>> is_number_in("+963 944 000 001", "call back at 00963-944-000001")
    True
    >>> is_number_in("36.1397, 36.9506", "at 36.1397 north"), is_number_in("36.1397, 36.9506", "36 trucks")
    (True, False)
    """
    if value.casefold() in text.casefold():
        return True
    written = _digits(text)
    numbers = (_digits(each) for each in (value, *COORDINATE.findall(value)))
    return any(len(number) >= FEWEST_DIGITS and number in written for number in numbers)


def _digits(text: str) -> str:
    """Return the digits of a text, of whatever script, as 0 to 9."""
    return "".join(str(unicodedata.digit(letter)) for letter in text if letter.isdecimal())


def is_name_in(name: str, text: str) -> bool:
    """Say whether a name, or a part of it with more than three letters, stands in a text, however it is written there.

    Case, accents, vowel signs, invisible characters, hyphens and the number of spaces make no difference. Outside the Latin
    script a name is also found inside a longer word, since prepositions and endings are written together with it.

    >>> is_name_in("Karim Example", "This is  KARÍM, at the bridge")
    True
    >>> is_name_in("Ana Li", "Anastasia saw a line")
    False
    """
    parts, words = _words(name), _words(text)
    if not parts:
        return False
    if f" {' '.join(parts)} " in f" {' '.join(words)} ":
        return True
    if _is_joined(name) and "".join(parts) in "".join(words):
        return True
    return any(_stands(part, words) for part in parts if len(part) >= SHORTEST_TOKEN)


def is_same_name(one: str, other: str) -> bool:
    """Say whether two names are one, however they are written.

    Case, accents, spaces, signs, the order of the words, and letters of another script that look like Latin ones, make no
    difference. A name without any letter is everybody's.

    >>> is_same_name("A. Haddad", "a.haddad"), is_same_name("Ann Haddad", "Haddad, Ann"), is_same_name("ann", "ben")
    (True, True, False)
    """
    left, right = (_words(name.translate(LOOK_ALIKE)) for name in (one, other))
    return "".join(left) == "".join(right) or sorted(left) == sorted(right) or not left or not right


def _stands(part: str, words: Sequence[str]) -> bool:
    return part in words or (_is_joined(part) and any(part in word for word in words))


def _is_joined(text: str) -> bool:
    """Say whether a text has letters of another script than Latin."""
    return any(letter.isalpha() and not unicodedata.name(letter, "").startswith("LATIN") for letter in text)


def _words(text: str) -> list[str]:
    """Return the words of a text with everything taken away in which two spellings of one name may differ."""
    folded = unicodedata.normalize("NFKD", text).casefold()
    plain = "".join(letter for letter in folded if unicodedata.category(letter) not in ("Mn", "Cf"))
    return WORD.findall(plain.replace("_", " "))
