"""A forger who holds a true bundle, or a whole log, and says in it what its entries do not say: both verifiers notice, alike."""

from __future__ import annotations

import time

import pytest

from fakes import hand_made_bundle as hand
from fakes.forged_bundles import FORGED, LAWFUL, with_extra_field
from truceline.ledger.verify_bundle import Pins, UnreadableError, pins_of, policy_of, reaches, verify

PINS = Pins(policy_of(hand.POLICY.encode(), "mine"))


def complaint(files: dict[str, bytes]) -> set[str]:
    """The codes of what the verifier complains of."""
    try:
        return {problem.code for problem in verify(hand.packed(files), PINS).problems}
    except UnreadableError as error:
        return {error.code}


@pytest.mark.parametrize("name", sorted(FORGED))
def test_what_the_entries_do_not_say_is_noticed(name: str) -> None:
    """The summary is signed by nobody: whatever of it can be held against the entries is."""
    files, code = FORGED[name]
    assert code in complaint(files)


@pytest.mark.parametrize("name", sorted(LAWFUL))
def test_what_the_entries_say_holds(name: str) -> None:
    """A log that went on under another name, a claim that a person accepted, a bundle that sums nothing up."""
    assert complaint(LAWFUL[name]) == set()


def test_a_log_that_went_on_says_where_and_as_what_it_began() -> None:
    """The name before stands beside the name now."""
    assert verify(hand.packed(LAWFUL["gone-on"])).before == [(9, "truceline.local/00000000000000000000000000000000")]


def test_a_member_with_a_second_name_is_refused() -> None:
    """Other programs would unpack it under the name in its extra field."""
    with pytest.raises(UnreadableError, match=r"policy\.txt.*extra fields"):
        verify(with_extra_field())


def test_keys_that_came_with_the_bundle_reach_no_level_that_is_asked_for() -> None:
    """A forger makes a log, witnesses and a policy of their own: a script that asks for level 2 is not taken in by them."""
    data = hand.packed(hand.members())
    assert verify(data).level == 2
    assert [reaches(verify(data), level) for level in range(4)] == [True, False, False, False]
    assert [reaches(verify(data, PINS), level) for level in range(4)] == [True, True, True, False]


def test_a_log_is_no_witness_of_its_own() -> None:
    """The keeper cosigns with the key of the log, under another name, in a policy that has no line for the log."""
    twin = hand.Signer("w.example/self", 1, 4)
    entries = hand.leaves()
    files = hand.members(entries, hand.checkpoint(entries, [hand.LOG, twin]))
    policy = f"witness S {twin.vkey}\nquorum S\n".encode()
    assert verify(hand.packed({**files, "policy.txt": policy})).level == 1
    read = policy_of(policy, "mine")
    assert PINS.policy is not None
    read.logs.append(PINS.policy.logs[0])
    assert [problem.code for problem in verify(hand.packed(files), Pins(read)).problems] == ["quorum"]


def test_a_policy_of_groups_within_groups_is_read_to_its_end() -> None:
    """Thousands of groups, each in the next one: an answer, soon, and no traceback."""
    lines = [f"log {hand.LOG.vkey}", f"witness A {hand.A.vkey}", "group g0 1 A"]
    lines += [f"group g{n} 1 g{n - 1}" for n in range(1, 20_000)]
    files = hand.members() | {"policy.txt": "\n".join([*lines, "quorum g19999", ""]).encode()}
    began = time.monotonic()
    assert verify(hand.packed(files)).level == 2
    assert time.monotonic() - began < 20


def test_a_number_of_a_million_digits_is_refused_at_once() -> None:
    """Even by a Python that would compute it."""
    files = hand.members() | {"bundle.json": b'{"size":' + b"9" * 1_000_000 + b"}"}
    with pytest.raises(UnreadableError, match=r"beyond 2\^53"):
        verify(hand.packed(files))


def test_a_policy_of_the_readers_without_a_log_is_no_pin() -> None:
    """Who names witnesses alone is told that nobody then answers for the log."""
    with pytest.raises(UnreadableError, match="names no log"):
        pins_of([hand.A.vkey], None, None)
