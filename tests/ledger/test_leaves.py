"""Leaves are written fast, in pieces; the plain way, part by part, must give the same bytes."""

from __future__ import annotations

import random
from typing import Any

import msgspec
import pytest

from fakes.small_reports import THEATRE, claim, report
from truceline.errors import EncodingError
from truceline.ledger import Draft
from truceline.ledger.kernel.leaves import Opening, prepare
from truceline.ledger.leaf import canonical, drafts
from truceline.ledger.leaf.bodies import BODIES, Body, ClaimDecided, LinkMade
from truceline.ledger.leaf.claim_body import Names, without_words
from truceline.ledger.leaf.entries import fresh_ids, leaf_bytes
from truceline.ledger.sealed.vault import Vault
from truceline.model import Span

LOG = "truceline.local/0123456789abcdef0123456789abcdef"
TEXTS = ("", "a", "c_1", "é ü", "قصف", "😀", 'say "no"', "back\\slash", "\u2028", "\x7f", "tab\there", "\x00")


def some(kind: Any, chance: random.Random) -> Any:  # noqa: ANN401, C901, PLR0911  # one case for each sort of type
    """Return a random value of a type of ours, often its default."""
    info = msgspec.inspect.type_info(kind) if not isinstance(kind, msgspec.inspect.Type) else kind
    match info:
        case msgspec.inspect.StrType():
            return chance.choice(TEXTS)
        case msgspec.inspect.IntType():
            return chance.choice((0, 1, -1, 255, 256, 257, 10**6, 2**53 - 1))
        case msgspec.inspect.BoolType():
            return chance.random() < 0.5
        case msgspec.inspect.NoneType():
            return None
        case msgspec.inspect.LiteralType(values=values):
            return chance.choice(values)
        case msgspec.inspect.UnionType(types=kinds):
            return some(chance.choice(kinds), chance)
        case msgspec.inspect.VarTupleType(item_type=item):
            return tuple(some(item, chance) for _ in range(chance.choice((0, 0, 1, 3))))
        case msgspec.inspect.TupleType(item_types=items):
            return tuple(some(item, chance) for item in items)
        case msgspec.inspect.StructType(cls=cls) if cls is Span:
            start = chance.choice((0, 1, 300))
            return Span(start, start + chance.choice((1, 256, 257)))
        case msgspec.inspect.StructType(cls=cls, fields=fields):
            given = {f.name: some(f.type, chance) for f in fields if f.required or chance.random() < 0.6}
            return cls(**given)
    raise AssertionError(info)


@pytest.mark.parametrize("kind", sorted(BODIES))
def test_the_fast_way_and_the_plain_way_give_the_same_bytes(kind: str) -> None:
    """Whatever a body of this kind can hold."""
    chance = random.Random(kind)
    for _ in range(150):
        value: Body = some(BODIES[kind], chance)
        assert canonical.encode_struct(value) == canonical.encode_plainly(value)


def test_a_leaf_in_pieces_is_the_leaf_in_one() -> None:
    """With its time, with the clock's where that is another, with and without sealed values, references and an id of its own."""
    told = report(1)
    body, sealed = without_words(claim(told), told.text, Names(THEATRE))
    drafted = [
        drafts.sat(by="ann"),
        drafts.accepted("c_1", by="ann", note="seen by two"),
        msgspec.structs.replace(drafts.sat(by="ann"), id='own "id"', refs=("ab" * 32,)),
        msgspec.structs.replace(drafts.sat(by='"quoted" é'), kind="review.decided", key="natural"),
        msgspec.structs.replace(
            drafts.accepted("c_2", by="x"), kind="claim.rejected", body=ClaimDecided(claim="c_2"), sealed=sealed
        ),
    ]
    at = "2016-09-20T07:00:00.000Z"
    for draft, made in zip(drafted, prepare(drafted, Opening(LOG, 1), Vault(LOG)), strict=True):
        for clk in (None, "2015-09-20T07:00:00.000Z"):
            leaf = made.leaf(at.encode(), clk.encode() if clk else None)
            read: dict[str, Any] = msgspec.json.decode(leaf)
            canonical.decode(leaf)
            own = {each.digest for each in draft.sealed}
            blanks = tuple(digest for digest in read.get("_sd", ()) if digest not in own)
            plain = leaf_bytes(draft, log=LOG, entry_id=made.id, at=at, clk=clk, blanks=blanks, pad=read.get("pad"))
            assert leaf == plain
    assert body.claim


@pytest.mark.parametrize(
    "body", [LinkMade(claim="c", incident="i", outcome="linked", why="w", bits=2**53), ClaimDecided(claim="half \ud83d")]
)
def test_what_has_no_canonical_form_is_refused_with_its_place(body: Body) -> None:
    """The fast way hands over to the plain one, which says where."""
    with pytest.raises(EncodingError, match=r"at \$"):
        canonical.encode_struct(body)


def test_new_ids_are_of_version_seven_and_differ() -> None:
    """RFC 9562: time first, version and variant in their places."""
    ids = fresh_ids(2000)
    assert len(set(ids)) == 2000
    assert {each[14] for each in ids} == {"7"}
    assert {each[19] for each in ids} == set("89ab")
    assert {len(each) for each in ids} == {36}


@pytest.mark.parametrize(
    ("draft", "where"),
    [
        (drafts.superseded("c_\0", "c_1", by="ann"), r"body\.claim"),
        (drafts.sat(by="a\0b"), "in by"),
        (msgspec.structs.replace(drafts.sat(by="ann"), id="\0"), "in id"),
        (drafts.rejected("c_1", by="ann", reason="\\\0"), r"body\.reason"),
    ],
)
def test_the_character_nul_is_refused_with_its_place(draft: Draft, where: str) -> None:
    """On every database alike, before anything is written: a record must be able to move to one that keeps no U+0000."""
    with pytest.raises(EncodingError, match=rf"{draft.kind} has the character U\+0000 .*{where}"):
        prepare([draft], Opening(LOG, 1), Vault(LOG))


def test_what_only_looks_like_a_nul_is_taken() -> None:
    """A backslash and the letters u0000 are six characters like others; a sealed value may hold what it will."""
    for draft in (drafts.rejected("c_1", by="ann", reason="\\u0000"), drafts.accepted("c_1", by="ann", note="a\0b")):
        (made,) = prepare([draft], Opening(LOG, 1), Vault(LOG))
        canonical.decode(made.leaf(b"2016-09-20T07:00:00.000Z", None))
