"""Backups of a log that lies in PostgreSQL."""

from __future__ import annotations

from pathlib import Path

from fakes.engines import schemas_dropped
from fakes.small_reports import claim, report
from truceline.ledger import Record
from truceline.ledger.care.backups import back_up
from truceline.ledger.care.restoring import restore


def test_a_log_in_postgresql_comes_back_as_one_file_with_the_same_root(tmp_path: Path, postgres_url: str) -> None:
    """Every leaf is hashed anew on its way; where the database was is not in the backup."""
    with (
        schemas_dropped(postgres_url) as made_here,
        Record.create(tmp_path / "record", "exercise", "valley", database=postgres_url) as made,
    ):
        made_here.append(tmp_path / "record")
        for number in range(1, 4):
            told = report(number)
            made.append([made.draft_report(told, raw=told.text.encode(), media="text/plain"), made.draft_claim(claim(told))])
        back_up(made, tmp_path / "backup")
        assert b"postgresql" not in (tmp_path / "backup").read_bytes()
        found = restore(tmp_path / "backup", tmp_path / "again")
        assert (found.signed_size, found.manifest.root) == (made.size, made.root)
        claims = made.claims()
    with Record.open(tmp_path / "again") as again:
        assert again.claims() == claims
        assert again.verify().ok
