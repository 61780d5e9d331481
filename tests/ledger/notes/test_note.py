"""Signed notes: whose signature counts, and which bytes are a note at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from fakes.notaries import ANNA, BORIS, LOG, NOON, STRANGER, KeptTree, signed
from truceline.errors import NoteError
from truceline.ledger.notes.keys import ED25519, VerifierKey
from truceline.ledger.notes.note import Signature, parse_note, parse_signatures, parse_vkey, verify_note
from truceline.ledger.notes.plain import MAX_BYTES, read_limited
from truceline.ledger.notes.signing import Signer

SPECIFIED = """This is an example message.

— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=
"""
SPECIFIED_KEY = parse_vkey("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k")
TREE = KeptTree([b"one", b"two", b"three"]).checkpoint()
NOTE = signed(TREE, ANNA, BORIS)


def test_the_note_of_the_specification_is_verified() -> None:
    """Notes of other programs are our notes, and come back byte for byte."""
    note = parse_note(SPECIFIED.encode())
    (held,) = verify_note(note, [SPECIFIED_KEY])
    assert (note.text, held.key, held.at) == ("This is an example message.\n", SPECIFIED_KEY, None)
    assert str(note) == SPECIFIED


def test_a_text_may_have_empty_lines_and_every_script() -> None:
    """The last empty line parts the text from the signatures."""
    poem = """Ognuno sta solo sul cuor della terra
trafitto da un raggio di sole:

ed è subito sera.

— quasimodo.example/salvatore NnugSzTjtVAewIS+Z/iJhUPeFDkO/5QQ2i5ddnGITLlC+EhfLW9oJKONrMouFSQU0xMcXxj99ihAQwaqP3ZekRwNtIc=
"""
    assert parse_note(poem).text.endswith("\n\ned è subito sera.\n")
    text = "سجل\n\n\n记录\n"
    note = parse_note(f"{text}\n{LOG.sign(text)}")
    assert note.text == text
    assert verify_note(note, [LOG.vkey])


def test_signatures_of_strangers_are_ignored_and_those_known_are_returned_in_order() -> None:
    """A stranger's line can neither help nor harm."""
    note = parse_note(NOTE + STRANGER.sign_at(TREE.text(), NOON))
    held = verify_note(note, [BORIS.vkey, LOG.vkey, ANNA.vkey])
    assert [(each.key.name, each.at) for each in held] == [
        (LOG.name, None),
        (ANNA.name, NOON),
        (BORIS.name, NOON),
    ]
    assert [each.key.name for each in verify_note(note, [ANNA.vkey])] == [ANNA.name]


def test_a_line_with_only_the_name_or_only_the_id_of_a_known_key_is_a_stranger_s() -> None:
    """Both together name a key; one alone does not, and never refuses the note."""
    same_name, same_id = Signature(ANNA.name, b"\0\0\0\0", bytes(72)), Signature("other.example", ANNA.vkey.key_id, bytes(72))
    note = parse_note(NOTE + str(same_name) + str(same_id))
    assert len(verify_note(note, [LOG.vkey, ANNA.vkey, BORIS.vkey])) == 3
    with pytest.raises(NoteError, match="by none of the keys that are known here"):
        verify_note(parse_note(f"{TREE.text()}\n{same_name}{same_id}"), [ANNA.vkey])


def test_one_known_key_whose_signature_does_not_hold_refuses_the_whole_note() -> None:
    """Even if all the others hold: somebody changed something."""
    bad = Signature(BORIS.name, BORIS.vkey.key_id, NOON.to_bytes(8, "big") + bytes(64))
    note = parse_note(signed(TREE, ANNA) + str(bad))
    with pytest.raises(NoteError, match=r"USB line 1: the signature of boris.example/witness"):
        verify_note(note, [LOG.vkey, ANNA.vkey, BORIS.vkey], "USB line 1")
    assert len(verify_note(note, [LOG.vkey, ANNA.vkey])) == 2


def test_a_note_that_nobody_known_has_signed_is_refused() -> None:
    """The message says who signed and who was expected."""
    with pytest.raises(NoteError, match=rf"signed by {LOG.name} .* known here: stranger.example/witness") as refused:
        verify_note(parse_note(signed(TREE)), [STRANGER.vkey])
    assert LOG.vkey.key_id.hex() in str(refused.value)
    with pytest.raises(NoteError, match="none is"):
        verify_note(parse_note(signed(TREE)), [])


def test_two_known_keys_under_one_name_and_id_are_refused() -> None:
    """It could not be said whose signature it is."""
    twin = VerifierKey(LOG.name, ED25519, Signer("x", bytes(32)).vkey.public_key)

    class Twin(VerifierKey, frozen=True):
        @property
        def key_id(self) -> bytes:
            return LOG.vkey.key_id

    with pytest.raises(NoteError, match="two different keys"):
        verify_note(parse_note(NOTE), [LOG.vkey, Twin(twin.name, twin.algorithm, twin.public_key)])
    assert verify_note(parse_note(NOTE), [LOG.vkey, LOG.vkey])


GOOD = Signature("a.example", b"\1\2\3\4", bytes(64))


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "is no note"),
        (b"text\n", "is no note"),
        (b"text\n" + str(GOOD).encode(), "is no note"),
        (b"\n" + str(GOOD).encode(), "is no note"),
        (b"text\n\n", "line 3"),
        (b"text\n\n" + str(GOOD).encode()[:-1], "line 3"),
        (b"text\n\n" + str(GOOD).encode() + b"more\n", "line 4: 'more' is no signature line"),
        (b"text\n\n- a.example AQIDBAA=\n", "line 3: .* no signature line"),
        ("text\n\n—a.example AQIDBAA=\n".encode(), "no signature line"),
        ("text\n\n— a.example\n".encode(), "no signature line"),
        ("text\n\n—  AQIDBAA=\n".encode(), "no key name"),
        ("text\n\n— a+b AQIDBAA=\n".encode(), "no key name"),
        ("text\n\n— a\u00a0b AQIDBAA=\n".encode(), "no key name"),
        ("text\n\n— a.example AQIDBAA= more\n".encode(), "no base64"),
        ("text\n\n— a.example AQIDBAA\n".encode(), "no base64"),
        ("text\n\n— a.example AQIDBAB=\n".encode(), "an encoder"),
        ("text\n\n— a.example AQIDBA==\n".encode(), "of 4 bytes"),
        ("text\n\n— a.example AQID-A_=\n".encode(), "no base64"),
        (b"te\rxt\n\n" + str(GOOD).encode(), r"line 1: control character U\+000D"),
        (b"text\nte\txt\n\n" + str(GOOD).encode(), r"line 2: control character U\+0009"),
        (b"te\0xt\n\n" + str(GOOD).encode(), r"U\+0000"),
        (b"te\xffxt\n\n" + str(GOOD).encode(), "no UTF-8 at byte 2"),
        (b"te\xed\xa0\x80xt\n\n" + str(GOOD).encode(), "no UTF-8"),
        ("te\ud800xt\n\n" + str(GOOD), "surrogate"),
        (b"text\n\n" + str(GOOD).encode() * 101, "101 signatures"),
    ],
)
def test_what_is_no_note_is_refused_with_the_line(data: bytes | str, told: str) -> None:
    """Nothing is guessed and nothing is repaired."""
    with pytest.raises(NoteError, match=told) as refused:
        parse_note(data, "stick/checkpoint")
    assert str(refused.value).startswith("stick/checkpoint")


def test_a_hundred_signatures_are_read() -> None:
    """The specification asks for 16 at least."""
    assert len(parse_note("text\n\n" + str(GOOD) * 100).signatures) == 100


@pytest.mark.parametrize("size", [MAX_BYTES + 1, 10_000_000])
def test_a_note_of_many_megabytes_is_refused_unread(tmp_path: Path, size: int) -> None:
    """Not more than the limit is ever taken into memory."""
    file = tmp_path / "note"
    file.write_bytes(b"\n" * size)
    with pytest.raises(NoteError, match="longer than 1000000 bytes"):
        read_limited(file)
    with pytest.raises(NoteError, match="longer than 1000000 bytes"):
        parse_note(b"\xff" * size)
    with pytest.raises(NoteError, match="longer than 1000000 bytes"):
        parse_note("é" * (size // 2 + 1))


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    """It is an input that cannot be read, exit code 3."""
    with pytest.raises(NoteError, match="absent cannot be read: No such file") as refused:
        read_limited(tmp_path / "absent")
    assert refused.value.exit_code == 3
    with pytest.raises(NoteError, match="/proc/self/mem cannot be read: Input/output error"):
        read_limited(Path("/proc/self/mem"))
    with pytest.raises(NoteError, match="/dev/zero: longer than 1000000 bytes"):
        read_limited(Path("/dev/zero"))


def test_lines_that_come_later_are_put_under_a_note_once() -> None:
    """Cosignatures arrive one by one, some of them twice."""
    note = parse_note(signed(TREE, ANNA))
    more = ANNA.sign_at(TREE.text(), NOON) + BORIS.sign_at(TREE.text(), NOON)
    assert str(note.with_lines(more).with_lines(more)) == NOTE
    with pytest.raises(NoteError, match="line 2"):
        parse_signatures(str(GOOD) + "what else\n")


def test_what_strangers_are_called_is_escaped_in_messages() -> None:
    """A name cannot write over the terminal or turn its direction."""
    odd = Signature("\u202egro.xe\u200b\x7f", b"\1\2\3\4", bytes(64))
    with pytest.raises(NoteError) as refused:
        verify_note(parse_note(f"text\n\n{odd}"), [LOG.vkey])
    assert str(refused.value).isascii()
    assert str(refused.value).isprintable()
