"""The five real articles, ingested and linked once through the command line for all tests that look at them."""

from __future__ import annotations

from pathlib import Path

import pytest

from fakes.once import made_once
from fakes.seen_articles import Json, Seen, lines, truceline

ASKED = {"incidents": ("incidents", "--json", "--with-proposals"), "claims": ("claims", "--json")}
"""What is asked of the record, by the file that keeps the answer."""


@pytest.fixture(scope="session")
def seen(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Seen:
    reports = shared_data / "seeds" / "reports.jsonl"

    def make(folder: Path) -> None:
        truceline(folder, "ingest", str(reports), "--theatre", "syria_2016")
        truceline(folder, "link")
        for name, asked in ASKED.items():
            (folder / name).write_text(truceline(folder, *asked), encoding="utf-8")
        read = truceline(folder, "read", str(reports), "--theatre", "syria_2016", "--json")
        (folder / "readings").write_text(read, encoding="utf-8")

    folder = made_once(tmp_path_factory, "seeds", make)
    said = {name: lines((folder / name).read_text(encoding="utf-8")) for name in (*ASKED, "readings")}
    return Seen(
        folder=folder,
        texts={each["id"]: each["text"] for each in lines(reports.read_text(encoding="utf-8"))},
        incidents=said["incidents"],
        claims=said["claims"],
        readings={each["id"]: each for each in said["readings"]},
    )


@pytest.fixture(scope="session")
def convoy(seen: Seen) -> Json:
    """The attack on the aid convoy near Aleppo, found by the sentence of 002 that counts its trucks."""
    return seen.incident_of("002", "31-vehicle convoy")


@pytest.fixture(scope="session")
def strike(seen: Seen) -> Json:
    """The strike on Syrian troops near Deir ez-Zor, found by the sentence of 000 that names the place."""
    return seen.incident_of("000", "Deir ez-Zor Airport")
