"""Verifiers that others wrote, built once a session; where one is absent, its tests are skipped aloud."""

from __future__ import annotations

from pathlib import Path

import pytest

from fakes.others import GoVerifier, OpenSSL


@pytest.fixture(scope="session")
def go(tmp_path_factory: pytest.TempPathFactory) -> GoVerifier:
    """Go's own transparency log library."""
    if not GoVerifier.is_at_hand():
        pytest.skip(
            "NOT CHECKED BY OTHERS: no Go with its log library (Debian: apt-get install golang-go golang-golang-x-mod-dev)"
        )
    return GoVerifier(tmp_path_factory.mktemp("go"))


@pytest.fixture
def openssl(tmp_path: Path) -> OpenSSL:
    """The OpenSSL program."""
    if not OpenSSL.is_at_hand():
        pytest.skip("NOT CHECKED BY OTHERS: no openssl on this machine (Debian: apt-get install openssl)")
    return OpenSSL(tmp_path)
