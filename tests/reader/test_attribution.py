"""Attribution: who says what, in which words, in direct, mixed and indirect speech."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from fakes.speech import content, one, parser, read, registry, source
from truceline.reader.attribution import attributions
from truceline.reader.segments import clean

PLAIN = "Anna Berg said that denied the attack “ ” according to , . he as quoted saying : which blamed not “We it and Norland"
WORDS = st.sampled_from([*PLAIN.split(), '"', "\n\n", "\u00a0", "\u202e", "😀"])


@pytest.mark.parametrize(
    ("text", "who", "what", "kind"),
    [
        ("Anna Berg said that the convoy had left.", "Anna Berg", "that the convoy had left", "indirect"),
        ("The convoy had left, said Anna Berg.", "Anna Berg", "The convoy had left", "indirect"),
        ("The convoy, Anna Berg said, had left at noon.", "Anna Berg", "The convoy … had left at noon", "indirect"),
        ("“The convoy has left,” Anna Berg said.", "Anna Berg", "The convoy has left,", "direct"),
        (
            "Anna Berg said the convoy had left “in good order” at noon.",
            "Anna Berg",
            "the convoy had left “in good order” at noon",
            "mixed",
        ),
        ("According to the ministry, the convoy had left.", "the ministry", "the convoy had left", "indirect"),
        ("The convoy had left, according to the ministry.", "the ministry", "The convoy had left", "indirect"),
        ("Norland vowed to block the convoy.", "Norland", "to block the convoy", "indirect"),
        ("Norland accused Sudland of an attack on the convoy.", "Norland", "Sudland of an attack on the convoy", "indirect"),
        ("Norland urged the parties to stop the shelling.", "Norland", "the parties to stop the shelling", "indirect"),
        ("Anna Berg called the strike a mistake.", "Anna Berg", "the strike a mistake", "indirect"),
    ],
)
def test_who_says_what_is_read_with_its_words(text: str, who: str, what: str, kind: str) -> None:
    """Source and content are the words of the report, and the kind of speech follows the marks."""
    attribution = one(text)
    assert (source(attribution, text), content(attribution, text), attribution.type) == (who, what, kind)


def test_a_quotation_cut_by_its_tag_is_one_attribution() -> None:
    """What one voice says before and after "he said" is one claim with several spans."""
    text = "“We saw nothing,” Anna Berg said. “There were no craters at all.”"
    assert content(one(text), text) == "We saw nothing, … There were no craters at all."


def test_a_second_paragraph_of_quotation_keeps_its_speaker() -> None:
    """A paragraph that is all quotation belongs to the voice before it."""
    text = "“We saw nothing,” Anna Berg said.\n\n“There were no craters, and nobody had seen a plane.”"
    assert content(one(text), text).endswith("nobody had seen a plane.")


def test_a_block_quotation_belongs_to_who_introduces_it() -> None:
    """A paragraph after "saying:" is the words of whoever the paragraph before names."""
    text = "Anna Berg answered the council on Monday, saying:\n\nWe have nothing to confirm at this point. It is too early.”"
    assert "We have nothing to confirm" in content(read(text)[0], text)


def test_words_whose_marks_are_all_lost_stay_with_their_speaker() -> None:
    """A sentence in the first person beside "she said" goes on with the same voice."""
    text = "We saw nothing that night, Anna Berg said. We looked for craters and we found none."
    assert "we found none" in content(one(text), text)


def test_a_denial_that_hangs_on_an_accusation_is_a_claim_of_its_own() -> None:
    """ "X blamed Y, which denied it" is two claims with two speakers."""
    text = "Norland blamed Sudland for the strike on the convoy, which denied any role in the attack."
    stances = {attribution.stance: content(attribution, text) for attribution in read(text)}
    assert stances["deny"] == "any role in the attack"
    assert "denied" not in stances["accuse"]


def test_two_speakers_joined_by_and_are_two_attributions() -> None:
    """ "X said A and Y said B" does not put B into the mouth of X."""
    text = "Anna Berg said that the road was open, and the mayor said that it was mined."
    assert [source(attribution, text) for attribution in read(text)] == ["Anna Berg", "the mayor"]


def test_a_headline_with_a_colon_names_its_speaker() -> None:
    """ "X: words" in a headline is X's claim."""
    text = "Norland: Sudland broke the truce\n\nThe day was quiet in the capital."
    assert source(one(text), text) == "Norland"


def test_a_sentence_without_a_speaker_is_nobodys_attribution() -> None:
    """The report's own voice is never given to the nearest official."""
    assert read("The convoy left the city at noon and met the general at the bridge.") == ()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(WORDS, max_size=40).map(" ".join))
@example("Anna : Anna Anna Anna")
def test_every_span_is_words_of_the_text(text: str) -> None:
    """Whatever the words, each span lies in the text and is not empty."""
    (parsed,) = parser().pipe([clean(text)])
    for attribution in attributions(parsed, registry(), None):
        for span in (*attribution.source, *attribution.cue, *attribution.content):
            assert 0 <= span.start < span.end <= len(text)
            assert span.of(text).strip()
        assert attribution.content


def test_reports_without_words_have_no_attributions() -> None:
    """Empty texts and texts of boxes alone come out empty, each in its place."""
    views = [clean(""), clean("Add new comment"), clean("Norland denied the attack.")]
    counts = [len(attributions(parsed, registry(), None)) for parsed in parser().pipe(views)]
    assert counts == [0, 0, 1]


@pytest.mark.shared
def test_hard_attributions_are_read_the_right_way_round(shared_data: Path, bench_scorers: Path, tmp_path: Path) -> None:
    """At least 48 of the 64 probes have their holder and stance right, and all four relay chains are kept."""
    reports = [json.loads(line) for line in (shared_data / "seeds/reports.jsonl").read_text("utf-8").splitlines()]
    out = tmp_path / "answers.jsonl"
    lines = [
        json.dumps({"id": r["id"], "attributions": msgspec.to_builtins(attributions(p, registry(), r["published_at"]))})
        for r, p in zip(reports, parser().pipe([clean(r["text"]) for r in reports]), strict=True)
    ]
    out.write_text("\n".join(lines), "utf-8")
    command = [sys.executable, str(bench_scorers / "score_probes.py"), str(shared_data / "seeds/probes.jsonl"), str(out)]
    done = subprocess.run(
        command, capture_output=True, text=True, check=True, env={**os.environ, "TRUCELINE_DATA": str(shared_data)}
    )
    figures = json.loads(done.stdout)
    assert figures["stance"] >= 48
    assert figures["via"] == [4, 4]
