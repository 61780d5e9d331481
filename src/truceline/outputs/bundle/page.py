"""The verifier for a browser: one page without network, the same in every bundle (templates/verify.html and what it includes)."""

from __future__ import annotations

import base64
import functools
import hashlib
import importlib.resources

PARTS = ("style.css", "bytes.js", "signatures.js", "stamps.js", "bundle.js", "words.js", "drawing.js", "screen.js")
"""The files that stand inside the page, in the order in which they are read. The situation room serves all but the first and
the last of them as they are, so that both check and draw alike."""


@functools.cache
def page() -> str:
    """Return the page as one text. Its policy lets in the style and the program inside it, by their hashes, and nothing else."""
    folder = importlib.resources.files(__package__).joinpath("verifier")
    read = {name: folder.joinpath(name).read_text(encoding="utf-8") for name in (*PARTS, "verify.html")}
    style = read["style.css"]
    program = "".join(read[name] for name in PARTS if name.endswith(".js"))
    filled = {"STYLE_HASH": _hash(style), "PROGRAM_HASH": _hash(program), "/*STYLE*/": style, "/*PROGRAM*/": program}
    whole = read["verify.html"]
    for mark, text in filled.items():
        whole = whole.replace(mark, text)
    return whole


def program() -> bytes:
    """Return the verifier for Python as it stands in this truceline, byte for byte."""
    return importlib.resources.files("truceline.ledger").joinpath("verify_bundle.py").read_bytes()


def _hash(text: str) -> str:
    """Return a hash as a content security policy writes it."""
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
