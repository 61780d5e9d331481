"""Compartments: names beside the keys alone, and keys that are handed over to one party."""

from __future__ import annotations

import msgspec
import pytest

from truceline.errors import BundleError, NotFoundError, UsageError
from truceline.ledger.leaf.disclosures import seal
from truceline.ledger.sealed.compartments import Compartments
from truceline.ledger.sealed.vault import Vault

ORIGIN = "truceline.local/compartment-tests"
SEALED = seal("caller", "Amal Example")


@pytest.fixture(autouse=True)
def _own_keys(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    monkeypatch.setenv("TRUCELINE_KEYS", str(tmp_path_factory.mktemp("keys")))


def elsewhere(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    monkeypatch.setenv("TRUCELINE_KEYS", str(tmp_path_factory.mktemp("other")))


def test_a_compartment_has_an_opaque_id_and_a_key() -> None:
    """What stands in the log says nothing of the name."""
    made = Compartments(ORIGIN).add("source protection")
    assert (made.has_key, len(made.id), "source" in made.id) == (True, 17, False)
    assert Compartments(ORIGIN).id_of("source protection") == made.id
    assert [each.name for each in Compartments(ORIGIN).all()] == ["open", "source protection"]


@pytest.mark.parametrize("name", ["", "  ", "open", "OPEN", "two\nlines", "x" * 81])
def test_a_name_that_cannot_be_one_is_refused(name: str) -> None:
    """Empty, taken, unprintable or endless names make no compartment."""
    with pytest.raises(UsageError):
        Compartments(ORIGIN).add(name)


def test_an_unknown_compartment_is_said_with_those_there_are() -> None:
    """A slip in a name never makes a compartment by the way."""
    Compartments(ORIGIN).add("sources")
    with pytest.raises(NotFoundError, match="expected one of open, sources"):
        Compartments(ORIGIN).id_of("source")


def test_the_party_that_was_handed_one_key_reads_that_compartment_and_no_other(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Disclosure to one compartment without the rest."""
    ours = Compartments(ORIGIN)
    sources, witnesses = ours.add("sources"), ours.add("witnesses")
    rows = {co: Vault(ORIGIN).lock(co, SEALED.digest, SEALED.encoded) for co in (sources.id, witnesses.id)}
    handed = ours.handed("sources")
    elsewhere(monkeypatch, tmp_path_factory)
    theirs = Compartments(ORIGIN)
    assert theirs.take(handed, "key.json").id == sources.id
    theirs.take(handed, "key.json")
    assert Vault(ORIGIN).unlock(sources.id, SEALED.digest, rows[sources.id]) == SEALED.encoded
    assert Vault(ORIGIN).unlock(witnesses.id, SEALED.digest, rows[witnesses.id]) is None


def test_a_key_taken_in_beside_another_opens_what_each_of_them_locked(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Who went on writing before the key came reads both."""
    Vault(ORIGIN).key("open")
    first = Vault(ORIGIN).lock("open", SEALED.digest, SEALED.encoded)
    handed = Compartments(ORIGIN).handed("open")
    elsewhere(monkeypatch, tmp_path_factory)
    second = Vault(ORIGIN).lock("open", SEALED.digest, SEALED.encoded)
    Compartments(ORIGIN).take(handed, "key.json")
    for row in (first, second):
        assert Vault(ORIGIN).unlock("open", SEALED.digest, row) == SEALED.encoded


def test_the_key_of_another_log_is_refused() -> None:
    """A key that opens nothing here is not kept here."""
    Vault(ORIGIN).key("open")
    with pytest.raises(BundleError, match="for the log"):
        Compartments("truceline.local/another").take(Compartments(ORIGIN).handed("open"), "key.json")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{}",
        b"x" * 70_000,
        msgspec.json.encode(
            {"format": "truceline/compartment-key/v1", "origin": ORIGIN, "compartment": "../x", "name": "n", "keys": []}
        ),
        msgspec.json.encode(
            {"format": "truceline/compartment-key/v1", "origin": ORIGIN, "compartment": "open", "name": "n", "keys": ["!"]}
        ),
        msgspec.json.encode(
            {"format": "truceline/compartment-key/v1", "origin": ORIGIN, "compartment": "open", "name": "n", "keys": ["aGk="]}
        ),
    ],
    ids=["empty", "nothing in it", "endless", "a path for an id", "no base64", "a short key"],
)
def test_a_hostile_key_file_is_refused_with_its_name_and_leaves_nothing(data: bytes) -> None:
    """Located message, and no file anywhere."""
    with pytest.raises(BundleError, match=r"key\.json"):
        Compartments(ORIGIN).take(data, "key.json")
    assert not Vault(ORIGIN).keys("open")


def test_a_handed_key_that_nests_without_end_is_none() -> None:
    """In a field that nobody knows; it is told like any other file that is no key."""
    deep = b'{"x":' + b"[" * 30_000 + b"]" * 30_000 + b"}"
    with pytest.raises(BundleError, match="deep is no key of a compartment"):
        Compartments("truceline.local/any").take(deep, "deep")
