"""What the command line prints of the five real articles, with the means to find a place in them by a few of its words."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Json = dict[str, Any]


def truceline(folder: Path, *arguments: str, expect: int = 0) -> str:
    """Run the command line in a folder and return its stdout."""
    environment = {name: value for name, value in os.environ.items() if name != "TRUCELINE_RECORD"}
    done = subprocess.run(
        [sys.executable, "-m", "truceline", *arguments], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == expect, done.stderr
    return done.stdout


@dataclass(frozen=True)
class Seen:
    """What the commands print, and the texts, to find places by a few of their words."""

    folder: Path
    texts: dict[str, str]
    incidents: list[Json]
    claims: list[Json]
    readings: dict[str, Json]

    def at(self, report: str, words: str, nth: int = 0) -> tuple[int, int]:
        start = -1
        for _ in range(nth + 1):
            start = self.texts[report].find(words, start + 1)
        assert start >= 0, f"{words!r} does not stand in {report}"
        return start, start + len(words)

    def over(self, report: str, words: str, nth: int = 0, *, voice: str | None = None) -> list[Json]:
        """The claims whose content holds these words, the narrowest first."""
        start, end = self.at(report, words, nth)
        found = [
            claim
            for claim in self.claims
            if claim["report"] == report
            and any(s <= start and end <= e for s, e in claim["content"])
            and voice in (None, claim["voice"])
        ]
        return sorted(found, key=lambda claim: sum(e - s for s, e in claim["content"]))

    def quoted(self, report: str, words: str, who: str, nth: int = 0) -> Json:
        """The claim over these words by a speaker whose name or actor has ``who`` in it."""
        found = [claim for claim in self.over(report, words, nth) if who.casefold() in speaker(claim)]
        assert found, [(speaker(c), c["stance"], c["words"]) for c in self.over(report, words, nth)]
        return found[0]

    def incident_of(self, report: str, words: str, nth: int = 0) -> Json:
        """The incident to which a claim over these words is linked."""
        ids = {claim["incident"] for claim in self.over(report, words, nth) if claim["incident"]}
        assert ids, f"no claim over {words!r} of {report} is linked"
        return next(incident for incident in self.incidents if incident["id"] in ids)

    def figures_at(self, report: str, words: str, nth: int = 0) -> list[tuple[Json, Json]]:
        """Counts read at these words, each with the attribution it is part of."""
        start, end = self.at(report, words, nth)
        raw = self.readings[report]
        owners = {each["id"]: each for each in raw["attributions"]}
        return [
            (count, owners.get(count["claim"], {}))
            for count in raw["counts"]
            if count["span"][0] < end and start < count["span"][1]
        ]


def speaker(claim: Json) -> str:
    """Name and actor of a claim's speaker in lower case; empty for narration."""
    who = claim["speaker"]
    return f"{who['name']} {who['actor'] or ''}".casefold() if who else ""


def lines(text: str) -> list[Json]:
    return [json.loads(line) for line in text.splitlines()]
