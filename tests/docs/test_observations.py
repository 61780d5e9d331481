"""The worked example of the page on observations, typed as the page says, ends as the page says."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from fakes.command_line import Done, runner

FILES = {"csv": "days.csv", "yaml": "days.yaml"}


def test_the_example_of_the_page_does_what_the_page_says(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whoever copies the table, the mapping and the commands gets the area, the day and the concern that the page tells."""
    page = (root / "docs/formats/observations.md").read_text(encoding="utf-8")
    for language, name in FILES.items():
        (block,) = re.findall(rf"```{language}\n(.*?)```", page, re.DOTALL)
        (tmp_path / name).write_text(block, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    truceline, done = runner(monkeypatch, capsys), []
    for line in re.findall(r"^\$ truceline (.*)$", page, re.MULTILINE):
        done.append(truceline(*shlex.split(line)))
        assert done[-1].code == 0, done[-1].err
    _init, dry, entered, gap, shown, lines = done
    assert "4 would be entered; 0 already there; nothing was written" in dry.err
    assert "4 entered" in entered.err
    assert gap.out == "g1\n"
    assert "0 to 16 km from" in shown.out
    _check(lines)
    again = truceline("observations", "import", "days.csv", "--map", "days.yaml", "--record", "valley")
    assert (again.code, "0 entered; 4 already there" in again.err) == (0, True)


def _check(lines: Done) -> None:
    of = {kind: [each for each in lines.lines if each["kind"] == kind] for kind in ("observation", "count", "concern", "gap")}
    first = of["observation"][0]
    assert (first["area"], first["area_low_m"], first["area_high_m"]) == ("ua.svitlodarsk", 0, 16000)
    assert (first["distance_low_m"], first["distance_high_m"], first["of_period"]) == (2000, 7000, "2016-01-12")
    assert [each["observation"] for each in of["concern"]] == ["o3", "o3"]
    assert {each["nearer"] for each in of["concern"]} == {"yes"}
    assert [each["refused_by"] for each in of["gap"]] == ["armed men at a post"]
    assert [each["gaps"] for each in of["count"] if each["region"] == "ua.donets-k-region"] == [["g1"]]
