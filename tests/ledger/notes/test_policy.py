"""Policies: who must have signed, refused with the line where it is not clear."""

from __future__ import annotations

from itertools import chain, combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakes.notaries import ANNA, BORIS, LOG, NOON, ORIGIN, POLICY_TEXT, STRANGER, KeptTree, policy, signed
from truceline.errors import NoteError
from truceline.ledger.notes.checkpoint import Checkpoint
from truceline.ledger.notes.cosignature import COSIGNATURE, cosign
from truceline.ledger.notes.judging import Cosigned, judge
from truceline.ledger.notes.keys import VerifierKey
from truceline.ledger.notes.note import parse_note
from truceline.ledger.notes.policy import Policy, parse_policy
from truceline.ledger.notes.signing import Signer

WITNESSES = {
    name: Signer(f"{name}.example", bytes([at] * 32), COSIGNATURE).vkey for at, name in enumerate("X1 X2 X3 Y1 Y2 Y3".split())
}
LINES = "".join(f"witness {name} {key}\n" for name, key in WITNESSES.items())
SPECIFIED = f"""log {LOG.vkey}

{LINES}
group X-witnesses 2 X1 X2 X3
group Y-witnesses any Y1 Y2 Y3
group X-and-Y all X-witnesses Y-witnesses
quorum X-and-Y
"""
TREE = KeptTree([b"one", b"two", b"three"]).checkpoint()


def test_the_policy_of_the_specification_asks_for_two_of_three_and_one_of_three() -> None:
    """Compared with the sentence, for every set of witnesses there is."""
    read = parse_policy(SPECIFIED)
    for names in chain.from_iterable(combinations(WITNESSES, count) for count in range(7)):
        enough = sum(name[0] == "X" for name in names) >= 2 and any(name[0] == "Y" for name in names)
        assert read.met_by(names) == enough
        assert bool(read.missing(names)) != enough


def test_missing_names_only_those_who_would_still_help() -> None:
    """Of a group that is met nobody is asked for."""
    read = parse_policy(SPECIFIED)
    assert read.missing([]) == tuple(WITNESSES)
    assert read.missing(["X1"]) == ("X2", "X3", "Y1", "Y2", "Y3")
    assert read.missing(["X1", "X3"]) == ("Y1", "Y2", "Y3")
    assert read.missing(["X1", "Y2"]) == ("X2", "X3")
    assert read.missing(["Y1", "stranger"]) == ("X1", "X2", "X3")


def test_white_space_comments_and_addresses_are_allowed_where_the_specification_allows_them() -> None:
    """Spaces and tabs only; a comment may be in any encoding; the last newline may be absent."""
    text = f"\t# caf\u00e9\n\n log\t{LOG.vkey}  https://log.example/ \n\twitness  شاهد {ANNA.vkey}\n quorum شاهد"
    read = parse_policy(b"# \xff\xfe any octets\n" + text.encode())
    assert (read.logs[0].url, read.witnesses[0].url, read.quorum) == ("https://log.example/", None, "شاهد")
    assert read.met_by(["شاهد"])


def test_a_single_witness_or_none_can_be_the_quorum() -> None:
    """`quorum none` asks for no witness."""
    assert parse_policy("quorum none\n").met_by([])
    assert parse_policy("quorum none\n").missing([]) == ()
    single = parse_policy(f"witness anna {ANNA.vkey}\nquorum anna\n")
    assert (single.met_by([]), single.met_by(["anna"]), single.missing([])) == (False, True, ("anna",))


def test_a_log_may_have_several_keys() -> None:
    """Each of them counts, so that a key can be changed."""
    second = Signer(ORIGIN, bytes(32))
    read = parse_policy(f"log {LOG.vkey}\nlog {second.vkey}\nquorum none\n")
    text = TREE.text()
    assert judge(parse_note(f"{text}\n{second.sign(text)}"), read).log == second.vkey
    assert judge(parse_note(f"{text}\n{LOG.sign(text)}"), read).log == LOG.vkey


A, B = str(ANNA.vkey), str(BORIS.vkey)
SAME_KEY = VerifierKey("other.example", COSIGNATURE, ANNA.vkey.public_key)
LOG_AS_WITNESS = VerifierKey("w.example", COSIGNATURE, LOG.vkey.public_key)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "no `quorum` line"),
        (f"witness a {A}\n", "no `quorum` line"),
        ("quorum none\nquorum none\n", "line 2: a second `quorum` line"),
        ("quorum\n", "line 1: 'quorum' is no line"),
        ("quorum a b\n", "line 1: .* is no line"),
        ("Quorum none\n", "line 1: .* is no line"),
        ("include other\nquorum none\n", "line 1: 'include other' is no line"),
        ("quorum anna\n", "line 1: no witness or group 'anna' is defined before"),
        (f"quorum a\nwitness a {A}\n", "line 1: no witness or group 'a'"),
        (f"witness a {A}\ngroup g all a b\nquorum g\n", "line 2: no witness or group 'b' .* defined are: 'a'"),
        (f"witness a {A}\ngroup g all a g\nquorum g\n", "line 2: no witness or group 'g'"),
        (f"witness a {A}\ngroup g all a none\nquorum g\n", "line 2: no witness or group 'none'"),
        (f"witness none {A}\nquorum none\n", "line 1: the name 'none' is taken"),
        (f"witness a {A}\ngroup none all a\nquorum a\n", "line 2: the name 'none' is taken"),
        (f"witness a {A}\nwitness a {B}\nquorum a\n", "line 2: the name 'a' is taken"),
        (f"witness a {A}\nwitness b {B}\ngroup a any b\nquorum a\n", "line 3: the name 'a' is taken"),
        (f"witness a {A}\nwitness b {A}\nquorum a\n", "line 2: the key anna.example/witness is the same as at .* line 1"),
        (f"witness a {A}\nwitness b {SAME_KEY}\nquorum a\n", "line 2: the key other.example is the same as at .* line 1"),
        (f"log {LOG.vkey}\nlog {LOG.vkey}\nquorum none\n", "line 2: the key .* is the same"),
        (f"log {LOG.vkey}\nwitness w {LOG_AS_WITNESS}\nquorum w\n", "line 2: the key w.example is the same"),
        (f"log {A}\nquorum none\n", "line 1: the key anna.example/witness is of type 0x04; a log needs 0x01"),
        (f"witness a {LOG.vkey}\nquorum a\n", "line 1: the key log.example/record is of type 0x01; a witness needs 0x04"),
        (f"witness a {A[:-2]}\nquorum a\n", "line 1: .* no base64"),
        (f"witness a {A.replace('anna', 'hanna')}\nquorum a\n", "line 1: key id .* computed"),
        ("witness a nobody\nquorum a\n", "line 1: 'nobody' is no verifier key"),
        (f"witness a {A}\ngroup g all\nquorum g\n", "line 2: .* is no line"),
        (f"witness a {A}\ngroup g 0 a\nquorum g\n", "line 2: 0 of 1 members"),
        (f"witness a {A}\ngroup g 2 a\nquorum g\n", "line 2: 2 of 1 members"),
        (f"witness a {A}\ngroup g 01 a\nquorum g\n", "line 2 .*'01' where a decimal"),
        (f"witness a {A}\ngroup g some a\nquorum g\n", "line 2 .expected all, any or how many.: 'some'"),
        (f"witness a {A}\ngroup g 1 a a\nquorum g\n", "line 2: 'a' is listed a second time"),
        (
            f"witness a {A}\ngroup g any a\ngroup h any a\nquorum g\n",
            "line 3: 'a' is listed a second time .first at policy line 2",
        ),
        (f"witness a {A}\r\nquorum a\r\n", "line 1: control character 0x0d"),
        ("quorum none\x7f\n", "line 1: control character 0x7f"),
        ("quorum none\n# \x00\n", "line 2: control character 0x00"),
        (f"witness a\u200bb {A}\nquorum none\n", r"line 1: the name 'a\\u200bb' has the invisible character U\+200B"),
        (f"witness a\u00a0{A}\nquorum none\n", "line 1: .* is no line"),
        (b"witness \xff " + A.encode() + b"\nquorum none\n", "line 1: names and addresses are read as UTF-8"),
        ("quorum \ud800\n", "surrogate"),
        ("#" * 1_000_001, "longer than"),
    ],
)
def test_what_is_not_clear_is_refused_with_the_line(text: str | bytes, told: str) -> None:
    """A policy that could be understood in two ways is no policy."""
    with pytest.raises(NoteError, match=told) as refused:
        parse_policy(text)
    assert refused.value.exit_code == 3


def test_a_hundred_logs_witnesses_and_groups_are_read_and_thousands_refused() -> None:
    """The specification asks for 32 of each at least."""
    keys = [Signer(f"w{at}.example", at.to_bytes(32, "big"), COSIGNATURE).vkey for at in range(300)]
    witnesses = [f"witness w{at} {key}\n" for at, key in enumerate(keys)]
    groups = "".join(f"group g{at} any w{at}\n" for at in range(100))
    everybody = " ".join(f"g{at}" for at in range(100))
    read = parse_policy("".join(witnesses[:100]) + groups + f"group all-of-them all {everybody}\nquorum all-of-them\n")
    assert not read.met_by(f"w{at}" for at in range(99))
    assert read.missing(f"w{at}" for at in range(99)) == ("w99",)
    with pytest.raises(NoteError, match="line 257: more than 256 witness lines"):
        parse_policy("".join(witnesses) + "quorum none\n")


@given(st.data())
def test_more_cosignatures_never_make_a_quorum_unmet(data: st.DataObject) -> None:
    """And whoever is missing would meet it together with those who are there."""
    read = _drawn(data)
    names = [witness.name for witness in read.witnesses]
    given_names = set(data.draw(st.lists(st.sampled_from(names))))
    if read.met_by(given_names):
        assert read.met_by(given_names | {data.draw(st.sampled_from(names))})
        assert read.missing(given_names) == ()
    else:
        missing = read.missing(given_names)
        assert missing
        assert not given_names.intersection(missing)
        assert read.met_by(given_names.union(missing))


def _drawn(data: st.DataObject) -> Policy:
    """Draw a policy with groups of groups."""
    free, lines = list(WITNESSES), [LINES]
    for number in range(data.draw(st.integers(1, 4))):
        members = data.draw(st.lists(st.sampled_from(free), min_size=1, max_size=len(free), unique=True))
        threshold = data.draw(st.sampled_from(["all", "any", *map(str, range(1, len(members) + 1))]))
        lines.append(f"group g{number} {threshold} {' '.join(members)}\n")
        free = [name for name in free if name not in members] + [f"g{number}"]
    return parse_policy("".join(lines) + f"quorum {data.draw(st.sampled_from(free))}\n")


def test_a_checkpoint_is_judged_by_who_signed_it() -> None:
    """The log, the witnesses under their names in the policy with their times, and who is missing."""
    judged = judge(parse_note(signed(TREE, ANNA)), policy())
    assert (judged.checkpoint, judged.log, judged.cosigned) == (TREE, LOG.vkey, (Cosigned("anna", NOON),))
    assert (judged.missing, judged.is_met) == (("boris",), False)
    with pytest.raises(NoteError, match="stick: size 3 is cosigned by anna; still needed: boris"):
        judged.demand("stick")
    both = judge(parse_note(signed(TREE, BORIS, ANNA, STRANGER)), policy())
    assert [each.name for each in both.cosigned] == ["anna", "boris"]
    assert both.is_met
    both.demand()
    assert policy().names_of([BORIS.vkey, STRANGER.vkey]) == ("boris",)


def test_of_two_cosignatures_of_one_witness_the_newer_time_is_told() -> None:
    """It is one witness all the same."""
    text = TREE.text()
    note = signed(TREE, ANNA) + cosign(ANNA, text, NOON + 60) + cosign(ANNA, text, NOON - 60)
    judged = judge(parse_note(note), policy())
    assert judged.cosigned == (Cosigned("anna", NOON + 60),)
    assert not judged.is_met


def test_cosignatures_without_the_log_s_own_signature_count_for_nothing() -> None:
    """Witnesses say what they saw; the log must have said it."""
    text = TREE.text()
    note = f"{text}\n{cosign(ANNA, text, NOON)}{cosign(BORIS, text, NOON)}"
    with pytest.raises(NoteError, match=r"no log of the policy has signed for origin 'log.example/record'"):
        judge(parse_note(note), policy())


def test_a_log_cannot_sign_for_the_origin_of_another() -> None:
    """The name of the key is the name of the log."""
    foreign = Checkpoint("other.example/log", TREE.size, TREE.root)
    with pytest.raises(NoteError, match=r"for origin 'other.example/log'; its logs are: 'log.example/record'"):
        judge(parse_note(signed(foreign, ANNA, BORIS)), policy())


def test_a_policy_without_a_log_accepts_none() -> None:
    """Which log is meant must be said somewhere."""
    with pytest.raises(NoteError, match="its logs are: none"):
        judge(parse_note(signed(TREE, ANNA)), parse_policy(f"witness anna {ANNA.vkey}\nquorum anna\n"))


def test_an_empty_tree_with_another_root_is_refused() -> None:
    """There is no such tree, whoever signed it."""
    text = Checkpoint(ORIGIN, 0, bytes(32)).text()
    with pytest.raises(NoteError, match="no such tree"):
        judge(parse_note(f"{text}\n{LOG.sign(text)}"), policy())
    assert POLICY_TEXT.startswith("#")
