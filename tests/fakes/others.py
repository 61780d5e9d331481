"""Verifiers that other people wrote, asked through their own programs: Go's log library and OpenSSL."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

GO_LIBRARY = Path("/usr/share/gocode")
GO_SOURCE = Path(__file__).parent.parent / "independent" / "go" / "verify.go"
Question = dict[str, Any]


class GoVerifier:
    """Our few lines of Go around ``sumdb/note`` and ``sumdb/tlog``; tests/independent/go/verify.go says what can be asked."""

    def __init__(self, folder: Path) -> None:
        self._program = folder / "verify"
        go = shutil.which("go")
        assert go is not None
        settings = {
            "GOCACHE": str(folder / "cache"),
            "GO111MODULE": "off",
            "GOPATH": str(GO_LIBRARY),
            "GOFLAGS": "",
            "CGO_ENABLED": "0",
        }
        command = [go, "build", "-o", str(self._program), str(GO_SOURCE)]
        subprocess.run(command, check=True, env={**os.environ, **settings}, timeout=300)

    @staticmethod
    def is_at_hand() -> bool:
        """Whether Go and Debian's copy of its library are there."""
        return shutil.which("go") is not None and (GO_LIBRARY / "src/golang.org/x/mod/sumdb/tlog").is_dir()

    def holds(self, questions: Sequence[Question]) -> list[bool]:
        """Say of each question whether what it says is true."""
        asked = "\n".join(map(json.dumps, questions)).encode()
        answered = subprocess.run([str(self._program)], input=asked, capture_output=True, check=True, timeout=120)
        said = answered.stdout.decode().splitlines()
        assert len(said) == len(questions), "each question has its answer"
        return [answer == "true" for answer in said]


class OpenSSL:
    """The ``openssl`` program, which reads keys and signatures from files."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @staticmethod
    def is_at_hand() -> bool:
        """Whether the program is there."""
        return shutil.which("openssl") is not None

    def holds(self, public_key: bytes, signature: bytes, message: bytes) -> bool:
        """Say whether an Ed25519 signature holds."""
        # RFC 8410: 12 bytes say "an Ed25519 public key follows".
        for name, data in (
            ("key", bytes.fromhex("302a300506032b6570032100") + public_key),
            ("signature", signature),
            ("text", message),
        ):
            (self._folder / name).write_bytes(data)
        command = "openssl pkeyutl -verify -rawin -pubin -keyform DER -inkey key -sigfile signature -in text".split()
        said = subprocess.run(command, cwd=self._folder, capture_output=True, check=False, timeout=60)
        return said.returncode == 0 and b"Successfully" in said.stdout
