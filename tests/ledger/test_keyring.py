"""Secrets: written whole, for their owner alone, and never over one another."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

import pytest

from truceline.errors import NotFoundError, RecordError
from truceline.ledger.sealed.keyring import folder_of, read_secret, write_secret


def test_a_secret_is_for_its_owner_alone_and_is_never_written_over(tmp_path: Path) -> None:
    """The first one stays, whoever comes second; only a lawful exchange replaces it."""
    file = tmp_path / "keys" / "log.key"
    assert write_secret(file, b"first")
    assert not write_secret(file, b"second")
    assert read_secret(file) == b"first"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert write_secret(file, b"third", replace=True)
    assert read_secret(file) == b"third"
    assert [path.name for path in file.parent.iterdir()] == ["log.key"]


def test_a_stick_without_hard_links_keeps_secrets_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """FAT knows no second name for a file; the first secret stays there as well."""

    def refused(_source: object, _target: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", refused)
    file = tmp_path / "log.key"
    assert write_secret(file, b"first")
    assert not write_secret(file, b"second")
    assert read_secret(file) == b"first"
    assert [path.name for path in tmp_path.iterdir()] == ["log.key"]


def test_a_missing_key_and_a_folder_that_cannot_be_written_are_said_with_their_place(tmp_path: Path) -> None:
    """What, where, and what to do."""
    with pytest.raises(NotFoundError, match=r"no key .*absent.key: .*TRUCELINE_KEYS"):
        read_secret(tmp_path / "absent.key")
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(RecordError, match=r"cannot be written: .*TRUCELINE_KEYS"):
        write_secret(tmp_path / "file" / "log.key", b"key")


def test_every_log_has_a_folder_of_its_own() -> None:
    """The name of the folder says nothing of the origin and is the same every time."""
    assert folder_of("a.example/one") == folder_of("a.example/one")
    assert folder_of("a.example/one") != folder_of("a.example/two")
    assert "a.example" not in str(folder_of("a.example/one"))
