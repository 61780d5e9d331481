"""Shared by the speed benches: CPU, wall and memory of a command; texts of our own to read."""

from __future__ import annotations

import os
import random
import resource
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

TRUCELINE = (sys.executable, "-m", "truceline")


class Cost(msgspec.Struct, frozen=True):
    """What a command cost: CPU and wall seconds, and the greatest resident memory of one process in MB."""

    cpu_s: float
    wall_s: float
    rss_mb: float


def cost_of(command: Sequence[str], env: dict[str, str] | None = None) -> Cost:
    """Run a command to its end and return its cost. Raises CalledProcessError."""
    started = time.perf_counter()
    with subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env={**os.environ, **(env or {})}
    ) as process:
        talk = process.stderr.read() if process.stderr else b""
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.stderr.buffer.write(talk[-2000:])
        raise subprocess.CalledProcessError(process.returncode, command)
    return Cost(used.ru_utime + used.ru_stime, time.perf_counter() - started, used.ru_maxrss / 1024)


def cpu_s() -> float:
    """CPU seconds that this process has used so far, in all threads."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


WHO = (
    "The ministry",
    "A spokesman for the army",
    "The Red Crescent",
    "An official who was not named",
    "The council",
    "UN spokesman Jens Example",
    "The group",
)
SAYS = ("said", "said on {day}", "told reporters", "denied", "confirmed", "could not verify", "said in a statement")
WHAT = (
    "that {n} people were killed when {means} hit a {target} near {place}",
    "that at least {n} civilians, {m} of them children, were injured in {place}",
    "that {n} out of {big} trucks had been destroyed south of {place}",
    "that aid had not reached {place} for {n} days",
    "that its forces had not carried out any strike in {place} on {day}",
    "that the ceasefire was holding in {place}, with {n} violations since {day}",
)
PLAIN = (
    "Residents of {place} described long queues for bread and fuel.",
    "The road to {place} has been closed since {day}, and convoys wait at the crossing.",
    "Talks were to go on through the week, although few expected them to end soon.",
    "{Means} damaged a {target} in {place} two days earlier, killing {n} people.",
)
PLACES = (
    "Aleppo",
    "Idlib",
    "Homs",
    "Hama",
    "Daraa",
    "Raqqa",
    "Deir ez-Zor",
    "Palmyra",
    "Urum al-Kubra",
    "Saraqib",
    "Azaz",
    "Manbij",
)
MEANS = ("an air strike", "mortar fire", "artillery shelling", "a car bomb", "rocket fire", "an attack")
TARGETS = ("convoy", "hospital", "school", "market", "bakery", "warehouse")
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def fill(pattern: str, chance: random.Random) -> str:
    """Return a sentence pattern with its places taken."""
    means = chance.choice(MEANS)
    slots = {
        "place": chance.choice(PLACES),
        "means": means,
        "Means": means.capitalize(),
        "target": chance.choice(TARGETS),
        "day": chance.choice(DAYS),
    }
    return pattern.format(**slots, n=chance.randint(2, 60), m=chance.randint(1, 9), big=chance.randint(61, 99))


def article(number: int, seed: int = 7) -> str:
    """Return the text of an article of about 400 words, the same for the same numbers."""
    chance = random.Random(seed * 1_000_003 + number)  # noqa: S311 - texts, not secrets
    said = [fill(f"{chance.choice(WHO)} {chance.choice(SAYS)} {chance.choice(WHAT)}.", chance) for _ in range(16)]
    sentences = said + [fill(chance.choice(PLAIN), chance) for _ in range(10)]
    chance.shuffle(sentences)
    return "\n\n".join(" ".join(sentences[start : start + 3]) for start in range(0, len(sentences), 3))


def articles(count: int) -> Iterator[dict[str, str]]:
    """Yield reports of our own in the form of docs/formats/report-input.md."""
    for number in range(count):
        day = f"2016-09-{number % 28 + 1:02d}"
        yield {
            "id": f"a{number:04d}",
            "text": article(number),
            "published_at": day,
            "publisher": f"Paper {number % 15}",
            "lang": "en",
        }


def write(path: Path, count: int) -> Path:
    """Write reports of our own as JSON Lines."""
    path.write_bytes(b"".join(msgspec.json.encode(report) + b"\n" for report in articles(count)))
    return path
