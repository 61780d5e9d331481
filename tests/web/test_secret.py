"""The key that signs sessions."""

from __future__ import annotations

from pathlib import Path

import pytest

from truceline.web.environment import SECRET, environment, secret_key


@pytest.mark.parametrize("left", [None, "", "half of it"])
def test_a_key_is_made_once_whatever_a_crash_left_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, left: str | None
) -> None:
    """A room that was stopped while it was opened for the first time opens the next time, and its key stays."""
    monkeypatch.setenv("TRUCELINE_RECORD", str(tmp_path))
    found = environment()
    place = found.room / SECRET
    if left is not None:
        found.room.mkdir(parents=True)
        place.write_text(left, encoding="ascii")
        place.chmod(0o600)
    key = secret_key(found)
    assert len(key) == 64
    assert secret_key(found) == place.read_text(encoding="ascii") == key
    assert place.stat().st_mode & 0o777 == 0o600
