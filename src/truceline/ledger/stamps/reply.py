"""What a time-stamping authority answered (RFC 3161, 2.4.2), read by ourselves and believed by nobody yet.

``timestamp_verifiers`` says whether its signature holds. Reading it apart from them lets us say which checkpoint a token is for
even where one verifier refuses to read it at all.
"""

from __future__ import annotations

import datetime as dt
import re

import msgspec
from cryptography import x509
from cryptography.x509.oid import ExtendedKeyUsageOID

from truceline.errors import NoteError
from truceline.ledger.stamps import der
from truceline.ledger.stamps.der import Element

MAX_BYTES = 1_000_000
SHA256 = "2.16.840.1.101.3.4.2.1"

_SIGNED_DATA = "1.2.840.113549.1.7.2"
_TST_INFO = "1.2.840.113549.1.9.16.1.4"
_GRANTED = (0, 1)
_TIME = re.compile(r"(\d{14})(?:\.(\d{1,9}))?Z")


class Reply(msgspec.Struct, frozen=True, kw_only=True):
    """A granted time stamp. ``at`` is in UTC as the log writes times; ``tsa`` the name in the authority's certificate."""

    at: dt.datetime
    policy: str
    algorithm: str
    imprint: str
    serial: int
    nonce: int | None
    tsa: str | None


def read_reply(data: bytes, where: str) -> Reply:
    """Read a reply (``.tsr``).

    Raises: NoteError where it is none, or the authority refused.
    """
    if len(data) > MAX_BYTES:
        message = f"{where} has {len(data):,} bytes; a time stamp has at most {MAX_BYTES:,}"
        raise NoteError(message)
    parts = _parts(der.read_der(data, where), "a reply", 1)
    status = _parts(parts[0].expect(der.SEQUENCE, "a status"), "a status", 1)
    if status[0].integer() not in _GRANTED:
        message = f"{where}: the authority granted no time stamp (status {status[0].integer()}{_reason(status)}); ask it again"
        raise NoteError(message)
    if len(parts) < 2:
        message = f"{where}: the authority says it granted a time stamp, and none is in its reply; ask it again"
        raise NoteError(message)
    signed = _signed_data(parts[1])
    content, certificates = _content_of(signed), _certificates(signed)
    return _info(der.read_der(content, f"{where} (time stamp)"), certificates)


def _parts(element: Element, what: str, least: int) -> list[Element]:
    found = list(element.expect(der.SEQUENCE, what).inside())
    if len(found) < least:
        message = f"{element.where}, byte {element.first}: {what} has {len(found)} parts; expected at least {least}"
        raise NoteError(message)
    return found


def _reason(status: list[Element]) -> str:
    """Return the words in which the authority refused, with a comma in front; the empty string where it said none."""
    if len(status) < 2 or status[1].tag != der.SEQUENCE:
        return ""
    words = " ".join(each.content.decode("utf-8", "replace") for each in status[1].inside())
    return f", {words!r:.200}" if words else ""


def _signed_data(token: Element) -> list[Element]:
    parts = _parts(token, "a token", 2)
    if parts[0].oid() != _SIGNED_DATA:
        message = f"{token.where}, byte {token.first}: content of type {parts[0].oid()}; expected signed data ({_SIGNED_DATA})"
        raise NoteError(message)
    inner = list(parts[1].expect(der.EXPLICIT_0, "signed data").inside())
    if len(inner) != 1:
        message = f"{token.where}, byte {parts[1].first}: {len(inner)} parts where signed data was expected"
        raise NoteError(message)
    return _parts(inner[0], "signed data", 3)


def _content_of(signed: list[Element]) -> bytes:
    parts = _parts(signed[2], "what is signed", 2)
    if parts[0].oid() != _TST_INFO:
        message = f"{signed[2].where}, byte {signed[2].first}: {parts[0].oid()} is signed; expected a time stamp ({_TST_INFO})"
        raise NoteError(message)
    inner = list(parts[1].expect(der.EXPLICIT_0, "the time stamp").inside())
    if len(inner) != 1:
        message = f"{signed[2].where}, byte {parts[1].first}: {len(inner)} parts where one time stamp was expected"
        raise NoteError(message)
    return inner[0].expect(der.OCTET_STRING, "the time stamp").content


def _certificates(signed: list[Element]) -> list[bytes]:
    return [each.whole for part in signed[3:] if part.tag == der.IMPLICIT_0 for each in part.inside()]


def _info(info: Element, certificates: list[bytes]) -> Reply:
    """Read TSTInfo: version, policy, messageImprint, serialNumber, genTime, then what may be left out."""
    parts = _parts(info, "a time stamp", 5)
    imprint = _parts(parts[2], "an imprint", 2)
    numbers = [part.integer() for part in parts[5:] if part.tag == der.INTEGER]
    return Reply(
        at=_time(parts[4]),
        policy=parts[1].oid(),
        algorithm=_parts(imprint[0], "an algorithm", 1)[0].oid(),
        imprint=imprint[1].expect(der.OCTET_STRING, "an imprint").content.hex(),
        serial=parts[3].integer(),
        nonce=numbers[0] if numbers else None,
        tsa=_name(certificates),
    )


def _time(element: Element) -> dt.datetime:
    text = element.expect(der.GENERALIZED_TIME, "a time").content.decode("ascii", "replace")
    read = _TIME.fullmatch(text)
    whole, part = (read[1], read[2]) if read else ("", None)
    try:
        moment = dt.datetime.strptime(whole, "%Y%m%d%H%M%S").replace(tzinfo=dt.UTC)
    except ValueError as error:
        message = f"{element.where}, byte {element.first}: {text!r:.40} is no time in UTC; expected YYYYMMDDHHMMSSZ"
        raise NoteError(message) from error
    return moment + dt.timedelta(microseconds=int((part or "0").ljust(6, "0")[:6]))


def _name(certificates: list[bytes]) -> str | None:
    """Return the name in the certificate that is for time stamping, None where there is none that can be read."""
    for data in certificates:
        try:
            certificate = x509.load_der_x509_certificate(data)
            usage = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
            name = certificate.subject.rfc4514_string()
        except (
            ValueError,
            x509.ExtensionNotFound,
            x509.DuplicateExtension,
            x509.InvalidVersion,
            x509.UnsupportedGeneralNameType,
        ):
            continue
        if ExtendedKeyUsageOID.TIME_STAMPING in usage:
            return name
    return None
