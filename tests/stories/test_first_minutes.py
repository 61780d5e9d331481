"""The first five minutes of a newcomer, and the tenth report of a long day."""

from __future__ import annotations

import re
import shutil
import socket
from pathlib import Path

import pytest
from pytest_socket import SocketConnectBlockedError

from fakes.command_line import REPORTS, Run, write_reports


@pytest.fixture(scope="module")
def shown(demonstration: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration, to be run again on."""
    return Path(shutil.copytree(demonstration, tmp_path_factory.mktemp("shown") / "demo-record"))


def test_the_demonstration_shows_rival_accounts_and_says_what_to_do_next(shown: Path, truceline: Run) -> None:
    """One command: incidents, two matrices, a page, next steps; run again it uses what is there."""
    done = truceline("demo", "--record", shown)
    assert done.code == 0
    assert "DEMONSTRATION" in done.out
    assert done.out.count("Accounts side by side") == 2
    assert "not a person" in done.err
    assert "what to do next" in done.err
    assert "verified first" in done.err
    assert (shown / "demo.html").stat().st_size > 10_000


def test_the_demonstration_opens_with_the_two_incidents_it_promises(shown: Path, truceline: Run) -> None:
    """The strike of 17 and the attack of 19 September 2016 have their accounts shown, and nothing undated comes before them."""
    done = truceline("demo", "--record", shown)
    listed = truceline("incidents", "--record", shown, "--json").lines
    days = {incident["id"]: (incident["time"] or {}).get("start") for incident in listed}
    opened = re.findall(r"The accounts of (\S+)", done.out)
    assert [(days[incident] or "")[:10] for incident in opened] == ["2016-09-17", "2016-09-19"]
    undated = [place for place, day in enumerate(days.values()) if day is None]
    assert undated == list(range(len(days) - len(undated), len(days)))


def test_the_demonstration_says_what_it_is_wherever_it_is_shown(shown: Path, truceline: Run) -> None:
    """Kind, reviewer and publisher of a demonstration can never be taken for real ones."""
    assert 'kind = "demonstration"' in (shown / "truceline.toml").read_text(encoding="utf-8")
    claims = truceline("claims", "--record", shown, "--standing", "accepted", "--json").lines
    assert claims
    page = shown.parent / "page.html"
    assert truceline("report", page, "--record", shown).code == 0
    assert "demonstration" in page.read_text(encoding="utf-8").casefold()


def test_the_demonstration_gives_a_day_back_as_it_was_known(shown: Path, truceline: Run) -> None:
    """On 20 September 2016 nobody could know of the findings of December and March."""
    early = truceline("incidents", "--record", shown, "--known", "2016-09-20", "--json")
    late = truceline("incidents", "--record", shown, "--json")
    assert early.code == 0
    reports = {report for incident in early.lines for report in incident["reports"]}
    assert reports < {report for incident in late.lines for report in incident["reports"]}


def test_the_demonstration_never_touches_a_folder_that_is_not_its_own(truceline: Run, tmp_path: Path) -> None:
    """A folder with anything else in it is refused, and nothing in it changed."""
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "notes.txt").write_text("mine", encoding="utf-8")
    done = truceline("demo", "--record", "mine")
    assert done.code == 2
    assert [file.name for file in (tmp_path / "mine").iterdir()] == ["notes.txt"]


def test_a_record_of_ones_own_is_never_taken_for_the_demonstration(record: Path, truceline: Run) -> None:
    """The same holds for a real record."""
    done = truceline("demo", "--record", record)
    assert done.code == 2
    assert truceline("verify", "--record", record).code == 0


def test_init_takes_the_folder_as_every_command_does(truceline: Run, tmp_path: Path) -> None:
    """`--record DIR` and `DIR` are the same; two different ones are one too many."""
    assert truceline("init", "--record", "here").code == 0
    assert (tmp_path / "here" / "truceline.toml").is_file()
    assert truceline("init", "there", "--record", "elsewhere").code == 2
    assert not (tmp_path / "there").exists()


def test_the_whole_way_in_five_commands(truceline: Run, tmp_path: Path) -> None:
    """Ingest, link, review, incidents, verify: no option is needed beyond the theatre."""
    assert truceline("ingest", write_reports(tmp_path), "--theatre", "syria_2016").code == 0
    assert truceline("link").code == 0
    assert truceline("review", keys="a" * 100).code == 0
    incidents = truceline("incidents", "--json")
    assert incidents.code == 0
    assert incidents.lines
    assert truceline("verify").code == 0


def test_the_tenth_report_of_the_day_joins_what_is_there(record: Path, truceline: Run, tmp_path: Path) -> None:
    """A later report keeps the ids of incidents and what people decided, and adds its account."""
    ids = [claim["id"] for claim in truceline("claims", "--record", record, "--json").lines]
    truceline("claim", "accept", *ids, "--record", record)
    before = truceline("incidents", "--record", record, "--json").lines
    late = {**REPORTS[0], "id": "tenth", "publisher": "Desk North", "published_at": "2016-09-22"}
    place = "the attack on the aid convoy near Urum al-Kubra on 19 September 2016"
    late["text"] = f"The Red Cross said that 20 people were killed in {place}.\n"
    folder = tmp_path / "late"
    folder.mkdir()
    truceline("ingest", write_reports(folder, (late,)), "--record", record)
    truceline("link", "--record", record)
    after = truceline("incidents", "--record", record, "--json").lines
    assert {incident["id"] for incident in before} <= {incident["id"] for incident in after}
    claims = truceline("claims", "--record", record, "--json").lines
    assert {claim["standing"] for claim in claims if claim["id"] in ids} == {"accepted"}
    assert "tenth" in {claim["report"] for claim in claims}


def test_linking_again_changes_nothing(record: Path, truceline: Run) -> None:
    """A record that nothing was added to gets no entry."""
    size = truceline("verify", "--record", record, "--json").lines[0]["size"]
    assert truceline("link", "--record", record).code == 0
    assert truceline("verify", "--record", record, "--json").lines[0]["size"] == size


def test_rebuilding_gives_the_same_tables(record: Path, truceline: Run) -> None:
    """Everything shown is a fold of the log."""
    done = truceline("rebuild", "--record", record)
    assert done.code == 0
    assert "the same as before" in done.err


def test_a_changed_record_is_noticed(record: Path, truceline: Run) -> None:
    """Exit 1, and the entry is named."""
    file = next(path for path in (record / ".truceline" / "archive").rglob("*") if path.is_file())
    file.write_bytes(file.read_bytes() + b".")
    done = truceline("verify", "--record", record)
    assert done.code == 1
    assert "PROBLEM" in done.out


def test_a_record_that_lost_entries_differs_from_what_was_noted_down(record: Path, truceline: Run) -> None:
    """Size and root noted elsewhere show what the record alone cannot."""
    noted = truceline("verify", "--record", record, "--json").lines[0]
    size = str(noted["size"])
    assert truceline("verify", "--record", record, "--size", size, "--root", noted["root"]).code == 0
    assert truceline("verify", "--record", record, "--size", size, "--root", "0" * 64).code == 1
    assert truceline("verify", "--record", record, "--size", str(noted["size"] + 1)).code == 1


def test_everything_works_without_a_network(truceline: Run, tmp_path: Path) -> None:
    """Sockets are shut in all tests; here we see that they are, and that the whole way runs."""
    with pytest.warns(UserWarning, match="192.0.2.1"), pytest.raises(SocketConnectBlockedError):
        socket.create_connection(("192.0.2.1", 80), timeout=0.2)
    assert truceline("ingest", write_reports(tmp_path, REPORTS[:2]), "--theatre", "syria_2016").code == 0
    assert truceline("link").code == 0
    (convoy,) = [i for i in truceline("incidents", "--with-proposals", "--json").lines if len(i["reports"]) == 2]
    assert convoy["time"]["start"] == "2016-09-19"
    assert truceline("report", "page.html", "--with-proposals").code == 0
    assert truceline("verify").code == 0
