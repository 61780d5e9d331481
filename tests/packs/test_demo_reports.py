"""The reports written for demonstration: sourced, neutral, in our own words, with equal weight for both incidents."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

import msgspec
import pytest
from ruamel.yaml import YAML

from truceline.model import Report
from truceline.workflow.packs import load_theatre

LOADED = re.compile(
    r"\b(regime|rebels?|terroris\w*|militants?|jihadi\w*|insurgen\w*|militias?|extremis\w*|mercenar\w*|so-called|liberated|puppet)\b",
    re.IGNORECASE,
)


class Cited(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    sentence: int
    begins: str
    about: str
    sources: tuple[str, ...]


class Sidecar(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    sources: dict[str, str]
    reports: dict[str, tuple[Cited, ...]]


@pytest.fixture(scope="module")
def reports() -> dict[str, Report]:
    lines = (line for path in load_theatre("syria_2016").reports for line in path.read_text(encoding="utf-8").splitlines())
    return {report.id: report for report in (msgspec.json.decode(line, type=Report) for line in lines)}


@pytest.fixture(scope="module")
def sidecar() -> Sidecar:
    folder = load_theatre("syria_2016").reports[0].parent
    raw = YAML(typ="safe", pure=True).load(folder / "sources.yaml")
    return msgspec.convert(raw, Sidecar)


def sentences(report: Report) -> list[str]:
    return [s for s in re.split(r"(?<=[.؟])\s+", report.text) if s]


def test_every_sentence_names_its_public_source(reports: dict[str, Report], sidecar: Sidecar) -> None:
    """Whoever doubts a sentence of the demonstration finds what it condenses."""
    assert set(reports) == set(sidecar.reports)
    for key, report in reports.items():
        cited = sidecar.reports[key]
        found = sentences(report)
        assert [c.sentence for c in cited] == list(range(1, len(found) + 1)), key
        for sentence, source in zip(found, cited, strict=True):
            assert sentence.startswith(source.begins), sentence
            assert source.sources
            assert set(source.sources) <= set(sidecar.sources), sentence
    assert {s for cited in sidecar.reports.values() for c in cited for s in c.sources} == set(sidecar.sources)
    assert all(re.search(r"\b20(16|17)\b", citation) for citation in sidecar.sources.values())


def test_every_report_says_what_it_is(reports: dict[str, Report]) -> None:
    """Nobody can take a report of the demonstration for one from the field."""
    for report in reports.values():
        assert report.kind == "demonstration"
        assert report.publisher == "truceline demo desk"
        assert (report.title or "").startswith("Written for demonstration: " if report.lang == "en" else "كُتب لغرض العرض: ")
        assert report.url is None


def test_the_days_of_the_demonstration_run_from_before_the_truce_to_the_last_finding(reports: dict[str, Report]) -> None:
    """Something is known by 14 September, and each later finding only from its own day."""
    days = {report.published_at or "" for report in reports.values()}
    assert min(days) <= "2016-09-14"
    assert {"2016-11-29", "2016-12-21", "2017-03-01"} <= days
    assert {report.lang for report in reports.values()} == {"en", "ar"}


def test_both_incidents_open_with_the_same_weight(sidecar: Sidecar) -> None:
    """The attack on the convoy and the strike on the troops have as many sentences, and as many reports of their own."""
    said = Counter(c.about for cited in sidecar.reports.values() for c in cited)
    assert abs(said["convoy"] - said["troops"]) <= 0.2 * min(said["convoy"], said["troops"])
    mostly = Counter(Counter(c.about for c in cited).most_common(1)[0][0] for cited in sidecar.reports.values())
    assert mostly["convoy"] == mostly["troops"]


def test_no_report_uses_a_loaded_word_or_a_quotation(reports: dict[str, Report]) -> None:
    """Our own voice takes no side and puts words into nobody's mouth."""
    for report in reports.values():
        assert not LOADED.search(report.text), report.id
        assert not re.search('["“”«»]', report.text), report.id


def test_reports_are_short(reports: dict[str, Report]) -> None:
    """A visitor reads the whole demonstration in some minutes."""
    assert all(40 <= len(report.text.split()) <= 180 for report in reports.values())


@pytest.mark.shared
def test_no_sentence_is_taken_from_an_article(reports: dict[str, Report], shared_data: Path) -> None:
    """No eight words in a row stand in an article that we measure with."""

    def runs(text: str) -> set[tuple[str, ...]]:
        found = re.findall(r"\w+", text.casefold())
        return {tuple(found[i : i + 8]) for i in range(len(found) - 7)}

    articles = [
        json.loads(line)["text"] for line in (shared_data / "seeds" / "reports.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    taken = set().union(*map(runs, articles))
    assert {report.id: run for report in reports.values() for run in runs(report.text) & taken} == {}
