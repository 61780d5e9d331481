"""Diplomatic proposals, contacts, channels and bodies as people enter and list them at the command line."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from fakes.command_line import Run, write_reports
from truceline.cli.app import run
from truceline.errors import UsageError
from truceline.model import Theatre
from truceline.workflow.diplomacy import ChannelTyped, ContactTyped, PositionTyped, ProposalTyped, Typed
from truceline.workflow.diplomacy.naming import Reading
from truceline.workflow.diplomacy.typed import fact_of

ARTICLE = {
    "id": "wire",
    "title": "A wire",
    "publisher": "Wire",
    "published_at": "2016-09-22",
    "lang": "en",
    "url": None,
    "text": "Russia suggested a three-day pause in fighting, diplomats said. Syria's government rejected the pause.",
}


@pytest.fixture(scope="module")
def opened_once(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small record with a diplomatic proposal, a contact, a channel and a body opened."""
    folder = Path(shutil.copytree(made, tmp_path_factory.mktemp("opened") / "record"))
    for of, name in (("proposal", "A pause"), ("contact", "The meeting"), ("channel", "The line"), ("body", "The group")):
        with pytest.raises(SystemExit) as end:
            run([of, "open", name, "--record", str(folder)])
        assert end.value.code == 0
    return folder


@pytest.fixture
def opened(opened_once: Path, tmp_path: Path) -> Path:
    """A copy of that record, to do with as one likes."""
    return Path(shutil.copytree(opened_once, tmp_path / "opened"))


def test_where_nothing_counts_the_lists_end_with_4_and_keep_the_two_meanings_apart(record: Path, truceline: Run) -> None:
    """A diplomatic proposal is not taken for what a machine proposes: each is named as what it is."""
    for command in ("proposals", "contacts"):
        done = truceline(command, "--record", record)
        assert (done.code, done.out) == (4, "")
        assert "--with-proposals" in done.err
    assert "no diplomatic proposal to show" in truceline("proposals", "--record", record).err
    assert "diplomatic proposals" in " ".join(truceline("proposals", "--help").out.split())


def test_what_people_say_of_a_proposal_is_listed_office_by_office(opened: Path, truceline: Run) -> None:
    """Terms, a proposer as somebody's word, and two offices of one state that stand opposite each other."""
    at = ("--record", opened, "--published", "2016-09-20")
    told = truceline(
        *(
            "proposal",
            "tell",
            "pr1",
            "a three-day pause",
            "--kind",
            "pause",
            "--said-by",
            "Sergey Lavrov",
            "--proposer",
            "Russia",
        ),
        *("--lasts", "P3D", "--where", "Aleppo", *at),
    )
    assert (told.code, told.out.strip()) == (0, "tl1")
    for office, stand, more in (("us.secstate", "supports", ()), ("us.mil", "opposes", ("--unnamed", "--reason", "no trust"))):
        done = truceline("proposal", "stand", "pr1", office, stand, "--kind", "pause", "--said-by", office, *more, *at)
        assert done.code == 0
    denied = ("proposal", "stand", "A pause", "sy", "accepts", "--kind", "pause", "--said-by", "sy.mfa", "--stance", "deny")
    assert truceline(*denied, *at).code == 0

    (line,) = truceline("proposals", "--record", opened, "--json").lines
    assert (line["id"], line["title"], line["kinds"]) == ("pr1", "A pause", ["pause"])
    assert [each["who"]["id"] for each in line["proposers"]] == ["ru"]
    assert [each["name"] for each in line["proposers"][0]["says"]] == ["Sergey Lavrov"]
    assert {each["office"]["id"]: each["latest"][0]["stand"] for each in line["offices"]} == {
        "ru": "proposes",
        "us.secstate": "supports",
        "us.mil": "opposes",
    }
    assert [each["side"] for each in line["dissent"]] == ["us"]
    assert ([each["what"] for each in line["not_so"]], line["accepted_by"]) == (["accepts"], [])
    assert truceline("proposals", "--record", opened, "--kind", "flight_limit").code == 4
    assert truceline("proposals", "--record", opened, "--known", "2016-09-19").code == 4

    shown = " ".join(truceline("proposals", "--record", opened, "--office", "us").out.split())
    assert "pause: A pause" in shown
    assert "reason given: “no trust”" in shown


def test_the_same_said_twice_is_one_and_can_be_withdrawn(opened: Path, truceline: Run) -> None:
    """What was entered wrongly is withdrawn with a reason; it is in no list from there on."""
    tell = ("proposal", "tell", "pr1", "words", "--kind", "talks", "--said-by", "somebody", "--record", opened)
    assert [truceline(*tell).out.strip() for _ in range(2)] == ["tl1", "tl1"]
    assert truceline("proposal", "withdraw", "tl1", "--reason", "wrong", "--record", opened).code == 0
    (line,) = truceline("proposals", "--record", opened, "--json").lines
    assert (line["terms"], line["kinds"]) == ([], [])


REFUSED = (
    (("proposal", "tell", "pr1", "w", "--kind", "truce", "--said-by", "x"), '--kind "truce"; expected one of flight_limit'),
    (("proposal", "stand", "ct1", "sy", "rejects", "--kind", "pause", "--said-by", "x"), "expected a proposal"),
    (("contact", "tell", "ct1", "call", "--said-by", "x", "--stance", "shout"), '--stance "shout"; expected one of'),
)
TYPED: tuple[tuple[Typed, tuple[str, ...]], ...] = (
    (ProposalTyped(kind="pause", words=" ", lasts="three days"), ("WORDS is empty", '--lasts "three days"')),
    (PositionTyped(kind="pause", office="sy", stand="likes", words=""), ('STAND "likes"; expected one of',)),
    (
        ContactTyped(kind="meeting", minutes="90..60", nth=0),
        ('--minutes "90..60"; expected a number', "--nth 0; expected 1 or more"),
    ),
    (ChannelTyped(act="cut", between=("sy",), what="line"), ("fewer than two", 'ACT "cut"')),
)


@pytest.mark.parametrize(("typed", "faults"), TYPED)
def test_everything_that_is_wrong_is_told_at_once(typed: Typed, faults: tuple[str, ...]) -> None:
    """Whoever types three things wrongly need not try three times."""
    nowhere = Theatre(name="nowhere", title="Nowhere", version="1", actors=(), places=(), agreements=())
    with pytest.raises(UsageError) as refused:
        fact_of(typed, Reading(nowhere))
    assert [fault for fault in faults if fault not in str(refused.value)] == []


def test_what_does_not_fit_is_refused_with_what_was_expected(opened: Path, truceline: Run) -> None:
    """The message says what was expected, and nothing is written."""
    for words, expected in REFUSED:
        done = truceline(*words, "--record", opened)
        assert (done.code, expected in done.err) == (2, True), done.err
    assert truceline("proposals", "--record", opened, "--json").lines[0]["terms"] == []


def test_a_subject_that_is_not_there_is_not_found(record: Path, truceline: Run) -> None:
    """The message says how to open one."""
    done = truceline("proposal", "tell", "pr7", "w", "--kind", "pause", "--said-by", "x", "--record", record)
    assert done.code == 4
    assert "truceline proposal open NAME" in done.err


def test_contacts_channels_bodies_and_threats_are_listed_each_in_its_part(opened: Path, truceline: Run) -> None:
    """Rival accounts of one meeting, a channel's steps, a body's chairs, and whether a deadline passed by the day asked for."""
    at = ("--record", opened, "--published", "2016-09-20")
    for speaker, minutes in (("wire one", "60"), ("wire two", "240")):
        meeting = ("contact", "tell", "ct1", "meeting", "--said-by", speaker, "--body", "ISSG", "--at", "2016-09-20")
        assert truceline(*meeting, "--minutes", minutes, "--attended", "20..", "--unit", "states", *at).code == 0
    threat = ("contact", "threat", "ct1", "ultimatum", "leave by then", "--whose", "ru.fm", "--said-by", "ru.mfa")
    assert truceline(*threat, "--deadline", "2016-09-25", *at).code == 0
    line = (
        "channel",
        "tell",
        "ch1",
        "suspended",
        "--said-by",
        "us.state",
        "--between",
        "us",
        "--between",
        "ru",
        "--what",
        "talks",
    )
    assert truceline(*line, *at).code == 0
    body = ("body", "tell", "bd1", "ISSG", "--said-by", "us.state", "--chair", "us", "--chair", "ru", "--size", "20")
    assert truceline(*body, *at).code == 0

    found = {each["line"]: each for each in truceline("contacts", "--record", opened, "--json").lines}
    assert [each["low"] for each in found["encounter"]["durations"]] == [60, 240]
    assert found["encounter"]["contested"] == ["duration"]
    assert [each["who"]["id"] for each in found["body"]["chairs"]] == ["us", "ru"]
    assert found["body"]["meetings"] == ["ct1"]
    assert [each["act"] for each in found["channel"]["latest"]] == ["suspended"]
    assert (found["threat"]["deadline"], found["threat"]["passed"], found["threat"]["of"]) == ("2016-09-25", False, "ct1")
    later = truceline("contacts", "--record", opened, "--json", "--known", "2016-09-26").lines
    assert [each["passed"] for each in later if each["line"] == "threat"] == [True]
    shown = " ".join(truceline("contacts", "--record", opened).out.split())
    assert "Calls and meetings" in shown
    assert "told differently: duration" in shown


def test_what_was_read_is_joined_once_people_stand_behind_it(opened: Path, truceline: Run, tmp_path: Path) -> None:
    """A claim that waits cannot be joined; an accepted one goes to the proposal of the people, and the claim stays named."""
    truceline("ingest", write_reports(tmp_path, (ARTICLE,)), "--record", opened)
    claims = [each["id"] for each in truceline("claims", "--record", opened, "--report", "wire", "--json").lines]
    refused = truceline("proposal", "join", "pr1", *claims, "--record", opened)
    assert refused.code == 4
    assert "truceline review" in refused.err
    assert truceline("claim", "accept", *claims, "--record", opened).code == 0

    by_rule = [each["id"] for each in truceline("proposals", "--record", opened, "--json").lines if each["offices"]]
    assert len(by_rule) == 1
    joined = truceline("proposal", "join", "pr1", *claims, "--record", opened)
    assert joined.code == 0
    (line,) = truceline("proposals", "--record", opened, "--json").lines
    assert line["id"] == "pr1"
    assert {each["office"]["id"]: each["latest"][0]["stand"] for each in line["offices"]} == {"ru": "proposes", "sy": "rejects"}
    assert set(claims) <= {source for each in line["offices"] for says in each["latest"][0]["says"] for source in says["sources"]}
    assert truceline("proposal", "withdraw", *joined.out.split(), "--reason", "not this one", "--record", opened).code == 0
    assert by_rule[0] in {each["id"] for each in truceline("proposals", "--record", opened, "--json").lines}
