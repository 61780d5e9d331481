"""The five real articles, ingested and linked once through the command line for all tests that look at them."""

from __future__ import annotations

from pathlib import Path

import pytest

from fakes.seen_articles import Json, Seen, lines, truceline


@pytest.fixture(scope="session")
def seen(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Seen:
    reports = shared_data / "seeds" / "reports.jsonl"
    folder = tmp_path_factory.mktemp("seeds")
    truceline(folder, "ingest", str(reports), "--theatre", "syria_2016")
    truceline(folder, "link")
    texts = {each["id"]: each["text"] for each in lines(reports.read_text(encoding="utf-8"))}
    read = lines(truceline(folder, "read", str(reports), "--theatre", "syria_2016", "--json"))
    return Seen(
        folder=folder,
        texts=texts,
        incidents=lines(truceline(folder, "incidents", "--json", "--with-proposals")),
        claims=lines(truceline(folder, "claims", "--json")),
        readings={each["id"]: each for each in read},
    )


@pytest.fixture(scope="session")
def convoy(seen: Seen) -> Json:
    """The attack on the aid convoy near Aleppo, found by the sentence of 002 that counts its trucks."""
    return seen.incident_of("002", "31-vehicle convoy")


@pytest.fixture(scope="session")
def strike(seen: Seen) -> Json:
    """The strike on Syrian troops near Deir ez-Zor, found by the sentence of 000 that names the place."""
    return seen.incident_of("000", "Deir ez-Zor Airport")
