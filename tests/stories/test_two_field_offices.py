"""Two field offices without a network: a stick goes to and fro, and in the end both see everything and overrule nobody."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from fakes.command_line import REPORTS, Run, write_reports
from truceline.cli.app import run
from truceline.ledger.sealed import keyring

EAST, WEST = (REPORTS[0], REPORTS[2]), (REPORTS[1], REPORTS[0])


@pytest.fixture(scope="module")
def ingested(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two records of one theatre with a report in common, and their keys. Copy them before you change them."""
    top = tmp_path_factory.mktemp("offices")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(keyring.VARIABLE, str(top / "keys"))
        for name, reports in (("east", EAST), ("west", WEST)):
            (top / name).mkdir()
            with pytest.raises(SystemExit) as end:
                run(["ingest", str(write_reports(top / name, reports)), "--theatre", "syria_2016", "--record", str(top / name)])
            assert end.value.code == 0
    return top


@pytest.fixture
def offices(ingested: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path, Path]:
    """The two records, and a stick."""
    top = Path(shutil.copytree(ingested, tmp_path / "offices"))
    monkeypatch.setenv(keyring.VARIABLE, str(top / "keys"))
    return top / "east", top / "west", tmp_path / "stick"


def _claims(truceline: Run, record: Path) -> dict[str, tuple[str, str]]:
    listed = truceline("claims", "--record", record, "--json").lines
    return {claim["id"]: (claim["report"], claim["standing"]) for claim in listed}


def test_two_offices_come_to_one_view(offices: tuple[Path, Path, Path], truceline: Run) -> None:
    """Export, import, link; then the other way round; then again, with nothing more to do."""
    east, west, stick = offices
    wrote = truceline("exchange", "export", stick, "--record", east)
    assert (wrote.code, wrote.out) == (0, "")
    assert "truceline exchange import" in wrote.err
    took = truceline("exchange", "import", stick, "--record", west, "--by", "wafa")
    assert took.code == 0
    assert "met for the first time" in took.err
    assert "1 report," in took.err
    assert "next: `truceline link`" in took.err
    assert truceline("link", "--record", west).code == 0
    assert truceline("exchange", "export", stick, "--record", west).code == 0
    assert truceline("exchange", "import", stick, "--record", east, "--by", "amal").code == 0
    assert truceline("link", "--record", east).code == 0
    assert _claims(truceline, east) == _claims(truceline, west)
    assert {report for report, _ in _claims(truceline, east).values()} == {"east", "west", "undated"}
    accounts = [
        sorted(
            (sorted(i["reports"]), i["type"]) for i in truceline("incidents", "--record", r, "--json", "--with-proposals").lines
        )
        for r in (east, west)
    ]
    assert accounts[0] == accounts[1] != []
    for record in (east, west):
        assert truceline("verify", "--record", record).code == 0
        assert "are the same as before" in truceline("rebuild", "--record", record).err
    again = truceline("exchange", "import", stick, "--record", east)
    assert "taken over: 0 reports, 0 claims, 0 decisions, 0 judgements" in again.err


def test_two_offices_that_decide_otherwise_both_stay_heard(offices: tuple[Path, Path, Path], truceline: Run) -> None:
    """Each sees its own decision hold and the other's named, on import and beside the incident."""
    east, west, stick = offices
    claim = next(name for name, (report, _) in _claims(truceline, east).items() if report == "east")
    assert truceline("claim", "accept", claim, "--record", east, "--by", "amal").code == 0
    assert truceline("claim", "reject", claim, "--record", west, "--by", "wafa").code == 0
    truceline("exchange", "export", stick, "--record", east)
    took = truceline("exchange", "import", stick, "--record", west)
    assert took.code == 0
    assert f"differs: {claim}: claim.accepted by amal there" in took.err
    assert _claims(truceline, west)[claim][1] == "rejected"
    truceline("link", "--record", west)
    shown = [
        truceline("show", incident["id"], "--record", west, "--with-proposals").out
        for incident in truceline("incidents", "--record", west, "--json", "--with-proposals").lines
    ]
    truceline("exchange", "export", stick, "--record", west)
    back = truceline("exchange", "import", stick, "--record", east)
    assert f"differs: {claim}: claim.rejected by wafa there" in back.err
    truceline("link", "--record", east)
    shown += [
        truceline("show", incident["id"], "--record", east).out
        for incident in truceline("incidents", "--record", east, "--json").lines
    ]
    told = [page for page in shown if "Decided otherwise by another office" in page and claim in page]
    assert told
    assert all("amal" in page or "wafa" in page for page in told)


def test_what_is_not_taken_over_is_said_by_kind(offices: tuple[Path, Path, Path], truceline: Run, tmp_path: Path) -> None:
    """Calls, evidence, custody and orders of the other office stay in its log, and the import says how many of each."""
    east, west, stick = offices
    (tmp_path / "photo.jpg").write_bytes(b"\xff\xd8\xff a photo")
    given = ("--record", east, "--by", "amal")
    assert truceline("evidence", "add", tmp_path / "photo.jpg", *given).code == 0
    assert truceline("evidence", "get", "ev1", "-o", tmp_path / "copy.jpg", "--reason", "for the desk", *given).code == 0
    wrote = truceline("exchange", "export", stick, "--record", east)
    assert "1 piece of evidence not taken along" in wrote.err
    took = truceline("exchange", "import", stick, "--record", west)
    assert "not taken over: 1 copy of a file handed out, 1 piece of evidence" in took.err
    assert "(links, packs, keys ...)" in took.err
    assert truceline("redact", "ask", "east", "--basis", "consent-withdrawn", *given).code == 0
    assert truceline("redact", "approve", "r1", "--record", east, "--by", "badr", "--yes").code == 0
    truceline("exchange", "export", stick, "--record", east)
    again = truceline("exchange", "import", stick, "--record", west)
    assert "report east was ordered to go there; it is still here" in again.err
    assert truceline("verify", "--record", west).code == 0


def test_a_stick_that_was_tampered_with_is_refused_and_leaves_no_trace(offices: tuple[Path, Path, Path], truceline: Run) -> None:
    """Exit code 3, the file, and what to do."""
    east, west, stick = offices
    truceline("exchange", "export", stick, "--record", east)
    before = truceline("verify", "--record", west, "--json").lines
    blob = next(f for f in sorted(stick.rglob("blob/*/*")) if f.is_file())
    blob.write_bytes(blob.read_bytes()[::-1])
    refused = truceline("exchange", "import", stick, "--record", west)
    assert refused.code == 3
    assert blob.name in refused.err
    assert "nothing was taken" in refused.err
    assert truceline("verify", "--record", west, "--json").lines == before
    shutil.rmtree(stick)
    assert truceline("exchange", "import", stick, "--record", west).code == 3


def test_what_each_office_exports_says_which_record_it_is(
    offices: tuple[Path, Path, Path], truceline: Run, tmp_path: Path
) -> None:
    """Both write their incidents after the exchange: the same incidents, each under its own log and root."""
    east, west, stick = offices
    truceline("exchange", "export", stick, "--record", east)
    truceline("exchange", "import", stick, "--record", west)
    heads = []
    for record in (east, west):
        truceline("link", "--record", record)
        out = tmp_path / f"{record.name}.jsonl"
        assert truceline("export", "claims", "-o", out, "--record", record, "--with-proposals").code == 0
        head, *lines = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
        heads.append(head["record"])
        assert head["rows"] == len(lines)
    assert heads[0]["origin"] != heads[1]["origin"]
    assert heads[0]["root"] != heads[1]["root"]
